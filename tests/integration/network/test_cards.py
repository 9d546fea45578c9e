"""Residents' cards: consent for every field, an end, and gone at once when taken back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.cases import grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.network import queries
from sozialraum.network.directory.asked import Asked
from sozialraum.network.enums import CardDirection, CardVisibility, Rubric
from sozialraum.network.matching import Need, Reason
from sozialraum.network.models import ResidentCard
from sozialraum.network.own_data import own_sections
from sozialraum.network.services import (
    NewCard,
    Refused,
    add_cards,
    consent_to,
    erase_ended_cards,
    withdraw_card,
)

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
UNTIL = TODAY + timedelta(days=200)


@pytest.fixture
def worker() -> Actor:
    return make_actor(Role.CASE_WORKER)


def make_card(
    worker: Actor, *, visibility: CardVisibility = CardVisibility.PUBLIC, **changes: object
) -> UUID:
    values = {
        "direction": CardDirection.CAN, "rubric": Rubric.CRAFTS, "title": "Fahrräder reparieren", "valid_until": UNTIL,
        "full_name": "Werner Probe", "phone": "030 23125-111", "visibility": visibility,
        "consents": {"phone": {"for": "team", "until": UNTIL.isoformat()}}, **changes,
    }  # fmt: skip
    return add_cards([NewCard(**values)], by=worker, at=AT)[0]  # type: ignore[arg-type]


def read(actor: Actor, card_id: UUID) -> queries.CardRow | None:
    return next(iter(queries.card_rows(actor, [card_id], today=TODAY)), None)


def test_a_field_is_read_by_those_alone_for_whom_it_was_opened(worker: Actor) -> None:
    card_id = make_card(worker)
    public, other = read(NOBODY, card_id), read(make_actor(Role.CASE_WORKER), card_id)
    assert public is not None
    assert other is not None
    assert (public.title, public.full_name, public.phone) == ("Fahrräder reparieren", "", "")
    assert (other.full_name, other.phone) == ("", "030 23125-111")


@pytest.mark.parametrize(
    ("visibility", "public", "provider"),
    [
        (CardVisibility.PUBLIC, True, True),
        (CardVisibility.TEAM, False, True),
        (CardVisibility.CASE, False, False),
    ],
)
def test_who_may_not_find_a_card_finds_it_by_no_way(
    worker: Actor, client: Client, visibility: CardVisibility, public: bool, provider: bool
) -> None:
    card_id = make_card(worker, visibility=visibility, consents={})
    for actor, finds in ((NOBODY, public), (make_actor(Role.PROVIDER_WORKER), provider), (worker, True)):
        assert (read(actor, card_id) is not None) is finds
        page = queries.search_directory(actor, Asked(text="Fahrrad"), today=TODAY)
        assert bool(page.entries) is finds
        assert page.listing.total == int(finds)
    assert client.get(f"/netzwerk/karten/{card_id}/").status_code == (200 if public else 404)


def test_a_card_that_is_taken_back_is_gone_at_once_and_holds_nothing(worker: Actor) -> None:
    card_id = make_card(worker)
    withdraw_card(card_id, by=worker, at=AT)
    assert read(worker, card_id) is None
    assert queries.search_directory(NOBODY, Asked(text="Fahrrad"), today=TODAY).listing.total == 0
    stored = ResidentCard.objects.get(id=card_id)
    assert (stored.full_name, stored.phone, stored.consents) == ("", "", {})
    assert erase_ended_cards(today=TODAY) == 1


def test_only_the_person_and_the_keeper_change_a_card(worker: Actor) -> None:
    card_id = make_card(worker)
    with pytest.raises(Denied):
        withdraw_card(card_id, by=make_actor(Role.CASE_WORKER), at=AT)
    with pytest.raises(Denied):
        add_cards([], by=make_actor(Role.PLANNER), at=AT)


def test_a_consent_that_is_not_renewed_closes_the_field(worker: Actor) -> None:
    card_id = make_card(worker)
    consent_to(card_id, consents={}, valid_until=UNTIL, by=worker, at=AT)
    card = read(make_actor(Role.CASE_WORKER), card_id)
    assert card is not None
    assert card.phone == ""
    ended = make_card(worker, valid_until=TODAY, consents={})
    assert next(iter(queries.card_rows(worker, [ended], today=TODAY + timedelta(days=1))), None) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": TODAY + timedelta(days=500)},
        {"title": " "},
        {"consents": {"phone": {"for": "team", "until": (UNTIL + timedelta(days=1)).isoformat()}}},
        {"consents": {"title": {"for": "team", "until": UNTIL.isoformat()}}},
        {"hours": "Mo 18 bis 14 Uhr"},
    ],
)
def test_what_nobody_may_agree_to_is_refused(worker: Actor, changes: dict[str, object]) -> None:
    with pytest.raises(Refused):
        make_card(worker, **changes)
    assert ResidentCard.objects.count() == 0


def test_a_wish_is_no_help_for_somebody_else(worker: Actor) -> None:
    make_card(worker, direction=CardDirection.WOULD_LIKE, consents={})
    can = make_card(worker, consents={})
    need = Need(rubrics=frozenset({Rubric.CRAFTS}))
    ((match, shown),) = queries.resources_for(worker, need, today=TODAY)
    assert match.candidate.id == str(can)
    assert Reason.NEIGHBOR in match.reasons
    assert isinstance(shown, queries.CardRow)


def posted(**changes: str) -> dict[str, str]:
    return {
        "direction": "can", "title": "Nachhilfe in Mathe", "rubric": "learning", "visibility": "team",
        "full_name": "Ada Probe", "for_full_name": "case", "phone": "030 23125-222", "for_phone": "team",
        "valid_until": UNTIL.isoformat(), **changes,
    }  # fmt: skip


def test_a_resident_writes_changes_and_takes_back_a_card_of_her_own(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    resident = make_actor(Role.RESIDENT)
    client = browser_of(resident)
    answer = client.post("/netzwerk/karten/neu/", posted())
    card = ResidentCard.objects.get()
    assert answer.headers["Location"] == f"/netzwerk/karten/{card.id}/"
    assert (card.user_id, card.kept_by) == (resident.user_id, resident.user_id)
    assert card.consents == {
        "full_name": {"for": "case", "until": UNTIL.isoformat()},
        "phone": {"for": "team", "until": UNTIL.isoformat()},
    }
    assert "Nachhilfe in Mathe" in client.get("/netzwerk/karten/").content.decode()
    path = f"/netzwerk/karten/{card.id}/bearbeiten/"
    seen = client.get(path).context["form"]["seen_at"].value()
    assert client.post(path, posted(seen_at=seen, for_phone="")).status_code == 302
    card.refresh_from_db()
    assert set(card.consents) == {"full_name"}
    # who had the page open before is told, and nothing is stored
    before = (AT - timedelta(hours=1)).isoformat()
    again = client.post(path, posted(seen_at=before, title="Etwas anderes"))
    assert again.status_code == 422
    assert "inzwischen geändert" in again.content.decode()
    assert ResidentCard.objects.get().title == "Nachhilfe in Mathe"
    client.post(f"/netzwerk/karten/{card.id}/zurueck/")
    assert client.get(f"/netzwerk/karten/{card.id}/").status_code == 404
    assert ResidentCard.objects.get().phone == ""


def test_nobody_changes_the_card_of_somebody_else(worker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    card_id = make_card(worker)
    for other in (make_actor(Role.CASE_WORKER), make_actor(Role.RESIDENT)):
        client = browser_of(other)
        assert client.get(f"/netzwerk/karten/{card_id}/bearbeiten/").status_code == 404
        assert client.post(f"/netzwerk/karten/{card_id}/zurueck/").status_code == 404
    assert browser_of(make_actor(Role.PLANNER)).get("/netzwerk/karten/neu/").status_code == 404


def test_a_consent_that_does_not_hold_is_refused_in_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    client = browser_of(make_actor(Role.RESIDENT))
    late = client.post("/netzwerk/karten/neu/", posted(valid_until=(TODAY + timedelta(days=800)).isoformat()))
    assert late.status_code == 422
    assert "Nachhilfe in Mathe" in late.content.decode()
    assert ResidentCard.objects.count() == 0


def test_a_person_takes_the_own_cards_along(worker: Actor) -> None:
    family = make_family()
    make_card(worker)
    add_cards(
        [NewCard(CardDirection.WOULD_LIKE, Rubric.SPORT, "Schwimmen lernen", UNTIL, user_id=family.son.user_id)],
        by=family.son, at=AT,
    )  # fmt: skip
    with transaction.atomic():
        (section,) = own_sections(grant_for(family.son, family.case_id, Action.EXPORT, Purpose.OWN_DATA))
    assert [row[1] for row in section.rows] == ["Schwimmen lernen"]
