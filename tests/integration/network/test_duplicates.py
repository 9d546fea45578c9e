"""Two entries that are one: found, made one, and two again."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_lead, make_place, make_provider
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role
from sozialraum.network import queries, services
from sozialraum.network.enums import Visibility
from sozialraum.network.models import Place
from sozialraum.network.queries.duplicates import twins
from sozialraum.network.services.duplicates import merge_places, say_different, undo_merge

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Actor:
    stop_clock(monkeypatch)
    return make_keeper()


def make_twins(keeper: Actor) -> tuple[UUID, UUID]:
    one = make_place(keeper, name="Kita Sonnenstrahl", address="Hafenweg 3", phone="030 123456")
    other = make_place(
        keeper, name="Kindertagesstätte Sonnenstrahl", address="Hafenweg 3", email="kita@example.org", languages=["tr"]
    )  # fmt: skip
    return one, other


def said(place_id: UUID) -> dict[str, object]:
    return Place.objects.filter(id=place_id).values(
        "name", "phone", "email", "languages", "valid_until", "address"
    )[0]


def test_what_the_kept_one_does_not_say_comes_from_the_other_and_all_of_it_can_be_taken_back(
    keeper: Actor,
) -> None:
    one, other = make_twins(keeper)
    evening = make_place(keeper, name="Elternabend", host=other)
    before = said(one), said(other)
    pairs, total = twins(keeper, today=TODAY)
    assert total == 1
    assert {each.id for each in pairs[0].both} == {one, other}
    merge = merge_places(one, other, by=keeper, at=AT)
    kept = said(one)
    assert (kept["name"], kept["phone"], kept["email"], kept["languages"]) == (
        "Kita Sonnenstrahl", "030 123456", "kita@example.org", ["tr"],
    )  # fmt: skip
    assert [each.name for each in queries.activities_at(NOBODY, one, today=TODAY)] == ["Elternabend"]
    assert twins(keeper, today=TODAY) == ([], 0)
    assert undo_merge(merge, by=keeper, at=AT)
    assert (said(one), said(other)) == before
    assert Place.objects.get(id=evening).host_id == other


def test_words_written_after_a_merge_outlive_its_undoing(keeper: Actor) -> None:
    one, other = make_twins(keeper)
    merge = merge_places(one, other, by=keeper, at=AT)
    version = Place.objects.get(id=one).version
    services.revise_place(one, values={"good_for": "Kinder ab 1"}, version=version, by=keeper, at=AT)
    assert not undo_merge(merge, by=keeper, at=AT)
    assert Place.objects.get(id=one).good_for == "Kinder ab 1"
    assert said(other)["valid_until"] is None
    with pytest.raises(services.Refused):
        undo_merge(merge, by=keeper, at=AT)


def test_a_merged_entry_leads_on(keeper: Actor, client: Client) -> None:
    one, other = make_twins(keeper)
    merge_places(one, other, by=keeper, at=AT)
    answer = client.get(f"/netzwerk/orte/{other}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/netzwerk/orte/{one}/")
    with pytest.raises(services.Refused):
        merge_places(one, other, by=keeper, at=AT)


def test_a_confidential_place_gets_no_address_by_a_merge(keeper: Actor) -> None:
    secret = make_place(keeper, name="Zuflucht", phone="030 999999", visibility=Visibility.CONFIDENTIAL)
    known = make_place(keeper, name="Zuflucht", phone="030 999999", address="Kai 7")
    for kept, gone in ((secret, known), (known, secret)):
        with pytest.raises(services.Refused):
            merge_places(kept, gone, by=keeper, at=AT)
    assert said(secret)["address"] == ""


def test_in_the_browser_two_stay_two_or_become_one(keeper: Actor) -> None:
    one, other = make_twins(keeper)
    planner = browser_of(make_actor(Role.PLANNER))
    assert "dieselbe Anschrift" in planner.get("/netzwerk/doppelt/").content.decode()
    path = f"/netzwerk/doppelt/{one}/{other}/"
    planner.post(path, {"keep": "second"})
    assert said(one)["valid_until"] is not None
    text = planner.get("/netzwerk/doppelt/").content.decode()
    undo = text.split('action="/netzwerk/doppelt/')[-1].split('"')[0]
    planner.post(f"/netzwerk/doppelt/{undo}")
    assert said(one)["valid_until"] is None
    planner.post(path, {"keep": "both"})
    assert "nichts doppelt" in planner.get("/netzwerk/doppelt/").content.decode()


def test_only_the_office_makes_one_of_two(keeper: Actor) -> None:
    one, other = make_twins(keeper)
    lead = browser_of(make_lead(make_provider(keeper)))
    assert lead.get("/netzwerk/doppelt/").status_code == 404
    assert lead.post(f"/netzwerk/doppelt/{one}/{other}/", {"keep": "first"}).status_code == 404
    assert lead.post(f"/netzwerk/doppelt/{one}/{other}/", {"keep": "both"}).status_code == 404
    assert said(other)["valid_until"] is None
    say_different(one, other, by=keeper, at=AT)
    assert twins(keeper, today=TODAY) == ([], 0)
