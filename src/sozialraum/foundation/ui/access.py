"""Who may change what the house says about itself."""

from __future__ import annotations

from sozialraum.foundation.accounts.access import can_manage_people
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision


def can_change_installation(actor: Actor) -> Decision:
    """The administration enters whose house this is: the same people, and the same second factor, as for accounts."""
    return can_manage_people(actor)
