"""What the directory keeps of a person, for that person: the own cards."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.privacy.own_data import Section
from sozialraum.network.enums import CardDirection, CardVisibility
from sozialraum.network.models import ResidentCard
from sozialraum.network.presentation.cards import DIRECTIONS, READERS

COVERED = ("network.ResidentCard",)


def own_sections(grant: Grant) -> list[Section]:
    """The cards of residents that belong to who takes the data along; none is no section."""
    if grant.actor.user_id is None:
        return []
    cards = ResidentCard.objects.filter(user_id=grant.actor.user_id, withdrawn_at__isnull=True)
    rows = tuple(
        (
            str(DIRECTIONS[CardDirection(each.direction)]), each.title, each.description, each.conditions, each.hours,
            each.full_name, each.phone, each.email, str(READERS[CardVisibility(each.visibility)]),
            "; ".join(f"{name}: {READERS[CardVisibility(given['for'])]}, {given['until']}" for name, given in each.consents.items()),
            each.valid_until,
        )
        for each in cards.order_by("valid_until")
    )  # fmt: skip
    if not rows:
        return []
    return [
        Section(
            "cards", _("Your cards in the directory"),
            {
                "direction": _("I can or I would like"), "title": _("What"), "description": _("What else"),
                "conditions": _("What matters"), "hours": _("When"), "full_name": _("Name"), "phone": _("Phone"),
                "email": _("E-mail"), "visibility": _("Who finds it"), "consents": _("Who may read what until when"),
                "valid_until": _("Until"),
            },
            rows,
        )
    ]  # fmt: skip
