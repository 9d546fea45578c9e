"""What leaves: released tables and their figures, with the rule that held and the certificate of the proof."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

import pyarrow as pa

from sozialraum.errors import SozialraumError

MAKER: Final = object()
"""What the functions of this room alone hand in: nobody else makes figures."""

DEFAULT_THRESHOLD: Final = 5
LEAST_DENOMINATOR: Final = 30
LEAST_INHABITANTS: Final = 300
ROUNDED_TO: Final = 5


class ReleaseRefused(SozialraumError):
    """Figures that may not leave: the proof of protection failed, or a stored release was altered."""


class Kind(StrEnum):
    """What the figures are, and so which rules hold."""

    COUNTS = "counts"  # numbers of people or cases
    RATES = "rates"  # numerator and denominator are known
    PUBLISHED = "published"  # values that count no people, or that their publisher has already released
    INDEX = "index"  # an index over areas
    ROUNDED = "rounded"  # numbers of people as multiples of five, at most two off


class Withheld(StrEnum):
    """Why a figure that is known is not shown."""

    SMALL_COUNT = "small_count"
    PROTECTS_OTHERS = "protects_others"
    SMALL_GROUP = "small_group"
    FEW_INHABITANTS = "few_inhabitants"
    BY_PUBLISHER = "by_publisher"


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of a release: counts from 1 to ``threshold - 1`` stay back, percentages need a denominator of at
    least ``least_denominator``, an area needs at least ``least_inhabitants`` people.
    """

    threshold: int = DEFAULT_THRESHOLD
    least_denominator: int = LEAST_DENOMINATOR
    least_inhabitants: int = LEAST_INHABITANTS


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is known about a release: the kind, the rule, the source's hash, how many figures stay back, the proof.

    ``table_digest`` is the hash of the table's content, ``proof_digest`` over that, the rule and the bounds that
    the proof found for every hidden count.
    """

    kind: Kind
    rule: Rule
    source_hash: str
    table_digest: str
    proof_digest: str
    withheld: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """The certificate as plain values."""
        return asdict(self) | {"withheld": dict(self.withheld)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Certificate:
        """The certificate that :meth:`as_json` wrote."""
        return cls(**{**values, "kind": Kind(values["kind"]), "rule": Rule(**values["rule"])})


@dataclass(frozen=True, slots=True)
class Figure:
    """One released figure with its interval; ``withheld`` says why a known one is not shown.

    ``value`` is None for missing, withheld and not applicable alike; ``status`` tells them apart. ``extra`` holds the
    further columns of an index (rank, class).
    """

    area_code: str
    status: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    withheld: Withheld | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    _maker: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._maker is not MAKER:
            msg = "Only a ReleasedTable gives out figures."
            raise TypeError(msg)


# a reader who asks for more areas of a table than this gets all of them made at once
MADE_ONE_BY_ONE: Final = 16
NOTHING_MORE: Final[Mapping[str, Any]] = {}
FIGURE_COLUMNS: Final = (
    "area_code",
    "status",
    "value",
    "lower",
    "upper",
    "numerator",
    "denominator",
    "withheld",
)


class ReleasedTable:
    """Figures that may be shown, one row per area. Made by ``release`` and ``reopen`` alone.

    ``table`` has the columns of :class:`Figure` and, for an index, further ones. A process keeps many of these tables,
    and most readers ask one for a few areas: figures are made when they are asked for.
    """

    __slots__ = ("_figures", "_places", "certificate", "table")

    def __init__(self, table: pa.Table, certificate: Certificate, *, _maker: object = None) -> None:
        if _maker is not MAKER:
            msg = "Only privacy.release.release makes a ReleasedTable."
            raise TypeError(msg)
        self.table = table
        self.certificate = certificate
        self._places = _places(tuple(table.column("area_code").to_pylist()))
        self._figures: dict[str, Figure] = {}

    def figure(self, area_code: str) -> Figure:
        """The figure of an area; one that says "missing" where the table has none."""
        found = self._figures.get(area_code)
        if found is not None:
            return found
        if area_code not in self._places:
            return Figure(area_code, "missing", _maker=MAKER)
        if len(self._figures) < MADE_ONE_BY_ONE:
            (found,) = _figures_of(self.table.slice(self._places[area_code], 1))
            self._figures[area_code] = found
            return found
        self._figures = {each.area_code: each for each in _figures_of(self.table)}
        return self._figures[area_code]

    def held_back(self, reason: Withheld) -> frozenset[str]:
        """The areas whose figure is not shown for this reason."""
        codes, reasons = self.table.column("area_code").to_pylist(), self.table.column("withheld").to_pylist()
        return frozenset(code for code, given in zip(codes, reasons, strict=True) if given == reason)

    def __iter__(self) -> Iterator[Figure]:
        return _figures_of(self.table)

    def __len__(self) -> int:
        return len(self._places)


def _figures_of(table: pa.Table) -> Iterator[Figure]:
    extra = [name for name in table.column_names if name not in FIGURE_COLUMNS]
    numbers = FIGURE_COLUMNS[2:-1]
    for row in table.to_pylist():
        # thousands are kept: codes and states are one text for all of them
        yield Figure(
            sys.intern(row["area_code"]), sys.intern(row["status"]), **{name: row[name] for name in numbers},
            withheld=Withheld(row["withheld"]) if row["withheld"] else None,
            extra={name: row[name] for name in extra} if extra else NOTHING_MORE, _maker=MAKER,
        )  # fmt: skip


@lru_cache(maxsize=32)
def _places(area_codes: tuple[str, ...]) -> Mapping[str, int]:
    """In which row an area stands; tables of one cut share it."""
    return {code: place for place, code in enumerate(area_codes)}
