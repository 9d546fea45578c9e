"""A small municipality for tests: two districts with three quarters each, brought in as a planner would."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sozialraum.social_structure.services import (
    AreaImport,
    ImportDone,
    LevelTable,
    SystemFacts,
    import_areas,
    import_observations,
    load_catalog,
)
from sozialraum.social_structure.services.levels import propose_levels
from sozialraum.warehouse.sources import SourceTable, read_table

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = date(2025, 12, 31)
QUARTERS = ("0101", "0102", "0103", "0201", "0202", "0203")


def square(column: int, row: int, width: int = 1) -> dict[str, object]:
    """A square of about a kilometre."""
    west, south, step = 9.0 + column * 0.01, 52.0 + row * 0.01, 0.01
    ring = [
        [west, south], [west + width * step, south], [west + width * step, south + step], [west, south + step],
        [west, south],
    ]  # fmt: skip
    return {"type": "Polygon", "coordinates": [ring]}


def geojson(rows: list[tuple[str, str, dict[str, object]]], name: str) -> SourceTable:
    """A file of areas with key, name and outline."""
    features = [
        {"type": "Feature", "properties": {"key": key, "name": title}, "geometry": shape}
        for key, title, shape in rows
    ]
    return read_table(json.dumps({"type": "FeatureCollection", "features": features}).encode(), name)


def make_areas(*, vintage: int = 2023, licence: str = "") -> AreaImport:
    """The cut “town” with districts 01 and 02 and the quarters 0101 to 0203."""
    load_catalog()
    districts = geojson(
        [("01", "Nord", square(0, 1, 3)), ("02", "Süd", square(0, 0, 3))], "districts.geojson"
    )
    quarters = geojson(
        [
            (code, f"Quartier {place}", square(place % 3, 1 - place // 3))
            for place, code in enumerate(QUARTERS)
        ],
        "quarters.geojson",
    )
    return import_areas(
        system=SystemFacts(
            "town", vintage, "Quartiere", "Kleinstadt", date(vintage, 1, 1), source="Amt", licence=licence
        ),
        levels=[
            LevelTable("district", "Bezirk", "Bezirke", districts, "key", "name"),
            LevelTable("quarter", "Quartier", "Quartiere", quarters, "key", "name"),
        ],
        by=None,
        at=AT,
    )


def table(
    rows: list[str], head: str = "key;basic_income_under_18_zaehler;basic_income_under_18_nenner"
) -> bytes:
    """A CSV file as a planner has it."""
    return "\n".join([head, *rows]).encode()


SHARES = ["0101;60;200", "0102;30;150", "0103;2;90", "0201;40;180", "0202;90;210", "0203;25;120"]


def bring_in(
    content: bytes,
    *,
    name: str = "shares.csv",
    day: date | None = DAY,
    at: datetime = AT,
    licence: str = "CC0",
    vintage: int = 2023,
) -> ImportDone:
    """Import a CSV file into the cut “town”."""
    return import_observations(
        source=read_table(content, name), system_code="town", vintage=vintage, reference_date=day, by=None, at=at,
        publisher="Statistikamt", licence=licence,
    )  # fmt: skip


def bring_in_areas(files: Sequence[Path], *, code: str, vintage: int, whole: str) -> AreaImport:
    """The levels of a cut, with what the files themselves say about them."""
    load_catalog()
    levels = [
        LevelTable(
            f"level-{place + 1}", each.singular, each.plural, each.source, each.key_column, each.name_column, each.parent_column
        )
        for place, each in enumerate(propose_levels(read_table(file) for file in files))
    ]  # fmt: skip
    return import_areas(
        system=SystemFacts(code, vintage, levels[-1].plural, whole, date(vintage, 1, 1)),
        levels=levels,
        by=None,
        at=AT,
    )
