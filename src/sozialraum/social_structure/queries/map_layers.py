"""What an indicator looks like on a map: its form, its classes, the reasons for both; and two indicators at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.analytics.classification import (
    explained_share,
    natural_borders,
    quantile_borders,
    radius_share,
)
from sozialraum.foundation.privacy.release import Figure, ReleasedTable
from sozialraum.foundation.ui.drawing import TEAL, number
from sozialraum.foundation.ui.map_signs import CROSSED, circle_key, circle_sample, crossed_key
from sozialraum.foundation.ui.maps import Coloring, MapClass, unknown_sign
from sozialraum.social_structure import rules, wording
from sozialraum.social_structure.enums import ClassMethod, Comparison, MapForm, Unit
from sozialraum.social_structure.queries.indicators import IndicatorFacts

CLASSES = 5
# the largest circle of a map, in units of a sheet that is 1,000 wide, for a hundred areas
LARGEST_CIRCLE = 34.0
STEPS = 3


@dataclass(frozen=True, slots=True)
class Layer:
    """One indicator as a map shows it.

    ``breaks`` are the borders of its classes, ``methods`` the ways to class that make sense for it, ``key`` the key
    of its circles where it has them and ``sizes`` the same one by one. The reasons are sentences.
    """

    indicator: IndicatorFacts
    reference_date: date
    figures: ReleasedTable
    whole: Figure
    form: MapForm
    method: ClassMethod
    methods: tuple[ClassMethod, ...]
    breaks: tuple[float, ...]
    coloring: Coloring
    form_reason: str
    class_reason: str
    key: SafeString | None
    has_counts: bool
    sizes: tuple[tuple[str, SafeString], ...] = ()

    @property
    def by_circles(self) -> bool:
        """Whether numbers are shown by circles."""
        return self.form is MapForm.CIRCLES


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two indicators in one map: nine colors, how many of the ``known`` areas stand high or low in both.

    ``high_areas`` names up to three of those that are high in both.
    """

    coloring: Coloring
    key: SafeString
    both_high: int
    both_low: int
    known: int
    high_areas: tuple[str, ...]
    class_reason: str


def layer_of(
    indicator: IndicatorFacts,
    reference_date: date,
    figures: ReleasedTable,
    whole: Figure,
    area_codes: Sequence[str],
    *,
    over_time: Sequence[ReleasedTable],
    method: str = "",
    counts: bool = False,
) -> Layer:
    """The form and the classes of an indicator on a map of these areas.

    ``over_time`` are the releases of all dates, so that classes of equal width fit every year. ``method`` is a wish;
    what makes no sense for the indicator is not followed. ``counts`` asks for the numbers behind a share.
    """
    known = [each for code in area_codes if (each := figures.figure(code)).value is not None]
    has_counts = indicator.unit in {Unit.PERCENT, Unit.PER_1000} and any(each.numerator for each in known)
    if indicator.unit is Unit.COUNT or (counts and has_counts):
        return _circles(
            indicator, reference_date, figures, whole, known, len(area_codes), has_counts=has_counts
        )
    values = [each.value for each in known if each.value is not None]
    methods = _methods(indicator)
    chosen = next((each for each in methods if each == method), methods[0])
    match chosen:
        case ClassMethod.FIXED | ClassMethod.PUBLISHED:
            breaks = indicator.breaks
        case ClassMethod.EVEN:
            breaks = rules.round_breaks(
                [
                    v
                    for table in (*over_time, figures)
                    for code in area_codes
                    if (v := table.figure(code).value) is not None
                ]
            )
        case ClassMethod.QUANTILE:
            breaks = quantile_borders(values, CLASSES)
        case ClassMethod.NATURAL:
            breaks = natural_borders(values, CLASSES)
    same = {
        each.area_code for each in known
        if rules.comparison(each.lower, each.upper, whole.value) is Comparison.SAME
    }  # fmt: skip
    labels = wording.class_labels(breaks, indicator.unit)
    last = len(labels) - 1
    coloring = Coloring(
        classes=[
            MapClass(label, fill) for label, fill in zip(labels, reversed(shades(len(labels))), strict=True)
        ],
        place=lambda figure: None if figure.value is None else last - rules.class_of(figure.value, breaks),
        words=lambda figure: wording.figure_text(figure, indicator.unit),
        ring=lambda figure: figure.area_code in same,
    )
    return Layer(
        indicator, reference_date, figures, whole, MapForm.COLOR, chosen, methods, breaks, coloring,
        gettext("A share is shown by color, so that large and small areas can be compared."),
        _class_reason(chosen, values, breaks), None, has_counts,
    )  # fmt: skip


def shades(count: int) -> tuple[str, ...]:
    """So many shades from light to dark, as far apart as they can be.

    >>> shades(2) == (TEAL[0], TEAL[4])
    True
    """
    if count == 1:
        return (TEAL[2],)
    return tuple(TEAL[round(place * (len(TEAL) - 1) / (count - 1))] for place in range(count))


def _methods(indicator: IndicatorFacts) -> tuple[ClassMethod, ...]:
    if indicator.unit is Unit.CATEGORY:
        return (ClassMethod.PUBLISHED,)
    others = (ClassMethod.EVEN, ClassMethod.QUANTILE, ClassMethod.NATURAL)
    return (ClassMethod.FIXED, *others) if indicator.breaks else others


