"""Reading what was handed in by oneself: what an export holds, what came of it; and who is what to whom in a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import can_open_case
from sozialraum.individual.case_files.forms import Fault, Problem
from sozialraum.individual.models import CaseImport, HouseholdStay, MemberTie


@dataclass(frozen=True, slots=True)
class ImportView:
    """One export that somebody has handed in: what it holds, what is wrong in it, and what came of it."""

    id: UUID
    system: str
    asked_at: datetime
    counts: dict[str, int]
    findings: tuple[Problem, ...]
    ready: bool
    job_id: UUID | None
    done_at: datetime | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class TieRow:
    """One person is something to another, from a day until a day."""

    member_id: UUID
    tie: str
    other_id: UUID
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class StayRow:
    """Somebody lived in a household from a day until a day."""

    member_id: UUID
    household: str
    valid_from: date
    valid_until: date | None


def case_imports(actor: Actor, *, limit: int = 20) -> list[ImportView]:
    """What this actor has handed in, latest first; raises :class:`gate.Denied` for everybody but case workers."""
    return [_view(each) for each in _own(actor).order_by("-asked_at")[:limit]]


def case_import(actor: Actor, import_id: UUID) -> ImportView | None:
    """One export that this actor has handed in; None where there is none."""
    found = _own(actor).filter(id=import_id).first()
    return _view(found) if found else None


def family_ties(grant: Grant) -> tuple[list[TieRow], list[StayRow]]:
    """Who is what to whom in this family, and who lived with whom, as it came along from another system."""
    ties = MemberTie.objects.filter(case_id=grant.subject_id).order_by("tie", "valid_from")
    stays = HouseholdStay.objects.filter(case_id=grant.subject_id).order_by("valid_from", "household")
    return (
        [TieRow(each.member_id, each.tie, each.other_id, each.valid_from, each.valid_until) for each in ties],
        [StayRow(each.member_id, each.household, each.valid_from, each.valid_until) for each in stays],
    )


def _own(actor: Actor) -> Any:
    decision = can_open_case(actor)
    if not decision or actor.user_id is None:
        raise gate.Denied(decision)
    return CaseImport.objects.filter(asked_by=actor.user_id)


def _view(found: CaseImport) -> ImportView:
    return ImportView(
        id=found.id, system=found.system, asked_at=found.asked_at, counts=found.counts, ready=bool(found.sealed),
        findings=tuple(
            Problem(Fault(each["fault"]), each["table"], each["row"], each["about"]) for each in found.findings
        ),
        job_id=found.job_id, done_at=found.done_at, undone_at=found.undone_at,
    )  # fmt: skip
