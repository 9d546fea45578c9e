"""Case workers and team leads by a typed name: who is found, who may look, and how much is answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.browsers import browser_of, signed_in, stop_clock
from factories.people import AT, TODAY, make_actor, make_user
from sozialraum.foundation.accounts.models import RoleAssignment, User
from sozialraum.foundation.accounts.queries import Colleagues, colleagues_called
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.typed_names import SHOWN, is_called

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
ADDRESS = "/konto/kollegium/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def _colleague(name: str, role: Role = Role.CASE_WORKER, team: str = "hafen") -> UUID:
    made = make_actor(role, scope_kind=ScopeKind.TEAM, scope_key=team, full_name=name).user_id
    assert made is not None
    return made


def _answer(browser: Client, name: str, **more: Any) -> dict[str, Any]:
    answer = browser.get(ADDRESS, {"name": name, **more})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def _names(browser: Client, name: str, **more: Any) -> list[str]:
    return [each["name"] for each in _answer(browser, name, **more)["people"]]


NAMES = (
    "Aylin Yılmaz",
    "Jürgen Möller",
    "Juergen Moeller",
    "Ana-Lena Groß",
    "Samuel Łukasz",
    "Тарас Бойко",
    "Zoë de la Cruz",
)


@pytest.mark.parametrize(
    "typed",
    ["Yilmaz", "yilmaz, ay", "moller", "MÖL jue", "Moell", "lena gross", "analena", "lukasz", "samue", "бой", "cruz zo",
     "la de", "an", "%%", "__", "a_", "\\\\", "yil'", "xx"],
)  # fmt: skip
def test_the_database_finds_whom_the_rule_means(typed: str) -> None:
    for name in NAMES:
        _colleague(name)
    found = {each.name for each in colleagues_called(typed, today=TODAY)}
    assert found == {name for name in NAMES if is_called(typed, name)}


def test_whose_whole_name_was_typed_stands_first() -> None:
    for name in ("Alina Berg", "Ali Öztürk", "Alim Adler"):
        _colleague(name)
    assert [each.name for each in colleagues_called("ali", today=TODAY)] == [
        "Ali Öztürk",
        "Alim Adler",
        "Alina Berg",
    ]


def test_only_case_workers_and_team_leads_of_the_office_are_found() -> None:
    _colleague("Mira Fall"), _colleague("Mira Leitung", Role.TEAM_LEAD)
    make_actor(Role.CASE_WORKER, full_name="Mira Haus")
    make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.PROVIDER, scope_key="T01", full_name="Mira Träger")
    make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.CASE, scope_key="x", full_name="Mira Nurfall")
    for role in set(Role) - {Role.CASE_WORKER, Role.TEAM_LEAD}:
        make_actor(role, full_name=f"Mira {role.name}")
    make_user(full_name="Mira Niemand")
    closed, ended, later = _colleague("Mira Zu"), _colleague("Mira Ende"), _colleague("Mira Später")
    User.objects.filter(id=closed).update(is_active=False)
    RoleAssignment.objects.filter(user_id=ended).update(
        valid_from=date(2020, 1, 1), valid_until=TODAY - timedelta(days=1)
    )
    RoleAssignment.objects.filter(user_id=later).update(valid_from=TODAY + timedelta(days=1))
    assert _names(signed_in(Role.HEAD_OF_OFFICE), "mira") == ["Mira Fall", "Mira Haus", "Mira Leitung"]
    among = Colleagues(TODAY)
    assert {among.named(each) for each in (closed, ended, later)} == {None}


@pytest.mark.parametrize("role", sorted(Role))
def test_only_who_chooses_a_colleague_gets_an_answer(role: Role) -> None:
    _colleague("Mira Fall")
    may = role in {Role.CASE_WORKER, Role.TEAM_LEAD, Role.HEAD_OF_OFFICE}
    assert signed_in(role).get(ADDRESS, {"name": "mira"}).status_code == (200 if may else 404)


def test_nobody_gets_one_without_second_factor_or_sign_in() -> None:
    _colleague("Mira Fall")
    for browser in (browser_of(make_actor(Role.HEAD_OF_OFFICE, second_factor=False)), Client()):
        answer = browser.get(ADDRESS, {"name": "mira"})
        assert answer.status_code != 200
        assert b"Mira" not in answer.content


def test_the_answer_is_short_and_one_question_to_the_database() -> None:
    for number in range(SHOWN + 3):
        _colleague(f"Mira {chr(97 + number)}berg")
    browser = signed_in(Role.CASE_WORKER)
    found = _answer(browser, "mira")
    assert (len(found["people"]), found["more"]) == (SHOWN, True)
    assert set(found["people"][0]) == {"id", "name", "place"}
    assert _answer(browser, "m") == {"people": [], "more": True}
    assert _answer(browser, "") == {"people": [], "more": True}
    assert _answer(browser, "nobody") == {"people": [], "more": False}
    assert _answer(browser, "m " * 5_000) == {"people": found["people"], "more": True}
    with CaptureQueriesContext(
        connection,
    ) as asked:
        colleagues_called("mira", today=TODAY)
    assert len([each for each in asked if "accounts_user" in each["sql"]]) == 1


def test_who_is_left_out_is_not_suggested() -> None:
    first, _second = _colleague("Mira Eins"), _colleague("Mira Zwei")
    browser = signed_in(Role.CASE_WORKER)
    assert _names(browser, "mira", ohne=[str(first), "no id"]) == ["Mira Zwei"]
    among = Colleagues(TODAY, {first: "%(name)s sits at the desk."})
    assert f"ohne={first}" in among.address
    assert among.named(first) is None
    assert among.refusal("eins", whole=False) == "Mira Eins sits at the desk."
    assert among.refusal("eins", whole=True) == ""
    assert among.refusal("zwei", whole=False) == ""


def test_of_people_left_out_only_colleagues_are_named() -> None:
    mother = make_actor(Role.PARENT, full_name="Mira Mutter").user_id
    assert mother is not None
    among = Colleagues(TODAY, {mother: "%(name)s belongs to the family."})
    assert str(mother) not in among.address
    assert among.refusal("Mira Mutter", whole=True) == ""


def test_who_stands_there_already_may_stay_after_she_has_left() -> None:
    left = _colleague("Mira Weg")
    User.objects.filter(id=left).update(is_active=False)
    kept = Colleagues(TODAY, kept=left).named(left)
    assert kept is not None
    assert kept.name == "Mira Weg"
    assert Colleagues(TODAY, kept=left).find("mira") == ()
    assert AT.date() == TODAY
