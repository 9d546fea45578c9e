"""What roles and scopes are called on pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.privacy.actors import Role, ScopeKind

ROLE_TITLES: dict[Role, Promise] = {
    Role.CASE_WORKER: _("Case work"),
    Role.TEAM_LEAD: _("Team lead"),
    Role.FINANCE_OFFICER: _("Economic youth welfare"),
    Role.PROVIDER_WORKER: _("Provider's professional"),
    Role.PROVIDER_LEAD: _("Provider's lead"),
    Role.PARENT: _("Parent"),
    Role.YOUNG_PERSON: _("Young person"),
    Role.TRUSTED_PERSON: _("Trusted person"),
    Role.OMBUDSPERSON: _("Ombuds office"),
    Role.PLANNER: _("Youth-welfare planning"),
    Role.CONTROLLER: _("Controlling"),
    Role.HEAD_OF_OFFICE: _("Head of office"),
    Role.COMMITTEE_MEMBER: _("Youth-welfare committee"),
    Role.RESIDENT: _("Resident"),
    Role.DATA_PROTECTION_OFFICER: _("Data protection"),
    Role.ADMINISTRATOR: _("Administration"),
}

SCOPE_TITLES: dict[ScopeKind, Promise] = {
    ScopeKind.OFFICE: _("the whole office"),
    ScopeKind.AREA: _("area"),
    ScopeKind.TEAM: _("team"),
    ScopeKind.PROVIDER: _("provider"),
    ScopeKind.CASE: _("one case"),
    ScopeKind.CIRCLE: _("circle"),
}


def scope_title(kind: ScopeKind, key: str) -> str:
    """Where a role holds; a case is never named by its number.

    >>> scope_title(ScopeKind.TEAM, "03")
    'team 03'
    """
    title = str(SCOPE_TITLES[kind])
    return title if kind in {ScopeKind.OFFICE, ScopeKind.CASE} else f"{title} {key}"
