from django.apps import AppConfig


class IndividualConfig(AppConfig):
    name = "sozialraum.individual"
    label = "individual"

    def ready(self) -> None:
        """Answer for cases at the gate."""
        from sozialraum.foundation.privacy import gate
        from sozialraum.individual.access import decide

        gate.register("case", decide)
