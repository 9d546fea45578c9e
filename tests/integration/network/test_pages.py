from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_lead, make_offer, make_place, make_provider
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role
from sozialraum.foundation.ui.contributions import Begin, HouseLine, Moment, Today
from sozialraum.network import contributions, queries
from sozialraum.network.enums import Cost, PlaceKind, Visibility
from sozialraum.network.models import Place
from sozialraum.social_structure.contributions import AreaKey

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
HERE = AreaKey("quartiere", 2023, "0301")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def keeper() -> Actor:
    return make_keeper()


def form_of(name: str = "Treff", **changes: str | list[str]) -> dict[str, str | list[str]]:
    texts = (
        "hours", "good_for", "description", "age_from", "age_to", "step_free", "cost_note", "phone", "email", "website",
        "address", "area_code",
    )  # fmt: skip
    return {
        **dict.fromkeys(texts, ""), "name": name, "kind": "meeting_place", "sort": "place", "audience": "everyone", "cost": "unknown",
        "visibility": "public",
        **changes,
    }  # fmt: skip


def test_the_directory_is_open_to_everyone(client: Client, keeper: Actor) -> None:
    provider = make_provider(keeper, name="Brücke e. V.")
    make_place(
        keeper, name="Jugendhaus Ankerplatz", hours="Di bis Sa", cost=Cost.FREE, provider_code=provider
    )
    answer = client.get("/netzwerk/")
    assert answer.status_code == 200
    text = answer.content.decode()
    for said in ("Jugendhaus Ankerplatz", "Di bis Sa", "Brücke e. V."):
        assert said in text
    assert "orte/neu" not in text


def test_the_address_holds_the_whole_question(client: Client, keeper: Actor) -> None:
    make_place(keeper, name="Schwimmkurs", kind=PlaceKind.CLUB, cost=Cost.FREE, step_free=True, age_from=6)
    make_place(keeper, name="Schwimmbad", kind=PlaceKind.SPORTS_GROUND)
    text = client.get("/netzwerk/?q=schwimm&kind=club&free=1&step_free=1&age=9").content.decode()
    assert "Schwimmkurs" in text
    assert "Schwimmbad" not in text
    assert 'value="club" selected' in text


@pytest.mark.parametrize(
    "query",
    ["age=alt", "age=-1", "age=999", "kind=raumschiff", "page=0", "page=99999999", "page=x", "area=%00"],
)
def test_nonsense_in_the_address_is_left_aside(client: Client, keeper: Actor, query: str) -> None:
    make_place(keeper)
    assert client.get(f"/netzwerk/?{query}").status_code == 200


