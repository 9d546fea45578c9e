"""The map of one area from close by: its outline among its neighbors, river and railway, numbered places.

And the small outlines that show what a new cut has changed. Drawn once as SVG, for page and PDF alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from django.utils.safestring import SafeString
from numpy.typing import NDArray

from sozialraum.foundation.ui.drawing import (
    INK,
    INK_SOFT,
    LINE,
    MIST,
    PAPER,
    RIVER,
    TEAL,
    element,
    picture,
    text_of,
    words,
)
from sozialraum.foundation.ui.maps import Outline

WIDTH: Final = 500.0
LOWEST, HIGHEST = 0.6, 1.1
AIR: Final = 0.14
RADIUS: Final = 13.0
LETTER: Final = 7.2
SMALL: Final = 132.0

Project = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered place: where it is in degrees, and what it is called."""

    number: int
    longitude: float
    latitude: float
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Barrier:
    """A piece of ``water`` or a ``railway``, as ``kind`` says, in degrees."""

    kind: str
    shape: shapely.Geometry


def place_map(
    here: Outline, around: Sequence[Outline], barriers: Sequence[Barrier], pins: Sequence[Pin], *, title: str
) -> SafeString:
    """One area between its barriers with its numbered places; places that would cover each other move apart."""
    shape = shapely.from_wkb(here.wkb)
    project, height = _window(shape)
    frame = shapely.box(*_degrees_around(shape))
    drawing = [
        element("rect", width=WIDTH, height=height, fill=PAPER),
        element("g", _neighbors(around, frame, project), fill=MIST, stroke=LINE, stroke_width=1.2),
        element("path", d=_path(shape, project), fill=TEAL[0]),
        *_lines(barriers, frame, project),
        element("path", d=_path(shape, project), fill="none", stroke=TEAL[4], stroke_width=2.4, stroke_linejoin="round"),
        element("g", _names(around, frame, project, height), stroke=PAPER, stroke_width=4, stroke_linejoin="round", paint_order="stroke"),
        "".join(_drawn(pin, x, y) for pin, (x, y) in zip(pins, _apart(pins, project, height), strict=True)),
        element("rect", x=0.5, y=0.5, width=WIDTH - 1, height=height - 1, fill="none", stroke=LINE),
    ]  # fmt: skip
    return picture("".join(drawing), width=WIDTH, height=height, title=title, marker="map-places")


def outline_sketch(parts: Sequence[tuple[bytes, bool]], frame: Sequence[bytes]) -> SafeString:
    """Small outlines side by side on one scale, the marked ones filled; ``frame`` is what has to fit.

    Hidden from screen readers: the words below say what it shows.
    """
    whole = shapely.union_all(shapely.from_wkb(list(frame)))
    west, south, east, north = whole.bounds
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (SMALL - 4) / max((east - west) * shrink, (north - south), 1e-9)
    width, height = (east - west) * shrink * scale + 4, (north - south) * scale + 4

    project = _projection((west, north), (shrink * scale, scale), margin=2.0)
    drawn = "".join(
        element("path", d=_path(shapely.from_wkb(wkb), project), fill=TEAL[2] if marked else PAPER)
        for wkb, marked in parts
    )
    lines = element("g", drawn, stroke=INK, stroke_width=1.4, stroke_linejoin="round")
    return picture(
        lines, width=round(width, 1), height=round(height, 1), title="", hidden=True, marker="sketch"
    )


def _degrees_around(shape: Any) -> tuple[float, float, float, float]:
    """West, south, east, north of the window: the area with air around, neither too flat nor too tall."""
    west, south, east, north = shape.bounds
    shrink = math.cos(math.radians((south + north) / 2))
    width, height = (east - west) * shrink * (1 + 2 * AIR), (north - south) * (1 + 2 * AIR)
    width = max(width, height / HIGHEST)
    height = max(height, width * LOWEST)
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / shrink / 2, y - height / 2, x + width / shrink / 2, y + height / 2


def _window(shape: Any) -> tuple[Project, float]:
    west, south, east, north = _degrees_around(shape)
    across, down = (
        WIDTH / (east - west),
        WIDTH / ((east - west) * math.cos(math.radians((south + north) / 2))),
    )

    project = _projection((west, north), (across, down))
    return project, round((north - south) * down, 1)


