"""Taking over what another case system exports: looked at first, then all or nothing, and back until the first edit."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.queries import case_workers_by_username
from sozialraum.foundation.accounts.sealing import open_secret, seal_secret
from sozialraum.foundation.accounts.services import end_staff_roles
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.queries import changed_since
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import HOUSE, Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import can_open_case
from sozialraum.individual.case_files import CaseFiles, Known, Problem, Row, check, read_case_files
from sozialraum.individual.enums import CaseState, MemberKind
from sozialraum.individual.models import CaseImport
from sozialraum.individual.retention import CaseRetention
from sozialraum.individual.services.cases import next_case_number
from sozialraum.individual.services.records import Refused
from sozialraum.individual.services.taking_over import (
    TakenOverCase,
    TakenOverHelp,
    TakenOverPerson,
    TakenOverStay,
    TakenOverTie,
    take_over_cases,
)
from sozialraum.organization.queries import provider_choices, team_choices
from sozialraum.social_structure.queries import area_choices, planning_system

BATCH: Final = 200
MOST_FINDINGS: Final = 300
KEPT_FOR: Final = timedelta(hours=4)
NO_SUCH_IMPORT: Final = "There is no such export of yours."
Say = Callable[[int, int], None]


@transaction.atomic
def look_at_export(actor: Actor, *, content: bytes, system: str, at: datetime) -> UUID:
    """Read an export and say what would come of it; no case is stored. Returns the id of the look.

    The file is kept sealed for :data:`KEPT_FOR`, so that it need not be handed in twice, and then forgotten. Raises
    :class:`gate.Denied` for everybody but case workers, ``case_files.Unreadable`` for a broken file.
    """
    user = _importer(actor)
    files = read_case_files(content)
    known = _known(actor, files, system, at)
    problems = check(files, known, today=timezone.localdate(at))
    made = CaseImport(
        system=system, file_hash=hashlib.sha256(content).hexdigest(), asked_by=user, asked_at=at,
        counts=_counts(files, known, problems), findings=[_as_json(each) for each in problems[:MOST_FINDINGS]],
    )  # fmt: skip
    if not any(each.grave for each in problems):
        made.sealed = seal_secret(base64.b64encode(content).decode(), place=_place(made.id))
    made.save(force_insert=True)
    return made.id


@transaction.atomic
def take_over_export(
    actor: Actor, import_id: UUID, *, at: datetime, progress: Say = lambda _done, _total: None
) -> int:
    """Take over what was looked at, all or nothing; returns how many cases came. The file is forgotten with it.

    Cases that came before from the same system are left as they are. Raises :class:`Refused` where the file is no
    longer kept, does not hold together any more, or has a number that is taken.
    """
    user = _importer(actor)
    made = CaseImport.objects.select_for_update().filter(id=import_id, asked_by=user).first()
    if made is None:
        raise gate.Denied(Decision.no(NO_SUCH_IMPORT))
    if not made.sealed:
        raise Refused(
            gettext_noop("The file is not kept any more."), gettext_noop("Hand the export in once more.")
        )
    content = base64.b64decode(open_secret(made.sealed, place=_place(made.id)))
    files = read_case_files(content)
    known = _known(actor, files, made.system, at)
    if any(each.grave for each in check(files, known, today=timezone.localdate(at))):
        raise Refused(
            gettext_noop("The export does not fit what is here any more."),
            gettext_noop("Look at it once more."),
        )
    cases = _cases(files, known, actor, at)
    try:
        with transaction.atomic():
            for start in range(0, len(cases), BATCH):
                progress(start, len(cases))
                take_over_cases(actor, cases[start : start + BATCH], at=at, source=made)
    except IntegrityError as error:
        raise Refused(
            gettext_noop("A number or key of this export is taken already. Nothing was taken over."),
            gettext_noop("Leave the column of numbers empty, then new ones are given."),
        ) from error
    made.sealed, made.findings, made.done_at = "", [], at
    made.counts |= {"taken": len(cases)}
    made.save(update_fields=["sealed", "findings", "done_at", "counts"])
    return len(cases)


@transaction.atomic
def take_back_import(actor: Actor, import_id: UUID, *, at: datetime) -> int:
    """Take an import back, every row of it; returns how many cases went. Possible until somebody edits one of them.

    Raises :class:`gate.Denied` for an import of somebody else, :class:`Refused` after the first edit.
    """
    made = CaseImport.objects.select_for_update().filter(id=import_id, asked_by=_importer(actor)).first()
    if made is None or made.done_at is None or made.undone_at is not None:
        raise gate.Denied(Decision.no(NO_SUCH_IMPORT))
    gate.open(HOUSE, Purpose.RETENTION, Action.LIST, Subject("case", ()), at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM case_ids_of_import(%s)", [made.id])
        ids = tuple(sorted(row[0] for row in cursor.fetchall()))
    if changed_since("case", [str(each) for each in ids], since=made.done_at):
        raise Refused(
            gettext_noop("Somebody has worked in one of these cases already."),
            gettext_noop(
                "What was written there would be lost; end the cases that do not belong here instead."
            ),
        )
    if ids:
        grant = gate.open(HOUSE, Purpose.RETENTION, Action.ERASE, Subject("case", ids), at=at)
        CaseRetention().erase(grant, at=at)
        end_staff_roles([str(each) for each in ids], keep=(), at=at)
    made.undone_at = at
    made.save(update_fields=["undone_at"])
    # the house erases; who had it done stands beside
    record(
        using=CHANGES, at=at, actor_id=actor.user_id, role=Role.CASE_WORKER, function=gate.function_of(Role.CASE_WORKER),
        action=Action.ERASE, purpose=Purpose.RETENTION, outcome=Outcome.CHANGED, subject_kind="case",
        object_kind="individual.CaseImport", object_id=str(made.id), fields=["undone_at"], ground=f"count {len(ids)}",
    )  # fmt: skip
    return len(ids)


def note_job(actor: Actor, import_id: UUID, *, job_id: UUID) -> None:
    """Keep which job takes an export over, so that its page can show how far it is."""
    CaseImport.objects.filter(id=import_id, asked_by=_importer(actor)).update(job_id=job_id)


def forget_case_files(now: datetime) -> int:
    """Forget files that were looked at and never taken over, with what was found in them; returns how many."""
    stale = CaseImport.objects.filter(asked_at__lt=now - KEPT_FOR).exclude(sealed="", findings=[])
    return stale.update(sealed="", findings=[])


def _importer(actor: Actor) -> UUID:
    decision = can_open_case(actor)
    if not decision or actor.user_id is None:
        raise gate.Denied(decision)
    return actor.user_id


def _place(import_id: UUID) -> str:
    return f"individual.CaseImport:{import_id}"


def _as_json(problem: Problem) -> dict[str, Any]:
    return {
        "fault": problem.fault.value, "table": problem.table, "row": problem.row, "about": problem.about,
        "grave": problem.grave,
    }  # fmt: skip


def _known(actor: Actor, files: CaseFiles, system: str, at: datetime) -> Known:
    gate.open(actor, Purpose.SERVICE, Action.LIST, Subject("case", ()), at=at)
    keys = [row.text("case") for row in files.rows("cases")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM known_origin_keys(%s, %s)", [system, keys])
        known = frozenset(row[0] for row in cursor.fetchall())
    return Known(
        areas={code for code, _ in area_choices()}, teams={code for code, _ in team_choices()},
        providers={code for code, _ in provider_choices()}, keys=known,
        workers=case_workers_by_username([row.text("worker") for row in files.rows("cases")]).keys(),
    )  # fmt: skip


def _counts(files: CaseFiles, known: Known, problems: list[Problem]) -> dict[str, int]:
    cases = {row.text("case") for row in files.rows("cases")}
    return {
        **{name: len(files.rows(name)) for name in ("cases", "people", "ties", "households", "helps")},
        "new": len(cases - set(known.keys)), "known": len(cases & set(known.keys)),
        "grave": sum(each.grave for each in problems), "hints": sum(not each.grave for each in problems),
    }  # fmt: skip


def _by_case(files: CaseFiles, table: str) -> Mapping[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in files.rows(table):
        found[row.text("case")].append(row)
    return found


def _cases(files: CaseFiles, known: Known, actor: Actor, at: datetime) -> list[TakenOverCase]:
    system = planning_system()
    vintage = str(system.vintage) if system else ""
    rows = {name: _by_case(files, name) for name in ("people", "ties", "households", "helps")}
    workers = case_workers_by_username([row.text("worker") for row in files.rows("cases")])
    return [
        TakenOverCase(
            number=row.text("number") or next_case_number(timezone.localdate(at).year), family_name=row.text("family_name"),
            area_code=row.text("area"), area_vintage=vintage, team_code=row.text("team"),
            state=CaseState(row.text("state")), opened_on=row.day("opened_on") or timezone.localdate(at), ended_on=row.day("ended_on"),
            worker_id=None if row.day("ended_on") else workers.get(row.text("worker"), actor.user_id),
            people=tuple(_person(each) for each in rows["people"][row.text("case")]),
            ties=tuple(_tie(each) for each in rows["ties"][row.text("case")]),
            stays=tuple(_stay(each, at) for each in rows["households"][row.text("case")]),
            helps=tuple(_help(each, at) for each in rows["helps"][row.text("case")]), key=row.text("case"),
        )
        for row in files.rows("cases")
        if row.text("case") not in known.keys
    ]  # fmt: skip


def _person(row: Row) -> TakenOverPerson:
    kind = MemberKind(row.text("kind"))
    return TakenOverPerson(
        row.text("person"), kind, row.text("full_name"), row.day("born_on"), row.text("called")
    )


def _tie(row: Row) -> TakenOverTie:
    return TakenOverTie(
        row.text("person"), row.text("tie"), row.text("to"), row.day("valid_from"), row.day("valid_until")
    )


def _stay(row: Row, at: datetime) -> TakenOverStay:
    return TakenOverStay(
        row.text("person"),
        row.text("household"),
        row.day("valid_from") or timezone.localdate(at),
        row.day("valid_until"),
    )


def _help(row: Row, at: datetime) -> TakenOverHelp:
    return TakenOverHelp(
        help_kind=row.text("paragraph"),
        begun_on=row.day("begun_on") or timezone.localdate(at),
        ended_on=row.day("ended_on"),
        person=row.text("person"),
        provider_code=row.text("provider"),
        key=row.text("help"),
    )
