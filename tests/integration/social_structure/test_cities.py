"""Tried as a new planner would: the published files of four cities, as they are, lead to maps and profiles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import shapely
from django.urls import reverse

from factories.areas import AT, bring_in_areas
from factories.browsers import signed_in
from sozialraum.foundation.privacy.actors import Role
from sozialraum.social_structure.enums import FindingKind
from sozialraum.social_structure.forms import MappingForm
from sozialraum.social_structure.models import Area, AreaSystem, Observation
from sozialraum.social_structure.queries.deliveries import indicator_choices
from sozialraum.social_structure.queries.figures import released, released_dates
from sozialraum.social_structure.services import (
    ImportDone,
    import_observations,
)
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.crosswalks import derive_crosswalk
from sozialraum.social_structure.services.levels import propose_levels, year_of
from sozialraum.social_structure.services.reading import Plan, propose_plan, proposed_date
from sozialraum.warehouse.sources import SourceTable, read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def bring_in(source: SourceTable | Path, *, code: str, vintage: int, day: date | None = None) -> ImportDone:
    """A table of values; ``day`` is named where neither the table nor the file's name says it."""
    table = source if isinstance(source, SourceTable) else read_table(source)
    return import_observations(
        source=table,
        system_code=code,
        vintage=vintage,
        reference_date=day or proposed_date(table),
        by=None,
        at=AT,
    )


def kinds(done: ImportDone) -> dict[FindingKind, int]:
    """What was noticed, by kind."""
    found: dict[FindingKind, int] = {}
    for each in done.findings:
        found[each.kind] = found.get(each.kind, 0) + each.count
    return found


def sent_back(plan: Plan) -> Plan:
    """What the form of the browser makes of a plan that nobody changes."""
    names = [
        "Einwohner", *dict.fromkeys(name for each in plan.columns for name in each.names if name != "Einwohner")
    ]  # fmt: skip
    arguments = {
        "columns": [plan.key_column, plan.date_column],
        "names": names,
        "indicators": indicator_choices(),
    }
    shown = MappingForm(**arguments, plan=plan)
    fields = {field.html_name: field.initial for field in shown.column_fields()}
    form = MappingForm(
        {**fields, "key_column": plan.key_column, "date_column": plan.date_column}, **arguments, plan=plan
    )
    assert form.is_valid(), form.errors
    return form.chosen_plan()


def test_files_say_their_levels_and_their_year(shared_data: Path) -> None:
    hamburg = read_table(
        shared_data / "hamburg_stadtteile_2014" / "Daten_fuer_die_Stadtteilprofile_2014.xlsx"
    )
    assert [each.plural for each in propose_levels([hamburg])] == ["Bezirke", "Stadtteile"]
    assert year_of([hamburg]) == 2014
    lor = shared_data / "berlin_lor"
    files = [
        read_table(lor / name) for name in ("berlin-lor-districts.geojson", "lor_prognoseraeume_2021.shp")
    ]
    assert [each.singular for each in propose_levels(files)] == ["Bezirk", "Prognoseraum"]
    assert year_of(files) == 2021
    assert year_of([read_table(shared_data / "flensburg" / "flensburg_stadtteile.zip")]) == 2018
    assert year_of([read_table(shared_data / "koeln" / "stadtbezirke.geojson")]) is None


def map_page(indicator: str) -> str:
    return (
        signed_in(Role.RESIDENT)
        .get(reverse("social_structure:map"), {"indicator": indicator})
        .content.decode()
    )


