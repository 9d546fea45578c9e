"""Who lives in an area: the population tree, and five years ahead under three scenarios with what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.analytics.projection import population_tree
from sozialraum.foundation.ui.drawing import number
from sozialraum.foundation.ui.profile_charts import AgeRow, TreeRow, age_chart, tree_chart
from sozialraum.social_structure.queries.areas import AreaFacts, SystemFacts, whole_code
from sozialraum.social_structure.queries.people import (
    BANDS,
    CHILDREN,
    EVERYBODY,
    LIFE_EXPECTANCY,
    MOTHERS_AGE,
    PEOPLE,
    YEARS_AHEAD,
    Array,
    Outlook,
    PeopleTable,
    grouped,
    groups_of,
    outlook,
    people_tables,
)
from sozialraum.social_structure.queries.profiles.licences import Shown
from sozialraum.social_structure.queries.profiles.places import finest_within

# the first of these that is a border of the table's groups parts the young from the others
YOUNG = (20, 18, 21, 25, 15)
LIVES = 95  # to which age a group without an end is drawn
CONFIDENCE = 0.8
ROUND = 5


@dataclass(frozen=True, slots=True)
class GroupRow:
    """An age group now and in five years: the middle scenario with its range, and the two others."""

    label: str
    now: str
    low: str
    mid: str
    high: str
    interval: str


@dataclass(frozen=True, slots=True)
class TreeLine:
    """One line of the tree's table twin: rounded counts of women and men (of everybody, where no sex is told), in words and
    as numbers.
    """

    label: str
    words: tuple[str, ...]
    counts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PeopleView:
    """What the page says about the people of an area. ``groups`` is empty where nothing can be projected; ``withheld``
    says why there is no tree at all, ``left_out`` how many finest areas are not in the sum of a larger one.
    """

    day: date | None
    sentence: str
    tree: SafeString | None
    alt: str
    lines: tuple[TreeLine, ...]
    groups: tuple[GroupRow, ...]
    year: int
    has_bands: bool
    assumptions: tuple[str, ...]
    withheld: str
    left_out: int = 0
    columns: tuple[str, ...] = ()
    uneven: bool = False


def people_of(area: AreaFacts, system: SystemFacts, shown: Shown) -> PeopleView | None:
    """The people of an area by age and sex; None where no register has been brought in for this cut, or one of the days
    that the outlook rests on may not be shown.
    """
    tables = people_tables(system)
    if not tables or not all(shown(PEOPLE, system.id, each.day) for each in tables):
        return None
    table = tables[-1]
    codes = _known_parts(area, system, table)
    here = table.of(codes)
    if here is None or not here.sum():
        reason = _withheld(area, table)
        return PeopleView(
            table.day, "", None, "", (), (), 0, has_bands=False, assumptions=(), withheld=reason
        )
    groups = groups_of(table.bands)
    ahead = outlook(system, groups)
    places = () if ahead is None else _places(ahead, codes)
    later = None if ahead is None or not places else _mid(ahead, places)
    alt = _title(table, later) % {"area": area.name, "year": table.day.year + YEARS_AHEAD}
    parts = finest_within(system, area.area_code)
    return PeopleView(
        day=table.day, sentence=_sentence(area, system, table, here), tree=drawn_people(table, here, later, alt), alt=alt,
        lines=tuple(
            TreeLine(_band(first, beyond), tuple(map(number, counts)), tuple(map(float, counts)))
            for (first, beyond), counts in zip(_bands(table.bands), here.T, strict=True)
        ),
        groups=() if ahead is None or not places else _groups(here, table.bands, groups, ahead, places), year=table.day.year + YEARS_AHEAD,
        has_bands=bool(ahead and ahead.bands) and len(codes) == 1, assumptions=() if ahead is None or not places else _assumptions(ahead, table),
        withheld="", left_out=len(parts) - len(codes) if parts else 0,
        columns=(gettext("people"),) if table.sexes == (EVERYBODY,) else (gettext("women"), gettext("men")),
        uneven=table.bands != BANDS,
    )  # fmt: skip


def _withheld(area: AreaFacts, table: PeopleTable) -> str:
    if area.area_code in table.protected:
        return gettext("Not shown: together with other published figures, a count could be told exactly.")
    return gettext("Not shown: fewer than 300 people live here, and their ages could tell who they are.")


def _title(table: PeopleTable, later: Array | None) -> str:
    if table.sexes == (EVERYBODY,):
        if later is None:
            return gettext("People of %(area)s by age, in percent of all")
        return gettext("People of %(area)s by age, in percent of all; the line is %(year)d")
    if later is None:
        return gettext("People of %(area)s by age and sex, in percent of all")
    return gettext("People of %(area)s by age and sex, in percent of all; the line is %(year)d")


def _known_parts(area: AreaFacts, system: SystemFacts, table: PeopleTable) -> tuple[str, ...]:
    """The finest areas of an area whose people are released; those kept back are left out of a sum."""
    parts = finest_within(system, area.area_code) or (area.area_code,)
    return tuple(code for code in parts if code in table.codes)


def _places(ahead: Outlook, codes: tuple[str, ...]) -> tuple[int, ...]:
    known = ahead.codes
    found = tuple(known.index(code) for code in codes if code in known)
    return found if len(found) == len(codes) else ()


def _mid(ahead: Outlook, places: tuple[int, ...]) -> Array:
    return np.asarray(ahead.scenarios["mid"][list(places)].sum(axis=0))


def _bands(firsts: tuple[int, ...]) -> list[tuple[int, int | None]]:
    edges: list[tuple[int, int | None]] = list(pairwise(firsts))
    return [*edges, (firsts[-1], None)]


def _band(first: int, beyond: int | None) -> str:
    if beyond is None:
        return gettext("%(first)d and older") % {"first": first}
    return f"{first}–{beyond - 1}"


def drawn_people(table: PeopleTable, here: Array, later: Array | None, title: str) -> SafeString:
    """People (sexes, groups of the table) as a tree; bars by age where no sex is told or the groups differ in width.

    ``later`` (sexes, single years) stands behind them as a line.
    """
    if table.bands != BANDS or table.sexes == (EVERYBODY,):
        return age_chart(_age_rows(table.bands, here, later), title=title)
    found = population_tree(_spread(here), breaks=BANDS, beside=later).to_pylist()
    rows = [
        TreeRow(
            f"{row['age_from']}–{row['age_to']}" if row["age_to"] is not None else f"{row['age_from']}+",
            row["female_share"], row["male_share"], row.get("beside_female_share"), row.get("beside_male_share"),
        )
        for row in found
    ]  # fmt: skip
    return tree_chart(rows, title=title, female=gettext("women"), male=gettext("men"), prefix="tree")


def _age_rows(bands: tuple[int, ...], here: Array, later: Array | None) -> list[AgeRow]:
    """Groups of any width, women and men together."""
    now = here.sum(axis=0) / here.sum() * 100
    rows = []
    for at, (first, beyond) in enumerate(_bands(bands)):
        beside = None if later is None else float(later[:, first:beyond].sum() / later.sum() * 100)
        label = (
            f"{first}+" if beyond is None else f"{first}–{beyond - 1}" if beyond - first > 1 else f"{first}"
        )
        rows.append(AgeRow(label, max((beyond or LIVES) - first, 1), float(now[at]), beside))
    return rows


def _spread(bands: Array) -> Array:
    """Five-year groups as single years, which the tree adds up again."""
    single = np.zeros((bands.shape[0], 96))
    for at, (first, beyond) in enumerate(pairwise([*BANDS, 96])):
        single[:, first:beyond] = bands[:, at, None] / (beyond - first)
    return single


def _sentence(area: AreaFacts, system: SystemFacts, table: PeopleTable, here: Array) -> str:
    age = next((each for each in YOUNG if each in table.bands), table.bands[1])

    def young(counts: Array) -> float:
        return grouped(counts, ((0, age),), table.bands)[0] / float(counts.sum()) * 100

    values = {"age": age, "area": area.name, "share": number(young(here)), "day": date_format(table.day, "SHORT_DATE_FORMAT")}  # fmt: skip
    everybody = table.of(table.codes)
    if area.area_code == whole_code(system) or everybody is None:
        return gettext("%(share)s of 100 people are under %(age)s (%(day)s).") % values
    values["whole"] = system.whole_name
    values["there"] = number(young(everybody))
    said = gettext("%(share)s of 100 people are under %(age)s, in %(whole)s %(there)s of 100 (%(day)s).")
    return said % values


def _groups(
    here: Array, bands: tuple[int, ...], groups: tuple[tuple[int, int | None], ...], ahead: Outlook,
    places: tuple[int, ...],
) -> tuple[GroupRow, ...]:  # fmt: skip
    rows = []
    at = list(places)
    for (first, beyond), now in zip(groups, grouped(here, groups, bands), strict=True):
        values = {
            name: float(each[:, :, first:beyond].sum(axis=(1, 2))[at].sum())
            for name, each in ahead.scenarios.items()
        }
        band = ahead.bands.get((first, beyond)) if len(at) == 1 else None
        interval = "–"
        if band is not None:
            lower, upper = band.bounds([values["mid"]], YEARS_AHEAD, confidence=CONFIDENCE)
            interval = gettext("%(lower)s to %(upper)s") % {"lower": _rounded(lower[0]), "upper": _rounded(upper[0])}  # fmt: skip
        label = _band(first, beyond)
        rows.append(
            GroupRow(label, number(now), _rounded(values["low"]), _rounded(values["mid"]), _rounded(values["high"]), interval)
        )  # fmt: skip
    return tuple(rows)


def _rounded(value: float) -> str:
    return number(round(value / ROUND) * ROUND)


def _assumptions(ahead: Outlook, table: PeopleTable) -> tuple[str, ...]:
    """Everything that the projection rests on, a sentence each."""
    first, last = (date_format(each, "SHORT_DATE_FORMAT") for each in ahead.moves)
    start = (
        gettext("Starts from the released counts, which are rounded to fives; single years of age are estimated from groups of five.")
        if table.bands == BANDS
        else gettext("Starts from the released counts, which are rounded to fives; single years of age are estimated from the groups of the table, the wider the more roughly.")
    )  # fmt: skip
    sexes = (gettext("The table tells no sex: half of every group is counted as women."),) if table.sexes == (EVERYBODY,) else ()  # fmt: skip
    return (
        start, *sexes,
        gettext("Life expectancy %(women)s years (women) and %(men)s years (men), %(children)s children per woman at a mean age of %(age)s: Germany 2024, rounded, for want of own tables.")
        % {"women": number(LIFE_EXPECTANCY[0], 1), "men": number(LIFE_EXPECTANCY[1], 1), "children": number(CHILDREN, 2), "age": number(MOTHERS_AGE, 1)},
        gettext("Moves as between %(first)s and %(last)s; small groups lean on those of the whole.") % {"first": first, "last": last},
        gettext("Low: a tenth fewer births, four in a thousand more leave each year. High: the other way round."),
        gettext("New homes are not in it, because none are on record."),
    )  # fmt: skip
