"""Which entries nobody has confirmed for a year, who was asked, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from sozialraum.foundation.confirmation import DAYS_FRESH
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import EDITORS, own_providers
from sozialraum.network.confirmation_links import Link
from sozialraum.network.enums import AskingState, MailState
from sozialraum.network.models import ConfirmationRequest, Place
from sozialraum.network.queries.places import PlaceRow, row_of
from sozialraum.network.rules import MOST_UNANSWERED

PRESSING = tuple(AskingState)


@dataclass(frozen=True, slots=True)
class Staleness:
    """One entry that waits for its confirmation, and how far the asking is."""

    place_id: UUID
    name: str
    phone: str
    confirmed_on: date | None
    asked_on: date | None
    times: int
    address: str
    state: AskingState
    own: bool


def unconfirmed(actor: Actor, *, at: datetime) -> list[Staleness]:
    """The entries that the actor keeps and that nobody has confirmed for a year, those first where the asking failed."""
    today = timezone.localdate(at)
    found = Place.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today)).filter(
        Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=at - timedelta(days=DAYS_FRESH))
    )
    if not actor.has(*EDITORS):
        found = found.filter(provider_code__in=own_providers(actor))
    asked: dict[UUID, list[tuple[datetime, str, str]]] = {}
    requests = ConfirmationRequest.objects.filter(place__isnull=False).order_by("asked_at")
    for place_id, asked_at, state, address in requests.values_list(
        "place_id", "asked_at", "state", "address"
    ):
        asked.setdefault(place_id, []).append((asked_at, state, address))
    rows = []
    providers = set(own_providers(actor))
    for key, name, phone, confirmed_at, named, own, by, provider in found.values_list(
        "id", "name", "phone", "confirmed_at", "confirm_email", "email", "confirmed_by", "provider_code"
    ):
        since = [each for each in asked.get(key, ()) if confirmed_at is None or each[0] > confirmed_at]
        address = named or own
        rows.append(
            Staleness(
                key, name, phone, timezone.localdate(confirmed_at) if confirmed_at else None,
                timezone.localdate(since[-1][0]) if since else None, len(since), address,
                _state([(state, to) for _at, state, to in since], address),
                (actor.user_id is not None and by == actor.user_id) or provider in providers,
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (PRESSING.index(row.state), row.confirmed_on or date.min, row.name))


def _state(since: list[tuple[str, str]], address: str) -> AskingState:
    if not address:
        return AskingState.NOBODY
    if since and since[-1] == (MailState.REFUSED, address):
        return AskingState.REFUSED
    if len(since) >= MOST_UNANSWERED:
        return AskingState.SILENT
    return AskingState.ASKED if since else AskingState.WAITING


def place_of_link(link: Link, *, today: date) -> tuple[PlaceRow, bool] | None:
    """The entry that a link is for, and whether it was answered since; the link itself is the leave to read it."""
    place = Place.objects.select_related("host").filter(id=link.place_id).first()
    return (row_of(place, today=today), link.used(place.confirmed_at)) if place else None
