"""Tables of places in the directory: looked at, brought in, renewed, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_lead, make_provider
from factories.people import AT, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.network import services
from sozialraum.network.entry_tables import TablePlan, proposed_columns, read_entries
from sozialraum.network.enums import Cost, PlaceKind
from sozialraum.network.models import Place, ResourceImport
from sozialraum.network.services.imports import effect_of, import_entries, undo_import
from sozialraum.warehouse.sources import read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
TABLE = """Nr;Einrichtung;Art;Straße;Hausnr;PLZ;Ort;lon;lat;Telefon;Plätze;Kosten;Träger
01;Kita Sonnenstrahl;Kindertagesstätte;Hafenweg;3;12345;Lindenfurt;9,81;52,11;0123 456;60;;AWO
02;Treffpunkt am Kai;Nachbarschaftstreff;Kaistraße;7;12345;Lindenfurt;9,82;52,12;;;kostenlos;Brücke e. V.
03;;Kindertagesstätte;Weg;1;12345;Lindenfurt;9,8;52,1;;;;
04;Verkehrt;Schule;Weg;2;12345;Lindenfurt;52,1;9,8;;;;
05;Auf dem Mond;Schule;Weg;2;12345;Lindenfurt;500;52;;;;
02;Treffpunkt am Kai;Nachbarschaftstreff;Kaistraße;7;12345;Lindenfurt;9,82;52,12;;;;
"""


@pytest.fixture
def planner(monkeypatch: pytest.MonkeyPatch) -> Actor:
    stop_clock(monkeypatch)
    # before anybody was there, every page leads to the setting up
    make_keeper()
    return make_actor(Role.PLANNER)


def read(text: str = TABLE, **providers: str) -> Any:
    table = read_table(text.encode(), "einrichtungen.csv")
    return read_entries(table, TablePlan("Stadt", proposed_columns(table)), providers=providers)


def test_a_table_says_what_it_says_and_names_the_rows_that_do_not_fit() -> None:
    found = read(awo="P01")
    assert [each.name for each in found.entries] == ["Kita Sonnenstrahl", "Treffpunkt am Kai"]
    kita, meeting = found.entries
    assert (kita.kind, kita.address, kita.capacity) == (
        PlaceKind.DAY_CARE, "Hafenweg 3, 12345 Lindenfurt", 60,
    )  # fmt: skip
    assert (kita.longitude, kita.latitude, kita.provider_code) == (9.81, 52.11, "P01")
    assert (meeting.kind, meeting.cost, meeting.description) == (
        PlaceKind.MEETING_PLACE, Cost.FREE, "Träger: Brücke e. V.",
    )  # fmt: skip
    assert {str(each.message): each.rows for each in found.faults} == {
        "No name stands in the row.": (4,),
        "Longitude and latitude stand in each other's column.": (5,),
        "The coordinates are no degrees of longitude and latitude (WGS 84).": (6,),
        "The same place stands in the file twice.": (7,),
    }


def test_a_second_edition_renews_only_what_the_file_says(planner: Actor) -> None:
    first = read()
    assert effect_of(first.entries, fields=first.fields).new == 2
    import_entries(first.entries, by=planner, at=AT, fields=first.fields)
    place = Place.objects.get(source_id="01")
    services.revise_place(place.id, values={"good_for": "Kinder ab 1"}, version=1, by=planner, at=AT)
    second = read(TABLE.replace("Hafenweg;3", "Hafenweg;5"))
    effect = effect_of(second.entries, fields=second.fields)
    assert (effect.new, effect.changed, effect.same) == (0, 1, 1)
    done = import_entries(second.entries, by=planner, at=AT, fields=second.fields)
    assert (done.added, done.revised) == (0, 1)
    place.refresh_from_db()
    assert (place.address, place.good_for) == ("Hafenweg 5, 12345 Lindenfurt", "Kinder ab 1")


def test_an_import_is_taken_back_whole_but_for_what_others_built_on(planner: Actor) -> None:
    first = read()
    done = import_entries(first.entries, by=planner, at=AT, fields=first.fields)
    kept = Place.objects.get(source_id="01")
    services.revise_place(kept.id, values={"good_for": "Kinder ab 1"}, version=1, by=planner, at=AT)
    undone = undo_import(done.id, by=planner, at=AT)
    assert (undone.removed, undone.restored, undone.kept) == (1, 0, 1)
    assert [place.source_id for place in Place.objects.all()] == ["01"]
    with pytest.raises(services.Refused):
        undo_import(done.id, by=planner, at=AT)


def test_what_an_import_renewed_says_again_what_it_said(planner: Actor) -> None:
    first = read()
    import_entries(first.entries, by=planner, at=AT, fields=first.fields)
    second = read(TABLE.replace("Kaistraße;7", "Kaistraße;9"))
    done = import_entries(second.entries, by=planner, at=AT, fields=second.fields)
    assert Place.objects.get(source_id="02").address.startswith("Kaistraße 9")
    assert undo_import(done.id, by=planner, at=AT).restored == 1
    assert Place.objects.get(source_id="02").address.startswith("Kaistraße 7")


OFFERS = """Eintragsart;Name;Veranstaltungsort;Straße;lon;lat;Träger;Art
Angebot;Nähtreff;Haus am Kai;Kai 7;9,81;52,11;Brücke e. V.;Nachbarschaftstreff
Angebot;Lesestunde;Haus am Kai;Kai 7;9,81;52,11;Brücke e. V.;Bücherei
Ort;Bolzplatz Linde;;Lindenweg 1;9,82;52,12;öffentlich;Bolzplatz
Organisation;Ruderclub;;;;;;Verein
Person mit Fähigkeit;Kann gut kochen;;;;;;
"""


def read_with_organizations(text: str = OFFERS) -> Any:
    table = read_table(text.encode(), "angebote.csv")
    return read_entries(table, TablePlan("Stadt", proposed_columns(table), organizations=True), providers={})


def test_offers_come_with_their_place_and_organization_and_people_do_not(planner: Actor) -> None:
    found = read_with_organizations()
    sorts = {each.name: each.sort.value for each in found.entries}
    assert sorts == {
        "Haus am Kai": "place", "Brücke e. V.": "organization", "Nähtreff": "activity", "Lesestunde": "activity",
        "Bolzplatz Linde": "place", "Ruderclub": "organization",
    }  # fmt: skip
    assert [each.rows for each in found.faults] == [(6,)]
    assert "Write a card together" in str(found.faults[0].message)
    effect = effect_of(found.entries, fields=found.fields)
    assert {sort.value: count for sort, count in effect.sorts.items()} == {
        "place": 2, "activity": 2, "organization": 2,
    }  # fmt: skip
    done = import_entries(found.entries, by=planner, at=AT, fields=found.fields)
    house = Place.objects.get(name="Haus am Kai")
    assert set(Place.objects.filter(host=house).values_list("name", flat=True)) == {"Nähtreff", "Lesestunde"}
    again = read_with_organizations(
        f"{OFFERS}Angebot;Chor;Haus am Kai;Kai 7;9,81;52,11;Brücke e. V.;Kultur\n"
    )
    more = import_entries(again.entries, by=planner, at=AT, fields=again.fields)
    assert more.added == 1
    assert Place.objects.get(name="Chor").host_id == house.id
    undo_import(more.id, by=planner, at=AT)
    assert undo_import(done.id, by=planner, at=AT).removed == 6
    assert not Place.objects.exists()


def test_a_table_of_people_stays_out_whole() -> None:
    found = read("Vorname;Nachname;Name;Fähigkeit\nMia;Beispiel;Backen;backt gern\n")
    assert found.entries == ()
    assert "table of people" in str(found.faults[0].message)


def test_what_is_probably_there_is_shown_and_left_out_when_asked(planner: Actor) -> None:
    first = read()
    import_entries(first.entries, by=planner, at=AT, fields=first.fields)
    table = read_table(
        TABLE.replace("Kita Sonnenstrahl", "Kindertagesstätte Sonnenstrahl").encode(), "zwei.csv"
    )
    other = read_entries(table, TablePlan("Land", proposed_columns(table)), providers={})
    effect = effect_of(other.entries, fields=other.fields)
    assert set(effect.twins.values()) == {"Kita Sonnenstrahl", "Treffpunkt am Kai"}
    done = import_entries(other.entries, by=planner, at=AT, fields=other.fields, without_twins=True)
    assert (done.added, Place.objects.count()) == (0, 2)


def send(client: Client, content: bytes, name: str = "einrichtungen.csv") -> Any:
    return client.post("/netzwerk/einlesen/", {"source": "Stadt", "file": SimpleUploadedFile(name, content)})


def columns(client: Client, address: str) -> dict[str, Any]:
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields if name != "leave_out"}


def test_a_planner_brings_a_table_in_by_the_browser_and_takes_it_back(planner: Actor) -> None:
    client = browser_of(planner)
    address = send(client, TABLE.encode()).headers["Location"]
    posted = columns(client, address)
    page = client.post(address, {**posted, "import": "1"})
    assert "Die Länge und die Breite stehen in der falschen Spalte" in page.content.decode()
    assert Place.objects.count() == 0
    done = client.post(address, {**posted, "leave_out": "on", "import": "1"})
    assert done.status_code == 302
    # the places, and the carriers that the house does not know
    assert sorted(Place.objects.values_list("sort", flat=True)) == ["organization"] * 2 + ["place"] * 2
    # the file is not kept
    assert client.get(address).status_code == 422
    client.post(f"/netzwerk/einlesen/{ResourceImport.objects.get().id}/zurueck/")
    assert Place.objects.count() == 0


def test_a_broken_file_changes_nothing_and_others_find_no_such_page(planner: Actor) -> None:
    client = browser_of(planner)
    assert send(client, b"PK\x03\x04 broken", "einrichtungen.xlsx").status_code == 422
    assert send(client, b"").status_code == 422
    worker = make_lead(make_provider(planner))
    other = browser_of(worker)
    assert send(other, TABLE.encode()).status_code == 404
    assert Place.objects.count() == 0
    assert ResourceImport.objects.count() == 0
