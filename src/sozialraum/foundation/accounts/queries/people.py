"""People, their roles and their letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sozialraum.foundation.accounts.models import HELD, HeldRows, Invitation, RoleAssignment, User
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.queries import RecordedAct, acts_on
from sozialraum.foundation.database.statements import rows
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind

PAGE = 50


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role of one person as a page shows it."""

    id: UUID
    role: Role
    scope_kind: ScopeKind
    scope_key: str
    valid_from: date
    valid_until: date | None
    running: bool


@dataclass(frozen=True, slots=True)
class Account:
    """The own account."""

    full_name: str
    username: str
    job_title: str
    email: str
    from_directory: bool
    has_password: bool
    roles: tuple[HeldRole, ...]
    sign_ins: tuple[RecordedAct, ...]


def actor_of(user: User, *, today: date, second_factor: bool) -> Actor:
    """The actor that this person is today: every own role whose time runs, then those of absent people."""
    ((held,),) = rows(f"SELECT {HELD}", {"user": user.id, "today": today})
    return _actor(user, held, second_factor=second_factor)


def actor_signed_in(user: User, *, today: date, second_factor: bool) -> Actor:
    """The same for the person whom this request has read by its session, with the roles that came along.

    Every request reads them anew: a role that is given or taken holds from the next request on.
    """
    if user.held is None or user.held[0] != today:
        return actor_of(user, today=today, second_factor=second_factor)
    return _actor(user, user.held[1], second_factor=second_factor)


def _actor(user: User, held: HeldRows, *, second_factor: bool) -> Actor:
    return Actor(
        user_id=user.id,
        roles=tuple(
            ScopedRole(Role(role), ScopeKind(scope_kind), scope_key, substitute == "true")
            for role, scope_kind, scope_key, substitute in held
        ),
        second_factor=second_factor,
        young=user.young,
    )


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these people in German order, for showing who did something and for choosing among them."""
    wanted = list(set(user_ids))
    if not wanted:
        return {}
    return dict(
        rows("SELECT id, full_name FROM accounts_user WHERE id = ANY(%s) ORDER BY name_sort, id", [wanted])
    )


def mail_addresses(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Where these people can be written to; whoever named no address or signs in no more is absent."""
    wanted = list(set(user_ids))
    if not wanted:
        return {}
    found = rows(
        "SELECT id, email FROM accounts_user WHERE id = ANY(%s) AND is_active AND email <> ''", [wanted]
    )
    return dict(found)


def holders_of(scope_kind: ScopeKind, scope_key: str, *, today: date, role: Role | None = None) -> set[UUID]:
    """Who holds a role, or this role, in this scope today."""
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), scope_kind=scope_kind, scope_key=scope_key,
        valid_from__lte=today,
    )  # fmt: skip
    if role is not None:
        held = held.filter(role=role)
    return set(held.values_list("user_id", flat=True))


def scope_keys(user_ids: Iterable[UUID], kind: ScopeKind, *, today: date) -> dict[UUID, str]:
    """The scope of this kind in which each of these people holds a role today: the provider somebody works for."""
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), user_id__in=set(user_ids), scope_kind=kind,
        valid_from__lte=today,
    )  # fmt: skip
    return dict(held.order_by("given_at").values_list("user_id", "scope_key"))


def actor_by_id(user_id: UUID | None, *, today: date) -> Actor:
    """Who asked for background work, with the rights held today; the second factor was shown when it was asked for.

    Nobody at all for an account that was closed in the meantime.
    """
    user = User.objects.filter(id=user_id, is_active=True).first() if user_id else None
    return actor_of(user, today=today, second_factor=True) if user else Actor(None)


def case_workers_by_username(usernames: Iterable[str]) -> dict[str, UUID]:
    """Case workers who can sign in, by their sign-in name."""
    held = RoleAssignment.objects.filter(
        user__username__in=set(usernames), user__is_active=True, role=Role.CASE_WORKER
    )
    return dict(held.values_list("user__username", "user_id"))


def first_role(user: User, *, today: date) -> str:
    """The first role that this person holds today, for the record; empty without any."""
    actor = actor_of(user, today=today, second_factor=False)
    return actor.roles[0].role if actor.roles else ""


