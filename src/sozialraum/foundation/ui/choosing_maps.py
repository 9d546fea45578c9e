"""Maps on which areas are put into groups by click, touch or keyboard; a list of selects beside them is their twin.

The drawing holds all that the script ``ui/choosing_map.js`` needs: every area carries its key, its point, its name and
the number of its group. A group is a color and a number: colors come back after eight groups, numbers do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from sozialraum.foundation.ui.drawing import INK, element, picture, words
from sozialraum.foundation.ui.map_signs import sample
from sozialraum.foundation.ui.maps import WIDTH, DrawnArea, Sheet, orientation

# light colors that black numbers can be read on and that stay apart for colour-blind eyes (P. Tol, technical note 2021)
GROUP_COLORS: Final = (
    "#77aadd", "#eedd88", "#ee8866", "#44bb99", "#ffaabb", "#bbcc33", "#99ddff", "#aaaa00",
)  # fmt: skip
NO_GROUP: Final = "#f5f6f9"
MOST_CHOOSABLE: Final = 1_000
"""Areas that can be chosen on one drawing; more are too small for a finger or a mouse and stand on a map that moves."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group that areas are put into: its number (0 is none), name, color, a sample of it, and how many areas it has."""

    number: int
    name: str
    fill: str
    sample: SafeString
    count: int


def groups_of(names: Sequence[str], chosen: Mapping[str, str], total: int) -> list[Group]:
    """The groups by these names in their order, and as the last one the areas in none."""
    counts = {name: sum(each == name for each in chosen.values()) for name in names}
    found = [
        Group(place, name, _fill(place), sample(_fill(place)), counts[name])
        for place, name in enumerate(names, start=1)
    ]
    return [*found, Group(0, "", NO_GROUP, sample(NO_GROUP), total - sum(counts.values()))]


def choosing_map(
    sheet: Sheet, names: Sequence[str], chosen: Mapping[str, str], *, title: str, in_none: str
) -> SafeString:
    """The areas colored and numbered by their group; ``chosen`` leads from an area's key to the name of its group.

    One area alone stands in the order of the tab key; arrow keys lead to its neighbors.
    """
    numbers = {name: place for place, name in enumerate(names, start=1)}
    size = 18 if len(sheet.areas) <= 200 else 11

    def drawn(place: int, each: DrawnArea) -> str:
        group = numbers.get(chosen.get(each.area_code, ""), 0)
        shape = element("path", d=each.path, fill=_fill(group))
        label = words(
            str(group or ""), each.at[0], each.at[1] + size / 3, font_size=size, font_weight=600, text_anchor="middle",
        )  # fmt: skip
        said = f"{each.name}: {chosen.get(each.area_code) or in_none}"
        return element(
            "g", shape + label, role="button", tabindex=-1 if place else 0, data_area=each.area_code,
            data_name=each.name, data_x=each.at[0], data_y=each.at[1], aria_label=said,
        )  # fmt: skip

    areas = "".join(drawn(place, each) for place, each in enumerate(sheet.areas))
    ground = element("g", "".join(orientation(sheet)), class_="map-over")
    content = (
        element("g", areas, stroke=INK, stroke_width=0.8, stroke_linejoin="round", class_="choosable")
        + ground
    )
    return picture(
        content, width=WIDTH, height=sheet.height, title=title, marker="map choosing", role="group"
    )  # fmt: skip


def choosing_figures(
    area_codes: Sequence[str], names: Sequence[str], chosen: Mapping[str, str], *, in_none: str
) -> dict[str, object]:
    """The groups as a map that moves paints them, each with its number; the script ``ui/choosing_live.js`` changes single areas."""
    numbers = {name: place for place, name in enumerate(names, start=1)}
    fills = [_fill(number) for number in range(len(names) + 1)]
    areas = [
        [code, numbers.get(chosen.get(code, ""), 0), chosen.get(code) or in_none, 0, 0] for code in area_codes
    ]
    return {"fills": fills, "areas": areas, "numbered": True}


def _fill(number: int) -> str:
    return GROUP_COLORS[(number - 1) % len(GROUP_COLORS)] if number else NO_GROUP
