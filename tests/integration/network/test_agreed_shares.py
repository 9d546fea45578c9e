"""The table of agreed shares: a page of it however many teams there are, the own team first, all in the file."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_provider, make_team
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.network.field_work import services
from sozialraum.network.field_work.access import Unit
from sozialraum.network.field_work.enums import FieldKind
from sozialraum.network.field_work.services import NewNote

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PAGE = "/netzwerk/feld/anteile/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def make_teams(*codes: str) -> None:
    keeper = make_keeper()
    for code in codes:
        make_team(keeper, code=code, name=f"Team {code}")


def agree(unit: Unit, share: str, *, days_ago: int = 10) -> None:
    services.agree_field_time(
        unit, share=Decimal(share), weekly_minutes=6_000, valid_from=TODAY - timedelta(days=days_ago), at=AT,
        by=make_actor(Role.CONTROLLER),
    )  # fmt: skip


def case_worker(team: str) -> Client:
    return browser_of(make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key=team))


def rows_of(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', text)


def statements_of(browser: Client) -> int:
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as found:
        browser.get(PAGE)
    return len(found)


def test_a_page_is_drawn_however_many_teams_there_are() -> None:
    make_teams("T01", "T02", "T03")
    browser = case_worker("T02")
    few = statements_of(browser)
    names = [f"T{number:02d}" for number in range(4, 61)]
    make_teams(*names)
    assert statements_of(browser) == few
    pages = [rows_of(browser.get(PAGE, {"page": str(page)}).content.decode()) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 25, 10]
    # each once: the own one first, then all others in German order
    others = [f"Team T{number:02d}" for number in range(1, 61) if number != 2]
    assert [name for page in pages for name in page] == ["Team T02", *others]


def test_whoever_looks_for_a_team_finds_it_and_the_file_holds_all() -> None:
    make_teams(*(f"T{number:02d}" for number in range(1, 41)))
    agree(Unit(team_code="T37"), "0.125")
    agree(Unit(team_code="T37"), "0.1", days_ago=40)
    agree(Unit(team_code="T05"), "0.2")
    browser = case_worker("T02")
    assert "Mit 2 von 40 Teams und Trägern" in browser.get(PAGE).content.decode()
    found = browser.get(PAGE, {"q": "t37"}).content.decode()
    assert rows_of(found) == ["Team T37"]
    assert "12,5 %" in found
    assert "seit " in found
    highest = rows_of(browser.get(PAGE, {"sort": "-share"}).content.decode())
    assert highest[:2] == ["Team T05", "Team T37"]
    lines = browser.get(PAGE, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 41
    assert [line for line in lines if line.startswith("Team T37;12,5;100")]


def test_a_provider_finds_its_own_share_alone_on_the_page_and_in_the_file() -> None:
    make_teams("T01", "T02")
    keeper = make_keeper()
    for code in ("anker", "segel"):
        make_provider(keeper, code=code, name=f"Verein {code}")
        lead = make_actor(Role.PROVIDER_LEAD, scope_kind=ScopeKind.PROVIDER, scope_key=code)
        services.log_field_work(NewNote(TODAY, FieldKind.ROOM, "Kai 7", 60, id=uuid4()), by=lead, at=AT)
        agree(Unit(provider_code=code), "0.1")
    agree(Unit(team_code="T01"), "0.3")
    browser = browser_of(make_actor(Role.PROVIDER_LEAD, scope_kind=ScopeKind.PROVIDER, scope_key="anker"))
    text = browser.get(PAGE).content.decode()
    assert rows_of(text) == ["Verein anker"]
    assert "Mit 1 von 1 " in text
    for query in ({"format": "csv"}, {"q": "segel"}, {"q": "Team"}, {"page": "2"}):
        said = browser.get(PAGE, query).content.decode("utf-8-sig")
        assert "Verein segel" not in said
        assert "Team T01" not in said
