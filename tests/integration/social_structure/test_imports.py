"""From a file to stored values and released figures, and back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from factories.areas import AT, DAY, QUARTERS, SHARES, bring_in, make_areas, table
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.release import Withheld
from sozialraum.social_structure.models import Area, AreaSystem, Delivery, Observation, Release
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.services import (
    AreaImportError,
    ImportRefused,
    ReadingError,
    preview_import,
    undo_delivery,
)
from sozialraum.warehouse.sources import read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
SUBJECT = "indicator:basic_income_under_18"


def system_id() -> int:
    return AreaSystem.objects.get(code="town").id


def test_areas_come_in_with_their_levels_beneath_the_whole() -> None:
    found = make_areas()
    assert found.areas == {"district": 2, "quarter": 6}
    quarter = Area.objects.select_related("parent__parent").get(area_code="0201")
    assert quarter.parent is not None
    assert (quarter.parent.area_code, quarter.parent.parent.area_code) == ("02", "stadt")  # type: ignore[union-attr]
    assert quarter.outline
    assert quarter.square_meters == pytest.approx(0.76e6, rel=0.02)
    assert AuditEntry.objects.filter(object_kind="social_structure.AreaSystem").exists()


def test_the_same_cut_cannot_come_in_twice() -> None:
    make_areas()
    with pytest.raises(AreaImportError, match="already there"):
        make_areas()


def test_values_are_stored_with_their_status_and_released() -> None:
    make_areas()
    done = bring_in(table(SHARES))
    assert (done.values, done.observed) == (6, 6)
    figures = released(SUBJECT, system_id(), DAY)
    assert figures is not None
    assert figures.figure("0101").value == 30.0
    assert figures.figure("0103").withheld is Withheld.SMALL_COUNT
    # the district and the whole are sums; one more quarter of the district stays back, so that 0103 is no remainder
    assert figures.figure("01").value == pytest.approx(100 * 92 / 440)
    assert sum(figures.figure(code).withheld is Withheld.PROTECTS_OTHERS for code in ("0101", "0102")) == 1
    assert figures.figure("stadt").value == pytest.approx(100 * 247 / 950)
    assert AuditEntry.objects.filter(object_kind="social_structure.Release", outcome="released").exists()


def test_missing_suppressed_and_zero_stay_apart_on_the_way_in() -> None:
    make_areas()
    bring_in(table(["0101;0;200", "0102;*;150", "0103;.;90"]))
    stored = dict(Observation.objects.values_list("area__area_code", "status"))
    assert stored == {"0101": "observed", "0102": "suppressed", "0103": "missing"}
    assert Observation.objects.get(area__area_code="0101").value == 0.0
    figures = released(SUBJECT, system_id(), DAY)
    assert figures is not None
    assert figures.figure("0102").withheld is Withheld.BY_PUBLISHER
    assert figures.figure("0201").status == "missing"


def test_the_same_file_twice_says_so_and_stores_nothing() -> None:
    make_areas()
    bring_in(table(SHARES))
    with pytest.raises(ImportRefused, match="already imported"):
        bring_in(table(SHARES), name="copy.csv")
    assert Delivery.objects.filter(kind="values").count() == 1


def test_an_import_is_taken_back_as_a_whole() -> None:
    make_areas()
    first = bring_in(table(SHARES))
    second = bring_in(table([*SHARES[:5], "0203;60;120"]), name="corrected.csv", at=AT.replace(hour=10))
    figures = released(SUBJECT, system_id(), DAY)
    assert figures is not None
    assert figures.figure("0203").value == 50.0
    assert undo_delivery(delivery_id=second.delivery_id, by=None, at=AT) == 6
    figures = released(SUBJECT, system_id(), DAY)
    assert figures is not None
    assert figures.figure("0203").value == pytest.approx(100 * 25 / 120)
    assert undo_delivery(delivery_id=first.delivery_id, by=None, at=AT) == 6
    assert not Observation.objects.exists()
    with pytest.raises(ImportRefused):
        undo_delivery(delivery_id=first.delivery_id, by=None, at=AT)


def test_contradicting_rows_stop_the_import() -> None:
    make_areas()
    with pytest.raises(ImportRefused, match="cannot be imported"):
        bring_in(table([*SHARES, "0101;61;200"]))
    assert not Observation.objects.exists()
    assert not Release.objects.exists()


def test_impossible_and_unreadable_cells_become_missing_and_are_listed() -> None:
    make_areas()
    done = bring_in(table(["0101;300;200", "0102;viele;150", "0103;30;90"]))
    assert {(each.kind.value, each.count) for each in done.findings if each.kind.value.endswith("_value")} == {
        ("impossible_value", 1), ("unreadable_value", 1),
    }  # fmt: skip
    assert Observation.objects.filter(status="missing").count() == 2


def test_keys_that_lost_their_zero_are_repaired_and_foreign_keys_left_out() -> None:
    make_areas()
    done = bring_in(table([f"{int(code)};40;200" for code in QUARTERS] + ["9999;1;1"]))
    assert done.observed == 6
    assert {"repaired_key", "unmatched_key"} <= {each.kind.value for each in done.findings}


def test_a_table_of_another_place_is_refused() -> None:
    make_areas()
    with pytest.raises(ReadingError, match="keys"):
        bring_in(table(["11000000;1;2", "11000001;1;2"]))


def test_a_preview_stores_nothing_and_says_what_changes() -> None:
    make_areas()
    bring_in(table(SHARES))
    other = read_table(table([*SHARES[:4], "0202;91;210"]), "other.csv")
    preview = preview_import(source=other, system_code="town", vintage=2023, reference_date=DAY)
    (change,) = preview.changes
    assert (change.new, change.changed, change.same) == (0, 1, 4)
    assert preview.matched_percent == 100
    assert Delivery.objects.filter(kind="values").count() == 1


def test_a_column_of_years_gives_the_reference_dates() -> None:
    make_areas()
    head = "key;jahr;basic_income_under_18_zaehler;basic_income_under_18_nenner"
    rows = [f"{code};{year};{30 + year - 2020};200" for code in QUARTERS for year in (2023, 2024, 2025)]
    done = bring_in(table(rows, head), day=None)
    assert [day.year for day in done.reference_dates] == [2023, 2024, 2025]
    assert Release.objects.count() == 3


def test_the_database_refuses_values_without_ground_and_ground_under_values() -> None:
    make_areas()
    bring_in(table(SHARES))
    stored = Observation.objects.order_by("id").first()
    assert stored is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(id=stored.id).update(area_id=0)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO social_structure_observation (delivery_id, indicator_id, area_id, reference_date, status)"
            " VALUES (%s, %s, 0, '2025-12-31', 'missing')",
            [stored.delivery_id, stored.indicator_id],
        )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM social_structure_area WHERE id = %s", [stored.area_id])
