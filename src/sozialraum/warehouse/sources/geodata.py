"""Geodata: GeoJSON, GeoPackage, shapefiles plain and zipped, brought to EPSG:4326 as their own projection says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import pyarrow as pa
import pyogrio
import pyogrio.errors
import pyproj
import shapely

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.warehouse.sources.columnar import as_text
from sozialraum.warehouse.sources.source_table import GEOMETRY, Finding, SourceError

_TARGET = "EPSG:4326"


@dataclass(frozen=True)
class Layer:
    """One layer of geodata as read; `crs` is the projection it came in."""

    table: pa.Table
    crs: str
    layer: str
    layers: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_layer(
    origin: Path | bytes | str, *, source: str, layer: str | None, crs: str | None, max_rows: int
) -> Layer:
    """Read a layer (the one named, else the only or first one) with geometry as WKB in longitude and latitude.

    `crs` (anything pyproj reads) overrules the file's projection. Raises SourceError for damage, for a layer
    that is not there, and for projected coordinates without a projection.
    """
    try:
        layers = tuple(str(name) for name, _ in pyogrio.list_layers(origin))
        # GDAL names the layer of an unnamed buffer at random
        if isinstance(origin, bytes) and len(layers) == 1 and layers[0].startswith("pyogrio_"):
            layers = (PurePosixPath(source).stem,)
        chosen = layer or (layers[0] if layers else "")
        if chosen not in layers:
            raise SourceError(
                gettext_noop("“{source}” has no layer “{layer}”."),
                gettext_noop("Its layers are: {layers}."),
                source=source,
                layer=chosen,
                layers=shorten(list(layers), limit=10),
            )
        meta, raw = pyogrio.read_arrow(origin, layer=layers.index(chosen), max_features=max_rows + 1)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, RuntimeError, OSError) as error:
        raise SourceError(
            gettext_noop("The geodata “{source}” are damaged or incomplete."),
            gettext_noop(
                "A shapefile needs its .shp, .shx, .dbf and .prj together in one zip; export them again."
            ),
            source=source,
        ) from error
    table = pa.table(raw)
    name = meta.get("geometry_name") or "wkb_geometry"
    if name not in table.column_names:
        raise SourceError(
            gettext_noop("“{source}” holds no geometry."),
            gettext_noop("Choose the layer with the areas, or import it as a plain table."),
            source=source,
        )
    shapes = shapely.force_2d(shapely.from_wkb(table.column(name).to_numpy()))
    attributes, notes = as_text(table.drop_columns([name]))
    findings = list(notes)
    origin_crs = _projection(shapes, crs or meta.get("crs"), findings, source=source)
    moved = _reprojected(shapes, origin_crs, source=source)
    findings.extend(_geometry_findings(moved))
    wkb = pa.array(shapely.to_wkb(moved), pa.binary())
    if len(layers) > 1:
        findings.append(
            Finding.notice(
                "sheet",
                gettext_noop("Of {count} layers, “{layer}” was read; the others are: {others}."),
                count=len(layers),
                layer=chosen,
                others=shorten([entry for entry in layers if entry != chosen]),
            )
        )
    return Layer(attributes.append_column(GEOMETRY, wkb), origin_crs.name, chosen, layers, tuple(findings))


def _projection(shapes: np.ndarray, named: str | None, findings: list[Finding], *, source: str) -> pyproj.CRS:
    if named:
        try:
            crs = pyproj.CRS.from_user_input(named)
        except pyproj.exceptions.CRSError as error:
            raise SourceError(
                gettext_noop("The projection of “{source}” cannot be read: {detail}."),
                gettext_noop("Name the projection, for example EPSG:25832."),
                source=source,
                detail=error,
            ) from error
        return crs.sub_crs_list[0] if crs.is_compound else crs
    west, south, east, north = shapely.total_bounds(shapes)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise SourceError(
            gettext_noop("“{source}” has coordinates in meters and does not say in which projection."),
            gettext_noop("Add the .prj file, or name the projection, for example EPSG:25832."),
            source=source,
        )
    findings.append(
        Finding.warning(
            "projection_assumed",
            gettext_noop("No projection is named; the coordinates were read as longitude and latitude."),
        )
    )
    return pyproj.CRS.from_user_input(_TARGET)


def _reprojected(shapes: np.ndarray, origin: pyproj.CRS, *, source: str) -> np.ndarray:
    transformer = pyproj.Transformer.from_crs(origin, _TARGET, always_xy=True)

    def move(points: np.ndarray) -> np.ndarray:
        x, y = transformer.transform(points[:, 0], points[:, 1])
        return np.column_stack([x, y])

    moved = shapely.transform(shapes, move)
    bounds = shapely.total_bounds(moved)
    lost = bool(len(shapes)) and not np.isfinite(bounds).all()
    if lost or bounds[0] < -180.001 or bounds[2] > 180.001 or bounds[1] < -90.001 or bounds[3] > 90.001:
        raise SourceError(
            gettext_noop("The coordinates of “{source}” do not fit its projection {crs}."),
            gettext_noop("Name the right projection, for example EPSG:25832."),
            source=source,
            crs=origin.name,
        )
    return np.asarray(moved)


def _geometry_findings(shapes: np.ndarray) -> list[Finding]:
    findings = []
    empty = np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if empty.size:
        findings.append(
            Finding.warning(
                "geometry_missing",
                gettext_noop("{count} rows have no geometry."),
                rows=(int(place) + 1 for place in empty),
                count=int(empty.size),
            )
        )
    crossed = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    if crossed.size:
        findings.append(
            Finding.warning(
                "geometry_invalid",
                gettext_noop("{count} geometries cross themselves or are otherwise invalid."),
                rows=(int(place) + 1 for place in crossed),
                count=int(crossed.size),
            )
        )
    return findings
