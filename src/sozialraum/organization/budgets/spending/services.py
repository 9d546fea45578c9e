"""Writing lines of a budget and taking over bookings; every import can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import pyarrow.compute as pc
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from sozialraum.errors import Conflict
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.organization.budgets.access import can_import_ledger, can_shape_formula
from sozialraum.organization.budgets.models import BudgetDraft, BudgetLine, LedgerImport
from sozialraum.organization.budgets.services import BudgetRefused
from sozialraum.organization.enums import OfferKind
from sozialraum.social_structure import snapshots
from sozialraum.warehouse.ledger_files import read_ledger
from sozialraum.warehouse.sources import SourceTable

FIELDS: Final = (
    "area_code", "title", "offer_kind", "provider_code", "goal", "effect", "review_on", "amount", "account",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineInput:
    """A budget line: ``amount`` in cents for the year, ``account`` its key in the finance system (empty: not known yet)."""

    area_code: str
    title: str
    offer_kind: OfferKind
    goal: str
    effect: str
    review_on: date | None
    amount: int
    provider_code: str = ""
    account: str = ""


@transaction.atomic
def add_line(draft_id: UUID, line: LineInput, *, by: Actor, at: datetime) -> UUID:
    """Add a line to a year's budget; returns its id. Raises :class:`BudgetRefused` for a line without a goal."""
    _allow(can_shape_formula(by))
    draft = BudgetDraft.objects.select_for_update().get(id=draft_id)
    return _add(draft, line, by, at)


def add_decided_lines(draft_id: UUID, lines: Sequence[LineInput], *, by: Actor, at: datetime) -> None:
    """Add the lines that a decision of the committee brings, in the transaction of that decision."""
    draft = BudgetDraft.objects.select_for_update().get(id=draft_id)
    for line in lines:
        _add(draft, line, by, at)


def _add(draft: BudgetDraft, line: LineInput, by: Actor, at: datetime) -> UUID:
    _check(draft, line, other_than=None)
    number = (draft.lines.aggregate(last=Max("number"))["last"] or 0) + 1
    made = BudgetLine.objects.create(
        draft=draft, number=number, changed_by=by.user_id, changed_at=at,
        **{name: getattr(line, name) for name in FIELDS},
    )  # fmt: skip
    _changed(by, at, "budgets.BudgetLine", made.id, FIELDS)
    return made.id


@transaction.atomic
def change_line(line_id: UUID, line: LineInput, *, version: int, by: Actor, at: datetime) -> int:
    """Change a line that was read in ``version``; returns the version now stored.

    Raises :class:`Conflict` where somebody was quicker; nothing is stored then.
    """
    _allow(can_shape_formula(by))
    stored = BudgetLine.objects.select_for_update(of=("self",)).select_related("draft").get(id=line_id)
    if stored.version != version:
        raise Conflict(theirs=_said(stored), mine=_said(line), version=stored.version)
    _check(stored.draft, line, other_than=line_id)
    for name in FIELDS:
        setattr(stored, name, getattr(line, name))
    stored.version += 1
    stored.changed_by, stored.changed_at = by.user_id, at
    stored.save()
    _changed(by, at, "budgets.BudgetLine", line_id, FIELDS)
    return stored.version


def _said(line: BudgetLine | LineInput) -> str:
    return "\n".join(f"{name}: {getattr(line, name)}" for name in FIELDS)


def _check(draft: BudgetDraft, line: LineInput, *, other_than: UUID | None) -> None:
    lacking = {
        gettext_noop("A budget line has a goal."): line.goal.strip(),
        gettext_noop("A budget line says which effect is expected."): line.effect.strip(),
        gettext_noop("A budget line has a title."): line.title.strip(),
        gettext_noop("A budget line has a day of review."): line.review_on,
        gettext_noop("A budget line has an amount above zero."): line.amount > 0,
    }
    for message, there in lacking.items():
        if not there:
            raise BudgetRefused(
                message, gettext_noop("Add it; without it nobody can say later whether it worked.")
            )
    if line.area_code not in {row["area_code"] for row in draft.areas}:
        raise BudgetRefused(
            gettext_noop("This area is not part of the budget."), gettext_noop("Choose one of its areas.")
        )
    same = draft.lines.filter(account=line.account) if line.account else draft.lines.none()
    taken = next((each for each in same if each.id != other_than), None)
    if taken is not None:
        raise BudgetRefused(
            gettext_noop("The account {account} belongs to line {number} already."),
            gettext_noop("Give each line an account of its own, so that every booking has one place."),
            account=line.account, number=taken.number,
        )  # fmt: skip


