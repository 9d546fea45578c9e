"""The map beside the list: numbered pins on the quarters they stand in, drawn as SVG on the server."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import shapely
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.analytics.reach import DETOUR
from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.ui.drawing import (
    ACTION,
    ASSET,
    INK,
    INK_SOFT,
    LINE,
    MIST,
    PAPER,
    RIVER,
    element,
    picture,
    text_of,
    words,
)
from sozialraum.network.directory.catalog import Origin
from sozialraum.network.directory.streets import METRES_PER_DEGREE, PACE
from sozialraum.network.presentation.directory import Line
from sozialraum.social_structure.queries.areas import EDITION as AREAS
from sozialraum.social_structure.queries.outlines import Ground, ground_of

WIDTH: Final = 560.0
NARROWEST: Final = 0.012  # degrees of longitude: about 850 m, so that one place does not fill the sheet
AIR: Final = 0.18
LETTER: Final = 7.5  # the breadth that a letter of a name needs on the sheet
STALE_INK: Final = "#7a4200"

BEYOND: Final = 0.05
FINEST: Final = 0.0008  # what is finer than half a unit of the sheet is not written

Project = Callable[[float, float], tuple[float, float]]
Bounds = tuple[float, float, float, float]


def page_map(lines: Sequence[Line], origin: Origin | None = None, minutes: int | None = None) -> SafeString:
    """The entries of this page that have a point, with their numbers; empty where there is nothing to draw.

    A hollow pin has not been confirmed for a year; each pin leads to its line. Around the ``origin`` a dashed circle
    shows about how far one comes on foot in that time. The list beside it says the same in words.
    """
    located = [each for each in lines if each.longitude is not None and each.latitude is not None]
    if not located:
        return SafeString("")
    points = [(each.longitude or 0.0, each.latitude or 0.0) for each in located]
    corners = _corners([*points, *([(origin.longitude, origin.latitude)] if origin else [])])
    ground = _ground(frozenset(each.area_code for each in located if each.area_code), corners)
    if ground is None:
        return SafeString("")
    project, height, _bounds = _window(corners)
    names = ", ".join(f"{each.number} {each.name}" for each in located)
    drawing = ground + (_begin(origin, minutes, project) if origin else "")
    drawing += "".join(_pin(each, project) for each in reversed(located))
    title = _("Map with the places of this page: %(names)s") % {"names": names}
    return picture(drawing, width=WIDTH, height=height, title=title, marker="pins", role="group")


@kept(AREAS, size=24)
def _ground(area_codes: frozenset[str], corners: Bounds) -> str | None:
    """The ground of a page's map, kept: most readers come by the first page, and their map has the same ground."""
    ground = ground_of(area_codes)
    if ground is None:
        return None
    project, _height, bounds = _window(corners)
    return ground_drawing(ground, project, bounds)


def _corners(points: Sequence[tuple[float, float]]) -> Bounds:
    """The least and greatest longitude and latitude of points: west, south, east, north."""
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)


def _window(corners: Bounds) -> tuple[Project, float, Bounds]:
    """The projection that shows these corners with some air around (equirectangular, north up), its height and bounds."""
    west, south, east, north = corners
    shrink = math.cos(math.radians((south + north) / 2))
    breadth = max((east - west) * (1 + 2 * AIR), (north - south) * (1 + 2 * AIR) / shrink, NARROWEST)
    scale = WIDTH / (breadth * shrink)
    height = round(min(WIDTH, max(WIDTH * 0.62, (north - south) * (1 + 2 * AIR) * scale)), 1)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2

    def project(longitude: float, latitude: float) -> tuple[float, float]:
        return (
            round(WIDTH / 2 + (longitude - middle_x) * shrink * scale, 1),
            round(height / 2 - (latitude - middle_y) * scale, 1),
        )

    half_x, half_y = WIDTH / 2 / (shrink * scale), height / 2 / scale
    return project, height, (middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)


