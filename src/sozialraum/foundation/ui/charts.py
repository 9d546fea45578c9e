"""Charts drawn on the server as SVG, the same in page and PDF; every one has a table twin beside it.

Signs are the same everywhere: the value is a filled dot, its interval a light bar behind it, the district a dashed
tick, the whole a solid ink tick. Suppressed is dotted, estimated is hollow and dashed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from sozialraum.foundation.privacy.release import Figure
from sozialraum.foundation.ui.drawing import (
    GRID,
    INK,
    INK_SOFT,
    LINE,
    PAPER,
    TEAL,
    element,
    number,
    patterns,
    picture,
    polyline,
    words,
)

BULLET_WIDTH: Final = 360.0
STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
Place = Callable[[int], float]
Height = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from zero (or below) to a round end: ``ticks`` are the values that are written."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def at(self, value: float, length: float, start: float = 0.0) -> float:
        """The place of a value on an axis of this length."""
        return round(start + (value - self.low) / (self.high - self.low) * length, 1)


def axis_for(values: Sequence[float], *, parts: int = 4) -> Axis:
    """An axis from zero over all values, with about ``parts`` round steps; below zero where values are.

    >>> axis_for([3.0, 74.5]).ticks
    (0.0, 20.0, 40.0, 60.0, 80.0)
    >>> axis_for([-2.0, 3.9]).ticks
    (-2.0, 0.0, 2.0, 4.0)
    """
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    if low == high:
        return Axis(0.0, 1.0, (0.0, 1.0))
    wanted = (high - low) / parts
    power = 10.0 ** _exponent(wanted)
    step = next(each * power for each in STEPS if each * power >= wanted * 0.999)
    first, last = -int(-low / step + 0.999), int(high / step + 0.999)
    ticks = tuple(round(step * place, 6) for place in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def _exponent(value: float) -> int:
    exponent = 0
    while value >= 10:
        value, exponent = value / 10, exponent + 1
    while value < 1:
        value, exponent = value * 10, exponent - 1
    return exponent


def bullet(
    figure: Figure,
    axis: Axis,
    *,
    district: Figure | None = None,
    whole: Figure | None = None,
    prefix: str = "bullet",
) -> SafeString:
    """One value with its interval against district and whole; hidden from screen readers, the row says it all.

    ``prefix`` keeps the ids of several bullets of a page apart.
    """
    middle, length = 22, BULLET_WIDTH - 8
    drawn = [element("path", d=f"M4 {middle}H{BULLET_WIDTH - 4:g}", stroke=LINE, stroke_width=1.5)]
    if figure.withheld:
        drawn = [
            patterns(prefix),
            element(
                "rect",
                x=4,
                y=middle - 7,
                width=length,
                height=14,
                fill=f"url(#{prefix}-suppressed)",
            ),
        ]
    if figure.lower is not None and figure.upper is not None:
        left, right = (
            axis.at(max(figure.lower, axis.low), length, 4),
            axis.at(min(figure.upper, axis.high), length, 4),
        )
        drawn.append(
            element("rect", x=left, y=middle - 7, width=max(right - left, 2), height=14, fill=TEAL[1])
        )
    for reference, color, dash, reach in ((district, INK_SOFT, "3 3", 12), (whole, INK, None, 14)):
        if reference is not None and reference.value is not None:
            x = axis.at(reference.value, length, 4)
            line = f"M{x:g} {middle - reach}v{2 * reach}"
            drawn.append(element("path", d=line, stroke=PAPER, stroke_width=5))
            drawn.append(
                element(
                    "path",
                    d=line,
                    stroke=color,
                    stroke_width=2.5 if dash is None else 2,
                    stroke_dasharray=dash,
                )
            )
    if figure.value is not None:
        drawn.append(
            element(
                "circle",
                cx=axis.at(figure.value, length, 4),
                cy=middle,
                r=6.5,
                fill=TEAL[4],
                stroke=PAPER,
                stroke_width=1.5,
            )
        )
    return picture("".join(drawn), width=BULLET_WIDTH, height=44, title="", hidden=True, marker="bullet")


def strip(
    figure: Figure, whole: Figure, axis: Axis, *, title: str, value_label: str, whole_label: str
) -> SafeString:
    """The picked area against the whole, with both values written."""
    length, middle = 280.0, 30
    drawn = [element("path", d=f"M8 {middle}h{length:g}", stroke=LINE, stroke_width=2)]
    if figure.lower is not None and figure.upper is not None:
        left, right = (
            axis.at(max(figure.lower, axis.low), length, 8),
            axis.at(min(figure.upper, axis.high), length, 8),
        )
        drawn.append(element("rect", x=left, y=24, width=max(right - left, 2), height=12, fill=TEAL[1]))
    if whole.value is not None:
        x = axis.at(whole.value, length, 8)
        drawn.append(element("path", d=f"M{x:g} 16v28", stroke=INK, stroke_width=2))
        drawn.append(
            words(whole_label, _inside(x, length, whole_label), 59, text_anchor="middle", fill=INK_SOFT)
        )
    if figure.value is not None:
        x = axis.at(figure.value, length, 8)
        drawn.append(element("circle", cx=x, cy=middle, r=7, fill=TEAL[4]))
        drawn.append(
            words(value_label, _inside(x, length, value_label), 14, text_anchor="middle", font_weight=600)
        )
    return picture("".join(drawn), width=296, height=64, title=title, marker="strip")


def _inside(x: float, length: float, label: str) -> float:
    half = 3.4 * len(label)
    return min(max(x, half), length + 16 - half)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of a series: the label on the axis, the figure, whether it is recalculated from an older cut."""

    label: str
    figure: Figure
    estimated: bool = False


