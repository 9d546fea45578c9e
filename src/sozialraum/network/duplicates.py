"""Entries of the directory that probably stand there twice: found by what they share, explained, never merged by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import cos, floor, hypot, radians
from typing import Final
from uuid import UUID

from rapidfuzz import fuzz

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.network.rules import folded

NEAR_METERS: Final = 80.0
METERS_PER_DEGREE: Final = 111_320.0
# of 100; below it two names are two names
ALIKE_NAME, SAME_NAME = 82.0, 96.0
# next door is another house: two numbers of a street need names that hardly differ
NEXT_DOOR: Final = 92.0
# a number, an address or a cell that more entries share belongs to a house, not to one entry
MOST_SHARING: Final = 25
# what many names share tells nothing apart
GENERIC: Final = frozenset(
    [
        "kita",
        "kindertagesstatte",
        "kindergarten",
        "jugendzentrum",
        "jugendclub",
        "verein",
        "ev",
        "treff",
        "treffpunkt",
        "haus",
        "schule",
        "grundschule",
        "der",
        "die",
        "das",
        "am",
        "an",
        "im",
        "in",
        "und",
        "fur",
    ]
)


class Likeness(StrEnum):
    """What two entries share."""

    NAME = "name"
    PHONE = "phone"
    WEBSITE = "website"
    ADDRESS = "address"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of one entry; ``longitude`` and ``latitude`` in degrees (WGS 84)."""

    id: UUID
    name: str
    phone: str = ""
    website: str = ""
    address: str = ""
    longitude: float | None = None
    latitude: float | None = None
    host: UUID | None = None


@dataclass(frozen=True, slots=True)
class Twins:
    """Two entries that probably are one: what they share, and how alike their names are (0 to 100)."""

    first: UUID
    second: UUID
    shared: tuple[Likeness, ...]
    likeness: float


def likely_twins(
    entries: Sequence[Candidate], *, different: Collection[frozenset[UUID]] = frozenset()
) -> list[Twins]:
    """The pairs that probably are one entry, the likeliest first.

    Names are alike and the two share a telephone, a website, an address or a place (within 80 meters); or their names
    are the same and nothing speaks against it. What takes place somewhere is not its house, and of what takes place in
    one house the house's own name tells nothing apart. ``different`` are pairs of which somebody has said that they
    are two. What is as likely stands in the order of names, within a pair too.
    """
    named_first = sorted(entries, key=lambda each: (german_sort_key(each.name), each.id))
    place = {each.id: number for number, each in enumerate(named_first)}
    names = {each.id: each.name for each in entries}
    found = []
    for one, other in _neighbors(named_first):
        if frozenset({one.id, other.id}) in different or one.id == other.host or other.id == one.host:
            continue
        house = names.get(one.host, "") if one.host is not None and one.host == other.host else ""
        likeness = name_likeness(one.name, other.name, without=f"{house} {_same_end(one.name, other.name)}")
        shared = _shared(one, other)
        least = NEXT_DOOR if shared == (Likeness.NEAR,) and _two_addresses(one, other) else ALIKE_NAME
        if (likeness >= least and shared) or (likeness >= SAME_NAME and not _apart(one, other)):
            named = (Likeness.NAME,) if likeness >= SAME_NAME else ()
            found.append(Twins(one.id, other.id, (*named, *shared), likeness))
    return sorted(
        found, key=lambda each: (-len(each.shared), -each.likeness, place[each.first], place[each.second])
    )


def name_likeness(one: str, other: str, *, without: str = "") -> float:
    """How alike two names are, from 0 to 100; words that many names share count only where nothing else is there.

    The words of ``without``, the name of the house of both, count only there as well.

    >>> name_likeness("Kita Sonnenstrahl e. V.", "Sonnenstrahl, Kindertagesstätte") > 95
    True
    >>> name_likeness("Kita Sonnenstrahl", "Kita Regenbogen") < 60
    True

    Numbers tell apart: the first and the second group of a house are two.

    >>> name_likeness("Hort Gruppe 1", "Hort Gruppe 2")
    0.0
    """
    if _numbers(one) != _numbers(other):
        return 0.0
    house = frozenset(folded(without).split())
    telling, others = _telling(one, house), _telling(other, house)
    # a hyphen more makes two words of one
    joined, others_joined = telling.replace(" ", ""), others.replace(" ", "")
    return float(max(fuzz.token_sort_ratio(telling, others), fuzz.ratio(joined, others_joined)))


