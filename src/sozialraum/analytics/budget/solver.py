"""Any linear rules a committee adds: the nearest allocation that keeps them, what binds, and what clashes.

min Σ (x_j - t_j)² / t_j over lines j (an area, or an offer type or provider within an area), Σ x = P, x ≥ 0, and
lower ≤ a·x ≤ upper for every rule. A convex quadratic program; OSQP solves it, and where the rules are only bounds the
answer is the closed form of the corridor.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from sozialraum.analytics.budget.money import BudgetError, CentArray, Told, apportion
from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import FloatArray

_TINY = 1e-9


@dataclass(frozen=True)
class Line:
    """What receives money: an area, and where the plan says so the kind of offer and the provider; target in cents."""

    area: str
    target: float
    offer_kind: str = ""
    provider: str = ""

    def fits(self, area: str | None, offer_kind: str | None, provider: str | None) -> bool:
        """Whether the line belongs to a choice; None leaves a dimension open."""
        return (
            area in {None, self.area}
            and offer_kind in {None, self.offer_kind}
            and provider in {None, self.provider}
        )


@dataclass(frozen=True)
class Rule:
    """lower ≤ Σ coefficient·x ≤ upper in cents, with the words by which people know it; None leaves a side open."""

    name: str
    coefficients: Mapping[int, float]
    lower: float | None = None
    upper: float | None = None


class Rules:
    """Writes rules over lines in the words of a committee.

    >>> lines = [Line("Nord", 600.0, "youth_work"), Line("Nord", 400.0, "advice")]
    >>> rule = Rules(lines).share_at_least("half for youth work", 0.5, offer_kind="youth_work")
    >>> dict(rule.coefficients), rule.lower
    ({0: 0.5, 1: -0.5}, 0.0)
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)

    def at_least(self, name: str, cents: int, **choice: str) -> Rule:
        """The chosen lines together receive at least so many cents (a floor, a group's minimum)."""
        return Rule(name, dict.fromkeys(self._chosen(name, choice), 1.0), lower=float(cents))

    def at_most(self, name: str, cents: int, **choice: str) -> Rule:
        """The chosen lines together receive at most so many cents (a cap)."""
        return Rule(name, dict.fromkeys(self._chosen(name, choice), 1.0), upper=float(cents))

    def exactly(self, name: str, cents: int, **choice: str) -> Rule:
        """The chosen lines together receive exactly so many cents."""
        return Rule(name, dict.fromkeys(self._chosen(name, choice), 1.0), float(cents), float(cents))

    def share_at_least(self, name: str, share: float, *, within: str | None = None, **choice: str) -> Rule:
        """The chosen lines receive at least this share of all (`within`: of one area's) money."""
        return Rule(name, self._share(name, share, within, choice), lower=0.0)

    def share_at_most(self, name: str, share: float, *, within: str | None = None, **choice: str) -> Rule:
        """The chosen lines receive at most this share, for example of a provider within an area."""
        return Rule(name, self._share(name, share, within, choice), upper=0.0)

    def _chosen(self, name: str, choice: Mapping[str, str]) -> list[int]:
        wanted = (choice.get("area"), choice.get("offer_kind"), choice.get("provider"))
        found = [place for place, line in enumerate(self.lines) if line.fits(*wanted)]
        if not found:
            raise BudgetError(
                gettext_noop("The rule “{name}” names nothing that receives money."),
                gettext_noop("Check the area, the kind of offer and the provider of the rule."),
                name=name,
            )
        return found

    def _share(
        self, name: str, share: float, within: str | None, choice: Mapping[str, str]
    ) -> dict[int, float]:
        whole = [place for place, line in enumerate(self.lines) if line.fits(within, None, None)]
        part = set(self._chosen(name, {**choice, **({"area": within} if within else {})}))
        return {place: (1.0 - share if place in part else -share) for place in whole}


@dataclass(frozen=True)
class Binding:
    """A rule that holds the allocation back, and its price: how much nearer the targets come for a cent of slack."""

    rule: Rule
    side: str
    price: float


@dataclass(frozen=True, eq=False)
class Solution:
    """Amounts in cents (whole, with the exact sum), the exact optimum behind them, and the rules that bind."""

    amounts: CentArray
    exact: FloatArray
    binding: tuple[Binding, ...]