def _projection(corner: tuple[float, float], scale: tuple[float, float], *, margin: float = 0.0) -> Project:
    """Degrees to units of the sheet from the upper left corner, north up."""

    def project(points: NDArray[np.float64]) -> NDArray[np.float64]:
        moved = np.column_stack([points[:, 0] - corner[0], corner[1] - points[:, 1]])
        return np.asarray(np.round(moved * np.array(scale) + margin, 1), np.float64)

    return project


def _path(shape: Any, project: Project) -> str:
    pieces: list[str] = []
    for part in shapely.get_parts(shape).tolist():
        if part.is_empty or part.geom_type not in {"Polygon", "LineString"}:
            continue
        lines = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for line in lines:
            points = project(shapely.get_coordinates(line)).tolist()
            closing = "Z" if part.geom_type == "Polygon" else ""
            pieces.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + closing)
    return "".join(pieces)


def _neighbors(around: Sequence[Outline], frame: Any, project: Project) -> str:
    shapes = (shapely.intersection(shapely.from_wkb(each.wkb), frame) for each in around if each.wkb)
    return "".join(element("path", d=path) for shape in shapes if (path := _path(shape, project)))


def _lines(barriers: Sequence[Barrier], frame: Any, project: Project) -> list[str]:
    drawn = {"water": "", "railway": ""}
    for each in barriers:
        shape = shapely.intersection(each.shape, frame)
        surface = "Polygon" in shape.geom_type
        if path := _path(shape, project):
            drawn[each.kind] += element("path", d=path, fill=RIVER if surface else "none")
    return [
        element("g", drawn["water"], stroke=RIVER, stroke_width=6, stroke_linejoin="round"),
        element("g", drawn["railway"], stroke=INK_SOFT, stroke_width=1.2, stroke_dasharray="7 3"),
    ]


def _names(around: Sequence[Outline], frame: Any, project: Project, height: float) -> str:
    """The names of the neighbors where they have room in the window."""
    found = []
    for each in around:
        shape = shapely.intersection(shapely.from_wkb(each.wkb), frame) if each.wkb else None
        if shape is None or shape.is_empty:
            continue
        point = shapely.get_coordinates(shapely.point_on_surface(shape))
        x, y = project(point)[0].tolist()
        half = len(each.name) * LETTER / 2
        if half < x < WIDTH - half and 16 < y < height - 8:
            found.append(words(each.name, x, y + 4, text_anchor="middle", font_size=14, fill=INK_SOFT))
    return "".join(found)


def _apart(pins: Sequence[Pin], project: Project, height: float) -> list[tuple[float, float]]:
    """Where the pins are drawn: pushed apart until none covers another, and kept inside the window."""
    if not pins:
        return []
    at = project(np.array([(each.longitude, each.latitude) for each in pins], np.float64))
    # two places at the same point need a direction to part in
    at = at + np.array([(0.01 * place, 0.013 * place) for place in range(len(pins))])
    least = 2 * RADIUS + 1
    for _ in range(60):
        gap = at[:, None, :] - at[None, :, :]
        far = np.maximum(np.hypot(gap[..., 0], gap[..., 1]), 1e-6)
        push = np.where((far < least) & ~np.eye(len(pins), dtype=bool), (least - far) / far / 2, 0.0)
        moved = (gap * push[..., None]).sum(axis=1)
        if not np.abs(moved).max() > 0.05:
            break
        at = np.clip(at + moved, RADIUS + 2, [WIDTH - RADIUS - 2, height - RADIUS - 2])
    return [(round(x, 1), round(y, 1)) for x, y in at.tolist()]


def _drawn(pin: Pin, x: float, y: float) -> str:
    name = element("title", text_of(f"{pin.number} {pin.name}"))
    dot = element("circle", cx=x, cy=y, r=RADIUS, fill=TEAL[4], stroke=PAPER, stroke_width=2)
    label = words(str(pin.number), x, y + 5, text_anchor="middle", font_size=14, font_weight=600, fill=PAPER)
    return element("g", name + dot + label)
