"""What the organization floor brings to the start page and the search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.contributions import Hit, HouseLine, Moment, Today
from sozialraum.foundation.ui.drawing import number
from sozialraum.organization import queries
from sozialraum.organization.access import can_enter, own_providers
from sozialraum.organization.presentation import OFFER_KINDS, PROVIDER_KINDS, TEAM_KINDS, freshness_sentence
from sozialraum.organization.search import by_name

FLOOR = "organization"
MOST_TO_CONFIRM = 3


def today(actor: Actor, moment: Moment) -> Sequence[Today | HouseLine]:
    """How much there is, and for a provider's people what they should confirm."""
    counts = queries.counts(today=moment.today)
    offers = ngettext("%(n)s offer", "%(n)s offers", counts.offers) % {"n": number(counts.offers)}
    providers = ngettext("%(n)s provider", "%(n)s providers", counts.providers) % {
        "n": number(counts.providers)
    }
    line = HouseLine(FLOOR, f"{providers}, {offers}")
    stale = queries.offers_to_confirm(own_providers(actor), today=moment.today, limit=MOST_TO_CONFIRM)
    return [line, *(_to_confirm(offer, moment.today) for offer in stale)]


def _to_confirm(offer: queries.OfferRow, day: date) -> Today:
    return Today(
        title=_("Does “%(name)s” still hold?") % {"name": offer.name},
        text=freshness_sentence(Freshness.CONFIRMED, offer.confirmed_on), floor=FLOOR, due_on=day,
        action_label=_("Look and confirm"), url=reverse("organization:offer", args=[offer.id]),
    )  # fmt: skip


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Teams, providers and offers by name, for those who may enter the room."""
    if not can_enter(actor):
        return []
    teams, providers, offers = by_name(text, today=timezone.localdate(), limit=limit)
    hits = [
        *(Hit(row.name, reverse("organization:team", args=[row.code]), str(TEAM_KINDS[row.kind])) for row in teams),
        *(
            Hit(row.name, reverse("organization:provider", args=[row.code]), str(PROVIDER_KINDS[row.kind]))
            for row in providers
        ),
        *(
            Hit(
                row.name, reverse("organization:offer", args=[row.id]), f"{OFFER_KINDS[row.kind]}, {row.provider_name}"
            )
            for row in offers
        ),
    ]  # fmt: skip
    return hits[:limit]