class Clash(BudgetError):
    """Rules of which no allocation keeps all; `rules` is a smallest such set: without any one of them it works."""

    def __init__(self, rules: Sequence[Rule], total: int) -> None:
        self.rules = tuple(rules)
        super().__init__(
            gettext_noop("With {amount} euros these rules cannot all be kept: {rules}."),
            gettext_noop("Change or drop one of them; each one dropped makes the others possible."),
            amount=Told(total),
            rules=shorten([rule.name for rule in rules], limit=8),
        )


def nearest_allocation(lines: Sequence[Line], total: int, rules: Sequence[Rule]) -> Solution:
    """The allocation of `total` cents nearest to the targets that keeps all rules; Clash where there is none.

    Every target must be above zero. Whole cents are reached by largest remainder; a rule may then be missed by less
    than one cent for each line it names.
    """
    import osqp

    target = np.array([line.target for line in lines], dtype=np.float64)
    if (target <= 0).any():
        raise BudgetError(
            gettext_noop("A line without a target cannot be brought near to one: {areas}."),
            gettext_noop("Give every line a target above zero, or take it out."),
            areas=shorten([line.area for line, goal in zip(lines, target, strict=True) if goal <= 0]),
        )
    matrix, lower, upper = _constraints(rules, len(lines), float(total))
    # shares of the total instead of cents, and each row by its length: the solver's tolerances then mean something
    share = target / target.sum()
    scale = np.maximum(np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()), _TINY)
    scaled = scipy.sparse.diags(1 / scale) @ matrix
    program = osqp.OSQP()
    program.setup(
        scipy.sparse.diags(1 / share, format="csc"), -np.ones(len(lines)), scaled.tocsc(), lower / scale / total,
        upper / scale / total, eps_abs=1e-10, eps_rel=1e-10, max_iter=40_000, polishing=True, polish_refine_iter=10,
        verbose=False,
    )  # fmt: skip
    found = program.solve(raise_error=False)
    if found.info.status not in {"solved", "solved inaccurate"}:
        if clashing := smallest_clash(len(lines), total, rules):
            raise Clash(clashing, total)
        raise BudgetError(
            gettext_noop("No allocation was found within the time the solver has."),
            gettext_noop("Drop rules that say nearly the same, and try again."),
        )
    exact = np.maximum(
        _sharpened(found.x, found.y, scaled, lower / scale / total, upper / scale / total, share), 0.0
    )
    exact *= total
    count = len(rules)
    binding = tuple(
        Binding(rule, "lower" if price < 0 else "upper", abs(float(price)))
        for rule, price in zip(rules, found.y[1 : count + 1], strict=True)
        if abs(price) > 1e-7
    )
    return Solution(apportion(exact, total), exact, binding)


def _constraints(
    rules: Sequence[Rule], count: int, total: float
) -> tuple[scipy.sparse.csr_matrix, FloatArray, FloatArray]:
    """Rows: the sum, the rules, and x ≥ 0."""
    rows = [scipy.sparse.csr_matrix(np.ones((1, count)))]
    if rules:
        places = [
            (row, place, value)
            for row, rule in enumerate(rules)
            for place, value in rule.coefficients.items()
        ]
        row, place, value = (np.array(part) for part in zip(*places, strict=True))
        rows.append(
            scipy.sparse.csr_matrix((value, (row.astype(int), place.astype(int))), shape=(len(rules), count))
        )
    rows.append(scipy.sparse.identity(count, format="csr"))
    lower = [total, *(-np.inf if rule.lower is None else rule.lower for rule in rules), *[0.0] * count]
    upper = [total, *(np.inf if rule.upper is None else rule.upper for rule in rules), *[np.inf] * count]
    return scipy.sparse.vstack(rows, format="csr"), np.array(lower), np.array(upper)


