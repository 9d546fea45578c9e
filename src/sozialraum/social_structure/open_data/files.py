"""The files of an opened run as bytes, and where they are kept: found by the hash of their bytes, never changed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from django.conf import settings

from sozialraum.foundation.ui.exports import safe_text
from sozialraum.social_structure.open_data.enums import FileFormat
from sozialraum.warehouse.snapshots import place_whole

MEDIA_TYPES: Final = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.GEOJSON: "application/geo+json",
    FileFormat.PARQUET: "application/vnd.apache.parquet",
}
CATALOG_TYPES: Final = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "rdf": ("pretty-xml", "application/rdf+xml"),
    "jsonld": ("json-ld", "application/ld+json"),
}
"""Of the catalog for machines, by the ending of its address: the name of the form, and its media type."""
FREE_TEXT: Final = frozenset({"name", "district", "sources"})
"""Columns whose words came from files of others and could begin a formula."""
DECIMALS: Final = 7
"""Of a degree: about a centimeter, as RFC 7946 advises."""
CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def as_csv(table: pa.Table) -> bytes:
    """RFC 4180 with comma and decimal point in UTF-8: what every program reads without being asked."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        writer.writerow([_cell(name, value) for name, value in row.items()])
    return out.getvalue().encode()


def _cell(name: str, value: Any) -> Any:
    if value is None:
        return ""
    return safe_text(value) if name in FREE_TEXT else value.isoformat() if isinstance(value, date) else value


def as_geojson(table: pa.Table, outlines: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    """A feature for every area with its outline (RFC 7946); ``facts`` stand beside the features."""
    features = [
        {
            "type": "Feature",
            "id": row["area_code"],
            "geometry": geometry_of(outlines.get(row["area_code"], b"")),
            "properties": {name: plain(value) for name, value in row.items()},
        }
        for row in table.to_pylist()
    ]
    document = {"type": "FeatureCollection", **facts, "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def plain(value: Any) -> Any:
    """A value of a table as JSON writes it."""
    return value.isoformat() if isinstance(value, date) else value


def geometry_of(wkb: bytes) -> dict[str, Any] | None:
    """An outline as GeoJSON: exterior rings counterclockwise, seven decimals; None where none is known."""
    if not wkb:
        return None
    shape = shapely.orient_polygons(shapely.from_wkb(wkb), exterior_cw=False)
    rounded = shapely.transform(shape, lambda points: np.round(points, DECIMALS))
    found: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return found


def as_parquet(table: pa.Table, outlines: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    """Parquet; with outlines as GeoParquet 1.1 (WKB in CRS84). ``facts`` stand in the file's own metadata."""
    told = {b"sozialraum": json.dumps(facts, ensure_ascii=False).encode()}
    if outlines:
        shapes = [outlines.get(code) or None for code in table.column("area_code").to_pylist()]
        table = table.append_column("geometry", pa.array(shapes, pa.binary()))
        told[b"geo"] = json.dumps(_geo([each for each in shapes if each])).encode()
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(told), out, compression="zstd")
    return out.getvalue()


def _geo(shapes: Sequence[bytes]) -> dict[str, Any]:
    found = shapely.from_wkb(shapes)
    # without a CRS of its own a column is longitude and latitude in OGC:CRS84 (GeoParquet 1.1)
    column = {
        "encoding": "WKB",
        "geometry_types": sorted({each.geom_type for each in found}),
        "bbox": [float(each) for each in shapely.total_bounds(found)],
    }
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def keep_file(content: bytes) -> str:
    """Store a file in the data directory, whole or not at all, and return the SHA-256 of its bytes."""
    name = hashlib.sha256(content).hexdigest()
    target = _path(name)
    if kept_file(name) is None:
        target.unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        place_whole(target, lambda sink: _write(sink, content))
    return name


def _write(sink: BinaryIO, content: bytes) -> None:
    sink.write(content)


def kept_file(sha256: str) -> bytes | None:
    """The bytes of that hash, checked against it; None where they are not there or were changed."""
    try:
        content = _path(sha256).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def _path(sha256: str) -> Path:
    # beside the snapshots, so that a backup holds them
    return Path(settings.SNAPSHOT_DIRECTORY) / "open" / sha256[:2] / sha256
