"""The city map: one indicator, one cut, one date, with its key, its table and its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.release import Figure, ReleasedTable, Withheld
from sozialraum.foundation.ui.charts import axis_for, strip
from sozialraum.foundation.ui.drawing import number
from sozialraum.foundation.ui.live_maps import MOST_OUTLINES
from sozialraum.social_structure import rules, wording
from sozialraum.social_structure.contributions import place_counts
from sozialraum.social_structure.enums import ClassMethod, Comparison, Together, Unit
from sozialraum.social_structure.models import Release
from sozialraum.social_structure.queries.areas import (
    EDITION,
    AreaFacts,
    Level,
    SystemFacts,
    area_systems,
    areas_of,
    whole_code,
)
from sozialraum.social_structure.queries.figures import ReleaseFacts, release_facts, released, released_dates
from sozialraum.social_structure.queries.indicators import (
    PREFERRED,
    PREFIX,
    IndicatorFacts,
    released_indicators,
)
from sozialraum.social_structure.queries.map_layers import Crossing, Layer, crossing_of, layer_of
from sozialraum.social_structure.queries.map_panels import Drawing, Panel, panels_of


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; everything that is empty or unknown is chosen.

    ``compare`` is a second indicator and ``together`` how it is set beside the first, ``classes`` the way to class,
    ``counts`` asks for the numbers behind a share.
    """

    indicator: str = ""
    areas: str = ""
    reference_date: date | None = None
    picked: str = ""
    compare: str = ""
    together: str = ""
    classes: str = ""
    counts: bool = False

    def query(self) -> str:
        """The same wish as a part of an address."""
        asked = {
            "indicator": self.indicator, "areas": self.areas,
            "date": self.reference_date.isoformat() if self.reference_date else "", "compare": self.compare,
            "together": self.together, "classes": self.classes, "show": "counts" if self.counts else "",
            "area": self.picked,
        }  # fmt: skip
        return urlencode({name: value for name, value in asked.items() if value})


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
    second: Figure | None = None
    second_value: str = ""


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
    """Everything that the page of the city map shows; ``panels`` is empty where no geometry was delivered."""

    indicator: IndicatorFacts
    system: SystemFacts
    level: Level
    reference_date: date
    dates: tuple[date, ...]
    indicators: tuple[Option, ...]
    seconds: tuple[Option, ...]
    togethers: tuple[Option, ...]
    methods: tuple[Option, ...]
    cuts: tuple[Option, ...]
    figures: ReleasedTable
    layer: Layer
    second: Layer | None
    meeting: Crossing | None
    crossed: bool
    panels: tuple[Panel, ...]
    rows: tuple[AreaRow, ...]
    whole: Figure
    answer: Answer
    release: ReleaseFacts
    picked: Picked | None
    has_places: bool
    many_places: int
    counts: bool = False
    threshold: int = field(default=5)

    @property
    def few_areas(self) -> bool:
        """Whether the areas can be chosen from a list."""
        return len(self.rows) <= MOST_OUTLINES

    @property
    def reasons(self) -> list[str]:
        """Why the maps show what they show in this form and these classes; no sentence twice."""
        return list(dict.fromkeys(each for panel in self.panels for each in panel.reasons))

    @property
    def arranged(self) -> bool:
        """Whether the reader has changed more than indicator, areas and date."""
        chosen = next((each.value for each in self.methods if each.chosen), "")
        first = next((each.value for each in self.methods), "")
        return self.second is not None or self.counts or chosen != first

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


def city_map(wish: Wish) -> CityMap | None:
    """The city map that the address asks for; None as long as no figures are released."""
    systems = _mapped_systems()
    if not systems:
        return None
    system, level = _cut(systems, wish.areas)
    drawn = _drawn_small if level.count <= MOST_OUTLINES else _drawn_large
    return drawn(wish, tuple(sorted(place_counts(system.code, system.vintage).items())))


@kept(EDITION)
def _mapped_systems() -> tuple[SystemFacts, ...]:
    return tuple(
        each
        for each in area_systems()
        if Release.objects.filter(system_id=each.id, subject__startswith=PREFIX).exists()
    )


