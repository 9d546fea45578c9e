"""Asking by mail whether something still holds, and taking the answer of whoever got the link to an entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone, translation

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.errors import SozialraumError
from sozialraum.foundation.confirmation import DAYS_FRESH
from sozialraum.foundation.privacy.actors import NOBODY
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.network.confirmation_links import link_token, read_link
from sozialraum.network.due import Due, all_due
from sozialraum.network.enums import MailState
from sozialraum.network.letters import letter
from sozialraum.network.models import ConfirmationRequest, Place
from sozialraum.network.rules import MONTH_DAYS, MOST_ENTRIES_A_MAIL, MOST_UNANSWERED
from sozialraum.network.services.places import Refused, changed, revise_stored

KEPT = timedelta(days=400)
MOST_MAILS = 300
CORRECTED = ("hours", "good_for", "phone", "website", "cost_note", "valid_until")


@dataclass(frozen=True, slots=True)
class Asking:
    """What one run did: mails that were taken, addresses that were refused, and how much was asked about."""

    mails: int = 0
    refused: int = 0
    entries: int = 0


def mail_is_set_up() -> bool:
    """Whether the house can send mail with links that lead somewhere."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL and settings.SITE_ADDRESS)


def ask_to_confirm(*, at: datetime) -> Asking:
    """Ask by mail about what nobody has confirmed for a year or what ends soon; does nothing where no mail is set up.

    For an entry whoever is named for it is asked, else the address that the entry itself names; whom the other rooms ask is
    said there (:mod:`~sozialraum.network.due`). One mail holds all the questions to an address, ten at most; nobody gets more
    than one mail within 30 days, and after three without an answer no more. A question is on record before its mail
    leaves, so that nothing is asked twice.

    Raises :class:`SozialraumError` where the mail server cannot be reached; what it did not take is asked the next day.
    """
    ConfirmationRequest.objects.filter(asked_at__lt=at - KEPT).delete()
    facts = installation_facts() if mail_is_set_up() else None
    if facts is None:
        return Asking()
    with translation.override(facts.language):
        by_address = _to_ask(at)
    if not by_address:
        return Asking()
    mails = refused = entries = 0
    connection = get_connection()
    try:
        connection.open()
        for address, asked in list(by_address.items())[:MOST_MAILS]:
            keys = _note(asked, address, at)
            with translation.override(facts.language):
                subject, text = letter(asked, facts=facts, address=settings.SITE_ADDRESS)
            message = EmailMessage(
                subject, text, to=[address], reply_to=[facts.contact_email] if facts.contact_email else None,
                headers={"Auto-Submitted": "auto-generated"}, connection=connection,
            )  # fmt: skip
            taken = _sent(message, keys)
            mails, refused, entries = mails + taken, refused + (not taken), entries + len(asked)
    except (SMTPException, OSError) as problem:
        raise SozialraumError(
            _("The mail server cannot be reached."),
            _("Look at the settings of mail. What was not sent is sent tomorrow."),
        ) from problem
    finally:
        connection.close()
    return Asking(mails, refused, entries)


@transaction.atomic
def answer_by_link(token: str, *, changes: Mapping[str, object], at: datetime) -> None:
    """Take the answer of whoever got a link: the entry holds, or it holds with these small changes.

    ``changes`` names fields of :data:`CORRECTED`. What the entry said before is kept, and who keeps it sees the change.
    Raises :class:`Refused` where the link is not ours, older than a month or answered already.
    """
    link = read_link(token, at=at)
    stored = Place.objects.select_for_update().filter(id=link.place_id).first() if link else None
    if link is None or stored is None or link.used(stored.confirmed_at):
        raise Refused(_("This link does not hold any more."), _("Ask for a new one."))
    if unknown := set(changes) - set(CORRECTED):
        msg = f"a link changes no such fields: {sorted(unknown)}"
        raise ValueError(msg)
    # who answers has seen the present entry on the page of the link, whatever stood there when the mail left
    revise_stored(stored, values=changes, version=stored.version, by=NOBODY, at=at)
    stored.refresh_from_db()
    stored.confirmed_by, stored.confirmed_at = None, at
    stored.save(update_fields=["confirmed_by", "confirmed_at"])
    changed(NOBODY, at, [str(stored.id)], ["confirmed_at"])


