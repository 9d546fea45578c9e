"""Whom somebody of the family trusts: let in by her consent, shown what she chooses, until she takes it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.queries import held_roles
from sozialraum.foundation.accounts.services import end_role, invite_person, withdraw_invitation
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.models import Member, Share, TrustedPerson
from sozialraum.individual.rules.trust import SHOWABLE, may_let_in
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

FIELDS = ("full_name", "relation", "until")


@transaction.atomic
def let_in(
    grant: Grant, *, full_name: str, things: Collection[SharedThing], until: date, relation: str = ""
) -> tuple[UUID, str]:
    """Let somebody in whom the actor trusts; returns the id and the code of the letter, which is shown only now.

    Only the person herself lets somebody in, and only to what is hers (:data:`rules.trust.SHOWABLE`). Raises
    :class:`Refused` for a consent without a thing, for a day that is over, and for more than a year.
    """
    case_id, owner = writable(grant), _oneself(grant)
    _allowed(grant, things, until)
    account_id = uuid4()
    letter_id, code = _letter(grant, full_name.strip(), account_id)
    trusted = TrustedPerson.objects.create(
        case_id=case_id, owner=owner, full_name=full_name.strip(), relation=relation.strip(), account_id=account_id,
        invitation_id=letter_id, until=until, named_by=user_of(grant), named_at=grant.at,
    )  # fmt: skip
    _show(grant, trusted, things)
    note_change(grant, "individual.TrustedPerson", trusted.id, FIELDS)
    return trusted.id, code


@transaction.atomic
def change_what_is_shown(
    grant: Grant, trusted_id: UUID, *, things: Collection[SharedThing], until: date
) -> None:
    """Show somebody more or less, or longer; what is taken away is closed with the next request."""
    trusted = _own(grant, trusted_id)
    _allowed(grant, things, until)
    _running(trusted).exclude(thing__in=things).update(withdrawn_by=user_of(grant), withdrawn_at=grant.at)
    _running(trusted).update(until=until)
    trusted.until = until
    trusted.save(update_fields=["until"])
    _show(grant, trusted, set(things) - set(_running(trusted).values_list("thing", flat=True)))
    note_change(grant, "individual.TrustedPerson", trusted.id, ["until", "things"])


@transaction.atomic
def end_trust(grant: Grant, trusted_id: UUID) -> None:
    """Take everything back at once: the next request opens nothing, and a letter not yet used opens no account."""
    trusted = _own(grant, trusted_id)
    _running(trusted).update(withdrawn_by=user_of(grant), withdrawn_at=grant.at)
    withdraw_invitation(invitation_id=trusted.invitation_id, by=user_of(grant), at=grant.at)
    today = timezone.localdate(grant.at)
    for held in held_roles(trusted.account_id, today=today):
        if held.role is Role.TRUSTED_PERSON and held.scope_key == str(trusted.case_id):
            end_role(assignment_id=held.id, by=user_of(grant), at=grant.at, on=today - timedelta(days=1))
    trusted.ended_at = grant.at
    trusted.save(update_fields=["ended_at"])
    note_change(grant, "individual.TrustedPerson", trusted.id, ["ended_at"])


@transaction.atomic
def write_letter_again(grant: Grant, trusted_id: UUID) -> str:
    """A new letter in place of one that was lost or ran out; the old code opens nothing any more. Returns the code.

    Raises :class:`Refused` where the account is open already.
    """
    trusted = _own(grant, trusted_id)
    if held_roles(trusted.account_id, today=timezone.localdate(grant.at)):
        raise Refused(
            gettext_noop("The account is open already."),
            gettext_noop("Who has lost the password asks the youth office for a new letter."),
        )
    withdraw_invitation(invitation_id=trusted.invitation_id, by=user_of(grant), at=grant.at)
    trusted.invitation_id, code = _letter(grant, trusted.full_name, trusted.account_id)
    trusted.save(update_fields=["invitation_id"])
    note_change(grant, "individual.TrustedPerson", trusted.id, ["invitation_id"])
    return code


def _letter(grant: Grant, full_name: str, account_id: UUID) -> tuple[UUID, str]:
    return invite_person(
        full_name=full_name, role=Role.TRUSTED_PERSON, by=user_of(grant), at=grant.at, scope_kind=ScopeKind.CASE,
        scope_key=str(grant.subject_id), account_id=account_id,
    )  # fmt: skip


def _allowed(grant: Grant, things: Collection[SharedThing], until: date) -> None:
    chosen = [each for each in things if each in SHOWABLE]
    allowed = may_let_in(until=until, today=timezone.localdate(grant.at), things=len(chosen))
    if not allowed or len(chosen) != len(things):
        raise Refused(
            allowed.reason or gettext_noop("This is not shown here."),
            gettext_noop("Change it and send it again."),
        )


def _show(grant: Grant, trusted: TrustedPerson, things: Collection[SharedThing]) -> None:
    for thing in sorted(things):
        Share.objects.create(
            case_id=trusted.case_id, owner_id=trusted.owner_id, thing=thing, recipient_id=trusted.account_id,
            until=trusted.until, given_by=user_of(grant), given_at=grant.at,
        )  # fmt: skip


def _running(trusted: TrustedPerson) -> QuerySet[Share]:
    return Share.objects.filter(
        case_id=trusted.case_id, owner_id=trusted.owner_id, recipient_id=trusted.account_id, withdrawn_at__isnull=True
    )  # fmt: skip


def _oneself(grant: Grant) -> Member:
    found = Member.objects.filter(case_id=grant.subject_id, user_id=user_of(grant)).first()
    if found is None:
        raise gate.Denied(Decision.no("Everybody lets in only for herself."))
    return found


def _own(grant: Grant, trusted_id: UUID) -> TrustedPerson:
    found = TrustedPerson.objects.filter(
        id=trusted_id, case_id=writable(grant), owner=_oneself(grant), ended_at__isnull=True
    ).first()
    if found is None:
        raise gate.Denied(Decision.no("There is no such person."))
    return found
