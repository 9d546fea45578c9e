"""Cases: opened, taken over, opened in an emergency, ended, and who belongs to the family."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.services import NewRole, give_role, give_roles
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.enums import EmergencyKind
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.privacy.services import check_emergency_attempts
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import can_open_case, can_view_case
from sozialraum.individual.enums import CaseState, MemberKind
from sozialraum.individual.models import Case, Help, Member, SurveyRecord
from sozialraum.individual.queries import case_by_number
from sozialraum.individual.services.helps import end_helps
from sozialraum.individual.services.records import Refused, note_change, writable
from sozialraum.social_structure.queries import planning_system

NOTHING_OPENED = gettext_noop("No case could be opened with this number.")
TRIES = (0, 0, 10, 100, 1_000, 10_000, 50_000)
"""How many numbers to leave out, try by try, when the next one is taken."""
CHECK_NUMBER = gettext_noop("Check the number with the one who gave it to you. The attempt is on record.")


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


@transaction.atomic
def open_case(
    actor: Actor,
    *,
    number: str,
    family_name: str,
    area_code: str,
    area_vintage: str,
    team_code: str,
    at: datetime,
    opened_on: date | None = None,
    state: CaseState = CaseState.CONCERN,
) -> Grant:
    """Open a case and make the actor its holder; returns the grant to write in it.

    Raises :class:`gate.Denied` where the actor may not open cases.
    """
    decision = can_open_case(actor)
    if not decision or actor.user_id is None:
        raise gate.Denied(decision)
    case_id = uuid.uuid4()
    give_role(
        user_id=actor.user_id, role=Role.CASE_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(case_id), at=at,
        by=actor.user_id,
    )  # fmt: skip
    holder = actor.with_role(ScopedRole(Role.CASE_WORKER, ScopeKind.CASE, str(case_id)))
    grant = gate.open(holder, Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=at)
    Case.objects.create(
        id=case_id, number=number, family_name=family_name, area_code=area_code, area_vintage=area_vintage,
        team_code=team_code, state=state, opened_on=opened_on or at.date(),
    )  # fmt: skip
    note_change(grant, "individual.Case", case_id, ["number", "family_name", "area_code", "state"])
    return grant


@transaction.atomic
def open_concern(actor: Actor, *, family_name: str, area_code: str, at: datetime) -> Grant:
    """Open a case for a new concern in the actor's own team, with the next number of the year."""
    teams = sorted(actor.keys(ScopeKind.TEAM, Role.CASE_WORKER))
    system = planning_system()
    if system is None:
        raise Refused(
            "There are no areas yet.", "Ask the planners to bring in the areas of the municipality first."
        )
    team = teams[0] if teams else ""
    for skipped in TRIES:
        try:
            with transaction.atomic():
                return open_case(
                    actor, number=next_case_number(at.year, skipping=skipped), family_name=family_name, area_code=area_code,
                    area_vintage=str(system.vintage), team_code=team, at=at,
                )  # fmt: skip
        except IntegrityError:
            # the number came with a case from another system; which one has it is nobody's to see
            continue
    raise Refused(
        gettext_noop("No free case number was found."),
        gettext_noop("Please try again, or tell the administration."),
    )


class NotOpened(SozialraumError):
    """The case was not opened in an emergency; whether it exists is not said. The attempt is on record."""


def open_in_emergency(actor: Actor, *, number: str, kind: EmergencyKind, reason: str, at: datetime) -> Grant:
    """Open the case with this number for a short time, for reading, with a written reason.

    Whoever may read the case anyway receives the ordinary grant and no emergency is recorded. Raises
    :class:`gate.Denied` for everybody without the right, :class:`NotOpened` alike for a number that does not exist
    and for a case that stays shut, :class:`TooManyAttempts` after too many of them within an hour. Called inside
    the transaction of the request.
    """
    asking = gate.open(actor, Purpose.PROTECTION, Action.LIST, Subject("case", ()), at=at)
    check_emergency_attempts(actor, at=at)
    found = case_by_number(asking, number)
    if found is None:
        no = Decision.no("unknown number")
        gate.record_emergency_attempt(actor, "case", no, at=at)
        raise NotOpened(NOTHING_OPENED, CHECK_NUMBER)
    case_id, team_code = found
    subject = Subject("case", (case_id,))
    if can_view_case(actor, case_id, team_code):
        return gate.open(actor, Purpose.SERVICE, Action.READ, subject, at=at)
    try:
        return gate.open_in_emergency(actor, subject, kind=kind, reason=reason, notify_scope=team_code, at=at)
    except gate.Denied as shut:
        raise NotOpened(NOTHING_OPENED, CHECK_NUMBER) from shut


@transaction.atomic
def take_over_cases(actor: Actor, cases: Sequence[TakenOverCase], *, at: datetime) -> list[UUID]:
    """Take over cases from another system, all or none; returns their new ids in the same order.

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


@transaction.atomic
def end_case(grant: Grant, *, on: date, without_help: bool = False) -> None:
    """End a case; it stays readable for its holder and its family until its retention says otherwise.

    ``without_help`` says that counseling was all there was: such a case is kept for a much shorter time.
    """
    case = Case.objects.select_for_update().get(id=writable(grant))
    if on < case.opened_on:
        raise Refused("A case cannot end before it begins.", "Enter a later day.")
    case.state, case.ended_on, case.without_help = CaseState.ENDED, on, without_help
    case.save(update_fields=["state", "ended_on", "without_help"])
    note_change(grant, "individual.Case", case.id, ["state", "ended_on", "without_help"])
    end_helps(grant, on=on)


def next_case_number(year: int, *, skipping: int = 0) -> str:
    """The next case number of a year, for example ``2026-00017``; numbers are never given twice.

    ``skipping`` leaves out as many, where the next ones are taken by cases that came from another system.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(given) FROM (SELECT nextval('person_case_number') AS given FROM generate_series(0, %s)) AS numbers",
            [skipping],
        )
        return f"{year}-{cursor.fetchone()[0]:05d}"
