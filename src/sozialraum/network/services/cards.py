"""Writing residents' cards: with consent for every field, and gone at once when it is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.access import can_change_card, can_keep_cards, can_write_own_card
from sozialraum.network.enums import CardDirection, CardVisibility, Rubric
from sozialraum.network.models import ResidentCard
from sozialraum.network.rules import CONSENTED, ages_fit, consents_hold
from sozialraum.network.schedules import possible, read_hours, schedule_from, stored
from sozialraum.network.services.places import Refused, changed

BATCH: Final = 1_000
REWRITTEN: Final = (
    "direction", "rubric", "title", "description", "conditions", "schedule", "hours", "age_from", "age_to", "languages",
    "area_code", "area_vintage", "full_name", "phone", "email", "consents", "visibility", "valid_until",
)  # fmt: skip
EMPTIED: Final = ("full_name", "phone", "email", "description", "conditions", "hours")


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card that a resident and a worker write together.

    ``consents`` name for ``full_name``, ``phone`` and ``email`` a reader (``for``: a value of ``CardVisibility``) and
    a day (``until``); what is not named there is read by the person and the keeper alone.
    """

    direction: CardDirection
    rubric: Rubric
    title: str
    valid_until: date
    description: str = ""
    conditions: str = ""
    hours: str = ""
    schedule: Sequence[str] = ()
    age_from: int | None = None
    age_to: int | None = None
    languages: Sequence[str] = ()
    area_code: str = ""
    area_vintage: str = ""
    contact_place: UUID | None = None
    full_name: str = ""
    phone: str = ""
    email: str = ""
    consents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    visibility: CardVisibility = CardVisibility.TEAM
    user_id: UUID | None = None
    confirmed_at: datetime | None = None
    id: UUID = field(default_factory=uuid4)


@transaction.atomic
def add_cards(cards: Sequence[NewCard], *, by: Actor, at: datetime) -> list[UUID]:
    """Keep cards that residents have agreed to, all or none; returns their ids in the same order.

    Who works in the field writes them with others, everybody else a card of one's own. Raises :class:`gate.Denied`
    where the actor writes no such cards, :class:`Refused` where a consent does not hold.
    """
    own = all(card.user_id is not None and card.user_id == by.user_id for card in cards)
    _allow(can_keep_cards(by) or (can_write_own_card(by) if own else can_keep_cards(by)))
    if by.user_id is None:
        raise gate.Denied(Decision.no("Nobody keeps a card without being signed in."))
    stored_cards = [_stored(card, kept_by=by.user_id, at=at) for card in cards]
    ResidentCard.objects.bulk_create(stored_cards, batch_size=BATCH)
    changed(by, at, [str(card.id) for card in cards], ["title"], kind="network.ResidentCard")
    return [card.id for card in cards]


@transaction.atomic
def rewrite_card(card_id: UUID, *, card: NewCard, seen_at: datetime, by: Actor, at: datetime) -> None:
    """Say anew what a card says, consents included; ``seen_at`` is when the card read before was changed last.

    Raises :class:`gate.Denied` for everybody but the person and the keeper, :class:`Refused` where somebody else has
    changed it meanwhile or where something in it does not hold; then nothing is stored.
    """
    kept = _own(card_id, by)
    if kept.changed_at != seen_at:
        raise Refused(
            _("Somebody has changed this card meanwhile."),
            _("Look at it once more; what you wrote stands in the form."),
        )
    fresh = _stored(card, kept_by=kept.kept_by, at=at)
    for name in REWRITTEN:
        setattr(kept, name, getattr(fresh, name))
    kept.confirmed_at = kept.changed_at = at
    kept.save()
    changed(by, at, [str(card_id)], list(REWRITTEN), kind="network.ResidentCard")


@transaction.atomic
def consent_to(
    card_id: UUID, *, consents: Mapping[str, Mapping[str, str]], valid_until: date, by: Actor, at: datetime
) -> None:
    """Say anew which fields are open to whom and until when; what is not named is closed from now on."""
    card = _own(card_id, by)
    _hold(consents, CardVisibility(card.visibility), valid_until, at)
    card.consents = {name: dict(given) for name, given in consents.items()}
    card.valid_until, card.confirmed_at, card.changed_at = valid_until, at, at
    card.save(update_fields=["consents", "valid_until", "confirmed_at", "changed_at"])
    changed(by, at, [str(card_id)], ["consents", "valid_until"], kind="network.ResidentCard")


@transaction.atomic
def withdraw_card(card_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a card back: from now on nobody finds it, and what it said of the person is no longer stored."""
    card = _own(card_id, by)
    fields = emptied(card, at=at)
    card.save()
    changed(by, at, [str(card_id)], fields, kind="network.ResidentCard")


def emptied(card: ResidentCard, *, at: datetime) -> list[str]:
    """Take out of a card what it said of the person, before it is stored as taken back; returns what changed."""
    for name in EMPTIED:
        setattr(card, name, "")
    card.consents, card.withdrawn_at, card.changed_at = {}, at, at
    return ["withdrawn_at", *EMPTIED]


@transaction.atomic
def erase_ended_cards(*, today: date) -> int:
    """Erase what ran out or was taken back (Art. 7 (3), 17 GDPR); returns how many cards are gone."""
    ended = ResidentCard.objects.filter(valid_until__lt=today) | ResidentCard.objects.filter(
        withdrawn_at__isnull=False
    )
    return ended.delete()[0]


def _own(card_id: UUID, by: Actor) -> ResidentCard:
    card = ResidentCard.objects.select_for_update().get(id=card_id, withdrawn_at__isnull=True)
    _allow(can_change_card(by, user_id=card.user_id, kept_by=card.kept_by))
    return card


def _stored(card: NewCard, *, kept_by: UUID, at: datetime) -> ResidentCard:
    if not card.title.strip():
        raise Refused(_("A card says what somebody can do or would like."), _("Write it in a few words."))
    _hold(card.consents, card.visibility, card.valid_until, at)
    ages = ages_fit(card.age_from, card.age_to)
    times = schedule_from(list(card.schedule) or stored(read_hours(card.hours) or ()))
    for decision in (ages, possible(times)):
        if not decision:
            raise Refused(decision.reason, _("Change it or leave it open."))
    return ResidentCard(
        id=card.id, direction=card.direction, rubric=card.rubric, title=card.title, description=card.description,
        conditions=card.conditions, schedule=stored(times), hours=card.hours, age_from=card.age_from,
        age_to=card.age_to, languages=list(card.languages), area_code=card.area_code, area_vintage=card.area_vintage,
        contact_place_id=card.contact_place, consents={name: dict(given) for name, given in card.consents.items()},
        visibility=card.visibility, valid_until=card.valid_until, user_id=card.user_id, kept_by=kept_by,
        confirmed_at=card.confirmed_at or at, changed_at=at, **{name: getattr(card, name) for name in CONSENTED},
    )  # fmt: skip


def _hold(
    consents: Mapping[str, Mapping[str, str]], visibility: CardVisibility, valid_until: date, at: datetime
) -> None:
    decision = consents_hold(
        consents, visibility=visibility, valid_until=valid_until, today=timezone.localdate(at)
    )
    if not decision:
        raise Refused(decision.reason, _("Ask the person anew and write down what they agree to."))


def _allow(decision: Decision) -> None:
    if not decision:
        raise gate.Denied(decision)
