"""Objections to decisions: in time or not, in the form of the law, answered by the office, told to nobody else."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from factories.browsers import browser_of, stop_clock
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ObjectionForm, ObjectionState, Outcome
from sozialraum.individual.models import Choice, FormalObjection, GrantDecision, OptionList
from sozialraum.individual.queries.formal_objections import SentDecision
from sozialraum.individual.queries.office import office_due
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
WORDS = "Zwei Stunden reichen nicht."
SENT = TODAY - timedelta(days=10)


@pytest.fixture
def lead() -> Actor:
    return make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen", full_name="Sabine Brandt")


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def decision_id(family: Family, lead: Actor) -> UUID:
    """A refusal that was sent ten days ago."""
    writer, case = family.worker.user_id, {"case_id": family.case_id}
    grant_for(family.worker, family.case_id, Action.WRITE)
    shown = OptionList.objects.create(**case, help_kind="31", shown_on=SENT, shown_by=writer, shown_at=AT)
    chosen = Choice.objects.create(
        **case, option_list=shown, chosen="Haus am Kanal", chosen_on=SENT, recorded_by=writer, recorded_at=AT
    )
    context.clear()
    grant_for(lead, family.case_id, Action.DECIDE)
    made = GrantDecision.objects.create(
        **case, choice=chosen, outcome=Outcome.PARTLY, help_kind="31", content="Zwei Stunden in der Woche.", reasons="So.",
        prepared_by=writer, prepared_at=AT,
    )  # fmt: skip
    GrantDecision.objects.filter(id=made.id).update(decided_by=lead.user_id, decided_at=AT)
    context.clear()
    grant_for(family.worker, family.case_id, Action.WRITE)
    GrantDecision.objects.filter(id=made.id).update(sent_on=SENT)
    context.clear()
    return made.id


def seen(actor: Actor, family: Family) -> SentDecision:
    """The one decision as somebody finds it."""
    context.clear()
    (found,) = queries.sent_decisions(grant_for(actor, family.case_id))
    context.clear()
    return found


def record(family: Family, decision_id: UUID, came_on: date = TODAY, *, instructed: bool = True) -> UUID:
    """The worker puts an objection of the son on record."""
    context.clear()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    made = services.record_objection(
        grant,
        decision_id,
        member_id=family.son_id,
        form=ObjectionForm.WRITTEN,
        came_on=came_on,
        instructed=instructed,
    )
    context.clear()
    return made


def test_one_tap_announces_it_and_the_office_takes_it_down(family: Family, decision_id: UUID) -> None:
    son = grant_for(family.son, family.case_id, Action.WRITE)
    first = services.announce_objection(son, decision_id, words=WORDS)
    assert services.announce_objection(son, decision_id) == first
    row = seen(family.mother, family).objections[0]
    assert (row.words, row.in_time, row.own) == (WORDS, None, False)
    assert seen(family.son, family).own is not None
    assert record(family, decision_id) == first
    row = seen(family.worker, family).objections[0]
    assert (row.form, row.in_time, row.words) == (ObjectionForm.WRITTEN, True, WORDS)


def test_after_a_month_it_is_late_but_not_after_a_wrong_instruction(
    family: Family, decision_id: UUID
) -> None:
    record(family, decision_id)
    row = seen(family.worker, family).objections[0]
    assert row.received_on == SENT + timedelta(days=4)
    context.clear()
    grant_for(family.worker, family.case_id, Action.WRITE)
    GrantDecision.objects.filter(id=decision_id).update(sent_on=SENT - timedelta(days=60))
    record(family, decision_id)
    assert seen(family.worker, family).objections[0].in_time is False
    record(family, decision_id, instructed=False)
    assert seen(family.worker, family).objections[0].in_time is True


def test_dates_that_cannot_be_are_refused(family: Family, decision_id: UUID) -> None:
    for came_on in (TODAY + timedelta(days=1), SENT - timedelta(days=1)):
        with pytest.raises(Refused):
            record(family, decision_id, came_on)
    context.clear()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="signed"):
        services.record_objection(
            grant, decision_id, member_id=family.son_id, form=ObjectionForm.ANNOUNCED, came_on=TODAY
        )


def test_h2_only_the_lead_answers_and_nobody_under_anothers_name(
    family: Family, lead: Actor, decision_id: UUID
) -> None:
    objection_id = record(family, decision_id)
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    for actor in (family.worker, family.mother, provider):
        context.clear()
        with pytest.raises(Denied):
            grant_for(actor, family.case_id, Action.DECIDE)
    context.clear()
    grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        FormalObjection.objects.filter(id=objection_id).update(
            state="remedied", answer="So.", answered_by=lead.user_id, answered_at=AT
        )
    context.clear()
    grant = grant_for(lead, family.case_id, Action.DECIDE)
    with pytest.raises(Refused, match="Who decides"):
        services.answer_objection(grant, objection_id, remedied=False, answer="Es bleibt dabei.")
    services.answer_objection(
        grant, objection_id, remedied=False, answer="Es bleibt dabei.", passed_to="Bezirksregierung"
    )
    with pytest.raises(Refused, match="answered already"):
        services.answer_objection(grant, objection_id, remedied=True, answer="Doch.")
    # what was answered is not changed by any statement
    assert FormalObjection.objects.filter(id=objection_id).update(answer="anders") == 0
    row = seen(family.son, family).objections[0]
    assert (row.state, row.answer, row.passed_to, row.answered_by) == (
        ObjectionState.PASSED_ON, "Es bleibt dabei.", "Bezirksregierung", "Sabine Brandt",
    )  # fmt: skip


def test_one_that_is_only_announced_is_not_answered(family: Family, lead: Actor, decision_id: UUID) -> None:
    made = services.announce_objection(grant_for(family.son, family.case_id, Action.WRITE), decision_id)
    context.clear()
    with pytest.raises(Refused, match="only announced"):
        services.answer_objection(
            grant_for(lead, family.case_id, Action.DECIDE), made, remedied=True, answer="Gut."
        )


def test_only_whoever_objects_takes_it_back(family: Family, decision_id: UUID) -> None:
    made = services.announce_objection(grant_for(family.son, family.case_id, Action.WRITE), decision_id)
    context.clear()
    with pytest.raises(Denied):
        services.withdraw_objection(grant_for(family.mother, family.case_id, Action.WRITE), made)
    context.clear()
    services.withdraw_objection(grant_for(family.son, family.case_id, Action.WRITE), made)
    assert seen(family.son, family).objections[0].state is ObjectionState.WITHDRAWN


def test_neither_a_provider_nor_another_family_learns_of_it(family: Family, decision_id: UUID) -> None:
    record(family, decision_id)
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    with pytest.raises(Denied):
        queries.sent_decisions(grant_for(provider, family.case_id))
    context.clear()
    other = make_family()
    context.clear()
    with pytest.raises(Denied):
        services.announce_objection(grant_for(other.son, other.case_id, Action.WRITE), decision_id)
    assert not FormalObjection.objects.exists()


def test_the_head_of_the_office_learns_a_number_and_a_day(family: Family, decision_id: UUID) -> None:
    record(family, decision_id)
    head = make_actor(Role.HEAD_OF_OFFICE)
    due = office_due(head, at=AT)
    assert (due.objections, due.objection_due_on) == (1, date(2027, 2, TODAY.day))
    assert not FormalObjection.objects.exists()


class TestPages:
    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stop_clock(monkeypatch)

    def test_the_family_begins_it_and_finds_the_sheet_to_sign(
        self, family: Family, decision_id: UUID
    ) -> None:
        browser = browser_of(family.son)
        address = reverse("individual:my_objections")
        assert "widersprechen" in browser.get(address).text
        browser.post(reverse("individual:announce_objection", args=[decision_id]), {"words": WORDS})
        page = browser.get(address).text
        assert "fehlt noch eine Unterschrift" in page
        assert WORDS in page
        assert "§" not in page
        sheet = browser.get(reverse("individual:objection_sheet", args=[decision_id]))
        assert sheet.content.startswith(b"%PDF")

    def test_the_worker_records_and_the_lead_answers(
        self, family: Family, lead: Actor, decision_id: UUID
    ) -> None:
        address = reverse("individual:objections", args=[family.case_id])
        browser = browser_of(family.worker)
        sent = {
            "decision": decision_id,
            "member": family.son_id,
            "form": "written",
            "came_on": TODAY.isoformat(),
        }
        assert browser.post(address, sent).status_code == 302
        page = browser_of(lead).get(address).text
        assert "Antwort bis" in page
        made = seen(family.worker, family).objections[0]
        answer = {"remedied": "remedy", "answer": "Vier Stunden."}
        browser_of(lead).post(reverse("individual:answer_objection", args=[family.case_id, made.id]), answer)
        assert "Vier Stunden." in browser.get(address).text
