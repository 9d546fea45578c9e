"""From the end of a case to the last trace: restricted archive, approved erasure, nothing left in any table."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from factories.browsers import browser_of, stop_clock
from factories.cases import Family, grant_for, make_family
from factories.people import AT, make_actor
from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.queries import actor_of
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.database.embedded import Cluster
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import HOUSE, NOBODY, Actor, Role, ScopeKind
from sozialraum.foundation.privacy.enums import EmergencyKind, RetentionStep
from sozialraum.foundation.privacy.gate import Denied, Subject
from sozialraum.foundation.privacy.models import RetentionRun
from sozialraum.foundation.privacy.own_data import covered_models
from sozialraum.foundation.privacy.retention.engine import (
    approve_run,
    due_counts,
    due_list,
    keep_periods,
    plan_run,
    run_erasure,
)
from sozialraum.foundation.privacy.retention.rules import months_later
from sozialraum.foundation.vocabulary import Action, Purpose, Retention
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComponentKind, CouncilRole, MemberKind
from sozialraum.individual.models import Case, CouncilDraft, CouncilGuest, EntrustedNote, Member
from sozialraum.individual.retention import ERASED

MARKER = "Zwetschgenkuchen"
LATER = AT + timedelta(days=500)
database = pytest.mark.django_db(databases=["default", "audit"])


def _ended(*, without_help: bool = False) -> Family:
    family = make_family()
    services.end_case(
        grant_for(family.worker, family.case_id, Action.WRITE), on=AT.date(), without_help=without_help
    )
    context.clear()
    return family


@database
def test_the_due_list_names_class_and_step_without_reading_contents() -> None:
    family, counseled, running = _ended(), _ended(without_help=True), make_family()
    context.clear()
    before = AuditEntry.objects.using("audit").count()
    found = {each.id: each for each in due_list(today=LATER.date(), at=LATER)}
    assert (found[family.case_id].retention, found[family.case_id].step) == (
        Retention.HELP_FILE,
        RetentionStep.RESTRICT,
    )
    assert found[counseled.case_id].retention is Retention.COUNSELING
    assert running.case_id not in found
    assert AuditEntry.objects.using("audit").count() == before
    assert Case.objects.count() == 0


def _days() -> list[date]:
    """Days on which a step falls due, and the last on which it does not."""
    ended = AT.date()
    turns = (months_later(ended, 12), months_later(ended, 36), date(2112, 4, 9), date(2126, 11, 23))
    return [turn + timedelta(days=days) for turn in turns for days in (-1, 0, 1, 400)]


@database
@pytest.mark.parametrize("archived", [False, True])
def test_the_database_counts_what_judging_every_case_finds(*, archived: bool) -> None:
    families = [_ended(), _ended(), _ended(without_help=True), _ended(without_help=True), make_family()]
    for family in families[:1] + families[2:3]:
        grant_for(family.worker, family.case_id, Action.WRITE)
        Member.objects.filter(kind=MemberKind.YOUNG_PERSON).update(born_on=date(1931, 2, 28))
    old = _ended()
    grant_for(old.worker, old.case_id, Action.WRITE)
    Member.objects.filter(kind=MemberKind.YOUNG_PERSON).update(born_on=None)
    context.clear()
    if archived:
        keep_periods(LATER)
    seen = set()
    for today in _days():
        judged = Counter((each.retention, each.step) for each in due_list(today=today, at=LATER))
        assert due_counts(today=today, at=LATER) == judged, today
        seen |= set(judged)
    wanted = {(Retention.HELP_FILE, RetentionStep.ERASE), (Retention.COUNSELING, RetentionStep.ERASE)}
    restricted = {(each, RetentionStep.RESTRICT) for each in (Retention.HELP_FILE, Retention.COUNSELING)}
    assert seen == (wanted if archived else wanted | restricted)


@database
def test_h9_archived_cases_leave_the_working_set_and_stay_the_familys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop_clock(monkeypatch, LATER)
    family = _ended()
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    assert keep_periods(LATER) == 1
    assert keep_periods(LATER) == 0
    worker = actor_of(User.objects.get(id=family.worker.user_id), today=LATER.date(), second_factor=True)
    for actor in (worker, lead):
        with pytest.raises(Denied):
            grant_for(actor, family.case_id, at=LATER)
    # the database keeps it shut even for an actor whose roles were read before
    grant_for(family.worker, family.case_id, at=LATER)
    assert Case.objects.count() == 0
    with pytest.raises(Case.DoesNotExist), transaction.atomic():
        queries.case_file(grant_for(family.worker, family.case_id, at=LATER))
    context.clear()
    file = queries.case_file(grant_for(family.mother, family.case_id, purpose=Purpose.OWN_DATA, at=LATER))
    assert len(file.words) == 1
    assert browser_of(family.mother).get("/individuum/meine/").status_code == 200
    assert browser_of(family.mother).get("/individuum/meine/daten/herunterladen/").status_code == 200
    with pytest.raises(Denied):
        grant_for(worker, family.case_id, purpose=Purpose.ARCHIVE, at=LATER)
    writing = grant_for(family.son, family.case_id, Action.WRITE, at=LATER)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        services.add_member(writing, kind=MemberKind.OTHER, full_name="Noch jemand")


@database
def test_nobody_but_the_house_keeps_periods() -> None:
    family = _ended()
    head = make_actor(Role.HEAD_OF_OFFICE)
    administrator = make_actor(Role.ADMINISTRATOR)
    for actor in (head, administrator, family.worker, family.mother, NOBODY, Actor(None)):
        for action in (Action.ERASE, Action.READ, Action.LIST):
            with pytest.raises(Denied):
                grant_for(actor, family.case_id, action, Purpose.RETENTION)
    assert gate.open(HOUSE, Purpose.RETENTION, Action.LIST, Subject("case", ()), at=AT).actor == HOUSE
    assert Case.objects.count() == 0


@database
def test_a_run_is_planned_approved_and_only_then_done() -> None:
    family, other = _ended(without_help=True), _ended()
    later = AT + timedelta(days=4 * 366)
    keep_periods(later)
    (run,) = RetentionRun.objects.all()
    assert run.due == {"case: counseling": 1}
    assert plan_run(today=later.date(), at=later) == run.id
    with pytest.raises(SozialraumError, match="not approved"):
        run_erasure(run.id, at=later)
    for nobody in (
        family.worker,
        make_actor(Role.DATA_PROTECTION_OFFICER),
        make_actor(Role.HEAD_OF_OFFICE, second_factor=False),
    ):
        with pytest.raises(Denied):
            approve_run(nobody, run.id, archive_offered_on=later.date(), at=later)
    head = make_actor(Role.HEAD_OF_OFFICE)
    with pytest.raises(SozialraumError, match="not been offered"):
        approve_run(head, run.id, archive_offered_on=later.date() + timedelta(days=1), at=later)
    approve_run(head, run.id, archive_offered_on=later.date(), at=later)
    rows = run_erasure(run.id, at=later)
    assert (rows["individual.Case"], rows["individual.Member"], rows["accounts.User"]) == (1, 2, 2)
    assert run_erasure(run.id, at=later) == rows
    assert RetentionRun.objects.get().subjects == []
    kept = grant_for(other.mother, other.case_id, purpose=Purpose.OWN_DATA)
    assert queries.case_file(kept).case.id == other.case_id
    erased = AuditEntry.objects.filter(subject_id=str(family.case_id), ground="erased").get()
    assert (erased.action, erased.actor_id, erased.fields) == ("erase", None, [])


@database
def test_what_was_not_approved_is_not_erased() -> None:
    later = AT + timedelta(days=4 * 366)
    _ended(without_help=True)
    run_id = plan_run(today=later.date(), at=later)
    approve_run(make_actor(Role.HEAD_OF_OFFICE), run_id, archive_offered_on=later.date(), at=later)
    second = _ended(without_help=True)
    assert run_erasure(run_id, at=later)["individual.Case"] == 1
    assert (
        queries.case_file(grant_for(second.mother, second.case_id, purpose=Purpose.OWN_DATA)).case.id
        == second.case_id
    )


def test_every_guarded_table_is_erased_and_exported() -> None:
    guarded = {m._meta.label for m in apps.get_models() if m._meta.db_table.startswith("person_")}
    erased = {model._meta.label for model, _column in ERASED} | {
        EntrustedNote._meta.label,
        CouncilDraft._meta.label,
    }
    assert guarded - erased == set(), "add the model to ERASED in individual/retention.py"
    assert guarded - covered_models() == set(), "add the model to an exporter of own data"


def test_after_erasure_no_table_holds_a_word_of_the_family(committing: None, cluster: Cluster) -> None:
    """The whole database is searched as the superuser, byte for byte, before and after."""
    later = AT + timedelta(days=4 * 366)
    family = _marked_family(later)
    with cluster.superuser("sozialraum") as connection:
        before = _places(connection, MARKER)
        assert {"person_case.family_name", "person_member.full_name", "person_statement.text",
                "person_statement_version.text", "person_emergency_access.reason", "accounts_user.full_name"} <= before  # fmt: skip
    run_id = plan_run(today=later.date(), at=later)
    with transaction.atomic():
        approve_run(make_actor(Role.HEAD_OF_OFFICE), run_id, archive_offered_on=later.date(), at=later)
    rows = run_erasure(run_id, at=later)
    assert rows["individual.EntrustedNote"] == 1
    assert rows["individual.CouncilDraft"] == 1
    with cluster.superuser("sozialraum") as connection:
        assert _places(connection, MARKER) == set()
        left = _places(connection, str(family.case_id))
        assert left <= {
            "audit_auditentry.subject_id",
            "audit_auditentry.object_id",
            "privacy_notice.subject_id",
        }
        assert connection.execute("SELECT count(*) FROM person_entrusted_note").fetchone() == (0,)


def _council(family: Family) -> None:
    """A council in which the family is among itself and has written one part."""
    worker = grant_for(family.worker, family.case_id, Action.WRITE)
    services.begin_council(worker, question=f"Was braucht {MARKER}?")
    services.revise_council(
        worker, version=1,
        values={
            "concern": f"Wir sorgen uns um {MARKER}.", "requirements": [MARKER], "coordinator_name": "Astrid Behn",
            "independent": True, "meets_on": AT.date(), "place": MARKER,
        },
    )  # fmt: skip
    services.invite_to_council(worker, name=MARKER, role=CouncilRole.FAMILY)
    services.open_information(worker)
    guests = CouncilGuest.objects.filter(case_id=family.case_id).values_list("id", flat=True)
    services.open_private_phase(worker, attended=[], stayed=list(guests))
    part = {"what": MARKER, "who": MARKER, "kind": ComponentKind.OWN, "until": None, "check_by": ""}
    services.write_draft(grant_for(family.son, family.case_id, Action.WRITE), values=part)
    services.end_council(grant_for(family.worker, family.case_id, Action.WRITE), words=MARKER)


def _marked_family(later: datetime) -> Family:
    """A case whose every text holds the marker: words, versions, names, reasons, accounts."""
    with transaction.atomic():
        family = make_family(family_name=f"Familie {MARKER}")
        grant = grant_for(family.worker, family.case_id, Action.WRITE)
        services.revise_statement(grant, family.will_id, text=f"Ich mag {MARKER}.", version=1)
        services.revise_statement(
            grant_for(family.son, family.case_id, Action.WRITE, at=AT + timedelta(days=1)), family.will_id,
            text=f"Ich mag keinen {MARKER}.", version=2, own_action=MARKER,
        )  # fmt: skip
        services.entrust(grant_for(family.worker, family.case_id, Action.WRITE), text=MARKER)
        _council(family)
        Member.objects.filter(case_id=family.case_id).update(full_name=MARKER, called=MARKER)
        User.objects.filter(id=family.son.user_id).update(
            full_name=MARKER, username=MARKER, email=f"{MARKER}@x.test"
        )
        grant_for(family.worker, family.case_id, Action.WRITE)
        number = Case.objects.get(id=family.case_id).number
    with transaction.atomic():
        services.open_in_emergency(
            make_actor(Role.CASE_WORKER),
            number=number,
            kind=EmergencyKind.DANGER,
            reason=f"Es geht um {MARKER}.",
            at=AT,
        )
    with transaction.atomic():
        services.end_case(
            grant_for(family.worker, family.case_id, Action.WRITE), on=AT.date(), without_help=True
        )
    return family


def _places(connection: psycopg.Connection, text: str) -> set[str]:
    """Every column of every table, and every large row, that holds this text in any form."""
    columns = connection.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t"
        " USING (table_schema, table_name) WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
    ).fetchall()
    return {
        f"{table}.{column}"
        for table, column in columns
        if connection.execute(
            f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE position(%s IN "{column}"::text) > 0'  # noqa: S608
            f" OR position(encode(convert_to(%s, 'UTF8'), 'hex') IN \"{column}\"::text) > 0)",
            [text, text],
        ).fetchone()[0]  # type: ignore[index]
    }
