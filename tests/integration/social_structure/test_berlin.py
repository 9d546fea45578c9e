"""The main job on real input: Berlin's areas and monitoring tables of 2021, from the files to the published classes."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from factories.areas import AT
from factories.browsers import signed_in
from factories.documents import pages_of
from sozialraum.foundation.privacy.actors import Role
from sozialraum.social_structure.services import (
    LevelTable,
    SystemFacts,
    import_areas,
    import_observations,
    load_catalog,
    record_and_release,
)
from sozialraum.warehouse.sources import read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DAY = date(2020, 12, 31)
LEVELS = [
    ("district", "Bezirk", "Bezirke", "berlin-lor-districts.geojson", "id", "name"),
    ("forecast-area", "Prognoseraum", "Prognoseräume", "lor_prognoseraeume_2021.shp", "PGR_ID", "PGR_NAME"),
    (
        "district-region",
        "Bezirksregion",
        "Bezirksregionen",
        "lor_bezirksregionen_2021.shp",
        "BZR_ID",
        "BZR_NAME",
    ),
    ("planning-area", "Planungsraum", "Planungsräume", "lor_planungsraeume_2021.shp", "PLR_ID", "PLR_NAME"),
]
CODES = {
    "hoch": "high", "mittel": "middle", "niedrig": "low", "sehr niedrig": "very_low",
    "positiv": "positive", "stabil": "stable", "negativ": "negative",
}  # fmt: skip


def test_from_berlins_files_to_the_published_classes(shared_data: Path) -> None:
    load_catalog()
    areas = import_areas(
        system=SystemFacts(
            "berlin-lor", 2021, "Lebensweltlich orientierte Räume", "Berlin", date(2021, 1, 1),
            source="Amt für Statistik Berlin-Brandenburg", licence="CC BY 3.0 DE",
        ),
        levels=[
            LevelTable(level, one, many, read_table(shared_data / "berlin_lor" / file), key, name)
            for level, one, many, file, key, name in LEVELS
        ],
        by=None, at=AT,
    )  # fmt: skip
    assert areas.areas == {"district": 12, "forecast-area": 58, "district-region": 143, "planning-area": 542}
    for file in ("table_1.csv", "table_2-1.csv", "table_2-2.csv", "table_2-3.csv"):
        import_observations(
            source=read_table(shared_data / "berlin_mss" / "2021" / file), system_code="berlin-lor", vintage=2021,
            reference_date=DAY, by=None, at=AT, publisher="Senatsverwaltung für Stadtentwicklung Berlin",
            licence="dl-de/zero-2.0",
        )  # fmt: skip
    run = record_and_release(
        recipe_name="berlin-mss-2019", system_code="berlin-lor", vintage=2021, level="planning-area",
        reference_date=DAY, title="Monitoring Soziale Stadtentwicklung 2021", reason="Nachrechnung", by=None, at=AT,
    )  # fmt: skip

    with (shared_data / "berlin_mss" / "2021" / "table_1.csv").open(encoding="utf-8-sig") as file:
        published = {
            row["id"]: (CODES[row["status_index_class"]], CODES[row["dynamic_index_class"]])
            for row in csv.DictReader(file)
        }
    assert len(published) == 536

    client = signed_in(Role.COMMITTEE_MEMBER)
    text = client.get(reverse("reporting:run_csv", args=[run.id])).content.decode("utf-8-sig")
    rows = {row["area_code"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    computed = {
        code: (row["status_class"], row["dynamic_class"])
        for code, row in rows.items()
        if row["status"] == "observed"
    }
    assert computed == published

    page = client.get(reverse("social_structure:run", args=[run.id])).content.decode()
    assert page.count('data-area="') == 542
    assert "6 Gebiete sind ausgelassen" in page
    assert run.result_hash in page
    area = client.get(reverse("social_structure:area", args=["berlin-lor", 2021, "01100101"]))
    assert run.number in area.content.decode()
    city = client.get(reverse("social_structure:map"), {"indicator": "child_poverty"}).content.decode()
    assert "Wo leben Kinder in Armut?" in city
    document = client.get(reverse("reporting:run_pdf", args=[run.id])).content
    assert document.startswith(b"%PDF")
    assert pages_of(document) == 1
