"""The table of rights in words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from sozialraum.foundation.accounts.rights import CONDITIONS, RIGHTS, THING_TITLES, Right, rooms_for
from sozialraum.foundation.accounts.titles import ROLE_TITLES
from sozialraum.foundation.privacy.actors import Actor, Role

LETTERS: dict[str, Promise] = {
    "R": gettext_lazy("reads"),
    "W": gettext_lazy("writes"),
    "D": gettext_lazy("decides"),
    "A": gettext_lazy("sees counts"),
    "P": gettext_lazy("sees it under pseudonym"),
}


def told_right(right: Right) -> str:
    """One right in words."""
    words = [str(LETTERS[letter]) for letter in right.letters]
    text = ", ".join(words)
    if right.own:
        text = f"{text} ({gettext('own cases')})"
    if right.condition:
        condition = str(CONDITIONS[right.condition])
        text = f"{text} – {condition}" if text else condition
    return text


def rights_table(actor: Actor, *, everybody: bool) -> dict[str, Any]:
    """The table of rights in words: for the actor's own roles, or for everybody with the own ones first.

    Without any role of the actor's own, everybody is shown.
    """
    own = tuple(dict.fromkeys(held.role for held in actor.roles))
    others = tuple(role for role in Role if role not in own)
    shown = own + others if everybody or not own else own
    return {
        "everybody": everybody,
        "own_titles": [str(ROLE_TITLES[role]) for role in own],
        "columns": [{"title": ROLE_TITLES[role], "own": role in own} for role in shown],
        "rows": [
            {
                "title": THING_TITLES[thing],
                "cells": [[told_right(each) for each in cells[role]] for role in shown],
            }
            for thing, cells in RIGHTS.items()
        ],
        "rooms": rooms_for(actor),
    }
