"""Many people and roles at once: a takeover from a directory of staff, all or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from sozialraum.foundation.accounts.models import RoleAssignment, User
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Action, Purpose

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who will sign in by invitation, directory or persona card; there is no password yet."""

    username: str
    full_name: str
    job_title: str = ""
    email: str = ""
    language: str = "de"
    young: bool = False
    persona: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class NewRole:
    """One role for one person within one scope."""

    user_id: UUID
    role: Role
    scope_kind: ScopeKind = ScopeKind.OFFICE
    scope_key: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@transaction.atomic
def add_people(people: Sequence[NewPerson], *, by: UUID | None, at: datetime) -> None:
    """Create many people who can sign in, all or none; one audit entry each."""
    User.objects.bulk_create(
        [
            User(
                id=person.id, username=person.username, full_name=person.full_name, job_title=person.job_title,
                email=person.email, language=person.language, young=person.young, persona=person.persona,
                password=make_password(None), created_at=at,
            )
            for person in people
        ],
        batch_size=BATCH,
    )  # fmt: skip
    _record(
        "accounts.User", [str(person.id) for person in people], ["username", "full_name", "email"], by, at
    )


@transaction.atomic
def give_roles(roles: Sequence[NewRole], *, by: UUID | None, at: datetime) -> None:
    """Give many roles, all or none, from today on where no date is named; one audit entry each."""
    RoleAssignment.objects.bulk_create(
        [
            RoleAssignment(
                user_id=each.user_id, role=each.role, scope_kind=each.scope_kind, scope_key=each.scope_key,
                valid_from=each.valid_from or timezone.localdate(at), valid_until=each.valid_until, given_by_id=by, given_at=at,
            )
            for each in roles
        ],
        batch_size=BATCH,
    )  # fmt: skip
    fields = ["role", "scope_kind", "scope_key"]
    _record("accounts.RoleAssignment", [str(each.user_id) for each in roles], fields, by, at)


def _record(object_kind: str, user_ids: list[str], fields: list[str], by: UUID | None, at: datetime) -> None:
    record(
        using=CHANGES, at=at, actor_id=by, role="", function=Function.ADMINISTRATION, action=Action.WRITE,
        purpose=Purpose.OPERATION, outcome=Outcome.CHANGED, subject_kind="user", subject_ids=user_ids,
        object_kind=object_kind, fields=fields,
    )  # fmt: skip
