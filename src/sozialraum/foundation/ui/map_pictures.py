"""A map as a picture to keep: title, drawing, key, reason and source on one sheet, as SVG and as PNG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.ui.drawing import INK, INK_SOFT, PAPER, element, number, picture, words
from sozialraum.foundation.ui.maps import ColoredMap

MAP_WIDTH: Final = 1000
KEY_WIDTH: Final = 330
MARGIN: Final = 40
LINE: Final = 26


class PictureFailed(SozialraumError):
    """A picture that could not be written."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """One map of a picture: its drawing and height, its title, the title of its key, a key of its own and
    what its directions mean."""

    map: ColoredMap
    height: float
    title: str
    key_title: str
    key: SafeString | None = None
    directions: tuple[str, ...] = ()


def map_sheet(
    maps: Sequence[Pictured], *, title: str, subtitle: str, notes: Sequence[str], name: str
) -> SafeString:
    """Maps with their keys below each other under one title; ``notes`` are the lines at the foot."""
    width = MAP_WIDTH + KEY_WIDTH + 3 * MARGIN
    drawn = [
        words(title, MARGIN, MARGIN + 34, font_size=34, font_weight=600),
        words(subtitle, MARGIN, MARGIN + 68, font_size=20, fill=INK_SOFT),
    ]
    top = float(MARGIN + 96)
    for each in maps:
        if len(maps) > 1:
            drawn.append(words(each.title, MARGIN, top + 20, font_size=22, font_weight=600))
            top += 36
        drawn.append(_placed(each.map.svg, MARGIN, top, MAP_WIDTH, each.height))
        drawn += _key(each, MAP_WIDTH + 2 * MARGIN, top + 60)
        top += each.height + MARGIN
    for note in notes:
        for line in _wrapped(note, 130):
            drawn.append(words(line, MARGIN, top + 14, font_size=16, fill=INK_SOFT))
            top += LINE
    ground = element("rect", width=width, height=top + MARGIN, fill=PAPER)
    return picture(ground + "".join(drawn), width=width, height=top + MARGIN, title=name, fixed=True)


def as_png(drawing: str, *, width: int = 2000) -> bytes:
    """An SVG picture with a width and a height as PNG, so many dots wide; written by Typst with the house's fonts.

    Raises :class:`PictureFailed` where the drawing cannot be read.
    """
    import typst

    fonts = Path(str(files("sozialraum.foundation.ui"))) / "fonts"
    page = '#set page(width: 10in, height: auto, margin: 0pt)\n#image("map.svg", width: 100%)'
    try:
        made = typst.compile(  # type: ignore[call-overload]  # its types lack the input by parts
            {"main": page.encode(), "map.svg": drawing.encode()}, format="png", ppi=width / 10,
            font_paths=[fonts] if fonts.is_dir() else [],
        )  # fmt: skip
    except (RuntimeError, typst.TypstError) as error:
        raise PictureFailed(
            gettext_noop("The picture could not be written: {detail}."),
            gettext_noop("The drawing as SVG shows the same."),
            detail=error,
        ) from error
    return bytes(made)


def _placed(svg: str, x: float, y: float, width: float, height: float) -> str:
    return svg.replace("<svg ", f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" ', 1)


def _key(each: Pictured, x: float, y: float) -> list[str]:
    drawn = []
    for line in _wrapped(each.key_title, 34):
        drawn.append(words(line, x, y, font_size=18, font_weight=600, fill=INK))
        y += LINE
    for direction in each.directions:
        for line in _wrapped(direction, 42):
            drawn.append(words(line, x, y - 4, font_size=15))
            y += 20
    if each.key is not None:
        drawn.append(each.key.replace("<svg ", f'<svg x="{x:g}" y="{y:g}" ', 1))
        y += _height(each.key) + LINE
    for row in (*each.map.classes, *each.map.unknown):
        drawn.append(row.sample.replace("<svg ", f'<svg x="{x:g}" y="{y:g}" ', 1))
        drawn.append(words(number(row.count), x + KEY_WIDTH - 10, y + 14, font_size=16, text_anchor="end"))
        for line in _wrapped(row.label, 30):
            drawn.append(words(line, x + 40, y + 14, font_size=16))
            y += 22
        y += 8
    return drawn


def _height(svg: str) -> float:
    return float(svg.split('height="', 1)[1].split('"', 1)[0])


def _wrapped(text: str, most: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) < most:
            lines[-1] = f"{lines[-1]} {word}".strip()
        else:
            lines.append(word)
    return lines
