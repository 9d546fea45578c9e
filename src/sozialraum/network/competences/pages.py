"""The competence map of an area: one line for each rubric, what is missing, and where one meets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.drawing import number
from sozialraum.network.access import can_keep_cards, can_write_own_card
from sozialraum.network.competences.queries import (
    Card,
    Resource,
    ResourceCount,
    card_counts,
    cards_of,
    meeting_places,
    resource_counts,
    resources_of,
)
from sozialraum.network.enums import CardDirection, Rubric
from sozialraum.network.presentation.directory import RUBRICS
from sozialraum.network.presentation.places import COSTS, KINDS
from sozialraum.social_structure.queries import (
    area_choices,
    area_names,
    area_parents,
    areas_below,
    planning_system,
)

Text = str | Promise
MOST: Final = 12
ENOUGH: Final = MOST // 2


@dataclass(frozen=True, slots=True)
class RubricLine:
    """One rubric of the map: who can do it here. ``gap`` is where nobody does, ``wished`` where somebody would like it."""

    rubric: Rubric
    label: Text
    houses: int
    activities: int
    can: int
    would_like: int

    @property
    def gap(self) -> bool:
        """Whether nobody offers it here: no house, nothing that takes place, no neighbor."""
        return not (self.houses or self.activities or self.can)


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of one rubric: here, and in the larger area where it is not."""

    label: Text
    here: tuple[tuple[Resource, Text], ...]
    can: tuple[Card, ...]
    would_like: tuple[Card, ...]
    around: tuple[tuple[Resource, str], ...]


def competence_page(actor: Actor, get: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """The map of the area that an address asks for, with one rubric opened."""
    system = planning_system()
    parents = area_parents(system.id) if system else {}
    root = next((code for code in parents.values() if code not in parents), "")
    code = get.get("gebiet", "").replace("\0", "")[:40] or root
    around = code
    while around in parents and parents[around] != root:
        around = parents[around]
    inside = areas_below(system.id, code) if system else frozenset({code})
    lines = _lines(actor, inside, today)
    near = areas_below(system.id, around) if system else inside
    asked = get.get("rubrik", "")
    names = area_names([code, around, *parents])
    gaps = [line for line in lines if line.gap]
    return {
        "lines": lines, "gaps": gaps, "area": names.get(code, ""), "area_code": "" if code == root else code,
        "around": names.get(around, "") if around not in {code, root} else "", "areas": area_choices(),
        "found": _found(actor, inside, near - inside, Rubric(asked), names, today) if asked in set(Rubric) else None,
        "rubric": asked,
        "meeting": [
            (each, KINDS[each.kind], each.hours, COSTS[each.cost] if each.cost == "free" else "")
            for each in meeting_places(actor, inside, today=today, limit=MOST)
        ],
        "answer": answer(lines), "may_write": can_keep_cards(actor) or can_write_own_card(actor),
    }  # fmt: skip


def answer(lines: list[RubricLine]) -> tuple[str, str]:
    """How many rubrics somebody covers, and what nobody does though somebody would like it."""
    covered = sum(not line.gap for line in lines)
    first = _("In %(n)s of %(all)s rubrics somebody can do something here.") % {
        "n": number(covered),
        "all": number(len(lines)),
    }
    wished = [str(line.label) for line in lines if line.gap and line.would_like]
    if wished:
        return first, ngettext(
            "Wished for and not found here: %(what)s.", "Wished for and not found here: %(what)s.", len(wished)
        ) % {"what": ", ".join(wished)}  # fmt: skip
    return first, ""


def _lines(actor: Actor, codes: frozenset[str], today: date) -> list[RubricLine]:
    entries = resource_counts(actor, codes, today=today)
    cards = card_counts(actor, codes, today=today)
    lines = []
    for rubric in Rubric:
        there = entries.get(rubric, ResourceCount())
        can, would_like = (
            cards.get((rubric, each), 0) for each in (CardDirection.CAN, CardDirection.WOULD_LIKE)
        )
        lines.append(RubricLine(rubric, RUBRICS[rubric], there.houses, there.activities, can, would_like))
    return lines


def _found(
    actor: Actor, here: frozenset[str], around: frozenset[str], rubric: Rubric, names: Mapping[str, str], today: date
) -> Found:  # fmt: skip
    there = resources_of(actor, here, rubric, today=today, limit=MOST)
    # where enough is here, nobody need go further
    beyond = resources_of(actor, around, rubric, today=today, limit=ENOUGH) if len(there) <= ENOUGH else ()
    cards = cards_of(actor, here, rubric, today=today, limit=MOST)
    return Found(
        RUBRICS[rubric], tuple((each, KINDS[each.kind]) for each in there),
        tuple(each for each in cards if each.direction is CardDirection.CAN),
        tuple(each for each in cards if each.direction is CardDirection.WOULD_LIKE),
        tuple((each, names.get(each.area_code, "")) for each in beyond),
    )  # fmt: skip
