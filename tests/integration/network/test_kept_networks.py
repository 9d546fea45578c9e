"""The network of a city is kept in memory: it changes with every cooperation, and shows nobody what another reader sees."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from integration.network.test_cooperations import houses, noted

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_lead, make_place, make_provider
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.ui.services import found_installation
from sozialraum.network.cooperations import queries, services
from sozialraum.network.cooperations.enums import Side
from sozialraum.network.enums import PlaceKind
from sozialraum.network.services.duplicates import merge_places

NETWORK = "/netzwerk/zusammenarbeit/"


@pytest.fixture(autouse=True)
def keeper(committing: None, monkeypatch: pytest.MonkeyPatch) -> Actor:
    stop_clock(monkeypatch)
    with transaction.atomic():
        found_installation(municipality_name="Kleinstadt", language="de", at=AT, by=None)
        make_areas()
        return make_keeper()


@pytest.fixture
def pair(keeper: Actor) -> tuple[UUID, UUID]:
    with transaction.atomic():
        return houses(keeper, make_provider(keeper))


def page(browser: Client, query: str = "") -> str:
    response = browser.get(NETWORK + query)
    assert response.status_code == 200
    return response.content.decode()


def test_every_page_shows_what_was_noted_a_moment_ago(keeper: Actor, pair: tuple[UUID, UUID]) -> None:
    browser = browser_of(keeper)
    assert "Schule am Wehr</a>" not in page(browser)
    with transaction.atomic():
        tie = noted(keeper, *pair)
    assert "Schule am Wehr</a>" in page(browser)
    with transaction.atomic():
        services.end_cooperation(tie, ended_on=TODAY, why="", by=keeper, at=AT)
    assert "Schule am Wehr</a>" not in page(browser)


def test_what_is_not_published_stays_with_the_office(keeper: Actor, pair: tuple[UUID, UUID]) -> None:
    with transaction.atomic():
        tie = noted(keeper, *pair)
        resident = browser_of(make_actor(Role.RESIDENT))
    office = browser_of(keeper)
    assert "Schule am Wehr</a>" in page(office)
    assert "Schule am Wehr</a>" not in page(resident)
    with transaction.atomic():
        for side in Side:
            services.publish_cooperation(tie, side=side, public=True, by=keeper, at=AT)
    assert "Schule am Wehr</a>" in page(resident)


def test_who_may_write_is_asked_of_every_reader(keeper: Actor, pair: tuple[UUID, UUID]) -> None:
    with transaction.atomic():
        provider = make_provider(keeper, code="andere")
        lead = make_lead(provider)
    chosen = f"?org={pair[1]}"
    with_acts, without = "Ansehen und eintragen", "Mehr dazu"
    assert with_acts in page(browser_of(keeper), chosen)
    assert without in page(browser_of(lead), chosen)
    assert with_acts in page(browser_of(keeper), chosen)


def test_a_house_is_asked_for_by_its_own_ties_alone_also_those_it_was_given(
    keeper: Actor, pair: tuple[UUID, UUID]
) -> None:
    bridge, school = pair
    with transaction.atomic():
        double = make_place(keeper, name="Schule am Wehr (GS)", kind=PlaceKind.SCHOOL, area_code="0101")
        noted(keeper, bridge, double)
        merge_places(school, double, by=keeper, at=AT)
        far = make_place(keeper, name="Ruderclub", kind=PlaceKind.CLUB, area_code="0102")
        noted(keeper, bridge, far)
    assert [row.partner(school).id for row in queries.cooperations_of(keeper, school, today=TODAY)] == [
        bridge
    ]
    found = queries.network_of(queries.reader_of(keeper), frozenset({"0102"}), today=TODAY)
    assert [{row.one.id, row.other.id} for row in found.cooperations] == [{bridge, far}]


def test_a_second_reader_asks_for_no_organization(keeper: Actor, pair: tuple[UUID, UUID]) -> None:
    browser = browser_of(keeper)
    page(browser)
    asked: list[str] = []
    found = statements.rows

    def rows(statement: str, *values: object) -> object:
        asked.append(statement)
        return found(statement, *values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries.statements, "rows", rows)
        page(browser)
        assert not [each for each in asked if "cooperations_cooperation c" in each]
        page(browser, "?was=offer")
    assert not [each for each in asked if "FROM cooperations_cooperation c" in each], (
        "the same rows, another choice"
    )
