"""How many statements a page may send to the database, so that it does not creep upwards unseen.

The numbers are what pages need today, with the session (it brings the marks of editions along) and the person with the
roles in them (two), and without what Django sends to begin and end a transaction. Whoever makes a page ask for less
lowers the number; whoever needs more says why in the change.
"""

from __future__ import annotations

import contextlib

import pytest
from django.db import connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.areas import SHARES, bring_in, make_areas
from factories.browsers import browser_of, signed_in, stop_clock
from factories.cases import make_family
from factories.field import make_keeper, make_offer, make_place, make_provider, make_team
from factories.people import AT, again, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.ui.services import found_installation
from sozialraum.network.advocacy.enums import Addressee
from sozialraum.network.advocacy.services import NewIssue, raise_issue

STARTS = dict.fromkeys(set(Role) - {Role.PARENT, Role.YOUNG_PERSON, Role.TRUSTED_PERSON}, 3) | {
    # cards that end, notices, substitutions
    Role.CASE_WORKER: 5,
    # and the gate's record of the decisions that wait
    Role.TEAM_LEAD: 6,
    Role.RESIDENT: 4,
    # drafts of a budget, and cards that end
    Role.PLANNER: 5,
    Role.CONTROLLER: 4,
    # through the gate, which complaints wait
    Role.HEAD_OF_OFFICE: 6,
    Role.OMBUDSPERSON: 5,
    # notices and the review of the month; letters, failed work and what the imprint lacks
    Role.DATA_PROTECTION_OFFICER: 5,
    Role.ADMINISTRATOR: 7,
}
"""The start page of somebody who holds this role."""
LISTS = {
    (Role.PLANNER, "/organisation/"): 5,
    # places, offers, providers
    (Role.PLANNER, "/netzwerk/"): 5,
    # nothing: the network is kept until it changes
    (Role.PLANNER, "/netzwerk/zusammenarbeit/?gebiet=0101"): 2,
    # nothing: what waits is kept until an entry or a question by mail changes
    (Role.PLANNER, "/netzwerk/nachfragen/"): 2,
    # residents' cards, which are never kept
    (Role.PLANNER, "/netzwerk/kompetenzen/"): 3,
    (Role.PLANNER, "/sozialstruktur/stadtkarte/"): 2,
    (Role.PLANNER, "/sozialstruktur/daten/"): 5,
    # places of the area and around it, the installation, what reporting has released
    (Role.PLANNER, "/sozialstruktur/gebiete/town/2023/0101/"): 6,
    (Role.ADMINISTRATOR, "/verwaltung/konten/"): 7,
    (Role.DATA_PROTECTION_OFFICER, "/datenschutz/hinweise/"): 3,
}
"""Lists by who asks for them."""
FAMILIES, WITH_FAMILIES = 5, 8
"""The list of families through the gate; the start page of a case worker who is there for some."""
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture(autouse=True)
def town(committing: None, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """A town with figures and one of everything, as on any day: committed, so that pages are answered from memory."""
    stop_clock(monkeypatch)
    with transaction.atomic():
        found_installation(municipality_name="Kleinstadt", language="de", at=AT, by=None)
        make_areas()
        bring_in(
            "\n".join(["key;basic_income_under_18_zaehler;basic_income_under_18_nenner", *SHARES]).encode()
        )
        keeper = make_keeper()
        more(keeper, 1)
        raise_issue(
            NewIssue(
                title="Der Lesesaal", ask="Bleibt er offen?", addressee=Addressee.COMMITTEE, addressee_name="Ausschuss",
                area_code="0101", area_vintage="2023", raised_as="Team", public=True,
            ),
            by=make_actor(Role.PLANNER), at=AT,
        )  # fmt: skip
    return keeper


def more(keeper: Actor, number: int) -> None:
    for _ in range(number):
        make_team(keeper, area_codes=["0101"], area_vintage="2023")
        make_offer(keeper, make_provider(keeper, area_codes=["0101"]), area_code="0101", area_vintage="2023")
        make_place(keeper, area_code="0101", area_vintage="2023")


def statements(browser: Client, address: str) -> list[str]:
    """What the second request for a page asks, on whichever connection; the first fills what is kept in memory."""
    assert browser.get(address).status_code == 200, address
    with contextlib.ExitStack() as stack:
        seen = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in ("default", "audit")
        ]
        assert browser.get(address).status_code == 200
    asked = [query["sql"] for each in seen for query in each.captured_queries]
    return [sql for sql in asked if not sql.startswith(NOT_COUNTED)]


def listed(asked: list[str]) -> str:
    return f"{len(asked)} statements\n" + "\n".join(f"  {sql[:120]}" for sql in asked)


def test_start_pages_ask_for_no_more_than_they_did() -> None:
    with transaction.atomic():
        browsers = {role: signed_in(role) for role in STARTS}
    asked = {role: statements(browser, "/") for role, browser in browsers.items()}
    above = [f"{role}:\n{listed(asked[role])}" for role, most in STARTS.items() if len(asked[role]) > most]
    assert not above, "\n".join(above)


def test_lists_ask_for_no_more_than_they_did_however_long(town: Actor) -> None:
    with transaction.atomic():
        browsers = {(role, address): signed_in(role) for role, address in LISTS}
    asked = {key: statements(browser, key[1]) for key, browser in browsers.items()}
    with transaction.atomic():
        more(town, 2)
    longer = {key: statements(browser, key[1]) for key, browser in browsers.items()}
    above = [f"{key}:\n{listed(asked[key])}" for key, most in LISTS.items() if len(asked[key]) > most]
    grown = [f"{key}:\n{listed(longer[key])}" for key in LISTS if len(longer[key]) != len(asked[key])]
    assert not above, "\n".join(above)
    assert not grown, "\n".join(grown)


def test_the_list_of_families_costs_the_same_for_one_and_for_three() -> None:
    with transaction.atomic():
        worker = make_family(area_code="0101").worker
        browser = browser_of(worker)
    asked = statements(browser, "/individuum/")
    assert len(asked) <= FAMILIES, listed(asked)
    with transaction.atomic():
        for _ in range(2):
            make_family(worker=again(worker), area_code="0102")
    longer = statements(browser, "/individuum/")
    assert len(longer) == len(asked), listed(longer)
    assert sum("INSERT INTO audit_auditentry" in sql for sql in longer) == 1


def test_the_start_of_a_case_worker_costs_the_same_for_one_family_and_for_three() -> None:
    with transaction.atomic():
        worker = make_family(area_code="0101").worker
        browser = browser_of(worker)
    asked = statements(browser, "/")
    assert len(asked) <= WITH_FAMILIES, listed(asked)
    with transaction.atomic():
        for _ in range(2):
            make_family(worker=again(worker), area_code="0102")
    longer = statements(browser, "/")
    assert len(longer) == len(asked), listed(longer)
