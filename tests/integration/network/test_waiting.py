"""What waits for somebody's word comes to the start page of the right person, and of nobody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import translation
from integration.network.test_cards import make_card
from integration.network.test_cooperations import houses, noted

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_lead, make_place, make_provider
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.network.cooperations.enums import Side
from sozialraum.network.cooperations.services import confirm_cooperation, end_cooperation
from sozialraum.network.enums import CardVisibility
from sozialraum.network.models import Place
from sozialraum.network.presentation.waiting import asked_today
from sozialraum.network.queries.waiting import Waiting, WaitingSort, waiting_for

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
LONG_AGO = AT - timedelta(days=500)


@pytest.fixture
def keeper() -> Actor:
    make_areas()
    return make_keeper()


def said(waiting: list[Waiting]) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(each.title, each.url) for each in asked_today(waiting, TODAY)]


def of(actor: Actor, *codes: str) -> list[Waiting]:
    return waiting_for(actor, codes, today=TODAY)


def ties_of(actor: Actor, *codes: str) -> list[Waiting]:
    return [each for each in of(actor, *codes) if each.sort is WaitingSort.TIE]


def test_a_cooperation_asks_the_side_that_has_not_said_so_for_a_year(keeper: Actor) -> None:
    provider = make_provider(keeper)
    bridge, school = houses(keeper, provider)
    tie = noted(keeper, bridge, school, confirmed={bridge: TODAY - timedelta(days=400), school: TODAY})
    lead = make_lead(provider)
    (waiting,) = ties_of(lead, provider)
    assert (waiting.sort, waiting.key, waiting.partner, waiting.many) == (
        WaitingSort.TIE,
        bridge,
        "Schule am Wehr",
        1,
    )
    assert said([waiting]) == [
        ("Do “Brücke” and “Schule am Wehr” still work together?", f"/netzwerk/zusammenarbeit/haus/{bridge}/")
    ]
    assert of(make_lead("another"), "another") == []
    first, _other = sorted((bridge, school))
    confirm_cooperation(tie, side=Side.ONE if bridge == first else Side.OTHER, as_="Brücke", by=lead, at=AT)
    assert ties_of(lead, provider) == []


def test_what_has_ended_asks_nobody(keeper: Actor) -> None:
    provider = make_provider(keeper)
    bridge, school = houses(keeper, provider)
    tie = noted(keeper, bridge, school)
    lead = make_lead(provider)
    assert len(ties_of(lead, provider)) == 1
    end_cooperation(tie, ended_on=TODAY, why="", by=lead, at=AT)
    assert ties_of(lead, provider) == []


def test_an_entry_asks_who_confirmed_it_last_and_many_are_one_line(
    keeper: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    worker, other = make_actor(Role.CASE_WORKER), make_actor(Role.CASE_WORKER)
    places: list[UUID] = [
        make_place(keeper, name=f"Treff {number}", confirmed_at=LONG_AGO) for number in range(5)
    ]
    Place.objects.filter(id__in=places[:4]).update(confirmed_by=worker.user_id)
    assert [each.many for each in of(worker)] == [4, 4, 4]
    ((title, url),) = said(of(worker))
    assert title == "4 entries wait for your word"
    assert of(other) == []
    page = browser_of(worker).get(url.replace("you+or+your+house", "Sie+oder+Ihr+Haus")).content.decode()
    assert "Treff 3" in page
    assert "Treff 4" not in page


def test_a_card_tells_its_owner_and_keeper_before_it_ends(keeper: Actor) -> None:
    worker, resident = make_actor(Role.CASE_WORKER), make_actor(Role.RESIDENT)
    soon = TODAY + timedelta(days=12)
    ends = {
        "valid_until": soon,
        "consents": {},
        "visibility": CardVisibility.TEAM,
        "phone": "",
        "full_name": "",
    }
    card = make_card(worker, user_id=resident.user_id, **ends)
    make_card(worker, title="Kuchen backen", consents={}, phone="", full_name="")
    for actor in (worker, resident):
        (found,) = of(actor)
        assert (found.sort, found.key, found.day) == (WaitingSort.CARD, card, soon)
        ((title, url),) = said([found])
        assert title.startswith("The card “Fahrräder reparieren” ends on")
        assert url == f"/netzwerk/karten/{card}/bearbeiten/"
    assert of(make_actor(Role.CASE_WORKER)) == []
    assert of(make_actor(Role.RESIDENT)) == []
