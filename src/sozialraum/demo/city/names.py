"""Names for people who do not exist, mixed as in a German city of today.

Given and family names are common ones of several origins. They are combined at random, within an origin most
of the time and across origins sometimes, as families do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np

Gender = Literal["female", "male"]


@dataclass(frozen=True)
class Origin:
    """Names of one origin and its shares among the people of the office and the families."""

    share_of_staff: float
    share_of_families: float
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


_MIXED = 0.12


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(
        resources.files("sozialraum.demo.city").joinpath("base/names.toml").read_text("utf-8")
    )


@cache
def origins() -> tuple[Origin, ...]:
    """Read the names of all origins."""
    return tuple(
        Origin(
            entry["share_of_staff"],
            entry["share_of_families"],
            tuple(entry["women"].split()),
            tuple(entry["men"].split()),
            tuple(entry["families"].split()),
        )
        for entry in _lists()["origin"]
    )


def draw_names(
    rng: np.random.Generator, count: int, *, taken: Iterable[tuple[str, str]] = ()
) -> list[tuple[str, str, Gender]]:
    """Draw different people: given name, family name and gender; none of them is in `taken`."""
    used = set(taken)
    people: list[tuple[str, str, Gender]] = []
    shares = np.array([origin.share_of_staff for origin in origins()])
    while len(people) < count:
        batch = max(64, 2 * (count - len(people)))
        own = rng.choice(len(shares), batch, p=shares / shares.sum())
        other = np.where(rng.random(batch) < _MIXED, rng.choice(len(shares), batch), own)
        women = rng.random(batch) < 0.62
        picks = rng.random((batch, 2))
        for mine, family_of, woman, (first, last) in zip(own, other, women, picks, strict=True):
            given = origins()[mine].women if woman else origins()[mine].men
            families = origins()[family_of].families
            name = (given[int(first * len(given))], families[int(last * len(families))])
            if name in used:
                continue
            used.add(name)
            people.append((*name, "female" if woman else "male"))
            if len(people) == count:
                break
    return people


def draw_family_names(rng: np.random.Generator, count: int) -> list[str]:
    """Draw family names for cases; the same name may come up for several families, as it does."""
    shares = np.array([origin.share_of_families for origin in origins()])
    drawn = rng.choice(len(shares), count, p=shares / shares.sum())
    picks = rng.random(count)
    return [
        origins()[origin].families[int(pick * len(origins()[origin].families))]
        for origin, pick in zip(drawn, picks, strict=True)
    ]


def street_names(count: int, kinds: list[str], rng: np.random.Generator) -> list[str]:
    """Make `count` different street names; `kinds` are the kinds of quarter they lie in.

    When stems and ends are used up, `Am`, `Alte` and the like make further names.
    """
    lists = _lists()["streets"]
    stems = lists["stems"].split()
    usual = lists["ends"].split()
    by_kind = {kind: ends.split() for kind, ends in lists["ends_by_kind"].items()}
    used: set[str] = set()
    names = []
    for place in range(count):
        ends = by_kind.get(kinds[place], usual)
        attempt = 0
        while True:
            name = _street_name(
                stems[int(rng.integers(len(stems)))], ends[int(rng.integers(len(ends)))], attempt
            )
            attempt += 1
            if name not in used:
                break
        used.add(name)
        names.append(name)
    return names


def _street_name(stem: str, end: str, attempt: int) -> str:
    """Make a name; with many attempts the names get rarer, at last numbered."""
    if attempt <= 12:
        return f"{stem}{end}"
    rare = f"{('Am', 'Zum', 'Beim')[attempt % 3]} {stem}{('hof', 'kamp', 'berg')[attempt // 3 % 3]}"
    return rare if attempt <= 40 else f"{rare} {attempt - 39}"
