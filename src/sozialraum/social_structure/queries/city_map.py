"""The city map: one indicator, one cut, one date, with its key, its table and its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from django.utils.translation import gettext, ngettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.release import Figure, ReleasedTable, Withheld
from sozialraum.foundation.ui.charts import axis_for, strip
from sozialraum.foundation.ui.drawing import TEAL, number
from sozialraum.foundation.ui.maps import ColoredMap, Coloring, MapClass, colored_map
from sozialraum.social_structure import rules, wording
from sozialraum.social_structure.contributions import place_counts
from sozialraum.social_structure.enums import Comparison, Unit
from sozialraum.social_structure.models import Indicator, Release
from sozialraum.social_structure.queries.areas import (
    EDITION,
    AreaFacts,
    Level,
    SystemFacts,
    area_systems,
    areas_of,
    sheet_of,
    whole_code,
)
from sozialraum.social_structure.queries.figures import ReleaseFacts, release_facts, released, released_dates

PREFERRED = ("basic_income_under_18", "child_poverty", "one_parent_families", "unemployment")
PREFIX = "indicator:"


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator in the reader's language."""

    code: str
    name: str
    question: str
    caution: str
    numerator: str
    denominator: str
    unit: Unit
    kind: str
    direction: str
    breaks: tuple[float, ...]
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; everything that is empty or unknown is chosen."""

    indicator: str = ""
    areas: str = ""
    reference_date: date | None = None
    picked: str = ""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One line of the table twin."""

    area: AreaFacts
    figure: Figure
    value: str
    interval: str
    comparison: Comparison
    said: str
    places: int


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a select."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Picked:
    """The area that the strip below the map names."""

    area: AreaFacts
    row: AreaRow
    picture: str
    sentence: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sentence under the question is made of."""

    leading: str
    whole: str
    higher: int
    lower: int
    same: int
    lowest: str
    highest: str
    middle: str
    known: int


@dataclass(frozen=True, slots=True)
class CityMap:
    """Everything that the page of the city map shows; ``map`` is None where no geometry was delivered."""

    indicator: IndicatorFacts
    system: SystemFacts
    level: Level
    reference_date: date
    dates: tuple[date, ...]
    indicators: tuple[Option, ...]
    cuts: tuple[Option, ...]
    figures: ReleasedTable
    map: ColoredMap | None
    rows: tuple[AreaRow, ...]
    whole: Figure
    answer: Answer
    release: ReleaseFacts
    picked: Picked | None
    has_places: bool
    many_places: int
    threshold: int = field(default=5)

    @property
    def last_year(self) -> int:
        """The year of the latest date."""
        return self.dates[-1].year

    @property
    def rows_by_name(self) -> list[AreaRow]:
        """The rows in the German order of their names, for choosing one."""
        return sorted(self.rows, key=lambda row: german_sort_key(row.area.name))

    @property
    def yearly(self) -> bool:
        """Whether the dates are the ends of at least three years, so that a slider can choose among them."""
        return len(self.dates) > 2 and all((day.month, day.day) == (12, 31) for day in self.dates)


def indicator_facts(indicator: Indicator) -> IndicatorFacts:
    """An indicator in the reader's language."""
    say = wording.in_language
    return IndicatorFacts(
        code=indicator.code, name=say(indicator.name_de, indicator.name_en),
        question=say(indicator.question_de, indicator.question_en) or say(indicator.name_de, indicator.name_en),
        caution=say(indicator.caution_de, indicator.caution_en),
        numerator=say(indicator.numerator_de, indicator.numerator_en),
        denominator=say(indicator.denominator_de, indicator.denominator_en), unit=Unit(indicator.unit),
        kind=indicator.kind, direction=indicator.direction, breaks=tuple(indicator.breaks), source=indicator.source,
        licence=indicator.licence,
    )  # fmt: skip


def released_indicators(system: SystemFacts) -> list[IndicatorFacts]:
    """The indicators with released figures in a cut: needs first, then assets, then context."""
    return list(_released_indicators(system.id))


@kept(EDITION)
def _released_indicators(system_id: int) -> tuple[IndicatorFacts, ...]:
    codes = {
        subject.removeprefix(PREFIX)
        for subject in Release.objects.filter(system_id=system_id, subject__startswith=PREFIX)
        .order_by()
        .values_list("subject", flat=True)
        .distinct()
    }
    order = {"need": 0, "asset": 1, "context": 2, "output": 3}
    found = [indicator_facts(each) for each in Indicator.objects.filter(code__in=codes)]
    return tuple(sorted(found, key=lambda each: (order[each.kind], each.name)))


