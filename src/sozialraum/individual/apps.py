from django.apps import AppConfig


class IndividualConfig(AppConfig):
    name = "sozialraum.individual"
    label = "individual"

    def ready(self) -> None:
        """Answer for cases at the gate, in the own-data file and at the retention engine."""
        from sozialraum.foundation.privacy import gate
        from sozialraum.foundation.privacy.own_data import register_exporter
        from sozialraum.foundation.privacy.retention.sources import register_retention
        from sozialraum.individual.access import can_open_in_emergency, decide
        from sozialraum.individual.own_data import COVERED, own_sections
        from sozialraum.individual.retention import CaseRetention

        gate.register("case", decide, emergency=can_open_in_emergency)
        register_exporter("individual", own_sections, covers=COVERED)
        register_retention("case", CaseRetention())
