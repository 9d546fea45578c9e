"""A network map as SVG: the person in the middle, four sectors, three rings; the same drawing for page and print.

Square is a professional, round is everyday; hollow is no contact now; a brown ring and dots show where somebody
stood on the earlier map, the word “new” who was not on it. Nothing is said by color alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.analytics.networks import Sector, Tie
from sozialraum.foundation.ui.drawing import (
    ACTION,
    ASSET,
    INK,
    INK_SOFT,
    LINE,
    PAPER,
    element,
    picture,
    text_of,
    words,
)
from sozialraum.network.network_maps.sheet import MapPerson, Sheet

EGO: Final = "#a3324b"
NEW: Final = "#1f6b3a"
LINEN_LINE: Final = "#e6ddd0"
RADIUS: Final = 372.0
LEFT, TOP, WIDTH, HEIGHT = -420.0, -410.0, 840.0, 830.0
SIGN: Final = 10.0
SMALLEST_STEP: Final = 1.0
CORNERS: Final[Mapping[Sector, tuple[float, float, str]]] = {
    Sector.FAMILY: (LEFT + 26, TOP + 34, "start"),
    Sector.FRIENDS: (-LEFT - 26, TOP + 34, "end"),
    Sector.COLLEAGUES: (-LEFT - 26, TOP + HEIGHT - 24, "end"),
    Sector.PROFESSIONALS: (LEFT + 26, TOP + HEIGHT - 24, "start"),
}
SECTORS: Final[Mapping[Sector, str | Promise]] = {
    Sector.FAMILY: gettext_lazy("Family"),
    Sector.FRIENDS: gettext_lazy("Friends and neighbors"),
    Sector.COLLEAGUES: gettext_lazy("School and club"),
    Sector.PROFESSIONALS: gettext_lazy("Professionals"),
}


RINGS: Final[tuple[str | Promise, ...]] = (
    gettext_lazy("near"), gettext_lazy("in the middle"), gettext_lazy("farther away"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What a sheet that is not about one person says and shows otherwise.

    ``sectors`` and ``rings`` name the quarters and, from the middle outwards, the rings. ``unsure`` ties are dashed,
    ``begun`` ones green, ``ended`` ones dotted. ``address`` makes every sign a link, so that it is reached by keyboard and touch without script.
    """

    sectors: Mapping[Sector, str | Promise] = field(default_factory=lambda: SECTORS)
    rings: tuple[str | Promise, ...] = RINGS
    unsure: frozenset[tuple[str, str]] = frozenset()
    begun: frozenset[tuple[str, str]] = frozenset()
    ended: frozenset[tuple[str, str]] = frozenset()
    address: Callable[[str], str] | None = None


