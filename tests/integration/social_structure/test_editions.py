"""What the floor keeps in memory holds exactly as long as nothing has changed, whoever changes it."""

from __future__ import annotations

import threading

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from factories.areas import SHARES, bring_in, make_areas
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.database.embedded import Cluster
from sozialraum.social_structure.models import Area, AreaSystem
from sozialraum.social_structure.queries import area_names
from sozialraum.social_structure.queries.areas import area_systems, areas_of
from sozialraum.social_structure.queries.city_map import Wish, city_map

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def town() -> None:
    with transaction.atomic():
        make_areas()


def asked(function: object) -> int:
    """How many statements a call needs."""
    with CaptureQueriesContext(connection) as seen:
        function()  # type: ignore[operator]
    return len(seen)


def test_what_has_not_changed_is_read_once(town: None) -> None:
    first = area_systems()
    assert asked(area_systems) == 1  # the mark alone
    assert area_systems() == first


def test_a_change_by_anybody_is_seen_at_once(town: None, cluster: Cluster) -> None:
    assert area_names(["0101"]) == {"0101": "Quartier 0"}
    with cluster.superuser("sozialraum") as other:
        other.execute("UPDATE social_structure_area SET name = 'Am Hafen' WHERE area_code = '0101'")
    assert area_names(["0101"]) == {"0101": "Am Hafen"}


def test_a_release_changes_the_map(town: None) -> None:
    assert city_map(Wish()) is None
    with transaction.atomic():
        bring_in(
            "\n".join(["key;basic_income_under_18_zaehler;basic_income_under_18_nenner", *SHARES]).encode()
        )
    drawn = city_map(Wish())
    assert drawn is not None
    assert city_map(Wish()) is drawn
    assert city_map(Wish(picked="0101")) is not drawn


def test_who_writes_sees_the_own_change_and_leaves_nothing_in_memory(town: None) -> None:
    before = area_names(["0101"])
    with transaction.atomic():
        Area.objects.filter(area_code="0101").update(name="Nie gesehen")
        assert area_names(["0101"]) == {"0101": "Nie gesehen"}
        transaction.set_rollback(True)
    assert area_names(["0101"]) == before


def test_nobody_sees_what_is_not_committed(town: None, cluster: Cluster) -> None:
    before = area_names(["0101"])
    with cluster.superuser("sozialraum") as other, other.transaction():
        other.execute("UPDATE social_structure_area SET name = 'Am Hafen' WHERE area_code = '0101'")
        assert area_names(["0101"]) == before
    assert area_names(["0101"]) == {"0101": "Am Hafen"}


def test_a_long_import_makes_no_other_writer_wait(town: None, cluster: Cluster) -> None:
    with cluster.superuser("sozialraum") as other, other.transaction():
        other.execute("UPDATE social_structure_area SET name = 'Am Hafen' WHERE area_code = '0101'")
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
            Area.objects.filter(area_code="0102").update(name="Am Wald")
    assert area_names(["0101", "0102"]) == {"0101": "Am Hafen", "0102": "Am Wald"}


def test_answers_are_kept_for_each_language(town: None) -> None:
    calls = []

    @kept("social_structure_edition")
    def said() -> str:
        calls.append(translation.get_language())
        return str(translation.gettext("Search"))

    with translation.override("de"):
        german = said()
    with translation.override("en"):
        assert said() != german
    with translation.override("de"):
        assert said() == german
    assert calls == ["de", "en"]


def test_callers_cannot_spoil_what_is_kept(town: None) -> None:
    system = area_systems()[0]
    areas_of(system).clear()
    area_systems().clear()
    assert len(areas_of(system)) == len(areas_of(area_systems()[0])) > 6


def test_a_page_asks_for_the_mark_once(town: None) -> None:
    area_systems(), area_names(["0101"])
    request_started.send(None, environ={"REQUEST_METHOD": "GET"})
    try:
        assert asked(lambda: (area_systems(), area_names(["0101"]), area_systems())) == 1
    finally:
        request_finished.send(None)
    assert asked(lambda: (area_systems(), area_systems())) == 2


def test_a_request_that_may_write_asks_each_time(town: None) -> None:
    area_systems()
    request_started.send(None, environ={"REQUEST_METHOD": "POST"})
    try:
        assert asked(lambda: (area_systems(), area_systems())) == 2
    finally:
        request_finished.send(None)


def test_marks_of_one_thread_mean_nothing_to_another(town: None, cluster: Cluster) -> None:
    area_names(["0101"])
    seen = []

    def elsewhere() -> None:
        seen.append(area_names(["0101"]))
        connection.close()

    request_started.send(None, environ={"REQUEST_METHOD": "GET"})
    try:
        area_names(["0101"])
        with cluster.superuser("sozialraum") as other:
            other.execute("UPDATE social_structure_area SET name = 'Am Hafen' WHERE area_code = '0101'")
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    finally:
        request_finished.send(None)
    assert seen == [{"0101": "Am Hafen"}]


def test_an_empty_house_keeps_nothing(cluster: Cluster) -> None:
    assert area_systems() == []
    with transaction.atomic():
        make_areas()
    assert [each.code for each in area_systems()] == ["town"]
    AreaSystem.objects.update(name="Viertel")
    assert area_systems()[0].name == "Viertel"
