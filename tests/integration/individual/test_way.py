"""The way of a case on its pages: what the law asks is on record first, deadlines are told, handovers are warm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.case_pages import shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, again, make_actor, make_user
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.contributions import Moment
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.contributions import individual_today
from sozialraum.individual.enums import AdviceTopic, CaseState, ConsultationForm
from sozialraum.individual.presentation.process import WayPage, way_page
from sozialraum.individual.rules.process import TOPICS_OF_ADVICE
from sozialraum.individual.services import Refused, TakenOverCase

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def worker(family: Family) -> Client:
    return browser_of(family.worker)


def way(family: Family) -> str:
    return f"/individuum/{family.case_id}/weg/"


def tell(family: Family, *topics: AdviceTopic) -> None:
    services.log_consultation(
        grant_for(family.worker, family.case_id, Action.WRITE), held_on=TODAY, form=ConsultationForm.AT_HOME,
        topics=topics, present=[family.son_id],
    )  # fmt: skip


def go(family: Family, *states: CaseState) -> None:
    for state in states:
        services.take_step(grant_for(family.worker, family.case_id, Action.WRITE), state, on=TODAY)


def test_the_page_says_where_the_case_is_and_what_is_asked_next(family: Family, worker: Client) -> None:
    go(family, CaseState.COUNSELING)
    text = shown(worker, way(family))
    assert "Wo stehen wir?" in text
    assert "ist noch eine Sache offen" in text
    assert "§ 10a" in text
    tell(family, AdviceTopic.SITUATION)
    assert "Alles ist da" in shown(worker, way(family))


def test_a_step_without_its_ground_is_refused_and_the_case_stays(family: Family, worker: Client) -> None:
    go(family, CaseState.COUNSELING)
    answer = worker.post(
        f"{way(family)}schritt/", {"to": "exploration", "on": TODAY.isoformat()}, follow=True
    )
    assert "noch nicht festgehalten" in answer.content.decode()
    facts = queries.process_facts(grant_for(family.worker, family.case_id))
    assert facts.state is CaseState.COUNSELING


def test_topics_of_several_talks_make_the_counseling_complete(family: Family) -> None:
    topics = sorted(TOPICS_OF_ADVICE)
    tell(family, *topics[:3])
    tell(family, *topics[3:])
    facts = queries.process_facts(grant_for(family.worker, family.case_id))
    assert facts.topics == TOPICS_OF_ADVICE
    assert facts.young_heard


def test_the_team_is_left_out_with_a_reason_alone(family: Family) -> None:
    tell(family, *AdviceTopic)
    go(family, CaseState.COUNSELING, CaseState.EXPLORATION, CaseState.WILL_AND_GOALS)
    with pytest.raises(Refused, match="law asks"):
        go(family, CaseState.OFFER)
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="needs a reason"):
        services.take_step(grant, CaseState.OFFER, on=TODAY, short_term=True)
    services.take_step(
        grant, CaseState.OFFER, on=TODAY, short_term=True, reason="Vier Wochen Begleitung zur Schule."
    )
    assert queries.process_facts(grant).state is CaseState.OFFER


def test_ending_before_a_grant_keeps_the_shorter_period(family: Family) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.take_step(grant, CaseState.ENDED, on=TODAY, reason="Die Beratung hat gereicht.")
    row = queries.case_file(grant).case
    assert (row.state, row.ended_on) == (CaseState.ENDED, TODAY)


def test_the_family_neither_opens_this_page_nor_takes_steps(family: Family) -> None:
    assert browser_of(family.mother).get(way(family)).status_code == 404
    with pytest.raises(Denied):
        services.take_step(
            grant_for(family.mother, family.case_id, Action.WRITE), CaseState.COUNSELING, on=TODAY
        )


def test_strangers_get_nothing(family: Family) -> None:
    stranger = browser_of(make_family().worker)
    for address in (way(family), f"{way(family)}beratung/", f"/individuum/{family.case_id}/uebergabe/"):
        assert stranger.get(address).status_code == 404


def test_protection_runs_beside_and_is_told_to_the_office_alone(family: Family, worker: Client) -> None:
    before = queries.process_facts(grant_for(family.worker, family.case_id)).state
    answer = worker.post(
        f"{way(family)}schutz/", {"running": "on", "reason": "Meldung der Schule."}, follow=True
    )
    assert "läuft" in answer.content.decode()
    office = queries.case_process(grant_for(family.worker, family.case_id), today=TODAY)
    assert (office.protection_since, office.facts.state) == (TODAY, before)
    mother = queries.case_process(grant_for(family.mother, family.case_id), today=TODAY)
    assert mother.protection_since is None


def test_what_a_family_waits_for_stands_on_the_start_page(family: Family) -> None:
    services.set_reminder(
        grant_for(family.worker, family.case_id, Action.WRITE), due_on=TODAY + timedelta(days=3),
        text="Bescheid versenden", waits_for="Die Familie wartet auf eine schriftliche Antwort.",
    )  # fmt: skip
    found = individual_today(again(family.worker), Moment(AT, TODAY))
    titles = {each.title for each in found if hasattr(each, "due_on")}
    assert titles == {"Bescheid versenden, Familie Kessler", "Erstes Gespräch mit Familie Kessler"}
    assert not [each for each in individual_today(make_family().worker, Moment(AT, TODAY))
                if "Kessler" in getattr(each, "title", "") and "Bescheid" in each.title]  # fmt: skip


def test_a_new_concern_shows_families_that_sound_alike_among_the_own_alone(
    family: Family, worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sozialraum.individual.views.cases.area_choices", lambda: [("0301", "Alte Werft")])
    foreign = browser_of(make_actor(Role.CASE_WORKER))
    typed = {"family_name": "Keßler", "area_code": "0301"}
    assert f"/individuum/{family.case_id}/" in worker.post("/individuum/neu/", typed).content.decode()
    told = foreign.post("/individuum/neu/", typed).content.decode()
    assert "Kessler" not in told
    assert str(family.case_id) not in told


def test_a_family_is_handed_over_warm_and_the_right_goes_with_it(family: Family) -> None:
    colleague = make_user(full_name="Mara Vogt")
    make_actor(Role.CASE_WORKER, user=colleague, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    page = browser_of(family.worker)
    address = f"/individuum/{family.case_id}/uebergabe/"
    assert "Mara Vogt" in shown(page, address)
    page.post(address, {"to": str(colleague.id)})
    refused = page.post(f"{address}abschluss/", follow=True).content.decode()
    assert "noch nicht stattgefunden" in refused
    page.post(address, {"to": str(colleague.id), "joint_talk_on": TODAY.isoformat()})
    son = browser_of(family.son)
    son.post(
        f"{address}worte/", {"member": str(family.son_id), "words": "Bitte nicht alles noch einmal erzählen."}
    )
    assert "Bitte nicht alles noch einmal erzählen." in shown(page, address)
    page.post(f"{address}abschluss/")
    new = again(make_actor(Role.CASE_WORKER, user=colleague))
    process = queries.case_process(grant_for(new, family.case_id), today=TODAY)
    assert (process.continuity.persons, process.continuity.warm, process.continuity.name) == (
        2,
        1,
        "Mara Vogt",
    )


def test_nobody_of_another_team_takes_over(family: Family) -> None:
    stranger = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="altenfurt")
    assert stranger.user_id
    with pytest.raises(Refused, match="same team"):
        services.begin_handover(
            grant_for(family.worker, family.case_id, Action.WRITE), to_id=stranger.user_id
        )


def test_a_number_that_came_from_another_system_is_left_out(family: Family) -> None:
    make_areas()
    # far from the numbers that the factory gives its families
    taken = int(services.next_case_number(2026, skipping=10_000).split("-")[1])
    worker = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    services.take_over_cases(
        worker,
        [
            TakenOverCase(
                number=f"2026-{number:05d}", family_name="X", area_code="0101", area_vintage="2023", team_code="hafen",
                state=CaseState.RUNNING, opened_on=TODAY,
            )
            for number in range(taken + 1, taken + 40)
        ],
        at=AT,
    )  # fmt: skip
    grant = services.open_concern(worker, family_name="Neu", area_code="0101", at=AT)
    assert queries.case_file(grant).case.number > f"2026-{taken + 39:05d}"


def test_after_a_review_the_help_goes_on_and_a_transition_leads_to_the_end(family: Family) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    process = queries.case_process(grant, today=TODAY)

    def page(state: CaseState) -> WayPage:
        facts = replace(process.facts, state=state, begun_in=state)
        return way_page(queries.case_file(grant), replace(process, facts=facts), today=TODAY)

    reviewed, ending = page(CaseState.REVIEW), page(CaseState.TRANSITION)
    assert reviewed.returning is not None
    assert reviewed.returning.state is CaseState.RUNNING
    assert ending.next is not None
    assert ending.next.ends