def _class_reason(method: ClassMethod, values: Sequence[float], breaks: Sequence[float]) -> str:
    match method:
        case ClassMethod.FIXED:
            return gettext("The classes have fixed borders, so that the years stay comparable.")
        case ClassMethod.PUBLISHED:
            return gettext("The classes are those that the publisher has set.")
        case ClassMethod.EVEN:
            return gettext(
                "The classes are equally wide and fit all dates, so that the years stay comparable."
            )
        case ClassMethod.QUANTILE:
            return gettext(
                "Every class holds about as many areas. That shows the order and not the distances, and holds for this date alone."
            )
        case ClassMethod.NATURAL:
            return gettext(
                "The borders lie where the values have gaps (method of Fisher and Jenks) and explain %(share)s %% of the differences. They hold for this date alone."
            ) % {"share": number(100 * explained_share(values, breaks))}


def _circles(
    indicator: IndicatorFacts,
    reference_date: date,
    figures: ReleasedTable,
    whole: Figure,
    known: Sequence[Figure],
    areas: int,
    *,
    has_counts: bool,
) -> Layer:
    numbers = [each for figure in known if (each := _count(figure, indicator)) is not None]
    largest = max(numbers, default=0.0)
    radius = min(60.0, max(4.0, LARGEST_CIRCLE * (100 / max(areas, 1)) ** 0.5))
    sizes = [(number(each), radius * radius_share(each, largest)) for each in rules.key_numbers(largest)]

    def words(figure: Figure) -> str:
        counted = _count(figure, indicator)
        if counted is None:
            return wording.figure_text(figure, indicator.unit)
        return f"{number(counted)} {indicator.numerator}".strip()

    return Layer(
        indicator, reference_date, figures, whole, MapForm.CIRCLES, ClassMethod.FIXED, (), (),
        Coloring(
            classes=[MapClass(gettext("with a known number"), TEAL[0])],
            place=lambda figure: None if _count(figure, indicator) is None else 0, words=words,
            radius=lambda figure: radius * radius_share(_count(figure, indicator) or 0.0, largest),
        ),
        gettext("A number is shown by circles whose surface follows it; colored, a large area would look like many."),
        "", circle_key(sizes) if sizes else None, has_counts,
        tuple((label, circle_sample(size)) for label, size in sizes),
    )  # fmt: skip


def _count(figure: Figure, indicator: IndicatorFacts) -> float | None:
    return figure.value if indicator.unit is Unit.COUNT else figure.numerator


def crossing_of(first: Layer, second: Layer, areas: Mapping[str, str]) -> Crossing:
    """Two indicators in one map: each in three groups with as many areas; ``areas`` are names by key."""
    places = {
        layer.indicator.code: _thirds(layer, list(areas)) for layer in (first, second)
    }  # fmt: skip
    rows, columns = (places[layer.indicator.code] for layer in (first, second))
    both = {code: (rows[code], columns[code]) for code in areas if code in rows and code in columns}
    steps = [gettext("low"), gettext("middle"), gettext("high")]
    labels = [
        f"{first.indicator.name}: {steps[row]}; {second.indicator.name}: {steps[column]}"
        for row in range(STEPS)
        for column in range(STEPS)
    ]

    def place(figure: Figure) -> int | None:
        found = both.get(figure.area_code)
        return None if found is None else STEPS * found[0] + found[1]

    def unknown(figure: Figure) -> str:
        lacking = figure if figure.value is None else second.figures.figure(figure.area_code)
        return unknown_sign(lacking)

    def words(figure: Figure) -> str:
        other = second.figures.figure(figure.area_code)
        return (
            f"{first.indicator.name} {wording.figure_text(figure, first.indicator.unit)}, "
            f"{second.indicator.name} {wording.figure_text(other, second.indicator.unit)}"
        )

    high = sorted(
        (code for code, where in both.items() if where == (STEPS - 1, STEPS - 1)),
        key=lambda code: -(first.figures.figure(code).value or 0.0),
    )
    return Crossing(
        coloring=Coloring(
            classes=[MapClass(label, CROSSED[at // STEPS][at % STEPS]) for at, label in enumerate(labels)],
            place=place, words=words, unknown=unknown,
        ),
        key=crossed_key(
            steps, [[list(both.values()).count((row, column)) for column in range(STEPS)] for row in range(STEPS)],
            title=f"{first.indicator.name} × {second.indicator.name}",
        ),
        both_high=len(high), both_low=sum(where == (0, 0) for where in both.values()), known=len(both),
        high_areas=tuple(areas[code] for code in high[:3]),
        class_reason=gettext(
            "Each indicator is parted into three groups with about as many areas, because two scales can be set against each other by their order alone."
        ),
    )  # fmt: skip


def _thirds(layer: Layer, codes: Sequence[str]) -> dict[str, int]:
    values = {code: v for code in codes if (v := layer.figures.figure(code).value) is not None}
    borders = quantile_borders(list(values.values()), STEPS)
    return {code: rules.class_of(value, borders) for code, value in values.items()}
