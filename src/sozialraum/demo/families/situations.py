"""Situations of families and people around them, written by hand: read from `texts/`."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

FILES: Final = (
    "school",
    "home",
    "parents",
    "early",
    "away",
    "grown",
    "worlds",
    "burdens",
    "bonds",
    "thresholds",
)
ANY: Final = (0, 21)


@dataclass(frozen=True)
class Situation:
    """What a family comes with: who it fits, and what is said, seen, wanted, tried and agreed in it.

    `helps` are the kinds of help it may lead to, `ages` the child's at the beginning; `carers` who carries the daily
    life, `other` a second adult with words of her own, `siblings` how many there are. All else are texts as
    :mod:`wording` reads them; what is empty is not said in this situation.
    """

    key: str
    helps: tuple[str, ...]
    ages: tuple[int, int]
    view: str
    need: str
    summary: str
    then: str
    exit: str
    after: str
    help: str
    help_minutes: int
    reasons: str
    question: str
    ideas: tuple[str, ...]
    goal: str
    sign: str
    steps: tuple[str, ...]
    heard: str
    suitable: str
    needed: str
    rated: str
    own: str
    own_at: tuple[str, ...]
    child: str = ""
    child_does: str = ""
    carer: str = ""
    carer_does: str = ""
    other: str = ""
    other_says: str = ""
    other_does: str = ""
    later: str = ""
    mandate: str = ""
    goal_of: str = "child"
    own_by: str = "child"
    strength: str = ""
    story: str = ""
    thing: str = ""
    open: str = ""
    open_who: str = ""
    open_ring: str = "mainstream"
    open_at: tuple[str, ...] = ()
    siblings_say: str = ""
    gender: str = "any"
    carers: tuple[str, ...] = ("mother", "mother", "mother", "father")
    siblings: tuple[int, int] = (0, 2)
    origins: tuple[str, ...] = ()
    carer_language: str = "de"
    perspective: str = ""
    with_parents: str = ""
    parents_counseling: str = ""
    dissent: str = ""
    answer: str = ""
    place: str = "hours"

    @property
    def with_child(self) -> bool:
        """Whether the child speaks."""
        return bool(self.child)


@dataclass(frozen=True)
class Helper:
    """Somebody around a family: what the person says and does, and how the family speaks of it.

    `who` is a key of :data:`people.CARERS`, `ring` where the contribution stands, `ages` those of the child.
    """

    key: str
    who: str
    ring: str
    part: str
    at: tuple[str, ...]
    word: str
    by: str = "child"
    says: str = ""
    does: str = ""
    story: str = ""
    ages: tuple[int, int] = ANY
    sector: str = "family"


@cache
def situations() -> tuple[Situation, ...]:
    """All situations in the order of their files."""
    return tuple(_situation(entry) for name in FILES for entry in _read(name)["situation"])


@cache
def helpers() -> tuple[Helper, ...]:
    """All people around families."""
    return tuple(Helper(**_tuples(entry)) for entry in _read("around")["helper"])


@cache
def sentences() -> dict[str, tuple[str, ...]]:
    """Sentences for what occurs in many families, by occasion."""
    return {occasion: tuple(listed) for occasion, listed in _read("sentences").items()}


def people_around(age: int, *, taken: Collection[str], voice: str, draw: random.Random) -> list[Helper]:
    """Two or three people around a child of this age, at most one of each kind, in different rings.

    ``taken`` are kinds that the family has already; ``voice`` says who alone can speak of them, where only one can.
    """
    fitting = [each for each in helpers() if each.ages[0] <= age <= each.ages[1] and each.who not in taken]
    chosen: list[Helper] = []
    for each in draw.sample(fitting, len(fitting)):
        if len(chosen) >= draw.choice((2, 2, 3)):
            break
        if voice in ("", each.by) and all(
            each.who != other.who and (each.ring, each.sector) != (other.ring, other.sector)
            for other in chosen
        ):
            chosen.append(each)
    return chosen


def _situation(entry: dict[str, Any]) -> Situation:
    renamed = dict(entry)
    if "siblings" in renamed and isinstance(renamed["siblings"], str):
        renamed["siblings_say"] = renamed.pop("siblings")
    if "brothers_and_sisters" in renamed:
        renamed["siblings"] = renamed.pop("brothers_and_sisters")
    return Situation(**_tuples(renamed))


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}


def _read(name: str) -> dict[str, Any]:
    text = resources.files("sozialraum.demo.families").joinpath(f"texts/{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
