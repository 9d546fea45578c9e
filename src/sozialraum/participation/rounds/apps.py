from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "sozialraum.participation.rounds"
    label = "rounds"

    def ready(self) -> None:
        """Contribute to the start page."""
        from sozialraum.foundation.ui.contributions import register_today
        from sozialraum.participation.rounds import contributions

        register_today(contributions.today)
