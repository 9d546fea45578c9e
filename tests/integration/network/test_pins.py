"""Pins: taking part without an account, limits against scripts, and counts from which nobody can be told."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.people import AT, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.network.enums import MissingKind
from sozialraum.network.lived_spaces import queries, services
from sozialraum.network.lived_spaces.counting import ALL, INSIDE, OUTSIDE, key
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind
from sozialraum.network.lived_spaces.models import Pin, PinCampaign
from sozialraum.network.lived_spaces.services import NewPin
from sozialraum.network.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
BOUNDS = (9.0, 52.01, 9.02, 52.02)  # the first quarter is its western half


@pytest.fixture
def lead() -> Actor:
    make_areas()
    return make_actor(Role.CASE_WORKER)


def opened(lead: Actor, *, expected: int = 60) -> PinCampaign:
    return services.open_campaign(
        title="Unser Viertel", area_code="0101", area_vintage="2023", bounds=BOUNDS, expected=expected, opens_at=AT,
        closes_at=AT + timedelta(days=7), by=lead, at=AT, missing=MissingKind.WEEKEND,
    )  # fmt: skip


def pin_of(kind: PinKind = PinKind.LIKE, across: float = 0.2, up: float = 0.5) -> NewPin:
    return NewPin(uuid4(), kind, PartOfDay.AFTERNOON, across, up)


def child(campaign: PinCampaign, *pins: NewPin, gender: Gender = Gender.GIRL) -> UUID:
    person = services.take_part(campaign.id, age_group=AgeGroup.FROM_10, gender=gender, at=AT)
    if pins:
        services.set_pins(campaign.id, person, pins, at=AT)
    return person


def test_a_pin_sent_twice_is_one(lead: Actor) -> None:
    campaign, pin = opened(lead), pin_of()
    person = child(campaign, pin)
    assert services.set_pins(campaign.id, person, [pin], at=AT) == 1
    assert services.set_pins(campaign.id, person, [pin_of(across=0.201)], at=AT) == 1
    services.take_back_pin(campaign.id, person, pin.id, at=AT)
    assert Pin.objects.values("id").count() == 0


def test_nobody_takes_back_the_pin_of_another(lead: Actor) -> None:
    campaign, pin = opened(lead), pin_of()
    child(campaign, pin)
    services.take_back_pin(campaign.id, child(campaign), pin.id, at=AT)
    assert Pin.objects.values("id").count() == 1


@pytest.mark.parametrize(
    "question",
    [
        'SELECT "column", "row" FROM lived_spaces_pin', "SELECT kind FROM lived_spaces_pin",
        "SELECT age_group FROM lived_spaces_pinperson", "SELECT gender FROM lived_spaces_pinperson",
    ],
)  # fmt: skip
def test_the_application_cannot_read_where_a_pin_lies_nor_who_set_it(lead: Actor, question: str) -> None:
    child(opened(lead), pin_of())
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(question)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pin_counts(%s)", [PinCampaign.objects.get().id])
        assert cursor.fetchall() == [], "counts are answered only to the gate"


def test_ten_thousand_pins_of_a_script_stop_at_the_limits(lead: Actor) -> None:
    campaign = opened(lead, expected=3)
    people = [child(campaign) for _ in range(services.most_people(3))]
    with pytest.raises(Refused):
        child(campaign)
    many = [pin_of(across=number / 31, up=0.5) for number in range(31)]
    with pytest.raises(Refused):
        services.set_pins(campaign.id, people[0], many, at=AT)
    for number in range(40):
        with transaction.atomic():
            try:
                services.set_pins(
                    campaign.id, people[0], [pin_of(PinKind.MEET, number / 41, number / 41)], at=AT
                )
            except Refused:
                break
    assert Pin.objects.values("id").count() <= 30


@pytest.mark.parametrize("spot", [(-0.1, 0.5), (0.5, 1.2)])
def test_a_pin_beside_the_map_is_refused(lead: Actor, spot: tuple[float, float]) -> None:
    campaign = opened(lead)
    with pytest.raises(Refused):
        child(campaign, pin_of(across=spot[0], up=spot[1]))


def test_nothing_is_taken_before_or_after(lead: Actor) -> None:
    campaign = opened(lead)
    person = child(campaign)
    for moment in (AT - timedelta(hours=1), AT + timedelta(days=8)):
        with pytest.raises(Refused):
            services.set_pins(campaign.id, person, [pin_of()], at=moment)
    services.close_campaign(campaign.id, by=lead, at=AT)
    with pytest.raises(Refused):
        services.set_pins(campaign.id, person, [pin_of()], at=AT)
    with pytest.raises(Refused):
        services.close_campaign(campaign.id, by=lead, at=AT)


def test_only_who_leads_closes(lead: Actor) -> None:
    campaign = opened(lead)
    for role in (Role.RESIDENT, Role.CONTROLLER, Role.ADMINISTRATOR):
        with pytest.raises(Denied):
            services.close_campaign(campaign.id, by=make_actor(role), at=AT)


def crowd(campaign: PinCampaign) -> None:
    for number in range(12):
        child(campaign, pin_of(across=0.2), gender=Gender.BOY if number < 9 else Gender.GIRL)
    for across, count in ((0.4, 3), (0.3, 6)):
        for _ in range(count):
            child(campaign, pin_of(across=across))
    for _ in range(8):
        child(campaign, pin_of(across=0.8))


def test_h10_h12_only_what_five_said_alike_is_shown_and_the_cut_is_warned_of(lead: Actor) -> None:
    campaign = opened(lead)
    crowd(campaign)
    services.close_campaign(campaign.id, by=lead, at=AT)
    table = queries.released_of(campaign.id)
    assert table is not None
    values = {each.area_code: each.value for each in table}
    assert not [code for code, value in values.items() if value is not None and 0 < value < 5]
    assert values[key(PinKind.LIKE, "1,2")] == 12
    assert values[key(PinKind.LIKE, "1,2", gender=Gender.GIRL)] is None
    assert values[key(PinKind.LIKE, "1,2", gender=Gender.BOY)] is None, (
        "three girls must not be what is left of twelve"
    )
    inside, outside = values[key(PinKind.LIKE, INSIDE)], values[key(PinKind.LIKE, OUTSIDE)]
    assert (inside, outside) == (21, 8)
    assert queries.outside_shares(campaign.id)[PinKind.LIKE] == pytest.approx(8 / 29)
    assert values[key(PinKind.LIKE, ALL)] == 29


def test_a_class_takes_part_without_accounts(lead: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    campaign = opened(lead)
    tablet = Client()
    assert tablet.get(f"/netzwerk/nadeln/?code={campaign.code.lower()}").status_code == 302
    answer = tablet.post(f"/netzwerk/nadeln/m/{campaign.code}/", {"age_group": "10-13", "gender": "unsaid"})
    address = answer["Location"]
    page = tablet.get(address).content.decode()
    assert "pin-map" in page
    assert "dein Zuhause" in page
    body = {
        "pins": [{"id": str(uuid4()), "kind": "like", "part_of_day": "evening", "across": 0.3, "up": 0.4}]
    }
    sent = tablet.post(f"{address}setzen/", json.dumps(body), content_type="application/json")
    assert sent.json() == {"count": 1}
    for wrong in ("nichts", "{}", '{"pins": [{"kind": "home"}]}', '{"pins": 7}'):
        bad = tablet.post(f"{address}setzen/", wrong, content_type="application/json")
        assert bad.status_code == 422, wrong
    assert (
        tablet.post(
            f"/netzwerk/nadeln/m/{campaign.code}/gefaelscht/setzen/", "{}", content_type="application/json"
        ).status_code
        == 404
    )
    assert tablet.get(f"/netzwerk/nadeln/{campaign.id}/").status_code == 404, "open maps show nothing"


def test_public_pages_hold_no_pin_and_no_small_count(
    lead: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    campaign = opened(lead)
    crowd(campaign)
    context.clear()
    assert browser_of(lead).post(f"/netzwerk/nadeln/{campaign.id}/schliessen/").status_code == 302
    shown = set()
    for kind in PinKind:
        for group in ("", *AgeGroup, *Gender, *PartOfDay):
            text = client.get(f"/netzwerk/nadeln/{campaign.id}/?was={kind}&wer={group}").content.decode()
            shown |= {
                int(part.split("</b>")[0])
                for part in text.split("<p><b>")[2:]
                if part.split("</b>")[0].isdigit()
            }
    assert shown
    assert min(shown) >= 5
