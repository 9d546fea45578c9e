"""What changed in an area: series over new cuts, small series beside each other, and what a new cut did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.release import Figure, ReleasedTable
from sozialraum.foundation.ui.charts import Moment, time_series
from sozialraum.foundation.ui.profile_charts import small_series
from sozialraum.foundation.ui.quarter_maps import outline_sketch
from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import IndicatorKind, Unit
from sozialraum.social_structure.models import Area, CrosswalkPart
from sozialraum.social_structure.queries.areas import (
    EDITION,
    AreaFacts,
    SystemFacts,
    area_systems,
    whole_code,
)
from sozialraum.social_structure.queries.figures import released, released_dates
from sozialraum.social_structure.queries.indicators import (
    PREFERRED,
    PREFIX,
    IndicatorFacts,
    released_indicators,
)
from sozialraum.social_structure.queries.profiles.licences import Shown

SHORTEST_SERIES = 3
MOST_SMALL = 6
SAME_SIZE = 0.01
WHOLE_PART = 0.999


class Change(StrEnum):
    """How the end of a series stands to its beginning."""

    RISE = "rise"
    FALL = "fall"
    OPEN = "open"  # the intervals overlap
    UNKNOWN = "unknown"  # no intervals


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One line of the table twin of a series; the figures stand for whoever writes them into a file."""

    day: date
    value: str
    interval: str
    whole: str
    note: str
    here: Figure
    whole_figure: Figure


@dataclass(frozen=True, slots=True)
class Series:
    """How one indicator changed: the drawing, its sentence (``ends`` is its first half, from what to what), its table."""

    indicator: IndicatorFacts
    picture: SafeString
    sentence: str
    ends: str
    change: Change
    rows: tuple[SeriesRow, ...]
    estimated: bool


