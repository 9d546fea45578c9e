"""Taking cases over from another system: whoever does it cannot read them back, unless they are hers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sozialraum.foundation.accounts.services import NewRole, give_roles
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import can_open_case
from sozialraum.individual.enums import CaseState, MemberKind
from sozialraum.individual.models import (
    Case,
    CaseImport,
    CaseOrigin,
    Help,
    HouseholdStay,
    Member,
    MemberTie,
    SurveyRecord,
)


@dataclass(frozen=True, slots=True)
class TakenOverPerson:
    """Somebody of a family that is taken over; ``key`` names her within her case."""

    key: str
    kind: MemberKind
    full_name: str
    born_on: date | None = None
    called: str = ""


@dataclass(frozen=True, slots=True)
class TakenOverHelp:
    """One help that ran in another system; ``person`` is the key of the young person it is for, empty for the family.

    ``answers`` are those of the official statistics; ``sex`` is keyed by the key of the person.
    """

    help_kind: str
    begun_on: date
    ended_on: date | None = None
    person: str = ""
    provider_code: str = ""
    key: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakenOverTie:
    """One person is something to another, by their keys: ``person`` is the ``tie`` of ``to``."""

    person: str
    tie: str
    to: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class TakenOverStay:
    """Somebody lived in a household from a day until a day."""

    person: str
    household: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class TakenOverCase:
    """One case as another system hands it over: its core, who belongs to it and which helps ran; no words."""

    number: str
    family_name: str
    area_code: str
    area_vintage: str
    team_code: str
    state: CaseState
    opened_on: date
    ended_on: date | None = None
    worker_id: UUID | None = None
    people: tuple[TakenOverPerson, ...] = ()
    helps: tuple[TakenOverHelp, ...] = ()
    ties: tuple[TakenOverTie, ...] = ()
    stays: tuple[TakenOverStay, ...] = ()
    key: str = ""


@transaction.atomic
def take_over_cases(
    actor: Actor, cases: Sequence[TakenOverCase], *, at: datetime, source: CaseImport | None = None
) -> list[UUID]:
    """Take over cases from another system, all or none; returns their new ids in the same order.

    ``source`` is the export they came in; with it their keys are kept, so that they are recognized again.

    ``worker_id`` becomes the holder of a case; who takes over cannot read the others afterwards.
    """
    decision = can_open_case(actor)
    if not decision:
        raise gate.Denied(decision)
    ids = [uuid.uuid4() for _ in cases]
    gate.open(actor, Purpose.SERVICE, Action.TAKE_OVER, Subject("case", tuple(ids)), at=at)
    Case.objects.bulk_create(
        Case(
            id=case_id, number=case.number, family_name=case.family_name, area_code=case.area_code,
            area_vintage=case.area_vintage, team_code=case.team_code, state=case.state,
            opened_on=case.opened_on, ended_on=case.ended_on,
        )
        for case_id, case in zip(ids, cases, strict=True)
    )  # fmt: skip
    if actor.user_id is not None:
        _take_over_people_and_helps(actor.user_id, list(zip(ids, cases, strict=True)), at=at)
    if source is not None:
        CaseOrigin.objects.bulk_create(
            CaseOrigin(case_id=case_id, case_import=source, system=source.system, key=case.key)
            for case_id, case in zip(ids, cases, strict=True)
        )
    give_roles(
        [
            NewRole(case.worker_id, Role.CASE_WORKER, ScopeKind.CASE, str(case_id))
            for case_id, case in zip(ids, cases, strict=True)
            if case.worker_id
        ],
        by=actor.user_id,
        at=at,
    )
    return ids


def _take_over_people_and_helps(
    by: UUID, cases: Sequence[tuple[UUID, TakenOverCase]], *, at: datetime
) -> None:
    members = {(case_id, each.key): uuid.uuid4() for case_id, case in cases for each in case.people}
    Member.objects.bulk_create(
        Member(
            id=members[case_id, each.key], case_id=case_id, kind=each.kind, full_name=each.full_name,
            called=each.called, born_on=each.born_on,
        )
        for case_id, case in cases
        for each in case.people
    )  # fmt: skip
    helps = [(case_id, each, uuid.uuid4()) for case_id, case in cases for each in case.helps]
    Help.objects.bulk_create(
        Help(
            id=help_id, case_id=case_id, member_id=members.get((case_id, each.person)), help_kind=each.help_kind,
            provider_code=each.provider_code, begun_on=each.begun_on, ended_on=each.ended_on, source_key=each.key,
            recorded_by=by, recorded_at=at,
        )
        for case_id, each, help_id in helps
    )  # fmt: skip
    SurveyRecord.objects.bulk_create(
        SurveyRecord(
            case_id=case_id, help_id=help_id, recorded_by=by, recorded_at=at,
            answers={
                **each.answers,
                "sex": {str(members[case_id, key]): code for key, code in each.answers.get("sex", {}).items()},
            },
        )
        for case_id, each, help_id in helps
        if each.answers
    )  # fmt: skip
    MemberTie.objects.bulk_create(
        MemberTie(
            case_id=case_id, member_id=members[case_id, each.person], tie=each.tie, other_id=members[case_id, each.to],
            valid_from=each.valid_from, valid_until=each.valid_until,
        )
        for case_id, case in cases
        for each in case.ties
    )  # fmt: skip
    HouseholdStay.objects.bulk_create(
        HouseholdStay(
            case_id=case_id, member_id=members[case_id, each.person], household=each.household,
            valid_from=each.valid_from, valid_until=each.valid_until,
        )
        for case_id, case in cases
        for each in case.stays
    )  # fmt: skip