def _numbers(name: str) -> set[str]:
    return set(re.findall(r"\d+", name))


def _telling(name: str, house: Collection[str] = ()) -> str:
    words = [word for word in dict.fromkeys(folded(name).split()) if len(word) > 1]
    return " ".join([word for word in words if word not in GENERIC and word not in house] or words)


def _same_end(one: str, other: str) -> str:
    """What both names have after a comma: as a rule the quarter, which tells nothing apart."""
    (first, _comma, end), (second, _, other_end) = one.rpartition(", "), other.rpartition(", ")
    return end if first and second and end == other_end else ""


def _two_addresses(one: Candidate, other: Candidate) -> bool:
    return bool(one.address and other.address) and folded(one.address) != folded(other.address)


def _neighbors(entries: Sequence[Candidate]) -> set[tuple[Candidate, Candidate]]:
    groups: dict[tuple[str, object], list[Candidate]] = defaultdict(list)
    for each in entries:
        for key in _keys(each):
            groups[key].append(each)
    pairs: set[tuple[Candidate, Candidate]] = set()
    for members in groups.values():
        if len(members) <= MOST_SHARING:
            pairs.update(combinations(members, 2))
    return pairs


def _keys(entry: Candidate) -> Iterator[tuple[str, object]]:
    if phone := _digits(entry.phone):
        yield "phone", phone
    if website := _site(entry.website):
        yield "website", website
    if address := folded(entry.address):
        yield "address", address
    yield "name", " ".join(sorted(_telling(entry.name).split()))
    if entry.longitude is not None and entry.latitude is not None:
        # every point lies in four overlapping cells of 160 meters, so that neighbors across an edge meet
        east = entry.longitude * METERS_PER_DEGREE * cos(radians(round(entry.latitude)))
        north = entry.latitude * METERS_PER_DEGREE
        size = 2 * NEAR_METERS
        for right in (0.0, NEAR_METERS):
            for up in (0.0, NEAR_METERS):
                yield "cell", (right, up, floor((east + right) / size), floor((north + up) / size))


def _shared(one: Candidate, other: Candidate) -> tuple[Likeness, ...]:
    meters = _meters(one, other)
    return tuple(
        kind
        for kind, holds in (
            (Likeness.PHONE, bool(_digits(one.phone)) and _digits(one.phone) == _digits(other.phone)),
            (Likeness.WEBSITE, bool(_site(one.website)) and _site(one.website) == _site(other.website)),
            (Likeness.ADDRESS, bool(one.address) and folded(one.address) == folded(other.address)),
            (Likeness.NEAR, meters is not None and meters <= NEAR_METERS),
        )
        if holds
    )


def _apart(one: Candidate, other: Candidate) -> bool:
    """Whether something says that these are two: places apart, or other addresses or numbers."""
    meters = _meters(one, other)
    if meters is not None:
        return meters > NEAR_METERS
    return any(
        mine and theirs and mine != theirs
        for mine, theirs in (
            (folded(one.address), folded(other.address)), (_digits(one.phone), _digits(other.phone)),
        )
    )  # fmt: skip


def _meters(one: Candidate, other: Candidate) -> float | None:
    if one.longitude is None or one.latitude is None or other.longitude is None or other.latitude is None:
        return None
    east = (one.longitude - other.longitude) * cos(radians((one.latitude + other.latitude) / 2))
    return hypot(east, one.latitude - other.latitude) * METERS_PER_DEGREE


def _digits(phone: str) -> str:
    digits = re.sub(r"\D", "", phone.replace("+49", "0").replace("0049", "0"))
    return digits if len(digits) >= 6 else ""


def _site(website: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", website.casefold()).rstrip("/")
