from django.apps import AppConfig


class IndividualConfig(AppConfig):
    name = "sozialraum.individual"
    label = "individual"

    def ready(self) -> None:
        """Answer for cases at the gate."""
        from sozialraum.foundation.privacy import gate
        from sozialraum.foundation.privacy.own_data import register_exporter
        from sozialraum.individual.access import can_open_in_emergency, decide
        from sozialraum.individual.own_data import COVERED, own_sections

        gate.register("case", decide, emergency=can_open_in_emergency)
        register_exporter("individual", own_sections, covers=COVERED)
