from django.apps import AppConfig


class SocialStructureConfig(AppConfig):
    name = "sozialraum.social_structure"
    label = "social_structure"

    def ready(self) -> None:
        """Say a line on the start page and answer searches."""
        from sozialraum.foundation.accounts.scopes import register_places
        from sozialraum.foundation.database.preparations import register_preparation
        from sozialraum.foundation.privacy.actors import ScopeKind
        from sozialraum.foundation.ui.contributions import register_search, register_today
        from sozialraum.social_structure import start
        from sozialraum.social_structure.queries import area_choices
        from sozialraum.social_structure.queries.preparing import prepare_figures
        from sozialraum.social_structure.services import import_jobs, release_jobs  # noqa: F401 - their jobs are known once they are read

        register_places(ScopeKind.AREA, area_choices)
        register_today(start.today)
        register_preparation(prepare_figures)
        register_search("social_structure", start.find)
