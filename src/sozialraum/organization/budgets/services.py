"""Writing budgets: opening a year's draft, setting and publishing its parameters, keeping a scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from sozialraum.analytics.budget import Allocation, BudgetRecipe, allocate, areas_of
from sozialraum.analytics.budget.envelope import ClaimLine, Envelope, claims_total, risk_reserve
from sozialraum.errors import Conflict, SozialraumError
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.release import Kind, release
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.organization.budgets.access import can_decide_budget, can_keep_scenario, can_shape_formula
from sozialraum.organization.budgets.models import BudgetDraft, BudgetScenario
from sozialraum.organization.budgets.queries import draft_facts, input_table, recipe_of
from sozialraum.organization.budgets.rule_entries import entries_of
from sozialraum.social_structure.services.runs import code_version
from sozialraum.warehouse.snapshots import content_hash


class BudgetRefused(SozialraumError):
    """A budget that cannot be stored as it was asked for; nothing was stored."""


@dataclass(frozen=True, slots=True)
class AreaInput:
    """What a recipe reads of one area; ``previous`` is last year's ongoing amount in cents."""

    area_code: str
    young_people: int
    burdened: int
    infrastructure: float
    previous: int


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A year to be opened. The reserve follows from the forecast of claims and the error of past forecasts."""

    year: int
    structure: int
    quarters: int
    claim_lines: Sequence[ClaimLine]
    claims_error: float
    recipe: BudgetRecipe
    system_code: str
    area_vintage: str
    level: str
    areas: Sequence[AreaInput]
    source: str
    negotiation: float = 0.05
    certainty: float = 0.8


@transaction.atomic
def open_draft(new: NewDraft, *, by: Actor, at: datetime) -> UUID:
    """Open a year's draft; returns its id.

    The claims are set down as they are forecast, whole. Counts of people that are too small to leave the house are
    refused with their areas, because amounts would tell them. Raises :class:`BudgetRefused`, or the arithmetic's own
    error where the envelope does not cover what is protected.
    """
    allow(can_shape_formula(by))
    rows = [
        {
            "area_code": each.area_code, "young_people": each.young_people, "burdened": each.burdened,
            "infrastructure": each.infrastructure, "previous": each.previous,
        }
        for each in new.areas
    ]  # fmt: skip
    _refuse_small_counts(rows)
    claims = claims_total(new.claim_lines)
    envelope = Envelope(
        new.structure,
        new.quarters,
        claims,
        risk_reserve(claims, new.claims_error, certainty=new.certainty),
        new.negotiation,
    )
    allocate(areas_of(input_table(rows), new.recipe), new.recipe, envelope.pool)
    if BudgetDraft.objects.filter(year=new.year).exists():
        raise BudgetRefused(
            gettext_noop("There is a draft for {year} already."),
            gettext_noop("Open it, or choose another year."),
            year=new.year,
        )
    draft = BudgetDraft.objects.create(
        year=new.year, structure=envelope.structure, quarters=envelope.quarters, claims=claims, claims_forecast=claims,
        claims_error=new.claims_error, reserve=envelope.reserve, negotiation=new.negotiation,
        claim_lines=[{"kind": line.kind, "stock": line.stock, "unit_cost": line.unit_cost} for line in new.claim_lines],
        recipe=new.recipe.model_dump(mode="json", exclude={"rules"}), rules=entries_of(new.recipe.rules),
        system_code=new.system_code, area_vintage=new.area_vintage,
        level=new.level, areas=rows, source=new.source, changed_by=by.user_id, changed_at=at,
    )  # fmt: skip
    changed(by, at, "budgets.BudgetDraft", draft.id, ["areas", "recipe", "structure", "quarters", "claims"])
    return draft.id


@transaction.atomic
def set_parameters(
    draft_id: UUID,
    *,
    changes: Mapping[str, object],
    negotiation: float,
    version: int,
    by: Actor,
    at: datetime,
) -> int:
    """Make tried parameters those of the draft that was read in ``version``; returns the version now stored.

    Raises :class:`Conflict` where somebody has changed the draft meanwhile; nothing is stored then.
    """
    allow(can_shape_formula(by))
    stored = BudgetDraft.objects.select_for_update().get(id=draft_id)
    if stored.published_at is not None:
        raise BudgetRefused(
            gettext_noop("The formula of {year} is published; its parameters stand."),
            gettext_noop(
                "Keep what you try as a scenario, or change the formula before the next year's round."
            ),
            year=stored.year,
        )
    recipe = recipe_of(stored).changed(changes)
    if stored.version != version:
        raise Conflict(
            theirs=_said(recipe_of(stored)),
            mine=_said(recipe),
            version=stored.version,
        )
    facts = draft_facts(stored)
    envelope = Envelope(stored.structure, stored.quarters, stored.claims, stored.reserve, negotiation)
    allocate(areas_of(facts.table, recipe), recipe, envelope.pool)
    stored.recipe, stored.negotiation = recipe.model_dump(mode="json", exclude={"rules"}), negotiation
    stored.version += 1
    stored.changed_by, stored.changed_at = by.user_id, at
    stored.save(update_fields=["recipe", "negotiation", "version", "changed_by", "changed_at"])
    changed(by, at, "budgets.BudgetDraft", draft_id, ["recipe", "negotiation"])
    return stored.version


def _said(recipe: BudgetRecipe) -> str:
    return ", ".join(f"{name}={value}" for name, value in recipe.parameters.items())


@transaction.atomic
def keep_scenario(
    draft_id: UUID, *, changes: Mapping[str, object], negotiation: float, title: str, by: Actor, at: datetime
) -> UUID:
    """Keep an allocation as a scenario that never changes; returns its id."""
    allow(can_keep_scenario(by))
    if not title.strip():
        raise BudgetRefused(
            gettext_noop("The scenario has no name."), gettext_noop("Give it a name by which others find it.")
        )
    stored = BudgetDraft.objects.select_for_update().get(id=draft_id)
    recipe = recipe_of(stored).changed(changes)
    envelope = Envelope(stored.structure, stored.quarters, stored.claims, stored.reserve, negotiation)
    table = input_table(stored.areas)
    found = allocate(areas_of(table, recipe), recipe, envelope.pool)
    number = (stored.scenarios.aggregate(last=Max("number"))["last"] or 0) + 1
    scenario = BudgetScenario.objects.create(
        draft=stored, number=number, title=title.strip(), recipe=recipe.model_dump(mode="json"),
        quarters=stored.quarters, negotiation=negotiation, areas=stored.areas, input_hash=content_hash(table),
        result=allocation_values(found), result_hash=result_hash(found), code_version=code_version(),
        created_by=by.user_id, created_at=at,
    )  # fmt: skip
    changed(by, at, "budgets.BudgetScenario", scenario.id, ["result_hash"])
    return scenario.id


def publish_draft(draft_id: UUID, *, title: str, by: Actor, at: datetime) -> UUID:
    """Let the parameters of a draft stand from now on, and keep their allocation as a scenario; returns its id.

    Parameters change before the first round only (DOMAIN 5.3). Raises :class:`BudgetRefused` where it is published.
    """
    allow(can_shape_formula(by))
    with transaction.atomic():
        stored = BudgetDraft.objects.select_for_update().get(id=draft_id)
        if stored.published_at is not None:
            raise BudgetRefused(
                gettext_noop("The formula of {year} is published already."),
                gettext_noop("Go on with its round."),
                year=stored.year,
            )
        scenario_id = keep_scenario(
            draft_id, changes={}, negotiation=stored.negotiation, title=title, by=by, at=at
        )
        stored.published_at = at
        stored.save(update_fields=["published_at"])
        changed(by, at, "budgets.BudgetDraft", draft_id, ["published_at"])
    return scenario_id


@transaction.atomic
def record_negotiated(
    draft_id: UUID, *, amounts: Mapping[str, int], decided_on: date, by: Actor, at: datetime
) -> None:
    """Store what the committee decided on top of the formula, cents by area; the year is decided by that.

    Raises :class:`BudgetRefused` where the amounts are more than the negotiation reserve, and the arithmetic's own error
    for an area that the draft does not have.
    """
    allow(can_decide_budget(by))
    stored = BudgetDraft.objects.select_for_update().get(id=draft_id)
    facts = draft_facts(stored)
    if min(amounts.values(), default=0) < 0 or sum(amounts.values()) > facts.envelope.negotiated:
        raise BudgetRefused(
            gettext_noop("The amounts are more than the negotiation reserve, or below zero."),
            gettext_noop("Take amounts that together fit into the reserve."),
        )
    allocate(areas_of(facts.table, facts.recipe), facts.recipe, facts.envelope.pool, negotiated=amounts)
    stored.negotiated, stored.decided_on = dict(amounts), decided_on
    stored.save(update_fields=["negotiated", "decided_on"])
    changed(by, at, "budgets.BudgetDraft", draft_id, ["negotiated", "decided_on"])


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether a scenario comes out the same when it is computed again, and whether the code has changed since."""

    same: bool
    code_then: str
    code_now: str


