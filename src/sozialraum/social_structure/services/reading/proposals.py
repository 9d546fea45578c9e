"""Proposing how a table is to be read from what it says itself: keys or names, dates, headings, categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_noop

from sozialraum.social_structure.enums import Unit
from sozialraum.social_structure.models import Area, AreaSystem, Indicator, Observation
from sozialraum.social_structure.services.reading.headings import (
    UNSPOKEN,
    age_band,
    bands_for,
    date_in,
    plain_name,
    subject_of,
)
from sozialraum.social_structure.services.reading.plans import TAKEN_FROM, ColumnPlan, Plan, ReadingError
from sozialraum.warehouse.sources import MappingProposal, SourceTable, parse_values, propose_mapping

NUMERATOR_ENDINGS: Final = ("_zaehler", "_zähler", "_numerator", "_anzahl", "_count")
DENOMINATOR_ENDINGS: Final = ("_nenner", "_denominator", "_basis", "_total")
ABOUT_PEOPLE: Final = (
    "inhabitants", "einwohner", "bevölkerung", "bevoelkerung", "population", "residents", "alter", "age_group",
)  # fmt: skip
FEWEST_CATEGORIES: Final = 2
SHARE: Final = "share_"
COUNT: Final = "inhabitants_"
# a share of more is a count; a few such values are faults, which the import then lists
LARGEST_VALUE: Final = {Unit.PERCENT: 100.0, Unit.BALANCE_PER_1000: 1000.0}
LEAST_IN_RANGE: Final = 0.9
_VALUE_NAMES: Final = frozenset(
    {"zahl", "wert", "anzahl", "value", "values", "count", "n", "insgesamt", "total"}
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows: the meaning (code and part) of a heading, and the ages that an indicator counts."""

    meanings: Mapping[str, tuple[str, str]]
    ages: Mapping[str, tuple[int, int]]
    stored_denominators: Mapping[str, str]
    units: Mapping[str, Unit]

    def meaning(self, heading: str) -> tuple[str, str] | None:
        """Code and part of a heading; None where the catalogue does not know it."""
        return self.meanings.get(heading.strip().casefold()) or self.meanings.get(plain_name(heading))


def known_headings() -> Known:
    """The catalogue as headings."""
    meanings: dict[str, tuple[str, str]] = {}
    ages: dict[str, tuple[int, int]] = {}
    stored: dict[str, str] = {}

    def learn(names: Iterable[str], code: str, part: str) -> None:
        for name in names:
            for written in (name.strip().casefold(), plain_name(name)):
                if written:
                    meanings.setdefault(written, (code, part))

    indicators = list(Indicator.objects.all())
    for each in indicators:
        names = (each.code, *each.columns)
        learn(names, each.code, "value")
        learn(each.count_columns, each.code, "numerator")
        learn((n + end for n in names for end in NUMERATOR_ENDINGS), each.code, "numerator")
        learn((n + end for n in names for end in DENOMINATOR_ENDINGS), each.code, "denominator")
        if each.ages:
            ages[each.code] = (each.ages[0], each.ages[1])
        if each.denominator_code:
            stored[each.code] = each.denominator_code
    for each in indicators:
        learn((each.name_de, each.name_en), each.code, "value")
    return Known(meanings, ages, stored, {each.code: Unit(each.unit) for each in indicators})


def propose_plan(source: SourceTable, system: AreaSystem) -> Plan:
    """Propose how to read a table: the column whose cells fit the areas' keys or names best, the column of dates, and
    the columns (in a long table: the categories) that the catalogue knows. Raises :class:`ReadingError` where no
    column holds these keys or names.
    """
    known = known_headings()
    mapping = _key_and_dates(source, names_by_level(system), known)
    if mapping.key_column is None:
        raise ReadingError(
            gettext_noop("No column of “{file}” holds the keys of “{system}”."),
            gettext_noop("Choose other areas, or add a column with the official keys."),
            file=source.name, system=system.name,
        )  # fmt: skip
    plan = Plan(
        key_column=mapping.key_column, columns=(), date_column=mapping.period_column or "",
        level=mapping.area_system or "", matched_share=mapping.key_share, matched_by=mapping.matched_by or "code",
    )  # fmt: skip
    if shape := _long_shape(source, plan, mapping, known):
        category, value = shape
        names = [each for each in pc.unique(source.table.column(category)).to_pylist() if each]
        assigned = _assign(names, source, known, dated=bool(plan.date_column))
        columns = _with_shares(assigned, known, system)
        return replace(plan, category_column=category, value_column=value, columns=columns)
    names = [name for name in source.columns if name not in {plan.key_column, plan.date_column}]
    assigned = _assign(names, source, known, dated=bool(plan.date_column))
    return replace(plan, columns=_with_shares(assigned, known, system))


