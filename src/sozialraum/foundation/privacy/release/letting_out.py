"""Letting figures out: small counts stay back, nothing becomes computable, and a stored release is checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, TypeVar

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from sozialraum.analytics.disclosure import Unproven, betrayed
from sozialraum.analytics.tables import TableError
from sozialraum.foundation.privacy import small_counts
from sozialraum.foundation.privacy.release.tables import (
    MAKER,
    ROUNDED_TO,
    Certificate,
    Kind,
    ReleasedTable,
    ReleaseRefused,
    Rule,
    Withheld,
)
from sozialraum.warehouse.snapshots import content_hash

USUAL: Final = Rule()
Counts = TypeVar("Counts", int, NDArray[np.int64])


def release(
    figures: pa.Table,
    *,
    kind: Kind,
    source_hash: str,
    parents: Mapping[str, str] | None = None,
    inhabitants: Mapping[str, float] | None = None,
    rule: Rule = USUAL,
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
    small = small_areas(figures, kind=kind, inhabitants=inhabitants or {}, rule=rule)
    for place, row in enumerate(rows):
        if row["area_code"] in small:
            # that an area is too small for any figure is said first, whatever else would hold a figure back
            reasons[place] = Withheld.FEW_INHABITANTS
        elif (
            reasons[place] is None
            and row["status"] == "observed"
            and kind is Kind.RATES
            and _of_few(row, rule)
        ):
            reasons[place] = Withheld.SMALL_GROUP
    table = _shown(rows, reasons, kind, figures)
    certificate = Certificate(
        kind=kind, rule=rule, source_hash=source_hash, table_digest=content_hash(table),
        proof_digest=_hash([asdict(rule), content_hash(table), proof]),
        withheld={each.value: reasons.count(each) for each in Withheld if each in reasons},
    )  # fmt: skip
    return ReleasedTable(table, certificate, _maker=MAKER)


def rounded(counts: Counts) -> Counts:
    """Counts of people as the nearest multiples of five, each for itself and at most two off.

    >>> rounded(12), rounded(np.array([2, 3, 13])).tolist()
    (10, [0, 5, 15])
    """
    return (counts + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def release_rounded(
    figures: pa.Table,
    *,
    source_hash: str,
    inhabitants: Mapping[str, float],
    sums: Sequence[tuple[Sequence[str], int]] = (),
    together: Sequence[Sequence[str]] = (),
    rule: Rule = USUAL,
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
    shown = rounded(exact)
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
    told = [
        row | {"value": float(value) if row["status"] == "observed" else None, "numerator": None, "denominator": None}
        for row, value in zip(rows, shown.tolist(), strict=True)
    ]  # fmt: skip
    table = _shown(told, reasons, Kind.ROUNDED, figures)
    proof = [[list(keys), total] for keys, total in sums]
    certificate = Certificate(
        kind=Kind.ROUNDED, rule=rule, source_hash=source_hash, table_digest=content_hash(table),
        proof_digest=_hash([asdict(rule), content_hash(table), proof]),
        withheld={each.value: reasons.count(each) for each in Withheld if each in reasons},
    )  # fmt: skip
    return ReleasedTable(table, certificate, _maker=MAKER)


def reopen(table: pa.Table, certificate: Certificate) -> ReleasedTable:
    """Make a stored release usable again; :class:`ReleaseRefused` where its content is not what was released."""
    if content_hash(table) != certificate.table_digest:
        raise ReleaseRefused(
            gettext_noop("A stored release has been changed and is not shown."),
            gettext_noop("Restore it from a backup, or release it again."),
        )
    return ReleasedTable(table, certificate, _maker=MAKER)


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


def small_areas(
    figures: pa.Table, *, kind: Kind, inhabitants: Mapping[str, float], rule: Rule = USUAL
) -> frozenset[str]:
    """The areas of these figures that have too few ``inhabitants`` for any figure but a count (see :func:`release`)."""
    if kind is Kind.COUNTS:
        return frozenset()
    return frozenset(
        code
        for code, status in zip(
            figures.column("area_code").to_pylist(), figures.column("status").to_pylist(), strict=True
        )
        if status in {"observed", "suppressed"} and inhabitants.get(code, np.inf) < rule.least_inhabitants
    )


def _of_few(row: Mapping[str, Any], rule: Rule) -> bool:
    return row["denominator"] is not None and row["denominator"] < rule.least_denominator


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