def test_cologne_long_table_of_three_levels(shared_data: Path) -> None:
    folder = shared_data / "koeln"
    done = bring_in_areas(
        [folder / "stadtbezirke.geojson", folder / "stadtteile" / "Stadtteil.shp"],
        code="koeln", vintage=2012, whole="Köln",
    )  # fmt: skip
    assert list(done.areas.values()) == [9, 86]
    # Stadtteil 101 belongs to Stadtbezirk 1 by its key alone
    assert Area.objects.get(area_code="101").parent.area_code == "1"  # type: ignore[union-attr]
    read = bring_in(folder / "bevoelkerung" / "bevoelkerung.csv", code="koeln", vintage=2012)
    assert {"inhabitants", "inhabitants_under_18"} <= set(read.indicators)
    seen = kinds(read)
    # 001 to 009 are the Stadtbezirke 1 to 9, 000 the city, recognized by its name
    assert seen[FindingKind.REPAIRED_KEY] > 0
    assert seen[FindingKind.TOTAL_ROW] > 0
    assert FindingKind.UNMATCHED_KEY not in seen
    # an age group counts towards every age that it lies in, also when the form of the browser sends the plan back
    plan = propose_plan(read_table(folder / "bevoelkerung" / "bevoelkerung.csv"), system_of("koeln", 2012))
    kept = {each.indicator: (set(each.names), each.numerator) for each in sent_back(plan).columns}
    assert kept == {each.indicator: (set(each.names), each.numerator) for each in plan.columns}
    assert {"00 - < 03", "15 - < 18"} <= kept["inhabitants_under_18"][0]
    assert kept["share_under_18"] == (set(), "@inhabitants_under_18")
    day = read.reference_dates[-1]
    system = AreaSystem.objects.get(code="koeln")
    people = {
        row[0]: row[1]
        for row in Observation.objects.filter(indicator__code="inhabitants", reference_date=day).values_list("area__area_code", "value")
    }  # fmt: skip
    assert people["stadt"] > 1_000_000
    assert people["stadt"] == pytest.approx(sum(people[str(number)] for number in range(1, 10)), rel=0.001)
    young = released("indicator:inhabitants_under_18", system.id, day)
    assert young is not None
    assert 130_000 < (young.figure("stadt").value or 0) < 190_000
    page = map_page("inhabitants_under_18")
    assert page.count('data-area="') >= 86
    area = signed_in(Role.RESIDENT).get(reverse("social_structure:area", args=["koeln", 2012, "101"]))
    assert "Altstadt" in area.content.decode()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_hamburg_by_names_and_without_outlines(shared_data: Path, suffix: str) -> None:
    file = shared_data / "hamburg_stadtteile_2014" / f"Daten_fuer_die_Stadtteilprofile_2014.{suffix}"
    areas = bring_in_areas([file], code="hamburg", vintage=2014, whole="Hamburg")
    # seven Bezirke stand below their Stadtteile; which belong to which, the sums say
    assert list(areas.areas.values()) == [7, 99]
    assert Area.objects.get(name="Billstedt").parent.name == "Hamburg-Mitte"  # type: ignore[union-attr]
    assert Area.objects.get(name="Cranz").parent.name == "Harburg"  # type: ignore[union-attr]
    source = read_table(file)
    done = bring_in(source, code="hamburg", vintage=2014)
    assert {
        "inhabitants", "inhabitants_under_18", "unemployment", "child_poverty", "basic_income",
    } <= set(done.indicators)  # fmt: skip
    # what stands in brackets in a heading is the date of that column alone
    days = dict(
        Observation.objects.filter(indicator__code__in=["inhabitants", "unemployment"])
        .values_list("indicator__code", "reference_date")
        .distinct()
    )
    assert days == {"inhabitants": date(2014, 12, 31), "unemployment": date(2013, 12, 31)}
    by_name = dict(
        Observation.objects.filter(indicator__code="inhabitants").values_list("area__name", "value")
    )
    wandsbek = Observation.objects.filter(indicator__code="inhabitants", area__name="Wandsbek")
    assert {row[0]: row[1] for row in wandsbek.values_list("area__level", "value")}["level-1"] == 417_225
    assert by_name["Hamburg-Altstadt"] == 1675
    assert by_name["Hamburg"] == 1_788_994
    # and at no other date there is anything to show
    system = system_of("hamburg", 2014)
    assert released_dates("indicator:child_poverty", system.id) == [date(2013, 12, 31)]
    # a count that bears a share's name is no share, and no fault
    assert FindingKind.IMPOSSIBLE_VALUE not in kinds(done)
    shares = {
        row[0]: row[1]
        for row in Observation.objects.filter(area__name="Hamburg-Altstadt").values_list("indicator__code", "value")
    }  # fmt: skip
    assert shares["social_housing"] == 19.0
    assert shares["migration_balance"] == pytest.approx(-23 / 1675 * 1000)
    page = map_page("child_poverty")
    assert "Wo leben Kinder in Armut?" in page
    assert "Billstedt" in page


