"""The page of one area: what is there, how people live, what changed, what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.release import Figure
from sozialraum.foundation.ui.charts import Moment, axis_for, bullet, time_series
from sozialraum.foundation.ui.maps import location_map
from sozialraum.social_structure import rules, wording
from sozialraum.social_structure.contributions import AreaKey, Assets, Block, assets_of, blocks_of
from sozialraum.social_structure.enums import Comparison, IndicatorKind, Unit
from sozialraum.social_structure.models import Area, Run
from sozialraum.social_structure.queries.areas import (
    AreaFacts,
    SystemFacts,
    area_system,
    area_systems,
    areas_of,
    sheet_of,
    whole_code,
)
from sozialraum.social_structure.queries.figures import ReleaseFacts, release_facts, released, released_dates
from sozialraum.social_structure.queries.indicators import (
    PREFERRED,
    PREFIX,
    IndicatorFacts,
    released_indicators,
)

KEY_FIGURES = ("inhabitants", "inhabitants_under_21", "volunteering")
SHORTEST_SERIES = 3
MOST_GAPS = 3
PERCENT_AXIS = axis_for([0.0, 80.0])


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of an area's living conditions or assets, against its district and the whole."""

    indicator: IndicatorFacts
    reference_date: date
    figure: Figure
    value: str
    interval: str
    district: str
    whole: str
    picture: SafeString
    said: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One line of the table twin of a series."""

    day: date
    value: str
    interval: str
    whole: str
    note: str


@dataclass(frozen=True, slots=True)
class Series:
    """How one indicator changed: the drawing, its sentence, its table."""

    indicator: IndicatorFacts
    picture: SafeString
    sentence: str
    rows: tuple[SeriesRow, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known, and why."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in which the area has a place."""

    id: UUID
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """Everything that the page of an area shows."""

    area: AreaFacts
    level: str
    key_figures: tuple[tuple[str, str], ...]
    location: SafeString | None
    assets: Assets
    asset_conditions: tuple[Condition, ...]
    conditions: tuple[Condition, ...]
    blocks: tuple[Block, ...]
    series: Series | None
    gaps: tuple[Gap, ...]
    parts: tuple[AreaFacts, ...]
    runs: tuple[RunLine, ...]
    release: ReleaseFacts | None
    sources: tuple[str, ...]

    @property
    def clear_burdens(self) -> tuple[str, ...]:
        """The needs that are certainly higher than in the whole, for the sentence."""
        higher = [
            each.indicator.name
            for each in self.conditions
            if each.comparison is Comparison.HIGHER and each.indicator.kind == IndicatorKind.NEED
        ]
        return tuple(higher[:2])

    @property
    def burdens_text(self) -> str:
        """The same as a list in a sentence."""
        return wording.joined(self.clear_burdens)

    @property
    def as_of(self) -> str:
        """The latest reference date of the conditions, written out."""
        latest = max((each.reference_date for each in self.conditions), default=None)
        return date_format(latest, "SHORT_DATE_FORMAT") if latest else ""


