from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "sozialraum.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Bring the released counts to the area pages."""
        from sozialraum.reporting.contributions import active_cases_block, direct_access_block
        from sozialraum.social_structure.contributions import register_block

        register_block(active_cases_block)
        register_block(direct_access_block)
