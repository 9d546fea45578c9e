"""Living conditions and assets of an area as lines: value, interval, district, whole, and what can be said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.analytics.rates import compare_with_whole
from sozialraum.foundation.privacy.release import Figure
from sozialraum.foundation.ui.charts import Axis, axis_for, bullet
from sozialraum.foundation.ui.profile_charts import share_bar
from sozialraum.social_structure import rules, wording
from sozialraum.social_structure.enums import Comparison, IndicatorKind, Unit
from sozialraum.social_structure.queries.areas import AreaFacts, SystemFacts, whole_code
from sozialraum.social_structure.queries.figures import ReleaseFacts, release_facts, released, released_dates
from sozialraum.social_structure.queries.indicators import (
    PREFERRED,
    PREFIX,
    IndicatorFacts,
    released_indicators,
)
from sozialraum.social_structure.queries.profiles.licences import Shown

KEY_FIGURES = ("inhabitants", "inhabitants_under_21", "volunteering")
ON_FOOT = "reach_"
WIDEST_AXIS = 80.0


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of an area's living conditions or assets, against its district and the whole.

    ``title`` is the indicator's name, without what a heading above it says already; ``picture`` is the bullet
    (conditions) or the bar (assets).
    """

    indicator: IndicatorFacts
    title: str
    reference_date: date
    release: ReleaseFacts
    figure: Figure
    district_figure: Figure
    whole_figure: Figure
    value: str
    interval: str
    district: str
    whole: str
    picture: SafeString
    said: str
    comparison: Comparison

    @property
    def day_text(self) -> str:
        """The reference date, written out."""
        return date_format(self.reference_date, "SHORT_DATE_FORMAT")


@dataclass(frozen=True, slots=True)
class Conditions:
    """The lines of an area by their use; ``axis`` is the scale of the bullets."""

    lives: tuple[Condition, ...]
    reach: tuple[Condition, ...]
    assets: tuple[Condition, ...]
    key_figures: tuple[tuple[str, str], ...]
    axis: Axis


def conditions_of(area: AreaFacts, system: SystemFacts, shown: Shown) -> Conditions:
    """Every released figure of an area at its latest date that may be shown, sorted by use; shares of conditions have
    one scale.
    """
    found = [found for each in released_indicators(system) if (found := _latest(each, area, system, shown))]
    shares = [
        each for each in found
        if each.indicator.kind in {IndicatorKind.NEED, IndicatorKind.CONTEXT} and each.indicator.unit is Unit.PERCENT
    ]  # fmt: skip
    axis = axis_for([WIDEST_AXIS, *(value for each in shares for value in each.drawn)])
    shares.sort(
        key=lambda each: (each.indicator.kind != IndicatorKind.NEED, _preference(each.indicator.code))
    )
    assets = [each for each in found if each.indicator.kind == IndicatorKind.ASSET]
    on_foot = [each for each in assets if each.indicator.code.startswith(ON_FOOT)]
    return Conditions(
        lives=tuple(_condition(each, area, system, axis) for each in shares),
        reach=tuple(
            replace(_condition(each, area, system), title=title)
            for each, title in zip(on_foot, wording.without_common_end([each.indicator.name for each in on_foot]), strict=True)
        ),
        assets=tuple(_condition(each, area, system) for each in assets if each not in on_foot),
        key_figures=_key_figures(found), axis=axis,
    )  # fmt: skip


def against(here: Figure, whole: Figure, unit: Unit) -> Comparison:
    """Whether a figure certainly differs from that of the whole around it.

    Two things have to hold: the interval leaves the value of the whole out, so that words and drawing agree; and,
    where counts are released, the exact test of the area against the rest of the whole says so (95 %, for one area
    that was chosen before looking).
    """
    by_interval = rules.comparison(here.lower, here.upper, whole.value)
    counts = (here.numerator, here.denominator, whole.numerator, whole.denominator)
    if by_interval not in {Comparison.HIGHER, Comparison.LOWER} or None in counts:
        return by_interval
    cases, people, all_cases, everybody = (float(each or 0.0) for each in counts)
    if all_cases < cases or everybody <= people or all_cases - cases > everybody - people:
        return by_interval
    whole_numbers = all(each.is_integer() for each in (cases, people, all_cases, everybody))
    tested = compare_with_whole(
        [cases, all_cases - cases], [people, everybody - people],
        kind="share" if whole_numbers and unit is Unit.PERCENT else "events",
    )  # fmt: skip
    return by_interval if tested.position[0] else Comparison.SAME