def test_htmx_receives_the_list_alone(client: Client, keeper: Actor) -> None:
    make_place(keeper, name="Bücherei")
    text = client.get("/netzwerk/?q=b%C3%BCcherei", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert 'id="found"' in text
    assert "Bücherei" in text


def test_a_longer_list_asks_no_more_questions(client: Client, keeper: Actor) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/netzwerk/").status_code == 200
        return len(asked)

    make_place(keeper, provider_code=make_provider(keeper), area_code="0301")
    count()
    with_one = count()
    for _place in range(2):
        make_place(keeper, provider_code=make_provider(keeper), area_code="0302")
    assert count() == with_one


def test_entries_of_the_team_and_their_pages_stay_hidden(client: Client, keeper: Actor) -> None:
    hidden = make_place(keeper, name="Probenraum", visibility=Visibility.TEAM)
    assert "Probenraum" not in client.get("/netzwerk/?q=probenraum").content.decode()
    assert client.get(f"/netzwerk/orte/{hidden}/").status_code == 404
    assert browser_of(make_actor(Role.PARENT)).get(f"/netzwerk/orte/{hidden}/").status_code == 404
    assert browser_of(make_actor(Role.CASE_WORKER)).get(f"/netzwerk/orte/{hidden}/").status_code == 200
    assert client.get(f"/netzwerk/orte/{uuid4()}/").status_code == 404


def test_a_confidential_place_tells_its_number_only(client: Client, keeper: Actor) -> None:
    place_id = make_place(
        keeper,
        name="Frauenhaus",
        kind=PlaceKind.SHELTER,
        visibility=Visibility.CONFIDENTIAL,
        phone="030 23125-99",
    )
    text = client.get(f"/netzwerk/orte/{place_id}/").content.decode()
    assert "030 23125-99" in text
    assert "wird niemandem genannt" in text or "told to nobody" in text
    assert 'class="pins' not in text


def test_a_worker_adds_a_place(keeper: Actor) -> None:
    worker = browser_of(make_actor(Role.CASE_WORKER))
    assert worker.get("/netzwerk/orte/neu/").status_code == 200
    answer = worker.post("/netzwerk/orte/neu/", form_of("Nähstube", languages=["tr", "de"], step_free="True"))
    assert answer.status_code == 302
    stored = Place.objects.get()
    assert (stored.name, stored.languages, stored.step_free) == (
        "Nähstube",
        ["de", "tr"],
        True,
    ) or stored.languages
    assert stored.confirmed_at is not None
    wrong = worker.post("/netzwerk/orte/neu/", form_of("Haus", visibility="confidential", address="Kai 7"))
    assert wrong.status_code == 422
    assert wrong.context["form"].non_field_errors()
    assert Place.objects.count() == 1


def test_others_add_and_change_nothing(client: Client, keeper: Actor) -> None:
    place_id = make_place(keeper)
    paths = ("orte/neu/", f"orte/{place_id}/bearbeiten/")
    for path in paths:
        assert client.get(f"/netzwerk/{path}").status_code == 302
        for role in (Role.RESIDENT, Role.PARENT, Role.COMMITTEE_MEMBER):
            assert browser_of(make_actor(role)).get(f"/netzwerk/{path}").status_code == 404
    assert (
        browser_of(make_actor(Role.PARENT)).post(f"/netzwerk/orte/{place_id}/bestaetigen/").status_code == 404
    )
    assert Place.objects.get().confirmed_at is None


def test_a_change_saves_itself_and_joins(keeper: Actor) -> None:
    place_id = make_place(keeper, name="Treff", step_free=True)
    worker = browser_of(make_actor(Role.CASE_WORKER))
    address = f"/netzwerk/orte/{place_id}/bearbeiten/"
    auto = {"X-Autosave": "1"}
    first = worker.post(address, form_of(hours="Mo 14", step_free="True", version="1"), headers=auto)
    assert (first.status_code, first.json()["values"]) == (200, {})
    second = worker.post(address, form_of(hours="", step_free="", version="1"), headers=auto)
    assert second.json()["values"] == {"hours": "Mo 14"}
    sheet = queries.place_sheet(NOBODY, place_id, today=TODAY)
    assert sheet is not None
    assert (sheet.place.hours, sheet.place.step_free) == ("Mo 14", None)
    clash = worker.post(address, form_of(hours="Fr 14", step_free="True", version="1"), headers=auto)
    assert clash.status_code == 409
    assert 'data-conflict-field="hours"' in clash.content.decode()


def test_one_tap_confirms(keeper: Actor) -> None:
    place_id = make_place(keeper, confirmed_at=AT - timedelta(days=500))
    worker = browser_of(make_actor(Role.CASE_WORKER))
    assert worker.post(f"/netzwerk/orte/{place_id}/bestaetigen/").status_code == 302
    assert Place.objects.get().confirmed_at > AT - timedelta(days=400)


def test_the_map_draws_the_places_on_their_quarter(client: Client, keeper: Actor) -> None:
    from shapely import Polygon, to_wkb

    from sozialraum.social_structure.models import Area, AreaSystem

    system = AreaSystem.objects.create(
        code="quartiere", vintage=2023, name="Quartiere", levels=[{"code": "city"}, {"code": "quarter"}],
        valid_from=date(2023, 1, 1),
    )  # fmt: skip
    city = Area.objects.create(system=system, area_code="00", level="city", name="Lindenfurt")
    square = to_wkb(Polygon([(9, 50), (9.02, 50), (9.02, 50.02), (9, 50.02)]))
    Area.objects.create(
        system=system, area_code="0301", level="quarter", name="Werft", parent=city, outline=square
    )
    make_place(keeper, name="Bücherei <b>", area_code="0301", longitude=9.01, latitude=50.01)
    text = client.get("/netzwerk/").content.decode()
    assert 'class="pins"' in text
    assert "Bücherei &lt;b&gt;" in text
    assert "Bücherei <b>" not in text
    assert "Werft" in text


def test_what_the_floor_brings_to_other_pages(keeper: Actor) -> None:
    make_place(keeper, name="Bücherei", area_code="0301", confirmed_at=AT)
    make_place(keeper, name="Probenraum", area_code="0301", visibility=Visibility.TEAM)
    assets = contributions.assets(HERE, TODAY)
    assert assets is not None
    assert [place.name for place in assets.places] == ["Bücherei"]
    assert contributions.place_counts("quartiere", 2023) == {"0301": 1}
    assert contributions.assets(AreaKey("quartiere", 2023, "0999"), TODAY) is None
    assert [hit.title for hit in contributions.search(NOBODY, "buecherei", 5)] == ["Bücherei"]


def test_everybody_can_open_what_is_there_in_an_area(keeper: Actor, client: Client) -> None:
    make_place(keeper, name="Bücherei", area_code="0301", confirmed_at=AT)
    make_offer(keeper, make_provider(keeper), name="Offener Treff", area_code="0301")
    assets = contributions.assets(HERE, TODAY)
    assert assets is not None
    assert [place.name for place in assets.places] == ["Offener Treff", "Bücherei"]
    assert [client.get(place.url).status_code for place in assets.places] == [200, 200]


def test_the_start_page_tells_the_number_and_asks_to_confirm(keeper: Actor) -> None:
    make_place(keeper, provider_code="bruecke")
    given = contributions.today(make_lead("bruecke"), Moment(now=AT, today=TODAY))
    assert [type(each) for each in given] == [HouseLine, Today, Begin]
    assert [type(each) for each in contributions.today(NOBODY, Moment(now=AT, today=TODAY))] == [HouseLine]


def test_who_keeps_an_entry_sees_what_it_said_before(keeper: Actor) -> None:
    place_id = make_place(keeper, name="Bücherei", good_for="Kinder", quiet=True)
    path = f"/netzwerk/orte/{place_id}/verlauf/"
    client = browser_of(keeper)
    assert "hat sich nichts geändert" in client.get(path).content.decode()
    form = client.get(f"/netzwerk/orte/{place_id}/bearbeiten/").context["form"]
    assert form["quiet"].value() is True
    posted = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    saved = client.post(
        f"/netzwerk/orte/{place_id}/bearbeiten/",
        {**posted, "good_for": "Kinder und Eltern", "capacity": "30"},
    )
    assert saved.status_code == 302
    text = client.get(path).content.decode()
    assert "<del>Kinder</del>" in text
    assert "<ins>Kinder und Eltern</ins>" in text
    assert "<ins>30</ins>" in text
    assert Place.objects.get(id=place_id).quiet is True
    assert browser_of(make_actor(Role.RESIDENT)).get(path).status_code == 404


def test_more_places_cannot_be_free_than_there_are(keeper: Actor) -> None:
    place_id = make_place(keeper)
    client = browser_of(keeper)
    form = client.get(f"/netzwerk/orte/{place_id}/bearbeiten/").context["form"]
    posted = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    answer = client.post(
        f"/netzwerk/orte/{place_id}/bearbeiten/", {**posted, "capacity": "3", "places_free": "4"}
    )
    assert answer.status_code == 422
    assert "nicht mehr Plätze frei" in answer.content.decode()
