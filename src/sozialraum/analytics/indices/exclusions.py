"""Which rows are valid areas, and why the others are left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sozialraum.analytics.indices.readings import Readings, covered
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import BoolArray, FloatArray, TableError

EXCLUSION_REASONS = (
    "key_missing",
    "key_malformed",
    "period_missing",
    "excluded_by_recipe",
    "population_unknown",
    "population_below_minimum",
    "marked_invalid",
    "not_in_valid_list",
    "no_values",
    "outlier",
    "too_few_known",
    "indicator_unknown",
)
ValidAreas = Iterable[str] | Mapping[str | None, Collection[str]]


@dataclass
class Exclusions:
    """Rows left out so far: `reason` is -1 for a valid row, else the place in EXCLUSION_REASONS."""

    reason: np.ndarray
    details: dict[int, str] = field(default_factory=dict)

    @property
    def valid(self) -> BoolArray:
        """The rows that are still in."""
        valid: BoolArray = self.reason < 0
        return valid

    def leave_out(self, rows: BoolArray, reason: str) -> None:
        """Leave out those rows that are still in; the first reason counts."""
        self.reason[rows & self.valid] = EXCLUSION_REASONS.index(reason)

    def rows(self, reason: str) -> list[int]:
        """The rows left out for a reason."""
        return [int(row) for row in np.flatnonzero(self.reason == EXCLUSION_REASONS.index(reason))]

    def most_frequent(self) -> str:
        """The reason of most rows."""
        counts = np.bincount(self.reason[self.reason >= 0], minlength=len(EXCLUSION_REASONS))
        return EXCLUSION_REASONS[int(np.argmax(counts))]

    def table(self, readings: Readings) -> pa.Table:
        """`area_code`, `reason`, `detail`, sorted; with `period` where the table has periods."""
        out = [int(row) for row in np.flatnonzero(~self.valid)]
        codes = readings.keys.take(pa.array(out, pa.int64())).to_pylist()
        periods = [""] * len(out)
        if readings.periods is not None:
            periods = [each or "" for each in readings.periods.take(pa.array(out, pa.int64())).to_pylist()]
        rows = sorted(
            (code or "", when, EXCLUSION_REASONS[self.reason[row]], self.details.get(row, ""))
            for row, code, when in zip(out, codes, periods, strict=True)
        )
        names = ("area_code", "period", "reason", "detail")
        kept = [place for place, name in enumerate(names) if name != "period" or readings.periods is not None]
        return pa.table({names[place]: pa.array([row[place] for row in rows], pa.string()) for place in kept})


def basic_exclusions(readings: Readings, valid_areas: ValidAreas | None) -> Exclusions:
    """Leave out rows without a key of this kind, too small, marked, not listed, or published without values."""
    recipe, rules = readings.recipe, readings.recipe.validity
    found = Exclusions(np.full(len(readings.keys), -1, dtype=np.int64))
    missing = _mask(pc.is_null(readings.keys))
    found.leave_out(missing, "key_missing")
    found.details |= {row: str(row + 1) for row in found.rows("key_missing")}
    if (digits := recipe.key.digits) is not None:
        fits = pc.and_(pc.equal(pc.utf8_length(readings.keys), digits), pc.utf8_is_decimal(readings.keys))
        found.leave_out(~_mask(pc.fill_null(fits, False)), "key_malformed")  # noqa: FBT003  # pyarrow's argument has no name to call it by
    if readings.periods is not None:
        found.leave_out(_mask(pc.is_null(readings.periods)), "period_missing")
    if rules.excluded:
        named = pc.is_in(readings.keys, value_set=pa.array(rules.excluded, pa.string()))
        found.leave_out(_mask(named), "excluded_by_recipe")
    if readings.population is not None:
        found.leave_out(np.isnan(readings.population), "population_unknown")
        found.leave_out(readings.population < rules.minimum_population, "population_below_minimum")
        for row in found.rows("population_below_minimum"):
            found.details[row] = f"{readings.population[row]:g}"
    if (marks := readings.texts.get(rules.mark_columns)) is not None:
        right = pc.equal(marks, rules.mark_valid)
        found.leave_out(~_mask(pc.fill_null(right, False)), "marked_invalid")  # noqa: FBT003  # pyarrow's argument has no name to call it by
        found.details |= {row: marks[row].as_py() or "" for row in found.rows("marked_invalid")}
    if valid_areas is not None:
        found.leave_out(~_listed(readings, valid_areas), "not_in_valid_list")
    if rules.all_zero_is_unknown:
        found.leave_out((readings.raw == 0).all(axis=1), "no_values")
    return found


def leave_out_unknown(found: Exclusions, readings: Readings, raw: FloatArray, fillable: BoolArray) -> None:
    """Leave out rows that know too little, and rows with unknown values that nothing fills in.

    `raw` are the values after outliers were taken away, `fillable` says of each cell whether the recipe's way of
    filling can fill it.
    """
    recipe = readings.recipe
    unneeded = covered(recipe, readings.ready)
    needed = np.array([entry.code not in unneeded for entry in recipe.indicators])
    unknown = np.isnan(raw) & needed
    if not unknown.any() and not any(np.isnan(values).any() for values in readings.ready.values()):
        return
    inputs = needed.sum() + len(readings.ready)
    lacking = unknown.sum(axis=1) + sum(np.isnan(values) for values in readings.ready.values())
    if recipe.missing.minimum_known > 0:
        few = (inputs - lacking) / max(inputs, 1) < recipe.missing.minimum_known
        found.leave_out(few, "too_few_known")
        for row in found.rows("too_few_known"):
            found.details[row] = f"{int(inputs - lacking[row])}/{int(inputs)}"
    stuck = unknown & ~fillable
    gaps = {code: np.isnan(values) for code, values in readings.ready.items()}
    hopeless = stuck.any(axis=1)
    for gap in gaps.values():
        hopeless |= gap
    if recipe.missing.method == "reweight":
        hopeless |= (unknown | ~needed).all(axis=1) & bool(needed.any())
    found.leave_out(hopeless, "indicator_unknown")
    for row in found.rows("indicator_unknown"):
        names = [entry.code for entry, gap in zip(recipe.indicators, unknown[row], strict=True) if gap]
        found.details[row] = ", ".join(names + [code for code, gap in gaps.items() if gap[row]])


def require_areas(found: Exclusions, readings: Readings) -> None:
    """Raise TableError unless every period has two valid areas."""
    valid = found.valid
    counts: dict[str | None, int] = {None: int(valid.sum())}
    if readings.periods is not None:
        named = [each for each in pc.unique(readings.periods).to_pylist() if each is not None]
        inside = pc.value_counts(readings.periods.filter(pa.array(valid))).to_pylist()
        counts = dict.fromkeys(named, 0) | {each["values"]: each["counts"] for each in inside} or {None: 0}
    for when, count in counts.items():
        if count < 2:
            total = len(readings.keys)
            if when is not None and readings.periods is not None:
                total = int(pc.sum(pc.equal(readings.periods, when)).as_py())
            raise TableError(
                gettext_noop("Only {count} of {total} areas are valid; an index needs at least two.")
                if when is None
                else gettext_noop(
                    "For {period}, only {count} of {total} areas are valid; an index needs at least two."
                ),
                gettext_noop(
                    "Check the recipe's rules of validity against the table; most frequent reason: {reason}."
                ),
                count=count,
                total=total,
                reason=found.most_frequent() if (~valid).any() else "–",
                period=when,
            )


def _listed(readings: Readings, valid_areas: ValidAreas) -> BoolArray:
    if readings.periods is None or not isinstance(valid_areas, Mapping):
        return _mask(pc.is_in(readings.keys, value_set=pa.array(list(valid_areas), pa.string())))
    inside = np.zeros(len(readings.keys), dtype=np.bool_)
    for when, codes in valid_areas.items():
        listed = _mask(pc.is_in(readings.keys, value_set=pa.array(list(codes), pa.string())))
        inside |= listed & _mask(pc.fill_null(pc.equal(readings.periods, when), False))  # noqa: FBT003  # pyarrow's argument has no name to call it by
    return inside


def _mask(flags: pa.Array | pa.ChunkedArray) -> BoolArray:
    mask: BoolArray = np.asarray(flags).astype(np.bool_)
    return mask
