"""The record of a look is written while the page is drawn, and no page leaves before it stands on the disk."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connections, transaction
from django.http import HttpResponse
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.cases import Family, grant_for, make_family
from factories.people import AT
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.audit.queries import READS
from sozialraum.foundation.audit.services import recorded_meanwhile
from sozialraum.foundation.database.embedded import Cluster
from sozialraum.foundation.ui.services import found_installation

LIST = "/individuum/"


@pytest.fixture
def family(committing: None, monkeypatch: pytest.MonkeyPatch) -> Family:
    stop_clock(monkeypatch)
    with transaction.atomic():
        found_installation(municipality_name="Kleinstadt", language="de", at=AT, by=None)
        return make_family(family_name="Kessler")


@pytest.fixture
def browser(family: Family) -> Client:
    browser = browser_of(family.worker)
    browser.raise_request_exception = False
    return browser


def recorded(family: Family) -> int:
    return AuditEntry.objects.using(READS).filter(action="list", subject_id=str(family.case_id)).count()


@contextmanager
def trail_that(does: str, cluster: Cluster) -> Iterator[psycopg.Connection]:
    """Let the database do something before each entry of the trail is written."""
    with cluster.superuser("sozialraum") as superuser:
        superuser.execute(
            f"CREATE FUNCTION before_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; RETURN NEW; END $$"
        )
        superuser.execute(
            "CREATE TRIGGER before_entry BEFORE INSERT ON audit_auditentry EXECUTE FUNCTION before_entry()"
        )
        try:
            yield superuser
        finally:
            superuser.execute("DROP FUNCTION before_entry CASCADE")


def test_every_look_leaves_its_record(family: Family, browser: Client) -> None:
    before = recorded(family)
    for looks in (1, 2, 3):
        assert "Kessler" in browser.get(LIST).content.decode()
        # seen by another connection: it is committed
        assert recorded(family) == before + looks


def test_a_page_whose_record_cannot_be_written_does_not_leave(
    family: Family, browser: Client, cluster: Cluster
) -> None:
    before = recorded(family)
    with trail_that("RAISE EXCEPTION 'the disk is full'", cluster):
        answer = browser.get(LIST)
    assert answer.status_code == 500
    assert "Kessler" not in answer.content.decode()
    assert recorded(family) == before
    # the next one is answered again
    assert "Kessler" in browser.get(LIST).content.decode()


def test_a_page_waits_for_its_record_and_is_lost_with_it(
    family: Family, browser: Client, cluster: Cluster
) -> None:
    before, answers = recorded(family), list[HttpResponse]()

    def look() -> None:
        answers.append(browser.get(LIST))  # type: ignore[arg-type]  # the test client's answer is a response
        for each in connections.all():
            each.close()

    # two connections: within a transaction the server's list of what waits stands still
    with cluster.superuser("sozialraum") as lock, cluster.superuser("sozialraum") as superuser:
        lock.execute("BEGIN")
        lock.execute("LOCK TABLE audit_auditentry IN SHARE MODE")
        reader = threading.Thread(target=look)
        reader.start()
        try:
            waiting = _waiting(superuser)
            assert not answers, "the page left before its record stood"
            superuser.execute("SELECT pg_terminate_backend(%s)", [waiting])
            reader.join(20)
        finally:
            lock.execute("ROLLBACK")
            reader.join(20)
    (answer,) = answers
    assert answer.status_code >= 500
    assert "Kessler" not in answer.content.decode()
    assert recorded(family) == before


def _waiting(superuser: psycopg.Connection) -> int:
    """The server's process that waits to write the record, once it does so for a while."""
    for _ in range(200):
        found = superuser.execute(
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO audit_%'"
            " AND now() - state_change > interval '0.3 seconds'"
        ).fetchone()
        if found:
            return int(found[0])
        time.sleep(0.05)
    raise AssertionError("nobody waits to write a record")


def test_whoever_goes_on_without_the_record_is_stopped_in_the_end(family: Family, cluster: Cluster) -> None:
    """Code that swallows the error of the database does not swallow that a record is missing."""

    def look_and_go_on() -> None:
        with recorded_meanwhile():
            look_at(family)
            with contextlib.suppress(DatabaseError), connections[READS].cursor() as cursor:
                cursor.execute("SELECT 1")

    with (
        trail_that("RAISE EXCEPTION 'the disk is full'", cluster),
        pytest.raises(DatabaseError, match="full"),
    ):
        look_and_go_on()
    assert not recorded(family)


def test_a_lost_connection_is_no_record(family: Family) -> None:
    def look_and_lose() -> None:
        with recorded_meanwhile():
            look_at(family)
            connections[READS].close()

    with pytest.raises(OperationalError):
        look_and_lose()


def look_at(family: Family) -> None:
    with transaction.atomic():
        grant_for(family.worker, family.case_id)


def test_a_failure_in_between_leaves_a_connection_that_works(family: Family) -> None:
    def look_and_stumble() -> None:
        with recorded_meanwhile():
            look_at(family)
            raise LookupError

    before = AuditEntry.objects.using(READS).count()
    with pytest.raises(LookupError):
        look_and_stumble()
    assert AuditEntry.objects.using(READS).count() == before + 1
