"""What a file holds: one table, or several in a zip or a GeoPackage."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Final

from sozialraum.analytics.messages import gettext_noop
from sozialraum.warehouse.sources.source_table import SourceError

EXTENSIONS: Final = {
    "csv": {".csv", ".txt", ".tsv", ".tab"},
    "workbook": {".xlsx", ".xlsm", ".xls", ".ods"},
    "geojson": {".geojson", ".json"},
    "geopackage": {".gpkg"},
    "shapefile": {".shp"},
    "parquet": {".parquet", ".pq"},
}
PARTS_OF_SHAPEFILES: Final = frozenset(
    {".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".xml", ".qpj", ".qix", ".shp"}
)
_WORKBOOKS: Final = {"xl/workbook.xml", "content.xml", "xl/workbook.bin"}


def readable_members(names: Iterable[str]) -> list[str]:
    """Those names of a zip that are tables or areas: shapefiles by their .shp, and every file that can be read alone.

    >>> readable_members(["a/kreis.shp", "a/kreis.dbf", "liesmich.pdf", "__MACOSX/werte.csv", "werte.csv"])
    ['a/kreis.shp', 'werte.csv']
    """
    seen = [
        name
        for name in names
        if not PurePosixPath(name).name.startswith(".") and not name.startswith("__MACOSX/")
    ]
    shapes = [name for name in seen if name.lower().endswith(".shp")]
    alone = {suffix for suffixes in EXTENSIONS.values() for suffix in suffixes} - PARTS_OF_SHAPEFILES
    return shapes + [name for name in seen if PurePosixPath(name.lower()).suffix in alone]


def tables_in(data: bytes) -> Sequence[str]:
    """The names of the tables in a zip or of the layers in a GeoPackage, to be read one by one as ``sheet``.

    Empty for every other file, and for one that is damaged: reading it says what is wrong.
    """
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = archive.namelist()
        except zipfile.BadZipFile:
            return ()
        return () if _WORKBOOKS & set(names) else readable_members(names)
    if data.startswith(b"SQLite format 3\x00"):
        import pyogrio
        from pyogrio.errors import DataSourceError

        try:
            return [str(name) for name, kind in pyogrio.list_layers(data) if kind is not None]
        except (DataSourceError, RuntimeError):
            return ()
    return ()


def without_table(names: Sequence[str], label: str) -> SourceError:
    """What to say of a zip in which nothing can be read; a text document is one too."""
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        return SourceError(
            gettext_noop("“{source}” is a text document or a presentation and not a table."),
            gettext_noop("Ask for the table as XLSX or CSV."),
            source=label,
        )
    return SourceError(
        gettext_noop("“{source}” is a zip file in which no table lies."),
        gettext_noop("Choose the file with the table itself: Excel, CSV, OpenDocument, Parquet or geodata."),
        source=label,
    )
