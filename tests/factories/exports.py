"""Exports of an invented case system: as dictionaries, as JSON and as the ZIP file of CSV tables."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

Tables = dict[str, list[dict[str, str]]]


def export(**changes: Any) -> Tables:
    """Two families: one that runs with mother, son and a help, and one that has ended; ``changes`` replace tables."""
    return {
        "cases": [
            {"case": "A-1", "family_name": "Winter", "area": "0101", "team": "hafen", "state": "running",
             "opened_on": "2024-03-01"},
            {"case": "A-2", "family_name": "Sommer", "area": "0101", "team": "hafen", "state": "ended",
             "opened_on": "2021-03-01", "ended_on": "2022-05-31"},
        ],
        "people": [
            {"case": "A-1", "person": "m", "kind": "parent", "full_name": "Ayla Winter", "born_on": "1986-04-02"},
            {"case": "A-1", "person": "k", "kind": "young_person", "full_name": "Timo Winter", "born_on": "03.05.2012"},
            {"case": "A-2", "person": "k", "kind": "young_person", "full_name": "Ida Sommer", "born_on": "2010-01-09"},
        ],
        "ties": [{"case": "A-1", "person": "m", "tie": "parent", "to": "k"}],
        "households": [{"case": "A-1", "household": "H1", "person": "k", "valid_from": "2012-05-03"}],
        "helps": [
            {"case": "A-1", "help": "A-1-1", "person": "k", "paragraph": "30", "begun_on": "2024-05-01"},
            {"case": "A-2", "help": "A-2-1", "paragraph": "31", "begun_on": "2021-05-01", "ended_on": "2022-05-31"},
        ],
        **changes,
    }  # fmt: skip


def as_json(tables: Tables) -> bytes:
    """The JSON form."""
    return json.dumps(tables).encode()


def as_zip(tables: Tables) -> bytes:
    """The CSV set."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            text = io.StringIO(newline="")
            writer = csv.DictWriter(
                text, list(dict.fromkeys(key for row in rows for key in row)), delimiter=";"
            )
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"export/{name}.csv", text.getvalue())
    return out.getvalue()
