from django.apps import AppConfig


class AdvocacyConfig(AppConfig):
    name = "sozialraum.network.advocacy"
    label = "advocacy"

    def ready(self) -> None:
        """Contribute to the start page, the search, the pages of areas and of themes."""
        from sozialraum.foundation.ui.contributions import register_search, register_today
        from sozialraum.network.advocacy import contributions
        from sozialraum.network.themes.contributions import register_asked
        from sozialraum.social_structure.contributions import register_themes

        register_today(contributions.today)
        register_search(self.label, contributions.search)
        register_themes(contributions.area_issues)
        register_asked(contributions.theme_issues)
