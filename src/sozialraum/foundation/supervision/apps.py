from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "sozialraum.foundation.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Answer for the audit trail at the gate, and bring notices to the start page."""
        from sozialraum.foundation.privacy import gate
        from sozialraum.foundation.supervision.access import decide
        from sozialraum.foundation.supervision.start import contributions
        from sozialraum.foundation.ui.contributions import register_today

        gate.register("audit", decide)
        gate.register("user", decide)
        register_today(contributions)