def _drawn(wish: Wish, counted_places: tuple[tuple[str, int], ...]) -> CityMap | None:
    systems = _mapped_systems()
    system, level = _cut(systems, wish.areas)
    indicators = released_indicators(system)
    indicator = _indicator(indicators, wish.indicator)
    dates = released_dates(PREFIX + indicator.code, system.id)
    day = _date(dates, wish.reference_date)
    areas = areas_of(system, level.code)
    layer = _layer(indicator, system, day, list(areas), wish, method=wish.classes)
    facts = release_facts(PREFIX + indicator.code, system.id, day)
    if layer is None or facts is None:
        return None
    other = next((each for each in indicators if each.code == wish.compare and each != indicator), None)
    second = None if other is None else _layer(other, system, day, list(areas), wish)
    names = {code: area.name for code, area in areas.items()}
    together = Together.CROSSED if wish.together == Together.CROSSED else Together.BESIDE
    meeting = crossing_of(layer, second, names) if second else None
    crossed = second is not None and together is Together.CROSSED
    places = dict(counted_places) or _released_places(system, day)
    many = _many(places, set(areas))
    marked = {code: count for code, count in places.items() if count >= many}
    rows = [_row(area, layer, second, places, facts.threshold) for area in areas.values()]
    picked = next(
        (row for row in rows if wish.picked and wish.picked in {row.area.area_code, row.area.name}), None
    )
    drawing = Drawing(
        system, level, tuple(areas), marked, "" if picked is None else picked.area.area_code, wish.query()
    )
    return CityMap(
        indicator=indicator, system=system, level=level, reference_date=day, dates=tuple(dates),
        indicators=tuple(Option(each.code, each.name, each == indicator) for each in indicators),
        seconds=tuple(Option(each.code, each.name, each == other) for each in indicators if each != indicator),
        togethers=tuple(Option(each.value, wording.together_text(each), each is together) for each in Together),
        methods=tuple(Option(each.value, wording.method_text(each), each is layer.method) for each in layer.methods),
        cuts=tuple(_cut_options(systems, system, level)), figures=layer.figures, layer=layer, second=second,
        meeting=meeting, crossed=crossed,
        panels=panels_of(drawing, layer, second, meeting if crossed else None), rows=tuple(rows), whole=layer.whole,
        answer=_answer(rows, layer.figures, system, level, indicator.unit, layer.whole),
        release=facts, picked=None if picked is None else _picked(picked, layer.whole, indicator, system),
        has_places=bool(marked), many_places=many, counts=wish.counts and layer.has_counts,
        threshold=facts.threshold,
    )  # fmt: skip


# released tables and outlines never change: what is drawn of them for one wish is drawn once
_drawn_small = kept(EDITION, size=48)(_drawn)
# a map of ten thousand areas is some ten megabytes
_drawn_large = kept(EDITION, size=3)(_drawn)


def _layer(
    indicator: IndicatorFacts,
    system: SystemFacts,
    day: date,
    codes: Sequence[str],
    wish: Wish,
    *,
    method: str = "",
) -> Layer | None:
    subject = PREFIX + indicator.code
    dates = released_dates(subject, system.id)
    at = _date(dates, day)
    figures = released(subject, system.id, at)
    if figures is None:
        return None
    fixed = bool(indicator.breaks) and method in {"", ClassMethod.FIXED}
    over_time = (
        []
        if fixed
        else [each for other in dates if (each := released(subject, system.id, other)) is not None]
    )
    return layer_of(
        indicator, at, figures, figures.figure(whole_code(system)), codes, over_time=over_time, method=method,
        counts=wish.counts,
    )  # fmt: skip


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
    area: AreaFacts, layer: Layer, second: Layer | None, places: dict[str, int], threshold: int
) -> AreaRow:
    figure = layer.figures.figure(area.area_code)
    other = second.figures.figure(area.area_code) if second is not None else None
    comparison = rules.comparison(figure.lower, figure.upper, layer.whole.value)
    reason = wording.reason_text(figure, threshold=threshold)
    return AreaRow(
        area=area, figure=figure, value=wording.figure_text(figure, layer.indicator.unit),
        interval=wording.interval_text(figure), comparison=comparison,
        said=reason or wording.comparison_text(comparison), places=places.get(area.area_code, 0), second=other,
        second_value=wording.figure_text(other, second.indicator.unit) if second and other else "",
    )  # fmt: skip


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