def fitting_system(source: SourceTable) -> AreaSystem:
    """The cut to which the keys or names of a table belong: of those that fit best the newest.

    Raises :class:`ReadingError` where none fits.
    """
    known = known_headings()
    best: tuple[tuple[float, float, int], AreaSystem] | None = None
    for system in AreaSystem.objects.defer("background"):
        names = names_by_level(system)
        mapping = _key_and_dates(source, names, known)
        if mapping.key_column is None or mapping.area_system is None:
            continue
        found = pc.count_distinct(source.table.column(mapping.key_column)).as_py()
        covered = min(found / len(names[mapping.area_system]), 1.0)
        rank = round(mapping.key_share, 2), round(covered, 2), system.vintage
        if best is None or rank > best[0]:
            best = rank, system
    if best is None:
        raise ReadingError(
            gettext_noop("No column of “{file}” holds the keys or names of any areas that are here."),
            gettext_noop("Bring in the areas first, or add a column with the official keys."),
            file=source.name,
        )
    return best[1]


def cut_named(system: AreaSystem) -> str:
    """A cut as forms name it: ``code:vintage``."""
    return f"{system.code}:{system.vintage}"


def _key_and_dates(
    source: SourceTable, levels: Mapping[str, Mapping[str, str]], known: Known
) -> MappingProposal:
    proposal = propose_mapping(source, levels)
    if proposal.key_column is not None and known.meaning(proposal.key_column):
        # small whole numbers look like keys that lost their zeros; a column of figures is no key column
        others = [name for name in source.table.column_names if not known.meaning(name)]
        proposal = propose_mapping(replace(source, table=source.table.select(others)), levels)
    return proposal


def names_by_level(system: AreaSystem) -> dict[str, dict[str, str]]:
    """The areas of a cut by level: key and name.

    The whole is left out: it is one area, and a column that repeats its key in every row is no key column.
    """
    names: dict[str, dict[str, str]] = {}
    for level, code, name in Area.objects.filter(system=system, parent__isnull=False).values_list(
        "level", "area_code", "name"
    ):
        names.setdefault(level, {})[code] = name
    return names


def _long_shape(
    source: SourceTable, plan: Plan, mapping: MappingProposal, known: Known
) -> tuple[str, str] | None:
    """Category and value column of a long table; None for a wide one."""
    fixed = [name for name in (plan.key_column, plan.date_column) if name]
    if _distinct(source, fixed) >= 0.95 * source.table.num_rows:
        return None
    roles = {each.column: each.role for each in mapping.columns}
    values = [
        name
        for name, role in roles.items()
        if role == "value" and name not in fixed and not known.meaning(name)
    ]
    texts = [name for name, role in roles.items() if role in {"category", "label"} and name not in fixed]
    texts = [
        name
        for name in texts
        if FEWEST_CATEGORIES <= _distinct(source, [name]) <= source.table.num_rows // 4
        and _distinct(source, [plan.key_column, name]) > _distinct(source, [plan.key_column])
    ]
    telling = [name for name in texts if _distinct(source, [*fixed, name]) >= 0.99 * source.table.num_rows]
    if not telling or not values:
        return None
    named = [name for name in values if plain_name(name) in _VALUE_NAMES]
    value = (named or sorted(values, key=lambda name: -_distinct(source, [name])))[0]
    return max(telling, key=lambda name: _distinct(source, [name])), value


def _distinct(source: SourceTable, columns: Sequence[str]) -> int:
    if not columns:
        return 1
    table: pa.Table = source.table.select(list(columns))
    return int(table.group_by(list(columns)).aggregate([]).num_rows)


