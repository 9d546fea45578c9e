"""Proposing how a table of people is to be read."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

import pyarrow.compute as pc
from django.utils.translation import gettext_noop

from sozialraum.social_structure.models import AreaSystem
from sozialraum.social_structure.services.people import words
from sozialraum.social_structure.services.people.plans import (
    MOST_GROUPS,
    PeopleColumn,
    PeoplePlan,
    PeopleRefused,
)
from sozialraum.social_structure.services.reading import date_from
from sozialraum.social_structure.services.reading.proposals import names_by_level
from sozialraum.warehouse.sources import SourceTable, parse_values, propose_mapping

FEWEST_GROUPS: Final = 4
SAMPLE: Final = 5_000
FITTING: Final = 0.8
_COUNT: Final = re.compile(
    r"anzahl|personen|einwohner|persons|people|count|insgesamt|residents|inhabitants|zahl|wert|value|bev",
    re.IGNORECASE,
)
_AGE: Final = re.compile(r"alter|(^|_)age|jahrgang|lebensjahr", re.IGNORECASE)


def propose_people_plan(source: SourceTable, system: AreaSystem) -> PeoplePlan:
    """Propose how to read people by age and sex: the column of areas by its cells, of sexes and ages by their words, of
    dates and counts by name; where no column holds ages, every heading that names some. What cannot be told stays
    empty, and a person says it. Raises :class:`PeopleRefused` where no column holds the keys or names of the areas.
    """
    ages = _age_column(source)
    sex = _sex_column(source, but={ages})
    groups = {} if ages else words.groups_in(source.columns)
    # years of age look like keys that lost their zeros
    aside = {ages, sex, *groups}
    rest = source.table.select([name for name in source.columns if name not in aside])
    mapping = propose_mapping(replace(source, table=rest), names_by_level(system))
    if mapping.key_column is None:
        raise PeopleRefused(
            gettext_noop("No column of “{file}” holds the keys of “{system}”."),
            gettext_noop("Choose other areas, or add a column with the official keys."),
            file=source.name, system=system.name,
        )  # fmt: skip
    day = mapping.period_column or _day_column(source, but={*aside, mapping.key_column}) or ""
    return PeoplePlan(
        key_column=mapping.key_column, level=mapping.area_system or "", matched_by=mapping.matched_by or "code",
        matched_share=mapping.key_share, date_column=day, age_column=ages, sex_column=sex,
        count_column=_count_column(source, but={ages, sex, mapping.key_column, day}) if ages else "",
        columns=_columns(groups),
    )  # fmt: skip


def looks_like_people(source: SourceTable) -> bool:
    """Whether a table tells people apart by age and by sex, so that it is read as that before anything else."""
    if _age_column(source):
        return bool(_sex_column(source, but={_age_column(source)}))
    found = words.groups_in(source.columns).values()
    return {words.FEMALE, words.MALE} <= {each.sex for each in found if _chained(each.sex, found)}


def tells_ages(source: SourceTable) -> bool:
    """Whether a table could be read as people by age, with or without their sex."""
    if _age_column(source):
        return True
    found = words.groups_in(source.columns).values()
    return any(_chained(each.sex, found) for each in found)


def _chained(sex: str, groups: Collection[words.Group]) -> bool:
    ages = [each.ages for each in groups if each.sex == sex and each.ages]
    return len(words.chain(ages)) >= FEWEST_GROUPS


def _cells(source: SourceTable, name: str) -> list[str]:
    return [each for each in source.table.column(name).slice(0, SAMPLE).to_pylist() if each]


def _age_column(source: SourceTable) -> str:
    """The column whose cells name ages from birth to the oldest; one that says so in its heading before others."""
    for name in sorted(source.columns, key=lambda each: _AGE.search(each) is None):
        distinct = [each for each in pc.unique(source.table.column(name)).to_pylist() if each]
        if not 2 <= len(distinct) <= 400 or all(date_from(each) for each in distinct):
            continue
        read = words.age_groups(distinct)
        says_so = _AGE.search(name) is not None and len(read) >= FITTING * len(distinct)
        # numbers alone may be anything; words such as “75 und älter” are ages wherever they stand
        spoken = sum(not each.strip().isdigit() for each in read) >= FEWEST_GROUPS
        if says_so or (spoken and len(words.chain(read.values())) >= FEWEST_GROUPS):
            return name
    return ""


def _sex_column(source: SourceTable, *, but: set[str]) -> str:
    for name in source.columns:
        distinct = {each for each in pc.unique(source.table.column(name)).to_pylist() if each}
        if name in but or not distinct or len(distinct) > 12:
            continue
        told = {words.sex_of(each) for each in distinct}
        spoken = any(not each.strip().removesuffix(".0").isdigit() for each in distinct)
        named = re.search(r"geschl|sex|gender", name, re.IGNORECASE) is not None
        if None not in told and {words.FEMALE, words.MALE} & told and (spoken or named):
            return name
    return ""


def _day_column(source: SourceTable, *, but: set[str]) -> str:
    named = [
        name for name in source.columns if re.search(r"stichtag|datum|date|jahr|year", name, re.IGNORECASE)
    ]
    return next(
        (name for name in named if name not in but and (cells := _cells(source, name)) and all(map(date_from, cells))), ""
    )  # fmt: skip


def _count_column(source: SourceTable, *, but: set[str]) -> str:
    numbers = []
    for name in source.columns:
        cells = source.table.column(name).slice(0, SAMPLE)
        parsed = parse_values(cells, decimal=source.decimal)
        readable = len(cells) - cells.null_count - len(parsed.problems)
        if name not in but and readable and readable >= FITTING * (len(cells) - cells.null_count):
            numbers.append(name)
    return next((name for name in numbers if _COUNT.search(name)), numbers[0] if len(numbers) == 1 else "")


def _columns(groups: dict[str, words.Group]) -> tuple[PeopleColumn, ...]:
    """The columns of the finest groups without gap, for women and men where both are told, else for everybody."""
    by_sex: dict[str, tuple[words.Ages, ...]] = {
        sex: words.chain(each.ages for each in groups.values() if each.sex == sex and each.ages)
        for sex in (words.FEMALE, words.MALE, words.EVERYBODY)
    }
    told = (words.FEMALE, words.MALE) if by_sex[words.FEMALE] and by_sex[words.MALE] else (words.EVERYBODY,)
    found: dict[tuple[str, words.Ages], PeopleColumn] = {}
    for name, each in groups.items():
        ages = _own(each, by_sex[each.sex]) if each.sex in told else None
        if ages is not None:
            found.setdefault((each.sex, ages), PeopleColumn(name, each.sex, ages.first, ages.beyond))
    return tuple(found.values())[:MOST_GROUPS]


def _own(group: words.Group, chain: tuple[words.Ages, ...]) -> words.Ages | None:
    """The link that a column stands for; the last of single years stands for all who are older, too."""
    if group.ages in chain:
        return group.ages
    last = chain[-1] if chain else None
    single = group.ages is not None and group.ages.beyond - group.ages.first == 1
    return last if single and last and group.ages and last.first == group.ages.first else None
