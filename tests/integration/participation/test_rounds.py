"""The rounds on a budget: from the published formula to the decision, with everything that may not happen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from factories.areas import make_areas
from factories.people import AT, TODAY, make_actor
from factories.rounds import CODES, DAYS, all_say, hand_in, in_consent, publish, record, speaker
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.revisions import FieldConflict
from sozialraum.foundation.ui.contributions import Moment
from sozialraum.organization.budgets import queries as budgets
from sozialraum.organization.budgets import services as budget_services
from sozialraum.organization.budgets.services import BudgetRefused
from sozialraum.participation.rounds import contributions, queries, services
from sozialraum.participation.rounds.enums import ObjectionState, Outcome, Position, RequestState, Stage
from sozialraum.participation.rounds.rules import WHOLE
from sozialraum.participation.rounds.services import NewDecision, RoundRefused
from sozialraum.participation.rounds.services.steps import step_hash

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def shown(today: date = TODAY) -> queries.Rounds:
    found = queries.rounds_of(2027, today=today)
    assert found is not None
    return found


def decision(**changes: object) -> NewDecision:
    values: dict[str, object] = {
        "outcome": Outcome.ADOPTED, "decided_on": TODAY, "text": "Der Ausschuss folgt den Kreisen.", "votes_for": 11,
        "votes_against": 2, "abstained": 2, "present": "15 Mitglieder", "minutes": "Beraten und abgestimmt.",
    }  # fmt: skip
    return NewDecision(**{**values, **changes})  # type: ignore[arg-type]


def test_publishing_freezes_the_parameters_and_keeps_the_allocation() -> None:
    planner = make_actor(Role.PLANNER)
    publish(by=planner)
    rounds, draft = shown(), budgets.latest_draft()
    assert draft is not None
    assert rounds.stage is Stage.PUBLISHED
    assert rounds.reserve == draft.envelope.negotiated == 35_000_000
    assert budget_services.replay(rounds.scenario_id).same
    with pytest.raises(BudgetRefused, match="published"):
        budget_services.set_parameters(
            draft.id, changes={"floor": 1000}, negotiation=0.05, version=draft.version, by=planner, at=AT
        )
    with pytest.raises(BudgetRefused, match="already"):
        services.publish(services.NewNegotiation(draft.id, "x", DAYS), by=planner, at=AT)


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.COMMITTEE_MEMBER, Role.PROVIDER_LEAD, Role.RESIDENT])
def test_only_planning_leads(role: Role) -> None:
    rounds_id = publish()
    with pytest.raises(Denied):
        services.open_next(rounds_id, by=make_actor(role), at=AT)
    with pytest.raises(Denied):
        services.move_days(rounds_id, schedule=DAYS, reason="x", by=make_actor(role), at=AT)


def test_a_round_does_not_close_without_the_record_of_each_circle() -> None:
    planner = make_actor(Role.PLANNER)
    rounds_id = publish(by=planner)
    services.open_next(rounds_id, by=planner, at=AT)
    for code in CODES[:-1]:
        record(rounds_id, code)
    with pytest.raises(RoundRefused, match="record"):
        services.open_next(rounds_id, by=planner, at=AT)
    with pytest.raises(Denied):
        record(rounds_id, CODES[-1], by=planner)
    late = datetime(2026, 12, 5, 9, tzinfo=UTC)
    services.add_record(
        rounds_id, area_code=CODES[-1], met_on=None, present="", text="Kein Treffen zustande gekommen.", by=planner, at=late
    )  # fmt: skip
    assert services.open_next(rounds_id, by=planner, at=late) is Stage.CONSENT


def test_a_circle_speaks_for_its_own_area_until_the_last_day() -> None:
    planner = make_actor(Role.PLANNER)
    rounds_id = publish(by=planner)
    with pytest.raises(RoundRefused, match="not begun"):
        services.add_request(rounds_id, area_code="03", by=speaker("03"), at=AT)
    services.open_next(rounds_id, by=planner, at=AT)
    with pytest.raises(Denied):
        services.add_request(rounds_id, area_code="03", by=speaker("04"), at=AT)
    with pytest.raises(Denied):
        services.add_request(rounds_id, area_code="03", by=planner, at=AT)
    made = services.add_request(rounds_id, area_code="03", by=speaker("03"), at=AT)
    with pytest.raises(RoundRefused, match="what it is for"):
        services.submit_request(made, by=speaker("03"), at=AT)
    after = datetime(2026, 12, 5, 9, tzinfo=UTC)
    with pytest.raises(RoundRefused, match="over"):
        services.revise_request(made, values={"title": "x"}, version=1, by=speaker("03"), at=after)


def test_two_of_a_circle_write_at_once_and_lose_nothing() -> None:
    planner, one, two = make_actor(Role.PLANNER), speaker("03"), speaker("03", Role.CASE_WORKER)
    rounds_id = publish(by=planner)
    services.open_next(rounds_id, by=planner, at=AT)
    made = services.add_request(rounds_id, area_code="03", by=one, at=AT)
    services.revise_request(made, values={"title": "Treff", "amount": 9_000}, version=1, by=one, at=AT)
    services.revise_request(made, values={"goal": "Abends offen"}, version=1, by=two, at=AT)
    with pytest.raises(FieldConflict) as caught:
        services.revise_request(made, values={"amount": 12_000}, version=1, by=two, at=AT)
    assert [(each.field, each.theirs, each.mine) for each in caught.value.clashes] == [
        ("amount", 9_000, 12_000)
    ]
    row = queries.request_of(made)
    assert row is not None
    assert (row.title, row.goal, row.amount, row.version) == ("Treff", "Abends offen", 900_000, 3)


def test_what_is_handed_in_is_public_and_stays_as_it_is() -> None:
    planner, circle = make_actor(Role.PLANNER), speaker("03")
    rounds_id = publish(by=planner)
    services.open_next(rounds_id, by=planner, at=AT)
    made = hand_in(rounds_id, "03", by=circle)
    with pytest.raises(RoundRefused, match="stays as it is"):
        services.revise_request(made, values={"title": "x"}, version=2, by=circle, at=AT)
    draft = services.add_request(rounds_id, area_code="03", by=circle, at=AT)
    assert [row.id for row in shown().requests] == [made]
    assert [row.id for row in queries.drafts_of(rounds_id, {"03"})] == [draft]
    services.withdraw_request(draft, by=circle, at=AT)
    assert queries.request_of(draft) is None
    services.withdraw_request(made, by=circle, at=AT)
    assert [row.state for row in shown().requests] == [RequestState.WITHDRAWN]
    assert shown().asked == 0


def test_consent_is_reached_when_nobody_objects() -> None:
    planner = make_actor(Role.PLANNER)
    rounds_id, made = in_consent(planner=planner)
    services.propose(
        rounds_id, grants=dict.fromkeys(made, 1_500_000), text="Für beide.", answers={}, by=planner, at=AT
    )
    with pytest.raises(RoundRefused, match="Not every circle"):
        services.propose(rounds_id, grants={}, text="x", answers={}, by=planner, at=AT)
    all_say(rounds_id)
    with pytest.raises(RoundRefused, match="answered"):
        services.give_voice(rounds_id, area_code="03", position=Position.CONSENT, by=speaker("03"), at=AT)
    with pytest.raises(RoundRefused, match="record"):
        services.open_next(rounds_id, by=planner, at=AT)
    record(rounds_id, WHOLE)
    assert services.open_next(rounds_id, by=planner, at=AT) is Stage.COMMITTEE
    services.decide(rounds_id, decision(), by=make_actor(Role.COMMITTEE_MEMBER), at=AT)
    draft = budgets.latest_draft()
    assert draft is not None
    assert dict(draft.negotiated) == {"03": 1_500_000, "06": 1_500_000}
    workshop = budgets.workshop(draft, budgets.Wish(changes={}))
    assert int(workshop.allocation.amount.sum()) == draft.envelope.pool + 3_000_000
    assert shown().stage is Stage.DECIDED


def test_amounts_never_pass_the_reserve_or_what_was_asked() -> None:
    planner = make_actor(Role.PLANNER)
    rounds_id, made = in_consent(planner=planner)
    for grants in ({made[0]: 1}, dict.fromkeys(made, 2_000_001), dict.fromkeys(made, -1)):
        with pytest.raises(RoundRefused):
            services.propose(rounds_id, grants=grants, text="x", answers={}, by=planner, at=AT)
    assert not shown().proposals


def test_objections_are_integrated_and_at_last_carried_to_the_committee() -> None:
    planner = make_actor(Role.PLANNER)
    rounds_id, made = in_consent(planner=planner)
    services.propose(
        rounds_id, grants=dict.fromkeys(made, 2_000_000), text="x", answers={}, by=planner, at=AT
    )
    with pytest.raises(RoundRefused, match="says why"):
        services.give_voice(
            rounds_id, area_code="07", position=Position.OBJECTION, reason="Nein", by=speaker("07"), at=AT
        )
    all_say(rounds_id, against=("07",))
    record(rounds_id, WHOLE)
    with pytest.raises(RoundRefused, match="integrate"):
        services.open_next(rounds_id, by=planner, at=AT)
    with pytest.raises(RoundRefused, match="no answer"):
        services.propose(rounds_id, grants=dict.fromkeys(made, 1), text="x", answers={}, by=planner, at=AT)
    first = shown().objections[0]
    services.propose(
        rounds_id, grants=dict.fromkeys(made, 1_000_000), text="Halbiert.", answers={first.id: "Wir halbieren."},
        by=planner, at=AT,
    )  # fmt: skip
    all_say(rounds_id, against=("07",))
    with pytest.raises(RoundRefused, match="used up"):
        services.propose(rounds_id, grants={}, text="x", answers={}, by=planner, at=AT)
    assert services.open_next(rounds_id, by=planner, at=AT) is Stage.COMMITTEE
    assert [each.state for each in shown().objections] == [ObjectionState.ANSWERED, ObjectionState.CARRIED]
    carried = shown().objections[1]
    with pytest.raises(Denied):
        services.state_minority_view(carried.id, text="x", by=speaker("03"), at=AT)
    services.state_minority_view(carried.id, text="Wir verlieren zuerst.", by=speaker("07"), at=AT)
    assert shown().objections[1].minority_view == "Wir verlieren zuerst."
    with pytest.raises(Denied):
        services.decide(rounds_id, decision(), by=planner, at=AT)


def test_the_committee_can_give_it_back_and_then_a_new_proposal_is_due() -> None:
    planner, member = make_actor(Role.PLANNER), make_actor(Role.COMMITTEE_MEMBER)
    rounds_id, made = in_consent(planner=planner, loops=1)
    services.propose(
        rounds_id, grants=dict.fromkeys(made, 2_000_000), text="x", answers={}, by=planner, at=AT
    )
    all_say(rounds_id, against=("07",))
    record(rounds_id, WHOLE)
    services.open_next(rounds_id, by=planner, at=AT)
    services.decide(rounds_id, decision(outcome=Outcome.RETURNED), by=member, at=AT)
    later = AT + timedelta(hours=2)
    assert shown().stage is Stage.CONSENT
    assert shown().decision is None
    with pytest.raises(RoundRefused, match="record"):
        services.open_next(rounds_id, by=planner, at=later)
    services.propose(
        rounds_id, grants=dict.fromkeys(made, 500_000), text="Neu.", answers={shown().objections[0].id: "Weniger."},
        by=planner, at=later,
    )  # fmt: skip
    all_say(rounds_id, at=later)
    record(rounds_id, WHOLE, at=later)
    services.open_next(rounds_id, by=planner, at=later)
    services.decide(
        rounds_id, decision(outcome=Outcome.CHANGED, grants=dict.fromkeys(made, 400_000)), by=member, at=later
    )
    assert sum(shown().decision.grants.values()) == 800_000  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"text": " "}, "reasons"), ({"votes_against": 12}, "more votes"), ({"minutes": ""}, "record"), ({"decided_on": date(2026, 12, 1)}, "future")],
)  # fmt: skip
def test_a_decision_has_reasons_votes_and_a_record(changes: dict[str, object], words: str) -> None:
    planner = make_actor(Role.PLANNER)
    rounds_id, _made = in_consent(planner=planner, asking=())
    record(rounds_id, WHOLE)
    services.open_next(rounds_id, by=planner, at=AT)
    with pytest.raises(RoundRefused, match=words):
        services.decide(rounds_id, decision(**changes), by=make_actor(Role.COMMITTEE_MEMBER), at=AT)


@pytest.mark.parametrize("role", [Role.PARENT, Role.RESIDENT, Role.PROVIDER_WORKER, Role.HEAD_OF_OFFICE])
def test_whoever_takes_part_objects_and_is_answered_before_the_decision(role: Role) -> None:
    planner = make_actor(Role.PLANNER)
    rounds_id, _made = in_consent(planner=planner, asking=())
    services.object_to(rounds_id, reason="Der Sockel ist zu klein.", by=make_actor(role), at=AT)
    found = shown().objections[0]
    assert (found.speaker, found.area_code) == (role.value, "")
    record(rounds_id, WHOLE)
    services.open_next(rounds_id, by=planner, at=AT)
    with pytest.raises(RoundRefused, match="without an answer"):
        services.decide(rounds_id, decision(), by=make_actor(Role.COMMITTEE_MEMBER), at=AT)
    services.answer_objection(found.id, text="Er gilt für alle gleich.", by=planner, at=AT)
    services.decide(rounds_id, decision(), by=make_actor(Role.COMMITTEE_MEMBER), at=AT)


def test_days_move_with_a_reason_and_never_backwards() -> None:
    planner = make_actor(Role.PLANNER)
    rounds_id = publish(by=planner)
    with pytest.raises(RoundRefused, match="reason"):
        services.move_days(rounds_id, schedule=DAYS, reason="", by=planner, at=AT)
    services.move_days(
        rounds_id, schedule=type(DAYS)(*DAYS.days()[:4], date(2026, 12, 22)), reason="Sitzung verlegt", by=planner, at=AT
    )  # fmt: skip
    assert shown().schedule.decision_on == date(2026, 12, 22)
    late = datetime(2026, 12, 6, 9, tzinfo=UTC)
    with pytest.raises(RoundRefused, match="passed"):
        services.move_days(
            rounds_id, schedule=type(DAYS)(DAYS.requests_from, date(2026, 12, 8), *DAYS.days()[2:]), reason="x", by=planner, at=late
        )  # fmt: skip


def test_every_step_is_public_chained_and_only_added() -> None:
    rounds_id, _made = in_consent()
    steps = queries.steps_of(rounds_id)
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    previous = ""
    for step in steps:
        for zone in ("UTC", "Europe/Berlin"):
            taken_at = step.taken_at.astimezone(ZoneInfo(zone))
            again = step_hash(previous, step.number, step.kind, step.area_code, step.content, taken_at)
            assert (step.previous_hash, step.step_hash) == (previous, again)
        previous = step.step_hash
    for change in (
        "UPDATE rounds_negotiationstep SET content = '{}'", "DELETE FROM rounds_negotiationstep", "DELETE FROM rounds_circlerecord",
        "UPDATE rounds_negotiationproposal SET text = ''", "DELETE FROM rounds_circlevoice", "DELETE FROM rounds_negotiationdecision",
    ):  # fmt: skip
        with (
            pytest.raises((ProgrammingError, InternalError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
    assert AuditEntry.objects.filter(object_kind="rounds.CircleRecord").count() == len(CODES)


def test_the_start_page_says_to_each_what_waits() -> None:
    make_areas()
    planner = make_actor(Role.PLANNER)
    rounds_id = publish(by=planner)
    services.open_next(rounds_id, by=planner, at=AT)
    moment = Moment(now=AT, today=TODAY)
    house_line, for_planner = contributions.today(planner, moment)
    assert house_line.note == "bis 4. Dezember"
    assert for_planner.due_on == DAYS.requests_until
    _, for_circle = contributions.today(speaker("03"), moment)
    assert for_circle.due_on == DAYS.requests_until
    record(rounds_id, "03")
    assert list(contributions.today(speaker("03"), moment)) == [house_line]
    _, for_committee = contributions.today(make_actor(Role.COMMITTEE_MEMBER), moment)
    assert for_committee.due_on == DAYS.decision_on
    assert for_committee.action_label == "Mitlesen"
    assert list(contributions.today(make_actor(Role.DATA_PROTECTION_OFFICER), moment)) == []
    _, for_resident = contributions.today(make_actor(Role.RESIDENT), moment)
    assert for_resident.note.startswith("Begründete Einwände zählen bis")
