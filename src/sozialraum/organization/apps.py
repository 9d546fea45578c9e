from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "sozialraum.organization"
    label = "organization"

    def ready(self) -> None:
        """Contribute to the start page and the search."""
        from sozialraum.foundation.accounts.scopes import register_places
        from sozialraum.foundation.privacy.actors import ScopeKind
        from sozialraum.foundation.ui.contributions import register_search, register_today
        from sozialraum.organization import contributions, queries

        register_places(ScopeKind.TEAM, queries.team_choices)
        register_places(ScopeKind.PROVIDER, queries.provider_choices)
        register_today(contributions.today)
        register_search(self.label, contributions.search)
