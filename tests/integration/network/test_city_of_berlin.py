"""Berlin's day nurseries, youth centers and schools, as published, in the directory and in their planning areas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from factories.people import AT, make_actor
from sozialraum.foundation.privacy.actors import NOBODY, Role
from sozialraum.network import queries
from sozialraum.network.directory.asked import Asked
from sozialraum.network.entry_tables import TablePlan, proposed_columns, read_entries
from sozialraum.network.enums import PlaceKind
from sozialraum.network.models import Place
from sozialraum.network.services import NewPlace
from sozialraum.network.services.imports import import_entries
from sozialraum.social_structure.services.areas import LevelTable, SystemFacts, import_areas
from sozialraum.warehouse.sources import read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
FILES = (
    ("kindertagesstaetten_2022-12.geojson", PlaceKind.DAY_CARE),
    ("jugendfreizeiteinrichtungen_2022-12.geojson", PlaceKind.YOUTH_CENTER),
    ("schulen_2023-10.geojson", PlaceKind.SCHOOL),
)
OFFERS = {PlaceKind.YOUTH_CENTER: "Offene Jugendarbeit"}


def entries(folder: Path) -> Iterator[NewPlace]:
    for name, kind in FILES:
        table = read_table(folder / name)
        plan = TablePlan(name, proposed_columns(table), kind, organizations=True, offers=OFFERS)
        read = read_entries(table, plan, providers={})
        assert read.faults == ()
        yield from read.entries


def test_all_come_in_and_lie_in_the_district_that_they_name(shared_data: Path) -> None:
    planner = make_actor(Role.PLANNER)
    import_areas(
        system=SystemFacts(
            "berlin-lor", 2021, "Lebensweltlich orientierte Räume", "Berlin", date(2021, 1, 1),
            source="Amt für Statistik Berlin-Brandenburg", licence="CC BY 3.0 DE",
        ),
        levels=[
            LevelTable(
                "planning-area", "Planungsraum", "Planungsräume",
                read_table(shared_data / "berlin_lor" / "lor_planungsraeume_2021.shp"), "PLR_ID", "PLR_NAME",
            )
        ],
        by=None, at=AT,
    )  # fmt: skip
    found = list(entries(shared_data / "berlin_services"))
    done = import_entries(found, by=planner, at=AT)
    assert done.added == len(found) > 3_500
    assert done.outside == 0
    # who stands behind them comes from the column of carriers, each once a file; what is no name is none
    organizations = set(Place.objects.filter(sort="organization").values_list("name", flat=True))
    assert {
        "BA Mitte von Berlin",
        "GFJ - gemeinnützige Gesellschaft für Familien- und Jugendhilfe mbH",
    } <= organizations
    assert not {"öffentlich", "privat"} & organizations
    assert Place.objects.filter(sort="organization", area_code__gt="").count() == 0
    offers = Place.objects.filter(sort="activity")
    assert offers.count() == Place.objects.filter(sort="place", kind="youth_center").count() > 300
    assert not offers.filter(host__isnull=True).exists()
    # the first two digits of a planning area and of a day nursery's number are both the district's
    nurseries = Place.objects.filter(kind="day_care", sort="place").values_list("source_id", "area_code")
    assert sum(number[:2] == area[:2] for number, area in nurseries) > 0.97 * len(nurseries)
    page = queries.search_directory(NOBODY, Asked(text="Kinderladen"), today=AT.date())
    assert page.listing.total > 20