def test_flensburg_with_keys_of_another_form(shared_data: Path) -> None:
    folder = shared_data / "flensburg"
    done = bring_in_areas(
        [folder / "flensburg_stadtteile.zip"], code="flensburg", vintage=2018, whole="Flensburg"
    )
    assert list(done.areas.values()) == [13]
    residents = bring_in(folder / "csv" / "fl_residents_by_district.csv", code="flensburg", vintage=2018)
    assert residents.indicators == ("inhabitants",)
    assert (residents.reference_dates[0].year, residents.reference_dates[-1].year) == (2011, 2022)
    assert kinds(residents)[FindingKind.REPAIRED_KEY] == 13 * len(residents.reference_dates)
    children = bring_in(
        folder / "csv" / "fl_children_age_under_18_by_district.csv", code="flensburg", vintage=2018
    )
    # with the people of the file before, the share of children follows by itself, at the dates of both
    assert children.indicators == ("inhabitants_under_18", "share_under_18")
    assert released_dates("indicator:share_under_18", system_of("flensburg", 2018).id)[0] == date(
        2011, 12, 31
    )
    ages = bring_in(folder / "csv" / "fl_age_groups_by_district.csv", code="flensburg", vintage=2018)
    assert "inhabitants_under_18" in ages.indicators
    page = map_page("inhabitants_under_18")
    assert page.count('data-area="') >= 13
    # the outlines call it “03 Nordstadt”, with the number of its key
    code = Area.objects.get(system__code="flensburg", name="Nordstadt").area_code
    area = signed_in(Role.RESIDENT).get(reverse("social_structure:area", args=["flensburg", 2018, code]))
    assert "Nordstadt" in area.content.decode()


def test_berlin_population_over_the_cut_of_2021(shared_data: Path) -> None:
    lor = shared_data / "berlin_lor"
    old = bring_in_areas(
        [lor / "berlin-lor-districts.geojson", lor / "berlin-lor-planning-areas-until-2020.geojson"],
        code="lor", vintage=2019, whole="Berlin",
    )  # fmt: skip
    assert list(old.areas.values()) == [12, 447]
    new = bring_in_areas(
        [lor / "berlin-lor-districts.geojson", lor / "lor_planungsraeume_2021.shp"],
        code="lor",
        vintage=2021,
        whole="Berlin",
    )
    assert list(new.areas.values()) == [12, 542]
    before = bring_in(
        shared_data / "berlin_population" / "2020-02-t2-planning-areas.csv",
        code="lor",
        vintage=2019,
        day=date(2020, 12, 31),
    )
    assert {"inhabitants", "inhabitants_under_18", "inhabitants_under_6"} <= set(before.indicators)
    assert before.reference_dates == (date(2020, 12, 31),)
    done = derive_crosswalk(
        from_system=system_of("lor", 2019), to_system=system_of("lor", 2021), by=None, at=AT
    )
    # the official list says 342; borders of simplified outlines add some that were hardly touched to the redrawn ones
    assert done.relations["unchanged"] > 250
    assert not done.lost
    carried = released("indicator:inhabitants", system_of("lor", 2021).id, date(2020, 12, 31))
    original = released("indicator:inhabitants", system_of("lor", 2019).id, date(2020, 12, 31))
    assert carried is not None
    assert original is not None
    assert carried.figure("stadt").value == original.figure("stadt").value
    total = sum(carried.figure(code).value or 0 for code in done_codes(2021))
    assert total == pytest.approx(
        sum(original.figure(code).value or 0 for code in done_codes(2019)), rel=0.01
    )


def done_codes(vintage: int) -> list[str]:
    system = system_of("lor", vintage)
    return list(
        Area.objects.filter(system=system, level=system.levels[-1]["code"]).values_list(
            "area_code", flat=True
        )
    )


def test_outlines_land_where_the_cities_are(shared_data: Path) -> None:
    bring_in_areas(
        [shared_data / "flensburg" / "flensburg_stadtteile.zip"],
        code="flensburg",
        vintage=2018,
        whole="Flensburg",
    )
    shapes = shapely.from_wkb(
        [bytes(each) for each in Area.objects.filter(parent__isnull=False).values_list("outline", flat=True)]
    )
    west, south, east, north = shapely.total_bounds(shapes)
    assert 9.3 < west < east < 9.6
    assert 54.7 < south < north < 54.9
