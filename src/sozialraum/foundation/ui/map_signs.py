"""The signs of maps and their samples in a key: arrows, diamonds, rings, circles, hatch and dots, crossed classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from sozialraum.foundation.ui.drawing import (
    ASSET,
    INK,
    INK_SOFT,
    PAPER,
    TEAL,
    element,
    patterns,
    picture,
    words,
)

CIRCLE: Final = TEAL[3]
# a sheet of 1,000 units is 708 dots wide beside its key, and about 91 of 100 parts of a phone's width
PAGE_SCALE: Final = 0.708
PHONE_SCALE: Final = 0.091
# three steps of teal for the first indicator by three of plum for the second; away from the brown of assets
CROSSED: Final = (
    ("#eef0f2", "#cdb3d6", "#9c6cb0"),
    ("#a5d3cb", "#8ea6bd", "#6f6aa5"),
    ("#2f9087", "#2f6e88", "#263b6b"),
)


def arrow(x: float, y: float, *, up: bool) -> str:
    """A triangle: filled upward, hollow downward."""
    tip, base = (y - 4.5, y + 3.5) if up else (y + 4.5, y - 3.5)
    return element(
        "path", d=f"M{x:g} {tip:g}L{x + 5:g} {base:g}L{x - 5:g} {base:g}Z", fill=INK if up else PAPER,
        stroke=PAPER if up else INK, stroke_width=1.2,
    )  # fmt: skip


def diamond(x: float, y: float) -> str:
    """An asset."""
    return element(
        "path", d=f"M{x:g} {y - 6.5:g}L{x + 6.5:g} {y:g}L{x:g} {y + 6.5:g}L{x - 6.5:g} {y:g}Z", fill=ASSET,
        stroke=PAPER, stroke_width=1.4,
    )  # fmt: skip


def ring(x: float, y: float) -> str:
    """An area that cannot be told apart from the whole."""
    return element("circle", cx=x, cy=y, r=4.2, fill=PAPER, stroke=INK, stroke_width=1.6)


def circle(x: float, y: float, radius: float) -> str:
    """A count: its surface follows the number."""
    return element(
        "circle",
        cx=x,
        cy=y,
        r=float(radius),
        fill=CIRCLE,
        fill_opacity="0.82",
        stroke=PAPER,
        stroke_width=1.2,
    )


def sample(fill: str) -> SafeString:
    """A class of a key."""
    box = element("rect", x=0.5, y=0.5, width=27, height=17, fill=fill, stroke=INK_SOFT, stroke_width=1)
    return picture(box, width=28, height=18, title="", hidden=True, fixed=True, marker="key-sample")


def sign_sample(sign: str, prefix: str) -> SafeString:
    """What a sign of a key looks like: ``missing``, ``suppressed``, ``blank``, ``ring``, ``up`` or ``down``."""
    if sign in {"missing", "suppressed"}:
        # patterns of the sample itself: the key stands without its map in print and in other fragments
        own = f"{prefix}-key-{sign}"
        box = element(
            "rect",
            x=0.5,
            y=0.5,
            width=27,
            height=17,
            fill=f"url(#{own}-{sign})",
            stroke=INK_SOFT,
            stroke_width=1,
        )
        return picture(
            patterns(own) + box, width=28, height=18, title="", hidden=True, fixed=True, marker="key-sample"
        )
    if sign == "blank":
        return sample(PAPER)
    content = ring(14, 9) if sign == "ring" else arrow(14, 9, up=sign == "up")
    return picture(content, width=28, height=18, title="", hidden=True, fixed=True, marker="key-sample")


def asset_sample() -> SafeString:
    """The diamond of an asset for a key."""
    return picture(diamond(9, 9), width=18, height=18, title="", hidden=True, fixed=True, marker="key-sample")


def circle_key(sizes: Sequence[tuple[str, float]]) -> SafeString:
    """The key of proportional circles: each with its number, nested, the largest first; ``sizes`` in map units."""
    largest = max(radius for _, radius in sizes)
    left, bottom, low = largest + 2, 2 * largest + 8, 0.0
    drawn = []
    for place, (label, radius) in enumerate(sizes):
        top = bottom - 2 * radius
        # numbers keep a line's distance even where circles are almost of the same size
        low = max(top + 4, low + 18) if place else top + 4
        drawn += [
            element(
                "circle",
                cx=left,
                cy=float(bottom - radius),
                r=float(radius),
                fill=CIRCLE,
                fill_opacity="0.25",
                stroke=CIRCLE,
                stroke_width=1.4,
            ),
            element(
                "path",
                d=f"M{left:.1f} {top:.1f}L{2 * largest + 14:.1f} {low - 4:.1f}",
                stroke=INK_SOFT,
                fill="none",
            ),
            words(label, 2 * largest + 18, low, font_size=14),
        ]
    height = max(bottom + 2, low + 6)
    return picture(
        "".join(drawn),
        width=2 * largest + 120,
        height=height,
        title="",
        hidden=True,
        fixed=True,
        marker="key-circles",
    )


def circle_sample(radius: float) -> SafeString:
    """One circle of a key, as large as on the map: in dots beside a map on a page, in shares of a phone's width."""
    frame = radius + 1.5
    drawn = element("circle", cx=frame, cy=frame, r=float(radius), fill=CIRCLE, fill_opacity="0.82")
    sizes = (
        ("on-wide", f"{2 * frame * PAGE_SCALE:.1f}px"),
        ("on-narrow", f"{2 * frame * PHONE_SCALE:.2f}vw"),
    )
    samples = [
        picture(drawn, width=2 * frame, height=2 * frame, title="", hidden=True, marker=f"key-circle {name}")
        .replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)
        for name, size in sizes
    ]  # fmt: skip
    return mark_safe("".join(samples))  # noqa: S308 - made of the numbers above alone


def crossed_key(steps: Sequence[str], counts: Sequence[Sequence[int]], *, title: str) -> SafeString:
    """The key of two indicators at once: three steps of the second to the right, three of the first upward.

    ``steps`` are said from low to high; ``counts`` has how many areas stand in each row and column.
    """
    box, left = 46, 62
    drawn = []
    for row, step in enumerate(steps):
        y = box * (2 - row)
        drawn.append(words(step, left - 6, y + box / 2 + 4, font_size=12, text_anchor="end"))
        drawn.append(
            words(steps[row], left + box * (row + 0.5), 3 * box + 15, font_size=12, text_anchor="middle")
        )
        for column in range(3):
            x, fill = left + box * column, CROSSED[row][column]
            dark = row == 2 or (row, column) == (1, 2)
            drawn += [
                element("rect", x=x, y=y, width=box, height=box, fill=fill, stroke=PAPER, stroke_width=1.5),
                words(str(counts[row][column]), x + box / 2, y + box / 2 + 5, font_size=14, text_anchor="middle",
                      font_weight=500, fill=PAPER if dark else INK),
            ]  # fmt: skip
    return picture(
        "".join(drawn),
        width=left + 3 * box + 16,
        height=3 * box + 22,
        title=title,
        fixed=True,
        marker="key-crossed",
    )