def _to_ask(at: datetime) -> dict[str, list[Due]]:
    """What is to be asked, by address: entries first, the longest unconfirmed of them first."""
    asked_lately = ConfirmationRequest.objects.filter(asked_at__gt=at - timedelta(days=MONTH_DAYS))
    silent = {*_refusing(), *asked_lately.values_list("address", flat=True)}
    asked: dict[tuple[UUID, str], list[datetime]] = defaultdict(list)
    for each in ConfirmationRequest.objects.filter(about__isnull=False):
        if each.about is not None:
            asked[each.about, each.address].append(each.asked_at)
    found: dict[str, dict[UUID, Due]] = defaultdict(dict)
    for due in (*_stale_entries(at), *all_due(at)):
        times = [when for when in asked[due.about, due.address] if due.since is None or when > due.since]
        if due.address not in silent and len(times) < MOST_UNANSWERED:
            of_address = found[due.address]
            if len(of_address) < MOST_ENTRIES_A_MAIL:
                of_address.setdefault(due.about, due)
    return {address: list(of.values()) for address, of in found.items()}


def _stale_entries(at: datetime) -> list[Due]:
    today = timezone.localdate(at)
    asked_lately = ConfirmationRequest.objects.filter(asked_at__gt=at - timedelta(days=MONTH_DAYS))
    stale = (
        Place.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        .filter(Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=at - timedelta(days=DAYS_FRESH)))
        .annotate(
            asked_of=Coalesce(NullIf("confirm_email", Value("")), "email"),
            unanswered=Count(
                "confirmation_requests",
                filter=Q(confirmed_at__isnull=True)
                | Q(confirmation_requests__asked_at__gt=F("confirmed_at")),
            ),
        )
        .exclude(asked_of="")
        .filter(unanswered__lt=MOST_UNANSWERED)
        .exclude(id__in=asked_lately.filter(place__isnull=False).values("place_id"))
        .order_by(F("confirmed_at").asc(nulls_first=True), "name_sort")
    )
    return [
        Due(
            each.id, each.asked_of, each.name, each.hours,
            reverse("network:confirm_by_link", args=[link_token(each.id, version=each.version, at=at)]),
            each.confirmed_at, place_id=each.id,
        )
        for each in stale
    ]  # fmt: skip


def _refusing() -> Collection[str]:
    """Addresses that the mail server refused: nothing is sent there again until another one is named."""
    refused = ConfirmationRequest.objects.filter(state=MailState.REFUSED)
    return set(refused.values_list("address", flat=True))


@transaction.atomic
def _note(asked: Sequence[Due], address: str, at: datetime) -> list[UUID]:
    month = timezone.localdate(at).replace(day=1)
    made = ConfirmationRequest.objects.bulk_create(
        ConfirmationRequest(
            place_id=each.place_id, about=None if each.place_id else each.about, address=address, month=month, asked_at=at,
        )
        for each in asked
    )  # fmt: skip
    return [each.id for each in made]


def _sent(message: EmailMessage, keys: Sequence[UUID]) -> bool:
    """Hand a mail over; False where the server refuses it for this address. What cannot be handed over is not asked."""
    requests = ConfirmationRequest.objects.filter(id__in=keys)
    try:
        message.send()
    except SMTPRecipientsRefused:
        requests.update(state=MailState.REFUSED)
        return False
    except (SMTPException, OSError) as problem:
        if isinstance(problem, SMTPResponseException) and 500 <= problem.smtp_code < 600:
            requests.update(state=MailState.REFUSED)
            return False
        requests.delete()
        raise
    requests.update(state=MailState.SENT)
    return True
