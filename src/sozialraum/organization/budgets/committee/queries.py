"""Reading a committee's rules: which count, what each moves, which bind, and how areas' amounts are divided by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sozialraum.analytics.budget import (
    Allocation,
    Areas,
    BudgetError,
    BudgetRecipe,
    CentArray,
    allocate,
    areas_of,
)
from sozialraum.analytics.budget.committee import CommitteeRule, RuleClash
from sozialraum.analytics.budget.committee.dividing import Divided, Planned, divide
from sozialraum.organization.budgets.queries import DraftFacts, Workshop
from sozialraum.organization.budgets.rule_entries import typed_rule
from sozialraum.organization.budgets.spending.queries import lines_of
from sozialraum.social_structure.queries import area_names_then, area_parents
from sozialraum.social_structure.queries.areas import area_system


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule of a draft. ``rule`` is what counts (None: nothing yet), ``written`` what is typed, where it is complete."""

    number: int
    version: int
    typed: Mapping[str, Any]
    rule: CommitteeRule | None
    written: CommitteeRule | None

    @property
    def changed(self) -> bool:
        """Whether what is typed differs from what counts."""
        return self.rule is not None and self.rule != self.written


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule moves, in cents by area: the amounts with it less those without it. ``binds`` where it holds anything back."""

    rule: CommitteeRule
    moved: Mapping[str, int]

    @property
    def binds(self) -> bool:
        """Whether the amounts would be others without it."""
        return any(self.moved.values())

    @property
    def cost(self) -> int:
        """How much money it moves in all."""
        return sum(amount for amount in self.moved.values() if amount > 0)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A draft's amounts with its committee's rules, and with one that somebody tries.

    Where the rules ``clash``, ``found`` is None. ``formula`` are the amounts without any rule. ``parts`` divide each area's
    amount where rules speak of offers or providers; None where none does.
    """

    draft: DraftFacts
    entries: tuple[Entry, ...]
    tried: CommitteeRule | None
    areas: Areas
    formula: Allocation
    found: Allocation | None
    clash: BudgetError | None
    effects: tuple[Effect, ...]
    parts: tuple[Divided, ...] | None


def areas_above(draft: DraftFacts) -> dict[str, str]:
    """The name of the area above for every area of a draft that has one, as quarters have a district."""
    system = (
        area_system(draft.system_code, int(draft.area_vintage)) if draft.area_vintage.isdecimal() else None
    )
    if system is None:
        return {}
    above = area_parents(system.id)
    known = area_names_then(draft.system_code, draft.area_vintage, above.values())
    return {code: known[above[code]] for code in draft.names if above.get(code) in known}


def entries_of(draft: DraftFacts) -> tuple[Entry, ...]:
    """The rules of a draft in their order."""
    return tuple(_entry(each) for each in draft.rule_entries)


def entry_of(draft: DraftFacts, number: int) -> Entry | None:
    """One rule of a draft."""
    return next((each for each in entries_of(draft) if each.number == number), None)


def _entry(stored: Mapping[str, Any]) -> Entry:
    try:
        written: CommitteeRule | None = typed_rule(stored["typed"])
    except BudgetError:
        written = None
    rule = CommitteeRule.model_validate(stored["rule"]) if stored["rule"] else None
    return Entry(stored["number"], stored["version"], stored["typed"], rule, written)


def ruled(
    draft: DraftFacts, tried: CommitteeRule | None = None, *, instead_of: CommitteeRule | None = None
) -> Ruled:
    """Compute the amounts with all rules that count and with one that is tried, ``instead_of`` one of them.

    Saves nothing. A clash is told and no amount is cut.
    """
    rules = [rule for rule in draft.recipe.rules if rule != instead_of]
    rules += [tried] if tried is not None else []
    recipe = draft.recipe.changed({"rules": tuple(rules)})
    areas = areas_of(draft.table, recipe)
    formula = _allocated(draft, areas, recipe.changed({"rules": ()}))
    found: Allocation | None = None
    clash: BudgetError | None = None
    effects: tuple[Effect, ...] = ()
    parts: tuple[Divided, ...] | None = None
    try:
        found = _allocated(draft, areas, recipe)
        effects = _effects(draft, areas, recipe, found, draft.envelope.pool)
        parts = _parts(draft, found, rules)
    except BudgetError as error:
        clash = error.named(draft.names) if isinstance(error, RuleClash) else error
    return Ruled(draft, entries_of(draft), tried, areas, formula, found, clash, effects, parts)


def _allocated(draft: DraftFacts, areas: Areas, recipe: BudgetRecipe) -> Allocation:
    return allocate(areas, recipe, draft.envelope.pool, negotiated=draft.negotiated)


def effects_of(view: Workshop) -> tuple[Effect, ...]:
    """What each rule moves in an allocation as the workshop shows it, in the order of its rules."""
    return _effects(view.draft, view.areas, view.recipe, view.allocation, view.envelope.pool)


def _effects(
    draft: DraftFacts, areas: Areas, recipe: BudgetRecipe, found: Allocation, pool: int
) -> tuple[Effect, ...]:
    """Each rule taken away alone: whoever asks what it costs asks what would be without it."""
    effects = []
    for place, rule in enumerate(recipe.rules):
        moved: CentArray = np.zeros_like(found.amount)
        if not rule.within_areas:
            rest = (*recipe.rules[:place], *recipe.rules[place + 1 :])
            without = allocate(areas, recipe.changed({"rules": rest}), pool, negotiated=draft.negotiated)
            moved = found.amount - without.amount
        effects.append(Effect(rule, dict(zip(found.codes, moved.tolist(), strict=True))))
    return tuple(effects)


def _parts(
    draft: DraftFacts, found: Allocation, rules: Sequence[CommitteeRule]
) -> tuple[Divided, ...] | None:
    if not any(rule.within_areas for rule in rules):
        return None
    sums: dict[tuple[str, str, str], int] = {}
    for line in lines_of(draft.id):
        key = (line.area_code, line.offer_kind.value, line.provider_code)
        sums[key] = sums.get(key, 0) + line.amount
    planned = [Planned(*key, amount) for key, amount in sums.items()]
    return divide(dict(zip(found.codes, found.amount.tolist(), strict=True)), planned, rules)