def ground_drawing(ground: Ground, project: Project, bounds: Bounds, *, named: bool = True) -> str:
    """The quarters with water and railway under a map of places or pins, as markup in the window's units.

    ``bounds`` are west, south, east and north of the window: what lies beyond is not written.
    """
    west, south, east, north = bounds
    # so far beyond the edge that no stroke along the cut is seen
    beyond_x, beyond_y = (east - west) * BEYOND, (north - south) * BEYOND
    window = (west - beyond_x, south - beyond_y, east + beyond_x, north + beyond_y)
    detail = (east - west) * FINEST
    outlines = shapely.from_wkb([each.wkb for each in ground.areas])
    seen = np.flatnonzero(shapely.intersects(outlines, shapely.box(*window)))
    shapes = [
        (ground.areas[place], shape)
        for place, shape in zip(seen.tolist(), shapely.simplify(outlines[seen], detail), strict=True)
    ]
    quarters = "".join(element("path", d=_path(shape, project)) for _each, shape in shapes)
    drawn = {"water": "", "railway": ""}
    for piece in ground.background:
        shape = shapely.simplify(shapely.clip_by_rect(piece.shape, *window), detail)
        if not shape.is_empty:
            surface = "Polygon" in shape.geom_type
            drawn[piece.kind] += element("path", d=_path(shape, project), fill=RIVER if surface else "none")
    labels = "".join(_label(each.name, shape, project) for each, shape in shapes) if named else ""
    return (
        element("rect", width=WIDTH, height=WIDTH, fill=PAPER)
        + element("g", quarters, fill=MIST, stroke=LINE, stroke_width=1.5)
        + element("g", drawn["railway"], stroke=INK_SOFT, stroke_width=1, stroke_dasharray="6 3")
        + element("g", drawn["water"], stroke=RIVER, stroke_width=6, stroke_linejoin="round")
        + element("g", labels, stroke=PAPER, stroke_width=3, paint_order="stroke", stroke_linejoin="round")
    )


def _label(name: str, shape: Any, project: Project) -> str:
    """The name of a quarter, where it is drawn wide enough to hold it."""
    west, _south, east, _north = shape.bounds
    if project(east, 0)[0] - project(west, 0)[0] < len(name) * LETTER:
        return ""
    point = shapely.point_on_surface(shape)
    x, y = project(point.x, point.y)
    return words(name, x, y, text_anchor="middle", font_size=12, fill=INK_SOFT, font_style="italic")


def _path(shape: Any, project: Project) -> str:
    pieces = []
    for part in shapely.get_parts(shape).tolist():
        lines = [part.exterior] if part.geom_type == "Polygon" else [part]
        for line in lines:
            written = "L".join(f"{x:g} {y:g}" for x, y in (project(*point[:2]) for point in line.coords))
            pieces.append(f"M{written}{'Z' if part.geom_type == 'Polygon' else ''}")
    return "".join(pieces)


def _begin(origin: Origin, minutes: int | None, project: Project) -> str:
    x, y = project(origin.longitude, origin.latitude)
    circle = ""
    if minutes is not None:
        reach = minutes * PACE / DETOUR / METRES_PER_DEGREE
        radius = abs(project(origin.longitude, origin.latitude + reach)[1] - y)
        circle = element(
            "circle", cx=x, cy=y, r=round(radius, 1), fill="none", stroke=ACTION, stroke_width=2, stroke_dasharray="3 7",
            stroke_linecap="round",
        )  # fmt: skip
    return circle + element("circle", cx=x, cy=y, r=7, fill=PAPER, stroke=INK, stroke_width=4)


def _pin(entry: Line, project: Project) -> str:
    x, y = project(entry.longitude or 0.0, entry.latitude or 0.0)
    fresh = entry.freshness is Freshness.CONFIRMED
    drop = element(
        "path", d=f"M{x:g} {y:g}c-9 -11 -13 -15 -13 -21a13 13 0 0 1 26 0c0 6 -4 10 -13 21Z",
        fill=ASSET if fresh else PAPER, stroke=PAPER if fresh else STALE_INK, stroke_width=2,
    )  # fmt: skip
    number = words(
        str(entry.number), x, y - 16, text_anchor="middle", font_size=13, font_weight=600,
        fill=PAPER if fresh else STALE_INK,
    )  # fmt: skip
    name = element("title", text_of(f"{entry.number} {entry.name}"))
    return element(
        "a", name + drop + number, href=f"#entry-{entry.number}", aria_label=f"{entry.number} {entry.name}"
    )
