"""Letters with a code: who may come in as what, and who may choose a new password."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.enums import InvitationKind
from sozialraum.foundation.accounts.models import Invitation, User
from sozialraum.foundation.accounts.rules import code_digest, new_code, read_code
from sozialraum.foundation.accounts.services.people import create_user, give_role, record_account_change
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Action, Purpose

VALID_FOR = timedelta(days=14)


class CodeRefused(SozialraumError):
    """A code that opens nothing: unknown, used, withdrawn or run out; which of these is not told."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("This code opens nothing."),
            gettext_noop("Check the twelve signs of your letter, or ask for a new letter."),
        )


@transaction.atomic
def invite_person(
    *,
    full_name: str,
    role: Role,
    by: UUID,
    at: datetime,
    scope_kind: ScopeKind = ScopeKind.OFFICE,
    scope_key: str = "",
    job_title: str = "",
    young: bool = False,
    role_until: date | None = None,
    account_id: UUID | None = None,
) -> tuple[UUID, str]:
    """Write a letter that opens one account with one role; returns its id and the code, which is shown only now.

    ``account_id`` is the id that the account shall have, where something is to be kept for it before.
    """
    return _write_letter(
        kind=InvitationKind.JOINING, by=by, at=at, full_name=full_name, job_title=job_title, young=young, role=role,
        scope_kind=scope_kind, scope_key=scope_key, role_until=role_until, account_id=account_id,
    )  # fmt: skip


@transaction.atomic
def invite_to_renew(*, user_id: UUID, by: UUID, at: datetime) -> tuple[UUID, str]:
    """Write a letter with which a person chooses a new password and sets up second factors anew.

    Earlier letters of this kind for the same person are withdrawn.
    """
    user = User.objects.get(id=user_id)
    Invitation.objects.filter(
        user=user, kind=InvitationKind.RENEWAL, used_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=at)
    return _write_letter(kind=InvitationKind.RENEWAL, by=by, at=at, full_name=user.full_name, user=user)


def _write_letter(*, kind: InvitationKind, by: UUID, at: datetime, **letter: object) -> tuple[UUID, str]:
    code = new_code()
    invitation = Invitation.objects.create(
        kind=kind, code_digest=code_digest(code, key=settings.SECRET_KEY), created_by_id=by, created_at=at,
        expires_at=at + VALID_FOR, **letter,
    )  # fmt: skip
    _record(invitation, by=by, at=at, what=f"letter written: {kind}")
    return invitation.id, code


@transaction.atomic
def withdraw_invitation(*, invitation_id: UUID, by: UUID, at: datetime) -> None:
    """Withdraw a letter that nobody has used yet; nothing happens to one that was used."""
    invitation = Invitation.objects.select_for_update().get(id=invitation_id)
    if invitation.used_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        _record(invitation, by=by, at=at, what="letter withdrawn")


def open_invitation(code: str, *, at: datetime) -> Invitation:
    """The letter that this code belongs to, still unused; raises :class:`CodeRefused`."""
    if not read_code(code):
        raise CodeRefused
    found = Invitation.objects.filter(
        code_digest=code_digest(code, key=settings.SECRET_KEY), used_at__isnull=True, withdrawn_at__isnull=True,
        expires_at__gt=at,
    ).first()  # fmt: skip
    if found is None:
        raise CodeRefused
    return found


@transaction.atomic
def accept_invitation(*, code: str, at: datetime, username: str = "", password: str | None = None) -> User:
    """Use a letter, once: open the account with its role, or set the new password of the account it renews.

    A renewal takes the second factors away, since who lost the password may have lost the phone; roles that demand
    one are led to set it up again at the next sign-in. Without a ``password`` (sign-in by the municipality's
    directory) the account has none. Raises :class:`CodeRefused`; two uses at the same moment cannot both succeed.
    """
    letter = Invitation.objects.select_for_update().get(id=open_invitation(code, at=at).id)
    if letter.used_at is not None:
        raise CodeRefused
    if letter.kind == InvitationKind.RENEWAL and letter.user is not None:
        user = letter.user
        user.set_password(password)
        user.save(update_fields=["password"])
        _forget_second_factors(user)
        record_account_change(
            user_id=user.id, by=user.id, at=at, what="password and second factors renewed by letter"
        )
    else:
        user = create_user(
            username=username, full_name=letter.full_name, job_title=letter.job_title, young=letter.young,
            password=password, at=at, by=letter.created_by_id, account_id=letter.account_id,
        )  # fmt: skip
        give_role(
            user_id=user.id, role=Role(letter.role), scope_kind=ScopeKind(letter.scope_kind),
            scope_key=letter.scope_key, valid_until=letter.role_until, at=at, by=letter.created_by_id,
        )  # fmt: skip
    letter.used_at, letter.user = at, user
    letter.save(update_fields=["used_at", "user"])
    _record(letter, by=user.id, at=at, what="letter used")
    return user


def _forget_second_factors(user: User) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=user).delete()


def _record(invitation: Invitation, *, by: UUID, at: datetime, what: str) -> None:
    record(
        using=CHANGES, at=at, actor_id=by, role="", function=Function.ADMINISTRATION, action=Action.WRITE,
        purpose=Purpose.OPERATION, outcome=Outcome.CHANGED, subject_kind="user",
        subject_ids=[str(invitation.user_id or "")], object_kind="accounts.Invitation", object_id=str(invitation.id),
        ground=what,
    )  # fmt: skip
