"""The directory as HSDS 3: everything that goes out keeps the rules, and what breaks them does not come in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_offer, make_place, make_provider
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import NOBODY, Role
from sozialraum.network import queries
from sozialraum.network.directory.asked import Asked
from sozialraum.network.enums import Cost, PlaceKind, Visibility
from sozialraum.network.hsds.checks import problems
from sozialraum.network.hsds.reading import BrokenFile
from sozialraum.network.models import Place
from sozialraum.network.services.imports import import_hsds

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
SERVICE: dict[str, Any] = {
    "id": "ac148810-d857-441c-9679-408f346de14b", "name": "Schwimmkurs", "status": "active", "minimum_age": 6,
    "schedules": [{"id": "48102e86-bb50-41c4-8f1e-e268369c41d1", "freq": "WEEKLY", "byday": "TU,TH", "opens_at": "16:00", "closes_at": "17:00:00"}],
    "service_at_locations": [{
        "id": "e94c9f38-1e8f-4564-91d4-d53501ab1765",
        "location": {"id": "3a19ff88-4620-4d17-9830-ac1d859eb5d5", "location_type": "physical", "latitude": 52.1, "longitude": 9.8},
    }],
    "assured_date": "2026-10-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    # before anybody was there, every page leads to the setting up
    make_keeper()


def get(client: Client, path: str) -> Any:
    answer = client.get(f"/offen/netzwerk/{path}")
    assert answer.status_code == 200, path
    return json.loads(answer.content)


def test_every_document_keeps_the_rules_and_nothing_confidential_goes_out(client: Client) -> None:
    keeper = make_keeper()
    provider = make_provider(keeper, name="Brücke e. V.")
    make_offer(keeper, provider)
    make_place(keeper, name="Treff", hours="Mo bis Fr, 9 bis 17 Uhr", cost=Cost.FREE, provider_code=provider,
               longitude=9.8, latitude=52.8, address="Kai 7", step_free=True, capacity=8, places_free=2,
               languages=["de", "tr"], confirmed_at=AT)  # fmt: skip
    make_place(
        keeper, name="Frauenhaus", kind=PlaceKind.SHELTER, visibility=Visibility.CONFIDENTIAL, phone="030 1"
    )
    make_place(keeper, name="Probenraum", visibility=Visibility.TEAM)
    page = get(client, "services")
    assert page["total_items"] == 3
    assert [found for each in page["contents"] for found in problems(each)] == []
    by_name = {each["name"]: each for each in page["contents"]}
    assert "Probenraum" not in by_name
    assert "service_at_locations" not in by_name["Frauenhaus"]
    assert by_name["Treff"]["schedules"][0]["byday"] == "MO,TU,WE,TH,FR"
    assert by_name["Treff"]["organization"]["name"] == "Brücke e. V."
    assert by_name["Treff"]["capacities"][0]["available"] == 2
    terms = [each["taxonomy_term"] for each in by_name["Treff"]["attributes"]]
    assert {each["taxonomy"]["name"] for each in terms} >= {"kind", "level"}
    assert get(client, f"services/{by_name['Treff']['id']}") == by_name["Treff"]
    organizations = get(client, "organizations")["contents"]
    assert [found for each in organizations for found in problems(each, "organization")] == []


def test_the_interface_describes_itself_and_is_kept_by_its_fingerprint(client: Client) -> None:
    assert get(client, "")["openapi_url"].endswith("/offen/netzwerk/openapi.json")
    first = client.get("/offen/netzwerk/services")
    assert client.get("/offen/netzwerk/services", headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("query", ["page=0", "page=x", "per_page=201", "per_page=-1", "page=%00"])
def test_a_number_that_is_none_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/offen/netzwerk/services?{query}").status_code == 400


def test_a_file_comes_in_is_found_and_goes_out_as_it_came(client: Client) -> None:
    keeper = make_keeper()
    done = import_hsds(json.dumps([SERVICE]).encode(), source="stadt", by=keeper, at=AT)
    assert (done.added, done.revised) == (1, 0)
    again = import_hsds(
        json.dumps({"contents": [{**SERVICE, "name": "Schwimmkurs Süd"}]}).encode(),
        source="stadt",
        by=keeper,
        at=AT,
    )
    assert (again.added, again.revised) == (0, 1)
    (entry,) = queries.search_directory(
        NOBODY, Asked(text="schwimmen", days=frozenset({2})), today=TODAY
    ).entries
    assert isinstance(entry.shown, queries.PlaceRow)
    assert (entry.shown.name, entry.shown.age_from, entry.shown.longitude) == ("Schwimmkurs Süd", 6, 9.8)
    (out,) = get(client, "services")["contents"]
    assert (out["schedules"][0]["byday"], out["schedules"][0]["opens_at"]) == ("TU,TH", "16:00")


@pytest.mark.parametrize(
    "broken",
    [
        b"", b"{", b"[]", b"\xff\xfe", b'"text"', b'{"services": "none"}', b"[" * 100_000,
        *(
            json.dumps([SERVICE, {**SERVICE, **change}]).encode()
            for change in (
                {"id": "7"}, {"name": ""}, {"status": "open"}, {"minimum_age": -500}, {"assured_date": "gestern"},
                {"schedules": [{**SERVICE["schedules"][0], "closes_at": "15:00"}]},
                {"schedules": [{**SERVICE["schedules"][0], "byday": "Dienstag"}]},
                {"schedules": [{**SERVICE["schedules"][0], "interval": 2}]}, {"schedules": SERVICE["schedules"][0]},
                {"minimum_age": "sechs"}, {"minimum_age": True}, {"url": "keine Adresse"}, {"email": "niemand"},
                {"attributes": [{"id": SERVICE["id"]}]}, {"capacities": [{"id": SERVICE["id"], "available": 3}]},
                {"service_at_locations": [{"id": SERVICE["id"], "location": {"id": SERVICE["id"], "location_type": "physical", "latitude": 100}}]},
            )
        ),
    ],
)  # fmt: skip
def test_a_broken_file_leaves_nothing_behind(broken: bytes) -> None:
    with pytest.raises(BrokenFile):
        import_hsds(broken, source="stadt", by=make_keeper(), at=AT)
    assert Place.objects.count() == 0


def test_the_published_examples_are_read_and_their_impossible_point_is_named(shared_data: Path) -> None:
    content = (shared_data / "hsds_examples" / "service_full.json").read_bytes()
    with pytest.raises(BrokenFile) as caught:
        import_hsds(content, source="example", by=make_keeper(), at=AT)
    # the specification's own example stands at latitude 100
    assert any("latitude is not on the earth" in each for each in caught.value.found)
    mended = content.replace(b'"latitude": 100', b'"latitude": 10')
    assert import_hsds(mended, source="example", by=make_keeper(), at=AT).added == 1


def test_planning_hands_a_file_in_by_the_browser_and_is_told_what_is_wrong() -> None:
    browser = browser_of(make_actor(Role.PLANNER))
    broken = SimpleUploadedFile("services.json", b'[{"name": "Kurs"}]')
    answer = browser.post("/netzwerk/einlesen/", {"source": "stadt", "file": broken})
    assert answer.status_code == 422
    assert "status is missing" in answer.content.decode()
    whole = SimpleUploadedFile("services.json", json.dumps([SERVICE]).encode())
    assert browser.post("/netzwerk/einlesen/", {"source": "stadt", "file": whole}).status_code == 302
    assert Place.objects.get().source == "stadt"
