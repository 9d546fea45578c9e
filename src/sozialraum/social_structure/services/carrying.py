"""Carrying released figures from one cut to another, so that series survive a new cut.

Only released figures are carried: what an older release keeps back stays back in the new cut as well, and nothing
that is not public already can become computable.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sozialraum.analytics import areal
from sozialraum.analytics.rates import wilson_interval
from sozialraum.foundation.privacy.release import Kind, ReleasedTable
from sozialraum.social_structure import rules
from sozialraum.social_structure.enums import Unit
from sozialraum.social_structure.models import Area, AreaSystem, Crosswalk, Indicator, Observation, Release
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.queries.inputs import INHABITANTS, IndicatorFigures, people_at
from sozialraum.social_structure.services.releases import let_out, release_indicators, stored_pairs

SUBJECT: Final = "indicator:"
_STATUSES: Final = areal.STATUSES


def release_and_carry(
    *,
    indicator_codes: Collection[str],
    reference_dates: Collection[date],
    system: AreaSystem,
    by: UUID | None,
    at: datetime,
    progress: Callable[[int, int, str], None] | None = None,
) -> None:
    """Release figures anew after values came or went, and carry them into the cuts that follow.

    With the number of inhabitants it changes which areas are shown at all: then what is carried into this cut and on
    from it is looked at too. The arguments are those of
    :func:`~sozialraum.social_structure.services.releases.release_indicators`.
    """
    pairs = release_indicators(
        indicator_codes=indicator_codes, reference_dates=reference_dates, system=system, by=by, at=at, progress=progress
    )  # fmt: skip
    of_people = INHABITANTS in indicator_codes
    # where no value of its own is left, what an earlier cut has stands again
    without = pairs - set(stored_pairs(system, indicator_codes, reference_dates))
    if of_people or without:
        carry_into(system, pairs=None if of_people else without, by=by, at=at)
    carry_on(from_system=system, pairs=None if of_people else pairs, by=by, at=at)


def carry_on(
    *, from_system: AreaSystem, by: UUID | None, at: datetime, to_system: AreaSystem | None = None,
    pairs: Collection[tuple[str, date]] | None = None,
) -> int:  # fmt: skip
    """Carry the released figures of a cut over every bridge that leads from it; returns how many tables were carried.

    A date for which the new cut has values of its own is left alone. ``pairs`` of indicator and date limit what is carried.
    """
    done = 0
    for bridge in Crosswalk.objects.filter(from_system=from_system).select_related("to_system"):
        if to_system is not None and bridge.to_system_id != to_system.id:
            continue
        walk, city = _walk(bridge, from_system), _city_of(bridge)
        found = Release.objects.filter(system=from_system, subject__startswith=SUBJECT)
        stored = (
            found.order_by("subject", "reference_date").values_list("subject", "reference_date").distinct()
        )
        due = [(subject.removeprefix(SUBJECT), day) for subject, day in stored]
        due = [pair for pair in due if pairs is None or pair in pairs]
        people = people_at(bridge.to_system, {day for _, day in due})
        done += sum(_carry(walk, bridge, city, code, day, people[day], by=by, at=at) for code, day in due)
    return done


def carry_into(
    system: AreaSystem, *, pairs: Collection[tuple[str, date]] | None, by: UUID | None, at: datetime
) -> int:
    """Carry from every cut that leads into this one, after values of its own or people came or were taken back."""
    bridges = Crosswalk.objects.filter(to_system=system).select_related("from_system")
    return sum(
        carry_on(from_system=each.from_system, to_system=system, pairs=pairs, by=by, at=at)
        for each in bridges
    )


def _walk(bridge: Crosswalk, from_system: AreaSystem) -> areal.Crosswalk:
    parts = list(bridge.parts.values_list("from_area__area_code", "to_area__area_code", "weight"))
    table = pa.table(
        {
            "from_code": pa.array([old for old, _, _ in parts], pa.string()),
            "to_code": pa.array([new for _, new, _ in parts], pa.string()),
            "amount": pa.array([weight for _, _, weight in parts], pa.float64()),
        }
    )
    return areal.crosswalk_from_parts(
        table,
        from_codes=finest_codes(from_system),
        to_codes=finest_codes(bridge.to_system),
        basis=str(bridge.method),
    )


@dataclass(frozen=True, slots=True)
class _City:
    """The areas of the new cut: all keys in order, and those above the finest level from below."""

    codes: list[str]
    above: list[_Above]


@dataclass(frozen=True, slots=True)
class _Above:
    """An area above the finest level; ``same`` where the old cut had it too, ``parts`` are the keys of its parts."""

    code: str
    same: bool
    parts: list[str]


def _city_of(bridge: Crosswalk) -> _City:
    levels = {level["code"]: place for place, level in enumerate(bridge.to_system.levels)}
    areas = list(
        Area.objects.filter(system=bridge.to_system)
        .order_by("area_code")
        .values_list("id", "area_code", "name", "level", "parent_id")
    )
    parts: dict[int, list[str]] = {}
    for _id, code, _name, _level, parent in areas:
        if parent is not None:
            parts.setdefault(parent, []).append(code)
    before = dict(
        Area.objects.filter(system=bridge.from_system).exclude(level=bridge.from_system.levels[-1]["code"])
        .values_list("area_code", "name")
    )  # fmt: skip
    upper = sorted(
        (area for area in areas if levels[area[3]] < len(levels) - 1), key=lambda area: -levels[area[3]]
    )
    return _City(
        [area[1] for area in areas],
        [
            _Above(code, before.get(code) == name or parent is None, parts.get(number, []))
            for number, code, name, _level, parent in upper
        ],
    )


def _carry(
    walk: areal.Crosswalk,
    bridge: Crosswalk,
    city: _City,
    code: str,
    day: date,
    people: Mapping[str, float],
    *,
    by: UUID | None,
    at: datetime,
) -> int:
    indicator = Indicator.objects.filter(code=code).exclude(unit=Unit.CATEGORY).first()
    old = released(SUBJECT + code, bridge.from_system_id, day)
    own = Observation.objects.filter(
        indicator__code=code, reference_date=day, area__system_id=bridge.to_system_id
    ).exists()
    if indicator is None or old is None or own:
        return 0
    figures = _carried_figures(walk, old, Unit(indicator.unit), city)
    # counts of people are shown of small areas too, as those that the cut has of its own
    small = {} if indicator.unit == Unit.COUNT and indicator.counts_people else people
    let_out(SUBJECT + code, figures, bridge.to_system, day, inhabitants=small, by=by, at=at)
    return 1


def _carried_figures(walk: areal.Crosswalk, old: ReleasedTable, unit: Unit, city: _City) -> IndicatorFigures:
    """The figures of the new cut: finest areas through the bridge, upper areas as sums of these or as they were."""
    figures = [old.figure(code) for code in walk.from_codes]
    status = np.array([_STATUSES.index(each.status) for each in figures], dtype=np.int8)
    value, numerator, denominator = (
        np.array(
            [np.nan if (found := getattr(each, name)) is None else found for each in figures],
            dtype=np.float64,
        )
        for name in ("value", "numerator", "denominator")
    )
    counted = unit is Unit.COUNT or bool(np.isfinite(denominator).any())
    if counted:
        top = areal.carry_counts(walk, value if unit is Unit.COUNT else numerator, status)
        base = (
            None
            if unit is Unit.COUNT
            else areal.carry_counts(walk, np.where(status == 0, denominator, np.nan), status)
        )
        rates = top.values if base is None else rules.factor(unit) * top.values / base.values
    else:
        top = areal.carry_rates(walk, value, status=status)
        base, rates = None, top.values
    new = _Columns(city.codes, rules.factor(unit), {})
    for place, code in enumerate(walk.to_codes):
        known = top.status[place] == 0
        new.put(
            code, _STATUSES[int(top.status[place])], rates[place],
            (top.values[place] if counted else np.nan), (base.values[place] if base is not None else np.nan),
            estimated=bool(known and top.estimated_share[place] > 0),
        )  # fmt: skip
    _upwards(new, old, city, unit, counted=counted)
    return IndicatorFigures(new.table(), Kind.PUBLISHED, {})


@dataclass(slots=True)
class _Columns:
    codes: list[str]
    factor: float
    rows: dict[str, tuple[str, float, float, float, bool]]

    def put(
        self, code: str, status: str, value: float, numerator: float, denominator: float, *, estimated: bool
    ) -> None:
        usable = status == "observed" and np.isfinite(value)
        if not usable:
            status, value, numerator = status if status != "observed" else "missing", np.nan, np.nan
        self.rows[code] = (status, value, numerator, denominator, estimated and usable)

    def table(self) -> pa.Table:
        rows = [self.rows.get(code, ("missing", np.nan, np.nan, np.nan, False)) for code in self.codes]
        numbers = [np.array([row[place] for row in rows], dtype=np.float64) for place in (1, 2, 3)]
        lower, upper = _intervals(numbers[1], numbers[2], self.factor)
        return pa.table(
            {
                "area_code": pa.array(self.codes, pa.string()),
                "status": pa.array([row[0] for row in rows], pa.string()),
                "value": pa.array(numbers[0], pa.float64(), from_pandas=True),
                "lower": pa.array(lower, pa.float64(), from_pandas=True),
                "upper": pa.array(upper, pa.float64(), from_pandas=True),
                "numerator": pa.array(numbers[1], pa.float64(), from_pandas=True),
                "denominator": pa.array(numbers[2], pa.float64(), from_pandas=True),
                "factor": pa.array([self.factor] * len(rows), pa.float64()),
                "estimated": pa.array([row[4] for row in rows], pa.bool_()),
            }
        )


def _intervals(
    numerator: NDArray[np.float64], denominator: NDArray[np.float64], factor: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson's interval on the carried counts: the chance of the counting, not the error of the bridge."""
    usable = (denominator > 0) & (numerator <= denominator)
    lower, upper = wilson_interval(np.where(usable, numerator, np.nan), np.where(usable, denominator, np.nan))
    return np.where(usable, lower * factor, np.nan), np.where(usable, upper * factor, np.nan)


def _upwards(new: _Columns, old: ReleasedTable, city: _City, unit: Unit, *, counted: bool) -> None:
    """Areas above the finest level: the same area of the old cut as it was, else the sum of the carried parts."""
    for area in city.above:
        if area.same:
            figure = old.figure(area.code)
            new.put(
                area.code, figure.status, _number(figure.value), _number(figure.numerator), _number(figure.denominator),
                estimated=False,
            )  # fmt: skip
            continue
        parts = [new.rows.get(part) for part in area.parts]
        if counted and parts and all(part is not None and part[0] == "observed" for part in parts):
            numerator = sum(part[2] for part in parts if part is not None)
            denominator = sum(part[3] for part in parts if part is not None)
            value = numerator if unit is Unit.COUNT else rules.factor(unit) * numerator / denominator
            estimated = any(part[4] for part in parts if part is not None)
            new.put(area.code, "observed", value, numerator, denominator, estimated=estimated)


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def finest_codes(system: AreaSystem) -> list[str]:
    """The keys of the finest level, in order."""
    return list(
        Area.objects.filter(system=system, level=system.levels[-1]["code"])
        .order_by("area_code")
        .values_list("area_code", flat=True)
    )
