from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_lead, make_offer, make_provider, make_team
from factories.people import AT, TODAY, make_actor, make_user
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.ui.contributions import HouseLine, Moment, Today
from sozialraum.organization import contributions, queries
from sozialraum.organization.services import NewMembership, add_memberships

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def keeper() -> Actor:
    return make_keeper()


@pytest.fixture
def planner() -> Client:
    return browser_of(make_actor(Role.PLANNER))


def form_of(name: str = "Familienhilfe", version: int = 1, **changes: str) -> dict[str, str]:
    fields = {"name": name, "description": "", "area_code": "", "capacity": "", "valid_until": ""}
    return {**fields, "version": str(version), **changes}


def test_the_overview_shows_teams_and_providers(keeper: Actor, planner: Client) -> None:
    make_team(keeper, name="Team Hafen", phone="030 23125-01")
    make_provider(keeper, name="Brücke e. V.")
    answer = planner.get("/organisation/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Team Hafen" in text
    assert "030 23125-01" in text
    assert "Brücke e. V." in text


def test_providers_stand_in_german_order_page_by_page(keeper: Actor, planner: Client) -> None:
    names = ["Zeder e. V.", "Ahorn e. V.", "Öffner e. V.", "Oase e. V.", "Äpfel e. V.", "Haus 10", "Haus 9"]
    for name in names:
        make_provider(keeper, name=name)
    ordered = sorted(names, key=german_sort_key)

    def shown(**asked: str) -> list[str]:
        text = planner.get("/organisation/", asked).content.decode().split('id="providers-title"')[1]
        return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', text)

    assert shown() == shown(sort="name") == ordered
    assert [*shown(size="4"), *shown(size="4", page="2")] == ordered
    assert shown(sort="-name") == ordered[::-1]


def test_an_empty_house_says_what_comes_next(planner: Client) -> None:
    text = planner.get("/organisation/").content.decode()
    assert "Noch ist kein Team eingetragen." in text or "No team is entered yet." in text
    assert 'class="empty"' in text


@pytest.mark.parametrize("role", [Role.PARENT, Role.YOUNG_PERSON, Role.OMBUDSPERSON, Role.ADMINISTRATOR])
def test_the_room_is_closed_to_others(keeper: Actor, role: Role) -> None:
    make_team(keeper, code="hafen")
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code)
    stranger = browser_of(make_actor(role))
    for path in (
        "",
        "teams/hafen/",
        f"traeger/{code}/",
        f"angebote/{offer_id}/",
        f"angebote/{offer_id}/bearbeiten/",
    ):
        assert stranger.get(f"/organisation/{path}").status_code == 404
    assert stranger.post(f"/organisation/angebote/{offer_id}/bestaetigen/").status_code == 404


def test_nobody_enters_without_signing_in(client: Client, keeper: Actor) -> None:
    make_team(keeper, code="hafen")
    answer = client.get("/organisation/teams/hafen/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/anmelden/")


def test_a_team_page_names_its_people(keeper: Actor, planner: Client) -> None:
    code = make_team(keeper)
    add_memberships(
        [NewMembership(code, make_user(full_name="Zoe Öztürk").id, date(2025, 1, 1))], by=keeper, at=AT
    )
    assert "Zoe Öztürk" in planner.get(f"/organisation/teams/{code}/").content.decode()
    partner = browser_of(make_lead(make_provider(keeper)))
    assert "Zoe Öztürk" not in partner.get(f"/organisation/teams/{code}/").content.decode()
    assert planner.get("/organisation/teams/nirgends/").status_code == 404


def test_a_provider_page_lists_its_offers_and_exports_them(keeper: Actor, planner: Client) -> None:
    code = make_provider(keeper, contact_name="Daniel Okafor")
    make_offer(keeper, code, name="=Familienhilfe Hafen")
    text = planner.get(f"/organisation/traeger/{code}/").content.decode()
    assert "Familienhilfe Hafen" in text
    assert "Daniel Okafor" in text
    exported = planner.get(f"/organisation/traeger/{code}/?format=csv")
    assert "Familienhilfe Hafen" in exported.content.decode("utf-8-sig")
    assert '"=Familienhilfe' not in exported.content.decode("utf-8-sig")
    resident = browser_of(make_actor(Role.RESIDENT))
    assert "Daniel Okafor" not in resident.get(f"/organisation/traeger/{code}/").content.decode()
    assert planner.get("/organisation/traeger/niemand/").status_code == 404


@pytest.mark.parametrize("path", ["/organisation/", "/organisation/traeger/{code}/"])
def test_a_longer_list_asks_no_more_questions(keeper: Actor, planner: Client, path: str) -> None:
    code = make_provider(keeper)
    address = path.format(code=code)

    def more() -> None:
        make_team(keeper)
        make_offer(keeper, make_provider(keeper))
        make_offer(keeper, code)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert planner.get(address).status_code == 200
        return len(asked)

    more()
    count()
    with_one = count()
    more()
    more()
    assert count() == with_one


