"""Reading residents' cards: each field only as far as the person has opened it, and only until the day they named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from sozialraum.foundation.confirmation import Freshness, freshness_of
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import can_change_card, reads_cards_as
from sozialraum.network.enums import CardDirection, CardVisibility, Rubric
from sozialraum.network.models import ResidentCard
from sozialraum.network.rules import CONSENTED, READERS, may_read_field
from sozialraum.network.schedules import Schedule, schedule_from


@dataclass(frozen=True, slots=True)
class CardRow:
    """A resident's card as this reader may see it; a field that is not opened is empty."""

    id: UUID
    direction: CardDirection
    rubric: Rubric
    title: str
    description: str
    conditions: str
    schedule: Schedule
    hours: str
    age_from: int | None
    age_to: int | None
    languages: tuple[str, ...]
    area_code: str
    contact_place: UUID | None
    contact_place_name: str
    full_name: str
    phone: str
    email: str
    visibility: CardVisibility
    valid_until: date
    confirmed_on: date | None
    freshness: Freshness
    can_change: bool
    consents: Mapping[str, CardVisibility]
    changed_at: datetime


def card_rows(actor: Actor, ids: Collection[UUID], *, today: date) -> list[CardRow]:
    """These cards, as far as the actor finds them: none that ran out or was taken back."""
    reader = reads_cards_as(actor)
    found = ResidentCard.objects.filter(
        id__in=set(ids), withdrawn_at__isnull=True, valid_until__gte=today,
        visibility__in=[each.value for each in READERS[reader]],
    ).select_related("contact_place")  # fmt: skip
    return [_row(card, actor, reader, today) for card in found]


def own_cards(actor: Actor, *, today: date) -> list[CardRow]:
    """The cards that belong to the actor or that she keeps, those that end first."""
    if actor.user_id is None:
        return []
    mine = ResidentCard.objects.filter(withdrawn_at__isnull=True, valid_until__gte=today)
    found = mine.filter(user_id=actor.user_id) | mine.filter(kept_by=actor.user_id)
    return [
        _row(card, actor, CardVisibility.CASE, today)
        for card in found.select_related("contact_place").order_by("valid_until", "title_sort", "id")
    ]


def _row(card: ResidentCard, actor: Actor, reader: CardVisibility, today: date) -> CardRow:
    own = bool(can_change_card(actor, user_id=card.user_id, kept_by=card.kept_by))
    opened = {
        name: getattr(card, name)
        if own or may_read_field(card.consents, name, reader=reader, today=today)
        else ""
        for name in CONSENTED
    }
    confirmed_on = timezone.localdate(card.confirmed_at) if card.confirmed_at else None
    return CardRow(
        id=card.id, direction=CardDirection(card.direction), rubric=Rubric(card.rubric), title=card.title,
        description=card.description, conditions=card.conditions, schedule=schedule_from(list(card.schedule)),
        hours=card.hours, age_from=card.age_from, age_to=card.age_to, languages=tuple(card.languages),
        area_code=card.area_code, contact_place=card.contact_place_id,
        contact_place_name=card.contact_place.name if card.contact_place else "",
        visibility=CardVisibility(card.visibility), valid_until=card.valid_until, confirmed_on=confirmed_on,
        freshness=freshness_of(confirmed_on, today=today), can_change=own, changed_at=card.changed_at,
        consents={name: CardVisibility(given["for"]) for name, given in card.consents.items()} if own else {}, **opened,
    )  # fmt: skip
