"""Pages of the rounds: open to everybody, and each role's part in them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.documents import UA, faults_of
from factories.people import AT, TODAY, make_actor
from factories.rounds import CODES, all_say, hand_in, in_consent, publish, record, speaker
from sozialraum.foundation.privacy.actors import Role
from sozialraum.participation.rounds import queries, services
from sozialraum.participation.rounds.enums import Stage
from sozialraum.participation.rounds.rules import WHOLE

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
ROOT = "/mitwirkung/budget/2027/"


@pytest.fixture(autouse=True)
def _town(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    make_areas()


def shown() -> queries.Rounds:
    found = queries.rounds_of(2027, today=TODAY)
    assert found is not None
    return found


def test_everybody_reads_the_rounds_the_steps_and_the_calendar(client: Client) -> None:
    make_actor(Role.PLANNER)
    assert "Noch hat keine Runde begonnen" in client.get("/mitwirkung/budget/").content.decode()
    rounds_id, made = in_consent()
    services.propose(
        rounds_id,
        grants=dict.fromkeys(made, 1_000_000),
        text="Halb.",
        answers={},
        by=make_actor(Role.PLANNER),
        at=AT,
    )
    page = client.get(ROOT).content.decode()
    for words in (
        "Die Kreise einigen sich",
        "Treff 03",
        "Vorschlag 1 von höchstens 2",
        "40.000 Euro",
        "Halb.",
    ):
        assert words in page, words
    assert "Toni Berger" not in page
    assert client.get("/mitwirkung/budget/").headers["Location"] == ROOT
    assert "Vorschlag 1: 20.000 Euro" in client.get(f"{ROOT}verlauf/").content.decode()
    steps = client.get(f"{ROOT}verlauf.json").json()["steps"]
    assert [step["previous_hash"] for step in steps[1:]] == [step["step_hash"] for step in steps[:-1]]
    file = client.get(f"{ROOT}termine.ics")
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert file.content.count(b"BEGIN:VEVENT") == 5
    assert b"DTSTART;VALUE=DATE:20261204" in file.content
    assert client.get(f"{ROOT}wuensche/{made[0]}/").status_code == 200


def test_a_draft_is_read_by_its_circle_alone(client: Client) -> None:
    planner, circle = make_actor(Role.PLANNER), speaker("03")
    rounds_id = publish(by=planner)
    services.open_next(rounds_id, by=planner, at=AT)
    mine = browser_of(circle)
    answer = mine.post(f"{ROOT}wuensche/neu/", {"area_code": "03"})
    address = answer.headers["Location"]
    saved = mine.post(
        address,
        {"title": "Treff", "offer_kind": "youth_work", "amount": "18.000", "version": 1},
        HTTP_X_AUTOSAVE="1",
    )
    assert saved.json()["version"] == 2
    page = mine.get(address).content.decode()
    assert 'value="18.000"' in page
    draft = address.removesuffix("bearbeiten/")
    assert mine.get(draft).status_code == 200
    for other in (client, browser_of(planner), browser_of(speaker("04"))):
        assert other.get(draft).status_code == 404
    assert browser_of(speaker("04")).get(address).status_code == 404
    refused = mine.post(f"{draft}einreichen/", follow=True).content.decode()
    assert "Ein Änderungswunsch hat ein Ziel." in refused


def test_a_whole_year_goes_by_on_its_pages() -> None:
    planner, member = make_actor(Role.PLANNER), make_actor(Role.COMMITTEE_MEMBER)
    leading, circle = browser_of(planner), browser_of(speaker("03"))
    rounds_id = publish(by=planner)
    assert leading.post(f"{ROOT}weiter/").status_code == 302
    made = hand_in(rounds_id, "03")
    for code in CODES[1:]:
        record(rounds_id, code)
    page = leading.get(ROOT).content.decode()
    assert "Eine Runde schließt nicht ohne das Protokoll ihres Kreises." in page
    one = browser_of(speaker("01"))
    assert (
        one.post(
            f"{ROOT}protokoll/", {"area_code": "01", "met_on": "2026-11-24", "text": "Getagt."}
        ).status_code
        == 302
    )
    leading.post(f"{ROOT}weiter/")
    assert shown().stage is Stage.CONSENT
    assert leading.post(f"{ROOT}vorschlag/", {f"grant-{made}": "30.000", "text": "x"}).status_code == 422
    assert (
        leading.post(f"{ROOT}vorschlag/", {f"grant-{made}": "15.000", "text": "Ein Anfang."}).status_code
        == 302
    )
    assert circle.post(f"{ROOT}stimme/", {"area_code": "03", "position": "objection"}).status_code == 422
    all_say(rounds_id, against=("03",))
    answer = {
        f"grant-{made}": "18.000",
        "text": "Mehr.",
        f"answer-{shown().objections[0].id}": "Eingearbeitet.",
    }
    assert leading.post(f"{ROOT}vorschlag/", answer).status_code == 302
    all_say(rounds_id, against=("07",))
    record(rounds_id, WHOLE)
    leading.post(f"{ROOT}weiter/")
    carried = shown().objections[1]
    seven = browser_of(speaker("07"))
    assert seven.post(f"{ROOT}einwand/{carried.id}/", {"text": "Auch hier leben Kinder."}).status_code == 302
    deciding = browser_of(member)
    assert "Auch hier leben Kinder." in deciding.get(f"{ROOT}beschluss/").content.decode()
    decision = {
        "outcome": "adopted", "decided_on": "2026-11-24", "votes_for": 9, "votes_against": 3, "abstained": 1, "text": "Ja.",
        "minutes": "Beraten.",
    }  # fmt: skip
    assert deciding.post(f"{ROOT}beschluss/", decision).status_code == 302
    page = deciding.get(ROOT).content.decode()
    assert "Der Ausschuss hat am 24. November 2026 entschieden." in page
    lines = browser_of(planner).get("/organisation/budget/2027/zeilen/").content.decode()
    assert "Treff 03" in lines


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.RESIDENT, "einwand/", 200), (Role.PARENT, "einwand/", 200), (Role.ADMINISTRATOR, "einwand/", 404),
        (Role.CONTROLLER, "termine/", 404), (Role.PLANNER, "termine/", 200), (Role.PLANNER, "beschluss/", 404),
        (Role.PROVIDER_LEAD, "vorschlag/", 404),
    ],
)  # fmt: skip
def test_each_role_has_its_part(role: Role, path: str, status: int) -> None:
    publish()
    assert browser_of(make_actor(role)).get(f"{ROOT}{path}").status_code == status


def test_an_objection_is_answered_on_its_page() -> None:
    publish()
    resident, planner = browser_of(make_actor(Role.RESIDENT)), browser_of(make_actor(Role.PLANNER))
    assert resident.post(f"{ROOT}einwand/", {"reason": "Der Sockel ist zu klein."}).status_code == 302
    found = shown().objections[0]
    assert planner.post(f"{ROOT}einwand/{found.id}/", {"text": "Er gilt für alle."}).status_code == 302
    assert "Er gilt für alle." in resident.get(ROOT).content.decode()


def test_the_paper_of_the_committee_carries_every_objection(monkeypatch: pytest.MonkeyPatch) -> None:
    from sozialraum.reporting.documents import budget_paper

    rounds_id = publish()
    planner = make_actor(Role.PLANNER)
    services.object_to(
        rounds_id, reason="Der Sockel ist zu klein.", wish="200.000 Euro", by=make_actor(Role.RESIDENT), at=AT
    )
    services.answer_objection(shown().objections[0].id, text="Er gilt für alle.", by=planner, at=AT)
    set_in: list[dict[str, Any]] = []
    typeset = budget_paper.typeset

    def watched(template: str, content: dict[str, Any], *given: Any, **more: Any) -> bytes:
        set_in.append(content)
        return typeset(template, content, *given, **more)

    monkeypatch.setattr(budget_paper, "typeset", watched)
    answer = browser_of(planner).get("/berichte/budget/vorlage.pdf")
    assert faults_of(answer.content, UA) == []
    (entry,) = set_in[0]["objections"]
    assert entry["reason"] == "Der Sockel ist zu klein."
    assert "Er gilt für alle." in entry["more"]
