"""Charts of the area page beside those of :mod:`charts`: shares as bars, small series, the population tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from sozialraum.foundation.privacy.release import Figure
from sozialraum.foundation.ui.charts import Moment, axis_for
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

BAR_WIDTH: Final = 360.0
SMALL_WIDTH, SMALL_HEIGHT = 250.0, 96.0
TREE_WIDTH: Final = 520.0
TREE_ROW: Final = 15.0
AGE_YEAR: Final = 3.6


def share_bar(figure: Figure, whole: Figure, *, prefix: str) -> SafeString:
    """A share of all (0 to 100) as a bar with the tick of the whole; dotted where it is withheld, hatched where it
    is missing. Hidden from screen readers: the line above says both values.
    """
    ground = element("rect", x=0, y=4, width=BAR_WIDTH, height=10, fill=GRID)
    if figure.value is None:
        sign = "suppressed" if figure.withheld or figure.status == "suppressed" else "missing"
        ground = patterns(prefix) + element(
            "rect", x=0, y=4, width=BAR_WIDTH, height=10, fill=f"url(#{prefix}-{sign})", stroke=LINE
        )
        bar = ""
    else:
        bar = element("rect", x=0, y=4, width=_across(figure.value), height=10, fill=TEAL[3])
    tick = ""
    if whole.value is not None:
        line = f"M{_across(whole.value):g} 0v18"
        tick = element("path", d=line, stroke=PAPER, stroke_width=5) + element(
            "path", d=line, stroke=INK, stroke_width=2.5
        )
    return picture(ground + bar + tick, width=BAR_WIDTH, height=18, title="", hidden=True, marker="share-bar")


def _across(value: float) -> float:
    return round(min(max(value, 0.0), 100.0) / 100 * BAR_WIDTH, 1)


def small_series(here: Sequence[Moment], whole: Sequence[Moment], *, high: float) -> SafeString:
    """A series without labels but the years at its ends, one of several on the same scale up to ``high``.

    Hidden from screen readers: the words and the table beside it say what it shows.
    """
    axis = axis_for([high])
    left, right, top, bottom = 4.0, SMALL_WIDTH - 8, 8.0, 74.0
    spread = (right - left) / max(1, len(here) - 1)

    def at(place: int, value: float) -> tuple[float, float]:
        return round(left + place * spread, 1), round(bottom - axis.at(value, bottom - top), 1)

    drawn = [element("path", d=f"M{left:g} {bottom:g}H{right:g}", stroke=LINE)]
    for run in _known(here):
        if len(run) > 1 and all(
            each.figure.lower is not None and each.figure.upper is not None for _, each in run
        ):
            upper = [at(place, each.figure.upper or 0.0) for place, each in run]
            lower = [at(place, each.figure.lower or 0.0) for place, each in reversed(run)]
            drawn.append(element("path", d=polyline([*upper, *lower]) + "Z", fill=TEAL[0]))
    for run in _known(whole):
        line = polyline([at(place, each.figure.value or 0.0) for place, each in run])
        drawn.append(element("path", d=line, fill="none", stroke=INK_SOFT, stroke_width=1.4))
    drawn += _line(here, at)
    for place, anchor in ((0, "start"), (len(here) - 1, "end")):
        x = left if anchor == "start" else right
        drawn.append(words(here[place].label, x, 92, text_anchor=anchor, font_size=12, fill=INK_SOFT))
    return picture(
        "".join(drawn), width=SMALL_WIDTH, height=SMALL_HEIGHT, title="", hidden=True, marker="small-series"
    )


def _line(here: Sequence[Moment], at: object) -> list[str]:
    assert callable(at)  # noqa: S101 - a scale is a function
    drawn: list[str] = []
    for run in _known(here):
        for estimated in (True, False):
            part = [(place, each) for place, each in run if each.estimated is estimated]
            if part:
                points = [at(place, each.figure.value or 0.0) for place, each in part]
                drawn.append(
                    element("path", d=polyline(points), fill="none", stroke=TEAL[4], stroke_width=2.2,
                            stroke_dasharray="5 3" if estimated else None)
                )  # fmt: skip
    known = [(place, each) for place, each in enumerate(here) if each.figure.value is not None]
    if known:
        place, last = known[-1]
        x, y = at(place, last.figure.value or 0.0)
        drawn.append(element("circle", cx=x, cy=y, r=4, fill=TEAL[4], stroke=PAPER, stroke_width=1.5))
    return drawn


def _known(moments: Sequence[Moment]) -> list[list[tuple[int, Moment]]]:
    runs: list[list[tuple[int, Moment]]] = [[]]
    for place, each in enumerate(moments):
        if each.figure.value is None:
            runs.append([])
        else:
            runs[-1].append((place, each))
    return [run for run in runs if run]


@dataclass(frozen=True, slots=True)
class AgeRow:
    """One age group of any width: its share of all people in percent, and what stands behind it as an outline.

    ``years`` is how many years of age it holds, for the group without an end as many as people mostly live.
    """

    label: str
    years: int
    share: float
    beside: float | None = None


def age_chart(rows: Sequence[AgeRow], *, title: str) -> SafeString:
    """People by groups of different width, the oldest on top: a bar is as high as its group has years and as long as its
    share of one year, so that its surface is its share. An ink outline for comparison.
    """
    axis = axis_for(
        [each / row.years for row in rows for each in (row.share, row.beside) if each is not None], parts=3
    )
    left, width, top = 96.0, TREE_WIDTH - 130, 8.0
    height = sum(row.years for row in rows) * AGE_YEAR
    drawn = []
    for tick in axis.ticks[1:]:
        x = left + tick / axis.high * width
        drawn.append(element("path", d=f"M{x:g} {top:g}v{height:g}", stroke=GRID))
        drawn.append(
            words(number(tick, 0 if tick == int(tick) else 1), x, top + height + 16, text_anchor="middle", font_size=12, fill=INK_SOFT)
        )  # fmt: skip
    outline: list[tuple[float, float]] = []
    y = top
    for row in reversed(rows):
        high = row.years * AGE_YEAR
        drawn.append(words(row.label, left - 8, y + high / 2 + 4, text_anchor="end", font_size=11.5, fill=INK_SOFT))  # fmt: skip
        drawn.append(
            element("rect", x=left, y=y + 0.5, width=round(row.share / row.years / axis.high * width, 1), height=high - 1, fill=TEAL[3])
        )  # fmt: skip
        if row.beside is not None:
            end = left + row.beside / row.years / axis.high * width
            outline += [(end, y), (end, y + high)]
        y += high
    if outline:
        drawn.append(
            element("path", d=polyline(outline), fill="none", stroke=INK, stroke_width=1.6, stroke_linejoin="round")
        )  # fmt: skip
    return picture("".join(drawn), width=TREE_WIDTH, height=top + height + 22, title=title, marker="tree")


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One age group of a population tree: shares of all people in percent, women and men, of the area and of what
    stands behind it as an outline; ``None`` where a figure is not known.
    """

    label: str
    female: float | None
    male: float | None
    female_beside: float | None = None
    male_beside: float | None = None


