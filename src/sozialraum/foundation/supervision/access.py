"""Who may check what others did with people's data (DOMAIN section 10, row "Audit log")."""

from __future__ import annotations

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.privacy.retention.engine import can_approve
from sozialraum.foundation.vocabulary import Action, Purpose

SECOND_FACTOR = "Set up your second factor first; people's data stay shut until then."


def decide(actor: Actor, purpose: Purpose, action: Action, _subject: Subject) -> Decision:
    """The room's answer to the gate for subjects of kind ``audit``: the trail as a whole, or one named person."""
    if purpose is not Purpose.SUPERVISION or action not in {Action.READ, Action.WRITE}:
        return Decision.no("The trail is read for data-protection control only.")
    return can_review(actor)


def can_review(actor: Actor) -> Decision:
    """The data-protection officer, with the second factor."""
    if not actor.has(Role.DATA_PROTECTION_OFFICER):
        return Decision.no("This room is the data-protection officer's.")
    return Decision.yes("data-protection control") if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_see_notices(actor: Actor) -> Decision:
    """Whoever can be told about an emergency: data protection, team leads, and who opened one."""
    if actor.has(Role.DATA_PROTECTION_OFFICER, Role.TEAM_LEAD, Role.CASE_WORKER):
        return Decision.yes("addressee")
    return Decision.no("Nothing is addressed to you here.")


def can_see_periods(actor: Actor) -> Decision:
    """Who approves an erasure, and the data-protection officer."""
    approver = can_approve(actor)
    return approver if approver else can_review(actor)
