"""City maps drawn on the server as SVG: coherent outlines, class colors, signs for what is not known.

A sheet is projected once per cut and level and kept; coloring it for one table of figures is a few milliseconds.
Signs (see the reader's key on every map): missing is hatched, suppressed is dotted, fewer than 300 people is
blank, a white ring says that the interval contains the value of the whole, a brown diamond is an asset.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely
from django.utils.safestring import SafeString
from numpy.typing import NDArray

from sozialraum.foundation.privacy.release import Figure, ReleasedTable, Withheld
from sozialraum.foundation.ui.drawing import (
    ACTION,
    INK,
    INK_SOFT,
    PAPER,
    RIVER,
    TEAL,
    element,
    patterns,
    picture,
    text_of,
)
from sozialraum.foundation.ui.map_names import MapName, draw_names
from sozialraum.foundation.ui.map_signs import arrow, circle, diamond, ring, sample, sign_sample

WIDTH: Final = 1000.0
MARGIN: Final = 8.0
# on a small map more names than these cover each other
MOST_NAMES: Final = 15
MANY_AREAS: Final = 1_000
# in units of the sheet
FINEST_BEND: Final = 0.7


@dataclass(frozen=True, slots=True)
class Outline:
    """One area to be drawn: WKB in EPSG:4326, its label point (longitude, latitude), its name."""

    area_code: str
    name: str
    wkb: bytes
    label: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """An outline in the units of the sheet; ``size`` compares it with others."""

    area_code: str
    name: str
    path: str
    at: tuple[float, float]
    size: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A projected map without figures: areas, the borders and names of the level above, river and railway."""

    height: float
    areas: tuple[DrawnArea, ...]
    districts: tuple[DrawnArea, ...] = ()
    waters: tuple[str, ...] = ()
    railways: tuple[str, ...] = ()

    def area(self, area_code: str) -> DrawnArea | None:
        """The drawn area of that key."""
        return next((each for each in self.areas if each.area_code == area_code), None)


