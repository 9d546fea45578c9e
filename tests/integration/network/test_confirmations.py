"""Entries that nobody has confirmed for a year ask the right person by mail, within limits, and take the answer once."""

from __future__ import annotations

import itertools
import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from factories.browsers import browser_of
from factories.field import make_place, make_provider
from factories.mail import Caught
from factories.people import AT, make_actor
from sozialraum.errors import SozialraumError
from sozialraum.foundation.jobs.periodic import do_due
from sozialraum.foundation.jobs.queries import periodic_reports
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.network.confirmation_links import link_token
from sozialraum.network.enums import AskingState, Visibility
from sozialraum.network.models import ConfirmationRequest, Place, PlaceVersion
from sozialraum.network.queries.confirmations import unconfirmed
from sozialraum.network.services import ask_to_confirm, confirm_place

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
LONG_AGO = AT - timedelta(days=500)
LINK = re.compile(r"https://lindenfurt\.example(/netzwerk/stimmt-noch/\S+)")


@pytest.fixture
def keeper() -> Actor:
    return make_actor(Role.PLANNER)


def stale(keeper: Actor, **fields: object) -> UUID:
    told = {
        "confirm_email": "treff@verein.example",
        "confirmed_at": LONG_AGO,
        "hours": "Mo 10 bis 12 Uhr",
        **fields,
    }
    return make_place(keeper, **told)


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body()
    assert body is not None
    return str(body.get_content())


def links_in(letter: EmailMessage) -> list[str]:
    return LINK.findall(text_of(letter))


def states(actor: Actor, at: datetime = AT) -> dict[str, AskingState]:
    return {each.name: each.state for each in unconfirmed(actor, today=at.date())}


def test_the_right_person_gets_one_letter_and_confirms_with_one_tap(
    post: Caught, keeper: Actor, client: Client
) -> None:
    place_id = stale(keeper, name="Treff am Kanal", email="info@verein.example")
    make_place(
        keeper, name="Frisch", confirm_email="treff@verein.example", confirmed_at=AT - timedelta(days=30)
    )
    assert ask_to_confirm(at=AT).mails == 1
    (letter,) = post.letters
    assert letter["To"] == "treff@verein.example"
    assert letter["Reply-To"] == "amt@lindenfurt.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Subject"].strip() == "Stimmt „Treff am Kanal“ noch? Verzeichnis Lindenfurt"
    (link,) = links_in(letter)
    page = client.get(link)
    assert "Ja, das stimmt noch" in page.content.decode()
    assert Place.objects.get(id=place_id).confirmed_at == LONG_AGO, (
        "looking changes nothing: scanners of mails look too"
    )
    client.post(link)
    assert Place.objects.get(id=place_id).confirmed_at == AT
    assert states(keeper) == {}


def test_a_link_holds_once(post: Caught, keeper: Actor, client: Client) -> None:
    place_id = stale(keeper)
    ask_to_confirm(at=AT)
    (link,) = links_in(post.letters[0])
    client.post(link)
    again = client.post(link, {"answer": "changed", "hours": "nie", "phone": "0900 1"})
    assert "nie" not in again.content.decode()
    stored = Place.objects.get(id=place_id)
    assert (stored.hours, stored.phone) == ("Mo 10 bis 12 Uhr", "")


def test_a_link_ends_after_a_month_and_cannot_be_made_up(post: Caught, keeper: Actor, client: Client) -> None:
    place_id = stale(keeper)
    old = link_token(place_id, version=1, at=AT - timedelta(days=31))
    for token in (old, old[:-2] + "xx", "nonsense"):
        assert client.get(f"/netzwerk/stimmt-noch/{token}/").status_code == 404
        assert client.post(f"/netzwerk/stimmt-noch/{token}/").status_code == 404
    assert Place.objects.get(id=place_id).confirmed_at == LONG_AGO


def test_small_corrections_are_taken_and_can_be_looked_up(
    post: Caught, keeper: Actor, client: Client
) -> None:
    place_id = stale(keeper, phone="030 1")
    ask_to_confirm(at=AT)
    (link,) = links_in(post.letters[0])
    said = {
        "answer": "changed",
        "hours": "Di 14 bis 16 Uhr",
        "phone": "030 1",
        "name": "Übernommen",
        "website": "",
    }
    client.post(link, said)
    stored = Place.objects.get(id=place_id)
    assert (stored.hours, stored.schedule, stored.confirmed_at) == ("Di 14 bis 16 Uhr", ["2 14:00-16:00"], AT)
    assert stored.name != "Übernommen", "a link changes a few things, not what the entry is"
    (before,) = PlaceVersion.objects.filter(place_id=place_id)
    assert before.values["hours"] == "Mo 10 bis 12 Uhr"


def test_what_ended_is_found_until_today_and_a_wrong_answer_keeps_what_was_typed(
    post: Caught, keeper: Actor, client: Client
) -> None:
    place_id = stale(keeper)
    ask_to_confirm(at=AT)
    (link,) = links_in(post.letters[0])
    wrong = client.post(link, {"answer": "changed", "website": "kein netz", "hours": "Fr ab 9"})
    assert wrong.status_code == 422
    assert "Fr ab 9" in wrong.content.decode()
    assert Place.objects.get(id=place_id).confirmed_at == LONG_AGO
    client.post(link, {"answer": "changed", "ended": "on", "hours": "Mo 10 bis 12 Uhr"})
    assert Place.objects.get(id=place_id).valid_until == AT.date()