def _sharpened(
    x: FloatArray,
    y: FloatArray,
    matrix: scipy.sparse.csr_matrix,
    lower: FloatArray,
    upper: FloatArray,
    share: FloatArray,
) -> FloatArray:
    """Solve once more with the active rules as equations, which takes the solver's last digits away."""
    active = np.flatnonzero(np.abs(y) > 1e-9)
    if active.size == 0 or active.size > 4 * share.size:
        return x
    rows = matrix[active]
    bound = np.where(y[active] < 0, lower[active], upper[active])
    if not np.isfinite(bound).all():
        return x
    # x = s·(1 + Aᵀv) with A x = b: small dense system in the active rules
    gram = (rows @ scipy.sparse.diags(share) @ rows.T).tocsc()
    try:
        v = scipy.sparse.linalg.spsolve(
            gram + 1e-16 * scipy.sparse.identity(active.size, format="csc"), bound - rows @ share
        )
    except RuntimeError:
        return x
    better: FloatArray = share * (1 + rows.T @ np.atleast_1d(v))
    outside = np.maximum(lower - matrix @ better, matrix @ better - upper).max()
    return better if np.isfinite(better).all() and outside < 1e-9 else x


def smallest_clash(count: int, total: int, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """A smallest set of rules that cannot be kept together; empty where all can.

    Single rules and pairs are tried exhaustively, so that a clash of one or two is found as such; larger ones by the
    deletion filter (Chinneck & Dravnieks 1991), whose set is irreducible: without any one of its rules it works.
    """

    def possible(chosen: Sequence[Rule]) -> bool:
        return is_possible(count, total, chosen)

    suspects = _suspects(count, float(total), rules)
    if not suspects:
        return ()
    core = list(_filtered(suspects, possible))
    for size in (1, 2):
        if len(core) <= size:
            break
        if len(rules) <= 40:
            for chosen in itertools.combinations(rules, size):
                if not possible(chosen):
                    return chosen
    return tuple(core)


def _filtered(rules: list[Rule], possible: Callable[[Sequence[Rule]], bool]) -> Iterator[Rule]:
    kept = list(rules)
    for rule in rules:
        without = [other for other in kept if other is not rule]
        if not possible(without):
            kept = without
    yield from kept


def _suspects(count: int, total: float, rules: Sequence[Rule]) -> list[Rule]:
    """Rules that cannot all be kept, read off the prices of giving way (Farkas); none where all can be kept."""
    sides, limits, owners = _sides(rules, count, total)
    if not limits.size:
        return []
    give = scipy.sparse.hstack([sides, -scipy.sparse.identity(limits.size)], format="csr")
    found = scipy.optimize.linprog(
        np.concatenate([np.zeros(count), np.ones(limits.size)]),
        A_ub=give,
        b_ub=limits,
        A_eq=np.concatenate([np.ones(count), np.zeros(limits.size)])[None, :],
        b_eq=[1.0],
        bounds=(0, None),
        method="highs",
    )
    if found.status != 0 or (found.fun or 0.0) < 1e-9:
        return []
    priced = set(owners[np.abs(found.ineqlin.marginals) > 1e-9].tolist())
    return [rule for place, rule in enumerate(rules) if place in priced]


def _sides(rules: Sequence[Rule], count: int, total: float) -> tuple[Any, FloatArray, NDArray[np.intp]]:
    """Rules as rows a·x ≤ b in shares of the total, and which rule each row is of."""
    matrix, lower, upper = _constraints(rules, count, total)
    matrix, lower, upper = matrix[1 : len(rules) + 1], lower[1 : len(rules) + 1], upper[1 : len(rules) + 1]
    above, below = np.isfinite(upper), np.isfinite(lower)
    sides = scipy.sparse.vstack([matrix[above], -matrix[below]], format="csr")
    limits = np.concatenate([upper[above], -lower[below]]) / total
    return sides, limits, np.concatenate([np.flatnonzero(above), np.flatnonzero(below)])


def is_possible(count: int, total: int, rules: Sequence[Rule]) -> bool:
    """Whether amounts for so many lines with this sum (cents) can keep all rules."""
    sides, limits, _owners = _sides(rules, count, float(total))
    found = scipy.optimize.linprog(
        np.zeros(count),
        A_ub=sides if sides.shape[0] else None,
        b_ub=limits if sides.shape[0] else None,
        A_eq=np.ones((1, count)),
        b_eq=[1.0],
        bounds=(0, None),
        method="highs",
    )
    return bool(found.status == 0)
