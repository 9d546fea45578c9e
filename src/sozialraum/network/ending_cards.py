"""Cards of residents that end within a month ask by mail: the person, else who keeps the card."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.queries import mail_addresses
from sozialraum.foundation.privacy.actors import NOBODY
from sozialraum.network.due import Asker, Choice, Due, DueLink, Sheet, due_path
from sozialraum.network.enums import CardVisibility
from sozialraum.network.models import ResidentCard
from sozialraum.network.presentation.cards import READERS
from sozialraum.network.queries.waiting import DAYS_BEFORE
from sozialraum.network.rules import LONGEST_CONSENT_DAYS
from sozialraum.network.services.cards import emptied
from sozialraum.network.services.places import Refused, changed

SORT = "card"
STAYS, BACK = "stays", "back"


def due(at: datetime) -> Iterator[Due]:
    """Cards in their last month. The person answers with a tap; who keeps a card for somebody asks her and signs in."""
    today = timezone.localdate(at)
    cards = list(
        ResidentCard.objects.filter(
            withdrawn_at__isnull=True, valid_until__range=(today, today + timedelta(days=DAYS_BEFORE))
        ).order_by("valid_until", "id")
    )
    known = mail_addresses(key for each in cards for key in (each.user_id, each.kept_by) if key)
    for each in cards:
        own = each.email or (known.get(each.user_id, "") if each.user_id else "")
        until = date_format(each.valid_until, "DATE_FORMAT")
        if own:
            hint = _("Your card ends on %(day)s. Shall it stay?") % {"day": until}
            yield Due(each.id, own, each.title, hint, due_path(SORT, each.id, at=at), each.confirmed_at)
        elif each.kept_by in known:
            hint = _("The card that you keep ends on %(day)s. Ask the person once more.") % {"day": until}
            path = reverse("network:card", args=[each.id])
            yield Due(each.id, known[each.kept_by], each.title, hint, path, each.confirmed_at)


def sheet(link: DueLink, at: datetime) -> Sheet | None:
    """What the card says, who finds it, and until when."""
    today = timezone.localdate(at)
    card = ResidentCard.objects.filter(
        id=link.about, withdrawn_at__isnull=True, valid_until__gte=today
    ).first()
    if card is None:
        return None
    return Sheet(
        question=_("“%(card)s”: shall your card stay?") % {"card": card.title},
        lines=(
            (_("What else"), card.description), (_("When"), card.hours),
            (_("Who finds it"), str(READERS[CardVisibility(card.visibility)])),
            (_("Until"), date_format(card.valid_until, "DATE_FORMAT")),
        ),
        choices=(
            Choice(STAYS, _("Yes, for another year"), _("Thank you. Your card stays for another year.")),
            Choice(
                BACK, _("No, take it back"), _("Your card is taken back. Nobody finds it any more."), away=True
            ),
        ),
        answered=card.confirmed_at is not None and card.confirmed_at >= link.made_at,
    )  # fmt: skip


@transaction.atomic
def answer(link: DueLink, choice: str, at: datetime) -> None:
    """Let the card stay for a year, with the fields that are open today to the same readers, or take it back."""
    card = ResidentCard.objects.select_for_update().filter(id=link.about, withdrawn_at__isnull=True).first()
    today = timezone.localdate(at)
    if card is None or card.valid_until < today:
        raise Refused(gettext_noop("This link does not hold any more."), gettext_noop("Ask for a new one."))
    if choice == BACK:
        fields = emptied(card, at=at)
    else:
        until = today + timedelta(days=LONGEST_CONSENT_DAYS)
        card.consents = {
            name: given | {"until": until.isoformat()}
            for name, given in card.consents.items()
            if given["until"] >= today.isoformat()
        }
        card.valid_until, card.confirmed_at, card.changed_at = until, at, at
        fields = ["consents", "valid_until", "confirmed_at"]
    card.save()
    changed(NOBODY, at, [str(card.id)], fields, kind="network.ResidentCard")


ASKER = Asker(due, sheet, answer)
