"""The drawings of a budget: the envelope, the map of gain and loss, the waterfall. One string serves page and PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from sozialraum.foundation.ui.drawing import (
    ACTION,
    ASSET,
    INK,
    INK_SOFT,
    LINE,
    PAPER,
    RIVER,
    TEAL,
    element,
    picture,
    text_of,
    words,
)
from sozialraum.foundation.ui.maps import WIDTH, DrawnArea, Sheet

LOSS: Final = "#f0dcc0"
GAINS: Final = ((0.30, TEAL[2]), (0.10, TEAL[1]), (0.0, TEAL[0]))
GREAT_LOSS: Final = "#dcb57c"
LOSSES: Final = frozenset({LOSS, GREAT_LOSS})
DIFFERENCES: Final = ((0.10, TEAL[2]), (0.02, TEAL[1]), (0.0, TEAL[0]))
UNKNOWN: Final = PAPER
SAME: Final = "#e9ebf1"
MOST_LABELS: Final = 15
TIERS: Final = ("#6b3f7a", TEAL[4], PAPER, LINE)


def fill_of(change: float | None) -> str:
    """The color of a relative change; sand where an area receives less than before."""
    if change is None:
        return UNKNOWN
    if change < -0.0005:
        return LOSS
    return next(fill for least, fill in GAINS if change >= least or least == 0.0)


def difference_fill(change: float | None) -> str:
    """The color of a difference between two allocations: teal for more, sand for less, grey for the same."""
    if change is None:
        return UNKNOWN
    if abs(change) < 0.0005:
        return SAME
    if change < 0:
        return GREAT_LOSS if change <= -0.10 else LOSS
    return next(fill for least, fill in DIFFERENCES if change >= least)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on an area of the map: name, amount, change; ``said`` says it aloud."""

    name: str
    amount: str
    change: str
    said: str
    relative: float | None


def budget_map(
    sheet: Sheet, labels: Mapping[str, Label], *, title: str, picked: str = "",
    colored: Callable[[float | None], str] = fill_of,
) -> SafeString:  # fmt: skip
    """The areas colored by gain and loss, each with its amount; the picked one in a casing.

    An area that receives less has a dashed outline inside its border, as a step that takes away has in the waterfall:
    in grey, sand and the palest teal are alike.
    """
    shapes, texts, losing = [], [], []
    marker = sha256(title.encode()).hexdigest()[:8]
    for area in sheet.areas:
        label = labels.get(area.area_code)
        said = element("title", text_of(f"{area.name}: {label.said}" if label else area.name))
        fill = colored(label.relative if label else None)
        shapes.append(element("path", said, d=area.path, fill=fill, data_area=area.area_code))
        if fill in LOSSES:
            losing.append(_losing(area, f"less-{marker}-{area.area_code}"))
        if label and len(sheet.areas) <= MOST_LABELS:
            texts.append(_label(label, area))
    chosen = sheet.area(picked)
    frame = (
        element("path", d=chosen.path, fill="none", stroke=PAPER, stroke_width=7, stroke_linejoin="round")
        + element("path", d=chosen.path, fill="none", stroke=ACTION, stroke_width=3.5, stroke_linejoin="round")
        if chosen else ""
    )  # fmt: skip
    river = "".join(
        element("path", d=path, fill="none", stroke=RIVER, stroke_width=13, stroke_linecap="round")
        for path in sheet.waters
    )
    return picture(
        element("g", "".join(shapes), stroke=PAPER, stroke_width=2.5) + "".join(losing) + river + frame + "".join(texts),
        width=WIDTH, height=sheet.height, title=title, marker="map budget-map",
    )  # fmt: skip


def _losing(area: DrawnArea, clip: str) -> str:
    inside = element("clipPath", element("path", d=area.path), id=clip)
    dashes = element(
        "path", d=area.path, fill="none", stroke=ASSET, stroke_width=6, stroke_dasharray="9 7", clip_path=f"url(#{clip})",
        pointer_events="none",
    )  # fmt: skip
    return inside + dashes


def key_sign(fill: str) -> SafeString:
    """How a color of the map looks in its legend, with the dashes of an area that receives less."""
    box = element("rect", x=1, y=1, width=24, height=14, fill=fill, stroke=INK_SOFT)
    dashes = element(
        "rect", x=3, y=3, width=20, height=10, fill="none", stroke=ASSET, stroke_width=2, stroke_dasharray="5 3"
    )  # fmt: skip
    return picture(
        box + (dashes if fill in LOSSES else ""), width=26, height=16, title="", hidden=True, fixed=True
    )


