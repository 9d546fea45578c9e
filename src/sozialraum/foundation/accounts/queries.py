"""Reading people and their roles."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from sozialraum.foundation.accounts.models import DemoMarker, KeptForm, RoleAssignment, User
from sozialraum.foundation.accounts.personas import PERSONAS, SIDES, Persona
from sozialraum.foundation.accounts.rights import CONDITIONS, RIGHTS, THING_TITLES, Right, rooms_for
from sozialraum.foundation.accounts.sealing import open_secret
from sozialraum.foundation.accounts.titles import ROLE_TITLES
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.queries import RecordedAct, acts_on
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind


def actor_of(user: User, *, today: date, second_factor: bool) -> Actor:
    """The actor that this person is today: every role whose time runs, substitutions included."""
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), user=user, valid_from__lte=today
    ).order_by("given_at", "id")
    return Actor(
        user_id=user.id,
        roles=tuple(
            ScopedRole(
                role=Role(each.role),
                scope_kind=ScopeKind(each.scope_kind),
                scope_key=each.scope_key,
                substitute=each.substitute_for_id is not None,
            )
            for each in held
        ),
        second_factor=second_factor,
        young=user.young,
    )


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these people, for showing who did something."""
    return dict(User.objects.filter(id__in=set(user_ids)).values_list("id", "full_name"))


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """One card of the demo sign-in with the invented person behind it."""

    persona: Persona
    full_name: str
    job_title: str


def is_demo() -> bool:
    """Whether this database was founded as a demo; the answer stands in the database alone, in no setting."""
    return DemoMarker.objects.exists()


def persona_cards() -> list[tuple[Promise, list[PersonaCard]]]:
    """The cards of a demo database by side, in the order of the table; empty on every other database."""
    if not is_demo():
        return []
    people = {
        user.persona: user
        for user in User.objects.filter(is_active=True).exclude(persona="").order_by("-created_at")
    }
    cards = [
        PersonaCard(persona, people[persona.key].full_name, people[persona.key].job_title)
        for persona in PERSONAS
        if persona.key in people
    ]
    found = [(title, [card for card in cards if card.persona.side == side]) for side, title in SIDES]
    return [(title, held) for title, held in found if held]


def persona_user(key: str) -> User | None:
    """The person behind a card; ``None`` for an unknown key and on every database that is no demo."""
    if not key or not is_demo():
        return None
    return User.objects.filter(persona=key, is_active=True).order_by("created_at").first()


def first_role(user: User, *, today: date) -> str:
    """The first role that this person holds today, for the record; empty without any."""
    actor = actor_of(user, today=today, second_factor=False)
    return actor.roles[0].role if actor.roles else ""


def has_kept_form(user_id: UUID, *, at: datetime) -> bool:
    """Whether something this person wrote is kept for her."""
    return KeptForm.objects.filter(owner_id=user_id, expires_at__gt=at).exists()


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role of one person as a page shows it."""

    id: UUID
    role: Role
    scope_kind: ScopeKind
    scope_key: str
    valid_from: date
    valid_until: date | None
    substitute_for: str
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


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept form: where it was going and what was written, field by field in the order it was sent."""

    id: UUID
    path: str
    kept_at: datetime
    files_lost: bool
    fields: tuple[tuple[str, str], ...]


def held_roles(user_id: UUID, *, today: date) -> tuple[HeldRole, ...]:
    """The roles of one person that run today or begin later, in the order they were given."""
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), user_id=user_id
    ).select_related("substitute_for")
    return tuple(
        HeldRole(
            id=each.id, role=Role(each.role), scope_kind=ScopeKind(each.scope_kind), scope_key=each.scope_key,
            valid_from=each.valid_from, valid_until=each.valid_until,
            substitute_for=each.substitute_for.full_name if each.substitute_for else "",
            running=each.valid_from <= today,
        )
        for each in held.order_by("given_at", "id")
    )  # fmt: skip


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


def kept_forms(owner_id: UUID, *, at: datetime) -> list[Kept]:
    """What is kept for this person, newest first; nobody else can open it."""
    rows = KeptForm.objects.filter(owner_id=owner_id, expires_at__gt=at).order_by("-kept_at")
    found = []
    for row in rows:
        written = json.loads(open_secret(row.sealed, place=f"accounts.KeptForm:{row.id}:{owner_id}"))
        fields = tuple((name, value) for name, values in written.items() for value in values)
        found.append(Kept(row.id, row.path, row.kept_at, row.files_lost, fields))
    return found


LETTERS: dict[str, Promise] = {
    "R": gettext_lazy("reads"),
    "W": gettext_lazy("writes"),
    "D": gettext_lazy("decides"),
    "A": gettext_lazy("sees counts"),
    "P": gettext_lazy("sees it under pseudonym"),
}


def told_right(right: Right) -> str:
    """One right in words."""
    words = [str(LETTERS[letter]) for letter in right.letters]
    text = ", ".join(words)
    if right.own:
        text = f"{text} ({gettext('own cases')})"
    if right.condition:
        condition = str(CONDITIONS[right.condition])
        text = f"{text} – {condition}" if text else condition
    return text


def rights_table(actor: Actor, *, everybody: bool) -> dict[str, Any]:
    """The table of rights in words: for the actor's own roles, or for everybody with the own ones first.

    Without any role of the actor's own, everybody is shown.
    """
    own = tuple(dict.fromkeys(held.role for held in actor.roles))
    others = tuple(role for role in Role if role not in own)
    shown = own + others if everybody or not own else own
    return {
        "everybody": everybody,
        "own_titles": [str(ROLE_TITLES[role]) for role in own],
        "columns": [{"title": ROLE_TITLES[role], "own": role in own} for role in shown],
        "rows": [
            {
                "title": THING_TITLES[thing],
                "cells": [[told_right(each) for each in cells[role]] for role in shown],
            }
            for thing, cells in RIGHTS.items()
        ],
        "rooms": rooms_for(actor),
    }
