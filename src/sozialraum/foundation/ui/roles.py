"""What the roles are called on pages."""

from __future__ import annotations

from sozialraum.foundation.accounts.titles import ROLE_TITLES
from sozialraum.foundation.privacy.actors import Actor


def role_titles(actor: Actor) -> list[str]:
    """The titles of the actor's roles, each once, in the order they were given."""
    return [str(ROLE_TITLES[role]) for role in dict.fromkeys(held.role for held in actor.roles)]
