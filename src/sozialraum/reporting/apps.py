from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "sozialraum.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Bring the released counts to the area pages, and what waits to be let out to the start page."""
        from sozialraum.foundation.ui.contributions import register_today
        from sozialraum.reporting.contributions import active_cases_block, direct_access_block, releases_today
        from sozialraum.social_structure.contributions import register_block

        register_block(active_cases_block)
        register_block(direct_access_block)
        register_today(releases_today)
