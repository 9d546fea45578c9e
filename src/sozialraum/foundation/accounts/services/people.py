"""Writing people and their roles."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.models import RoleAssignment, User
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.queries import TASK_GIVEN
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Action, Purpose


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str,
    at: datetime,
    by: UUID | None,
    email: str = "",
    job_title: str = "",
    password: str | None = None,
    language: str = "de",
    young: bool = False,
    persona: str = "",
    account_id: UUID | None = None,
) -> User:
    """Create a person who can sign in; without a password only an invitation or a persona card lets her in."""
    user = User(
        username=username, full_name=full_name, email=email, job_title=job_title, language=language,
        young=young, persona=persona, created_at=at, **({"id": account_id} if account_id else {}),
    )  # fmt: skip
    user.set_password(password)
    user.save(force_insert=True)
    record(
        using=CHANGES, at=at, actor_id=by, role="", function=Function.ADMINISTRATION, action=Action.WRITE,
        purpose=Purpose.OPERATION, outcome=Outcome.CHANGED, subject_kind="user", subject_ids=[str(user.id)],
        object_kind="accounts.User", object_id=str(user.id), fields=["username", "full_name", "email"],
    )  # fmt: skip
    return user


def record_account_change(*, user_id: UUID, by: UUID | None, at: datetime, what: str) -> None:
    """Record a change of how somebody signs in; ``what`` names the change, never a secret."""
    record(
        using=CHANGES, at=at, actor_id=by, role="", function=Function.ADMINISTRATION, action=Action.WRITE,
        purpose=Purpose.OPERATION, outcome=Outcome.CHANGED, subject_kind="user", subject_ids=[str(user_id)],
        object_kind="accounts.User", object_id=str(user_id), ground=what,
    )  # fmt: skip


@transaction.atomic
def give_role(
    *,
    user_id: UUID,
    role: Role,
    at: datetime,
    by: UUID | None,
    scope_kind: ScopeKind = ScopeKind.OFFICE,
    scope_key: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> RoleAssignment:
    """Give a person a role within a scope, from today on where no date is named."""
    assignment = RoleAssignment.objects.create(
        user_id=user_id, role=role, scope_kind=scope_kind, scope_key=scope_key, valid_from=valid_from or timezone.localdate(at),
        valid_until=valid_until, given_by_id=by, given_at=at,
    )  # fmt: skip
    record(
        using=CHANGES, at=at, actor_id=by, role="", function=Function.ADMINISTRATION, action=Action.WRITE,
        purpose=Purpose.OPERATION, outcome=Outcome.CHANGED, subject_kind="user", subject_ids=[str(user_id)],
        object_kind="accounts.RoleAssignment", object_id=str(assignment.id), fields=["role", "scope_kind", "scope_key"],
        ground="own case opened" if by == user_id and scope_kind is ScopeKind.CASE else f"{TASK_GIVEN}: {role}",
    )  # fmt: skip
    return assignment


@transaction.atomic
def end_role(*, assignment_id: UUID, by: UUID, at: datetime, on: date) -> None:
    """End a role with the day ``on`` (a role that has not begun by then never runs at all).

    Raises :class:`SozialraumError` for the last administrator, without whom nobody could give roles any more.
    """
    held = RoleAssignment.objects.select_for_update().select_related("user").get(id=assignment_id)
    if held.role == Role.ADMINISTRATOR and not _other_administrators(held, on=on):
        raise SozialraumError(
            "This is the last administration account.",
            "Give this task to somebody else first, then end it here.",
        )
    if held.valid_from > on:
        held.delete()
    else:
        held.valid_until = on
        held.save(update_fields=["valid_until"])
    record(
        using=CHANGES, at=at, actor_id=by, role="", function=Function.ADMINISTRATION, action=Action.WRITE,
        purpose=Purpose.OPERATION, outcome=Outcome.CHANGED, subject_kind="user", subject_ids=[str(held.user_id)],
        object_kind="accounts.RoleAssignment", object_id=str(assignment_id), fields=["valid_until"],
    )  # fmt: skip


def _other_administrators(held: RoleAssignment, *, on: date) -> bool:
    return (
        RoleAssignment.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True, valid_from__lte=on)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .exclude(id=held.id)
        .exists()
    )


@transaction.atomic
def close_account(*, user_id: UUID, by: UUID, at: datetime) -> None:
    """Close an account: nobody signs in with it any more, its running sessions end with their next request.

    Raises :class:`SozialraumError` where somebody closes the own account.
    """
    if user_id == by:
        raise SozialraumError("Nobody closes their own account.", "Ask another administrator.")
    User.objects.filter(id=user_id).update(is_active=False)
    record_account_change(user_id=user_id, by=by, at=at, what="account closed")


@transaction.atomic
def reopen_account(*, user_id: UUID, by: UUID, at: datetime) -> None:
    """Open a closed account again."""
    User.objects.filter(id=user_id).update(is_active=True)
    record_account_change(user_id=user_id, by=by, at=at, what="account opened again")


@transaction.atomic
def change_directory_key(*, user_id: UUID, directory_key: str, by: UUID, at: datetime) -> None:
    """Enter by which value the municipality's directory knows this person; empty takes it away.

    Raises :class:`SozialraumError` where another account has it.
    """
    if directory_key and User.objects.filter(directory_key=directory_key).exclude(id=user_id).exists():
        raise SozialraumError("Another account has this directory key.", "Check which person it belongs to.")
    User.objects.filter(id=user_id).update(directory_key=directory_key)
    record_account_change(user_id=user_id, by=by, at=at, what="directory key changed")
