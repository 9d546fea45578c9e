"""A genogram as SVG with the standard signs; the same drawing for page and file.

Square is a man, circle a woman, diamond somebody else or left open; a cross has died, a question mark is unknown,
a double outline the one in the middle. A dashed couple line is living together without being married, one stroke a
separation, two a divorce; a dotted line to a child is adoption or fostering. Nothing is said by color alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.foundation.ui.drawing import ACTION, INK, INK_SOFT, PAPER, element, picture, polyline, text_of
from sozialraum.individual.genograms.family import MIDDLE, DescentKind, Family, Relative, Union, UnionKind
from sozialraum.individual.genograms.layout import Layout, arrange
from sozialraum.individual.genograms.lines import (
    HALF,
    HIGH,
    WIDE,
    Line,
    couple_level,
    lines_of,
    point_of,
)

HOME: Final = "#a3324b"
MARGIN: Final = 84.0
BELOW: Final = 92.0
ABOVE: Final = 56.0
AROUND: Final = 50.0
OVERLAP: Final = 24.0
LETTER: Final = 0.56
LONGEST_LABEL: Final = 15
TICKS: Final[Mapping[DescentKind, tuple[str | None, str | Promise]]] = {
    DescentKind.BIRTH: (None, ""),
    DescentKind.ADOPTION: ("2 5", gettext_lazy("adoption")),
    DescentKind.FOSTER: ("2 5", gettext_lazy("foster child")),
    DescentKind.STEP: ("8 4", gettext_lazy("step child")),
}


def draw_genogram(family: Family, *, title: str, selected: str = "", marked: bool = False) -> SafeString:
    """The genogram as SVG text; ``selected`` is the key of somebody shown beside it.

    With ``marked`` every sign leads by a link to that person on the page.
    """
    layout = arrange(family)
    points = [point_of(layout, key) for key in layout.places]
    left, right = min(x for x, _y in points) - MARGIN, max(x for x, _y in points) + MARGIN
    top, bottom = min(y for _x, y in points) - ABOVE, max(y for _x, y in points) + BELOW
    content = [
        _household(family, layout),
        *(_line(family, line) for line in lines_of(family, layout)),
        *(_couple_sign(family, layout, union) for union in family.unions),
        *(_sign(each, layout, selected=each.key == selected, marked=marked) for each in family.people),
    ]
    return picture(
        "".join(content), width=right - left, height=bottom - top, left=left, top=top, title=title,
        marker="genogram", role="group" if marked else "img", data_widest=round(right - left),
    )  # fmt: skip


def _line(family: Family, line: Line) -> str:
    if line.kind is None:
        union = family.union(line.union)
        dashes, word = ("7 5" if union.kind is UnionKind.TOGETHER else None), ""
    else:
        dashes, words_ = TICKS[line.kind]
        word = str(words_)
    drawn = element(
        "path", d=polyline(line.points), fill="none", stroke=INK, stroke_width=1.6, stroke_dasharray=dashes
    )
    if not word:
        return drawn
    x, y = line.points[-1]
    return drawn + _label(word, x + 6, y - 10, size=12, anchor="start", soft=True)


def _couple_sign(family: Family, layout: Layout, union: Union) -> str:
    level = couple_level(family, layout, union)
    drop = layout.drops[union.key] * WIDE
    ended = union.kind in (UnionKind.SEPARATED, UnionKind.DIVORCED) or union.ended is not None
    strokes = 2 if union.kind is UnionKind.DIVORCED else int(ended)
    drawn = "".join(
        element(
            "path",
            d=f"M{drop + 16 + 7 * each} {level + 8}L{drop + 24 + 7 * each} {level - 8}",
            stroke=INK,
            stroke_width=1.8,
        )
        for each in range(strokes)
    )
    said = " – ".join(str(year) for year in (union.since, union.ended) if year)
    if union.ended and not union.since:
        said = _("until %(year)d") % {"year": union.ended}
    elif union.since and not union.ended:
        said = _("since %(year)d") % {"year": union.since}
    return drawn + (_label(said, drop + 6, level + 20, size=12, anchor="start", soft=True) if said else "")


def _sign(person: Relative, layout: Layout, *, selected: bool, marked: bool) -> str:
    x, y = point_of(layout, person.key)
    paint: dict[str, object] = {
        "fill": PAPER,
        "stroke": ACTION if selected else INK,
        "stroke_width": 3.4 if selected else 2,
    }
    parts = [_shape(person.gender, HALF, **paint)]
    if person.key == MIDDLE:
        parts.append(_shape(person.gender, HALF - 5, **{**paint, "stroke_width": 1.6}))
    if person.unknown:
        parts.append(element("text", "?", x=0, y=8, text_anchor="middle", font_size=22, fill=INK_SOFT))
    if person.deceased:
        cross = HALF if person.gender == "m" else HALF * 0.72
        parts.append(
            element(
                "path",
                d=f"M{-cross} {-cross}L{cross} {cross}M{cross} {-cross}L{-cross} {cross}",
                stroke=INK,
                stroke_width=1.6,
            )
        )
    name, years = _short(person.name) or _("unknown"), years_of(person)
    wide = LETTER * max(15 * len(name), 13 * len(years)) + 8
    parts.append(element("rect", x=-wide / 2, y=HALF + 5, width=wide, height=38 if years else 20, fill=PAPER))
    parts.append(_label(name, 0, HALF + 20, size=15, bold=person.key == MIDDLE))
    if years:
        parts.append(_label(years, 0, HALF + 37, size=13, soft=True))
    sign = element("g", "".join(parts), transform=f"translate({x:.1f} {y:.1f})")
    if not marked:
        return sign
    return element("a", sign, href=f"?mensch={person.key}#picked", aria_label=person.name or name)


def years_of(person: Relative) -> str:
    """Year of birth and of death as they stand under a sign.

    >>> years_of(Relative("a", "A", born=1950, died=2019)), years_of(Relative("a", "A", born=1985))
    ('1950 – 2019', '* 1985')
    """
    if person.born and person.died:
        return f"{person.born} – {person.died}"
    if person.born:
        return f"* {person.born}"
    return f"† {person.died}" if person.died else ""


def _shape(gender: str, half: float, **paint: object) -> str:
    if gender == "m":
        return element("rect", x=-half, y=-half, width=2 * half, height=2 * half, **paint)
    if gender == "f":
        return element("circle", cx=0, cy=0, r=half, **paint)
    return element("path", d=f"M0 {-half}L{half} 0L0 {half}L{-half} 0Z", **paint)


def _label(
    text: str,
    x: float,
    y: float,
    *,
    size: int,
    anchor: str = "middle",
    bold: bool = False,
    soft: bool = False,
) -> str:
    """Words on a white edge, so that a line behind them does not disturb."""
    return element(
        "text", text_of(text), x=x, y=y, text_anchor=anchor, font_size=size, fill=INK_SOFT if soft else INK,
        font_weight=600 if bold else None, stroke=PAPER, stroke_width=5, paint_order="stroke", stroke_linejoin="round",
    )  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"


def _household(family: Family, layout: Layout) -> str:
    """One dashed line around those who live together; around each of them where others stand between."""
    home = {each.key for each in family.people if each.household}
    if len(home) < 2:
        return ""
    line: dict[str, object] = {
        "fill": "none", "stroke": HOME, "stroke_width": 1.8, "stroke_dasharray": "9 6", "stroke_linejoin": "round",
    }  # fmt: skip
    outline = _outline(home, layout)
    if outline:
        return element("path", d=polyline(outline) + "Z", **line)
    return "".join(
        element("circle", cx=x, cy=y, r=HALF + 13, **line)
        for x, y in (point_of(layout, key) for key in sorted(home))
    )


def _outline(home: set[str], layout: Layout) -> list[tuple[float, float]]:
    """The stairs around the people of one home, empty where no single line holds them and nobody else."""
    spans: list[tuple[float, float, float]] = []
    for row in layout.rows():
        inside = [at for at, key in enumerate(row) if key in home]
        if not inside:
            continue
        if inside[-1] - inside[0] + 1 != len(inside):
            return []
        (low, y), (high, _y) = point_of(layout, row[inside[0]]), point_of(layout, row[inside[-1]])
        spans.append((low - AROUND, high + AROUND, y))
    for (low, high, y), (next_low, next_high, next_y) in pairwise(spans):
        if next_y - y > HIGH or min(high, next_high) - max(low, next_low) < OVERLAP:
            return []
    edges = [(y - AROUND + 12, y + HIGH - AROUND + 12) for _low, _high, y in spans]
    edges[-1] = (edges[-1][0], spans[-1][2] + HALF + 46)
    down = [(high, y) for (_low, high, _y), edge in zip(spans, edges, strict=True) for y in edge]
    up = [(low, y) for (low, _high, _y), edge in zip(spans, edges, strict=True) for y in edge]
    return down + up[::-1]