def area_profile(
    *, system_code: str, vintage: int, area_code: str, actor: Actor, today: date
) -> AreaProfile | None:
    """The profile of an area of a cut; None where there is no such area."""
    system = area_system(system_code, vintage)
    if system is None:
        return None
    areas = areas_of(system)
    area = areas.get(area_code)
    if area is None:
        return None
    key = AreaKey(system_code, vintage, area_code)
    indicators = released_indicators(system)
    lines = [line for each in indicators if (line := _condition(each, area, system)) is not None]
    conditions = [
        line for line in lines if line.indicator.kind in {IndicatorKind.NEED, IndicatorKind.CONTEXT}
    ]
    shown = [line for line in conditions if line.indicator.unit is Unit.PERCENT]
    shown.sort(key=lambda line: (line.indicator.kind != IndicatorKind.NEED, _preference(line.indicator.code)))
    main = next((each for code in PREFERRED for each in indicators if each.code == code), None)
    sheet = sheet_of(system.id, system.levels[-1].code, system.levels[0].code)
    return AreaProfile(
        area=area, level=_level_word(system, area), key_figures=_key_figures(lines),
        location=None if sheet is None or area.area_code == whole_code(system) else location_map(
            sheet, area_code, area.district_code,
            title=gettext("Where %(area)s lies in %(whole)s") % {"area": area.name, "whole": system.whole_name},
        ),
        assets=assets_of(key, today), asset_conditions=tuple(each for each in lines if each.indicator.kind == IndicatorKind.ASSET),
        conditions=tuple(shown), blocks=blocks_of(actor, key, today),
        series=None if main is None else _series(main, area, system), gaps=_gaps(shown),
        parts=tuple(each for each in areas.values() if each.parent_code == area_code),
        runs=tuple(RunLine(each.id, each.number, each.title) for each in Run.objects.filter(system_id=system.id, level=area.level)[:3]),
        release=None if main is None else release_facts(PREFIX + main.code, system.id, released_dates(PREFIX + main.code, system.id)[-1]),
        sources=tuple(sorted({each.indicator.source for each in shown if each.indicator.source})),
    )  # fmt: skip


def _preference(code: str) -> int:
    return PREFERRED.index(code) if code in PREFERRED else len(PREFERRED)


def _level_word(system: SystemFacts, area: AreaFacts) -> str:
    return next((each.singular for each in system.levels if each.code == area.level), system.whole_name)


def _condition(indicator: IndicatorFacts, area: AreaFacts, system: SystemFacts) -> Condition | None:
    dates = released_dates(PREFIX + indicator.code, system.id)
    table = released(PREFIX + indicator.code, system.id, dates[-1])
    facts = release_facts(PREFIX + indicator.code, system.id, dates[-1])
    if table is None or facts is None:
        return None
    figure, whole = table.figure(area.area_code), table.figure(whole_code(system))
    district = table.figure(area.district_code)
    comparison = rules.comparison(figure.lower, figure.upper, whole.value)
    axis = PERCENT_AXIS if indicator.unit is Unit.PERCENT else axis_for(
        [v for f in (figure, whole, district) for v in (f.value, f.upper) if v is not None]
    )  # fmt: skip
    said = wording.reason_text(figure, threshold=facts.threshold)
    return Condition(
        indicator=indicator, reference_date=dates[-1], figure=figure,
        value=wording.figure_text(figure, indicator.unit), interval=wording.interval_text(figure),
        district="–" if district.value is None else wording.value_text(district.value, indicator.unit),
        whole="–" if whole.value is None else wording.value_text(whole.value, indicator.unit),
        picture=bullet(figure, axis, district=district if area.district_code != area.area_code else None, whole=whole),
        said=said or wording.comparison_sentence(comparison, system.whole_name), comparison=comparison,
    )  # fmt: skip


def _key_figures(lines: list[Condition]) -> tuple[tuple[str, str], ...]:
    by_code = {line.indicator.code: line for line in lines}
    return tuple(
        (by_code[code].indicator.name, by_code[code].value) for code in KEY_FIGURES if code in by_code
    )


def _series(indicator: IndicatorFacts, area: AreaFacts, system: SystemFacts) -> Series | None:
    moments = _moments(indicator, area, system)
    known = [each for each in moments if each[1].value is not None]
    if len(known) < SHORTEST_SERIES:
        return None
    last = known[-1][1]
    unit = indicator.unit
    sentence = _change_sentence(known[0], known[-1], indicator)
    return Series(
        indicator=indicator, sentence=sentence,
        picture=time_series(
            [Moment(str(day.year), here, _estimated(here)) for day, here, _ in moments],
            [Moment(str(day.year), whole) for day, _, whole in moments],
            title=f"{indicator.name}, {area.name}: {sentence}",
            here_label=f"{area.name} {wording.value_text(last.value or 0.0, unit)}",
            whole_label=f"{system.whole_name} {wording.figure_text(moments[-1][2], unit)}",
            unit=" %" if unit is Unit.PERCENT else "",
            cut_label=gettext("new cut %(year)d") % {"year": system.vintage},
        ),
        rows=tuple(
            SeriesRow(day, wording.figure_text(here, unit), wording.interval_text(here), wording.figure_text(whole, unit),
                gettext("estimated") if _estimated(here) else "")
            for day, here, whole in reversed(moments)
        ),
    )  # fmt: skip


