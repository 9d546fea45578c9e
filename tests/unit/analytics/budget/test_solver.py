"""Rules of a committee: nearest allocation, what binds, what clashes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.analytics.budget.corridor import scale_between
from sozialraum.analytics.budget.money import BudgetError
from sozialraum.analytics.budget.solver import Clash, Line, Rule, Rules, nearest_allocation, smallest_clash

LINES = [
    Line("Nord", 500_000_00, "youth_work", "A"), Line("Nord", 300_000_00, "advice", "B"),
    Line("Hafen", 150_000_00, "youth_work", "A"), Line("Hafen", 250_000_00, "advice", "C"),
]  # fmt: skip
TOTAL = 1_200_000_00


def test_without_rules_everybody_gets_the_target() -> None:
    found = nearest_allocation(LINES, TOTAL, [])
    assert found.amounts.tolist() == [500_000_00, 300_000_00, 150_000_00, 250_000_00]
    assert not found.binding


def test_a_minimum_for_youth_work_binds_and_is_named() -> None:
    rules = Rules(LINES)
    youth = rules.share_at_least("60 % for youth work", 0.6, offer_kind="youth_work")
    cap = rules.at_most("A cap nobody reaches", 900_000_00, area="Nord")
    found = nearest_allocation(LINES, TOTAL, [youth, cap])
    assert int(found.amounts.sum()) == TOTAL
    assert int(found.amounts[0] + found.amounts[2]) == pytest.approx(0.6 * TOTAL, abs=2)
    # within each side the relation of the targets stays
    assert found.exact[0] / found.exact[2] == pytest.approx(500 / 150)
    assert [(entry.rule.name, entry.side) for entry in found.binding] == [("60 % for youth work", "lower")]


def test_a_provider_stays_under_its_share_of_an_area() -> None:
    rule = Rules(LINES).share_at_most("No provider above 40 % in Hafen", 0.4, within="Hafen", provider="C")
    found = nearest_allocation(LINES, TOTAL, [rule])
    assert found.exact[3] / (found.exact[2] + found.exact[3]) == pytest.approx(0.4)


def test_the_smallest_clash_is_named_and_nothing_else() -> None:
    rules = Rules(LINES)
    given_rules = [
        rules.at_least("Nord at least 900,000", 900_000_00, area="Nord"),
        rules.at_most("youth work at most 500,000", 500_000_00, offer_kind="youth_work"),
        rules.at_least("Hafen at least 400,000", 400_000_00, area="Hafen"),
        rules.share_at_most("A at most half", 0.5, provider="A"),
    ]
    with pytest.raises(Clash) as caught:
        nearest_allocation(LINES, TOTAL, given_rules)
    assert [rule.name for rule in caught.value.rules] == ["Nord at least 900,000", "Hafen at least 400,000"]
    for dropped in caught.value.rules:
        nearest_allocation(LINES, TOTAL, [rule for rule in given_rules if rule is not dropped])


def test_a_clash_of_three_is_irreducible() -> None:
    lines = [Line(name, 1.0) for name in "ABC"]
    rules = Rules(lines)
    three = [rules.at_least(f"{name} at least 40", 40, area=name) for name in "ABC"]
    spare = [rules.at_most("C at most 90", 90, area="C"), rules.at_least("A at least 5", 5, area="A")]
    clash = smallest_clash(3, 100, [*spare, *three])
    assert {rule.name for rule in clash} == {rule.name for rule in three}


def test_one_rule_can_clash_with_the_amount_alone() -> None:
    rule = Rules(LINES).at_least("more than there is", TOTAL + 100_00, area="Nord")
    assert smallest_clash(len(LINES), TOTAL, [rule]) == (rule,)


def test_rules_must_name_something_and_lines_need_targets() -> None:
    with pytest.raises(BudgetError, match="names nothing"):
        Rules(LINES).at_least("nobody", 1, area="Nirgendwo")
    with pytest.raises(BudgetError, match="without a target"):
        nearest_allocation([Line("A", 0.0), Line("B", 1.0)], 100, [])


@given(st.integers(2, 40), st.integers(0, 2**32 - 1))
def test_the_solver_agrees_with_the_closed_form_to_the_cent(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    target = random.gamma(2.0, 1e7, count) + 1e4
    low = random.uniform(0.2, 1.2, count) * target
    high = low + random.uniform(0.01, 1.0, count) * target
    total = round(float(low.sum() + random.uniform(0.05, 0.95) * (high - low).sum()))
    expected, _ = scale_between(target, low, high, total)
    rules = [Rule(f"corridor {place}", {place: 1.0}, low[place], high[place]) for place in range(count)]
    found = nearest_allocation([Line(str(place), goal) for place, goal in enumerate(target)], total, rules)
    assert found.exact == pytest.approx(expected, abs=1.0)
    assert int(found.amounts.sum()) == total