@dataclass(frozen=True, slots=True)
class NewCut:
    """What a new cut did to an area: two small outlines with their words, and how older values were carried over."""

    before: SafeString
    after: SafeString
    before_title: str
    after_title: str
    text: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What the page says about change; ``main`` is the series drawn large."""

    main: Series | None
    small: tuple[Series, ...]
    cut: NewCut | None


def changes_of(area: AreaFacts, system: SystemFacts, shown: Shown) -> Changes:
    """Of the figures that may be shown: the main series, up to six further ones on scales from zero, and the cut between them."""
    indicators = {each.code: each for each in released_indicators(system)}
    wished = (indicators[code] for code in PREFERRED if code in indicators)
    main = next((found for each in wished if (found := _series(each, area, system, shown))), None)
    first = None if main is None else main.indicator
    cut = _new_cut(area, system) if main is not None and main.estimated else None
    shares = [
        each for each in indicators.values()
        if each is not first and each.unit is Unit.PERCENT and each.kind in {IndicatorKind.NEED, IndicatorKind.CONTEXT}
    ]  # fmt: skip
    shares.sort(
        key=lambda each: (
            each.kind != IndicatorKind.NEED,
            PREFERRED.index(each.code) if each.code in PREFERRED else len(PREFERRED),
        )
    )
    small: list[Series] = []
    for each in shares:
        if len(small) < MOST_SMALL and (found := _series(each, area, system, shown, small=True)) is not None:
            small.append(found)
    return Changes(main, tuple(small), cut)


def _series(
    indicator: IndicatorFacts, area: AreaFacts, system: SystemFacts, shown: Shown, *, small: bool = False
) -> Series | None:
    moments = _moments(indicator, area, system, shown)
    known = [each for each in moments if each[1].value is not None]
    if len(known) < SHORTEST_SERIES:
        return None
    unit = indicator.unit
    ends, certain, change = _change(known[0], known[-1], indicator)
    sentence = f"{ends} {certain}".strip()
    here = [Moment(str(day.year), figure, _estimated(figure)) for day, figure, _ in moments]
    whole = [Moment(str(day.year), figure) for day, _, figure in moments]
    if small:
        values = [
            value for _, one, other in moments for value in (one.value, one.upper, other.value) if value is not None
        ]  # fmt: skip
        picture = small_series(here, whole, high=max(values))
    else:
        picture = time_series(
            here, whole, title=f"{indicator.name}, {area.name}: {sentence}",
            here_label=f"{area.name} {wording.value_text(known[-1][1].value or 0.0, unit)}",
            whole_label=f"{system.whole_name} {wording.figure_text(moments[-1][2], unit)}",
            unit=" %" if unit is Unit.PERCENT else "",
            cut_label=gettext("carried over"), after_label=gettext("cut of %(year)d") % {"year": system.vintage},
        )  # fmt: skip
    return Series(
        indicator=indicator, sentence=sentence, ends=ends, change=change, picture=picture,
        rows=tuple(
            SeriesRow(
                day, wording.figure_text(one, unit), wording.interval_text(one), wording.figure_text(other, unit),
                gettext("estimated") if _estimated(one) else "", one, other,
            )
            for day, one, other in reversed(moments)
        ),
        estimated=any(each.estimated for each in here),
    )  # fmt: skip


def _moments(
    indicator: IndicatorFacts, area: AreaFacts, system: SystemFacts, shown: Shown
) -> list[tuple[date, Figure, Figure]]:
    """The dates of a series: those of the area's own cut (also carried over from an older one), then those of older
    cuts in which the area was the same.
    """
    found: dict[date, tuple[date, Figure, Figure]] = {}
    cuts = [cut for cut in area_systems() if cut.code == system.code and cut.vintage <= system.vintage]
    for cut in sorted(cuts, key=lambda each: -each.vintage):
        if cut.id != system.id and not _same_ground(area, cut):
            continue
        for day, table in _tables(PREFIX + indicator.code, cut.id):
            if day not in found and shown(PREFIX + indicator.code, cut.id, day):
                found[day] = (day, table.figure(area.area_code), table.figure(whole_code(cut)))
    return [found[day] for day in sorted(found)]


@kept(EDITION, size=64)
def _tables(subject: str, system_id: int) -> tuple[tuple[date, ReleasedTable], ...]:
    """Every release of a subject by date; kept, since the pages of all areas read the same."""
    found = ((day, released(subject, system_id, day)) for day in released_dates(subject, system_id))
    return tuple((day, table) for day, table in found if table is not None)


def _estimated(figure: Figure) -> bool:
    """Whether a figure was carried over from an older cut and is not exact."""
    return bool(figure.extra.get("estimated"))


@kept(EDITION, size=512)
def _same_ground(area: AreaFacts, cut: SystemFacts) -> bool:
    """Whether an older cut has the same area: same key, same name, the same size to a hundredth."""
    sizes = list(
        Area.objects.filter(area_code=area.area_code, name=area.name, system_id__in=(cut.id, area.system.id))
        .values_list("square_meters", flat=True)
    )  # fmt: skip
    if len(sizes) < 2 or None in sizes:
        return False
    one, other = (float(each or 0.0) for each in sizes[:2])
    return abs(one - other) <= SAME_SIZE * max(one, other)


def _change(
    first: tuple[date, Figure, Figure], last: tuple[date, Figure, Figure], indicator: IndicatorFacts
) -> tuple[str, str, Change]:
    begin, end = first[1], last[1]
    values = {
        "from": wording.figure_text(begin, indicator.unit), "to": wording.figure_text(end, indicator.unit),
        "first": first[0].year, "last": last[0].year,
    }  # fmt: skip
    said = gettext("From %(from)s in %(first)s to %(to)s in %(last)s.") % values
    if begin.upper is None or end.lower is None or begin.lower is None or end.upper is None:
        return said, "", Change.UNKNOWN
    if end.lower > begin.upper:
        return said, gettext("That is a certain rise."), Change.RISE
    if end.upper < begin.lower:
        return said, gettext("That is a certain fall."), Change.FALL
    said_of_both = gettext("The intervals overlap: whether it changed is not certain yet.")
    return said, said_of_both, Change.OPEN


def _new_cut(area: AreaFacts, system: SystemFacts) -> NewCut | None:
    """The areas that this one came out of, and what else became of them; None where there is no bridge to draw."""
    sources = list(
        CrosswalkPart.objects.filter(to_area__system_id=system.id, to_area__area_code=area.area_code)
        .select_related("from_area", "from_area__system", "crosswalk")
        .order_by("-from_area__system__vintage", "-weight")
    )
    if not sources or not all(each.from_area.outline for each in sources):
        return None
    latest = sources[0].from_area.system.vintage
    old = [each for each in sources if each.from_area.system.vintage == latest]
    new = list(
        CrosswalkPart.objects.filter(
            crosswalk_id=old[0].crosswalk_id, from_area_id__in=[each.from_area_id for each in old]
        ).select_related("to_area")
    )
    frame = [bytes(each.from_area.outline) for each in old]
    after = {each.to_area.area_code: bytes(each.to_area.outline) for each in new if each.to_area.outline}
    if area.area_code not in after:
        return None
    names = wording.joined([each.from_area.name for each in old])
    return NewCut(
        before=outline_sketch([(wkb, True) for wkb in frame], [*frame, *after.values()]),
        after=outline_sketch(
            [(wkb, code == area.area_code) for code, wkb in after.items()], [*frame, *after.values()]
        ),
        before_title=gettext("until %(year)d: %(name)s") % {"year": system.vintage - 1, "name": names},
        after_title=gettext("since %(year)d: %(name)s") % {"year": system.vintage, "name": area.name},
        text=_cut_text(names, system.vintage, split=len(old) == 1 and len(new) > 1),
    )


def _cut_text(names: str, year: int, *, split: bool) -> str:
    values = {"names": names, "year": year}
    happened = (
        gettext("In %(year)d “%(names)s” was divided.") if split else gettext("In %(year)d the areas were cut anew.")
    )  # fmt: skip
    carried = gettext("Older values are carried over and estimated: hollow dots, dashed line.")
    return f"{happened % values} {carried}"
