"""The people of a family: added when they are named, corrected when they were misheard."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import MemberKind
from sozialraum.individual.models import Member
from sozialraum.individual.rules.members import can_be_born
from sozialraum.individual.services.process import by_staff
from sozialraum.individual.services.records import Refused, note_change, writable

NO_SUCH_PERSON = "This case has no such person."


@transaction.atomic
def add_member(
    grant: Grant,
    *,
    kind: MemberKind,
    full_name: str,
    called: str = "",
    born_on: date | None = None,
    user_id: UUID | None = None,
    member_id: UUID | None = None,
) -> UUID:
    """Add somebody to the family; returns the member's id.

    ``member_id`` is given where somebody was named without a connection: sent twice, the person is added once. Raises
    :class:`Refused` for a day of birth that cannot be, :class:`gate.Denied` for an id that another case has.
    """
    case_id = writable(grant)
    if member_id and Member.objects.filter(id=member_id, case_id=case_id).exists():
        return member_id
    _check_birth(grant, kind, born_on)
    try:
        with transaction.atomic():
            member = Member.objects.create(
                id=member_id or uuid.uuid4(), case_id=case_id, kind=kind, full_name=full_name, called=called,
                born_on=born_on, user_id=user_id,
            )  # fmt: skip
    except IntegrityError as taken:
        raise gate.Denied(Decision.no(NO_SUCH_PERSON)) from taken
    note_change(grant, "individual.Member", member.id, ["kind", "full_name", "born_on"])
    return member.id


@transaction.atomic
def revise_member(
    grant: Grant, member_id: UUID, *, kind: MemberKind, full_name: str, called: str, born_on: date | None
) -> None:
    """Correct what is known of somebody of the family; by staff of the office.

    Raises :class:`Refused` for a day of birth that cannot be, :class:`gate.Denied` where the case has no such person.
    """
    case_id = by_staff(grant)
    member = Member.objects.select_for_update().filter(id=member_id, case_id=case_id).first()
    if member is None:
        raise gate.Denied(Decision.no(NO_SUCH_PERSON))
    _check_birth(grant, kind, born_on, apart_from=member_id)
    member.kind, member.full_name, member.called, member.born_on = kind, full_name, called, born_on
    member.save(update_fields=["kind", "full_name", "called", "born_on"])
    note_change(grant, "individual.Member", member.id, ["kind", "full_name", "called", "born_on"])


def _check_birth(
    grant: Grant, kind: MemberKind, born_on: date | None, *, apart_from: UUID | None = None
) -> None:
    if born_on is None:
        return
    known = Member.objects.filter(case_id=grant.subject_id, born_on__isnull=False)
    if apart_from:
        known = known.exclude(id=apart_from)
    others = [(MemberKind(other), day) for other, day in known.values_list("kind", "born_on") if day]
    fits = can_be_born(kind, born_on, others=others, today=timezone.localdate(grant.at))
    if not fits:
        raise Refused(fits.reason, gettext_noop("Check the day and the year."))
