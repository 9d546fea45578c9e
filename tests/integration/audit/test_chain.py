"""The audit trail only grows, and a change of it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction

from factories.cases import Family, grant_for, make_family
from factories.people import AT
from sozialraum.foundation.audit.models import AuditEntry, AuditSeal
from sozialraum.foundation.audit.queries import chain_report, chain_state, sealed_by
from sozialraum.foundation.audit.services import seal_audit_trail, seal_overtaken, seal_pending
from sozialraum.foundation.database.embedded import Cluster

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def committed(cluster: Cluster) -> Iterator[psycopg.Connection]:
    """Three committed entries, and a connection that may do what no role of ours can: change them."""
    with cluster.superuser("sozialraum") as connection:
        connection.execute("SET session_replication_role = replica")
        for number in range(3):
            connection.execute(
                "INSERT INTO audit_auditentry (at, role, function, action, purpose, outcome, ground, subject_kind,"
                " subject_id, object_kind, object_id, fields)"
                " VALUES (%s, 'parent', 'own_matter', 'read', 'own_data', 'granted', '', 'case', %s, '', '', '{}')",
                [AT, str(number)],
            )
        yield connection
        connection.execute("DELETE FROM audit_auditentry")


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        ("UPDATE audit_auditentry SET role = 'administrator' WHERE subject_id = '1'", "was changed"),
        ("DELETE FROM audit_auditentry WHERE subject_id = '1'", "was removed"),
    ],
)
def test_even_a_superusers_change_shows(committed: psycopg.Connection, attack: str, found: str) -> None:
    assert seal_pending(at=AT) == 3
    assert chain_report(at=AT).whole
    committed.execute(attack)
    report = chain_report(at=AT)
    assert not report.whole
    assert found in str(report.broken[0])


def test_seals_form_a_whole_chain() -> None:
    family = make_family()
    grant_for(family.worker, family.case_id)
    sealed = seal_pending(at=AT)
    assert sealed == AuditEntry.objects.using("audit").count() > 0
    grant_for(family.mother, family.case_id)
    assert seal_pending(at=AT) == 1
    report = chain_report(at=AT)
    assert (report.whole, report.links, report.waiting) == (True, sealed + 1, 0)


def test_an_entry_that_others_have_overtaken_is_sealed_all_the_same(committed: psycopg.Connection) -> None:
    committed.execute("UPDATE audit_auditentry SET id = id + 5000")
    assert seal_audit_trail(AT) == 3
    committed.execute(
        "INSERT INTO audit_auditentry OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(e, '{\"id\": 7}')).*"
        " FROM audit_auditentry e LIMIT 1"
    )
    assert chain_state().waiting == 1
    assert seal_audit_trail(AT + timedelta(minutes=16)) == 0, (
        "its transaction took longer than a quarter of an hour"
    )
    assert seal_overtaken(AT + timedelta(minutes=16)) == 1
    assert chain_report(at=AT + timedelta(minutes=16)).whole


def test_looking_for_what_waits_leaves_out_what_was_sealed_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sozialraum.foundation.audit.queries.STEP", 2)
    family = make_family()
    for number in range(12):
        grant_for(family.worker, family.case_id)
        seal_pending(at=AT + timedelta(hours=number))
    sealed = list(AuditSeal.objects.using("audit").order_by("position"))
    for hours in range(13):
        moment = AT + timedelta(hours=hours)
        found = sealed_by(moment)
        newer = [each for each in sealed if each.sealed_at > moment]
        assert all(each.entry_id > found for each in newer)
        assert sum(each.entry_id > found for each in sealed) <= 2 * len(newer) + 2
    assert sealed_by(AT - timedelta(hours=1)) == 0
    state = chain_state()
    assert (state.links, state.waiting) == (len(sealed), 0)


def test_entries_that_wait_too_long_are_named() -> None:
    family = make_family()
    grant_for(family.worker, family.case_id)
    assert chain_report(at=AT + timedelta(minutes=5)).whole
    assert "wait for their seal" in str(chain_report(at=AT + timedelta(minutes=11)).broken[0])


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditentry SET role = 'x'", "DELETE FROM audit_auditentry"]
)
def test_the_application_cannot_change_the_trail(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(using="audit"),
        connections["audit"].cursor() as cursor,
    ):
        cursor.execute(statement)


def test_rolled_back_business_leaves_the_read_on_record() -> None:
    family = make_family()
    before = AuditEntry.objects.using("audit").count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _read_and_fail(family)
    assert AuditEntry.objects.using("audit").count() == before + 1


def _read_and_fail(family: Family) -> None:
    grant_for(family.worker, family.case_id)
    raise ZeroDivisionError
