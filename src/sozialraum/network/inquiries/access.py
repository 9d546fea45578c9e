"""Who leads inquiries, who looks at pictures with the young, and who lets counts out. Nobody reads a single answer."""

from __future__ import annotations

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.network.themes.access import can_care


def can_lead_inquiry(actor: Actor) -> Decision:
    """Who works in the field or plans it opens inquiries, leads them and closes them."""
    return can_care(actor)


def decide(actor: Actor, purpose: Purpose, action: Action, subject: Subject) -> Decision:
    """The floor's answer to the gate: counts and the pictures of one inquiry, for those who lead inquiries."""
    if purpose is Purpose.PARTICIPATION and action is Action.READ and len(subject.ids) <= 1:
        return can_lead_inquiry(actor)
    return Decision.no("Single answers are read by nobody.")
