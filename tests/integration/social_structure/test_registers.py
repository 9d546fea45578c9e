"""Tables of people by age and sex in every form offices write them, in the browser, and taken back again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from factories.areas import AT, QUARTERS, bring_in_areas, make_areas
from factories.browsers import signed_in
from factories.sign_ins import make_person
from sozialraum.foundation.jobs.enums import JobState
from sozialraum.foundation.jobs.performance import perform
from sozialraum.foundation.privacy.actors import Role
from sozialraum.social_structure.enums import FindingKind
from sozialraum.social_structure.models import Delivery
from sozialraum.social_structure.queries.areas import area_system
from sozialraum.social_structure.queries.people import BANDS, PeopleTable, people_tables
from sozialraum.social_structure.services import (
    ImportRefused,
    PeopleRefused,
    import_people,
    preview_people,
    undo_delivery,
)
from sozialraum.social_structure.services.people import PeoplePreview
from sozialraum.social_structure.services.reading import proposed_date
from sozialraum.social_structure.services.uploads import keep_upload
from sozialraum.warehouse.sources import SourceTable, read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DAY = date(2025, 12, 31)
GROUPS = ("unter 3", "3 bis unter 6", "6 bis unter 18", "18 bis unter 65", "65 und älter")


@pytest.fixture
def town() -> None:
    make_person(password=None)
    make_areas()


def table(lines: list[str], name: str = "people.csv") -> SourceTable:
    return read_table("\n".join(lines).encode(), name)


def looked(source: SourceTable, day: date | None = DAY) -> PeoplePreview:
    return preview_people(source=source, system_code="town", vintage=2023, reference_date=day)


def bring(source: SourceTable, day: date | None = None) -> Any:
    return import_people(source=source, system_code="town", vintage=2023, reference_date=day, by=None, at=AT)


def shown(code: str = "town", vintage: int = 2023) -> tuple[PeopleTable, ...]:
    system = area_system(code, vintage)
    assert system is not None
    return people_tables(system)


def found(preview: PeoplePreview) -> dict[FindingKind, int]:
    return {each.kind: each.count for each in preview.findings}


def long_rows(count: int = 70, *, sexes: tuple[str, ...] = ("1", "2"), day: str = "31.12.2025") -> list[str]:
    return ["Schlüssel;Stichtag;Geschlecht;Altersgruppe;Anzahl"] + [
        f"{code};{day};{sex};{group};{count}" for code in QUARTERS for sex in sexes for group in GROUPS
    ]


@pytest.mark.usefixtures("town")
def test_one_row_a_group_with_an_open_end_and_sexes_by_number() -> None:
    preview = looked(table(long_rows()))
    assert preview.reading is not None
    assert (preview.reading.sexes, preview.reading.bands) == (("female", "male"), (0, 3, 6, 18, 65))
    bring(table(long_rows()))
    (now,) = shown()
    assert now.bands == (0, 3, 6, 18, 65)
    assert now.counts.shape == (6, 2, 5)
    assert (now.counts == 70).all()


@pytest.mark.usefixtures("town")
def test_one_column_a_year_of_age_for_women_and_men() -> None:
    heads = [f"{sex}_{age}" for sex in "wm" for age in range(100)]
    lines = [";".join(["schluessel", *heads])] + [";".join([code, *["4"] * 200]) for code in QUARTERS]
    preview = looked(table(lines))
    assert preview.reading is not None
    assert preview.reading.bands == BANDS
    # the last of the years holds everybody who is older
    assert preview.reading.counts[0, 0].sum() == 800
    assert looked(table(lines), None).reading is None


@pytest.mark.usefixtures("town")
def test_one_column_a_group_for_everybody_with_the_date_in_the_table() -> None:
    lines = ["key;jahr;0-5;6-17;18-64;65+"] + [f"{code};{year};50;90;400;80" for code in QUARTERS for year in (2022, 2023, 2025)]  # fmt: skip
    bring(table(lines))
    assert [each.day.year for each in shown()] == [2022, 2023, 2025]
    assert shown()[0].sexes == ("all",)
    assert shown()[0].bands == (0, 6, 18, 65)
    text = Client().get(reverse("open:area", args=["town", 2023, "0101"])).content.decode()
    assert "closed" not in text


@pytest.mark.usefixtures("town")
def test_totals_are_compared_and_not_counted_twice() -> None:
    rows = long_rows(sexes=("weiblich", "männlich"))
    rows += [f"{code};31.12.2025;insgesamt;{group};140" for code in QUARTERS for group in GROUPS]
    right = looked(table(rows))
    assert right.changes[0].people == 6 * 2 * 5 * 70
    assert FindingKind.PARTS_DIFFER not in found(right)
    wrong = looked(table([*rows[:-1], rows[-1].replace("140", "150")]))
    assert found(wrong)[FindingKind.PARTS_DIFFER] == 1


@pytest.mark.usefixtures("town")
def test_larger_areas_are_compared_with_their_parts() -> None:
    rows = long_rows() + [f"01;31.12.2025;1;{group};{211 if group == GROUPS[0] else 210}" for group in GROUPS]
    rows += [f"01;31.12.2025;2;{group};210" for group in GROUPS]
    preview = looked(table(rows))
    assert found(preview)[FindingKind.PARTS_DIFFER] == 1
    assert preview.changes[0].people == 6 * 2 * 5 * 70


@pytest.mark.usefixtures("town")
def test_people_registered_as_neither_count_to_both_in_turn() -> None:
    preview = looked(table([*long_rows(), "0101;31.12.2025;d;unter 3;2", "0102;31.12.2025;d;unter 3;2"]))
    assert preview.reading is not None
    assert found(preview)[FindingKind.NEITHER_SEX] == 2
    assert preview.reading.counts[0, :2, :, 0].tolist() == [[72, 70], [70, 72]]


@pytest.mark.usefixtures("town")
def test_rows_told_apart_by_another_column_are_added_up() -> None:
    head, *rows = long_rows(35)
    both = [f"{row};{nation}" for row in rows for nation in ("deutsch", "andere")]
    preview = looked(table([f"{head};Staatsangehörigkeit", *both]))
    assert found(preview)[FindingKind.ADDED_ROWS] == len(rows)
    assert preview.changes[0].people == 6 * 2 * 5 * 70


@pytest.mark.usefixtures("town")
def test_an_area_with_an_unknown_or_impossible_cell_is_kept_out_and_named() -> None:
    rows = long_rows()
    rows[1] = rows[1].replace(";70", ";*")
    rows[11] = rows[11].replace(";70", ";-5")
    preview = looked(table(rows))
    assert found(preview)[FindingKind.IMPOSSIBLE_VALUE] == 1
    assert found(preview)[FindingKind.AREA_NOT_KNOWN] == 2
    bring(table(rows))
    assert shown()[0].codes == QUARTERS[2:]


@pytest.mark.usefixtures("town")
def test_a_leading_zero_comes_back_and_other_towns_stay_out() -> None:
    rows = [row.removeprefix("0") for row in long_rows()] + ["9901;31.12.2025;1;unter 3;5"]
    done = bring(table(rows))
    assert done.unmatched == ("9901",)
    assert len(shown()[0].codes) == 6


@pytest.mark.usefixtures("town")
def test_a_quarter_that_doubles_is_named() -> None:
    bring(table(long_rows(day="31.12.2024")))
    rows = [row.replace(";70", ";200") if row.startswith("0203") else row for row in long_rows()]
    # a jump is told by what the others do; six quarters are too few for that
    assert FindingKind.PEOPLE_JUMP not in found(looked(table(rows)))


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("0101;31.12.2025;1;unter 3;70", FindingKind.DUPLICATE_KEY),
        ("0101;31.12.2025;?;unter 3;70", FindingKind.UNKNOWN_SEX),
    ],
)
def test_what_nobody_can_decide_stops_the_import(row: str, kind: FindingKind) -> None:
    source = table([*long_rows(), row])
    preview = looked(source) if kind is not FindingKind.UNKNOWN_SEX else _with_sex(source)
    assert preview.stopped_by is not None
    assert preview.stopped_by.kind is kind
    if kind is FindingKind.DUPLICATE_KEY:
        with pytest.raises(PeopleRefused):
            bring(source)
    assert not Delivery.objects.filter(kind="people").exists()


def _with_sex(source: SourceTable) -> PeoplePreview:
    from dataclasses import replace

    plan = replace(looked(table(long_rows())).plan)
    return preview_people(source=source, system_code="town", vintage=2023, reference_date=None, plan=plan)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    "lines",
    [
        ["key;0-5;10-17;18+", "0101;1;2;3", "0102;1;2;3"],
        ["key;w_0-5;w_6+;m_0-9;m_10+", "0101;1;2;3;4", "0102;1;2;3;4"],
        ["key;0-5;6+", "0101;viele;2", "0102;;x"],
    ],
)
def test_a_broken_file_changes_nothing(lines: list[str]) -> None:
    with pytest.raises(PeopleRefused):
        bring(table(lines), DAY)
    assert not Delivery.objects.filter(kind="people").exists()
    assert shown() == ()


@pytest.mark.usefixtures("town")
def test_taken_back_the_delivery_before_counts_again_and_then_none() -> None:
    first = bring(table(long_rows(70)))
    second = bring(table(long_rows(90), "corrected.csv"))
    assert shown()[0].counts[0, 0, 0] == 90
    assert undo_delivery(delivery_id=second.delivery_id, by=None, at=AT) == 1
    assert shown()[0].counts[0, 0, 0] == 70
    undo_delivery(delivery_id=first.delivery_id, by=None, at=AT)
    assert shown() == ()
    with pytest.raises(ImportRefused):
        undo_delivery(delivery_id=first.delivery_id, by=None, at=AT)
    # and the same file may come in again
    bring(table(long_rows(70)))
    assert shown()[0].counts[0, 0, 0] == 70


@pytest.mark.usefixtures("town")
def test_the_former_delivery_stays_where_an_older_one_is_taken_back() -> None:
    first = bring(table(long_rows(70)))
    bring(table(long_rows(90), "corrected.csv"))
    undo_delivery(delivery_id=first.delivery_id, by=None, at=AT)
    assert shown()[0].counts[0, 0, 0] == 90


@pytest.mark.usefixtures("town")
def test_from_the_file_to_the_profile_and_back_in_the_browser() -> None:
    client = signed_in(Role.PLANNER)
    sent = {
        "file": SimpleUploadedFile("melderegister.csv", "\n".join(long_rows()).encode()), "areas": "town:2023",
        "source": "Meldebehörde", "licence": "CC0",
    }  # fmt: skip
    answer = client.post(reverse("social_structure:upload"), sent)
    assert answer.url.endswith("/menschen/")  # type: ignore[attr-defined]
    page = client.get(answer.url)  # type: ignore[attr-defined]
    text = page.content.decode()
    assert "4.200" in text
    assert "<svg" in text
    fields = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    answer = client.post(answer.url, {**fields, "import": "1"})  # type: ignore[attr-defined]
    assert answer.status_code == 302
    job_id = UUID(answer.url.rstrip("/").rsplit("/", 1)[-1])  # type: ignore[attr-defined]
    assert perform(job_id, clock=lambda: AT) is JobState.DONE
    assert len(shown()[0].codes) == 6
    delivery = Delivery.objects.get(kind="people")
    report = client.get(reverse("social_structure:delivery", args=[delivery.id])).content.decode()
    assert "31.12.2025" in report
    answer = client.post(reverse("social_structure:undo", args=[delivery.id]), follow=True)
    assert "zurückgenommen" in answer.content.decode()
    assert shown() == ()


@pytest.mark.usefixtures("town")
def test_a_wide_table_is_corrected_by_hand() -> None:
    client = signed_in(Role.PLANNER)
    upload_id, _ = keep_upload(name="x.csv", content=b"key;klein;gross\n0101;300;500\n0102;310;510", at=AT)
    session = client.session
    session[f"upload:{upload_id}"] = {"areas": "town:2023", "date": "2025-12-31", "source": "", "licence": ""}
    session.save()
    address = reverse("social_structure:preview_people", args=[upload_id])
    assert "disabled" in client.get(address).content.decode()
    said = {
        "key_column": "key", "reference_date": "2025-12-31", "sex_0": "all", "age_0": "unter 18", "sex_1": "all", "age_1": "18+",
    }  # fmt: skip
    wrong = client.post(address, {**said, "age_1": "groß", "look": "1"}).content.decode()
    assert "Schreiben Sie das Alter" in wrong
    answer = client.post(address, {**said, "import": "1"})
    assert perform(UUID(answer.url.rstrip("/").rsplit("/", 1)[-1]), clock=lambda: AT) is JobState.DONE  # type: ignore[attr-defined]
    assert shown()[0].bands == (0, 18)


def test_flensburg_tells_age_groups_without_sexes(shared_data: Path) -> None:
    make_person(password=None)
    bring_in_areas([shared_data / "flensburg" / "flensburg_stadtteile.zip"], code="flensburg", vintage=2018, whole="Flensburg")  # fmt: skip
    source = read_table(shared_data / "flensburg" / "csv" / "fl_age_groups_by_district.csv")
    import_people(source=source, system_code="flensburg", vintage=2018, by=None, at=AT)
    now = shown("flensburg", 2018)
    assert [each.day.year for each in now] == [2021, 2022]
    # “0 to under 7” and “60 and above” overlap the others and are left out
    assert now[0].bands == (0, 18, 30, 45, 65, 80)
    assert len(now[0].codes) == 13


def test_cologne_tells_ages_among_other_things_in_one_column(shared_data: Path) -> None:
    make_person(password=None)
    folder = shared_data / "koeln"
    bring_in_areas([folder / "stadtbezirke.geojson", folder / "stadtteile" / "Stadtteil.shp"], code="koeln", vintage=2012, whole="Köln")  # fmt: skip
    source = read_table(folder / "bevoelkerung" / "bevoelkerung.csv")
    done = import_people(source=source, system_code="koeln", vintage=2012, by=None, at=AT)
    assert done.people[date(2012, 12, 31)] == pytest.approx(1_044_555, rel=0.01)
    now = shown("koeln", 2012)
    assert now[-1].bands == (0, 3, 6, 10, 15, 18, 25, 35, 45, 55, 60, 65, 75)


def test_berlin_tells_ages_in_columns(shared_data: Path) -> None:
    make_person(password=None)
    lor = shared_data / "berlin_lor"
    bring_in_areas([lor / "berlin-lor-districts.geojson", lor / "lor_planungsraeume_2021.shp"], code="lor", vintage=2021, whole="Berlin")  # fmt: skip
    for year in (2021, 2022, 2024):
        source = read_table(shared_data / "berlin_population" / f"{year}-02-t2-planning-areas.csv")
        assert proposed_date(source) is None or proposed_date(source)
        import_people(source=source, system_code="lor", vintage=2021, reference_date=date(year, 12, 31), by=None, at=AT)  # fmt: skip
    now = shown("lor", 2021)
    assert now[-1].bands == (0, 6, 15, 18, 27, 45, 55, 65)
    assert len(now[-1].codes) > 520
    assert np.abs(now[-1].counts.sum() - 3_897_145) < 20_000
