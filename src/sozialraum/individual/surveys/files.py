"""The two forms in which a year is handed in: CSV and XML, with the same content."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

Row = Mapping[str, str]

FORMS: Final = ("csv", "xml")


def as_csv_file(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Semicolons, UTF-8 without byte-order mark, CRLF; several codes in one cell are parted by a space.

    >>> as_csv_file(["record", "reasons"], [{"record": "a1", "reasons": "13 15"}])
    b'record;reasons\\r\\na1;13 15\\r\\n'
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return out.getvalue().encode()


def as_xml_file(name: str, year: int, version: int, columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """One element a record and one a value; what is unknown is left out.

    >>> as_xml_file("helps", 2025, 2022, ["place"], [{"place": "01"}]).decode().splitlines()[1]
    '<survey name="helps" year="2025" codes="2022"><record><place>01</place></record></survey>'
    """
    root = ET.Element("survey", {"name": name, "year": str(year), "codes": str(version)})
    for row in rows:
        record = ET.SubElement(root, "record")
        for column in columns:
            if value := row.get(column, ""):
                ET.SubElement(record, column).text = value
    return (
        b"<?xml version='1.0' encoding='UTF-8'?>\n"
        + ET.tostring(root, encoding="utf-8", xml_declaration=False)
        + b"\n"
    )
