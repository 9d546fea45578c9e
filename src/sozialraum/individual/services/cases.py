"""Cases: opened, taken over, opened in an emergency, ended, and who belongs to the family."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.services import give_role
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.enums import EmergencyKind
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.privacy.services import check_emergency_attempts
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import can_open_case, can_view_case
from sozialraum.individual.enums import CaseState
from sozialraum.individual.models import Case
from sozialraum.individual.queries import case_by_number
from sozialraum.individual.services.helps import end_helps
from sozialraum.individual.services.records import Refused, note_change, writable
from sozialraum.social_structure.queries import planning_system

NOTHING_OPENED = gettext_noop("No case could be opened with this number.")
TRIES = (0, 0, 10, 100, 1_000, 10_000, 50_000, 200_000)
"""How many numbers to leave out, try by try, when the next one is taken."""
CHECK_NUMBER = gettext_noop("Check the number with the one who gave it to you. The attempt is on record.")


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
        team_code=team_code, state=state, opened_on=opened_on or timezone.localdate(grant.at),
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
                    actor, number=next_case_number(timezone.localdate(at).year, skipping=skipped), family_name=family_name, area_code=area_code,
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
