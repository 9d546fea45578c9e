"""Acts are forgotten when their time is over, and the rest of the chain is still proven."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction

from factories.people import AT, make_user
from sozialraum.foundation.accounts.services import give_role, invite_to_renew
from sozialraum.foundation.audit.models import AuditEntry, AuditSeal
from sozialraum.foundation.audit.queries import chain_report, month_counts
from sozialraum.foundation.audit.services import forget_old_acts, seal_audit_trail, seal_pending
from sozialraum.foundation.database.embedded import Cluster
from sozialraum.foundation.privacy.actors import Role, ScopeKind

NOW = datetime.now(UTC)
YEAR = timedelta(days=365)


@pytest.fixture
def acts(committing: None, cluster: Cluster) -> Iterator[psycopg.Connection]:
    """Four committed acts, two of them old, and a connection of the superuser."""
    with cluster.superuser("sozialraum") as connection:
        connection.execute("SET session_replication_role = replica")
        for number, age in enumerate((500, 400, 100, 1)):
            connection.execute(
                "INSERT INTO audit_auditentry (at, role, function, action, purpose, outcome, ground, subject_kind,"
                " subject_id, object_kind, object_id, fields)"
                " VALUES (%s, 'parent', 'own_matter', 'read', 'own_data', 'granted', '', 'case', %s, '', '', '{}')",
                [NOW - timedelta(days=age), str(number)],
            )
        yield connection
        connection.execute("DELETE FROM audit_auditentry")


def _seal_as_it_happened() -> None:
    for age in (399, 0):
        seal_pending(at=NOW - timedelta(days=age), batch=2)


def test_old_acts_go_and_the_rest_is_still_proven(acts: psycopg.Connection) -> None:
    _seal_as_it_happened()
    assert chain_report(at=NOW).whole
    assert forget_old_acts(NOW, keep=YEAR) == 2
    assert AuditEntry.objects.using("audit").count() == 2
    report = chain_report(at=NOW)
    assert (report.broken, report.links) == ((), 3)
    assert forget_old_acts(NOW, keep=YEAR) == 0
    acts.execute("UPDATE audit_auditentry SET role = 'x' WHERE subject_id = '2'")
    assert "was changed" in str(chain_report(at=NOW).broken[0])


def test_nothing_younger_than_half_a_year_is_forgotten(acts: psycopg.Connection) -> None:
    _seal_as_it_happened()
    forget_old_acts(NOW, keep=timedelta(0))
    assert set(AuditEntry.objects.using("audit").values_list("subject_id", flat=True)) == {"2", "3"}


def test_a_chain_cut_off_too_early_shows(acts: psycopg.Connection) -> None:
    assert seal_audit_trail(NOW - timedelta(days=2)) == 4
    acts.execute("DELETE FROM audit_auditentry WHERE subject_id IN ('0', '1')")
    assert not chain_report(at=NOW).whole


def test_the_application_cannot_forget_by_itself(committing: None) -> None:
    with transaction.atomic(using="audit"), connections["audit"].cursor() as cursor:
        cursor.execute("SELECT set_config('sozialraum.forgetting', 'on', true)")
        with pytest.raises(DatabaseError, match="permission denied"):
            cursor.execute("DELETE FROM audit_auditentry")
        transaction.set_rollback(True, using="audit")


CUT_OFF = [
    "DELETE FROM audit_auditentry WHERE id IN (SELECT entry_id FROM audit_auditseal WHERE position > 2)",
    "DELETE FROM audit_auditseal WHERE position > 2",
]
BEGIN_FORGED = [
    "DELETE FROM audit_auditentry WHERE id IN (SELECT entry_id FROM audit_auditseal WHERE position < 4)",
    "DELETE FROM audit_auditseal WHERE position < 3",
    "UPDATE audit_auditseal SET sealed_at = sealed_at - interval '1 year'",
]


@pytest.mark.parametrize(("attack", "noted_at"), [(CUT_OFF, 4), (BEGIN_FORGED, 2)])
def test_what_was_cut_off_with_its_seals_shows_by_the_checksum_written_down(
    acts: psycopg.Connection, attack: list[str], noted_at: int
) -> None:
    _seal_as_it_happened()
    noted = AuditSeal.objects.using("audit").get(position=noted_at).digest
    assert chain_report(at=NOW, noted=noted).whole
    for statement in attack:
        acts.execute(statement)
    assert chain_report(at=NOW).whole, "alone, the chain cannot know"
    report = chain_report(at=NOW, noted=noted)
    assert [str(each) for each in report.broken] == [
        "The checksum that was written down is in the chain no longer."
    ]


def test_tasks_given_and_new_passwords_are_counted(committing: None) -> None:
    administration, stranger = make_user(), make_user()
    give_role(
        user_id=stranger.id, role=Role.CASE_WORKER, scope_kind=ScopeKind.CASE, scope_key="x", at=AT,
        by=administration.id,
    )  # fmt: skip
    own = {"role": Role.CASE_WORKER, "scope_kind": ScopeKind.CASE, "scope_key": "y"}
    give_role(user_id=stranger.id, at=AT, by=stranger.id, **own)
    invite_to_renew(user_id=stranger.id, by=administration.id, at=AT)
    counts = month_counts(begin=AT - timedelta(days=1), end=AT + timedelta(days=1), zone=UTC)
    assert (counts.tasks_given, counts.letters_to_renew) == (1, 1)
