from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "sozialraum.organization"
    label = "organization"

    def ready(self) -> None:
        """Contribute to the start page, the search and the pages of areas."""
        from sozialraum.foundation.ui.contributions import register_search, register_today
        from sozialraum.organization import contributions
        from sozialraum.social_structure.contributions import register_assets

        register_today(contributions.today)
        register_search(self.label, contributions.search)
        register_assets(contributions.assets)
