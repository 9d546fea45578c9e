"""Bringing in the history of individual help, taking it back, and taking forecast and reserve into a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from sozialraum.analytics.budget.money import apportion
from sozialraum.errors import Conflict
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.organization.budgets.access import can_import_ledger
from sozialraum.organization.budgets.claims.queries import (
    Raise,
    counting_history,
    forecast_of,
    raises_of,
    year_forecast,
)
from sozialraum.organization.budgets.models import BudgetDraft, ClaimsHistory
from sozialraum.organization.budgets.queries import draft_facts
from sozialraum.organization.budgets.services import BudgetRefused, withheld
from sozialraum.social_structure import snapshots
from sozialraum.warehouse.claims_files import read_claims
from sozialraum.warehouse.sources import SourceTable


@transaction.atomic
def preview_history(*, source: SourceTable, year: int, by: Actor, at: datetime) -> UUID:
    """Read a file of months and keep it as a preview; returns its id. Nothing rests on it before it is accepted.

    Refused where it is the file that counts already, where the year cannot be forecast from it, and where a kind of help
    is so rare that its months would tell of single families.
    """
    _allow(by)
    counting = ClaimsHistory.objects.filter(accepted_at__isnull=False, undone_at__isnull=True)
    last = counting.order_by("-number").first()
    if last is not None and last.file_hash == source.sha256:
        raise BudgetRefused(
            gettext_noop("This file counts already."), gettext_noop("Bring in one with more months.")
        )
    months = read_claims(source)
    _refuse_rare(months)
    year_forecast(months, year)
    ClaimsHistory.objects.filter(accepted_at__isnull=True, undone_at__isnull=True).update(undone_at=at)
    number = (ClaimsHistory.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    made = ClaimsHistory.objects.create(
        number=number, file_name=source.name, file_hash=source.sha256, kinds=sorted(set(months["kind"].to_pylist())),
        first_month=pc.min(months["month"]).as_py(), last_month=pc.max(months["month"]).as_py(),
        snapshot_hash=snapshots.keep(months), imported_by=by.user_id, imported_at=at,
    )  # fmt: skip
    _changed(by, at, "budgets.ClaimsHistory", made.id, ["snapshot_hash"])
    return made.id


def _refuse_rare(months: pa.Table) -> None:
    means = months.group_by("kind").aggregate([("running", "mean")])
    kinds, values = means["kind"].to_pylist(), [round(value) for value in means["running_mean"].to_pylist()]
    if rare := withheld(kinds, values):
        raise BudgetRefused(
            gettext_noop("So few of these kinds of help run that months would tell of single families: {kinds}."),
            gettext_noop("Join each with a similar kind."),
            kinds=", ".join(sorted(rare)),
        )  # fmt: skip


@transaction.atomic
def accept_history(history_id: UUID, *, by: Actor, at: datetime) -> None:
    """Let the forecast rest on a previewed file from now on."""
    _allow(by)
    stored = ClaimsHistory.objects.select_for_update().get(id=history_id)
    if stored.undone_at is not None or stored.accepted_at is not None:
        raise BudgetRefused(
            gettext_noop("This file is no preview any more."), gettext_noop("Look at the list of files.")
        )
    stored.accepted_at = at
    stored.save(update_fields=["accepted_at"])
    _changed(by, at, "budgets.ClaimsHistory", history_id, ["accepted_at"])


@transaction.atomic
def undo_history(history_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a file back, or drop a preview; the one before it counts again. What a year took from it stays as it is."""
    _allow(by)
    stored = ClaimsHistory.objects.select_for_update().get(id=history_id)
    if stored.undone_at is not None:
        raise BudgetRefused(
            gettext_noop("This import is taken back already."), gettext_noop("Nothing is left to do.")
        )
    stored.undone_at = at
    stored.save(update_fields=["undone_at"])
    _changed(by, at, "budgets.ClaimsHistory", history_id, ["undone_at"])


@transaction.atomic
def take_forecast(draft_id: UUID, *, version: int, by: Actor, at: datetime) -> int:
    """Set a year's claims and its risk reserve as the forecast says; returns the draft's new version.

    The claims are set down whole (P50); no other part of the envelope changes. Raises :class:`Conflict` where the draft
    has changed since ``version``, and :class:`BudgetRefused` where the year is decided or no past year can be judged by.
    """
    _allow(by)
    stored = BudgetDraft.objects.select_for_update().get(id=draft_id)
    history = counting_history()
    if stored.decided_on is not None or history is None:
        raise BudgetRefused(
            gettext_noop("The envelope of {year} is decided, or no history counts."),
            gettext_noop("More help than forecast is told to the treasurer and paid in any case."),
            year=stored.year,
        )
    if stored.version != version:
        raise Conflict(theirs=str(stored.claims), mine="", version=stored.version)
    found = forecast_of(history, stored.year, raises_of(draft_facts(stored)))
    if found.error is None or found.reserve is None:
        raise BudgetRefused(
            gettext_noop("No past year can be forecast again: the history is too short."),
            gettext_noop("Enter at least three full years, or give the error by hand."),
        )
    kinds = sorted(found.forecast.by_kind)
    middles = np.array([found.forecast.by_kind[kind] for kind in kinds])
    costs = apportion(middles * (found.claims / middles.sum()), found.claims)
    stored.claims = stored.claims_forecast = found.claims
    stored.claims_error, stored.reserve = found.error, found.reserve
    stored.claim_lines = [
        {"kind": kind, "stock": int(cost) / round(100 * found.unit_cost[kind]), "unit_cost": round(100 * found.unit_cost[kind])}
        for kind, cost in zip(kinds, costs, strict=True)
    ]  # fmt: skip
    stored.version += 1
    stored.changed_by, stored.changed_at = by.user_id, at
    stored.save()
    _changed(by, at, "budgets.BudgetDraft", draft_id, ["claims", "claims_error", "reserve", "claim_lines"])
    return stored.version


@transaction.atomic
def set_raises(draft_id: UUID, raises: Sequence[Raise], *, by: Actor, at: datetime) -> None:
    """Keep which raises of cost are agreed for a year; the forecast counts on them, the envelope changes when it is taken.

    Raises :class:`BudgetRefused` where the year is decided.
    """
    _allow(by)
    stored = BudgetDraft.objects.select_for_update().get(id=draft_id)
    if stored.decided_on is not None:
        raise BudgetRefused(
            gettext_noop("The envelope of {year} is decided, or no history counts."),
            gettext_noop("More help than forecast is told to the treasurer and paid in any case."),
            year=stored.year,
        )
    stored.raises = [
        {"kind": each.kind, "share": each.share, "month": each.month} for each in raises if each.share
    ]
    stored.changed_by, stored.changed_at = by.user_id, at
    stored.save(update_fields=["raises", "changed_by", "changed_at"])
    _changed(by, at, "budgets.BudgetDraft", draft_id, ["raises"])


def _allow(by: Actor) -> None:
    decision = can_import_ledger(by)
    if not decision:
        raise gate.Denied(decision)


def _changed(by: Actor, at: datetime, kind: str, object_id: UUID, fields: list[str]) -> None:
    record(
        using=CHANGES, at=at, actor_id=by.user_id, role="", function=Function.CONTROLLING, action=Action.WRITE,
        purpose=Purpose.PLANNING, outcome=Outcome.CHANGED, subject_kind="budget", object_kind=kind,
        object_id=str(object_id), fields=fields,
    )  # fmt: skip
