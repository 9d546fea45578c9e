"""Writing people and their roles."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sozialraum.foundation.accounts.models import RoleAssignment, User
from sozialraum.foundation.audit.enums import Function, Outcome
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
) -> User:
    """Create a person who can sign in; without a password only an invitation or a persona card lets her in."""
    user = User(
        username=username, full_name=full_name, email=email, job_title=job_title, language=language,
        young=young, persona=persona, created_at=at,
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
    substitute_for: User | None = None,
) -> RoleAssignment:
    """Give a person a role within a scope, from today on where no date is named."""
    assignment = RoleAssignment.objects.create(
        user_id=user_id, role=role, scope_kind=scope_kind, scope_key=scope_key, valid_from=valid_from or at.date(),
        valid_until=valid_until, substitute_for=substitute_for, given_by_id=by, given_at=at,
    )  # fmt: skip
    record(
        using=CHANGES, at=at, actor_id=by, role="", function=Function.ADMINISTRATION, action=Action.WRITE,
        purpose=Purpose.OPERATION, outcome=Outcome.CHANGED, subject_kind="user", subject_ids=[str(user_id)],
        object_kind="accounts.RoleAssignment", object_id=str(assignment.id), fields=["role", "scope_kind", "scope_key"],
    )  # fmt: skip
    return assignment
