"""Maps that can be moved: what the browser needs beside the drawn map, outlines apart from figures.

The drawing of :mod:`maps` stays what is shown without script, printed and written into a PDF. On top of it the
browser paints the same figures on outlines that it loads once per cut: as one GeoJSON document up to
``MOST_OUTLINES`` areas, as vector tiles above. Outlines are simplified as one coverage when areas are imported, and
every point is rounded or snapped alike on both sides of a border, so that neighbors keep their shared border.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import shapely
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.foundation.ui.maps import MANY_AREAS, Coloring, Outline

MOST_OUTLINES = MANY_AREAS
# five decimals of a degree are a meter
DECIMALS: Final = 5
FINEST_ZOOM: Final = 13
SIGNS: Final = {"missing": -1, "suppressed": -2, "blank": -3}
RING, UP, DOWN, ASSET = 1, 2, 4, 8
DOCUMENT_FORM = 2
"""Rises when ``ground_document`` says the same areas in another way: documents are kept in files."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The outlines of one level of one cut: their fingerprint, their extent (west, south, east, north), how many."""

    digest: str
    bounds: tuple[float, float, float, float]
    count: int

    @property
    def tiled(self) -> bool:
        """Whether there are too many areas for one document."""
        return self.count > MOST_OUTLINES

    @property
    def first_zoom(self) -> int:
        """The zoom level at which about everything lies in one tile."""
        west, south, east, north = self.bounds
        widest = max(east - west, (north - south) / math.cos(math.radians((south + north) / 2)))
        return max(0, min(FINEST_ZOOM - 1, math.floor(math.log2(360 / widest)) - 1))

    @property
    def last_zoom(self) -> int:
        """The last zoom level that has tiles of its own; further in, browsers enlarge it."""
        return FINEST_ZOOM

    @property
    def zooms(self) -> str:
        """The first and the last zoom level of the tiles, as the browser reads them."""
        return f"{self.first_zoom}/{FINEST_ZOOM}"


@dataclass(frozen=True, slots=True)
class LiveMap:
    """One moving map of a page, for ``ui/_live_map.html``.

    ``name`` is its id. ``ground_url`` answers :func:`ground_document`, ``tiles_url`` (with ``{z}/{x}/{y}``) the
    tiles of :func:`write_tiles` at the levels ``zooms``, empty where the document has the outlines. ``figures`` is a
    :func:`figures_document`; where it is None the browser asks ``figures_url``, which also answers for other dates.
    Maps with the same ``linked`` word move together. ``drawing_url`` names the drawing where it is too large to stand in the page.
    ``drawn`` is what templates have drawn from it alone.
    """

    name: str
    title: str
    ground_url: str
    bounds: tuple[float, float, float, float]
    figures: Mapping[str, Any] | None = None
    figures_url: str = ""
    tiles_url: str = ""
    picked: str = ""
    linked: str = ""
    zooms: str = ""
    drawing_url: str = ""
    height: int = 700
    drawn: dict[Any, SafeString] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def extent(self) -> str:
        """The bounds as the browser reads them."""
        return ",".join(f"{each:.5f}" for each in self.bounds)

    @property
    def figures_id(self) -> str:
        """The id of the element with the figures."""
        return f"{self.name}-figures"

    @property
    def words(self) -> str:
        """What the map itself says, as JSON in the reader's language."""
        return json.dumps(
            {
                "Map.Title": self.title,
                "NavigationControl.ZoomIn": gettext("Zoom in"),
                "NavigationControl.ZoomOut": gettext("Zoom out"),
                "FullscreenControl.Enter": gettext("Show the map large"),
                "FullscreenControl.Exit": gettext("Back to the page"),
                "CooperativeGesturesHandler.WindowsHelpText": gettext("Hold Ctrl and scroll to zoom the map"),
                "CooperativeGesturesHandler.MacHelpText": gettext("Hold ⌘ and scroll to zoom the map"),
                "CooperativeGesturesHandler.MobileHelpText": gettext("Move the map with two fingers"),
                "map": gettext("Map"),
                "whole": gettext("Show everything"),
                "keys": gettext(
                    "Arrow keys move the map, plus and minus zoom, Enter picks the area at the cross."
                ),
                "picked": gettext("Picked: %s"),
            },
            ensure_ascii=False,
        )


@dataclass(slots=True)
class _Features:
    found: list[dict[str, Any]] = field(default_factory=list)

    def add(self, shape: Any, **properties: str) -> None:
        rounded = shapely.transform(shape, lambda points: np.round(points, DECIMALS))
        geometry = json.loads(shapely.to_geojson(rounded))
        self.found.append({"type": "Feature", "properties": properties, "geometry": geometry})


def ground_of(outlines: Sequence[Outline]) -> Ground | None:
    """The fingerprint and extent of these outlines; None where no area has one."""
    known = [each for each in outlines if each.wkb]
    if not known:
        return None
    digest = hashlib.sha256()
    for each in known:
        digest.update(each.area_code.encode() + b"\0" + each.name.encode() + b"\0" + each.wkb)
    west, south, east, north = shapely.total_bounds([shapely.from_wkb(each.wkb) for each in known]).tolist()
    return Ground(digest.hexdigest()[:16], (west, south, east, north), len(known))


