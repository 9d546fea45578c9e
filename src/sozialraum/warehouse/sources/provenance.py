"""What a file says about itself beside its table: what it is called, who publishes it, how it may be used.

Read from where the formats keep it: document properties and notes of workbooks, members of GeoJSON, tables of GeoPackage, the
metadata file beside a shapefile (ISO 19139 or ESRI), key-value metadata of Parquet, lines like “Quelle: …” above and below a
table of text. Nothing here is taken over by itself: it is proposed with the place where it was found. Authors are not read: they
are persons, and not who publishes.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pyarrow as pa
import pyarrow.parquet as pq

from sozialraum.analytics.messages import gettext_noop
from sozialraum.warehouse.sources.source_table import Said, What

MOST_BYTES: Final = 4 << 20
LINES_BYTES: Final = 16 << 10
LONGEST: Final = {"title": 200, "publisher": 300, "licence": 120}
_LABELS: Final[Mapping[str, What]] = {
    "quelle": "publisher", "datenquelle": "publisher", "herausgeber": "publisher", "datenhalter": "publisher", "source": "publisher",
    "publisher": "publisher", "lizenz": "licence",
    "datenlizenz": "licence", "nutzungsbedingungen": "licence", "licence": "licence", "license": "licence", "titel": "title",
    "title": "title", "bezeichnung": "title",
}  # fmt: skip
_LABELED: Final = re.compile(rf"^[\s#\"']*({'|'.join(_LABELS)})\s*[:=]\s*(.+)$", re.IGNORECASE)
_LICENCE: Final = re.compile(
    r"dl-de[/ -]+(?:by|zero)[- ]?2[.-]0|dl-zero-de[/ -]+2[.-]0|Datenlizenz Deutschland[^;\n\"<()]{0,70}"
    r"|CC[ -](?:BY(?:[ -](?:SA|NC|ND))*|0)(?:[ -]\d\.\d)?(?:[ -]DE)?\b|ODbL(?: ?1\.0)?",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"^\s*\d{4}(?:\s*[-–]\s*\d{4})?,?\s+")
_SIGNED: Final = re.compile(r"(?:©|\(c\)|\bCopyright)\s+(.{3,})$", re.IGNORECASE)
_MEMBERS: Final[Mapping[str, What]] = {
    "title": "title", "name": "title", "publisher": "publisher", "attribution": "publisher", "source": "publisher",
    "herausgeber": "publisher", "license": "licence", "licence": "licence", "rights": "licence", "lizenz": "licence",
}  # fmt: skip
_ELEMENTS: Final[Mapping[str, What]] = {
    "title": "title", "resTitle": "title", "organisationName": "publisher", "rpOrgName": "publisher", "origin": "publisher",
    "publisher": "publisher", "publish": "publisher", "Company": "publisher", "useLimitation": "licence",
    "otherConstraints": "licence", "useLimit": "licence", "othConsts": "licence", "useconst": "licence",
}  # fmt: skip
_IDENTIFIER: Final = re.compile(r"[\w.-]*")


def said_in(data: bytes, path: Path | None = None) -> tuple[Said, ...]:
    """Title, publisher and licence as the bytes of a file say them, of each the first; `path` is where its neighbors lie.

    >>> said_in(b"# Quelle: Amt f\\xc3\\xbcr Statistik\\n# Lizenz: CC BY 4.0\\nid;people\\n1;2\\n")
    (Said(what='publisher', text='Amt für Statistik', place='in a line of the file'), Said(what='licence', text='CC BY 4.0', place='in a line of the file'))
    """
    try:
        found = list(_read(_unpacked(data), path))
    # what a file says about itself is never a reason not to read it
    except (
        ValueError,
        RecursionError,
        OSError,
        sqlite3.Error,
        zipfile.BadZipFile,
        zlib.error,
        ET.ParseError,
        pa.ArrowException,
    ):
        return ()
    first: dict[str, Said] = {}
    for each in found:
        text = " ".join(each.text.split()).strip("\"'; ,")
        # the name of a layer or a table is not what anybody calls it
        if (
            not text
            or len(text) > LONGEST[each.what]
            or (each.what == "title" and _IDENTIFIER.fullmatch(text))
        ):
            continue
        first.setdefault(each.what, Said(each.what, text, each.place))
    return tuple(first[what] for what in LONGEST if what in first)


def _read(data: bytes, path: Path | None) -> Iterator[Said]:
    if data.startswith(b"PK"):
        yield from _of_zip(data)
    elif data.startswith(b"PAR1"):
        stored = pq.read_schema(pa.BufferReader(data)).metadata or {}
        named = {
            key.decode(errors="replace"): value.decode(errors="replace") for key, value in stored.items()
        }
        yield from _of_members(named, gettext_noop("in the metadata of the Parquet file"))
    elif data.startswith(b"SQLite format 3\x00"):
        yield from _of_geopackage(data)
    elif data.startswith(b"\x00\x00\x27\x0a"):
        for beside in () if path is None else (path.with_suffix(".shp.xml"), path.with_suffix(".xml")):
            if beside.is_file() and beside.stat().st_size <= MOST_BYTES:
                yield from _of_xml(beside.read_bytes(), gettext_noop("in the metadata file of the shapefile"))
    elif data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _of_geojson(data)
    elif b"\x00" not in data[:LINES_BYTES]:
        yield from _of_lines(
            _text(data[:LINES_BYTES]).splitlines()[:-1]
            if len(data) > LINES_BYTES
            else _text(data).splitlines()
        )
        if len(data) > LINES_BYTES:
            yield from _of_lines(_text(data[-LINES_BYTES:]).splitlines()[1:])


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, MOST_BYTES)


def _of_zip(data: bytes) -> Iterator[Said]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()

        def part(name: str) -> bytes:
            with packed.open(name) as file:
                return file.read(MOST_BYTES)

        properties = gettext_noop("in the properties of the document")
        for name in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
            if name in names:
                yield from (each for each in _of_xml(part(name), properties) if each.what != "licence")
        for name in ("xl/sharedStrings.xml", "content.xml"):
            if name in names:
                cells = re.findall(r"<(?:t|text:p)(?: [^>]*)?>([^<]+)<", _text(part(name)))
                yield from _of_lines(cells, place=gettext_noop("in a cell of the workbook"))
        for name in names:
            if name.lower().endswith(".xml") and not {"xl/workbook.xml", "content.xml"} & set(names):
                yield from _of_xml(part(name), gettext_noop("in the metadata file of the shapefile"))


def _of_geopackage(data: bytes) -> Iterator[Said]:
    with sqlite3.connect(":memory:") as database:
        database.deserialize(data)
        place = gettext_noop("in the contents of the GeoPackage")
        for identifier, description in database.execute(
            "SELECT identifier, description FROM gpkg_contents LIMIT 1"
        ):
            yield Said("title", str(identifier or ""), place)
            yield from _of_lines(str(description or "").splitlines(), place=place)
            yield Said("title", str(description or ""), place)
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_metadata'").fetchone():
            place = gettext_noop("in the metadata of the GeoPackage")
            for (text,) in database.execute("SELECT metadata FROM gpkg_metadata LIMIT 5"):
                if str(text).lstrip().startswith("<"):
                    yield from _of_xml(str(text).encode()[:MOST_BYTES], place)


def _of_geojson(data: bytes) -> Iterator[Said]:
    # everything but the features, which are the file
    document = json.loads(data.decode("utf-8-sig"))
    if isinstance(document, dict):
        own = {key: value for key, value in document.items() if key not in {"features", "geometry"}}
        inner = own.get("metadata")
        place = gettext_noop("in the head of the GeoJSON")
        if isinstance(inner, dict):
            yield from _of_members(inner, place)
        yield from _of_members(own, place)


def _of_members(members: Mapping[str, Any], place: str) -> Iterator[Said]:
    for key, value in members.items():
        what = _MEMBERS.get(key.lower().removeprefix("dc:").removeprefix("dct:"))
        if what and isinstance(value, dict):
            value = value.get("name") or value.get("title") or value.get("id") or ""
        if what and isinstance(value, str):
            yield Said(what, value, place)


def _of_xml(data: bytes, place: str) -> Iterator[Said]:
    # zero bytes are those of UTF-16, in which a document type would pass unseen
    if b"\x00" in data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return
    for element in ET.fromstring(data).iter():  # noqa: S314 - without a document type there are no entities
        what = _ELEMENTS.get(str(element.tag).rpartition("}")[2])
        if what is None:
            continue
        text = " ".join("".join(element.itertext()).split())
        if what == "licence":
            named = _LICENCE.search(text)
            text = named.group() if named else text
        yield Said(what, text, place)


def _of_lines(lines: Iterable[str], place: str = gettext_noop("in a line of the file")) -> Iterator[Said]:
    for line in lines:
        named = _LICENCE.search(line) if len(line) < LONGEST["publisher"] else None
        if labeled := _LABELED.match(line):
            what = _LABELS[labeled.group(1).lower()]
            text = labeled.group(2)
            yield Said(what, _house(text) if what == "publisher" else text, place)
        elif len(line) < LONGEST["publisher"] and (signed := _SIGNED.search(line)):
            yield Said("publisher", _house(signed.group(1)), place)
        if named:
            yield Said("licence", named.group(), place)


def _house(text: str) -> str:
    """Who publishes, without the year and the licence that stand in the same line."""
    return _LICENCE.split(_YEAR.sub("", text))[0].strip(" ;,|\t\"'–-")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # a cut in the middle of a letter is no other encoding
        if len(data) - error.start < 4:
            return data[: error.start].decode("utf-8-sig")
        return data.decode("cp1252", errors="replace")
