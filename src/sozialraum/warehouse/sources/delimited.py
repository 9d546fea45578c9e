"""CSV in whatever encoding and dialect it comes."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.warehouse.sources.header import LOOK_AHEAD, find_header, footnote_count
from sozialraum.warehouse.sources.source_table import Decimal, Finding, SourceError
from sozialraum.warehouse.sources.values import decimal_evidence

_SAMPLE_LINES = 400
_CHUNK_ROWS = 50_000
_SAMPLE_BYTES = 1 << 20
_LARGE_BYTES = 4 << 20
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_IN_WORD = re.compile(r"[A-Za-zäöüß][äöüÄÖÜßéèêáàçñøåæ]|(?<![^\W_])[ÄÖÜØÅ][a-zäöü]")
_DELIMITERS = (";", "\t", "|", ",")


@dataclass(frozen=True)
class Delimited:
    """A delimited text as read."""

    table: pa.Table
    encoding: str
    delimiter: str
    decimal: Decimal
    first_row: int
    findings: tuple[Finding, ...]
    groups: dict[str, str]


def decode(data: bytes, *, encoding: str | None, source: str) -> tuple[str, str]:
    """Text and the name of its encoding.

    A byte-order mark decides; then UTF-16 by its pattern of zero bytes; then UTF-8 if it is valid. What is left
    is an old one-byte code page: the one (Windows, DOS, Macintosh) under which most German letters stand inside
    words. Raises SourceError for content that is not text.
    """
    try:
        text, name = (data.decode(encoding), encoding) if encoding else _guess(data)
    except (UnicodeDecodeError, LookupError) as error:
        raise SourceError(
            gettext_noop("“{source}” is not text in the encoding {encoding}."),
            gettext_noop("Leave the encoding out to have it recognized."),
            source=source,
            encoding=encoding or "UTF-16",
        ) from error
    if _CONTROL.search(text):
        raise SourceError(
            gettext_noop("“{source}” is neither a table nor text."),
            gettext_noop("Export the table as CSV or XLSX and choose that file."),
            source=source,
        )
    return text, name


def _guess(data: bytes) -> tuple[str, str]:
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig"), "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16"), "utf-16"
    sample = data[:4096]
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros and zeros.count(0) > 0.7 * len(zeros):
            return data.decode(name), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    readings: list[tuple[int, str, str]] = []
    for name in ("cp1252", "cp850", "mac_roman", "latin-1"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        readings.append((len(_IN_WORD.findall(text)), text, name))
    _, text, name = max(readings, key=lambda reading: reading[0])
    return text, name


def sniff_delimiter(text: str) -> str:
    """The mark under which most of the first lines have the same number of cells; a comma for a single column."""
    lines = list(itertools.islice(io.StringIO(text, newline=""), _SAMPLE_LINES))
    best = (0.0, 0, ",")
    for delimiter in _DELIMITERS:
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row))
        except csv.Error:
            continue
        wide = Counter({width: number for width, number in counts.items() if width > 1})
        if not wide:
            continue
        width, number = wide.most_common(1)[0]
        score = (number / counts.total(), width, delimiter)
        if score[0] > best[0] + 1e-9:
            best = score
    return best[2]


def _recognized(data: bytes, *, encoding: str | None, source: str) -> str:
    """The encoding of a text, without keeping the text."""
    if encoding is None and len(data) > _SAMPLE_BYTES:
        try:
            for start in range(0, len(data), _SAMPLE_BYTES):
                # a sign of several bytes may be cut at a border: what is left of it belongs to the next part
                codecs.getincrementaldecoder("utf-8")().decode(
                    data[start + _lead(data, start) : start + _SAMPLE_BYTES]
                )
            if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not _CONTROL_BYTES.search(data):
                return "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
        except UnicodeDecodeError:
            pass
    return decode(data, encoding=encoding, source=source)[1]


def _lead(data: bytes, start: int) -> int:
    return next((place for place in range(4) if data[start + place] & 0xC0 != 0x80), 0) if start else 0


def read_delimited(data: bytes, *, source: str, encoding: str | None, delimiter: str | None) -> Delimited:
    """Read delimited text into text columns, in chunks so that memory stays near the size of the file."""
    name = _recognized(data, encoding=encoding, source=source)
    mark = delimiter or sniff_delimiter(data[:_SAMPLE_BYTES].decode(name, errors="ignore"))
    findings: list[Finding] = []
    if name not in {"utf-8", "utf-8-sig"}:
        findings.append(
            Finding.notice("encoding", gettext_noop("The text was read as {encoding}."), encoding=name)
        )
    try:
        head = list(itertools.islice(_rows(data, name, mark), LOOK_AHEAD))
        header = find_header(head, source=source)
        findings.extend(header.findings)
        notes: list[Finding] = []
        table = _even(
            data, name, mark, header.names, header.positions, header.first_data, len(max(head, key=len))
        )
        if table is None:
            rows = itertools.islice(_rows(data, name, mark), header.first_data, None)
            table, notes = _columns(
                rows, header.names, header.positions, header.first_data + 1, source=source
            )
    except csv.Error as error:
        raise SourceError(
            gettext_noop("“{source}” cannot be read as CSV: {detail}."),
            gettext_noop("Look for a quotation mark that is opened and never closed."),
            source=source,
            detail=error,
        ) from error
    findings.extend(notes)
    evidence = decimal_evidence(
        itertools.chain.from_iterable(column.slice(0, 2000).to_pylist() for column in table.columns)
    )
    decimal: Decimal = evidence or ("," if mark in ";\t" else ".")
    return Delimited(table, name, mark, decimal, header.first_data + 1, tuple(findings), header.groups)


def _rows(data: bytes, encoding: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding, newline=""), delimiter=delimiter)


def _even(
    data: bytes,
    encoding: str,
    delimiter: str,
    names: Sequence[str],
    positions: Sequence[int],
    first_data: int,
    width: int,
) -> pa.Table | None:
    """A large text whose rows are all of one width, read at the speed of Arrow; None for every other one."""
    if len(data) < _LARGE_BYTES or encoding.startswith("utf-16"):
        return None
    start = 0
    for _ in range(first_data):
        start = data.find(b"\n", start) + 1
    if not start or b'"' in data[:start]:
        return None
    places = [f"{place}" for place in range(width)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(pa.py_buffer(data).slice(start)),
            read_options=pa_csv.ReadOptions(column_names=places, encoding=encoding.removesuffix("-sig"), block_size=8 << 20),
            parse_options=pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()), strings_can_be_null=False
            ),
        )  # fmt: skip
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    columns = []
    for place in positions:
        trimmed = pc.utf8_trim_whitespace(table.column(place))
        columns.append(pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed))
    read = pa.table(columns, names=list(names))
    last = [
        [cell or "" for cell in row.values()]
        for row in read.slice(max(0, read.num_rows - LOOK_AHEAD)).to_pylist()
    ]
    # a footnote at the end is told by the careful reader
    return None if footnote_count(last) else read


def _columns(
    rows: Iterator[list[str]],
    names: Sequence[str],
    positions: Sequence[int],
    first_row: int,
    *,
    source: str,
) -> tuple[pa.Table, list[Finding]]:
    chunks: list[pa.Table] = []
    short: list[int] = []
    width = max(positions) + 1
    row_number = first_row
    notes: list[Finding] = []
    while chunk := list(itertools.islice(rows, _CHUNK_ROWS)):
        if len(chunk) < _CHUNK_ROWS:
            chunk, note = _without_footnotes(chunk, row_number)
            notes.extend(note)
        for offset, row in enumerate(chunk):
            if len(row) < width and row:
                short.append(row_number + offset)
            if len(row) > width and any(cell.strip() for cell in row[width:]):
                raise SourceError(
                    gettext_noop("Row {row} of “{source}” has {cells} cells, the header has {columns}."),
                    gettext_noop(
                        "Probably a text with the delimiter in it lacks quotation marks: mend that row."
                    ),
                    row=row_number + offset,
                    source=source,
                    cells=len(row),
                    columns=width,
                )
        row_number += len(chunk)
        filled = [row for row in chunk if any(cell.strip() for cell in row)]
        chunks.append(
            pa.table(
                {
                    name: pa.array(
                        [row[place].strip() or None if place < len(row) else None for row in filled],
                        pa.string(),
                    )
                    for name, place in zip(names, positions, strict=True)
                }
            )
        )
    if short:
        notes.append(
            Finding.warning(
                "short_rows",
                gettext_noop(
                    "{count} rows have fewer cells than the header: rows {rows_text}. Their end is unknown."
                ),
                rows=short,
                count=len(short),
                rows_text=shorten([str(row) for row in short]),
            )
        )
    table = (
        pa.concat_tables(chunks) if chunks else pa.table({name: pa.array([], pa.string()) for name in names})
    )
    return table, notes


def _without_footnotes(chunk: list[list[str]], row_number: int) -> tuple[list[list[str]], list[Finding]]:
    count = footnote_count(chunk)
    if not count:
        return chunk, []
    dropped = [(row_number + len(chunk) - count + place, row) for place, row in enumerate(chunk[-count:])]
    texts = [(row, cells[0].strip()) for row, cells in dropped if any(cell.strip() for cell in cells)]
    notes = [footnote_finding(texts)] if texts else []
    return chunk[:-count], notes


def footnote_finding(texts: list[tuple[int, str]]) -> Finding:
    """The notice that lines below the table were left out, with their text."""
    return Finding.notice(
        "footnotes",
        gettext_noop("{count} lines below the table were left out: {text}."),
        rows=[row for row, _ in texts],
        count=len(texts),
        text=shorten([text for _, text in texts], limit=2),
    )
