"""What belongs to one person of the family: shown to somebody, and taken back with effect on the next request."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.models import Member, Share
from sozialraum.individual.rules import may_share
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

FIELDS = ("thing", "recipient_id", "until")


@transaction.atomic
def give_share(
    grant: Grant, *, owner_id: UUID, thing: SharedThing, recipient_id: UUID, until: date | None = None
) -> UUID:
    """Show a thing of one person of the family to somebody; returns the share's id, the running one where there is one.

    Raises :class:`Refused` where the person herself has to say it (:func:`rules.may_share`), or for a day that is over.
    """
    case_id = writable(grant)
    owner = _owner(grant, owner_id)
    given = Share.objects.filter(case_id=case_id, owner=owner, thing=thing, recipient_id=recipient_id)
    running = given.filter(withdrawn_at__isnull=True).first()
    if running is not None and (running.until is None or running.until >= timezone.localdate(grant.at)):
        return running.id
    allowed = may_share(
        by_owner=owner.user_id == user_of(grant), by_worker=grant.role not in FAMILY,
        owner_has_account=owner.user_id is not None,
        taken_back_before=given.filter(withdrawn_at__isnull=False).exists(),
    )  # fmt: skip
    if not allowed:
        raise Refused(allowed.reason, gettext_noop("Ask the person to show it on the own page."))
    if until is not None and until < timezone.localdate(grant.at):
        raise Refused(gettext_noop("This day is over."), gettext_noop("Choose a later day or leave it open."))
    given.filter(withdrawn_at__isnull=True).update(withdrawn_by=user_of(grant), withdrawn_at=grant.at)
    share = Share.objects.create(
        case_id=case_id, owner=owner, thing=thing, recipient_id=recipient_id, until=until, given_by=user_of(grant),
        given_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.Share", share.id, FIELDS)
    return share.id


@transaction.atomic
def withdraw_share(grant: Grant, share_id: UUID) -> None:
    """Take a share back: the recipient's next request no longer opens the thing.

    The owner takes back; where the owner has no account, everybody may who writes in the case. Raises
    :class:`gate.Denied` where the case has no such share.
    """
    share = Share.objects.select_related("owner").filter(id=share_id, case_id=writable(grant)).first()
    if share is None or share.owner.user_id not in {None, user_of(grant)}:
        raise gate.Denied(Decision.no("There is no such share."))
    if share.withdrawn_at is None:
        share.withdrawn_by, share.withdrawn_at = user_of(grant), grant.at
        share.save(update_fields=["withdrawn_by", "withdrawn_at"])
        note_change(grant, "individual.Share", share.id, ["withdrawn_at"])


def _owner(grant: Grant, owner_id: UUID) -> Member:
    # a foreign key looks past row-level security: the id of somebody else's family would be accepted
    owner = Member.objects.filter(id=owner_id, case_id=grant.subject_id).first()
    if owner is None:
        raise Refused(
            gettext_noop("This person does not belong to the family."),
            gettext_noop("Choose one of the family's people."),
        )
    return owner
