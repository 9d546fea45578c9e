"""Standing in: arranged by the person or the lead, holding wherever the absent person holds it, ending by itself."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.cases import make_family
from factories.people import AT, TODAY, again, make_actor, make_user
from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.models import Substitution
from sozialraum.foundation.accounts.queries import actor_of, possible_substitutes
from sozialraum.foundation.accounts.services import arrange_substitution, give_role
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PAGE = "/konto/vertretung/"
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def of_team(role: Role, team: str = "T03", *, full_name: str = "Toni Berger") -> Actor:
    return make_actor(role, scope_kind=ScopeKind.TEAM, scope_key=team, full_name=full_name)


def typed(absent: Actor, stays: Actor, **changes: str) -> dict[str, object]:
    return {
        "absent": str(absent.user_id), "substitute": str(stays.user_id), "roles": [str(absent.roles[0].role)],
        "valid_from": TODAY.isoformat(), "valid_until": (TODAY + WEEK).isoformat(), **changes,
    }  # fmt: skip


def arranged(absent: Actor, substitute: Actor, *, first: date = TODAY, last: date = TODAY + WEEK) -> None:
    assert absent.user_id is not None
    assert substitute.user_id is not None
    arrange_substitution(
        absent_id=absent.user_id, substitute_id=substitute.user_id, roles=[absent.roles[0].role], valid_from=first,
        valid_until=last, by=absent.user_id, at=AT,
    )  # fmt: skip


def on(actor: Actor, day: date) -> Actor:
    from sozialraum.foundation.accounts.models import User

    return actor_of(User.objects.get(id=actor.user_id), today=day, second_factor=True)


def test_arranged_on_the_page_and_shown_to_both() -> None:
    away, stays = (
        of_team(Role.CASE_WORKER, full_name="Katrin Ahlers"),
        of_team(Role.CASE_WORKER, full_name="Mia Öz"),
    )
    answer = browser_of(away).post(PAGE, typed(away, stays))
    assert answer["Location"] == PAGE
    assert "Mia Öz" in browser_of(away).get("/").content.decode()
    assert "Katrin Ahlers" in browser_of(stays).get("/").content.decode()
    assert "Mia Öz" in browser_of(away).get(PAGE).content.decode()
    entry = AuditEntry.objects.get(object_kind="accounts.Substitution")
    assert (entry.actor_id, entry.subject_id, entry.ground) == (
        away.user_id, str(stays.user_id), "substitute named: case_worker",
    )  # fmt: skip


def test_holds_where_the_absent_person_holds_and_ends_by_itself() -> None:
    away, stays = of_team(Role.CASE_WORKER), of_team(Role.CASE_WORKER)
    arranged(away, stays, first=TODAY + WEEK, last=TODAY + 2 * WEEK)
    case = str(uuid4())
    assert isinstance(away.user_id, UUID)
    give_role(
        user_id=away.user_id, role=Role.CASE_WORKER, scope_kind=ScopeKind.CASE, scope_key=case, at=AT, by=None
    )
    held = ScopedRole(Role.CASE_WORKER, ScopeKind.CASE, case, substitute=True)
    days = {day: held in on(stays, TODAY + timedelta(days=day)).roles for day in (0, 6, 7, 14, 15)}
    assert days == {0: False, 6: False, 7: True, 14: True, 15: False}
    # the absent person keeps everything, and the own role stands first
    assert held not in on(away, TODAY + WEEK).roles
    assert on(stays, TODAY + WEEK).roles[0].substitute is False


def test_it_is_never_passed_on() -> None:
    first, second, third = (of_team(Role.CASE_WORKER) for _ in range(3))
    assert isinstance(first.user_id, UUID)
    case = str(uuid4())
    give_role(
        user_id=first.user_id,
        role=Role.CASE_WORKER,
        scope_kind=ScopeKind.CASE,
        scope_key=case,
        at=AT,
        by=None,
    )
    arranged(first, second)
    arranged(second, third)
    assert again(second).keys(ScopeKind.CASE) == {case}
    assert again(third).keys(ScopeKind.CASE) == frozenset()


def test_a_case_is_read_as_substitute_and_the_record_says_so() -> None:
    away, stays = of_team(Role.CASE_WORKER), of_team(Role.CASE_WORKER)
    family = make_family(worker=away)
    subject = Subject("case", (family.case_id,))
    with pytest.raises(gate.Denied):
        gate.open(stays, Purpose.SERVICE, Action.READ, subject, at=AT)
    arranged(away, stays)
    gate.open(again(stays), Purpose.SERVICE, Action.WRITE, subject, at=AT)
    entry = AuditEntry.objects.using("audit").filter(actor_id=stays.user_id, subject_kind="case").latest("id")
    assert (entry.ground, entry.outcome) == ("substitute", "granted")


def test_the_lead_arranges_for_the_team_and_for_nobody_else() -> None:
    lead, worker, other = of_team(Role.TEAM_LEAD), of_team(Role.CASE_WORKER), of_team(Role.CASE_WORKER)
    foreign = of_team(Role.CASE_WORKER, "T07")
    assert browser_of(lead).post(PAGE, typed(worker, other)).status_code == 302
    assert browser_of(lead).get(f"{PAGE}?fuer={foreign.user_id}").status_code == 404
    assert browser_of(lead).post(PAGE, typed(foreign, other)).status_code == 404
    assert browser_of(worker).post(PAGE, typed(other, worker)).status_code == 404
    assert browser_of(worker).get(f"{PAGE}?fuer=nirgends").status_code == 404
    assert Substitution.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": "2026-11-23"},
        {"valid_from": "2026-11-23"},
        {"valid_until": "2027-11-24"},
        {"valid_until": ""},
        {"roles": "administrator"},
        {"substitute": ""},
    ],
)
def test_what_does_not_fit_is_told(changes: dict[str, str]) -> None:
    away, stays = of_team(Role.CASE_WORKER), of_team(Role.CASE_WORKER)
    answer = browser_of(away).post(PAGE, typed(away, stays, **changes))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Substitution.objects.exists()


def test_nobody_from_elsewhere_and_nobody_with_another_task_can_be_chosen() -> None:
    away = of_team(Role.CASE_WORKER)
    wrong = [of_team(Role.CASE_WORKER, "T07"), make_actor(Role.PLANNER), make_actor(Role.ADMINISTRATOR), away]
    fitting = of_team(Role.CASE_WORKER)
    assert isinstance(away.user_id, UUID)
    assert [each.id for each in possible_substitutes(away.user_id, Role.CASE_WORKER, today=TODAY)] == [
        fitting.user_id
    ]
    for each in wrong:
        assert browser_of(away).post(PAGE, typed(away, each)).status_code == 422
        with pytest.raises(SozialraumError):
            arranged(away, each)
    assert not Substitution.objects.exists()


def test_the_same_days_are_not_given_twice() -> None:
    away, stays = of_team(Role.CASE_WORKER), of_team(Role.CASE_WORKER)
    arranged(away, stays)
    with pytest.raises(SozialraumError):
        arranged(away, stays, first=TODAY + WEEK, last=TODAY + 2 * WEEK)
    arranged(away, stays, first=TODAY + 2 * WEEK, last=TODAY + 3 * WEEK)


def ended(browser: Client) -> int:
    return browser.post(f"{PAGE}{Substitution.objects.get().id}/beenden/").status_code


@pytest.mark.parametrize("who", ["away", "stays", "lead"])
def test_ends_at_once_for_everybody_involved(who: str) -> None:
    people = {
        "away": of_team(Role.CASE_WORKER), "stays": of_team(Role.CASE_WORKER), "lead": of_team(Role.TEAM_LEAD),
    }  # fmt: skip
    arranged(people["away"], people["stays"])
    assert ended(browser_of(of_team(Role.CASE_WORKER))) == 404
    assert any(held.substitute for held in again(people["stays"]).roles)
    assert ended(browser_of(people[who])) == 302
    assert not any(held.substitute for held in again(people["stays"]).roles)
    assert ended(browser_of(people[who])) == 404


@pytest.mark.parametrize("role", [Role.PARENT, Role.YOUNG_PERSON, Role.RESIDENT, Role.COMMITTEE_MEMBER])
def test_nobody_stands_in_for_families_and_members(role: Role) -> None:
    person = make_actor(role)
    make_actor(role)
    page = browser_of(person).get(PAGE)
    assert page.status_code == 200
    assert b"<select" not in page.content
    other = make_user()
    assert browser_of(person).post(PAGE, {"substitute": str(other.id), "roles": [role]}).status_code == 200
    assert not Substitution.objects.exists()