def test_nobody_gets_more_than_one_letter_a_month_and_three_without_an_answer(
    post: Caught, keeper: Actor
) -> None:
    for number in range(12):
        stale(keeper, name=f"Ort {number:02}")
    for day in range(0, 29, 4):
        ask_to_confirm(at=AT + timedelta(days=day))
    assert len(post.letters) == 1
    assert len(links_in(post.letters[0])) == 10
    for day in range(30, 400, 3):
        ask_to_confirm(at=AT + timedelta(days=day))
    asked: dict[UUID, list[datetime]] = {}
    for place_id, at in ConfirmationRequest.objects.order_by("asked_at").values_list("place_id", "asked_at"):
        asked.setdefault(place_id, []).append(at)
    assert {len(times) for times in asked.values()} == {3}
    sent = sorted({at for times in asked.values() for at in times})
    assert all((later - earlier).days >= 30 for earlier, later in itertools.pairwise(sent))
    assert len(post.letters) == len(sent)
    assert set(states(keeper, AT + timedelta(days=390)).values()) == {AskingState.SILENT}


def test_a_refused_address_is_shown_to_the_keeper_and_not_tried_again(post: Caught, keeper: Actor) -> None:
    post.refused.add("weg@verein.example")
    gone, fine = stale(keeper, name="Weg", confirm_email="weg@verein.example"), stale(keeper, name="Da")
    stale(keeper, name="Ohne", confirm_email="")
    done = ask_to_confirm(at=AT)
    assert (done.mails, done.refused) == (1, 1)
    assert states(keeper) == {"Weg": AskingState.REFUSED, "Da": AskingState.ASKED, "Ohne": AskingState.NOBODY}
    ask_to_confirm(at=AT + timedelta(days=40))
    assert ConfirmationRequest.objects.filter(place_id=gone).count() == 1
    assert ConfirmationRequest.objects.filter(place_id=fine).count() == 2
    page = browser_of(keeper).get("/netzwerk/nachfragen/").content.decode()
    assert "Weg" in page
    Place.objects.filter(id=gone).update(confirm_email="neu@verein.example")
    ask_to_confirm(at=AT + timedelta(days=80))
    assert post.letters[-1]["To"] in {"neu@verein.example", "treff@verein.example"}
    assert "neu@verein.example" in {each["To"] for each in post.letters}


def test_a_server_that_is_away_is_told_and_nothing_is_lost(
    post: Caught, keeper: Actor, settings: Any
) -> None:
    stale(keeper)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(SozialraumError):
        ask_to_confirm(at=AT)
    assert not ConfirmationRequest.objects.exists()
    do_due(clock=lambda: AT)
    (report,) = [each for each in periodic_reports() if each.name == "network.ask_to_confirm"]
    assert "mail server" in report.failure
    settings.EMAIL_PORT = port
    do_due(clock=lambda: AT + timedelta(days=1, minutes=1))
    assert len(post.letters) == 1


def test_without_settings_nothing_leaves(post: Caught, keeper: Actor, settings: Any) -> None:
    stale(keeper)
    settings.SITE_ADDRESS = ""
    assert ask_to_confirm(at=AT).mails == 0
    settings.SITE_ADDRESS, settings.EMAIL_HOST = "https://lindenfurt.example", ""
    assert ask_to_confirm(at=AT).mails == 0
    assert post.letters == []
    assert not ConfirmationRequest.objects.exists()


def test_a_letter_says_nothing_that_the_entry_keeps_inside(
    post: Caught, keeper: Actor, client: Client
) -> None:
    stale(
        keeper, name="Zuflucht\r\nBcc: alle@example.org", visibility=Visibility.CONFIDENTIAL, key_person="Frau Meier",
        phone="030 2",
    )  # fmt: skip
    ask_to_confirm(at=AT)
    (letter,) = post.letters
    assert letter["Bcc"] is None
    assert "Meier" not in text_of(letter)
    page = client.get(links_in(letter)[0]).content.decode()
    assert "Meier" not in page
    assert "treff@verein.example" not in page


def test_a_provider_sees_its_own_entries_alone(post: Caught, keeper: Actor) -> None:
    admin = make_actor(Role.ADMINISTRATOR)
    own, other = make_provider(admin), make_provider(admin)
    stale(keeper, name="Eigen", provider_code=own)
    stale(keeper, name="Fremd", provider_code=other)
    worker = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.PROVIDER, scope_key=own)
    assert set(states(worker)) == {"Eigen"}
    assert browser_of(make_actor(Role.RESIDENT)).get("/netzwerk/nachfragen/").status_code == 404


def test_an_entry_confirmed_by_hand_needs_no_letter(post: Caught, keeper: Actor, client: Client) -> None:
    place_id = stale(keeper)
    ask_to_confirm(at=AT)
    confirm_place(place_id, by=keeper, at=AT + timedelta(minutes=5))
    page = client.get(links_in(post.letters[0])[0])
    assert "<form" not in page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    ask_to_confirm(at=AT + timedelta(days=60))
    assert len(post.letters) == 1