def replay(scenario_id: UUID) -> Replay:
    """Compute a stored scenario again from its stored input and parameters. Changes nothing."""
    stored = BudgetScenario.objects.get(id=scenario_id)
    recipe = BudgetRecipe.model_validate(stored.recipe)
    envelope = Envelope(0, stored.quarters, 0, 0, stored.negotiation)
    found = allocate(areas_of(input_table(stored.areas), recipe), recipe, envelope.pool)
    return Replay(result_hash(found) == stored.result_hash, stored.code_version, code_version())


def allocation_values(found: Allocation) -> dict[str, Any]:
    """The amounts of an allocation as plain values in cents, by area."""
    return {
        code: {
            "target": int(found.target[place]), "ongoing": int(found.ongoing[place]),
            "catch_up": int(found.catch_up[place]), "amount": int(found.amount[place]),
            "steps": {step.value: int(values[place]) for step, values in found.steps.items()},
        }
        for place, code in enumerate(found.codes)
    }  # fmt: skip


def result_hash(found: Allocation) -> str:
    """SHA-256 over all amounts and steps."""
    return hashlib.sha256(json.dumps(allocation_values(found), sort_keys=True).encode()).hexdigest()


def _refuse_small_counts(rows: Sequence[Mapping[str, Any]]) -> None:
    for column in ("young_people", "burdened"):
        if hidden := withheld([row["area_code"] for row in rows], [row[column] for row in rows]):
            raise BudgetRefused(
                gettext_noop(
                    "So few people are counted in these areas that their number could be told from the amounts: {areas}."
                ),
                gettext_noop("Join each with a neighboring area."),
                areas=", ".join(hidden),
            )