def city_map(wish: Wish) -> CityMap | None:
    """The city map that the address asks for; None as long as no figures are released."""
    systems = _mapped_systems()
    if not systems:
        return None
    system, _level = _cut(systems, wish.areas)
    places = place_counts(system.code, system.vintage)
    return _drawn(wish, tuple(sorted(places.items())))


@kept(EDITION)
def _mapped_systems() -> tuple[SystemFacts, ...]:
    return tuple(
        each
        for each in area_systems()
        if Release.objects.filter(system_id=each.id, subject__startswith=PREFIX).exists()
    )


# released tables and outlines never change: what is drawn of them for one wish is drawn once
@kept(EDITION, size=48)
def _drawn(wish: Wish, counted_places: tuple[tuple[str, int], ...]) -> CityMap | None:
    systems = _mapped_systems()
    system, level = _cut(systems, wish.areas)
    indicators = released_indicators(system)
    indicator = _indicator(indicators, wish.indicator)
    dates = released_dates(PREFIX + indicator.code, system.id)
    day = _date(dates, wish.reference_date)
    subject = PREFIX + indicator.code
    figures, facts = released(subject, system.id, day), release_facts(subject, system.id, day)
    if figures is None or facts is None:
        return None
    areas = areas_of(system, level.code)
    places = dict(counted_places) or _released_places(system, day)
    many = _many(places, set(areas))
    marked = {code: count for code, count in places.items() if count >= many}
    whole = figures.figure(whole_code(system))
    rows = [
        _row(area, figures.figure(code), whole, indicator.unit, places, facts.threshold)
        for code, area in areas.items()
    ]
    sheet = sheet_of(system.id, level.code, system.levels[0].code)
    picked = next((row for row in rows if row.area.area_code == wish.picked), None)
    return CityMap(
        indicator=indicator, system=system, level=level, reference_date=day, dates=tuple(dates),
        indicators=tuple(Option(each.code, each.name, each.code == indicator.code) for each in indicators),
        cuts=tuple(_cut_options(systems, system, level)), figures=figures,
        map=None if sheet is None else colored_map(
            sheet, figures, _coloring(indicator, figures, list(areas), rows),
            title=_map_title(indicator, system, level), labels=sign_labels(), picked=wish.picked,
            assets=marked,
        ),
        rows=tuple(rows), whole=whole, answer=_answer(rows, figures, system, level, indicator.unit, whole),
        release=facts, picked=None if picked is None else _picked(picked, whole, indicator, system),
        has_places=bool(marked), many_places=many, threshold=facts.threshold,
    )  # fmt: skip


def sign_labels() -> dict[str, str]:
    """What the signs of a map mean."""
    return {
        "missing": gettext("Value is missing"),
        "suppressed": gettext("suppressed, too few cases"),
        "blank": gettext("under 300 people"),
        "ring": gettext("cannot be told apart from the whole with certainty"),
        "up": gettext("getting worse"),
        "down": gettext("getting better"),
    }


def _cut(systems: Sequence[SystemFacts], wished: str) -> tuple[SystemFacts, Level]:
    code, _, rest = wished.partition(":")
    vintage, _, level = rest.partition(":")
    for system in systems:
        if system.code == code and str(system.vintage) == vintage:
            return system, system.level(level)
    return systems[0], systems[0].levels[-1]


def _cut_options(systems: Sequence[SystemFacts], chosen: SystemFacts, at: Level) -> list[Option]:
    return [
        Option(
            f"{system.code}:{system.vintage}:{level.code}",
            gettext("%(areas)s, cut of %(year)d")
            % {
                "areas": wording.counted_areas(level.count, level.singular, level.plural),
                "year": system.vintage,
            },
            system.id == chosen.id and level.code == at.code,
        )
        for system in systems
        for level in reversed(system.levels)
    ]


def _indicator(indicators: Sequence[IndicatorFacts], wished: str) -> IndicatorFacts:
    by_code = {each.code: each for each in indicators}
    return next((by_code[code] for code in (wished, *PREFERRED) if code in by_code), indicators[0])


def _date(dates: Sequence[date], wished: date | None) -> date:
    if wished is None:
        return dates[-1]
    return max((day for day in dates if day <= wished), default=dates[0])


def _released_places(system: SystemFacts, day: date) -> dict[str, int]:
    table = released(f"{PREFIX}meeting_places", system.id, day)
    return {} if table is None else {each.area_code: int(each.numerator) for each in table if each.numerator}


