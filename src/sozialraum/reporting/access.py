"""Who reads reports and who lets figures out (DOMAIN section 10, row "Area report/index")."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision

FAMILY = frozenset({Role.PARENT, Role.YOUNG_PERSON, Role.TRUSTED_PERSON})
COUNTING = frozenset({Role.PLANNER, Role.CONTROLLER, Role.HEAD_OF_OFFICE})


def can_view_reports(actor: Actor) -> Decision:
    """Everybody who is not here for the own family alone: what is shown has passed the release gate."""
    if not actor.roles or all(held.role in FAMILY for held in actor.roles):
        return Decision.no("This room is for planning, committee and office.")
    return Decision.yes()


def can_hand_in(actor: Actor) -> Decision:
    """Economic youth welfare hands in the official statistics; the gate asks again."""
    if not actor.has(Role.FINANCE_OFFICER):
        return Decision.no(_("Economic youth welfare hands in the official statistics."))
    return Decision.yes()


def can_release_help_counts(actor: Actor) -> Decision:
    """Planning, controlling and the head of office let counts of helps out; the gate asks again."""
    if not actor.has(*COUNTING):
        return Decision.no(_("Planning, controlling and the head of office let counts out."))
    return Decision.yes()


def can_release_counts(actor: Actor, *, today: date, released_on: date | None) -> Decision:
    """Planning, controlling and the head of office let counts out, once a month; the gate asks again.

    >>> from sozialraum.foundation.privacy.actors import NOBODY
    >>> bool(can_release_counts(NOBODY, today=date(2026, 11, 22), released_on=None))
    False
    """
    if not actor.has(*COUNTING):
        return Decision.no(_("Planning, controlling and the head of office let counts out."))
    if released_on is not None and (released_on.year, released_on.month) == (today.year, today.month):
        return Decision.no(
            _("The counts of this month are out. Two counts close together would tell who came and who went.")
        )
    return Decision.yes()
