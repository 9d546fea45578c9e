"""What the roles are called on pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.privacy.actors import Actor, Role

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


def role_titles(actor: Actor) -> list[str]:
    """The titles of the actor's roles, each once, in the order they were given."""
    return [str(ROLE_TITLES[role]) for role in dict.fromkeys(held.role for held in actor.roles)]
