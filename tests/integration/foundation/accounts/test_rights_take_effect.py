"""A right that is given or taken holds from the next request on, and ends with its last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from factories.browsers import browser_of, stop_clock
from factories.people import AT, TODAY, make_actor, make_user
from sozialraum.foundation.accounts.models import RoleAssignment, User
from sozialraum.foundation.accounts.queries import actor_of
from sozialraum.foundation.accounts.services import arrange_substitution, give_role
from sozialraum.foundation.privacy.actors import Role, ScopeKind

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def test_given_and_taken_between_two_requests() -> None:
    user = make_user()
    browser = browser_of(actor_of(user, today=TODAY, second_factor=True))
    assert browser.get("/individuum/").status_code == 404
    given = give_role(user_id=user.id, role=Role.CASE_WORKER, at=AT, by=None)
    assert browser.get("/individuum/").status_code == 200
    RoleAssignment.objects.filter(id=given.id).update(
        valid_until=TODAY - timedelta(days=1), valid_from=TODAY - timedelta(days=2)
    )
    assert browser.get("/individuum/").status_code == 404


def test_a_role_that_runs_out_today_still_holds_and_tomorrow_not(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user()
    give_role(user_id=user.id, role=Role.CASE_WORKER, at=AT, by=None, valid_until=TODAY)
    browser = browser_of(actor_of(user, today=TODAY, second_factor=True))
    assert browser.get("/individuum/").status_code == 200
    assert [each.role for each in actor_of(user, today=TODAY, second_factor=True).roles] == [Role.CASE_WORKER]
    assert actor_of(user, today=TODAY + timedelta(days=1), second_factor=True).roles == ()


def test_own_roles_come_in_the_order_they_were_given_and_those_of_absent_people_last() -> None:
    user, other = make_user(), make_user()
    hafen = {"scope_kind": ScopeKind.TEAM, "scope_key": "hafen"}
    give_role(user_id=other.id, role=Role.TEAM_LEAD, at=AT - timedelta(hours=1), by=None, **hafen)
    give_role(user_id=user.id, role=Role.PLANNER, at=AT, by=None)
    give_role(user_id=user.id, role=Role.CASE_WORKER, at=AT + timedelta(hours=1), by=None, **hafen)
    arrange_substitution(
        absent_id=other.id, substitute_id=user.id, roles=[Role.TEAM_LEAD], valid_from=TODAY, valid_until=TODAY,
        by=other.id, at=AT,
    )  # fmt: skip
    actor = actor_of(user, today=TODAY, second_factor=False)
    assert [(held.role, held.scope_kind, held.scope_key, held.substitute) for held in actor.roles] == [
        (Role.PLANNER, ScopeKind.OFFICE, "", False),
        (Role.CASE_WORKER, ScopeKind.TEAM, "hafen", False),
        (Role.TEAM_LEAD, ScopeKind.TEAM, "hafen", True),
    ]


def test_an_account_that_is_closed_is_out_at_the_next_request() -> None:
    actor = make_actor(Role.PLANNER)
    browser = browser_of(actor)
    assert browser.get("/").status_code == 200
    User.objects.filter(id=actor.user_id).update(is_active=False)
    assert browser.get("/").status_code == 302


def test_a_session_that_is_ended_is_out_at_the_next_request() -> None:
    browser = browser_of(make_actor(Role.PLANNER))
    assert browser.get("/").status_code == 200
    session = browser.session
    session.set_expiry(-1)
    session.save()
    assert browser.get("/").status_code == 302


def test_a_session_key_that_was_never_given_is_nobody() -> None:
    browser = browser_of(make_actor(Role.PLANNER))
    for key in ("0" * 32, "x", "", "ä" * 20):
        browser.cookies["sessionid"] = key
        assert browser.get("/").status_code == 302, key


def test_future_roles_wait() -> None:
    user = make_user()
    give_role(user_id=user.id, role=Role.PLANNER, at=AT, by=None, valid_from=date(2026, 12, 1))
    assert actor_of(user, today=TODAY, second_factor=False).roles == ()
    assert len(actor_of(user, today=date(2026, 12, 1), second_factor=False).roles) == 1
