"""The city map of a wish, from released tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from operator import itemgetter

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.ui.live_maps import MOST_OUTLINES
from sozialraum.social_structure import wording
from sozialraum.social_structure.contributions import place_counts
from sozialraum.social_structure.enums import ClassMethod, Together
from sozialraum.social_structure.queries.areas import EDITION, SystemFacts, areas_of, whole_code
from sozialraum.social_structure.queries.city_map.choices import (
    cut_of,
    cut_options,
    date_of,
    indicator_of,
    mapped_systems,
)
from sozialraum.social_structure.queries.city_map.parts import AreaRow, CityMap, Option
from sozialraum.social_structure.queries.city_map.rows import answer_of, picked_of, row_of
from sozialraum.social_structure.queries.city_map.wish import Wish
from sozialraum.social_structure.queries.figures import release_facts, released, released_dates
from sozialraum.social_structure.queries.indicators import PREFIX, IndicatorFacts, released_indicators
from sozialraum.social_structure.queries.map_layers import Layer, crossing_of, layer_of
from sozialraum.social_structure.queries.map_panels import Drawing, panels_of


def city_map(wish: Wish) -> CityMap | None:
    """The city map that the address asks for; None as long as no figures are released."""
    systems = mapped_systems()
    if not systems:
        return None
    system, level = cut_of(systems, wish.areas)
    drawn = _drawn_small if level.count <= MOST_OUTLINES else _drawn_large
    return drawn(wish, tuple(sorted(place_counts(system.code, system.vintage).items())))


def _drawn(wish: Wish, counted_places: tuple[tuple[str, int], ...]) -> CityMap | None:
    systems = mapped_systems()
    system, level = cut_of(systems, wish.areas)
    indicators = released_indicators(system)
    indicator = indicator_of(indicators, wish.indicator)
    dates = released_dates(PREFIX + indicator.code, system.id)
    day = date_of(dates, wish.reference_date)
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
    rows = [row_of(area, layer, second, places, facts.threshold) for area in areas.values()]
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
        cuts=tuple(cut_options(systems, system, level)), figures=layer.figures, layer=layer, second=second,
        meeting=meeting, crossed=crossed,
        panels=panels_of(drawing, layer, second, meeting if crossed else None), rows=tuple(rows),
        ranked=_ranked(rows), districts=_each_once(row.area.district for row in rows),
        sayings=_each_once(row.said for row in rows), choosable=_choosable(rows, picked), whole=layer.whole,
        answer=answer_of(rows, layer.figures, system, level, indicator.unit, layer.whole),
        release=facts, picked=None if picked is None else picked_of(picked, layer.whole, indicator, system),
        has_places=bool(marked), many_places=many, counts=wish.counts and layer.has_counts,
        threshold=facts.threshold,
    )  # fmt: skip


# released tables and outlines never change: what is drawn of them for one wish is drawn once
_drawn_small = kept(EDITION, size=48)(_drawn)


# a map of ten thousand areas is some ten megabytes
_drawn_large = kept(EDITION, size=3)(_drawn)


def _ranked(rows: Sequence[AreaRow]) -> tuple[AreaRow, ...]:
    known = [(row.figure.value, row) for row in rows if row.figure.value is not None]
    known.sort(key=itemgetter(0), reverse=True)
    return (*(row for _value, row in known), *(row for row in rows if row.figure.value is None))


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts), key=german_sort_key))


def _choosable(rows: Sequence[AreaRow], picked: AreaRow | None) -> tuple[Option, ...]:
    """The areas to choose one from, in the German order of their names; none where they are too many for a list."""
    if len(rows) > MOST_OUTLINES:
        return ()
    ordered = sorted(rows, key=lambda row: german_sort_key(row.area.name))
    return tuple(Option(row.area.area_code, row.area.name, row is picked) for row in ordered)


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
    at = date_of(dates, day)
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


def _released_places(system: SystemFacts, day: date) -> dict[str, int]:
    table = released(f"{PREFIX}meeting_places", system.id, day)
    return {} if table is None else {each.area_code: int(each.numerator) for each in table if each.numerator}


def _many(places: dict[str, int], codes: set[str]) -> int:
    """From how many places on an area carries the sign: the upper quarter of the areas that have any."""
    counts = sorted(count for code, count in places.items() if code in codes and count)
    return max(1, counts[len(counts) * 3 // 4]) if counts else 1