def _label(label: Label, area: DrawnArea) -> str:
    x, y = area.at
    # steps in em, so that the lines keep apart where a small screen enlarges the letters
    lines = ((label.name, "-0.9em", 600), (label.amount, "1.2em", 400), (label.change, "1.2em", 400))
    spans = "".join(
        element("tspan", text_of(text), x=x, dy=step, font_weight=weight) for text, step, weight in lines
    )
    return element(
        "text", spans, x=x, y=y, font_size=18, fill=INK, text_anchor="middle", data_label=area.area_code
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the waterfall in cents: its name, a word below it, its figure as it is written."""

    name: str
    below: str
    cents: int
    figure: str
    total: bool = False


def waterfall(bars: Sequence[Bar], *, title: str) -> SafeString:
    """The steps as hanging bars: teal adds, a dashed outline takes away, ink is the result."""
    high = 1.1 * max(1, *(max(start, end) for start, end in _levels(bars)))
    width, gap, base = 86.0, 38.0, 222.0
    drawn = []
    for place, (bar, (start, end)) in enumerate(zip(bars, _levels(bars), strict=True)):
        x = place * (width + gap) + 20
        top = base - max(start, end) / high * 190
        tall = max(2.0, abs(end - start) / high * 190)
        drawn.append(_box(bar, x, top, width, tall))
        middle = x + width / 2
        drawn += [
            words(bar.figure, middle, top - 7, text_anchor="middle", font_size=15, font_weight=600),
            words(bar.name, middle, 247, text_anchor="middle", font_size=14, font_weight=600),
            words(bar.below, middle, 265, text_anchor="middle", font_size=13, fill=INK_SOFT),
        ]
        if not bar.total:
            level = base - end / high * 190
            drawn.append(
                element("line", x1=x + width, x2=x + width + gap, y1=level, y2=level, stroke=INK_SOFT)
            )
    whole = len(bars) * (width + gap) - gap + 40
    drawn.append(element("line", x1=0, x2=whole, y1=base, y2=base, stroke=INK))
    return picture("".join(drawn), width=whole, height=275, title=title, marker="wfall")


def waterfall_rows(bars: Sequence[Bar], *, title: str) -> SafeString:
    """The same steps as rows, for narrow screens."""
    high = max(1, *(max(start, end) for start, end in _levels(bars)))
    drawn = []
    for place, (bar, (start, end)) in enumerate(zip(bars, _levels(bars), strict=True)):
        y = place * 48.0
        drawn += [
            words(bar.name, 0, y + 15, font_size=15, font_weight=600 if bar.total else 400),
            words(bar.figure, 328, y + 15, text_anchor="end", font_size=15, font_weight=600),
            _box(bar, min(start, end) / high * 328, y + 22, max(2.0, abs(end - start) / high * 328), 14),
        ]
    return picture("".join(drawn), width=330, height=len(bars) * 48, title=title, marker="wnar")


def _levels(bars: Sequence[Bar]) -> list[tuple[int, int]]:
    levels, reached = [], 0
    for bar in bars:
        if bar.total:
            levels.append((0, bar.cents))
        else:
            levels.append((reached, reached + bar.cents))
            reached += bar.cents
    return levels


def _box(bar: Bar, x: float, y: float, width: float, height: float) -> str:
    if bar.cents < 0:
        look: dict[str, object] = {
            "fill": PAPER,
            "stroke": ASSET,
            "stroke_width": 2,
            "stroke_dasharray": "5 3",
        }
    else:
        look = {"fill": INK if bar.total else TEAL[4]}
    return element("rect", x=x, y=y, width=width, height=height, **look)


def envelope_bar(
    parts: Sequence[int], *, title: str, open_part: int, words_inside: str, fixed: bool = False
) -> SafeString:
    """The envelope as one bar. The forecast of claims has no side lines and an arrow: it is no limit.

    On a page it takes the width there is and its words keep their size; ``fixed`` draws it for a document.
    """
    width, gap, tall = 1152.0, 3.0, 44.0
    free = width - gap * (len(parts) - 1)

    def at(x: float) -> object:
        return x if fixed else f"{100 * x / width:.3f}%"

    drawn, left = [], 0.0
    for place, part in enumerate(parts):
        wide = free * part / max(sum(parts), 1)
        if place != open_part:
            drawn.append(element("rect", x=at(left), y=0, width=at(wide), height=tall, fill=TIERS[place]))
        else:
            edge: dict[str, object] = {
                "x1": at(left),
                "x2": at(left + wide),
                "stroke": INK,
                "stroke_width": 2,
            }
            drawn += [element("line", y1=y, y2=y, stroke_dasharray="5 4", **edge) for y in (1.0, tall - 1)]
            for text, place_of_text, shift, anchor in (
                (words_inside, left, 10, "start"), ("→", left + wide, -8, "end"),
            ):  # fmt: skip
                drawn.append(
                    element(
                        "text", text_of(text), x=at(place_of_text), y=27, dx=shift, text_anchor=anchor, font_size=14,
                        fill=INK,
                    )
                )  # fmt: skip
        left += wide + gap
    content = "".join(drawn)
    if fixed:
        return picture(content, width=width, height=tall, title=title, marker="envelope-bar")
    named: dict[str, object] = {"role": "img", "aria_label": title, "class_": "envelope-bar"}
    return mark_safe(element("svg", content, width="100%", height=tall, **named))  # noqa: S308 - every text is escaped