def time_series(
    here: Sequence[Moment], whole: Sequence[Moment], *, title: str, here_label: str, whole_label: str, unit: str,
    cut_label: str = "", after_label: str = "",
) -> SafeString:  # fmt: skip
    """A series of one area with its band against the whole; gaps stay gaps.

    Where moments are estimated (recalculated from an older cut), line and dots are dashed and hollow and a dotted
    vertical line marks the new cut, named by ``cut_label`` before and ``after_label`` behind it.
    """
    known = [m.figure for m in (*here, *whole) if m.figure.value is not None]
    axis = axis_for([bound for f in known for bound in (f.value, f.upper, f.lower) if bound is not None])
    left, right, top, bottom = 46.0, 640.0, 24.0, 224.0
    spread = (right - left - 14) / max(1, len(here) - 1)

    def x(position: int) -> float:
        return round(left + position * spread, 1)

    def y(value: float) -> float:
        return round(bottom - axis.at(value, bottom - top), 1)

    drawn = []
    for tick in axis.ticks:
        label = number(tick, 0 if axis.high - axis.low >= 4 else 1)
        drawn.append(element("path", d=f"M{left:g} {y(tick):g}H{right:g}", stroke=GRID))
        drawn.append(
            words(
                f"{label}{unit}" if tick == axis.ticks[-1] else label,
                left - 8,
                y(tick) + 5,
                text_anchor="end",
                fill=INK_SOFT,
            )
        )
    drawn += _cut(here, x, cut_label, after_label)
    for estimated in (True, False):
        drawn += [
            element("path", d=_band(run, x, y), fill=TEAL[0] if estimated else TEAL[1])
            for run in _runs(here, estimated=estimated)
            if len(run) > 1 and all(m.figure.lower is not None for _, m in run)
        ]
    for run in _runs(whole, estimated=None):
        line = polyline([(x(position), y(m.figure.value or 0.0)) for position, m in run])
        drawn.append(element("path", d=line, fill="none", stroke=INK_SOFT, stroke_width=1.8))
    for estimated in (True, False):
        for run in _runs(here, estimated=estimated):
            points = [(x(position), y(m.figure.value or 0.0)) for position, m in run]
            drawn.append(
                element("path", d=polyline(points), fill="none", stroke=TEAL[4], stroke_width=2.4 if estimated else 3,
                        stroke_dasharray="6 4" if estimated else None)
            )  # fmt: skip
            drawn += [
                element("circle", cx=px, cy=py, r=4.5 if estimated else 5, fill=PAPER if estimated else TEAL[4],
                        stroke=TEAL[4], stroke_width=2)
                for px, py in points
            ]  # fmt: skip
    drawn += _ends(here, whole, here_label, whole_label, x, y)
    step = max(1, len(here) // 6)
    drawn += [
        words(m.label, x(position), 244, text_anchor="middle", fill=INK_SOFT)
        for position, m in enumerate(here)
        if (len(here) - 1 - position) % step == 0
    ]
    return picture("".join(drawn), width=780, height=256, title=title, marker="series")


def _runs(moments: Sequence[Moment], *, estimated: bool | None) -> list[list[tuple[int, Moment]]]:
    runs: list[list[tuple[int, Moment]]] = [[]]
    for position, moment in enumerate(moments):
        if moment.figure.value is None or (estimated is not None and moment.estimated is not estimated):
            runs.append([])
        else:
            runs[-1].append((position, moment))
    return [run for run in runs if run]


def _band(run: Sequence[tuple[int, Moment]], x: Place, y: Height) -> str:
    upper = [(x(position), y(m.figure.upper or 0.0)) for position, m in run]
    lower = [(x(position), y(m.figure.lower or 0.0)) for position, m in reversed(run)]
    return polyline([*upper, *lower]) + "Z"


def _cut(here: Sequence[Moment], x: Place, label: str, after: str) -> list[str]:
    first = next((position for position, m in enumerate(here) if not m.estimated), 0)
    if not first:
        return []
    middle = round((x(first - 1) + x(first)) / 2, 1)
    return [
        element("path", d=f"M{middle:g} 14V224", stroke=INK, stroke_dasharray="2 4"),
        words(label, middle - 8, 216, text_anchor="end"),
        words(after, middle + 9, 216),
    ]


def _ends(
    here: Sequence[Moment], whole: Sequence[Moment], here_label: str, whole_label: str, x: Place, y: Height
) -> list[str]:
    ends: list[tuple[float, float, str, dict[str, object]]] = []
    styled: tuple[tuple[Sequence[Moment], str, dict[str, object]], ...] = (
        (here, here_label, {"fill": TEAL[4], "font_weight": 600}),
        (whole, whole_label, {"fill": INK_SOFT}),
    )
    for moments, label, style in styled:
        known = [
            (position, m.figure.value) for position, m in enumerate(moments) if m.figure.value is not None
        ]
        if known:
            position, value = known[-1]
            ends.append((x(position) + 14, y(value) + 5, label, style))
    if len(ends) == 2 and abs(ends[0][1] - ends[1][1]) < 18:
        apart = 9 if ends[0][1] <= ends[1][1] else -9
        ends = [
            (ends[0][0], ends[0][1] - apart, *ends[0][2:]),
            (ends[1][0], ends[1][1] + apart, *ends[1][2:]),
        ]
    return [
        words(label, left, height, font_size=14, class_="series-end", **style)
        for left, height, label, style in ends
    ]
