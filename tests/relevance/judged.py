"""The judged queries, the directory they are asked of, and how a ranking is measured against them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from sozialraum.demo.calendar import NOW
from sozialraum.demo.city.plan import draw_city
from sozialraum.demo.directory import new_cards, new_resources
from sozialraum.demo.field import new_places
from sozialraum.network.directory.columns import Row
from sozialraum.network.directory.rows import card_row, place_row

TODAY = NOW.date()
FIRST, DEEP = 10, 20
NAMED = frozenset({"club", "informal_place", "faith_community", "secondary_school"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the grade of every topic that answers it."""

    text: str
    grades: Mapping[str, int]


@cache
def queries(name: str = "queries") -> tuple[Judged, ...]:
    """The judged queries of a file: those that the search was made with, or those ``held_out`` from all work on it."""
    found = []
    for line in Path(__file__).with_name(f"{name}.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            text, _bar, grades = line.partition(" | ")
            pairs = (each.rpartition("=") for each in grades.split())
            found.append(Judged(text, {topic: int(grade) for topic, _sign, grade in pairs}))
    return tuple(found)


@cache
def directory() -> tuple[list[Row], dict[UUID, str]]:
    """The rows of Lindenfurt's directory, and the topic of each, which no search sees."""
    city = draw_city(seed=1, scale=1.0)
    places = new_places(city)
    entries = [
        *((_topic_of(row), place) for row, place in zip(city.places.to_pylist(), places, strict=True)),
        *new_resources(city, [place.id for place in places]),
    ]
    cards = new_cards(city)
    rows = [place_row(place, today=TODAY) for _topic, place in entries] + [
        card_row(card, today=TODAY) for _topic, card in cards
    ]
    topics = {place.id: topic for topic, place in entries} | {card.id: topic for topic, card in cards}
    return rows, topics


def _topic_of(row: Mapping[str, str]) -> str:
    """The kind of a place; of clubs and the like the first word of its name."""
    return f"place:{row['name'].split()[0]}" if row["kind"] in NAMED else f"place:{row['kind']}"


def gain(ranked: Sequence[int], all_grades: Sequence[int], *, first: int = FIRST) -> float:
    """NDCG (Järvelin and Kekäläinen 2002) of the first places, with gain 2^grade - 1.

    >>> gain([3, 0, 1], [3, 1, 0])
    0.9828422279067959
    """

    def discounted(grades: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:first]))

    return discounted(ranked) / discounted(sorted(all_grades, reverse=True))


def recall(ranked: Sequence[int], all_grades: Sequence[int], *, deep: int = DEEP) -> float:
    """The share of what answers (grade 2 or 3) among the first places, of what could stand there."""
    possible = min(deep, sum(grade >= 2 for grade in all_grades))
    return sum(grade >= 2 for grade in ranked[:deep]) / possible
