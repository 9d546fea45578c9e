from django.apps import AppConfig


class FieldWorkConfig(AppConfig):
    name = "sozialraum.network.field_work"
    label = "field_work"

    def ready(self) -> None:
        """Contribute to the start page."""
        from sozialraum.foundation.ui.contributions import register_today
        from sozialraum.network.field_work import contributions

        register_today(contributions.today)
