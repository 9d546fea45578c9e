"""The people of a family: added when they are named, corrected when they were misheard."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.accounts.services import invite_person, withdraw_invitation
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import MemberKind
from sozialraum.individual.models import Member
from sozialraum.individual.rules import is_under_18
from sozialraum.individual.rules.members import can_be_born
from sozialraum.individual.services.process import by_staff
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

NO_SUCH_PERSON = "This case has no such person."
ACCOUNTS = {MemberKind.PARENT: Role.PARENT, MemberKind.YOUNG_PERSON: Role.YOUNG_PERSON}
"""Who of a family has an own account, and by which role."""


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


@transaction.atomic
def invite_member(grant: Grant, member_id: UUID) -> str:
    """Write a letter with which somebody of the family opens an own account; returns the code, which is shown only now.

    An earlier letter that was not used opens nothing any more. By staff of the office. Raises :class:`Refused` for who has
    an account already, and for relatives: whom somebody of the family trusts is let in by her.
    """
    case_id = by_staff(grant)
    member = Member.objects.select_for_update().filter(id=member_id, case_id=case_id).first()
    if member is None:
        raise gate.Denied(Decision.no(NO_SUCH_PERSON))
    role = ACCOUNTS.get(MemberKind(member.kind))
    if member.user_id is not None or role is None:
        raise Refused(
            gettext_noop("This person gets no letter."),
            gettext_noop(
                "Parents and young people get one, once. Somebody else of the family lets in whom she trusts."
            ),
        )
    if member.letter_id is not None:
        withdraw_invitation(invitation_id=member.letter_id, by=user_of(grant), at=grant.at)
    member.invited_as = uuid.uuid4()
    young = is_under_18(MemberKind(member.kind), member.born_on, today=timezone.localdate(grant.at))
    member.letter_id, code = invite_person(
        full_name=member.full_name, role=role, by=user_of(grant), at=grant.at, scope_kind=ScopeKind.CASE,
        scope_key=str(case_id), young=young, account_id=member.invited_as,
    )  # fmt: skip
    member.save(update_fields=["invited_as", "letter_id"])
    note_change(grant, "individual.Member", member.id, ["letter_id"])
    return code


@transaction.atomic
def take_own_place(grant: Grant) -> UUID:
    """Tie the account that acts to its person of the family, at the first visit; returns the member's id.

    The person is the one for whom the letter was written; else the only one of this name and kind who has no account;
    else somebody new. Only for somebody of the family (:class:`gate.Denied` else).
    """
    kind = next((kind for kind, role in ACCOUNTS.items() if role is grant.role), None)
    if kind is None:
        raise gate.Denied(Decision.no(NO_SUCH_PERSON))
    full_name = names_of([user_of(grant)]).get(user_of(grant), "").strip()
    free = Member.objects.select_for_update().filter(case_id=writable(grant), user_id__isnull=True)
    named = list(free.filter(kind=kind, full_name__iexact=full_name, invited_as__isnull=True))
    member = free.filter(invited_as=user_of(grant)).first() or (named[0] if len(named) == 1 else None)
    if member is None:
        return add_member(grant, kind=kind, full_name=full_name, user_id=user_of(grant))
    member.user_id = user_of(grant)
    member.save(update_fields=["user_id"])
    note_change(grant, "individual.Member", member.id, ["user_id"])
    return member.id


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
