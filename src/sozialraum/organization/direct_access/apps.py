from django.apps import AppConfig


class DirectAccessConfig(AppConfig):
    name = "sozialraum.organization.direct_access"
    label = "direct_access"

    def ready(self) -> None:
        """Contribute to the start page."""
        from sozialraum.foundation.ui.contributions import register_today
        from sozialraum.organization.direct_access import contributions

        register_today(contributions.today)
