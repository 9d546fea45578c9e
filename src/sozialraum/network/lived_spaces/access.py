"""Who opens a map with pins, and who lets its counts out. Nobody reads a single pin."""

from __future__ import annotations

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.network.themes.access import can_care


def can_lead_campaign(actor: Actor) -> Decision:
    """Who works in the field or plans it opens maps and closes them."""
    return can_care(actor)


def decide(actor: Actor, purpose: Purpose, action: Action, subject: Subject) -> Decision:
    """The floor's answer to the gate: counts for participation, for those who lead campaigns; single pins for nobody."""
    if purpose is Purpose.PARTICIPATION and action is Action.READ and not subject.ids:
        return can_lead_campaign(actor)
    return Decision.no("Single pins are read by nobody.")
