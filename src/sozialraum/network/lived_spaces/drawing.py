"""The map on which is pinned, and the map of what many pinned, as SVG of the server."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.foundation.ui.drawing import PAPER, element, picture, text_of, words
from sozialraum.network.lived_spaces.counting import ALL, key
from sozialraum.network.lived_spaces.rules import CELL, Bounds, Grid
from sozialraum.network.maps import ground_drawing
from sozialraum.social_structure.queries.outlines import ground_of

BROAD = 900.0
SHADES = ("#f6dfc0", "#e8b877", "#cf8a34", "#985200")
STEPS = (5, 15, 30, 60)

Project = Callable[[float, float], tuple[float, float]]


def height_of(bounds: Bounds) -> float:
    """How high a map is drawn that is 900 broad."""
    grid = Grid(bounds)
    return round(BROAD * grid.height / grid.width, 1)


def projection(bounds: Bounds) -> Project:
    """From longitude and latitude to the units of a map that is 900 broad."""
    west, south, east, north = bounds
    high = height_of(bounds)

    def project(longitude: float, latitude: float) -> tuple[float, float]:
        return (
            round((longitude - west) / (east - west) * BROAD, 1),
            round((north - latitude) / (north - south) * high, 1),
        )

    return project


def map_base(bounds: Bounds, area_code: str, landmarks: Iterable[tuple[str, float, float]]) -> str:
    """The ground of a map with its landmarks, as markup."""
    project = projection(bounds)
    ground = ground_of([area_code])
    drawn = ground_drawing(ground, project, bounds) if ground else ""
    signs = ""
    for name, longitude, latitude in landmarks:
        x, y = project(longitude, latitude)
        signs += element("circle", cx=x, cy=y, r=4, fill="#4a4f66")
        signs += words(
            name,
            x + 7,
            y + 4,
            font_size=17,
            fill="#171a2b",
            stroke=PAPER,
            stroke_width=3,
            paint_order="stroke",
        )
    return drawn + signs


def pin_map(bounds: Bounds, area_code: str, landmarks: Iterable[tuple[str, float, float]]) -> SafeString:
    """The empty map; pins are drawn by the page's script into the group ``pins``."""
    drawing = map_base(bounds, area_code, landmarks) + element("g", " ", id="pins")
    title = _("Map of the quarter. Tap where your pin belongs.")
    return picture(
        drawing, width=BROAD, height=height_of(bounds), title=title, marker="pin-map", id="pin-map"
    )


def heat_map(
    table: ReleasedTable, bounds: Bounds, area_code: str, kind: str, landmarks: Iterable[tuple[str, float, float]],
    *, age: str = ALL, gender: str = ALL, part: str = ALL,
) -> tuple[SafeString, list[tuple[str, int]]]:  # fmt: skip
    """What five or more pinned at the same spot, and the same as lines: the nearest landmark and the persons.

    Spots with fewer are not drawn at all; which they are stays untold.
    """
    grid, project, marks = Grid(bounds), projection(bounds), list(landmarks)
    size_x, size_y = CELL / grid.width * BROAD, CELL / grid.height * height_of(bounds)
    drawn, lines = "", []
    for figure in table:
        of_kind, cell, *_groups = figure.area_code.split("|")
        if (
            of_kind != kind
            or "," not in cell
            or figure.area_code != key(kind, cell, age, gender, part)
            or not figure.value
        ):
            continue
        column, row = (int(each) for each in cell.split(","))
        longitude, latitude = grid.center(column, row)
        x, y = project(longitude, latitude)
        persons = int(figure.value)
        shade = SHADES[max(number for number, step in enumerate(STEPS) if persons >= step)]
        name = _near(longitude, latitude, marks)
        drawn += element(
            "g",
            element("title", text_of(f"{name}: {persons}"))
            + element(
                "rect",
                x=round(x - size_x / 2, 1),
                y=round(y - size_y / 2, 1),
                width=round(size_x, 1),
                height=round(size_y, 1),
                fill=shade,
                fill_opacity="0.85",
                stroke=PAPER,
            )
            + words(
                str(persons),
                x,
                y + 6,
                text_anchor="middle",
                font_size=18,
                font_weight=600,
                fill="#171a2b" if persons < STEPS[-1] else "#fff",
            ),
        )
        lines.append((name, persons))
    title = _("Map of the spots that five or more people pinned")
    svg = picture(
        map_base(bounds, area_code, []) + drawn + _names(marks, project), width=BROAD, height=height_of(bounds), title=title,
        marker="heat-map",
    )  # fmt: skip
    return svg, sorted(lines, key=lambda line: -line[1])


def _names(marks: Iterable[tuple[str, float, float]], project: Project) -> str:
    drawn = ""
    for name, longitude, latitude in marks:
        x, y = project(longitude, latitude)
        drawn += words(
            name,
            x + 5,
            y + 4,
            font_size=17,
            fill="#4a4f66",
            stroke=PAPER,
            stroke_width=3,
            paint_order="stroke",
        )
    return drawn


def _near(longitude: float, latitude: float, marks: list[tuple[str, float, float]]) -> str:
    """The nearest landmark by name; without one the word for a spot."""
    if not marks:
        return _("Spot on the map")
    shrink = math.cos(math.radians(latitude))
    nearest = min(marks, key=lambda mark: math.hypot((mark[1] - longitude) * shrink, mark[2] - latitude))
    return _("Near %(place)s") % {"place": nearest[0]}