def _assign(
    names: Sequence[str], source: SourceTable, known: Known, *, dated: bool
) -> tuple[ColumnPlan, ...]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for name in names:
        # a heading that says nothing by itself means what the file's name says
        meaning = known.meaning(subject_of(source.name) if plain_name(name) in UNSPOKEN else name)
        if meaning is None:
            continue
        code, part = meaning
        if part == "value" and name in source.columns and not _in_range(source, name, known.units[code]):
            # the count behind a share often bears the share's name
            part = "numerator"
        day = None if dated else date_in(name)
        found.setdefault((code, day.isoformat() if day else ""), {}).setdefault(part, name)
    columns = [
        plan for (code, on), parts in sorted(found.items()) if (plan := _column_plan(code, on, parts, known))
    ]
    present = {each.indicator for each in columns}
    for code, ages in sorted(known.ages.items()):
        if code not in present and (parts := bands_for(ages, _bands_of_people(names, source))):
            columns.append(ColumnPlan(code, parts=parts))
    return tuple(columns)


def _with_shares(columns: Sequence[ColumnPlan], known: Known, system: AreaSystem) -> tuple[ColumnPlan, ...]:
    """The shares of all people that follow from the counts of the table, and the counts beside shares that it has.

    The count of ``share_under_18`` is ``inhabitants_under_18``: both are about the same ages. All people are those of
    the table, or those that are stored.
    """
    counts = {each.indicator for each in columns if known.units[each.indicator] is Unit.COUNT}
    shares: dict[str, tuple[str, str]] = {}
    for code, whole in known.stored_denominators.items():
        count = code.replace(SHARE, COUNT, 1)
        if code.startswith(SHARE) and count in counts and (whole in counts or _stored(whole, system)):
            shares[code] = TAKEN_FROM + count, TAKEN_FROM + whole
    own = [
        replace(each, numerator=shares[each.indicator][0], denominator=shares[each.indicator][1])
        if each.indicator in shares and not each.on and not each.numerator
        else each
        for each in columns
    ]
    present = {each.indicator for each in columns}
    computed = (
        ColumnPlan(code, numerator=numerator, denominator=denominator)
        for code, (numerator, denominator) in sorted(shares.items())
        if code not in present
    )
    return (*own, *computed)


def _stored(code: str, system: AreaSystem) -> bool:
    return Observation.objects.filter(indicator__code=code, area__system=system).exists()


def _in_range(source: SourceTable, name: str, unit: Unit) -> bool:
    """Whether nearly all numbers of a column can be values in this unit."""
    limit = LARGEST_VALUE.get(unit)
    if limit is None:
        return True
    values = parse_values(source.table.column(name), decimal=source.decimal).values
    known = values[np.isfinite(values)]
    return not known.size or float((np.abs(known) <= limit).mean()) >= LEAST_IN_RANGE


def _column_plan(code: str, on: str, parts: Mapping[str, str], known: Known) -> ColumnPlan | None:
    if "value" in parts or {"numerator", "denominator"} <= parts.keys():
        return _plan_of(code, parts, on)
    if "numerator" in parts and code in known.stored_denominators:
        return _plan_of(code, {**parts, "denominator": "@" + known.stored_denominators[code]}, on)
    return None


def _plan_of(code: str, parts: Mapping[str, str], on: str) -> ColumnPlan:
    return ColumnPlan(
        code, parts.get("value", ""), parts.get("numerator", ""), parts.get("denominator", ""), on=on
    )


def _bands_of_people(names: Sequence[str], source: SourceTable) -> list[str]:
    """The headings that are age groups of all inhabitants, and not of some of them."""
    subject = subject_of(source.name)
    counted = [name for name in names if age_band(name) is not None]
    about = any(word in subject for word in ABOUT_PEOPLE)
    return [name for name in counted if _rest(name) in ABOUT_PEOPLE or (about and not _rest(name))]


def _rest(name: str) -> str:
    words = [word for word in name.lower().replace("-", " ").replace("_", " ").split() if word.isalpha()]
    aside = {"age", "alter", "under", "below", "unter", "bis", "to", "and", "above", "und", "älter", "jahre"}
    return "".join(word for word in words if word not in aside)


def proposed_date(source: SourceTable) -> date | None:
    """The date that the lines above the table or the file's name say; None where they say none."""
    for finding in source.findings:
        if finding.code == "title_lines" and (day := date_in(str(finding.message))):
            return day
    return date_in(source.name)
