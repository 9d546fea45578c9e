"""A complaint is read by whom the one who complains has chosen, and by nobody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from factories.browsers import browser_of, stop_clock
from factories.case_pages import page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied, Subject
from sozialraum.foundation.privacy.own_data import sections_of
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComplaintState, ReporterKind, Urgency
from sozialraum.individual.models import Case, Complaint, ComplaintAnswer
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
WORDS = "Der Termin wurde dreimal verschoben, und keiner hat gefragt."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def ombuds() -> Actor:
    return make_actor(Role.OMBUDSPERSON, full_name="Ilse Brand")


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD_OF_OFFICE)


def _complain(
    family: Family, *, to_ombuds: bool = True, to_office: bool = False, worker_reads: bool = False
) -> UUID:
    context.clear()
    grant = grant_for(family.son, family.case_id, Action.WRITE)
    made = services.complain(
        grant, words=WORDS, to_office=to_office, to_ombuds=to_ombuds, worker_reads=worker_reads
    )
    context.clear()
    return made


def _open(actor: Actor, complaint_id: UUID) -> queries.ComplaintView:
    context.clear()
    subject = Subject("complaint", (complaint_id,))
    return queries.complaint(gate.open(actor, Purpose.PARTICIPATION, Action.READ, subject, at=AT))


def test_the_ombudsperson_reads_it_and_the_worker_does_not(
    family: Family, ombuds: Actor, head: Actor
) -> None:
    complaint_id = _complain(family)
    assert _open(ombuds, complaint_id).words == WORDS
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    for actor in (head, family.worker, lead, family.mother, make_actor(Role.ADMINISTRATOR)):
        with pytest.raises(Denied):
            _open(actor, complaint_id)
        if actor in (family.worker, lead, family.mother):
            context.clear()
            grant = grant_for(actor, family.case_id)
            assert queries.complaints_to_worker(grant) == []
            # the database itself shows no row of it to whoever has opened the case
            assert not Complaint.objects.exists()
            assert not ComplaintAnswer.objects.exists()
    assert WORDS not in shown(browser_of(family.worker), page_of(family, "antworten/"))


def test_the_worker_reads_it_only_where_she_was_let_and_others_of_the_family_never(family: Family) -> None:
    _complain(family, worker_reads=True)
    assert WORDS in shown(browser_of(family.worker), page_of(family, "antworten/"))
    context.clear()
    grant_for(family.mother, family.case_id)
    assert not Complaint.objects.exists()
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    context.clear()
    assert queries.complaints_to_worker(grant_for(provider, family.case_id)) == []


@pytest.mark.parametrize("from_the_office", [False, True])
def test_what_the_worker_may_read_is_in_the_database_the_offices_alone(
    family: Family, from_the_office: bool
) -> None:
    complaint_id = _complain(family, worker_reads=True)
    key = str(family.case_id)
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=key)
    if from_the_office:
        # once at the office and now at a provider: what counts is where she is now
        provider = make_actor(
            Role.CASE_WORKER,
            user=User.objects.get(id=provider.user_id),
            scope_kind=ScopeKind.CASE,
            scope_key=key,
        )
    other_lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="aue")
    for actor in (provider, other_lead, make_actor(Role.CASE_WORKER), make_actor(Role.HEAD_OF_OFFICE)):
        # the case is open to them here whatever the gate would have said
        context.clear()
        context.enter(actor=actor, purpose=Purpose.SERVICE, action=Action.WRITE, ids=(family.case_id,))
        assert Case.objects.filter(id=family.case_id).exists()
        assert not Complaint.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE person_complaint SET state = 'withdrawn'")
            assert cursor.rowcount == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            ComplaintAnswer.objects.create(
                case_id=family.case_id, complaint_id=complaint_id, words="Nein.", role="case_worker",
                written_by=actor.user_id, written_at=AT,
            )  # fmt: skip
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    for actor in (family.worker, lead):
        context.clear()
        grant_for(actor, family.case_id)
        assert Complaint.objects.get().id == complaint_id


def test_the_addressee_learns_nothing_of_the_case(family: Family, ombuds: Actor) -> None:
    complaint_id = _complain(family)
    _open(ombuds, complaint_id)
    with pytest.raises(Denied):
        grant_for(ombuds, family.case_id)
    page = shown(browser_of(ombuds), f"/individuum/beschwerden/{complaint_id}/")
    assert WORDS in page
    assert str(family.case_id) not in page


def test_it_is_answered_and_the_one_who_complained_reads_it(family: Family, ombuds: Actor) -> None:
    complaint_id = _complain(family, worker_reads=True)
    context.clear()
    services.answer_complaint(
        ombuds, complaint_id, words="Ich rufe dich am Montag an.", at=AT + timedelta(days=2)
    )
    context.clear()
    services.answer_as_worker(
        grant_for(family.worker, family.case_id, Action.WRITE), complaint_id, words="Das tut mir leid."
    )
    context.clear()
    (mine,) = queries.own_complaints(grant_for(family.son, family.case_id))
    assert mine.state is ComplaintState.ANSWERED
    assert {each.words for each in mine.answers} == {"Ich rufe dich am Montag an.", "Das tut mir leid."}
    assert mine.due_on == TODAY + timedelta(days=14)


def test_nothing_is_lost_answers_and_words_cannot_be_changed(family: Family, ombuds: Actor) -> None:
    complaint_id = _complain(family)
    context.clear()
    subject = Subject("complaint", (complaint_id,))
    gate.open(ombuds, Purpose.PARTICIPATION, Action.WRITE, subject, at=AT)
    for change in ({"words": "Alles gut."}, {"due_on": TODAY + timedelta(days=99)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Complaint.objects.filter(id=complaint_id).update(**change)
    with transaction.atomic():
        assert Complaint.objects.filter(id=complaint_id)._raw_delete("default") == 0


def test_it_needs_words_and_somebody_who_reads_it(family: Family) -> None:
    grant = grant_for(family.son, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="Nobody is named"):
        services.complain(grant, words=WORDS, to_office=False, to_ombuds=False, worker_reads=False)
    with pytest.raises(Refused):
        services.complain(grant, words=" ", to_office=True, to_ombuds=False, worker_reads=False)
    context.clear()
    with pytest.raises(Denied):
        services.complain(
            grant_for(family.worker, family.case_id, Action.WRITE), words=WORDS, to_office=True, to_ombuds=False,
            worker_reads=False,
        )  # fmt: skip


def test_taken_back_it_waits_for_nobody(family: Family, ombuds: Actor) -> None:
    complaint_id = _complain(family)
    context.clear()
    assert [each.id for each in queries.waiting_complaints(ombuds, at=AT)] == [complaint_id]
    context.clear()
    services.withdraw_complaint(grant_for(family.son, family.case_id, Action.WRITE), complaint_id)
    context.clear()
    assert queries.waiting_complaints(ombuds, at=AT) == []


def test_the_trail_of_the_case_does_not_tell_the_worker_that_somebody_complained(family: Family) -> None:
    _complain(family)
    kinds = AuditEntry.objects.filter(subject_id=str(family.case_id)).values_list("object_kind", flat=True)
    assert "individual.Complaint" not in set(kinds)


def test_start_pages_name_the_day_and_no_word(family: Family, ombuds: Actor, head: Actor) -> None:
    _complain(family, to_office=True)
    for actor in (ombuds, head):
        page = shown(browser_of(actor), "/")
        assert "Eine Beschwerde wartet auf Ihre Antwort" in page
        assert WORDS not in page
        assert "Jonas" not in page


def test_one_tap_from_the_own_page_and_the_words_are_kept_where_something_is_missing(family: Family) -> None:
    son = browser_of(family.son)
    assert "/individuum/meine/beschwerde/" in shown(son, "/individuum/meine/")
    refused = son.post("/individuum/meine/beschwerde/", {"words": WORDS})
    assert (refused.status_code, WORDS in refused.content.decode()) == (422, True)
    sent = son.post("/individuum/meine/beschwerde/", {"words": WORDS, "to": ["ombuds"]}, follow=True)
    assert "wartet auf eine Antwort" in sent.content.decode()
    assert browser_of(family.worker).get("/individuum/meine/beschwerde/").status_code == 404


def test_the_family_member_takes_her_own_along_and_nobody_elses(family: Family) -> None:
    _complain(family)
    for actor, many in ((family.son, 1), (family.mother, 0)):
        context.clear()
        found = {each.key: each.rows for each in sections_of(queries.own_export_grant(actor, at=AT))}
        assert len(found["complaints"]) == many


def test_the_head_of_office_finds_numbers_and_whom_to_ask_and_no_family(family: Family, head: Actor) -> None:
    context.clear()
    grant = grant_for(family.worker, family.case_id, Action.WRITE, Purpose.PROTECTION)
    services.record_report(
        grant, received_at=AT - timedelta(days=2), content="Ohne Jacke.", reporter=ReporterKind.HEALTH,
        urgency=Urgency.NOW,
    )  # fmt: skip
    page = shown(browser_of(head), "/")
    # one is not told as a number: the office is small enough to know whose it is
    assert "Bei einzelnen Mitteilungen über eine Gefährdung ist die Frist überschritten" in page
    for told in ("Jonas", "Kessler", str(family.case_id), "Ohne Jacke", "1 Gefährdungsmeldung"):
        assert told not in page
    assert "Gefährdungsmeldungen" not in shown(browser_of(make_actor(Role.OMBUDSPERSON)), "/")


@pytest.mark.parametrize(
    ("many", "told"),
    [
        (0, "zu wenige Beschwerden"),
        (3, "eingegangen 5, beantwortet 0"),
        (1, "zu wenige Beschwerden"),
        (5, "eingegangen 5"),
    ],
)
def test_what_the_committee_may_be_told_names_no_small_number(
    family: Family, ombuds: Actor, many: int, told: str
) -> None:
    for _ in range(many):
        _complain(family)
    assert told in shown(browser_of(ombuds), "/individuum/beschwerden/")