@dataclass(frozen=True, slots=True)
class MapClass:
    """One row of the key: what it means and how it is filled."""

    label: str
    fill: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A row of the key with the number of areas that carry the sign."""

    label: str
    sample: SafeString
    count: int
    fill: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Coloring:
    """How figures become colors: the classes from strong to weak, the place of a figure among them, its signs.

    ``ring`` marks an area that cannot be told apart from the whole, ``arrow`` a change (1 up, -1 down, 0 none).
    ``words`` says an area's value aloud. ``radius`` makes a map of circles: their size in units of the sheet.
    ``unknown`` names the sign of a figure without a class.
    """

    classes: Sequence[MapClass]
    place: Callable[[Figure], int | None]
    words: Callable[[Figure], str]
    ring: Callable[[Figure], bool] = field(default=lambda _: False)
    arrow: Callable[[Figure], int] = field(default=lambda _: 0)
    radius: Callable[[Figure], float] = field(default=lambda _: 0.0)
    unknown: Callable[[Figure], str] = field(default=lambda figure: unknown_sign(figure))


@dataclass(frozen=True, slots=True)
class ColoredMap:
    """A finished map: the drawing and its key."""

    svg: SafeString
    classes: tuple[KeyRow, ...]
    unknown: tuple[KeyRow, ...]


def draw_sheet(
    outlines: Sequence[Outline],
    districts: Sequence[Outline] = (),
    background: Sequence[Mapping[str, Any]] = (),
) -> Sheet:
    """Project outlines onto a sheet 1,000 units wide (equirectangular at the middle latitude, north up).

    ``background`` are GeoJSON features with ``properties.kind`` ``water`` or ``railway``. Areas without geometry
    are left out. Raises ``ValueError`` where no area has one.
    """
    known = [each for each in outlines if each.wkb]
    shapes = shapely.from_wkb([each.wkb for each in known])
    if not len(shapes):
        msg = "No area has a geometry."
        raise ValueError(msg)
    west, south, east, north = shapely.total_bounds(shapes)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * shrink)
    height = round((north - south) * scale + 2 * MARGIN, 1)
    if len(known) > MANY_AREAS:
        # as one coverage, so that neighbors keep their border; outlines that are none (gaps, overlaps) stay as they are
        with suppress(shapely.errors.GEOSException):
            shapes = shapely.coverage_simplify(shapes, FINEST_BEND / scale)

    def project(points: NDArray[np.float64]) -> NDArray[np.float64]:
        across = (points[:, 0] - west) * shrink * scale + MARGIN
        return np.round(np.column_stack([across, (north - points[:, 1]) * scale + MARGIN]), 1)

    def drawn(each: Outline, shape: Any) -> DrawnArea:
        point = each.label or (shapely.point_on_surface(shape).x, shapely.point_on_surface(shape).y)
        x, y = project(np.array([point], np.float64))[0].tolist()
        return DrawnArea(each.area_code, each.name, _path(shape, project), (x, y), shape.area)

    lines: dict[str, list[str]] = {"water": [], "railway": []}
    for feature in background:
        kind = feature.get("properties", {}).get("kind", "")
        if kind in lines:
            shape = shapely.simplify(shapely.geometry.shape(feature["geometry"]), FINEST_BEND / scale)
            lines[kind].append(_path(shape, project))
    return Sheet(
        height=height,
        areas=tuple(drawn(each, shape) for each, shape in zip(known, shapes.tolist(), strict=True)),
        districts=tuple(drawn(each, shapely.from_wkb(each.wkb)) for each in districts if each.wkb),
        waters=tuple(lines["water"]),
        railways=tuple(lines["railway"]),
    )


def _path(shape: Any, project: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> str:
    pieces: list[str] = []
    for part in shapely.get_parts(shape).tolist():
        closing = "Z" if part.geom_type == "Polygon" else ""
        for line in [part.exterior, *part.interiors] if closing else [part]:
            points = project(shapely.get_coordinates(line))
            moved = np.any(points[1:] != points[:-1], axis=1)
            kept = points[np.concatenate([[True], moved])].tolist()
            pieces.append("M" + "L".join([f"{x:g} {y:g}" for x, y in kept]) + closing)
    return "".join(pieces)


def colored_map(
    sheet: Sheet,
    figures: ReleasedTable,
    coloring: Coloring,
    *,
    title: str,
    labels: Mapping[str, str],
    picked: str = "",
    assets: Mapping[str, int] | None = None,
    prefix: str = "map",
) -> ColoredMap:
    """Color a sheet by released figures.

    ``labels`` names the signs of the key (``missing``, ``suppressed``, ``blank``, ``ring``, ``up``, ``down``),
    ``assets`` counts places by area key, ``prefix`` keeps ids apart where a page shows several maps.
    """
    counts = dict.fromkeys(range(len(coloring.classes)), 0)
    signs = dict.fromkeys(("missing", "suppressed", "blank", "ring", "up", "down"), 0)
    shapes: list[str] = []
    marks: list[str] = []
    circles: list[tuple[float, DrawnArea]] = []
    for area in sheet.areas:
        figure = figures.figure(area.area_code)
        place = coloring.place(figure)
        fill = _fill(figure, place, coloring, prefix)
        if place is None:
            signs[coloring.unknown(figure)] += 1
            said = labels[coloring.unknown(figure)]
        else:
            counts[place] += 1
            said = coloring.words(figure)
            marks += _marks(area, figure, coloring, signs, assets)
            circles.append((coloring.radius(figure), area))
        name = element("title", text_of(f"{area.name}: {said}"))
        shapes.append(element("path", name, d=area.path, fill=fill, data_area=area.area_code))
    drawing = [
        patterns(prefix),
        element("g", "".join(shapes), stroke=PAPER, stroke_width=1.1, class_="map-areas"),
        *orientation(sheet),
        element("g", _circles(circles), class_="map-circles"),
        element("g", "".join(marks)),
        element("g", _asset_marks(sheet, assets or {}), class_="map-assets"),
        _selection(sheet, picked),
        _names(sheet),
    ]
    return ColoredMap(
        svg=picture("".join(drawing), width=WIDTH, height=sheet.height, title=title, marker="map"),
        classes=tuple(
            KeyRow(each.label, sample(each.fill), counts[place], each.fill)
            for place, each in enumerate(coloring.classes)
        ),
        unknown=tuple(
            KeyRow(labels[sign], sign_sample(sign, prefix), count, sign=sign)
            for sign, count in signs.items()
            if count and sign in labels
        ),
    )


def location_map(sheet: Sheet, area_code: str, district_code: str, *, title: str) -> SafeString:
    """Where an area lies: the whole pale, its district light, the area dark. Draws no figures."""
    ground = "".join(
        element("path", d=each.path, fill="#eef0f4") for each in (sheet.districts or sheet.areas)
    )
    district = next((each for each in sheet.districts if each.area_code == district_code), None)
    around = element("path", d=district.path, fill=TEAL[1]) if district else ""
    water = "".join(
        element("path", d=path, fill="none", stroke=RIVER, stroke_width=13) for path in sheet.waters
    )
    here = sheet.area(area_code)
    spot = element("path", d=here.path, fill=TEAL[4], stroke=TEAL[4], stroke_width=6) if here else ""
    return picture(
        ground + around + water + spot, width=WIDTH, height=sheet.height, title=title, marker="map-location"
    )


def outline_map(sheet: Sheet, *, title: str, address: Callable[[str], str] | None = None) -> SafeString:
    """The areas with the borders of the level above, and its names where they have room. Draws no figures.

    With ``address`` an area leads to its page; the list beside the map does the same for the keyboard.
    """

    def drawn(each: DrawnArea) -> str:
        path = element("path", element("title", text_of(each.name)), d=each.path, fill=TEAL[0])
        if address is None:
            return path
        return element("a", path, href=address(each.area_code), tabindex=-1, aria_label=each.name)

    areas = "".join(drawn(each) for each in sheet.areas)
    drawing = [
        element("g", areas, stroke=TEAL[3], stroke_width=1.1, stroke_linejoin="round"),
        *orientation(sheet),
        _names(sheet) if len(sheet.districts) <= MOST_NAMES else "",
    ]
    role = "img" if address is None else "group"
    return picture("".join(drawing), width=WIDTH, height=sheet.height, title=title, marker="map", role=role)


def _fill(figure: Figure, place: int | None, coloring: Coloring, prefix: str) -> str:
    if place is not None:
        return coloring.classes[place].fill
    sign = coloring.unknown(figure)
    return PAPER if sign == "blank" else f"url(#{prefix}-{sign})"


def unknown_sign(figure: Figure) -> str:
    """The sign of a figure that is not there: ``missing``, ``suppressed`` or ``blank``."""
    if figure.withheld is Withheld.FEW_INHABITANTS:
        return "blank"
    return "suppressed" if figure.withheld else "missing"


def _circles(circles: Sequence[tuple[float, DrawnArea]]) -> str:
    # small circles lie on large ones, so that none is hidden
    ordered = sorted(circles, key=lambda each: -each[0])
    return "".join(circle(*area.at, radius) for radius, area in ordered if radius)


def _marks(
    area: DrawnArea,
    figure: Figure,
    coloring: Coloring,
    signs: dict[str, int],
    assets: Mapping[str, int] | None,
) -> list[str]:
    x, y = area.at
    change = coloring.arrow(figure)
    if coloring.ring(figure):
        signs["ring"] += 1
        # beside an asset's diamond, the ring moves to the left
        at = x - 11 if (assets or {}).get(area.area_code) else x
        return [ring(at, y)]
    if change:
        signs["up" if change > 0 else "down"] += 1
        return [arrow(x, y, up=change > 0)]
    return []


def _asset_marks(sheet: Sheet, assets: Mapping[str, int]) -> str:
    return "".join(diamond(*area.at) for area in sheet.areas if assets.get(area.area_code))


def orientation(sheet: Sheet) -> list[str]:
    """What orients the reader over the areas: borders of the level above, railway, river."""
    borders = "".join(element("path", d=each.path) for each in sheet.districts)
    rails = "".join(element("path", d=path) for path in sheet.railways)
    waters = "".join(
        element("path", d=path, stroke=INK_SOFT, stroke_width=11)
        + element("path", d=path, stroke=RIVER, stroke_width=9)
        for path in sheet.waters
    )
    return [
        element("g", borders, fill="none", stroke=INK, stroke_width=1.6, stroke_linejoin="round"),
        element("g", rails, fill="none", stroke=INK_SOFT, stroke_width=1.2, stroke_dasharray="7 3"),
        element("g", waters, fill="none", stroke_linejoin="round", stroke_linecap="round"),
    ]


def _names(sheet: Sheet) -> str:
    return draw_names([MapName(each.name, each.at, each.size) for each in sheet.districts])


def _selection(sheet: Sheet, picked: str) -> str:
    area = sheet.area(picked) if picked else None
    if area is None:
        return ""
    casing = element("path", d=area.path, stroke=PAPER, stroke_width=6)
    line = element("path", d=area.path, stroke=ACTION, stroke_width=3)
    return element("g", casing + line, fill="none", stroke_linejoin="round", class_="map-picked")