def test_an_offer_page_says_how_one_gets_in(keeper: Actor, planner: Client) -> None:
    offer_id = make_offer(keeper, make_provider(keeper), direct_access=True)
    text = planner.get(f"/organisation/angebote/{offer_id}/").content.decode()
    assert "§ 31" in text
    assert "bearbeiten" not in text
    assert planner.get(f"/organisation/angebote/{uuid4()}/").status_code == 404


def test_the_lead_changes_her_offer(keeper: Actor) -> None:
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code)
    lead = browser_of(make_lead(code))
    address = f"/organisation/angebote/{offer_id}/bearbeiten/"
    assert lead.get(address).status_code == 200
    answer = lead.post(address, form_of("Neue Hilfe", capacity="7"))
    assert answer.status_code == 302
    stored = queries.offer(offer_id, today=TODAY)
    assert stored is not None
    assert (stored.name, stored.capacity, stored.version) == ("Neue Hilfe", 7, 2)


def test_another_provider_finds_no_form(keeper: Actor) -> None:
    offer_id = make_offer(keeper, make_provider(keeper))
    other = browser_of(make_lead(make_provider(keeper)))
    address = f"/organisation/angebote/{offer_id}/bearbeiten/"
    assert other.get(address).status_code == 404
    assert other.post(address, form_of("Übernommen")).status_code == 404
    assert other.post(f"/organisation/angebote/{offer_id}/bestaetigen/").status_code == 404


def test_autosave_answers_with_version_errors_and_conflict(keeper: Actor) -> None:
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code, name="Familienhilfe", description="Montags")
    lead = browser_of(make_lead(code))
    address = f"/organisation/angebote/{offer_id}/bearbeiten/"
    auto = {"X-Autosave": "1"}
    first = lead.post(address, form_of(description="Dienstags"), headers=auto)
    assert (first.status_code, first.json()["version"], first.json()["values"]) == (200, 2, {})
    joined = lead.post(address, form_of(description="Montags", capacity="5"), headers=auto)
    assert (joined.json()["version"], joined.json()["values"]) == (3, {"description": "Dienstags"})
    clash = lead.post(address, form_of(description="Freitags"), headers=auto)
    assert clash.status_code == 409
    text = clash.content.decode()
    assert 'data-conflict-field="description"' in text
    assert "Dienstags" in text
    assert "Freitags" in text
    assert "&quot;capacity&quot;: 5" in text
    wrong = lead.post(address, form_of(name="", version=3), headers=auto)
    assert wrong.status_code == 422
    assert set(wrong.json()["errors"]) == {"name"}


def test_without_script_a_conflict_keeps_what_was_typed(keeper: Actor) -> None:
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code, name="Familienhilfe", description="Montags")
    lead = browser_of(make_lead(code))
    address = f"/organisation/angebote/{offer_id}/bearbeiten/"
    lead.post(address, form_of(description="Dienstags", capacity="5"))
    clash = lead.post(address, form_of(description="Freitags"))
    assert clash.status_code == 409
    form = clash.context["form"]
    assert form["description"].value() == "Freitags"
    assert form["capacity"].value() == 5
    assert form["version"].value() == 2
    settled = lead.post(address, form_of(description="Freitags", capacity="5", version=2))
    assert settled.status_code == 302


def test_one_tap_confirms_and_leads_back(keeper: Actor) -> None:
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code)
    lead = browser_of(make_lead(code))
    assert lead.get(f"/organisation/angebote/{offer_id}/bestaetigen/").status_code == 405
    answer = lead.post(f"/organisation/angebote/{offer_id}/bestaetigen/")
    assert answer["Location"] == f"/organisation/traeger/{code}/"
    stored = queries.offer(offer_id, today=TODAY)
    assert stored is not None
    assert stored.confirmed_on is not None


def test_the_start_page_asks_a_provider_to_confirm(keeper: Actor) -> None:
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code, name="Familienhilfe")
    moment = Moment(now=AT, today=TODAY)
    (line, thing) = contributions.today(make_lead(code), moment)
    assert isinstance(line, HouseLine)
    assert isinstance(thing, Today)
    assert str(offer_id) in thing.url
    assert len(contributions.today(make_actor(Role.PLANNER), moment)) == 1


def test_the_search_is_for_those_who_may_enter(keeper: Actor) -> None:
    make_offer(keeper, make_provider(keeper, name="Brücke e. V."), name="Brückenkurs")
    found = contributions.search(make_actor(Role.CASE_WORKER), "brücke", 9)
    assert [hit.title for hit in found] == ["Brücke e. V.", "Brückenkurs"]
    assert contributions.search(make_actor(Role.PARENT), "brücke", 9) == []
