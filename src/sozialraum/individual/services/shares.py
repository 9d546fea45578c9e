"""What belongs to one person of the family: shown to somebody, and taken back with effect on the next request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import ResourceKind, SharedThing
from sozialraum.individual.models import Member, Share
from sozialraum.individual.rules import may_share
from sozialraum.individual.rules.moments import GRACE, SECOND_THOUGHTS
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

FIELDS = ("thing", "recipient_id", "until", "parts")
OF_THE_FAMILY: Final = frozenset({SharedThing.RESOURCE_CARD})
"""What belongs to everybody of the family together: each of them shows it and takes it back."""


@transaction.atomic
def give_share(
    grant: Grant,
    *,
    owner_id: UUID,
    thing: SharedThing,
    recipient_id: UUID,
    until: date | None = None,
    parts: Sequence[ResourceKind] = (),
) -> UUID:
    """Show a thing of one person of the family to somebody; returns the share's id, the running one where there is one.

    ``parts`` are the fields of a resource card that are shown, all of them where none is named. Raises
    :class:`Refused` where the person herself has to say it (:func:`rules.may_share`), or for a day that is over.
    """
    case_id = writable(grant)
    owner = _owner(grant, owner_id)
    given = Share.objects.filter(case_id=case_id, thing=thing, recipient_id=recipient_id)
    if thing not in OF_THE_FAMILY:
        given = given.filter(owner=owner)
    running = given.filter(withdrawn_at__isnull=True).first()
    if running is not None and (running.until is None or running.until >= timezone.localdate(grant.at)):
        return running.id
    owners = _owners(owner, thing)
    allowed = may_share(
        by_owner=user_of(grant) in owners, by_worker=grant.role not in FAMILY, owner_has_account=bool(owners),
        taken_back_before=given.filter(withdrawn_at__isnull=False).exists(),
    )  # fmt: skip
    if not allowed:
        raise Refused(allowed.reason, gettext_noop("Ask the person to show it on their own page."))
    if until is not None and until < timezone.localdate(grant.at):
        raise Refused(gettext_noop("This day is over."), gettext_noop("Choose a later day or leave it open."))
    given.filter(withdrawn_at__isnull=True).update(withdrawn_by=user_of(grant), withdrawn_at=grant.at)
    share = Share.objects.create(
        case_id=case_id, owner=owner, thing=thing, recipient_id=recipient_id, until=until, given_by=user_of(grant),
        given_at=grant.at, parts=list(parts),
    )  # fmt: skip
    note_change(grant, "individual.Share", share.id, FIELDS)
    return share.id


@transaction.atomic
def withdraw_share(grant: Grant, share_id: UUID) -> None:
    """Take a share back: the recipient's next request no longer opens the thing.

    The owner takes back; where the owner has no account, everybody may who writes in the case. Raises
    :class:`gate.Denied` where the case has no such share.
    """
    share = _own_share(grant, share_id)
    if share.withdrawn_at is None:
        share.withdrawn_by, share.withdrawn_at = user_of(grant), grant.at
        share.save(update_fields=["withdrawn_by", "withdrawn_at"])
        note_change(grant, "individual.Share", share.id, ["withdrawn_at"])


@transaction.atomic
def restore_share(grant: Grant, share_id: UUID) -> None:
    """Give a share again that the actor has taken back a moment ago, as it was: the undo of a slip of the finger.

    Raises :class:`Refused` after ten seconds: then it is given anew, with a day of its own.
    """
    share = _own_share(grant, share_id)
    slip = share.withdrawn_at is not None and share.withdrawn_by == user_of(grant)
    if not slip or grant.at - (share.withdrawn_at or grant.at) > SECOND_THOUGHTS + GRACE:
        raise Refused(
            gettext_noop("That was too long ago to be undone."), gettext_noop("Show it anew if you want to.")
        )
    again = Share.objects.filter(
        case_id=share.case_id, owner_id=share.owner_id, thing=share.thing, recipient_id=share.recipient_id,
        withdrawn_at__isnull=True,
    )  # fmt: skip
    if again.exists():
        return
    share.withdrawn_by = share.withdrawn_at = None
    share.save(update_fields=["withdrawn_by", "withdrawn_at"])
    note_change(grant, "individual.Share", share.id, ["withdrawn_at"])


def _own_share(grant: Grant, share_id: UUID) -> Share:
    share = Share.objects.select_related("owner").filter(id=share_id, case_id=writable(grant)).first()
    owners = _owners(share.owner, SharedThing(share.thing)) if share else set()
    if share is None or (owners and user_of(grant) not in owners):
        raise gate.Denied(Decision.no("There is no such share."))
    return share


def _owners(owner: Member, thing: SharedThing) -> set[UUID]:
    """The accounts of those to whom a thing belongs; nobody where none of them has one."""
    if thing not in OF_THE_FAMILY:
        return {owner.user_id} if owner.user_id else set()
    accounts = Member.objects.filter(case_id=owner.case_id, user_id__isnull=False)
    return {each for each in accounts.values_list("user_id", flat=True) if each}


def _owner(grant: Grant, owner_id: UUID) -> Member:
    # a foreign key looks past row-level security: the id of somebody else's family would be accepted
    owner = Member.objects.filter(id=owner_id, case_id=grant.subject_id).first()
    if owner is None:
        raise Refused(
            gettext_noop("This person does not belong to the family."),
            gettext_noop("Choose one of the family's people."),
        )
    return owner