@transaction.atomic
def import_ledger(
    draft_id: UUID, *, source: SourceTable, mapping: Mapping[str, str], replaces: bool, booked_until: date | None,
    control_total: int | None, by: Actor, at: datetime,
) -> UUID:  # fmt: skip
    """Take over a file of bookings for a year; returns the import's id.

    ``mapping`` names columns of the file; what it leaves out follows the last import, then the column's name. A file that
    ``replaces`` holds the whole year so far. ``booked_until`` is up to which day everything is booked (None: the last
    booking); ``control_total`` the sum that the finance system prints, in cents.
    """
    _allow(can_import_ledger(by))
    draft = BudgetDraft.objects.select_for_update().get(id=draft_id)
    if draft.ledger_imports.filter(file_hash=source.sha256, undone_at__isnull=True).exists():
        raise BudgetRefused(
            gettext_noop("This file has been taken over already."),
            gettext_noop("Take the other import back first."),
        )
    ledger = read_ledger(source, _mapping(source, mapping))
    if not ledger.table.num_rows:
        raise BudgetRefused(
            gettext_noop("The file holds no booking."), gettext_noop("Export the year again.")
        )
    last: date = pc.max(ledger.table["booked_on"]).as_py()
    if booked_until is not None and booked_until < last:
        raise BudgetRefused(
            gettext_noop("There are bookings after the day up to which everything is booked."),
            gettext_noop("Enter a later day, or leave it open."),
        )
    number = (draft.ledger_imports.aggregate(last=Max("number"))["last"] or 0) + 1
    made = LedgerImport.objects.create(
        draft=draft, number=number, file_name=source.name, file_hash=source.sha256, mapping=dict(ledger.mapping),
        replaces=replaces, rows=ledger.table.num_rows, total=ledger.total, control_total=control_total,
        booked_until=booked_until or last, snapshot_hash=snapshots.keep(ledger.table), imported_by=by.user_id, imported_at=at,
    )  # fmt: skip
    _changed(by, at, "budgets.LedgerImport", made.id, ["rows", "total", "snapshot_hash"])
    return made.id


def _mapping(source: SourceTable, given: Mapping[str, str]) -> dict[str, str]:
    last = LedgerImport.objects.order_by("-imported_at").values_list("mapping", flat=True).first() or {}
    kept = {name: column for name, column in last.items() if column in source.columns}
    return {**kept, **{name: column for name, column in given.items() if column}}


@transaction.atomic
def undo_import(import_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take an import back: it counts no more, and what it replaced counts again. The bookings stay in their snapshot."""
    _allow(can_import_ledger(by))
    stored = LedgerImport.objects.select_for_update().get(id=import_id)
    if stored.undone_at is not None:
        raise BudgetRefused(
            gettext_noop("This import is taken back already."), gettext_noop("Nothing is left to do.")
        )
    stored.undone_at, stored.undone_by = at, by.user_id
    stored.save(update_fields=["undone_at", "undone_by"])
    _changed(by, at, "budgets.LedgerImport", import_id, ["undone_at"])


def _allow(decision: Decision) -> None:
    if not decision:
        raise gate.Denied(decision)


def _changed(by: Actor, at: datetime, kind: str, object_id: UUID, fields: Sequence[str]) -> None:
    record(
        using=CHANGES, at=at, actor_id=by.user_id, role="", function=Function.CONTROLLING, action=Action.WRITE,
        purpose=Purpose.PLANNING, outcome=Outcome.CHANGED, subject_kind="budget", object_kind=kind,
        object_id=str(object_id), fields=fields,
    )  # fmt: skip
