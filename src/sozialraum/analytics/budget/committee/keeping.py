"""The amounts that keep a committee's rules and lie nearest to those of the formula; what each rule costs, what clashes.

With the formula's amounts a, the answer is y = clamp(a·(μ + Σ v·c), lower, upper): whoever no bound holds gets the same
factor μ of the formula's amount, and a rule on several areas adds one surcharge v to all of them. That is what makes the
result explainable, and lets a treasurer compute it by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.budget.committee.rules import CommitteeRule, Measure, Side, Subject
from sozialraum.analytics.budget.committee.words import Sentences, Translate, protection_words, rule_words
from sozialraum.analytics.budget.money import BudgetError, CentArray, Told, apportion, cents
from sozialraum.analytics.budget.solver import Line, Rule, is_possible, nearest_allocation, smallest_clash
from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import FloatArray

_LEAST_WEIGHT = (
    1e-4  # of the mean: an area without an amount stays in the program without upsetting its scale
)
_MANY = 4  # so many protected areas are told as one
_NEAR = 0.5  # cents within which a rule binds


@dataclass(frozen=True, eq=False)
class Group:
    """A rule on several areas as the program has it: lower ≤ Σ of the members ≤ upper, in cents; its surcharge where it binds."""

    number: int
    members: tuple[int, ...]
    lower: float | None
    upper: float | None
    surcharge: float = 0.0


@dataclass(frozen=True, eq=False)
class Kept:
    """Amounts after the rules (whole cents, the exact sum), and how they follow from those before.

    `lower` and `upper` are every area's bounds in cents (infinite where there is none), `factor` is μ.
    """

    amounts: CentArray
    lower: FloatArray
    upper: FloatArray
    factor: float
    groups: tuple[Group, ...]

    def reordered(self, order: NDArray[np.intp]) -> Kept:
        """The same for a table in which the area at `place` here stands at `order[place]`."""
        back = np.argsort(order)
        groups = tuple(
            replace(each, members=tuple(int(order[place]) for place in each.members)) for each in self.groups
        )
        return Kept(self.amounts[back], self.lower[back], self.upper[back], self.factor, groups)


@dataclass(frozen=True)
class Part:
    """A part of a clash: a rule of the committee (with the one area it clashes on), or what protects an area or several."""

    rule: CommitteeRule | None
    area: str = ""
    protected: int = 0
    areas: int = 1

    def words(self, translate: Translate, names: Mapping[str, str]) -> str:
        """The part as a sentence."""
        if self.rule is None:
            name = names.get(self.area, self.area)
            return protection_words(name, self.protected, translate, areas=self.areas)
        rule = self.rule
        if self.area and len(rule.areas) != 1:
            rule = rule.model_copy(update={"areas": (self.area,)})
        return rule_words(rule, translate, names)


class RuleClash(BudgetError):
    """Rules of which no allocation keeps all. `parts` is a smallest such set: without any one of them it works."""

    def __init__(self, parts: Sequence[Part], total: int, names: Mapping[str, str] | None = None) -> None:
        self.parts, self.total, self.names = tuple(parts), total, dict(names or {})
        told = Sentences(tuple(partial(part.words, names=self.names) for part in self.parts))
        message = (
            gettext_noop("With {amount} euros these rules cannot be kept together: {rules}")
            if len(self.parts) > 1
            else gettext_noop("With {amount} euros this rule cannot be kept: {rules}")
        )
        super().__init__(
            message,
            gettext_noop("Change or drop one of them; each one dropped makes the others possible."),
            amount=Told(total),
            rules=told,
        )

    def named(self, names: Mapping[str, str]) -> RuleClash:
        """The same clash with the names of areas instead of their keys."""
        return RuleClash(self.parts, self.total, names)


def keep_rules(
    codes: Sequence[str], young: FloatArray, before: CentArray, low: CentArray, rules: Sequence[CommitteeRule]
) -> Kept:
    """Move as little as possible so that all rules on areas hold; protected amounts (`low`) hold as well.

    `before` are the formula's amounts in cents. Nearest means the least Σ (y - a)² / a. Raises :class:`RuleClash`, and
    BudgetError for a rule that names an area the table does not have.
    """
    total = int(before.sum())
    lower, upper, groups = _limits(codes, young, low, rules, total)
    if _all_hold(before.astype(np.float64), lower, upper, groups):
        return Kept(before.copy(), lower, upper, 1.0, groups)
    target = np.maximum(before.astype(np.float64), _LEAST_WEIGHT * total / len(codes))
    program = [
        Rule(
            code,
            {place: 1.0},
            float(lower[place]),
            float(upper[place]) if np.isfinite(upper[place]) else None,
        )
        for place, code in enumerate(codes)
    ]
    program += [
        Rule(str(each.number), dict.fromkeys(each.members, 1.0), each.lower, each.upper) for each in groups
    ]
    if not is_possible(len(codes), total, program):
        raise RuleClash(_clash(codes, young, low, rules, total), total)
    lines = [Line(code, float(goal)) for code, goal in zip(codes, target, strict=True)]
    exact = np.clip(nearest_allocation(lines, total, program).exact, lower, upper)
    factor, found = _factors(exact, target, lower, upper, groups)
    amounts = apportion(exact, total, at_least=np.ceil(lower - 1e-6), at_most=np.floor(upper + 1e-6))
    return Kept(_settled(amounts, 1, lower, upper, found), lower, upper, factor, found)


def _limits(
    codes: Sequence[str], young: FloatArray, low: CentArray, rules: Sequence[CommitteeRule], total: int
) -> tuple[FloatArray, FloatArray, tuple[Group, ...]]:
    place_of = {code: place for place, code in enumerate(codes)}
    lower, upper = low.astype(np.float64), np.full(len(codes), np.inf)
    groups: list[Group] = []
    for number, rule in enumerate(rules):
        if rule.within_areas:
            continue
        if strange := [code for code in rule.areas if code not in place_of]:
            raise BudgetError(
                gettext_noop("A rule names areas that are not in the table: {areas}."),
                gettext_noop("Check the names of the areas."),
                areas=shorten(strange),
            )
        chosen = tuple(place_of[code] for code in rule.areas) or tuple(range(len(codes)))
        if rule.subject is Subject.EACH or len(chosen) == 1:
            for place in chosen:
                bound = _cents_of(rule, float(young[place]), total)
                if rule.side is Side.AT_LEAST:
                    lower[place] = max(lower[place], bound)
                else:
                    upper[place] = min(upper[place], bound)
            continue
        bound = _cents_of(rule, float(young[list(chosen)].sum()), total)
        at_least = rule.side is Side.AT_LEAST
        groups.append(Group(number, chosen, bound if at_least else None, None if at_least else bound))
    return lower, upper, tuple(groups)


def _cents_of(rule: CommitteeRule, young: float, total: int) -> float:
    if rule.measure is Measure.SHARE:
        # a floor of 30 % is rounded up and a cap down, so that whole cents keep them
        exact = round(float(rule.value) * total, 6)
        return float(np.ceil(exact) if rule.side is Side.AT_LEAST else np.floor(exact))
    if rule.measure is Measure.PER_HEAD:
        exact = round(100 * float(rule.value) * young, 6)
        return float(np.ceil(exact) if rule.side is Side.AT_LEAST else np.floor(exact))
    return float(cents(rule.value))


def _all_hold(amounts: FloatArray, lower: FloatArray, upper: FloatArray, groups: Sequence[Group]) -> bool:
    return bool(
        (amounts >= lower).all()
        and (amounts <= upper).all()
        and not any(_missing(amounts, group) for group in groups)
    )


def _missing(amounts: FloatArray | CentArray, group: Group) -> float:
    """By how much a rule is missed: above zero too little, below zero too much."""
    spent = float(amounts[list(group.members)].sum())
    if group.lower is not None and spent < group.lower:
        return group.lower - spent
    if group.upper is not None and spent > group.upper:
        return group.upper - spent
    return 0.0


def _factors(
    exact: FloatArray, target: FloatArray, lower: FloatArray, upper: FloatArray, groups: tuple[Group, ...]
) -> tuple[float, tuple[Group, ...]]:
    """μ and the surcharges, read off the areas that no bound holds."""
    free = (exact > lower + _NEAR) & (exact < upper - _NEAR)
    binding = [
        place
        for place, group in enumerate(groups)
        if abs(_missing_side(exact, group)) < _NEAR and free[list(group.members)].any()
    ]
    if not free.any():
        return 1.0, groups
    matrix = np.zeros((len(exact), 1 + len(binding)))
    matrix[:, 0] = 1.0
    for column, place in enumerate(binding, start=1):
        matrix[list(groups[place].members), column] = 1.0
    solved = np.linalg.lstsq(matrix[free], exact[free] / target[free], rcond=None)[0]
    surcharges = dict(zip(binding, solved[1:].tolist(), strict=True))
    return float(solved[0]), tuple(
        Group(each.number, each.members, each.lower, each.upper, surcharges.get(place, 0.0))
        for place, each in enumerate(groups)
    )


def _missing_side(exact: FloatArray, group: Group) -> float:
    bound = group.lower if group.lower is not None else group.upper
    return float(exact[list(group.members)].sum()) - (bound or 0.0)


def settle(amounts: CentArray, unit: int, kept: Kept, extra: CentArray) -> CentArray:
    """Rounded amounts with the rules kept again, moved by single units; `extra` lies on top and no rule speaks of it."""
    return _settled(amounts - extra, unit, kept.lower, kept.upper, kept.groups) + extra


def _settled(
    amounts: CentArray, unit: int, lower: FloatArray, upper: FloatArray, groups: Sequence[Group]
) -> CentArray:
    """Rounding may miss a rule by a unit or two: hand units over until all hold, as far as whole units allow it."""
    moved = amounts.copy()
    for _round in range(4 * len(amounts)):
        alone = [
            _alone(int(place), lower, upper)
            for place in np.flatnonzero((moved < lower) | (moved > upper))[:1]
        ]
        missed = [(group, gap) for group in (*alone, *groups) if (gap := _missing(moved, group))]
        if not missed:
            break
        group, gap = missed[0]
        inside = np.zeros(len(moved), dtype=np.bool_)
        inside[list(group.members)] = True
        gives, takes = (~inside, inside) if gap > 0 else (inside, ~inside)
        # hands off areas of other rules that hold exactly, as long as others can give
        busy = np.zeros(len(moved), dtype=np.bool_)
        for other in groups:
            if other is not group:
                busy[list(other.members)] = True
        giver = _first(gives & (moved - unit >= lower), busy)
        taker = _first(takes & (moved + unit <= upper), busy)
        if giver is None or taker is None:
            break
        moved[giver] -= unit
        moved[taker] += unit
    return moved


def _alone(place: int, lower: FloatArray, upper: FloatArray) -> Group:
    """What bounds one area, as a rule on it alone."""
    return Group(-1, (place,), float(lower[place]), float(upper[place]))


def _first(able: NDArray[np.bool_], busy: NDArray[np.bool_]) -> int | None:
    for chosen in (able & ~busy, able):
        if places := np.flatnonzero(chosen).tolist():
            return int(places[0])
    return None


def _clash(
    codes: Sequence[str], young: FloatArray, low: CentArray, rules: Sequence[CommitteeRule], total: int
) -> list[Part]:
    """The smallest clashing set, each rule on every area taken by itself."""
    named: list[tuple[Rule, Part]] = []
    for place, code in enumerate(codes):
        if low[place]:
            named.append(
                (Rule(code, {place: 1.0}, lower=float(low[place])), Part(None, code, int(low[place])))
            )
    nothing = np.zeros_like(low)
    for rule in rules:
        lower, upper, groups = _limits(codes, young, nothing, [rule], total)
        for place, code in enumerate(codes):
            if lower[place] > 0 or np.isfinite(upper[place]):
                top = float(upper[place]) if np.isfinite(upper[place]) else None
                named.append((Rule(code, {place: 1.0}, float(lower[place]), top), Part(rule, code)))
        named += [
            (Rule("", dict.fromkeys(each.members, 1.0), each.lower, each.upper), Part(rule))
            for each in groups
        ]
    parts = {id(rule): part for rule, part in named}
    found = smallest_clash(len(codes), total, [rule for rule, _part in named])
    return _told_together([parts[id(rule)] for rule in found])


def _told_together(parts: Sequence[Part]) -> list[Part]:
    """One sentence for a rule that clashes on several areas, and one for many protected areas."""
    told: list[Part] = []
    for part in parts:
        same = [each for each in parts if each.rule is part.rule]
        if len(same) < (_MANY if part.rule is None else 2):
            told.append(part)
        elif part is same[0]:
            told.append(Part(part.rule, "", sum(each.protected for each in same), len(same)))
    return told