def tree_chart(rows: Sequence[TreeRow], *, title: str, female: str, male: str, prefix: str) -> SafeString:
    """A population tree, the oldest on top: women on the left, men on the right, an ink outline for comparison."""
    known = [
        value for row in rows for value in (row.female, row.male, row.female_beside, row.male_beside) if value is not None
    ]  # fmt: skip
    axis = axis_for(known, parts=3)
    middle, half = TREE_WIDTH / 2, (TREE_WIDTH - 76) / 2
    height = len(rows) * TREE_ROW
    top = 24.0

    def reach(value: float) -> float:
        return round(value / axis.high * (half - 10), 1)

    drawn = [patterns(prefix)]
    for tick in axis.ticks[1:]:
        for side in (-1, 1):
            x = middle + side * (38 + reach(tick))
            drawn.append(element("path", d=f"M{x:g} {top:g}v{height:g}", stroke=GRID))
            drawn.append(
                words(f"{number(tick, 0 if tick == int(tick) else 1)}", x, top + height + 16, text_anchor="middle", font_size=12, fill=INK_SOFT)
            )  # fmt: skip
    outlines: dict[int, list[tuple[float, float]]] = {-1: [], 1: []}
    for place, row in enumerate(reversed(rows)):
        y = top + place * TREE_ROW
        drawn.append(words(row.label, middle, y + 11.5, text_anchor="middle", font_size=11, fill=INK_SOFT))
        for side, value, beside in ((-1, row.female, row.female_beside), (1, row.male, row.male_beside)):
            start = middle + side * 38
            if value is None:
                x = start if side > 0 else start - 14
                drawn.append(
                    element("rect", x=x, y=y + 1, width=14, height=TREE_ROW - 2, fill=f"url(#{prefix}-suppressed)")
                )  # fmt: skip
            else:
                length = reach(value)
                x = start if side > 0 else start - length
                drawn.append(
                    element("rect", x=x, y=y + 1, width=length, height=TREE_ROW - 2, fill=TEAL[3] if side < 0 else TEAL[2])
                )  # fmt: skip
            if beside is not None:
                end = start + side * reach(beside)
                outlines[side] += [(end, y), (end, y + TREE_ROW)]
    drawn += [
        element(
            "path", d=polyline(points), fill="none", stroke=INK, stroke_width=1.6, stroke_linejoin="round"
        )
        for points in outlines.values()
    ]
    drawn.append(words(female, middle - 40, 14, text_anchor="end", font_size=13, font_weight=600))
    drawn.append(words(male, middle + 40, 14, font_size=13, font_weight=600))
    return picture("".join(drawn), width=TREE_WIDTH, height=top + height + 22, title=title, marker="tree")