@dataclass(frozen=True, slots=True)
class _Found:
    indicator: IndicatorFacts
    day: date
    release: ReleaseFacts
    here: Figure
    district: Figure
    whole: Figure

    @property
    def drawn(self) -> list[float]:
        figures = (self.here.value, self.here.upper, self.district.value, self.whole.value)
        return [each for each in figures if each is not None]


def _latest(indicator: IndicatorFacts, area: AreaFacts, system: SystemFacts, shown: Shown) -> _Found | None:
    subject = PREFIX + indicator.code
    day = released_dates(subject, system.id)[-1]
    table, facts = released(subject, system.id, day), release_facts(subject, system.id, day)
    if table is None or facts is None or not shown(subject, system.id, day):
        return None
    return _Found(
        indicator, day, facts, table.figure(area.area_code), table.figure(area.district_code),
        table.figure(whole_code(system)),
    )  # fmt: skip


def _condition(found: _Found, area: AreaFacts, system: SystemFacts, axis: Axis | None = None) -> Condition:
    unit, here = found.indicator.unit, found.here
    in_district = area.district_code not in {"", area.area_code}
    comparison = (
        against(here, found.whole, unit) if area.area_code != whole_code(system) else Comparison.UNKNOWN
    )
    beside = against(here, found.district, unit) if in_district else Comparison.UNKNOWN
    if axis is None:
        picture = share_bar(here, found.whole, prefix=f"r{found.indicator.code}")
    else:
        picture = bullet(
            here, axis, district=found.district if in_district else None, whole=found.whole,
            prefix=f"b{found.indicator.code}",
        )  # fmt: skip
    said = wording.reason_text(here, threshold=found.release.threshold)
    return Condition(
        indicator=found.indicator, title=found.indicator.name, reference_date=found.day, release=found.release, figure=here,
        district_figure=found.district, whole_figure=found.whole, value=wording.figure_text(here, unit),
        interval=wording.interval_text(here),
        district=wording.figure_text(found.district, unit) if in_district else "",
        whole=wording.figure_text(found.whole, unit), picture=picture,
        said=said or wording.two_comparisons(comparison, system.whole_name, beside, area.district),
        comparison=comparison,
    )  # fmt: skip


def _preference(code: str) -> int:
    return PREFERRED.index(code) if code in PREFERRED else len(PREFERRED)


def _key_figures(found: list[_Found]) -> tuple[tuple[str, str], ...]:
    """What stands in large figures at the top; the table further down tells why one is not there."""
    by_code = {each.indicator.code: each for each in found}
    return tuple(
        (by_code[code].indicator.name, wording.figure_text(by_code[code].here, by_code[code].indicator.unit))
        for code in KEY_FIGURES
        if code in by_code and by_code[code].here.value is not None
    )


def burdens(lines: tuple[Condition, ...], *, most: int = 2) -> tuple[str, ...]:
    """The needs that are certainly higher than in the whole, for a sentence."""
    return tuple(
        each.indicator.name
        for each in lines
        if each.comparison is Comparison.HIGHER and each.indicator.kind == IndicatorKind.NEED
    )[:most]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known, and why."""

    title: str
    text: str


MOST_GAPS = 3
WIDE = 20.0


def gaps_of(lines: tuple[Condition, ...], closed: str) -> tuple[Gap, ...]:
    """What the figures leave open: what must not be passed on (``closed``), what is withheld or missing, where the
    interval is wide, and what no figure tells.
    """
    kept_back = [Gap(gettext("Must not be passed on"), closed)] if closed else []
    unknown = [
        Gap(each.indicator.name, each.said or gettext("No value was delivered."))
        for each in lines
        if each.figure.value is None
    ]
    wide = [
        Gap(each.indicator.name, gettext("The group is small and the interval wide: %(interval)s.") % {"interval": each.interval})
        for each in lines
        if each.figure.lower is not None and each.figure.upper is not None and each.figure.upper - each.figure.lower > WIDE
    ]  # fmt: skip
    always = Gap(
        gettext("Where young people really are"),
        gettext(
            "Figures end at the border of an area; everyday life does not. Ask the young people themselves."
        ),
    )
    return (*(kept_back + unknown + wide)[:MOST_GAPS], always)
