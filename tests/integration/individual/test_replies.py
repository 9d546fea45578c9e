"""What the family answers: suits or not, against it, it has helped; and the office's answer by a day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from factories.browsers import browser_of, stop_clock
from factories.case_pages import page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComponentKind
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NO = "Mittwochs wäre ich lieber in der Werkstatt."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def own_part(family: Family) -> UUID:
    return services.add_component(
        grant_for(family.worker, family.case_id, Action.WRITE), kind=ComponentKind.OWN, who="Jonas",
        member_id=family.son_id, content="packt abends die Tasche", valid_from=TODAY,
        times=["mo 18:00-18:15", "tu 18:00-18:15"],
    )  # fmt: skip


def test_an_objection_is_answered_by_a_day(family: Family, own_part: UUID) -> None:
    browser = browser_of(family.son)
    address = "/individuum/meine/antwort/"
    assert (
        browser.post(address, {"kind": "objection", "component": str(own_part), "words": NO}).status_code
        == 302
    )
    (said,) = queries.replies(grant_for(family.worker, family.case_id))
    assert (said.words, said.answer_due_on) == (NO, TODAY + timedelta(days=7))
    office = browser_of(family.worker)
    assert "Antwort zugesagt bis" in shown(office, page_of(family, "antworten/"))
    office.post(page_of(family, f"antworten/{said.id}/"), {"answer": "Dann tauschen wir den Mittwoch."})
    page = shown(browser, "/individuum/meine/")
    assert NO in page
    assert "Dann tauschen wir den Mittwoch." in page
    with pytest.raises(Denied):
        services.answer_reply(grant_for(family.mother, family.case_id, Action.WRITE), said.id, answer="x")


def test_only_the_own_answer_is_taken_back(family: Family) -> None:
    reply = services.object_to(grant_for(family.son, family.case_id, Action.WRITE), words=NO)
    with pytest.raises(Denied):
        services.withdraw_reply(grant_for(family.mother, family.case_id, Action.WRITE), reply)
    browser_of(family.son).post("/individuum/meine/antwort/", {"taken_back": str(reply)})
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    assert queries.replies(grant) == []
    with pytest.raises(Denied):
        services.answer_reply(grant, reply, answer="zu spät")


def test_a_meeting_is_arranged_answered_and_answered_differently(family: Family) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="over"):
        services.arrange_meeting(grant, begins_at=AT - timedelta(hours=1), topic="zu spät")
    meeting = services.arrange_meeting(grant, begins_at=AT + timedelta(days=3), topic="Wir zeichnen weiter.")
    browser = browser_of(family.son)
    assert "Wir zeichnen weiter." in shown(browser, "/individuum/meine/")
    for suits in ("yes", "no"):
        answer = {
            "meeting": str(meeting),
            "suits": suits,
            "words": "" if suits == "yes" else "Lieber abends.",
        }
        assert browser.post("/individuum/meine/termin/", answer).status_code == 302
    (found,) = queries.meetings(grant_for(family.worker, family.case_id))
    assert found.answers == (("Jonas", False, "Lieber abends."),)
    assert "lieber anders: Lieber abends." in shown(browser_of(family.worker), page_of(family, "antworten/"))


def test_what_one_does_oneself_stands_first_and_is_said_to_the_young_and_to_adults(
    family: Family, own_part: UUID
) -> None:
    young = shown(browser_of(family.son), "/individuum/meine/")
    assert "<b>Jonas (du)</b>" in young
    assert "Montag und Dienstag" in young
    assert "Dein Plan gilt nur, wenn du mitredest." in young
    adult = shown(browser_of(family.mother), "/individuum/meine/")
    assert "Ihr Plan gilt nur, wenn Sie mitreden." in adult
    assert "<b>Jonas</b>" in adult


def test_nothing_of_another_family_can_be_answered(family: Family) -> None:
    other = make_family(family_name="Nowak")
    foreign = services.arrange_meeting(
        grant_for(other.worker, other.case_id, Action.WRITE), begins_at=AT + timedelta(days=3), topic="Fremd"
    )
    assert (
        browser_of(family.son)
        .post("/individuum/meine/termin/", {"meeting": str(foreign), "suits": "yes"})
        .status_code
        == 404
    )
    part = services.add_component(
        grant_for(other.worker, other.case_id, Action.WRITE), kind=ComponentKind.OWN, who="Mia", content="x",
        valid_from=TODAY,
    )  # fmt: skip
    with pytest.raises(Denied):
        services.object_to(grant_for(family.son, family.case_id, Action.WRITE), words=NO, component_id=part)