def _moments(
    indicator: IndicatorFacts, area: AreaFacts, system: SystemFacts
) -> list[tuple[date, Figure, Figure]]:
    """The dates of a series: those of the area's own cut (also carried over from an older one), then those of older
    cuts in which the area was the same.
    """
    found: dict[date, tuple[date, Figure, Figure]] = {}
    cuts = [cut for cut in area_systems() if cut.code == system.code and cut.vintage <= system.vintage]
    for cut in sorted(cuts, key=lambda each: -each.vintage):
        if not _same_ground(area, cut):
            continue
        for day in released_dates(PREFIX + indicator.code, cut.id):
            table = None if day in found else released(PREFIX + indicator.code, cut.id, day)
            if table is not None:
                found[day] = (day, table.figure(area.area_code), table.figure(whole_code(cut)))
    return [found[day] for day in sorted(found)]


def _estimated(figure: Figure) -> bool:
    """Whether a figure was carried over from an older cut and is not exact."""
    return bool(figure.extra.get("estimated"))


def _same_ground(area: AreaFacts, cut: SystemFacts) -> bool:
    """Whether an older cut has the same area: same key, same name, the same size to a hundredth."""
    if cut.id == area.system.id:
        return True
    sizes = list(
        Area.objects.filter(area_code=area.area_code, name=area.name, system_id__in=(cut.id, area.system.id))
        .values_list("square_meters", flat=True)
    )  # fmt: skip
    if len(sizes) < 2 or None in sizes:
        return False
    one, other = (float(each or 0.0) for each in sizes[:2])
    return abs(one - other) <= 0.01 * max(one, other)


def _change_sentence(
    first: tuple[date, Figure, Figure], last: tuple[date, Figure, Figure], indicator: IndicatorFacts
) -> str:
    begin, end = first[1], last[1]
    values = {
        "indicator": indicator.name, "from": wording.figure_text(begin, indicator.unit),
        "to": wording.figure_text(end, indicator.unit), "first": first[0].year, "last": last[0].year,
    }  # fmt: skip
    said = gettext("From %(from)s in %(first)s to %(to)s in %(last)s.") % values
    if begin.upper is None or end.lower is None or begin.lower is None or end.upper is None:
        return said
    if end.lower > begin.upper:
        return f"{said} {gettext('That is a certain rise.')}"
    if end.upper < begin.lower:
        return f"{said} {gettext('That is a certain fall.')}"
    return f"{said} {gettext('The intervals overlap: whether it changed is not certain yet.')}"


def _gaps(conditions: list[Condition]) -> tuple[Gap, ...]:
    unknown = [
        Gap(each.indicator.name, each.said or gettext("No value was delivered."))
        for each in conditions
        if each.figure.value is None
    ]
    wide = [
        Gap(each.indicator.name, gettext("The group is small and the interval wide: %(interval)s.") % {"interval": each.interval})
        for each in conditions
        if each.figure.lower is not None and each.figure.upper is not None and each.figure.upper - each.figure.lower > 20
    ]  # fmt: skip
    always = Gap(
        gettext("Where young people really are"),
        gettext(
            "Figures end at the border of an area; everyday life does not. Ask the young people themselves."
        ),
    )
    return (*(unknown + wide)[:MOST_GAPS], always)
