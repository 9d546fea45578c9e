"""Cooperations, cards and consents ask the right person by mail, in one letter, and take the answer once."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from integration.network.test_cards import make_card
from integration.network.test_cooperations import houses, noted
from integration.network.test_effects import YEAR, agreed, told

from factories.field import make_keeper, make_place, make_provider
from factories.mail import Caught
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.network.cooperations.models import Cooperation
from sozialraum.network.effects import services as effects
from sozialraum.network.effects.enums import EffectAudience
from sozialraum.network.effects.models import EffectConsent, EffectStory
from sozialraum.network.enums import CardVisibility, Visibility
from sozialraum.network.models import ConfirmationRequest, Place, ResidentCard
from sozialraum.network.services import ask_to_confirm

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
SOON = TODAY + timedelta(days=12)
LINK = re.compile(r"https://lindenfurt\.example(/netzwerk/\S+)")


@pytest.fixture
def keeper(post: Caught) -> Actor:
    return make_keeper()


def letters(post: Caught) -> dict[str, str]:
    bodies = {each["To"]: each.get_body() for each in post.letters}
    return {to: str(body.get_content()) for to, body in bodies.items() if body is not None}


def mailed(actor: Actor, address: str) -> Actor:
    User.objects.filter(id=actor.user_id).update(email=address)
    return actor


def tie(keeper: Actor, *, own: str = "treff@verein.example") -> tuple[UUID, UUID]:
    bridge, school = houses(keeper, make_provider(keeper))
    Place.objects.filter(id=bridge).update(confirm_email=own, confirmed_at=AT)
    made = noted(keeper, bridge, school, confirmed={bridge: TODAY - timedelta(days=400), school: TODAY})
    return made, bridge


def confirmed(made: UUID, house: UUID) -> object:
    found = Cooperation.objects.get(id=made)
    return found.one_confirmed_on if found.one_id == house else found.other_confirmed_on


def test_a_house_says_with_one_tap_that_it_still_works_with_another(
    post: Caught, keeper: Actor, client: Client
) -> None:
    made, bridge = tie(keeper)
    assert ask_to_confirm(at=AT).mails == 1
    text = letters(post)["treff@verein.example"]
    assert "Arbeiten „Brücke“ und „Schule am Wehr“ noch zusammen?" in text
    (link,) = LINK.findall(text)
    assert "Ja, weiterhin" in client.get(link).content.decode()
    assert confirmed(made, bridge) == TODAY - timedelta(days=400), "looking changes nothing"
    assert "für ein Jahr bestätigt" in client.post(link, {"answer": "holds"}).content.decode()
    assert confirmed(made, bridge) == TODAY
    client.post(link, {"answer": "ended"})
    assert Cooperation.objects.get(id=made).ended_on is None, "a link holds once"
    assert ask_to_confirm(at=AT + timedelta(days=40)).mails == 0


def test_no_longer_ends_it_and_a_made_up_link_does_nothing(
    post: Caught, keeper: Actor, client: Client
) -> None:
    made, _bridge = tie(keeper)
    ask_to_confirm(at=AT)
    (link,) = LINK.findall(letters(post)["treff@verein.example"])
    assert client.post(link[:-3] + "xx/", {"answer": "ended"}).status_code == 404
    client.post(link, {"answer": "nonsense"})
    assert Cooperation.objects.get(id=made).ended_on is None
    client.post(link, {"answer": "ended"})
    assert Cooperation.objects.get(id=made).ended_on == TODAY
    assert client.get(link).status_code == 404


def test_one_letter_holds_entries_and_cooperations_and_three_without_an_answer_are_enough(
    post: Caught, keeper: Actor
) -> None:
    tie(keeper)
    make_place(
        keeper, name="Alt", confirm_email="treff@verein.example", confirmed_at=AT - timedelta(days=500)
    )
    ask_to_confirm(at=AT)
    assert len(post.letters) == 1
    assert len(LINK.findall(letters(post)["treff@verein.example"])) == 2
    for day in range(1, 320, 3):
        ask_to_confirm(at=AT + timedelta(days=day))
    assert ConfirmationRequest.objects.filter(about__isnull=False).count() == 3
    assert len(post.letters) == 3


def test_a_house_that_is_kept_secret_stands_in_no_letter(post: Caught, keeper: Actor) -> None:
    _made, bridge = tie(keeper)
    Place.objects.filter(id=bridge).update(
        visibility=Visibility.CONFIDENTIAL, area_code="", confirm_email="", email="haus@x.example"
    )
    assert ask_to_confirm(at=AT).mails == 0


def test_a_card_that_ends_asks_the_person_who_lets_it_stay(post: Caught, client: Client) -> None:
    open_until = {"for": CardVisibility.TEAM.value, "until": SOON.isoformat()}
    worker = make_actor(Role.CASE_WORKER)
    card = make_card(
        worker, visibility=CardVisibility.TEAM, valid_until=SOON, email="toni@post.example", consents={"phone": open_until},
        confirmed_at=AT - timedelta(days=350),
    )  # fmt: skip
    ask_to_confirm(at=AT)
    (link,) = LINK.findall(letters(post)["toni@post.example"])
    page = client.get(link).content.decode()
    assert "Soll Ihre Karte bleiben?" in page
    client.post(link, {"answer": "stays"})
    kept = ResidentCard.objects.get(id=card)
    assert kept.valid_until > TODAY + timedelta(days=360)
    assert kept.consents["phone"]["until"] == kept.valid_until.isoformat()
    client.post(link, {"answer": "back"})
    assert ResidentCard.objects.get(id=card).withdrawn_at is None, "a link holds once"


def test_a_card_of_somebody_without_mail_asks_who_keeps_it(post: Caught) -> None:
    worker = mailed(make_actor(Role.CASE_WORKER), "amt@lindenfurt.example")
    card = make_card(worker, visibility=CardVisibility.TEAM, valid_until=SOON, consents={}, email="")
    ask_to_confirm(at=AT)
    assert LINK.findall(letters(post)["amt@lindenfurt.example"]) == [f"/netzwerk/karten/{card}/"]


def test_a_consent_that_ends_asks_who_tells_of_herself_and_else_who_keeps_the_story(
    post: Caught, client: Client
) -> None:
    worker = mailed(
        make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="T1"), "team@amt.example"
    )
    resident = mailed(make_actor(Role.RESIDENT), "ich@post.example")
    theirs = told(worker, persons=1)
    agreed(theirs, worker, valid_until=SOON)
    own = told(worker, persons=1, title="Mein Weg")
    EffectStory.objects.filter(id=own).update(user_id=resident.user_id)
    consent = agreed(own, worker, valid_until=SOON)
    EffectConsent.objects.update(given_on=TODAY - timedelta(days=300))
    assert ask_to_confirm(at=AT).mails == 2
    found = letters(post)
    assert LINK.findall(found["team@amt.example"]) == [f"/netzwerk/wirkungen/{theirs}/"]
    (link,) = LINK.findall(found["ich@post.example"])
    client.post(link, {"answer": "stays"})
    kept = EffectConsent.objects.get(id=consent)
    assert (kept.audience, kept.given_on) == (EffectAudience.PUBLIC, TODAY)
    assert kept.valid_until >= YEAR


def test_taking_a_consent_back_by_mail_erases_the_words(post: Caught, client: Client) -> None:
    resident = mailed(make_actor(Role.RESIDENT), "ich@post.example")
    worker = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="T1")
    own = told(worker, persons=1)
    EffectStory.objects.filter(id=own).update(user_id=resident.user_id)
    agreed(own, worker, valid_until=SOON)
    EffectConsent.objects.update(given_on=TODAY - timedelta(days=300))
    ask_to_confirm(at=AT)
    (link,) = LINK.findall(letters(post)["ich@post.example"])
    client.post(link, {"answer": "back"})
    assert EffectStory.objects.get(id=own).text == ""
    assert client.get(link).status_code == 404
    assert effects.erase_ended_effects(today=TODAY + timedelta(days=40)) == 1
