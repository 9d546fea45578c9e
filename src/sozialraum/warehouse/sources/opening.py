"""One door for every file: what it is by its content, whether it is safe to open, and the reader it needs."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.warehouse.sources.columnar import read_parquet
from sozialraum.warehouse.sources.contents import EXTENSIONS, readable_members, without_table
from sozialraum.warehouse.sources.delimited import read_delimited
from sozialraum.warehouse.sources.links import is_links, read_links
from sozialraum.warehouse.sources.provenance import said_in
from sozialraum.warehouse.sources.source_table import Finding, SourceError, SourceTable

_MIB = 1 << 20
_LABELS = {
    "csv": "CSV",
    "workbook": "workbook",
    "geojson": "GeoJSON",
    "geopackage": "GeoPackage",
    "shapefile": "shapefile",
    "parquet": "Parquet",
}


@dataclass(frozen=True)
class Limits:
    """How large a file may be, packed and unpacked (bytes), and how many rows a table may have."""

    file_bytes: int = 512 * _MIB
    unpacked_bytes: int = 1024 * _MIB
    pack_ratio: int = 500
    rows: int = 5_000_000


def read_table(
    source: Path | str | bytes,
    name: str | None = None,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    crs: str | None = None,
    limits: Limits | None = None,
) -> SourceTable:
    """Read a file as it is: CSV, XLSX, XLS, ODS, GeoJSON, GeoPackage, shapefile (plain or zipped), Parquet;
    links between things as Turtle or N-Triples.

    `source` is a path or the bytes of an upload, then with its `name`. The content decides about the format, the
    name only says whether the two agree. `sheet` names the sheet of a workbook, the layer of geodata or the file
    in a zip; `encoding`, `delimiter` and `crs` overrule what would be recognized. gzip and zip are unpacked, up
    to `limits`.

    Every failure is a SourceError with what is wrong and what to do.
    """
    bounds = limits or Limits()
    path = None if isinstance(source, bytes) else Path(source)
    label = name or (path.name if path else "upload")
    data = source if isinstance(source, bytes) else _load(Path(source), bounds)
    if len(data) > bounds.file_bytes:
        raise _too_large(label, bounds.file_bytes)
    digest = hashlib.sha256(data).hexdigest()
    if not data[:4096].strip(b"\x00\t\n\r \xef\xbb\xbf") and not data.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise SourceError(
            gettext_noop("“{source}” is empty."),
            gettext_noop("Export the table again and choose the new file."),
            source=label,
        )
    options = _Options(sheet, encoding, delimiter, crs, bounds, digest)
    result = _read(data, label, path, options)
    if result.table.num_rows == 0:
        raise SourceError(
            gettext_noop("“{source}” has a header and no rows."),
            gettext_noop("Check whether the right file or sheet was chosen."),
            source=label,
        )
    if result.table.num_rows > bounds.rows:
        raise SourceError(
            gettext_noop("“{source}” has more than {rows} rows."),
            gettext_noop("Split it, for example by year."),
            source=label,
            rows=bounds.rows,
        )
    return replace(result, said=said_in(data, path))


@dataclass(frozen=True)
class _Options:
    sheet: str | None
    encoding: str | None
    delimiter: str | None
    crs: str | None
    limits: Limits
    digest: str


def _load(path: Path, limits: Limits) -> bytes:
    try:
        if path.is_dir():
            raise SourceError(
                gettext_noop("“{source}” is a folder."),
                gettext_noop("Name one of the files in it."),
                source=path.name,
            )
        if path.stat().st_size > limits.file_bytes:
            raise _too_large(path.name, limits.file_bytes)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(
            gettext_noop("There is no file “{source}”."),
            gettext_noop("Check the name and the folder."),
            source=path,
        ) from error
    except OSError as error:
        raise SourceError(
            gettext_noop("“{source}” cannot be opened: {detail}."),
            gettext_noop("Check the permissions of the file."),
            source=path.name,
            detail=error.strerror,
        ) from error


def _too_large(label: str, limit: int) -> SourceError:
    return SourceError(
        gettext_noop("“{source}” is larger than {limit} MiB, also unpacked."),
        gettext_noop("Split the table, or leave out columns that are not needed."),
        source=label,
        limit=limit // _MIB,
    )


def _read(data: bytes, label: str, path: Path | None, options: _Options) -> SourceTable:
    if data.startswith(b"\x1f\x8b"):
        return _read(_gunzip(data, label, options.limits), label.removesuffix(".gz"), None, options)
    if data.startswith(b"PK"):
        return _read_zip(data, label, options)
    if data.startswith(b"%PDF"):
        raise SourceError(
            gettext_noop("“{source}” is a PDF and holds no table that can be read."),
            gettext_noop("Ask for the table as XLSX or CSV."),
            source=label,
        )
    if data.startswith(b"PAR1"):
        table, findings = read_parquet(data, source=label)
        note = _name_finding("parquet", label)
        return SourceTable(label, "parquet", table, ".", options.digest, (*note, *findings), first_row=1)
    if data.startswith(b"SQLite format 3\x00"):
        return _layer(data, label, "geopackage", options)
    if data.startswith(b"\x00\x00\x27\x0a"):
        return _read_shapefile(data, label, path, options)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook(data, label, options)
    if data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _read_json(data, label, options)
    if is_links(data):
        return SourceTable(label, "links", read_links(data, source=label), ".", options.digest, first_row=1)
    return _read_csv(data, label, options)


def _read_csv(data: bytes, label: str, options: _Options) -> SourceTable:
    head = data[:2048].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise SourceError(
            gettext_noop("“{source}” is a web page or XML and not a table."),
            gettext_noop("Download the file itself, as CSV or XLSX."),
            source=label,
        )
    if label.lower().endswith(tuple(EXTENSIONS["workbook"] | EXTENSIONS["parquet"] | {".gpkg", ".zip"})):
        suffix = PurePosixPath(label.lower()).suffix
        if b"\x00" in data or not _looks_like_text(data):
            raise SourceError(
                gettext_noop(
                    "“{source}” is named {suffix} but is no such file; it is damaged or something else."
                ),
                gettext_noop("Export the table again and choose the new file."),
                source=label,
                suffix=suffix,
            )
    if label.lower().endswith(".sql"):
        raise SourceError(
            gettext_noop("“{source}” is a database script and not a table."),
            gettext_noop("Export the tables as CSV or XLSX."),
            source=label,
        )
    read = read_delimited(data, source=label, encoding=options.encoding, delimiter=options.delimiter)
    return SourceTable(
        label,
        "csv",
        read.table,
        read.decimal,
        options.digest,
        (*_name_finding("csv", label), *read.findings),
        first_row=read.first_row,
        encoding=read.encoding,
        delimiter=read.delimiter,
        groups=read.groups,
    )


def _looks_like_text(data: bytes) -> bool:
    sample = data[:4096]
    return sum(byte < 9 or 13 < byte < 32 for byte in sample) == 0


def _name_finding(kind: str, label: str) -> tuple[Finding, ...]:
    suffix = PurePosixPath(label.lower()).suffix
    if not suffix or suffix in EXTENSIONS[kind] or suffix in {".zip", ".gz"}:
        return ()
    if all(suffix not in extensions for extensions in EXTENSIONS.values()):
        return ()
    return (
        Finding.notice(
            "wrong_extension",
            gettext_noop("The file is named {suffix} and was read as what it is: {kind}."),
            suffix=suffix,
            kind=_LABELS[kind],
        ),
    )


def _workbook(data: bytes, label: str, options: _Options) -> SourceTable:
    from sozialraum.warehouse.sources.workbooks import read_workbook

    read = read_workbook(data, source=label, sheet=options.sheet)
    return SourceTable(
        label,
        "workbook",
        read.table,
        read.decimal,
        options.digest,
        (*_name_finding("workbook", label), *read.findings),
        first_row=read.first_row,
        sheet=read.sheet,
        sheets=read.sheets,
        groups=read.groups,
    )


def _layer(origin: Path | bytes | str, label: str, kind: str, options: _Options) -> SourceTable:
    from sozialraum.warehouse.sources.geodata import read_layer

    read = read_layer(
        origin, source=label, layer=options.sheet, crs=options.crs, max_rows=options.limits.rows
    )
    return SourceTable(
        label,
        kind,
        read.table,
        ".",
        options.digest,
        (*_name_finding(kind, label), *read.findings),
        first_row=1,
        sheet=read.layer,
        sheets=read.layers,
        crs=read.crs,
    )


def _read_json(data: bytes, label: str, options: _Options) -> SourceTable:
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceError(
            gettext_noop("“{source}” is damaged or incomplete JSON."),
            gettext_noop("Download or export it again."),
            source=label,
        ) from error
    if not isinstance(document, dict) or document.get("type") not in {"FeatureCollection", "Feature"}:
        raise SourceError(
            gettext_noop("“{source}” is JSON but not GeoJSON."),
            gettext_noop("Export the table as CSV or XLSX, or the areas as GeoJSON."),
            source=label,
        )
    return _layer(data, label, "geojson", options)


def _read_shapefile(data: bytes, label: str, path: Path | None, options: _Options) -> SourceTable:
    if path is None or not path.with_suffix(".dbf").exists():
        raise SourceError(
            gettext_noop("“{source}” is only one part of a shapefile."),
            gettext_noop("Choose its .shp, .shx, .dbf and .prj at once, or one zip that holds them."),
            source=label,
        )
    del data
    return _layer(path, label, "shapefile", options)


def _gunzip(data: bytes, label: str, limits: Limits) -> bytes:
    try:
        # counted before it is kept: what would not be read fills no memory
        most = min(limits.unpacked_bytes, limits.pack_ratio * max(len(data), 4096))
        if _unpacked_size(data, most) > most:
            raise _too_large(label, limits.unpacked_bytes)
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            gettext_noop("The packed file “{source}” is damaged or incomplete."),
            gettext_noop("Download or pack it again."),
            source=label,
        ) from error


def _unpacked_size(data: bytes, most: int) -> int:
    """How many bytes a gzip file unpacks to; counting ends soon after ``most``."""
    size = 0
    with gzip.open(io.BytesIO(data)) as packed:
        while size <= most and (block := packed.read(_MIB)):
            size += len(block)
    return size


def _read_zip(data: bytes, label: str, options: _Options) -> SourceTable:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [entry for entry in archive.infolist() if not entry.is_dir()]
            _guard(members, len(data), label, options.limits)
            names = [entry.filename for entry in members]
            if "xl/workbook.xml" in names or "content.xml" in names or "xl/workbook.bin" in names:
                return _workbook(data, label, options)
            return _read_member(archive, members, label, options)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise SourceError(
            gettext_noop("“{source}” is damaged, incomplete or protected by a password."),
            gettext_noop("Save or pack it again without a password and choose that file."),
            source=label,
        ) from error


def _guard(members: list[zipfile.ZipInfo], packed: int, label: str, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in members)
    if unpacked > limits.unpacked_bytes or unpacked > limits.pack_ratio * max(packed, 4096):
        raise SourceError(
            gettext_noop("“{source}” would unpack to {size} MiB; it was not opened."),
            gettext_noop("Choose the unpacked table itself."),
            source=label,
            size=-(-unpacked // _MIB),
        )


def _read_member(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], label: str, options: _Options
) -> SourceTable:
    names = [entry.filename for entry in members]
    readable = readable_members(names)
    chosen = [
        name
        for name in readable
        if options.sheet in {name, PurePosixPath(name).stem, PurePosixPath(name).name}
    ]
    chosen = chosen or readable
    if not chosen:
        raise without_table(names, label)
    if len(chosen) != 1:
        raise SourceError(
            gettext_noop("“{source}” holds {count} tables and not one: {names}."),
            gettext_noop("Unpack it and choose one file, or name the one that is meant."),
            source=label,
            count=len(chosen),
            names=shorten(chosen),
        )
    inner = _Options(None, options.encoding, options.delimiter, options.crs, options.limits, options.digest)
    if chosen[0].lower().endswith(".shp"):
        return _zipped_shapefile(archive, chosen[0], names, label, inner)
    return _read(archive.read(chosen[0]), PurePosixPath(chosen[0]).name, None, inner)


def _zipped_shapefile(
    archive: zipfile.ZipFile, shape: str, names: list[str], label: str, options: _Options
) -> SourceTable:
    import tempfile

    stem = shape[: -len(".shp")].casefold()
    parts = [name for name in names if name[: name.rfind(".")].casefold() == stem]
    if not any(name.lower().endswith(".dbf") for name in parts):
        raise SourceError(
            gettext_noop("The shapefile in “{source}” lacks its .dbf part."),
            gettext_noop("Choose its .shp, .shx, .dbf and .prj at once, or one zip that holds them."),
            source=label,
        )
    with tempfile.TemporaryDirectory() as folder:
        for name in parts:
            suffix = name[name.rfind(".") :].lower()
            Path(folder, f"layer{suffix}").write_bytes(archive.read(name))
        return _layer(Path(folder, "layer.shp"), label, "shapefile", options)
