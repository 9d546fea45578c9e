"""The release gate for figures: what leaves as a number passes here first.

``release`` is the only maker of a :class:`ReleasedTable`, and pages, maps, charts, PDFs and downloads of figures
take nothing else. It keeps small counts back (DOMAIN 6.5), protects them against being recomputed from totals and
from earlier releases (proven by linear programming, see ``analytics.disclosure``), keeps back percentages of small
groups, and leaves areas with too few inhabitants blank. ``reopen`` makes a stored released table usable again after
checking that nothing in it has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from sozialraum.analytics.disclosure import Unproven, betrayed
from sozialraum.analytics.tables import TableError
from sozialraum.errors import SozialraumError
from sozialraum.foundation.privacy import small_counts
from sozialraum.warehouse.snapshots import content_hash

_MAKER: Final = object()

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
        if self._maker is not _MAKER:
            msg = "Only a ReleasedTable gives out figures."
            raise TypeError(msg)


# a reader who asks for more areas of a table than this gets all of them made at once
MADE_ONE_BY_ONE: Final = 16
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
        if _maker is not _MAKER:
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
            return Figure(area_code, "missing", _maker=_MAKER)
        if len(self._figures) < MADE_ONE_BY_ONE:
            (found,) = _figures_of(self.table.slice(self._places[area_code], 1))
            self._figures[area_code] = found
            return found
        self._figures = {each.area_code: each for each in _figures_of(self.table)}
        return self._figures[area_code]

    def __iter__(self) -> Iterator[Figure]:
        return _figures_of(self.table)

    def __len__(self) -> int:
        return len(self._places)


def _figures_of(table: pa.Table) -> Iterator[Figure]:
    extra = [name for name in table.column_names if name not in FIGURE_COLUMNS]
    for row in table.to_pylist():
        yield Figure(
            **{name: row[name] for name in FIGURE_COLUMNS[:-1]},
            withheld=Withheld(row["withheld"]) if row["withheld"] else None,
            extra={name: row[name] for name in extra}, _maker=_MAKER,
        )  # fmt: skip


@lru_cache(maxsize=32)
def _places(area_codes: tuple[str, ...]) -> Mapping[str, int]:
    """In which row an area stands; tables of one cut share it."""
    return {code: place for place, code in enumerate(area_codes)}


def release(
    figures: pa.Table,
    *,
    kind: Kind,
    source_hash: str,
    parents: Mapping[str, str] | None = None,
    inhabitants: Mapping[str, float] | None = None,
    rule: Rule = Rule(),
    earlier: Sequence[ReleasedTable] = (),
    near: Sequence[ReleasedTable] = (),
) -> ReleasedTable:
    """Let figures out after disclosure control.

    ``figures`` has ``area_code`` and ``status`` (text), ``value``, ``numerator`` and ``denominator`` (numbers, null
    where unknown), ``factor`` by which a share becomes the value, and further columns that an index brings. Figures
    that are published already may bring ``lower`` and ``upper`` of their own.
    ``parents`` leads from an area to the one that it is part of, where a parent's count is the sum of its parts'.
    ``inhabitants`` are people by area; an area that is not named there counts as large enough. ``earlier`` are the
    releases of the same figures so far: together with them nothing may become computable. ``near`` are releases of the
    same at days close by: under the assumption of ``small_counts.turnover`` nothing may follow from the difference.

    Raises :class:`ReleaseRefused` where protection cannot be proven.
    """
    rows = figures.to_pylist()
    reasons: list[Withheld | None] = [
        Withheld.BY_PUBLISHER if row["status"] == "suppressed" else None for row in rows
    ]
    proof: object = "no counts"
    if kind in {Kind.COUNTS, Kind.RATES}:
        hidden, proof = _hidden_counts(rows, parents or {}, rule, earlier, near)
        reasons = [own or hidden.get(row["area_code"]) for own, row in zip(reasons, rows, strict=True)]
    people = inhabitants or {}
    for place, row in enumerate(rows):
        if row["status"] in {"observed", "suppressed"}:
            # that an area is too small for any figure is said first, whatever else would hold a figure back
            reasons[place] = _too_small(row, kind, rule, people, hidden=reasons[place])
    table = _shown(rows, reasons, kind, figures)
    certificate = Certificate(
        kind=kind, rule=rule, source_hash=source_hash, table_digest=content_hash(table),
        proof_digest=_hash([asdict(rule), content_hash(table), proof]),
        withheld={each.value: reasons.count(each) for each in Withheld if each in reasons},
    )  # fmt: skip
    return ReleasedTable(table, certificate, _maker=_MAKER)


def release_rounded(
    figures: pa.Table,
    *,
    source_hash: str,
    inhabitants: Mapping[str, float],
    sums: Sequence[tuple[Sequence[str], int]] = (),
    together: Sequence[Sequence[str]] = (),
    rule: Rule = Rule(),
) -> ReleasedTable:
    """Let a breakdown of people out, every count rounded to the nearest multiple of five (at most two off).

    ``figures`` has ``area_code`` (the area, or the area with the group), ``status`` and ``value``. Groups of areas with too
    few ``inhabitants`` stay blank. ``sums`` are keys and the exact sum of their counts that was released elsewhere;
    where they would betray a count, all keys ``together`` with it stay back. Totals of rounded counts are not those of the true.

    Raises :class:`ReleaseRefused` where a known sum would tell a count that stands together with nothing.
    """
    rows = figures.to_pylist()
    reasons = [
        Withheld.FEW_INHABITANTS
        if row["status"] == "observed" and inhabitants.get(row["area_code"], np.inf) < rule.least_inhabitants
        else None
        for row in rows
    ]
    exact = np.array([round(row["value"]) if row["status"] == "observed" else 0 for row in rows], np.int64)
    shown = (exact + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
    place = {row["area_code"]: at for at, row in enumerate(rows) if reasons[at] is None}
    known = [
        (np.array([place[key] for key in keys], np.intp), total)
        for keys, total in sums
        if all(key in place for key in keys)
    ]
    group_of = {key: group for group in together for key in group}
    for at in betrayed(shown, known, most_off=ROUNDED_TO // 2):
        if rows[at]["area_code"] not in group_of:
            raise ReleaseRefused(
                gettext_noop("Together with totals that are known, a rounded count would be told exactly."),
                gettext_noop("Use wider age groups, or larger areas."),
            )
        for key in group_of[rows[at]["area_code"]]:
            reasons[place[key]] = Withheld.PROTECTS_OTHERS
    rounded = [
        row | {"value": float(value) if row["status"] == "observed" else None, "numerator": None, "denominator": None}
        for row, value in zip(rows, shown.tolist(), strict=True)
    ]  # fmt: skip
    table = _shown(rounded, reasons, Kind.ROUNDED, figures)
    proof = [[list(keys), total] for keys, total in sums]
    certificate = Certificate(
        kind=Kind.ROUNDED, rule=rule, source_hash=source_hash, table_digest=content_hash(table),
        proof_digest=_hash([asdict(rule), content_hash(table), proof]),
        withheld={each.value: reasons.count(each) for each in Withheld if each in reasons},
    )  # fmt: skip
    return ReleasedTable(table, certificate, _maker=_MAKER)


def reopen(table: pa.Table, certificate: Certificate) -> ReleasedTable:
    """Make a stored release usable again; :class:`ReleaseRefused` where its content is not what was released."""
    if content_hash(table) != certificate.table_digest:
        raise ReleaseRefused(
            gettext_noop("A stored release has been changed and is not shown."),
            gettext_noop("Restore it from a backup, or release it again."),
        )
    return ReleasedTable(table, certificate, _maker=_MAKER)


def _hash(values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def _hidden_counts(
    rows: Sequence[Mapping[str, Any]],
    parents: Mapping[str, str],
    rule: Rule,
    earlier: Sequence[ReleasedTable],
    near: Sequence[ReleasedTable],
) -> tuple[dict[str, Withheld], object]:
    counts = {
        row["area_code"]: round(row["numerator"])
        for row in rows
        if row["status"] == "observed" and row["numerator"] is not None
    }
    told = [
        {each.area_code: round(each.numerator) for each in table if each.numerator is not None}
        for table in earlier
    ]
    try:
        found = small_counts.protect(
            counts,
            parents=parents,
            threshold=rule.threshold,
            told=told,
            near=[_as_shown(table) for table in near],
        )
    except (Unproven, TableError) as error:
        raise ReleaseRefused(error.message, error.remedy, **error.values) from error
    hidden = {
        code: Withheld.SMALL_COUNT if 0 < counts[code] < rule.threshold else Withheld.PROTECTS_OTHERS
        for code in found.hidden
    }
    return hidden, found.proof


def _as_shown(table: ReleasedTable) -> dict[str, int | None]:
    """The counts of a release; None where one was hidden, nothing where there was none."""
    hidden = {Withheld.SMALL_COUNT, Withheld.PROTECTS_OTHERS}
    return {
        each.area_code: None if each.numerator is None else round(each.numerator)
        for each in table
        if each.numerator is not None or each.withheld in hidden
    }


def _too_small(
    row: Mapping[str, Any], kind: Kind, rule: Rule, people: Mapping[str, float], *, hidden: Withheld | None
) -> Withheld | None:
    if kind is not Kind.COUNTS and people.get(row["area_code"], np.inf) < rule.least_inhabitants:
        return Withheld.FEW_INHABITANTS
    if hidden is not None:
        return hidden
    if kind is Kind.RATES and row["denominator"] is not None and row["denominator"] < rule.least_denominator:
        return Withheld.SMALL_GROUP
    return None


def _shown(
    rows: Sequence[Mapping[str, Any]], reasons: Sequence[Withheld | None], kind: Kind, figures: pa.Table
) -> pa.Table:
    shown = np.array(
        [row["status"] == "observed" and reason is None for row, reason in zip(rows, reasons, strict=True)],
        np.bool_,
    )
    status = [
        "suppressed" if reason is not None else row["status"]
        for row, reason in zip(rows, reasons, strict=True)
    ]
    if kind is Kind.PUBLISHED and {"lower", "upper"} <= set(figures.column_names):
        lower, upper = _kept(rows, "lower", shown), _kept(rows, "upper", shown)
    else:
        lower, upper = _intervals(rows, shown & (kind is Kind.RATES))
    # denominators are public population figures, but beside a hidden count they only invite guessing
    columns: dict[str, pa.Array] = {
        "area_code": pa.array([row["area_code"] for row in rows], pa.string()),
        "status": pa.array(status, pa.string()),
        "value": _kept(rows, "value", shown),
        "lower": lower,
        "upper": upper,
        "numerator": _kept(rows, "numerator", shown),
        "denominator": _kept(rows, "denominator", shown),
        "withheld": pa.array([None if reason is None else reason.value for reason in reasons], pa.string()),
    }
    for name in figures.column_names:
        if name not in columns and name != "factor":
            cells = [row[name] if show else None for row, show in zip(rows, shown, strict=True)]
            columns[name] = pa.array(cells, figures.schema.field(name).type)
    return pa.table(columns)


def _kept(rows: Sequence[Mapping[str, Any]], name: str, shown: NDArray[np.bool_]) -> pa.Array:
    return pa.array(
        [row[name] if show else None for row, show in zip(rows, shown, strict=True)], pa.float64()
    )


def _intervals(rows: Sequence[Mapping[str, Any]], shown: NDArray[np.bool_]) -> tuple[pa.Array, pa.Array]:
    from sozialraum.analytics.rates import wilson_interval

    numerator = np.array([_number(row["numerator"]) for row in rows])
    denominator = np.array([_number(row["denominator"]) for row in rows])
    factor = np.array([_number(row.get("factor")) for row in rows])
    # a rate above one (places per thousand people) is no share and has no Wilson interval
    usable = shown & (denominator > 0) & (numerator <= denominator)
    lower, upper = wilson_interval(np.where(usable, numerator, np.nan), np.where(usable, denominator, np.nan))
    return (
        pa.array(
            [float(each) if ok else None for each, ok in zip(lower * factor, usable, strict=True)],
            pa.float64(),
        ),
        pa.array(
            [float(each) if ok else None for each, ok in zip(upper * factor, usable, strict=True)],
            pa.float64(),
        ),
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else float("nan")