def withheld(codes: Sequence[str], counts: Sequence[int]) -> list[str]:
    """Those of which so few are counted that the count may not leave the house."""
    figures = pa.table(
        {
            "area_code": list(codes), "status": ["observed"] * len(codes), "value": pa.array(counts, pa.float64()),
            "numerator": pa.array(counts, pa.float64()), "denominator": pa.nulls(len(codes), pa.float64()),
            "factor": pa.array([1.0] * len(codes), pa.float64()),
        }
    )  # fmt: skip
    out = release(figures, kind=Kind.COUNTS, source_hash=content_hash(figures))
    return [each.area_code for each in out if each.withheld is not None]


def allow(decision: Decision) -> None:
    """Go on where the decision is yes; raise :class:`~sozialraum.foundation.privacy.gate.Denied` else."""
    if not decision:
        raise gate.Denied(decision)


def changed(by: Actor, at: datetime, kind: str, object_id: UUID, fields: Sequence[str]) -> None:
    """Note in the audit trail which fields of a budget's part were changed."""
    record(
        using=CHANGES, at=at, actor_id=by.user_id, role="", function=Function.PLANNING, action=Action.WRITE,
        purpose=Purpose.PLANNING, outcome=Outcome.CHANGED, subject_kind="budget", object_kind=kind,
        object_id=str(object_id), fields=fields,
    )  # fmt: skip
