"""Search across what one may see: every floor answers for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.contributions import Hit, search_functions
from sozialraum.foundation.ui.navigation import Room, rooms

SHORTEST = 2
MOST_PER_FLOOR = 8


@dataclass(frozen=True, slots=True)
class Finds:
    """What one floor has found; ``more`` when there is more than is shown."""

    room: Room
    hits: Sequence[Hit]
    more: bool


def find(actor: Actor, text: str) -> list[Finds]:
    """What the open rooms of this actor find for a text of at least two letters, grouped by room."""
    wanted = text.strip()
    if len(wanted) < SHORTEST:
        return []
    functions = search_functions()
    found = []
    for room in rooms(actor):
        function = functions.get(room.app_name)
        if function is None or not room.open:
            continue
        hits = list(function(actor, wanted, MOST_PER_FLOOR + 1))
        if hits:
            found.append(Finds(room, hits[:MOST_PER_FLOOR], len(hits) > MOST_PER_FLOOR))
    return found
