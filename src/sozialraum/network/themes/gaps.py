"""What many families miss and nobody has made a theme of yet: released counts alone, area by area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.enums import MissingKind
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.queries import above, areas_within, readable
from sozialraum.network.themes.rules import OPEN, missing_subject
from sozialraum.social_structure.queries import area_choices, planning_system
from sozialraum.social_structure.queries.areas import EDITION
from sozialraum.social_structure.queries.figures import released, released_dates


@dataclass(frozen=True, slots=True)
class Gap:
    """A thing that so many families of an area miss, by the count of a day."""

    kind: MissingKind
    area_code: str
    families: int
    counted_on: date


def gaps_without_theme(actor: Actor, *, area_code: str = "", limit: int = 6) -> list[Gap]:
    """The most missed things that no theme of the area, nor of one above it, speaks of; most families first.

    A theme speaks of it as long as it is open, and where it was solved after the families were counted. Only counts that
    were let out stand here: what is small or protects a small one is not in the list, nor is it said that something is
    left out.
    """
    system = planning_system()
    if system is None:
        return []
    codes = {code for code, _name in area_choices()}
    if area_code:
        codes &= areas_within(area_code)
    told = _told(actor)
    found = []
    for kind in MissingKind:
        day = next(reversed(released_dates(missing_subject(kind), system.id)), None)
        if day is None:
            continue
        found += [
            Gap(kind, code, families, day)
            for code, families in _counted(missing_subject(kind), system.id, day)
            if code in codes
            and not any(told.get((kind, around), date.min) >= day for around in (code, *above(code)))
        ]
    return sorted(found, key=lambda gap: (-gap.families, gap.area_code, gap.kind))[:limit]


@kept(EDITION, size=len(MissingKind))
def _counted(subject: str, system_id: int, day: date) -> tuple[tuple[str, int], ...]:
    """The areas with a count of a day that was let out and is not zero."""
    return tuple(
        (figure.area_code, int(figure.value))
        for figure in released(subject, system_id, day) or ()
        if figure.value
    )


def _told(actor: Actor) -> dict[tuple[str, str], date]:
    """Until when a theme spoke of a kind in an area: for ever while it is open, else until it was solved."""
    rows = readable(actor).filter(state__in=[*OPEN, ThemeState.SOLVED])
    told: dict[tuple[str, str], date] = {}
    for kind, code, state, closed_on in rows.values_list("missing", "area_code", "state", "closed_on"):
        until = closed_on if state == ThemeState.SOLVED and closed_on else date.max
        told[kind, code] = max(told.get((kind, code), date.min), until)
    return told
