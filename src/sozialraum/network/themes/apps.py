from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "sozialraum.network.themes"
    label = "themes"

    def ready(self) -> None:
        """Contribute to the start page, the search and the pages of areas."""
        from sozialraum.foundation.ui.contributions import register_search, register_today
        from sozialraum.network.themes import contributions
        from sozialraum.social_structure.contributions import register_themes

        register_today(contributions.today)
        register_search(self.label, contributions.search)
        register_themes(contributions.area_themes)
