"""Cases for tests, opened through the services that case workers call."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from factories.people import AT, TODAY, again, make_actor, make_user
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.enums import MemberKind
from sozialraum.individual.services import add_member, open_case, record_statement

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Family:
    """A case with its worker, a mother and a son, and his will."""

    case_id: UUID
    worker: Actor
    mother: Actor
    son: Actor
    son_id: UUID
    will_id: UUID


def make_family(
    *,
    worker: Actor | None = None,
    area_code: str = "0301",
    team_code: str = "hafen",
    family_name: str = "Kessler",
) -> Family:
    """Open a case and record one will in it."""
    worker = worker or make_actor(Role.CASE_WORKER)
    number = f"2026-{next(_numbers):05d}"
    grant = open_case(
        worker,
        number=number,
        family_name=family_name,
        area_code=area_code,
        area_vintage="2023",
        team_code=team_code,
        at=AT,
    )
    case_id = grant.subject_id
    mother_user, son_user = (
        make_user(full_name="Miriam Kessler"),
        make_user(full_name="Jonas Kessler", young=True),
    )
    mother = make_actor(
        Role.PARENT, user=mother_user, scope_kind=ScopeKind.CASE, scope_key=str(case_id), second_factor=False
    )
    son = make_actor(
        Role.YOUNG_PERSON,
        user=son_user,
        scope_kind=ScopeKind.CASE,
        scope_key=str(case_id),
        second_factor=False,
    )
    add_member(grant, kind=MemberKind.PARENT, full_name="Miriam Kessler", user_id=mother_user.id)
    son_id = add_member(
        grant, kind=MemberKind.YOUNG_PERSON, full_name="Jonas Kessler", called="Jonas", user_id=son_user.id
    )
    will_id = record_statement(
        grant, text="Ich will wieder in die Schule.", said_on=TODAY, speaker_id=son_id, acts_oneself=True,
        own_action="Ich packe abends die Tasche.", strength=8,
    )  # fmt: skip
    return Family(case_id, again(worker), mother, son, son_id, will_id)


def grant_for(
    actor: Actor,
    case_id: UUID,
    action: Action = Action.READ,
    purpose: Purpose = Purpose.SERVICE,
    at: datetime = AT,
) -> Grant:
    """Ask the gate."""
    return gate.open(actor, purpose, action, Subject("case", (case_id,)), at=at)
