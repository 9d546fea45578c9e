"""Who may manage accounts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.rules import STAND_IN, needs_second_factor
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision

SECOND_FACTOR = "Set up your second factor first."
TO_ONESELF = gettext_noop("Nobody gives herself a task that opens people’s data. Ask another administrator.")

PEOPLES_DATA = frozenset(
    {
        Role.CASE_WORKER, Role.TEAM_LEAD, Role.FINANCE_OFFICER, Role.PROVIDER_WORKER, Role.PROVIDER_LEAD, Role.PARENT,
        Role.YOUNG_PERSON, Role.TRUSTED_PERSON, Role.OMBUDSPERSON, Role.DATA_PROTECTION_OFFICER,
    }
)  # fmt: skip
"""The tasks that open people's data, or control who opened them."""


def can_manage_people(actor: Actor) -> Decision:
    """The administration manages accounts and roles of the whole office; it reads no people's data by it."""
    if not actor.has(Role.ADMINISTRATOR) or not any(
        held.role is Role.ADMINISTRATOR and held.scope_kind is ScopeKind.OFFICE for held in actor.roles
    ):
        return Decision.no("Only the administration manages accounts.")
    return Decision.yes("administration") if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_give_role(actor: Actor, user_id: UUID, role: Role) -> Decision:
    """The administration gives tasks to others; a task that opens people's data nobody gives to herself."""
    allowed = can_manage_people(actor)
    if allowed and user_id == actor.user_id and role in PEOPLES_DATA:
        return Decision.no(TO_ONESELF)
    return allowed


CHOOSERS = (Role.CASE_WORKER, Role.TEAM_LEAD, Role.HEAD_OF_OFFICE)
"""Who asks a colleague to look at a report as well, and who keeps the register of advisers."""


def can_find_colleagues(actor: Actor) -> Decision:
    """The office's own people find case workers and team leads by name where one of them is to be chosen."""
    if not actor.has(*CHOOSERS):
        return Decision.no("Only the office chooses among its colleagues.")
    return Decision.yes("office") if actor.second_factor else Decision.no(SECOND_FACTOR)


LEADS = {Role.TEAM_LEAD: ScopeKind.TEAM, Role.PROVIDER_LEAD: ScopeKind.PROVIDER}
NOT_YOUR_TEAM = gettext_noop("A substitute is named by the person or by the lead of the team.")


def can_arrange_substitution(actor: Actor, absent_id: UUID, held: Iterable[ScopedRole]) -> Decision:
    """The person herself, and the lead of a team or provider to which this person (with the tasks ``held``) belongs.

    A lead who only stands in for the lead arranges as the lead does; nobody arranges for tasks that have no substitute.
    """
    if needs_second_factor(actor):
        return Decision.no(SECOND_FACTOR)
    if not any(each.role in STAND_IN for each in held):
        return Decision.no(NOT_YOUR_TEAM)
    if actor.user_id == absent_id:
        return Decision.yes("own absence")
    places = {(each.scope_kind, each.scope_key) for each in held}
    leads = any(
        LEADS.get(own.role) is own.scope_kind and (own.scope_kind, own.scope_key) in places
        for own in actor.roles
    )
    return Decision.yes("lead") if leads else Decision.no(NOT_YOUR_TEAM)
