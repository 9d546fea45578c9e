"""The map that moves on which very many areas are put into planning areas, and the parts of the list beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from django.urls import reverse

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.ui.choosing_maps import choosing_figures
from sozialraum.foundation.ui.live_maps import LiveMap
from sozialraum.social_structure.models import AreaSystem
from sozialraum.social_structure.queries.cuts import Choosable
from sozialraum.social_structure.queries.grounds import ground_of_level

MOST_IN_PART = 300
HIGHEST = 900


def choosing_live_map(
    base: AreaSystem,
    areas: Sequence[Choosable],
    names: Sequence[str],
    chosen: Mapping[str, str],
    *,
    title: str,
    in_none: str,
) -> LiveMap | None:
    """The finest areas of a cut, each in the color of its planning area; None without outlines."""
    level = base.levels[-1]["code"]
    ground = ground_of_level(base.id, level)
    if ground is None:
        return None
    cut = [base.code, base.vintage, level, ground.digest]
    tiles = reverse("social_structure:map_tile", args=[*cut, 0, 0, 0]).replace("/0/0/0.", "/{z}/{x}/{y}.")
    west, south, east, north = ground.bounds
    wide = (east - west) * math.cos(math.radians((south + north) / 2))
    return LiveMap(
        name="choosing-map", title=title, ground_url=reverse("social_structure:map_ground", args=cut), bounds=ground.bounds,
        tiles_url=tiles if ground.tiled else "", zooms=ground.zooms, height=min(HIGHEST, round(1000 * (north - south) / wide)),
        figures=choosing_figures([each.code for each in areas], names, chosen, in_none=in_none),
    )  # fmt: skip


def parts_of(areas: Sequence[Choosable]) -> dict[str, list[Choosable]]:
    """The areas by district, for a list that shows one part at a time; large districts come in several parts."""
    districts: dict[str, list[Choosable]] = {}
    for each in areas:
        districts.setdefault(each.district, []).append(each)
    parts: dict[str, list[Choosable]] = {}
    for name, within in sorted(districts.items(), key=lambda each: german_sort_key(each[0])):
        for start in range(0, len(within), MOST_IN_PART):
            part = within[start : start + MOST_IN_PART]
            span = f"{part[0].code} – {part[-1].code}"
            parts[name if name and len(within) <= MOST_IN_PART else f"{name} {span}".strip()] = part
    return parts
