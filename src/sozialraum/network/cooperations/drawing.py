"""The picture of a large network as SVG: groups as discs that open, organizations as signs, names that cover nothing.

A disc carries the number of organizations it stands for; lines between discs are the thicker, the more pairs work
together, and carry that number. Names are placed anew for each of the :data:`ZOOMS`: a script shows those that fit what is
seen, print and pages without script show the first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.analytics.networks import Name, Sector, place_names
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.ui.drawing import (
    ACTION,
    ASSET,
    INK,
    INK_SOFT,
    PAPER,
    element,
    number,
    picture,
    text_of,
    words,
)
from sozialraum.network.cooperations.groups import Group, GroupedNetwork
from sozialraum.network.cooperations.placing import Placed, Point, placed
from sozialraum.network.cooperations.queries import CooperationRow, Organization
from sozialraum.network.cooperations.rules import SECTOR_OF
from sozialraum.network.network_maps import Look
from sozialraum.network.network_maps.drawing import NEW

ZOOMS: Final = (1, 2, 4)
SCREEN: Final = 1120.0  # the pixels a picture is wide at a desk: sizes of letters are told in them
LETTERS, SMALL = 14.5, 13.0
BROAD: Final = 0.545  # the breadth of a letter as a share of its height
LONGEST: Final = 34
DISC, OPEN, RIM = "#eceef3", "#fdfbf8", "#b9bdcc"
BEND: Final = 0.1
PALE: Final = 0.22
ALONG: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
"""Where on a line its number may stand, the middle first."""


@dataclass(frozen=True)
class GroupedPicture:
    """What is drawn: a network by groups, which of them are open, who is chosen, how ties look, where signs lead."""

    network: GroupedNetwork
    opened: Collection[str] = ()
    selected: str = ""
    look: Look = field(default_factory=Look)
    open_address: Callable[[str], str] | None = None

    @cached_property
    def places(self) -> Placed:
        """Where everything stands."""
        return placed(self.network, self.opened)

    @cached_property
    def unit(self) -> float:
        """A pixel of the screen in units of the drawing, where the whole is seen."""
        return self.places.width / SCREEN

    def svg(self, title: str) -> SafeString:
        """The drawing, named ``title`` for a screen reader."""
        bounds = self.places.bounds
        closed = [each for each in self.network.groups if each.key not in self.opened]
        parts = [
            *(self._disc(each) for each in self.network.groups if each.key in self.opened),
            *self._lines(), *self._ended(), *(self._disc(each) for each in closed), *self._organizations(),
        ]  # fmt: skip
        parts += self._numbers()
        parts += [element("g", "".join(self._names(zoom)), class_=f"names at-{zoom}") for zoom in ZOOMS]
        return picture(
            "".join(parts), width=self.places.width, height=self.places.height, left=bounds[0], top=bounds[1], title=title,
            marker="network-map levels grouped", role="group" if self.open_address or self.look.address else "img",
            data_unit=round(self.unit, 3),
        )  # fmt: skip

    def _disc(self, group: Group) -> str:
        (x, y), radius = self.places.groups[group.key]
        is_open = group.key in self.opened
        paint = {
            "fill": OPEN if is_open else PAPER if group.outside else DISC,
            "stroke": RIM if is_open else INK_SOFT,
        }
        dashes = "4 4" if group.outside else None
        drawn = element(
            "circle", cx=x, cy=y, r=round(radius, 1), stroke_width=1.5, stroke_dasharray=dashes, **paint
        )
        if not is_open:
            size = min(radius * 0.9, 26)
            drawn += words(
                str(len(group.members)), x, y + size * 0.36, text_anchor="middle", font_size=round(size, 1), font_weight=600
            )  # fmt: skip
        if self.open_address is None:
            return drawn
        said = _said(self.network, group, is_open=is_open)
        return element(
            "a", element("title", text_of(said)) + drawn, href=self.open_address(group.key), aria_label=said,
            class_="group", data_group=group.key,
        )  # fmt: skip

    @cached_property
    def _ties(self) -> dict[tuple[str, str], tuple[CooperationRow, int]]:
        """Between which two nodes lines run: the first cooperation there, and how many there are."""
        rows = {row.pair: row for row in self.network.found.cooperations}
        many = Counter(map(self._ends, rows.values()))
        found: dict[tuple[str, str], tuple[CooperationRow, int]] = {}
        for row in self.network.found.cooperations:
            ends = self._ends(row)
            if ends[0] != ends[1] and "" not in ends:
                found.setdefault(ends, (row, many[ends]))
        return found

    def _lines(self) -> Iterator[str]:
        for ends, (row, many) in self._ties.items():
            single = set(ends) <= self.places.organizations.keys()
            yield self._single(row.pair, ends) if single else self._bundle(ends, many)

    def _ends(self, row: CooperationRow) -> tuple[str, str]:
        first, second = sorted((self._node(row.one), self._node(row.other)))
        return first, second

    def _node(self, organization: Organization) -> str:
        key = str(organization.id)
        return key if key in self.places.organizations else self.network.group_of.get(organization.id, "")

    def _at(self, node: str) -> tuple[Point, float]:
        if node in self.places.organizations:
            return self.places.organizations[node], 0.0
        return self.places.groups[node]

    def _single(self, pair: tuple[str, str], ends: tuple[str, str]) -> str:
        (x1, y1), (x2, y2) = self._at(ends[0])[0], self._at(ends[1])[0]
        begun, hot = pair in self.look.begun, self.selected in pair
        return element(
            "path", d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", stroke=ACTION if hot else NEW if begun else INK_SOFT,
            stroke_width=2.2 if hot or begun else 1.3, opacity=None if hot or begun else PALE if self.selected else 0.5,
            stroke_dasharray="7 5" if pair in self.look.unsure else None,
        )  # fmt: skip

    def _bend(self, ends: tuple[str, str]) -> tuple[Point, Point, Point]:
        """From rim to rim, a little bent, so that a line passes discs between: begin, where it is drawn to, and end."""
        (start, r1), (end, r2) = self._at(ends[0]), self._at(ends[1])
        (x1, y1), (x2, y2) = _toward(start, end, r1), _toward(end, start, r2)
        bend = 0.0 if self.selected in ends else BEND
        return (x1, y1), ((x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend), (x2, y2)

    def _bundle(self, ends: tuple[str, str], many: int) -> str:
        """A line that stands for several."""
        hot = self.selected in ends
        (x1, y1), (x, y), (x2, y2) = self._bend(ends)
        return element(
            "path", d=f"M{x1:.1f} {y1:.1f}Q{x:.1f} {y:.1f} {x2:.1f} {y2:.1f}", fill="none", stroke=ACTION if hot else INK_SOFT,
            stroke_width=round(1.2 + 1.1 * math.sqrt(many), 1), opacity=None if hot else PALE if self.selected else 0.45,
        )  # fmt: skip

    def _numbers(self) -> Iterator[str]:
        """The numbers of the lines between groups, each where it lies on no disc and on no number before."""
        size = SMALL * max(self.unit, 0.8)
        taken: list[Point] = []
        for ends, (_row, many) in self._ties.items():
            if not set(ends) <= self.places.groups.keys():
                continue
            curve = [_on_curve(share, *self._bend(ends)) for share in ALONG]
            discs = [
                (at, radius + size) for key, (at, radius) in self.places.groups.items() if key not in ends or key in self.opened
            ]  # fmt: skip
            others = [*discs, *((at, size * 1.4) for at in taken)]
            free = [at for at in curve if all(math.dist(at, other) > far for other, far in others)]
            x, y = (free or curve)[0]
            taken.append((x, y))
            yield words(
                str(many), round(x, 1), round(y + size * 0.36, 1), text_anchor="middle", font_size=round(size, 1), font_weight=600,
                fill=INK_SOFT, paint_order="stroke", stroke=PAPER, stroke_width=round(size / 3, 1), stroke_linejoin="round",
            )  # fmt: skip

    def _ended(self) -> Iterator[str]:
        for pair in sorted(self.look.ended):
            if set(pair) <= self.places.organizations.keys():
                (x1, y1), (x2, y2) = (self.places.organizations[key] for key in pair)
                yield element(
                    "path", d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", stroke=ASSET, stroke_width=2, stroke_dasharray="1 6",
                    stroke_linecap="round",
                )  # fmt: skip

    @cached_property
    def _shown(self) -> list[Organization]:
        """The organizations of opened groups: the one chosen and its partners first, then those with most partners."""
        near = {
            end.id for row in self.network.found.cooperations if self.selected in row.pair for end in (row.one, row.other)
        }  # fmt: skip
        degrees = self.network.found.degrees
        shown = [each for group in self.network.groups if group.key in self.opened for each in group.members]
        return sorted(
            shown,
            key=lambda each: (
                str(each.id) != self.selected,
                each.id not in near,
                -degrees[each.id],
                german_sort_key(each.name),
            ),
        )

    def _reach(self, organization: Organization) -> float:
        return 5.5 + 1.7 * math.sqrt(self.network.found.degrees[organization.id])

    def _organizations(self) -> Iterator[str]:
        bridges = {each.id for each in self.network.found.bridges}
        for each in self._shown:
            x, y = self.places.organizations[str(each.id)]
            reach, chosen = self._reach(each), str(each.id) == self.selected
            paint: dict[str, object] = {"fill": ACTION if chosen else INK}
            if not self.network.found.degrees[each.id]:
                paint = {"fill": PAPER, "stroke": INK_SOFT, "stroke_width": 1.8}
            sign = (
                element("rect", x=round(-reach * 0.9, 1), y=round(-reach * 0.9, 1), width=round(reach * 1.8, 1),
                        height=round(reach * 1.8, 1), rx=2, **paint)
                if SECTOR_OF[each.kind] is Sector.PROFESSIONALS
                else element("circle", cx=0, cy=0, r=round(reach, 1), **paint)
            )  # fmt: skip
            if chosen or each.id in bridges:
                sign += element(
                    "circle", cx=0, cy=0, r=round(reach + (6 if chosen else 3.5), 1), fill="none", stroke=ACTION if chosen else INK,
                    stroke_width=2.5 if chosen else 1.3,
                )  # fmt: skip
            drawn = element(
                "g",
                element("title", text_of(each.name)) + sign,
                transform=f"translate({x:.1f} {y:.1f})",
                class_="sign",
            )
            if self.look.address is not None:
                drawn = element("a", drawn, href=self.look.address(str(each.id)), aria_label=each.name)
            yield drawn

    def _names(self, zoom: int) -> Iterator[str]:
        """The names as they fit where the picture is seen so many times larger."""
        size = LETTERS * self.unit / zoom
        asked: list[Name] = []
        told: dict[str, tuple[str, bool]] = {}
        for group in self.network.groups:
            (x, y), radius = self.places.groups[group.key]
            name = group.name if group.key not in self.opened else f"{group.name} ×"
            told[group.key] = name, True
            asked.append(
                Name(group.key, x, y, radius + 2, size * 1.15 * BROAD * len(name), size * 1.3, centered=True)
            )
        for each in self._shown:
            name = _short(each.name)
            told[str(each.id)] = name, False
            x, y = self.places.organizations[str(each.id)]
            asked.append(Name(str(each.id), x, y, self._reach(each), size * BROAD * len(name), size * 1.15))
        # names may stand in the disc of an opened group, not on a closed one
        own = {each.key: each for each in asked}
        open_ones = {key for key in self.opened if key in own}
        groups = [_rimmed(each) if each.key in open_ones else each for each in asked if told[each.key][1]]
        closed = [self._box(each) for each in self.network.groups if each.key not in self.opened]
        signs = [_around(each) for each in asked if not told[each.key][1]]
        found = place_names(groups, taken=signs, bounds=self.places.bounds)
        heads = [
            (found[key].x - own[key].width / 2, found[key].y - own[key].height / 2, found[key].x + own[key].width / 2, found[key].y + own[key].height / 2)
            for key in found
        ]  # fmt: skip
        rest = [each for each in asked if not told[each.key][1]]
        found |= place_names(rest, taken=[*closed, *heads], bounds=self.places.bounds)
        for key, place in found.items():
            name, bold = told[key]
            line = (
                element(
                    "path", d=f"M{own[key].x:.1f} {own[key].y:.1f}L{place.line[0]:.1f} {place.line[1]:.1f}", stroke=INK_SOFT,
                    stroke_width=round(0.8 * self.unit / zoom, 2), stroke_dasharray=f"{1.5 * self.unit / zoom:.2f} {2 * self.unit / zoom:.2f}",
                )
                if place.line and not bold else ""
            )  # fmt: skip
            yield line + words(
                name, round(place.x, 1), round(place.y + size * 0.36, 1), text_anchor="middle",
                font_size=round(size * (1.1 if bold else 1), 2), font_weight=600 if bold or key == self.selected else None,
                paint_order="stroke", stroke=PAPER, stroke_width=round(size / 3.4, 2), stroke_linejoin="round",
            )  # fmt: skip

    def _box(self, group: Group) -> tuple[float, float, float, float]:
        (x, y), radius = self.places.groups[group.key]
        return x - radius, y - radius, x + radius, y + radius


def _rimmed(name: Name) -> Name:
    """The head of an opened disc: as if its sign were the uppermost point of the rim."""
    return Name(
        name.key, name.x, name.y - name.reach - name.height * 0.6, 0.0, name.width, name.height, centered=True
    )


def _around(name: Name) -> tuple[float, float, float, float]:
    return name.x - name.reach, name.y - name.reach, name.x + name.reach, name.y + name.reach


def _toward(start: Point, end: Point, radius: float) -> Point:
    (x1, y1), (x2, y2) = start, end
    far = max(math.hypot(x2 - x1, y2 - y1), 1e-9)
    return x1 + (x2 - x1) / far * radius, y1 + (y2 - y1) / far * radius


def _on_curve(share: float, start: Point, bend: Point, end: Point) -> Point:
    rest = 1 - share
    x, y = (
        rest**2 * a + 2 * rest * share * b + share**2 * c for a, b, c in zip(start, bend, end, strict=True)
    )
    return x, y


def _short(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    return f"{name[:LONGEST].rpartition(' ')[0] or name[: LONGEST - 1]} …"


def _said(network: GroupedNetwork, group: Group, *, is_open: bool) -> str:
    many = len(group.members)
    who = ngettext("%(name)s: one organization", "%(name)s: %(n)s organizations", many) % {
        "name": group.name,
        "n": number(many),
    }
    inside = network.ties[(group.key, group.key)]
    ties = ngettext("one cooperation inside", "%(n)s cooperations inside", inside) % {"n": number(inside)}
    return f"{who}, {ties}. {_('Close') if is_open else _('Open')}"


def groups_to_open(groups: Mapping[str, int], wanted: Collection[str], most: int) -> list[str]:
    """Of the groups asked for those that may be open together, by the number of members in ``groups``."""
    found: list[str] = []
    for key in wanted:
        if key in groups and sum(groups[each] for each in found) + groups[key] <= most:
            found.append(key)
    return found
