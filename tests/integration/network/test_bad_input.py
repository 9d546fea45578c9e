"""Bad input on the network floor, line by line: a clear error, nothing lost, nothing half done.

Files that unpack to more than they should are the warehouse's own (``unit/warehouse/test_hostile_files.py``), scripts that pin
stand with the pins, links that were used, ran out or were made up with the confirmations.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_place
from factories.inquiries import BOUNDS, opened, photo
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.network import services
from sozialraum.network.entry_tables import TablePlan, proposed_columns, read_entries
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work.enums import FieldKind
from sozialraum.network.field_work.models import FieldNote
from sozialraum.network.hsds.reading import BrokenFile
from sozialraum.network.inquiries import queries as inquiry_queries
from sozialraum.network.inquiries.enums import Method
from sozialraum.network.inquiries.models import InquiryPicture
from sozialraum.network.lived_spaces import services as pins
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender
from sozialraum.network.models import Place, ResourceImport
from sozialraum.network.services import Refused
from sozialraum.network.services.imports import effect_of, import_hsds
from sozialraum.network.session_codes import MOST_WRONG
from sozialraum.network.themes import services as themes
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.models import Theme, ThemeEvent
from sozialraum.network.themes.services import NewTheme
from sozialraum.warehouse.sources import read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Actor:
    stop_clock(monkeypatch)
    make_areas()
    return make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="T1")


def send(browser: Client, content: bytes, name: str) -> Any:
    sent = {"source": "Stadt", "file": SimpleUploadedFile(name, content)}
    return browser.post("/netzwerk/einlesen/", sent)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "leer.csv"), (b"\x00\x01\x02", "bild.csv"), (b"PK\x03\x04", "kaputt.xlsx"), (b'{"id": ', "kaputt.json"),
        (b'[{"id": "1"', "kaputt.json"), (b'{"services": 7}', "falsch.json"), (b"<html></html>", "seite.xlsx"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_a_sentence(worker: Actor, content: bytes, name: str) -> None:
    answer = send(browser_of(make_actor(Role.PLANNER)), content, name)
    assert answer.status_code == 422
    assert 'class="fe"' in answer.content.decode()
    assert not ResourceImport.objects.exists()


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (("52.5", "13.4"), "each other's column"), (("390387", "5820383"), "no degrees"), (("13,4", ""), "is missing"),
        (("dreizehn", "52"), "no numbers"), (("nan", "52"), "no degrees"), (("inf", "52"), "no degrees"),
    ],
)  # fmt: skip
def test_coordinates_that_cannot_be_are_named_by_row(point: tuple[str, str], said: str) -> None:
    table = read_table(f"Name;lon;lat\nTreff;{point[0]};{point[1]}\n".encode(), "orte.csv")
    found = read_entries(table, TablePlan("Stadt", proposed_columns(table)), providers={})
    assert found.entries == ()
    assert said in str(found.faults[0].message)
    assert found.faults[0].rows == (2,)


def test_no_point_is_no_fault_and_one_outside_is_counted(worker: Actor) -> None:
    table = read_table(b"Name;lon;lat\nNull;0;0\nOhne;;\nFern;11,5;48,1\nHier;9,005;52,015\n", "orte.csv")
    found = read_entries(table, TablePlan("Stadt", proposed_columns(table)), providers={})
    assert [each.longitude for each in found.entries] == [None, None, 11.5, 9.005]
    effect = effect_of(found.entries, fields=found.fields)
    assert (effect.unplaced, effect.outside) == (2, 1)


@pytest.mark.parametrize(
    "schedule",
    [["1 25:00-26:00"], ["1 18:00-09:00"], ["8 09:00-10:00"], ["0 09:00-10:00"], ["1 09:61-10:00"], ["Unsinn"], ["1 9-10-11"]],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused_and_the_entry_stays(worker: Actor, schedule: list[str]) -> None:
    keeper = make_keeper()
    place_id = make_place(keeper, name="Treff", hours="Mo 9-12")
    with pytest.raises(Refused):
        services.revise_place(place_id, values={"schedule": schedule}, version=1, by=keeper, at=AT)
    with pytest.raises(Refused):
        make_place(keeper, name="Neu", schedule=schedule)
    assert Place.objects.get().version == 1


@pytest.mark.parametrize(
    "change",
    [
        {"valid_from": "2026-02-30"},
        {"opens_at": "25:00"},
        {"closes_at": "08:00"},
        {"opens_at": "9 Uhr"},
        {"byday": "XX"},
    ],
)
def test_impossible_times_in_a_file_leave_nothing_behind(change: dict[str, str]) -> None:
    schedule = {
        "id": str(uuid4()), "freq": "WEEKLY", "byday": "TU", "opens_at": "09:00", "closes_at": "12:00", **change,
    }  # fmt: skip
    service = {
        "id": str(uuid4()), "name": "Kurs", "status": "active", "schedules": [schedule],
        "organization": {"id": str(uuid4()), "name": "Verein", "description": "Verein"},
    }  # fmt: skip
    with pytest.raises(BrokenFile):
        import_hsds(json.dumps([service]).encode(), source="stadt", by=make_keeper(), at=AT)
    assert not Place.objects.exists()


def test_whoever_tries_codes_is_stopped_and_a_class_goes_on(worker: Actor, client: Client) -> None:
    made = pins.open_campaign(
        title="Viertel", area_code="0101", area_vintage="2023", bounds=BOUNDS, expected=25, opens_at=AT,
        closes_at=AT + timedelta(days=7), by=worker, at=AT,
    )  # fmt: skip
    joined = client.post(
        f"/netzwerk/nadeln/m/{made.code}/", {"age_group": AgeGroup.FROM_6, "gender": Gender.GIRL}
    )
    mine = joined.headers["Location"]
    for number in range(MOST_WRONG + 1):
        assert client.get(f"/netzwerk/nadeln/m/{number:06d}/").status_code == 404
        caches[
            "process"
        ].clear()  # the next question may meet another process, which knows nothing of this one
    assert client.get(f"/netzwerk/nadeln/m/{made.code}/").status_code == 404, "a right code tells nothing now"
    assert client.get(mine).status_code == 200, "who is at it goes on"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get(f"/netzwerk/nadeln/m/{made.code}/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        photo(gps=True), b"\x00\x00\x00\x18ftypheic" + bytes(400), b"GIF89a<script>alert(1)</script>" + bytes(60),
        b"%PDF-1.7" + photo(), b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", b"PK\x03\x04" + photo(),
    ],
    ids=["coordinates", "heic", "gif with script", "pdf before a photo", "svg", "zip before a photo"],
)  # fmt: skip
def test_a_picture_that_is_no_clean_photo_is_refused(worker: Actor, client: Client, wrong: bytes) -> None:
    inquiry_id = opened(worker, Method.PHOTO)
    row = inquiry_queries.inquiry(inquiry_id)
    assert row is not None
    address = f"/netzwerk/erhebungen/m/{row.code}/bild/"

    def handed_in(content: bytes) -> Any:
        file = SimpleUploadedFile("bild.jpg", content, content_type="image/jpeg")
        return client.post(address, {"contribution": str(uuid4()), "picture": file})

    answer = handed_in(wrong)
    assert answer.status_code == 422
    # a clean one gets as far as the question whose it is
    assert answer.json()["message"] != handed_in(photo()).json()["message"]
    assert not InquiryPicture.objects.filter(inquiry_id=inquiry_id).values("id").exists()


def test_two_megabytes_in_a_note_are_refused_and_told(worker: Actor) -> None:
    sent = {
        "id": str(uuid4()), "kind": "presence", "place_name": "Kai", "minutes": "60", "done_on": TODAY.isoformat(),
        "sentence": "a" * 2_000_000,
    }  # fmt: skip
    browser = browser_of(worker)
    answer = browser.post("/netzwerk/feld/notiz/", sent, headers={"X-Field-Note": "1"})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"sentence"}
    assert not FieldNote.objects.exists()


def test_what_waited_offline_and_is_sent_twice_is_one_note(worker: Actor) -> None:
    sent = {
        "id": str(uuid4()), "kind": FieldKind.PRESENCE.value, "place_name": "Kai", "minutes": "60",
        "done_on": TODAY.isoformat(),
    }  # fmt: skip
    browser = browser_of(worker)
    for _turn in range(2):
        answer = browser.post("/netzwerk/feld/notiz/", sent, headers={"X-Field-Note": "1"})
        assert (answer.status_code, answer.json()) == (200, {"id": sent["id"]})
    assert FieldNote.objects.count() == 1


def theme_in_work(by: Actor) -> UUID:
    theme_id = themes.raise_theme(
        NewTheme(title="Hof", missing=MissingKind.WEEKEND, area_code="0101", area_vintage="2023", raised_as="Team"),
        by=by, at=AT,
    )  # fmt: skip
    themes.care_for_theme(theme_id, as_="Team", by=by, at=AT)
    themes.move_theme(theme_id, to=ThemeState.CHECKED, text="vor Ort", by=by, at=AT)
    themes.move_theme(theme_id, to=ThemeState.IN_WORK, text="es beginnt", by=by, at=AT)
    return theme_id


def test_a_theme_closed_twice_keeps_its_first_result(worker: Actor) -> None:
    theme_id = theme_in_work(worker)
    themes.close_theme(theme_id, result="Samstags offen.", place_id=None, by=worker, at=AT)
    events = ThemeEvent.objects.count()
    with pytest.raises(Refused):
        themes.close_theme(theme_id, result="Etwas anderes.", place_id=None, by=worker, at=AT)
    browser_of(worker).post(f"/netzwerk/themen/{theme_id}/loesung/", {"text": "Noch etwas."})
    assert Theme.objects.get().result == "Samstags offen."
    assert ThemeEvent.objects.count() == events


def test_of_two_who_want_a_theme_one_gets_it_and_the_other_is_told(worker: Actor) -> None:
    theme_id = themes.raise_theme(
        NewTheme(title="Hof", missing=MissingKind.WEEKEND, area_code="0101", area_vintage="2023", raised_as="Team"),
        by=worker, at=AT,
    )  # fmt: skip
    other = make_actor(Role.CASE_WORKER)
    themes.care_for_theme(theme_id, as_="Team Hafen", by=worker, at=AT)
    with pytest.raises((Refused, Denied)):
        themes.care_for_theme(theme_id, as_="Jemand", by=other, at=AT)
    assert Theme.objects.get().owner_as == "Team Hafen"
