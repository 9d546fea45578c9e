"""What the directory filters by, as columns: one row an entry, in the order of the index of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from sozialraum.network.enums import Audience, Cost, PlaceKind, ResourceLevel, ResourceSort, Rubric
from sozialraum.network.matching import Source

FOUND_BY: Final = ("public", "confidential", "team", "case")
"""Who finds an entry, as numbers: everybody (the second without a place), who works in the field, case workers."""
SOURCES: Final = tuple(Source)
KINDS: Final = tuple(PlaceKind)
SORTS: Final = tuple(ResourceSort)
LEVELS: Final = tuple(ResourceLevel)
AUDIENCES: Final = tuple(Audience)
RUBRICS: Final = tuple(Rubric)
NO_AGE, OLDEST = -1, 200
UNKNOWN, NO, YES = -1, 0, 1
NEVER: Final = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as the directory compares it; ``words`` are its texts with their weights, never shown."""

    source: Source
    id: UUID
    name: str
    words: tuple[tuple[float, str], ...]
    found_by: str = "public"
    sort: ResourceSort = ResourceSort.PLACE
    kind: PlaceKind = PlaceKind.OTHER
    level: ResourceLevel = ResourceLevel.MAINSTREAM
    rubrics: Sequence[Rubric] = ()
    audience: Audience = Audience.EVERYONE
    age_from: int | None = None
    age_to: int | None = None
    languages: Sequence[str] = ()
    cost: Cost = Cost.UNKNOWN
    step_free: bool | None = None
    quiet: bool | None = None
    times: int = 0
    area_code: str = ""
    longitude: float | None = None
    latitude: float | None = None
    address: str = ""
    confirmed_on: date | None = None
    valid_until: date | None = None
    wish: bool = False


@dataclass
class Columns:
    """The rows as arrays of equal length; grown at the end only."""

    source: NDArray[np.int8]
    found_by: NDArray[np.int8]
    sort: NDArray[np.int8]
    kind: NDArray[np.int8]
    level: NDArray[np.int8]
    audience: NDArray[np.int8]
    rubrics: NDArray[np.int64]
    languages: NDArray[np.int64]
    times: NDArray[np.int64]
    age_from: NDArray[np.int16]
    age_to: NDArray[np.int16]
    free: NDArray[np.bool_]
    step_free: NDArray[np.int8]
    quiet: NDArray[np.int8]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    confirmed: NDArray[np.int64]
    ends: NDArray[np.int64]
    wish: NDArray[np.bool_]
    alive: NDArray[np.bool_]
    area: NDArray[np.object_]

    @classmethod
    def of(cls, rows: Sequence[Row], tongues: dict[str, int]) -> Columns:
        """The columns of some rows; ``tongues`` numbers the languages and learns new ones (64 at most)."""

        def numbers(values: Iterable[int], kind: type[np.generic]) -> NDArray[Any]:
            return np.fromiter(values, dtype=kind, count=len(rows))

        return cls(
            source=numbers((SOURCES.index(each.source) for each in rows), np.int8),
            found_by=numbers((FOUND_BY.index(each.found_by) for each in rows), np.int8),
            sort=numbers((SORTS.index(each.sort) for each in rows), np.int8),
            kind=numbers((KINDS.index(each.kind) for each in rows), np.int8),
            level=numbers((LEVELS.index(each.level) for each in rows), np.int8),
            audience=numbers((AUDIENCES.index(each.audience) for each in rows), np.int8),
            rubrics=numbers((_mask(RUBRICS.index(one) for one in each.rubrics) for each in rows), np.int64),
            languages=numbers((language_mask(each.languages, tongues, learn=True) for each in rows), np.int64),
            times=numbers((each.times for each in rows), np.int64),
            age_from=numbers((NO_AGE if each.age_from is None else each.age_from for each in rows), np.int16),
            age_to=numbers((OLDEST if each.age_to is None else each.age_to for each in rows), np.int16),
            free=numbers((each.cost is Cost.FREE for each in rows), np.bool_),
            step_free=numbers((UNKNOWN if each.step_free is None else int(each.step_free) for each in rows), np.int8),
            quiet=numbers((UNKNOWN if each.quiet is None else int(each.quiet) for each in rows), np.int8),
            longitude=np.array([np.nan if each.longitude is None else each.longitude for each in rows], np.float64),
            latitude=np.array([np.nan if each.latitude is None else each.latitude for each in rows], np.float64),
            confirmed=numbers((each.confirmed_on.toordinal() if each.confirmed_on else 0 for each in rows), np.int64),
            ends=numbers((each.valid_until.toordinal() if each.valid_until else NEVER for each in rows), np.int64),
            wish=numbers((each.wish for each in rows), np.bool_),
            alive=np.ones(len(rows), np.bool_),
            area=np.array([each.area_code for each in rows], dtype=object),
        )  # fmt: skip

    def grow(self, more: Columns) -> None:
        """Add the rows of other columns at the end."""
        for each in fields(self):
            setattr(self, each.name, np.concatenate([getattr(self, each.name), getattr(more, each.name)]))


def _mask(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def language_mask(codes: Iterable[str], tongues: dict[str, int], *, learn: bool = False) -> int:
    """The languages as bits; an unknown one has none unless it is learned."""
    found = 0
    for code in codes:
        if learn and code not in tongues and len(tongues) < 62:
            tongues[code] = len(tongues)
        if code in tongues:
            found |= 1 << tongues[code]
    return found


def rubric_mask(rubrics: Iterable[Rubric]) -> int:
    """The rubrics as bits."""
    return _mask(RUBRICS.index(each) for each in rubrics)
