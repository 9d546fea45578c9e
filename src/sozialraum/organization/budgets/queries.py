"""Reading budgets: the draft, its scenarios, and an allocation as the workshop shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from sozialraum.analytics.budget import (
    Allocation,
    Areas,
    BudgetError,
    BudgetRecipe,
    allocate,
    areas_of,
    shipped_budget_recipe,
    shipped_budget_recipe_names,
)
from sozialraum.analytics.budget.checks import Check, Draft, checks
from sozialraum.analytics.budget.envelope import Envelope
from sozialraum.foundation.database.statements import rows
from sozialraum.foundation.ui.maps import Sheet
from sozialraum.organization.budgets.models import BudgetDraft, BudgetScenario
from sozialraum.organization.budgets.spending.queries import LineShares, line_shares
from sozialraum.organization.queries import provider_names
from sozialraum.social_structure.queries import area_names_then
from sozialraum.social_structure.queries.areas import area_system, sheet_of

PARAMETERS = ("people_share", "floor", "max_loss", "max_gain")
# with less of the money in lines, a share of the lines says nothing of a share of the budget
ENOUGH_WRITTEN = 0.9


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A year's draft: its envelope, its recipe and its areas."""

    id: UUID
    year: int
    envelope: Envelope
    claims_forecast: int
    claims_error: float
    claim_lines: tuple[Mapping[str, Any], ...]
    raises: tuple[Mapping[str, Any], ...]
    recipe: BudgetRecipe
    rule_entries: tuple[Mapping[str, Any], ...]
    system_code: str
    area_vintage: str
    level: str
    table: pa.Table
    names: Mapping[str, str]
    source: str
    version: int
    changed_at: datetime
    published_at: datetime | None
    negotiated: Mapping[str, int]
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Outline:
    """The money of a year's draft, and when it was changed."""

    year: int
    changed_at: datetime
    envelope: Envelope
    claims_forecast: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody tries: parameters by name (None keeps the draft's), the area looked at, what to compare with.

    ``as_difference`` asks for one map of the difference instead of two maps.
    """

    changes: Mapping[str, object]
    negotiation: float | None = None
    area: str = ""
    other: str = ""
    as_difference: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as lists show it."""

    id: UUID
    number: int
    title: str
    created_at: datetime
    created_by: UUID | None
    input_hash: str
    result_hash: str
    code_version: str


@dataclass(frozen=True, slots=True)
class Workshop:
    """An allocation with everything that stands around it.

    ``problem`` is set where the tried parameters clash; ``allocation`` is then the draft's own. ``other`` is what it is
    compared with, under ``other_title``.
    """

    draft: DraftFacts
    envelope: Envelope
    recipe: BudgetRecipe
    areas: Areas
    allocation: Allocation
    problem: BudgetError | None
    checks: tuple[Check, ...]
    picked: str
    other: Allocation | None
    other_title: str
    as_difference: bool
    scenarios: tuple[Scenario, ...]
    stale: bool

    @property
    def changed(self) -> bool:
        """Whether something else than the draft is tried."""
        return (
            self.recipe != self.draft.recipe or self.envelope.negotiation != self.draft.envelope.negotiation
        )


def input_table(rows: list[dict[str, Any]]) -> pa.Table:
    """A draft's areas as the arithmetic reads them; last year in euros."""
    return pa.table(
        {
            "area": pa.array([row["area_code"] for row in rows], pa.string()),
            **{
                name: pa.array([row[name] for row in rows], pa.float64())
                for name in ("young_people", "burdened", "infrastructure")
            },
            "previous": pa.array([row["previous"] / 100 for row in rows], pa.float64()),
        }
    )


def latest_outline() -> Outline | None:
    """The draft of the latest year without its areas, for start pages, which are asked for often."""
    found = rows(
        "SELECT year, changed_at, structure, quarters, claims, reserve, negotiation, claims_forecast"
        " FROM budgets_budgetdraft ORDER BY year DESC LIMIT 1"
    )
    for year, changed_at, *envelope, forecast in found:
        return Outline(year, changed_at, Envelope(*envelope), forecast)
    return None


def latest_draft() -> DraftFacts | None:
    """The draft of the latest year; None before one was opened."""
    found = BudgetDraft.objects.order_by("-year").first()
    return None if found is None else draft_facts(found)


def draft_of(year: int) -> DraftFacts | None:
    """The draft of a year."""
    found = BudgetDraft.objects.filter(year=year).first()
    return None if found is None else draft_facts(found)


def chosen_draft(year: str | None) -> DraftFacts | None:
    """The draft of the year that an address names; the latest where it names none or one that is not open."""
    named = draft_of(int(year)) if year and year.isdecimal() and len(year) == 4 else None
    return named or latest_draft()


def draft_by_id(draft_id: UUID) -> DraftFacts:
    """The draft with this id."""
    return draft_facts(BudgetDraft.objects.get(id=draft_id))


def draft_facts(found: BudgetDraft) -> DraftFacts:
    """A stored draft as plain values."""
    return DraftFacts(
        id=found.id, year=found.year,
        envelope=Envelope(found.structure, found.quarters, found.claims, found.reserve, found.negotiation),
        claims_forecast=found.claims_forecast, claims_error=found.claims_error, claim_lines=tuple(found.claim_lines), raises=tuple(found.raises),
        recipe=recipe_of(found), rule_entries=tuple(found.rules), system_code=found.system_code,
        area_vintage=found.area_vintage, level=found.level, table=input_table(found.areas),
        names=area_names_then(found.system_code, found.area_vintage, [row["area_code"] for row in found.areas]), source=found.source, version=found.version,
        changed_at=found.changed_at, published_at=found.published_at, negotiated=found.negotiated,
        decided_on=found.decided_on,
    )  # fmt: skip


def recipe_of(found: BudgetDraft) -> BudgetRecipe:
    """The recipe of a stored draft with those of the committee's rules that count."""
    counting = [entry["rule"] for entry in found.rules if entry["rule"]]
    return BudgetRecipe.model_validate({**found.recipe, "rules": counting})


def years() -> tuple[int, ...]:
    """The years that are open, the latest first."""
    return tuple(BudgetDraft.objects.order_by("-year").values_list("year", flat=True))


def scenarios_of(draft_id: UUID) -> tuple[Scenario, ...]:
    """The scenarios of a draft, the first one first."""
    return tuple(
        Scenario(
            each.id, each.number, each.title, each.created_at, each.created_by, each.input_hash, each.result_hash,
            each.code_version,
        )
        for each in BudgetScenario.objects.filter(draft_id=draft_id).order_by("number")
    )  # fmt: skip


def workshop(draft: DraftFacts, wish: Wish, *, checked: bool = True) -> Workshop:
    """Compute what somebody tries. Saves nothing; clashing parameters leave the draft's own allocation in view.

    Without ``checked`` the rules before a decision are left out, as while a slider moves.
    """
    problem: BudgetError | None = None
    envelope, recipe = draft.envelope, draft.recipe
    areas = areas_of(draft.table, recipe)
    try:
        recipe = draft.recipe.changed(wish.changes) if wish.changes else draft.recipe
        envelope = (
            draft.envelope if wish.negotiation is None else _negotiating(draft.envelope, wish.negotiation)
        )
        found = allocate(areas, recipe, envelope.pool, negotiated=draft.negotiated)
    except BudgetError as error:
        problem = error
        found = allocate(areas, draft.recipe, draft.envelope.pool, negotiated=draft.negotiated)
    stored = scenarios_of(draft.id) if checked or wish.other else ()
    other, title = _other(wish.other, draft, found.total, stored)
    picked = wish.area if wish.area in found.codes else _most_changed(found, areas)
    told = checks(_facts(draft, found, index_used=recipe.need.method == "index"), found) if checked else []
    return Workshop(
        draft=draft, envelope=envelope, recipe=recipe, areas=areas, allocation=found, problem=problem,
        checks=tuple(told), picked=picked, other=other, other_title=title,
        as_difference=wish.as_difference and other is not None, scenarios=stored, stale=False,
    )  # fmt: skip


def _facts(draft: DraftFacts, found: Allocation, *, index_used: bool) -> Draft:
    """What the rules look at: the envelope, and what the lines of this year and the year before say."""
    now = line_shares(draft.id)
    before = BudgetDraft.objects.filter(year=draft.year - 1).first()
    then = line_shares(before.id) if before else None
    amounts = dict(zip(found.codes, found.amount.tolist(), strict=True))
    providers = provider_names({provider for _area, provider in now.by_provider})
    return Draft(
        envelope=draft.envelope, claims_forecast=draft.claims_forecast, index_used=index_used, written=now.written,
        previous_infrastructure=before.structure + before.quarters if before else None,
        youth_work_share=_youth_work(now, draft.envelope.quarters),
        previous_youth_work_share=_youth_work(then, before.quarters) if before and then else None,
        provider_shares={
            (draft.names.get(area, area), providers.get(provider, provider)): amount / amounts[area]
            for (area, provider), amount in now.by_provider.items()
            if amounts.get(area)
        },
    )  # fmt: skip


def _youth_work(lines: LineShares, quarters: int) -> float | None:
    return lines.youth_work if lines.written >= ENOUGH_WRITTEN * quarters else None


def _negotiating(envelope: Envelope, share: float) -> Envelope:
    return Envelope(envelope.structure, envelope.quarters, envelope.claims, envelope.reserve, share)


def _most_changed(found: Allocation, areas: Areas) -> str:
    if areas.previous is None:
        return found.codes[0]
    change = np.abs(found.amount - areas.previous) / np.maximum(areas.previous, 1)
    return found.codes[int(np.argmax(change))]


def _other(
    wanted: str, draft: DraftFacts, total: int, stored: tuple[Scenario, ...]
) -> tuple[Allocation | None, str]:
    kind, _, name = wanted.partition(":")
    if kind == "method" and name in shipped_budget_recipe_names():
        recipe = shipped_budget_recipe(name)
        try:
            return allocate(areas_of(draft.table, recipe), recipe, total), name
        except BudgetError:
            return None, ""
    if kind == "scenario":
        match = next((each for each in stored if str(each.id) == name), None)
        if match is not None:
            return scenario_allocation(match.id), match.title
    return None, ""


def scenario_allocation(scenario_id: UUID) -> Allocation:
    """The allocation of a scenario, computed again from what it stores."""
    row = BudgetScenario.objects.values("recipe", "quarters", "negotiation", "areas").get(id=scenario_id)
    recipe = BudgetRecipe.model_validate(row["recipe"])
    envelope = Envelope(0, row["quarters"], 0, 0, row["negotiation"])
    return allocate(areas_of(input_table(row["areas"]), recipe), recipe, envelope.pool)


def budget_sheet(system_code: str, vintage: str, level: str) -> Sheet | None:
    """The drawn map of a draft's areas; None where no outlines were delivered."""
    system = area_system(system_code, int(vintage)) if vintage.isdecimal() else None
    return None if system is None else sheet_of(system.id, level, system.levels[0].code)