def held_roles(user_id: UUID, *, today: date) -> tuple[HeldRole, ...]:
    """The roles of one person that run today or begin later, in the order they were given."""
    return tuple(held for _, held in _running_roles([user_id], today=today))


def _running_roles(user_ids: list[UUID], *, today: date) -> list[tuple[UUID, HeldRole]]:
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), user_id__in=user_ids
    )
    return [
        (
            each.user_id,
            HeldRole(
                id=each.id, role=Role(each.role), scope_kind=ScopeKind(each.scope_kind), scope_key=each.scope_key,
                valid_from=each.valid_from, valid_until=each.valid_until,
                running=each.valid_from <= today,
            ),
        )
        for each in held.order_by("given_at", "valid_from", "scope_kind", "role", "scope_key", "id")
    ]  # fmt: skip


def account_of(user_id: UUID, *, today: date) -> Account:
    """The account of one person with the latest ten acts of signing in, out and of refusals."""
    user = User.objects.get(id=user_id)
    shown = {Outcome.SIGNED_IN, Outcome.SIGNED_OUT, Outcome.REFUSED_SIGN_IN}
    acts = [act for act in acts_on("user", str(user_id), limit=60) if act.outcome in shown]
    return Account(
        full_name=user.full_name, username=user.username, job_title=user.job_title, email=user.email,
        from_directory=user.external_identities.exists(), has_password=user.has_usable_password(),
        roles=held_roles(user_id, today=today), sign_ins=tuple(acts[:10]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """One account as the administration sees it: no data of families, only who signs in as what."""

    id: UUID
    full_name: str
    username: str
    job_title: str
    is_active: bool
    directory_key: str
    last_login: datetime | None
    second_factor: bool
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list of accounts."""

    rows: tuple[Person, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is on its way; its code is not known any more."""

    id: UUID
    kind: str
    full_name: str
    role: str
    created_at: datetime
    expires_at: datetime


def people(wanted: str, *, page: int, today: date) -> PeoplePage:
    """Accounts whose name, sign-in name or job title holds the wanted text, in order of names, 50 a page."""
    found = User.objects.all()
    if wanted:
        found = found.filter(
            Q(full_name__icontains=wanted) | Q(username__icontains=wanted) | Q(job_title__icontains=wanted)
        )
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = found.order_by("name_sort", "id")[(page - 1) * PAGE : page * PAGE]
    return PeoplePage(_persons(rows, today=today), total, page, pages)


def person(user_id: UUID, *, today: date) -> Person | None:
    """One account with its roles."""
    found = _persons(User.objects.filter(id=user_id), today=today)
    return found[0] if found else None


def _persons(users: QuerySet[User], *, today: date) -> tuple[Person, ...]:
    from allauth.mfa.models import Authenticator

    listed = list(users)
    ids = [user.id for user in listed]
    roles: dict[UUID, list[HeldRole]] = {}
    for user_id, held in _running_roles(ids, today=today):
        roles.setdefault(user_id, []).append(held)
    with_factor = set(
        Authenticator.objects.filter(user_id__in=ids)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("user_id", flat=True)
    )
    return tuple(
        Person(
            id=user.id, full_name=user.full_name, username=user.username, job_title=user.job_title,
            is_active=user.is_active, directory_key=user.directory_key, last_login=user.last_login,
            second_factor=user.id in with_factor, roles=tuple(roles.get(user.id, ())),
        )
        for user in listed
    )  # fmt: skip


def running_letters(*, at: datetime) -> tuple[Letter, ...]:
    """Letters that can still be used, newest first."""
    found = Invitation.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)
    return tuple(
        Letter(each.id, each.kind, each.full_name, each.role, each.created_at, each.expires_at)
        for each in found.order_by("-created_at", "id")
    )


def holds(user_id: UUID, assignment_id: UUID) -> bool:
    """Whether this role belongs to this person."""
    return RoleAssignment.objects.filter(id=assignment_id, user_id=user_id).exists()


def user_named(username: str) -> User | None:
    """Who signs in by this name, whatever its case."""
    return User.objects.filter(username__iexact=username).first()


def nobody_yet() -> bool:
    """Whether not a single account exists."""
    return not User.objects.exists()
