"""What politics is asked: in order, with released evidence, with its theme, and public only where it was published."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.contributions import Moment
from sozialraum.network.advocacy import contributions, queries, services
from sozialraum.network.advocacy.enums import Addressee, AnswerKind, IssueState
from sozialraum.network.advocacy.services import NewIssue
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work.enums import FieldKind, FieldResult
from sozialraum.network.field_work.services import NewNote, log_field_work
from sozialraum.network.services import Refused
from sozialraum.network.themes import queries as theme_queries
from sozialraum.network.themes import services as theme_services
from sozialraum.network.themes.contributions import asked_of
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.services import NewTheme

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DUE = TODAY + timedelta(days=42)


@pytest.fixture
def worker() -> Actor:
    make_areas()
    return make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="T1")


def asked(by: Actor, **changes: object) -> UUID:
    told = {
        "title": "Der Lesesaal", "ask": "Bleibt der Lesesaal bis sechs offen?", "addressee": Addressee.COMMITTEE,
        "addressee_name": "Jugendhilfeausschuss", "area_code": "0101", "area_vintage": "2023", "raised_as": "Team Hafen",
        **changes,
    }  # fmt: skip
    return services.raise_issue(NewIssue(**told), by=by, at=AT)


def sent(by: Actor, **changes: object) -> UUID:
    issue_id = asked(by, **changes)
    services.send_issue(issue_id, due_on=DUE, text="mit der Post", by=by, at=AT)
    return issue_id


def theme_in_work(by: Actor) -> UUID:
    theme_id = theme_services.raise_theme(
        NewTheme(
            title="Hausaufgaben", missing=MissingKind.HOMEWORK, area_code="0101", area_vintage="2023",
            raised_as="Team Hafen",
        ),
        by=by, at=AT,
    )  # fmt: skip
    theme_services.care_for_theme(theme_id, as_="Team Hafen", by=by, at=AT)
    theme_services.move_theme(theme_id, to=ThemeState.CHECKED, text="in der Klasse", by=by, at=AT)
    theme_services.move_theme(theme_id, to=ThemeState.IN_WORK, text="Freiwillige lesen", by=by, at=AT)
    return theme_id


def row_of(actor: Actor, issue_id: UUID) -> queries.IssueRow:
    found = queries.issue(actor, issue_id)
    assert found is not None
    return found


def test_an_issue_goes_its_way_with_reminder_answer_and_consequence(worker: Actor) -> None:
    issue_id = sent(worker)
    late = DUE + timedelta(days=1)
    assert row_of(worker, issue_id).late_on(late)
    services.remind(issue_id, due_on=DUE + timedelta(days=30), text="am Telefon", by=worker, at=AT)
    assert not row_of(worker, issue_id).late_on(late)
    services.note_answer(
        issue_id, kind=AnswerKind.PASSED_ON, answer="Wir sind nicht zuständig.", by=worker, at=AT
    )
    # an answer that is none is asked for again
    services.send_issue(issue_id, due_on=DUE, text="noch einmal", by=worker, at=AT)
    services.note_answer(issue_id, kind=AnswerKind.YES, answer="Ja, ab Januar.", by=worker, at=AT)
    services.note_consequence(issue_id, consequence="Der Saal ist offen.", by=worker, at=AT)
    found = row_of(worker, issue_id)
    assert [event.state for event in found.events] == [
        IssueState.PREPARED, IssueState.SENT, IssueState.SENT, IssueState.ANSWERED, IssueState.SENT,
        IssueState.ANSWERED, IssueState.CLOSED,
    ]  # fmt: skip
    assert [event.reminder for event in found.events].count(True) == 1
    assert found.events[3].told_as == "Jugendhilfeausschuss"
    with pytest.raises(Refused):
        services.withdraw_issue(issue_id, why="zu spät", by=worker, at=AT)


def test_its_theme_goes_along(worker: Actor) -> None:
    theme_id = theme_in_work(worker)
    issue_id = sent(worker, theme_id=theme_id)
    theme = theme_queries.theme(worker, theme_id, today=TODAY)
    assert theme is not None
    assert (theme.state, theme.decision_needed) == (
        ThemeState.POLITICS,
        "Bleibt der Lesesaal bis sechs offen?",
    )
    services.note_answer(issue_id, kind=AnswerKind.YES, answer="Ja, ab Januar.", by=worker, at=AT)
    theme = theme_queries.theme(worker, theme_id, today=TODAY)
    assert theme is not None
    assert (theme.state, theme.decision) == (ThemeState.IN_WORK, "Ja, ab Januar.")
    assert [each.title for each in asked_of(worker, theme_id, TODAY)] == [
        "Bleibt der Lesesaal bis sechs offen?"
    ]
    assert asked_of(NOBODY, theme_id, TODAY) == []


def test_what_is_known_is_kept_as_it_stood_and_holds_released_figures_alone(worker: Actor) -> None:
    for _ in range(2):
        log_field_work(
            NewNote(
                done_on=TODAY, kind=FieldKind.LOBBY, place_name="Platz", area_code="0101", area_vintage="2023",
                minutes=30, results=[FieldResult.POLITICS],
            ),
            by=worker, at=AT,
        )  # fmt: skip
    found = row_of(worker, sent(worker))
    assert [each["number"] for each in found.evidence] == ["2"]
    with_theme = row_of(worker, sent(worker, theme_id=theme_in_work(worker)))
    # before the first release nothing of families stands there, and nothing says how many there are
    assert all("famil" not in each["text"].lower() for each in with_theme.evidence)


def test_names_and_impossible_days_are_refused(worker: Actor) -> None:
    for wrong in (
        {"ask": "Hilft Frau Yıldız?"},
        {"raised_as": "Jonas"},
        {"addressee_name": " "},
        {"ask": ""},
    ):
        with pytest.raises(Refused):
            asked(worker, **wrong)
    issue_id = asked(worker)
    for day in (TODAY, TODAY + timedelta(days=400)):
        with pytest.raises(Refused):
            services.send_issue(issue_id, due_on=day, text="mit der Post", by=worker, at=AT)
    with pytest.raises(Refused):
        services.remind(issue_id, due_on=DUE, text="am Telefon", by=worker, at=AT)
    with pytest.raises(Refused):
        services.note_consequence(issue_id, consequence="gut", by=worker, at=AT)


def test_who_may_and_who_reads(worker: Actor) -> None:
    issue_id = asked(worker)
    for stranger in (
        make_actor(Role.RESIDENT),
        make_actor(Role.COMMITTEE_MEMBER),
        make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.PROVIDER, scope_key="p"),
    ):
        with pytest.raises(Denied):
            services.send_issue(issue_id, due_on=DUE, text="mit der Post", by=stranger, at=AT)
    with pytest.raises(Denied):
        asked(make_actor(Role.RESIDENT))
    with pytest.raises(Denied):
        asked(worker, theme_id=uuid4())
    assert queries.issue(NOBODY, issue_id) is None
    lead = make_actor(Role.TEAM_LEAD)
    services.take_issue_on(issue_id, as_="Leitung Hafen", by=lead, at=AT)
    services.publish_issue(issue_id, public=True, by=lead, at=AT)
    assert row_of(NOBODY, issue_id).owner_as == "Leitung Hafen"


def test_start_pages_tell_what_is_due(worker: Actor) -> None:
    issue_id = sent(worker, public=True)
    soon = Moment(today=DUE - timedelta(days=2), now=AT)
    (own,) = contributions.today(worker, soon)
    assert own.url == reverse("network:issue", args=[issue_id])
    (committee,) = contributions.today(make_actor(Role.COMMITTEE_MEMBER), soon)
    assert committee.text == "Bleibt der Lesesaal bis sechs offen?"
    services.publish_issue(issue_id, public=False, by=worker, at=AT)
    assert contributions.today(make_actor(Role.COMMITTEE_MEMBER), soon) == []


def test_pages_take_it_from_the_question_to_the_consequence(
    worker: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    browser, theme_id = browser_of(worker), theme_in_work(worker)
    new = reverse("network:raise_issue") + f"?thema={theme_id}"
    assert "Hausaufgaben" in browser.get(new).content.decode()
    form = {
        "title": "Der Lesesaal", "ask": "Bleibt er offen?", "addressee": "committee", "addressee_name": "Ausschuss",
        "area_code": "0101", "raised_as": "Team Hafen", "text": "", "public": "on",
    }  # fmt: skip
    wrong = browser.post(new, {**form, "ask": "Hilft Herr Maier?"})
    assert wrong.status_code == 422
    assert "Hilft Herr Maier?" in wrong.content.decode()
    address = browser.post(new, form).url
    issue_id = UUID(address.rstrip("/").rpartition("/")[2])

    def act(name: str, **values: str) -> str:
        response = browser.post(reverse("network:change_issue", args=[issue_id, name]), values, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    act("abschicken", text="mit der Post", due_on=DUE.isoformat())
    assert "Ja, ab Januar." in act("antwort", kind="yes", text="Ja, ab Januar.")
    assert "Der Saal ist offen." in act("folge", text="Der Saal ist offen.")
    for page in (
        address,
        reverse("network:issues"),
        reverse("network:issues") + "?stand=closed&an=committee&gebiet=0101",
    ):
        assert "Der Saal ist offen." in client.get(page).content.decode()
    assert browser.post(reverse("network:change_issue", args=[issue_id, "nichts"])).status_code == 404
    assert client.get(reverse("network:issues") + "?stand=%00&an=x&gebiet=%00").status_code == 200