def _many(places: dict[str, int], codes: set[str]) -> int:
    """From how many places on an area carries the sign: the upper quarter of the areas that have any."""
    counts = sorted(count for code, count in places.items() if code in codes and count)
    return max(1, counts[len(counts) * 3 // 4]) if counts else 1


def _row(
    area: AreaFacts, figure: Figure, whole: Figure, unit: Unit, places: dict[str, int], threshold: int
) -> AreaRow:
    comparison = rules.comparison(figure.lower, figure.upper, whole.value)
    reason = wording.reason_text(figure, threshold=threshold)
    return AreaRow(
        area=area, figure=figure, value=wording.figure_text(figure, unit), interval=wording.interval_text(figure),
        comparison=comparison, said=reason or wording.comparison_text(comparison),
        places=places.get(area.area_code, 0),
    )  # fmt: skip


def _coloring(
    indicator: IndicatorFacts, figures: ReleasedTable, codes: Sequence[str], rows: Sequence[AreaRow]
) -> Coloring:
    values = [v for code in codes if (v := figures.figure(code).value) is not None]
    breaks = indicator.breaks or rules.round_breaks(values)
    labels = wording.class_labels(breaks, indicator.unit)
    fills = list(reversed(TEAL)) if len(labels) == len(TEAL) else [TEAL[2]] * len(labels)
    same = {row.area.area_code for row in rows if row.comparison is Comparison.SAME}
    last = len(labels) - 1
    return Coloring(
        classes=[MapClass(label, fill) for label, fill in zip(labels, fills, strict=True)],
        place=lambda figure: None if figure.value is None else last - rules.class_of(figure.value, breaks),
        words=lambda figure: wording.figure_text(figure, indicator.unit),
        ring=lambda figure: figure.area_code in same,
    )


def _map_title(indicator: IndicatorFacts, system: SystemFacts, level: Level) -> str:
    return gettext("Map of %(whole)s: %(indicator)s by %(level)s. The table below has the same values.") % {
        "whole": system.whole_name, "indicator": indicator.name, "level": level.singular,
    }  # fmt: skip


def _answer(
    rows: Sequence[AreaRow],
    figures: ReleasedTable,
    system: SystemFacts,
    level: Level,
    unit: Unit,
    whole: Figure,
) -> Answer:
    known = [row for row in rows if row.figure.value is not None]
    values = sorted(row.figure.value for row in known if row.figure.value is not None)
    top = system.levels[0].code
    leaders = list(areas_of(system, top).values()) if level.code != top else [row.area for row in known]
    ranked = sorted(
        (area for area in leaders if figures.figure(area.area_code).value is not None),
        key=lambda area: -(figures.figure(area.area_code).value or 0.0),
    )
    count = {each: sum(row.comparison is each for row in rows) for each in Comparison}
    return Answer(
        leading=wording.joined([area.name for area in ranked[:3]]) if len(ranked) > 3 else "",
        whole=wording.value_text(whole.value, unit) if whole.value is not None else "",
        higher=count[Comparison.HIGHER], lower=count[Comparison.LOWER], same=count[Comparison.SAME],
        lowest=wording.value_text(values[0], unit) if values else "",
        highest=wording.value_text(values[-1], unit) if values else "",
        middle=wording.value_text(median(values), unit) if values else "", known=len(known),
    )  # fmt: skip


def _picked(row: AreaRow, whole: Figure, indicator: IndicatorFacts, system: SystemFacts) -> Picked:
    values = [
        bound for f in (row.figure, whole) for bound in (f.value, f.upper, f.lower) if bound is not None
    ]
    whole_label = (
        f"{system.whole_name} {wording.value_text(whole.value, indicator.unit)}"
        if whole.value is not None
        else ""
    )
    picture = strip(
        row.figure, whole, axis_for(values), title=f"{row.area.name} {row.value}, {whole_label}",
        value_label=row.value if row.figure.value is not None else "", whole_label=whole_label,
    )  # fmt: skip
    denominator = ""
    if row.figure.denominator:
        denominator = f"{number(row.figure.denominator)} {indicator.denominator}"
    return Picked(row.area, row, picture, _picked_sentence(row, system), denominator)


def _picked_sentence(row: AreaRow, system: SystemFacts) -> str:
    said = []
    if row.figure.lower is not None:
        compared = wording.comparison_sentence(row.comparison, system.whole_name)
        said.append(gettext("Between %(interval)s: %(compared)s") % {
            "interval": wording.interval_text(row.figure, word=gettext("and")), "compared": compared[:1].lower() + compared[1:],
        })  # fmt: skip
    elif row.figure.value is None:
        said.append(row.said)
    if row.places:
        said.append(
            ngettext("%(count)s meeting place is here.", "%(count)s meeting places are here.", row.places)
            % {"count": number(row.places)}
        )
    return " ".join(said)


def withheld_count(figures: ReleasedTable) -> int:
    """How many figures of a released table are known and not shown."""
    return sum(
        each.withheld is not None and each.withheld is not Withheld.FEW_INHABITANTS for each in figures
    )
