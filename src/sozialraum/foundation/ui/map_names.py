"""Names on a drawn map: what has no room gives way, so that no name lies over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sozialraum.foundation.ui.drawing import PAPER, element, words

# in units of the sheet: on a wide page, and the largest that the style sheet sets where a map is small
FONT_SIZE: Final = 15
SMALL_MAP_SIZE: Final = 28
LETTER: Final = 0.56
RAISED: Final = 9.0


@dataclass(frozen=True, slots=True)
class MapName:
    """A name, the point over which it is centered, and how large what it names is."""

    text: str
    at: tuple[float, float]
    size: float


def draw_names(names: Sequence[MapName]) -> str:
    """The names that have room, those of larger areas first; on a small map, where letters are larger, fewer have.

    What has room on a wide page alone bears the class ``on-wide``.
    """
    ordered = sorted(names, key=lambda each: -each.size)
    always = _placed(ordered, SMALL_MAP_SIZE, [])
    wide = _placed(ordered, FONT_SIZE, always)
    drawn = [
        words(
            each.text, each.at[0], each.at[1] - RAISED, text_anchor="middle", font_size=FONT_SIZE, font_weight=500,
            class_=None if each in always else "on-wide",
        )
        for each in wide
    ]  # fmt: skip
    return element(
        "g", "".join(drawn), stroke=PAPER, stroke_width=4, stroke_linejoin="round", paint_order="stroke",
        class_="map-names",
    )  # fmt: skip


def _placed(names: Sequence[MapName], font_size: float, first: Sequence[MapName]) -> list[MapName]:
    placed = list(first)
    for each in names:
        if each not in placed and not any(_overlap(each, other, font_size) for other in placed):
            placed.append(each)
    return placed


def _overlap(one: MapName, other: MapName, font_size: float) -> bool:
    across = font_size * LETTER * (len(one.text) + len(other.text)) / 2
    return abs(one.at[0] - other.at[0]) < across and abs(one.at[1] - other.at[1]) < font_size