PERSONAL: Final = Look()


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name stands: x, y and to which side it is anchored."""

    x: float
    y: float
    anchor: str


def draw_network(
    sheet: Sheet,
    *,
    middle: str,
    title: str,
    before: Sheet | None = None,
    selected: str = "",
    movable: bool = False,
    look: Look = PERSONAL,
) -> SafeString:
    """The map as SVG text. ``before`` is the earlier sheet to compare with; ``selected`` the key of somebody shown.

    Without a ``middle`` nobody stands there and no lines lead to it: a map of many, none of whom is its center.

    Every sign is a group with ``data-key``, every acquaintance a path with ``data-ties``, so that a script can move
    them; ``movable`` lets the keyboard reach each sign. Without script the drawing is the same.
    """
    where = {each.key: _point(each) for each in sheet.people}
    old = {each.key: each for each in before.people} if before is not None else None
    parts = [
        _ground(look),
        *(_ended(pair, where) for pair in sorted(look.ended)),
        *(_acquaintance(pair, where, look, hot=selected in pair) for pair in sorted(sheet.ties)),
        *(_contact(each, where[each.key]) for each in sheet.people if middle),
        *(_step(each, old[each.key]) for each in sheet.people if old and each.key in old),
        _middle(middle) if middle else "",
    ]
    labels = _labels(sheet, look)
    parts += [
        _sign(
            each,
            labels[each.key],
            new=old is not None and each.key not in old,
            selected=each.key == selected,
            movable=movable,
            look=look,
        )
        for each in sheet.people
    ]
    return picture(
        "".join(parts),
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        top=TOP,
        title=title,
        marker="network-map",
        role="group" if movable or look.address else "img",
    )


def _point(person: MapPerson) -> tuple[float, float]:
    turn = math.radians(person.angle)
    reach = person.distance / 100 * RADIUS
    return reach * math.sin(turn), -reach * math.cos(turn)


def _ground(look: Look) -> str:
    circle = [("#ffffff", LINE, 1.0), ("#fdfbf8", LINEN_LINE, 2 / 3), ("#faf7f2", LINEN_LINE, 1 / 3)]
    rings = "".join(
        element("circle", cx=0, cy=0, r=RADIUS * share, fill=fill, stroke=stroke)
        for fill, stroke, share in circle
    )
    cross = element("path", d=f"M0 {-RADIUS}V{RADIUS}M{-RADIUS} 0H{RADIUS}", stroke=LINE)
    names = "".join(
        words(str(look.sectors[sector]), x, y, text_anchor=anchor, font_size=19, font_weight=600)
        for sector, (x, y, anchor) in CORNERS.items()
    )
    ring_names = "".join(
        words(str(word), RADIUS * share - 8, -7, text_anchor="end", font_size=15, fill=INK_SOFT)
        for word, share in zip(look.rings, (1 / 3, 2 / 3, 1.0), strict=True)
    )
    return rings + cross + names + ring_names


def _middle(name: str) -> str:
    return element("circle", cx=0, cy=0, r=30, fill=EGO) + words(
        name, 0, 6, text_anchor="middle", fill=PAPER, font_weight=600, font_size=17 if len(name) < 7 else 12
    )


def _contact(person: MapPerson, at: tuple[float, float]) -> str:
    drawn = {"d": f"M0 0L{at[0]:.1f} {at[1]:.1f}", "data_contact": person.key, "class_": "contact"}
    if not person.alter.connectable:
        return ""
    if person.tie is Tie.NONE:
        return element(
            "path", **drawn, stroke=INK_SOFT, stroke_width=1.5, stroke_dasharray="3 6", opacity=0.5
        )
    width = 3 if person.tie is Tie.MULTIPLEX else 1.5
    return element("path", **drawn, stroke=EGO, stroke_width=width, opacity=0.38)


def _acquaintance(
    pair: tuple[str, str], where: Mapping[str, tuple[float, float]], look: Look, *, hot: bool
) -> str:
    (x1, y1), (x2, y2) = where[pair[0]], where[pair[1]]
    begun = pair in look.begun
    return element(
        "path", d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", data_ties=" ".join(pair), class_="acquaintance",
        stroke=ACTION if hot else NEW if begun else INK_SOFT, stroke_width=2 if hot or begun else 1.5,
        opacity=None if hot or begun else 0.45, stroke_dasharray="7 5" if pair in look.unsure else None,
    )  # fmt: skip


def _ended(pair: tuple[str, str], where: Mapping[str, tuple[float, float]]) -> str:
    if not where.keys() >= set(pair):
        return ""
    (x1, y1), (x2, y2) = where[pair[0]], where[pair[1]]
    return element(
        "path", d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", stroke=ASSET, stroke_width=2, stroke_dasharray="1 6",
        stroke_linecap="round",
    )  # fmt: skip


def _step(person: MapPerson, old: MapPerson) -> str:
    (x1, y1), (x2, y2) = _point(old), _point(person)
    if math.hypot(x2 - x1, y2 - y1) < SMALLEST_STEP / 100 * RADIUS:
        return ""
    line = element(
        "path", d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", stroke=ASSET, stroke_width=2, stroke_dasharray="2 5",
        stroke_linecap="round",
    )  # fmt: skip
    return line + element("circle", cx=x1, cy=y1, r=7, fill=PAPER, stroke=ASSET, stroke_width=2)


def _sign(
    person: MapPerson, label: Label, *, new: bool, selected: bool, movable: bool, look: Look = PERSONAL
) -> str:
    x, y = _point(person)
    hollow = person.tie is Tie.NONE or not person.alter.connectable
    paint: dict[str, object] = (
        {"fill": PAPER, "stroke": INK_SOFT, "stroke_width": 2}
        if hollow
        else {"fill": ACTION if selected else INK}
    )
    if person.professional:
        sign = element("rect", x=-9, y=-9, width=18, height=18, rx=2, **paint)
    else:
        sign = element("circle", cx=0, cy=0, r=SIGN, **paint)
    if person.deceased:
        sign += element("path", d="M-7 -7L7 7M7 -7L-7 7", stroke=INK_SOFT, stroke_width=2)
    ring = (
        element("circle", cx=0, cy=0, r=19, fill="none", stroke=ACTION, stroke_width=2.5) if selected else ""
    )
    name = element(
        "text",
        element("tspan", text_of(person.name))
        + (element("tspan", f" {_('new')}", font_size=15, fill=NEW, font_weight=600) if new else ""),
        x=label.x, y=label.y, text_anchor=label.anchor, font_size=18, fill=INK, paint_order="stroke",
        stroke="#fffdfa", stroke_width=5, stroke_linejoin="round", font_weight=600 if selected else None,
    )  # fmt: skip
    reached: dict[str, object] = (
        {
            "tabindex": 0,
            "role": "button",
            "aria_pressed": str(selected).lower(),
            "aria_label": f"{person.name} {_('new')}" if new else person.name,
        }
        if movable
        else {}
    )
    if look.address is not None:
        drawn = element("title", text_of(person.role or person.name)) + ring + sign + name
        return element(
            "a", element("g", drawn, transform=f"translate({x:.1f} {y:.1f})", class_="sign"),
            href=look.address(person.key), aria_label=person.role or person.name,
        )  # fmt: skip
    return element(
        "g", ring + sign + name, transform=f"translate({x:.1f} {y:.1f})", data_key=person.key, data_name=person.name,
        data_distance=round(person.distance, 1), data_angle=round(person.angle, 1), class_="sign", **reached,
    )  # fmt: skip


def _labels(sheet: Sheet, look: Look) -> dict[str, Label]:
    """A place for every name, on that side of the sign where it covers least of other signs and names."""
    points = {each.key: _point(each) for each in sheet.people}
    taken = [(x - SIGN, y - SIGN, x + SIGN, y + SIGN) for x, y in points.values()]
    if look is PERSONAL:
        taken.append((-30.0, -30.0, 30.0, 30.0))
    for sector, (x, y, anchor) in CORNERS.items():
        width = 10.5 * len(str(look.sectors[sector]))
        taken.append(_box(Label(0, 0, anchor), x, y, width))
    for word, share in zip(look.rings, (1 / 3, 2 / 3, 1.0), strict=True):
        taken.append(_box(Label(-8, -7, "end"), RADIUS * share, 0, 7.5 * len(str(word))))
    labels = {each.key: Label(18, 6, "start") for each in sheet.people}
    boxes: dict[str, tuple[float, float, float, float]] = {}
    # the first names were put down before the last ones: a second turn finds them the room that is left
    for _turn in range(2):
        for each in sheet.people:
            x, y = points[each.key]
            width = 9.2 * len(each.name) + 6
            right, left = Label(18, 6, "start"), Label(-18, 6, "end")
            above, below = Label(0, -18, "middle"), Label(0, 30, "middle")
            aslant = [Label(dx, dy, side) for dy in (-14, 24) for dx, side in ((12, "start"), (-12, "end"))]
            sides = [right, left, above, below] if x >= 0 else [left, right, above, below]
            sides += aslant
            others = [*taken, *(box for key, box in boxes.items() if key != each.key)]
            best = min(sides, key=lambda label: _covered(_box(label, x, y, width), others))
            boxes[each.key] = _box(best, x, y, width)
            labels[each.key] = best
    return labels


def _box(label: Label, x: float, y: float, width: float) -> tuple[float, float, float, float]:
    begin = {"start": x + label.x, "end": x + label.x - width, "middle": x - width / 2}[label.anchor]
    return begin, y + label.y - 15, begin + width, y + label.y + 5


def _covered(
    box: tuple[float, float, float, float], others: list[tuple[float, float, float, float]]
) -> float:
    outside = max(0.0, LEFT - box[0]) + max(0.0, box[2] + LEFT)
    outside += max(0.0, TOP - box[1]) + max(0.0, box[3] - TOP - HEIGHT)
    overlap = sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in others
    )
    return overlap + 100 * outside