def ground_document(
    outlines: Sequence[Outline], districts: Sequence[Outline], background: Sequence[Mapping[str, Any]]
) -> bytes:
    """What a moving map stands on, as GeoJSON: one feature each with ``kind``, ``code`` and ``name``.

    Kinds are ``area`` (left out above ``MOST_OUTLINES``, where tiles carry them), ``point`` (where an area's signs
    stand), ``border`` and ``district`` (border and name of the level above), ``water`` and ``railway``.
    """
    features = _Features()
    known = [(each, shapely.from_wkb(each.wkb)) for each in outlines if each.wkb]
    for each, shape in known:
        if len(known) <= MOST_OUTLINES:
            features.add(shape, kind="area", code=each.area_code, name=each.name)
        features.add(_label_point(each, shape), kind="point", code=each.area_code, name=each.name)
    for each, shape in _outermost_first(districts):
        features.add(shapely.boundary(shape), kind="border", code=each.area_code)
        features.add(_label_point(each, shape), kind="district", code=each.area_code, name=each.name)
    for feature in background:
        kind = feature.get("properties", {}).get("kind", "")
        if kind in {"water", "railway"}:
            features.add(shapely.geometry.shape(feature["geometry"]), kind=kind)
    collection = {"type": "FeatureCollection", "features": features.found}
    return json.dumps(collection, separators=(",", ":"), ensure_ascii=False).encode()


def _outermost_first(districts: Sequence[Outline]) -> list[tuple[Outline, Any]]:
    """Those at the left and right edges before the others: names are placed in this order, and these cannot move aside."""
    known = [(each, shapely.from_wkb(each.wkb)) for each in districts if each.wkb]
    if not known:
        return []
    west, _south, east, _north = shapely.total_bounds([shape for _, shape in known])
    return sorted(known, key=lambda one: min(_label_point(*one).x - west, east - _label_point(*one).x))


def _label_point(outline: Outline, shape: Any) -> Any:
    return shapely.Point(*outline.label) if outline.label else shapely.point_on_surface(shape)


def write_tiles(outlines: Sequence[Outline], path: Path) -> None:
    """Write the areas as vector tiles (layer ``areas``, attribute ``code``) into an MBTiles file, whole or not at all.

    The zoom levels run from the one that shows everything in a window to ``FINEST_ZOOM``. About three seconds for
    10,000 areas.
    """
    import pyogrio.raw

    known = [each for each in outlines if each.wkb]
    ground = ground_of(known)
    first = 0 if ground is None else ground.first_zoom
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=".tiles-") as folder:
        made = Path(folder) / "tiles.mbtiles"
        pyogrio.raw.write(
            made, np.array([each.wkb for each in known], object),
            [np.array([each.area_code for each in known], object)], fields=["code"], layer="areas", driver="MBTiles",
            geometry_type="Unknown", crs="EPSG:4326",
            dataset_options={
                "MINZOOM": str(first), "MAXZOOM": str(FINEST_ZOOM), "MAX_SIZE": "20000000", "MAX_FEATURES": "1000000",
                "SIMPLIFICATION": "0", "BUFFER": "64",
            },
        )  # fmt: skip
        made.replace(path)


def tile(path: Path, zoom: int, column: int, row: int) -> bytes | None:
    """One tile, compressed by gzip; None where nothing lies there. Rows are counted from the north."""
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as tiles:
        found = tiles.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            (zoom, column, (1 << zoom) - 1 - row),
        ).fetchone()
    tiles.close()
    return None if found is None else bytes(found[0])


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The compressed document of that path; made by ``make`` and kept when it is asked for the first time."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        packed = gzip.compress(make(), mtime=0)
        with TemporaryDirectory(dir=path.parent, prefix=".ground-") as folder:
            made = Path(folder) / path.name
            made.write_bytes(packed)
            made.replace(path)
        return packed


def figures_document(
    area_codes: Sequence[str],
    figures: ReleasedTable,
    coloring: Coloring,
    *,
    labels: Mapping[str, str],
    assets: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Released figures as the browser paints them.

    ``fills`` are the colors of the classes; ``areas`` has a row per area: key, class (or -1 missing, -2 suppressed,
    -3 blank), the value in words, the sum of its signs (1 ring, 2 up, 4 down, 8 asset) and the radius of its circle.
    """
    rows: list[list[object]] = []
    for code in area_codes:
        figure = figures.figure(code)
        place = coloring.place(figure)
        signs = ASSET if assets and assets.get(code) else 0
        if place is None:
            sign = coloring.unknown(figure)
            rows.append([code, SIGNS[sign], labels[sign], signs, 0])
            continue
        change = coloring.arrow(figure)
        signs |= RING * coloring.ring(figure) | UP * (change > 0) | DOWN * (change < 0)
        rows.append([code, place, coloring.words(figure), signs, round(coloring.radius(figure), 1)])
    return {"fills": [each.fill for each in coloring.classes], "areas": rows}
