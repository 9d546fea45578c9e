"""Cooperations that a house has not confirmed for a year ask it by mail, each side for itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sozialraum.foundation.confirmation import DAYS_FRESH
from sozialraum.foundation.privacy.actors import NOBODY
from sozialraum.network.cooperations.enums import CooperationKind, Rhythm, Side
from sozialraum.network.cooperations.models import Cooperation
from sozialraum.network.cooperations.services import KIND
from sozialraum.network.cooperations.wording import RHYTHMS, kinds_in_words
from sozialraum.network.due import Asker, Choice, Due, DueLink, Sheet, begin_of, due_path
from sozialraum.network.enums import Visibility
from sozialraum.network.models import Place
from sozialraum.network.services import Refused
from sozialraum.network.services.places import changed

SORT = "cooperation"
HOLDS, ENDED = "holds", "ended"


def due(at: datetime) -> Iterator[Due]:
    """The sides that have not confirmed for a year and can be written to; houses that are kept secret are not named."""
    limit = timezone.localdate(at) - timedelta(days=DAYS_FRESH)
    running = (
        _running()
        .filter(_old("one", limit) | _old("other", limit))
        .order_by("one__name_sort", "other__name_sort")
    )
    for each in running:
        for side in Side:
            confirmed: date | None = getattr(each, f"{side}_confirmed_on")
            own, partner = _seen_from(each, side)
            address = own.confirm_email or own.email
            if address and (confirmed is None or confirmed < limit):
                yield Due(
                    each.id, address, _question(own.name, partner.name), kinds_in_words(_kinds(each)),
                    due_path(SORT, each.id, at=at, side=side), begin_of(confirmed, at) if confirmed else None,
                )  # fmt: skip


def sheet(link: DueLink, _at: datetime) -> Sheet | None:
    """What one side is asked: with whom it works together, at what, and since when."""
    found = _running().filter(id=link.about).first() if link.side in set(Side) else None
    if found is None:
        return None
    own, partner = _seen_from(found, Side(link.side))
    confirmed = getattr(found, f"{link.side}_confirmed_on")
    return Sheet(
        question=_question(own.name, partner.name),
        lines=(
            (_("What they do together"), kinds_in_words(_kinds(found))), (_("In their own words"), found.about),
            (_("How often"), str(RHYTHMS[Rhythm(found.rhythm)])), (_("Since"), date_format(found.since, "F Y")),
        ),
        choices=(
            Choice(HOLDS, _("Yes, we still do"), _("It is confirmed for a year.")),
            Choice(ENDED, _("No longer"), _("It stands in the network of earlier days only."), away=True),
        ),
        answered=confirmed is not None and confirmed >= timezone.localdate(link.made_at),
    )  # fmt: skip


@transaction.atomic
def answer(link: DueLink, choice: str, at: datetime) -> None:
    """One side says that it still holds, or that it has ended. Raises :class:`Refused` where it has ended meanwhile."""
    found = Cooperation.objects.select_for_update().filter(id=link.about, ended_on__isnull=True).first()
    if found is None or link.side not in set(Side):
        raise Refused(gettext_noop("This link does not hold any more."), gettext_noop("Ask for a new one."))
    today = timezone.localdate(at)
    if choice == ENDED:
        found.ended_on = today
        fields = ["ended_on"]
    else:
        as_ = f"{link.side}_confirmed_as"
        setattr(found, f"{link.side}_confirmed_on", today)
        setattr(found, as_, getattr(found, as_) or getattr(found, link.side).name[:200])
        fields = [f"{link.side}_confirmed_on", as_]
    found.changed_at, found.changed_by = at, None
    found.save()
    changed(NOBODY, at, [str(found.id)], fields, kind=KIND)


ASKER = Asker(due, sheet, answer)


def _running() -> QuerySet[Cooperation]:
    shown = [each.value for each in Visibility if each is not Visibility.CONFIDENTIAL]
    return Cooperation.objects.select_related("one", "other").filter(
        ended_on__isnull=True, one__visibility__in=shown, other__visibility__in=shown
    )


def _old(side: str, limit: date) -> Q:
    return Q(**{f"{side}_confirmed_on__isnull": True}) | Q(**{f"{side}_confirmed_on__lt": limit})


def _seen_from(found: Cooperation, side: Side) -> tuple[Place, Place]:
    return (found.one, found.other) if side is Side.ONE else (found.other, found.one)


def _kinds(found: Cooperation) -> list[CooperationKind]:
    return [CooperationKind(kind) for kind in found.kinds]


def _question(own: str, partner: str) -> str:
    return _("Do “%(own)s” and “%(partner)s” still work together?") % {"own": own, "partner": partner}
