"""The release gate: what comes out shows no small count, and nobody else makes a released table."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialraum.foundation.privacy.release import (
    Certificate,
    Figure,
    Kind,
    ReleasedTable,
    ReleaseRefused,
    Rule,
    Withheld,
    release,
    reopen,
)

PARENTS = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "b2": "b", "b3": "b", "a": "all", "b": "all"}
LEAVES = ("a1", "a2", "a3", "b1", "b2", "b3")


def figures(rows: dict[str, tuple[float | None, float | None]], *, factor: float = 100.0) -> pa.Table:
    shares = [None if n is None or not d else factor * n / d for n, d in rows.values()]
    return pa.table(
        {
            "area_code": list(rows),
            "status": ["missing" if n is None else "observed" for n, _ in rows.values()],
            "factor": [factor] * len(rows),
            "value": pa.array(shares, pa.float64()),
            "numerator": pa.array([n for n, _ in rows.values()], pa.float64()),
            "denominator": pa.array([d for _, d in rows.values()], pa.float64()),
        }
    )


def counted(leaves: list[int]) -> pa.Table:
    rows: dict[str, tuple[float | None, float | None]] = {
        code: (float(count), 1_000.0) for code, count in zip(LEAVES, leaves, strict=True)
    }
    rows["a"] = (float(sum(leaves[:3])), 3_000.0)
    rows["b"] = (float(sum(leaves[3:])), 3_000.0)
    rows["all"] = (float(sum(leaves)), 6_000.0)
    return figures(rows)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=6, max_size=6))
def test_no_small_count_is_shown_and_none_follows_from_a_total(leaves: list[int]) -> None:
    table = release(counted(leaves), kind=Kind.COUNTS, source_hash="0" * 64, parents=PARENTS)
    shown = {each.area_code: each.numerator for each in table}
    assert all(value == 0 or value >= 5 for value in shown.values() if value is not None)
    for total, parts in (("a", LEAVES[:3]), ("b", LEAVES[3:]), ("all", ("a", "b"))):
        hidden = [code for code in parts if shown[code] is None]
        assert shown[total] is None or len(hidden) != 1
    for each in table:
        assert (each.withheld is None) == (each.value is not None)


def test_what_was_shown_before_counts_in_the_proof() -> None:
    first = release(counted([10, 10, 10, 9, 9, 9]), kind=Kind.COUNTS, source_hash="1" * 64, parents=PARENTS)
    later = release(
        counted([10, 10, 10, 9, 9, 9]),
        kind=Kind.COUNTS,
        source_hash="1" * 64,
        parents=PARENTS,
        earlier=[first],
    )
    assert [each.value for each in later] == [each.value for each in first]


def test_zero_missing_and_suppressed_are_three_things() -> None:
    table = release(
        figures({"a": (0.0, 200.0), "b": (None, 200.0), "c": (3.0, 200.0), "d": (30.0, 200.0), "e": (4.0, 200.0)}),
        kind=Kind.RATES, source_hash="0" * 64,
    )  # fmt: skip
    assert table.figure("a").value == 0.0
    assert (table.figure("b").status, table.figure("b").withheld) == ("missing", None)
    assert (table.figure("c").status, table.figure("c").withheld) == ("suppressed", Withheld.SMALL_COUNT)
    assert table.figure("c").numerator is None
    assert table.figure("c").lower is None
    assert table.figure("d").lower == pytest.approx(10.71, abs=0.05)
    assert table.figure("nowhere").status == "missing"


def test_small_groups_and_small_areas_stay_back() -> None:
    table = release(
        figures({"a": (10.0, 29.0), "b": (10.0, 30.0), "c": (10.0, 200.0)}),
        kind=Kind.RATES, source_hash="0" * 64, inhabitants={"a": 900.0, "b": 900.0, "c": 299.0},
    )  # fmt: skip
    assert table.figure("a").withheld is Withheld.SMALL_GROUP
    assert table.figure("b").withheld is None
    assert table.figure("c").withheld is Withheld.FEW_INHABITANTS


def test_a_published_share_is_not_counted_again_but_blank_in_a_small_area() -> None:
    rows: Any = {"area_code": ["a", "b"], "status": ["observed"] * 2, "value": [12.5, 3.0]}
    table = pa.table(rows | {name: pa.nulls(2, pa.float64()) for name in ("numerator", "denominator")})
    shown = release(table, kind=Kind.PUBLISHED, source_hash="0" * 64, inhabitants={"a": 5_000.0, "b": 12.0})
    assert shown.figure("a").value == 12.5
    assert shown.figure("b").withheld is Withheld.FEW_INHABITANTS


def test_only_the_gate_makes_figures_and_tables() -> None:
    with pytest.raises(TypeError):
        Figure("a", "observed", value=3.0)
    certificate = release(counted([9] * 6), kind=Kind.COUNTS, source_hash="0" * 64).certificate
    with pytest.raises(TypeError):
        ReleasedTable(counted([9] * 6), certificate)


def test_a_stored_release_opens_again_only_unchanged() -> None:
    table = release(counted([9] * 6), kind=Kind.COUNTS, source_hash="0" * 64, parents=PARENTS)
    stored = Certificate.from_json(table.certificate.as_json())
    assert [each.value for each in reopen(table.table, stored)] == [each.value for each in table]
    changed = table.table.set_column(2, "value", pa.array([1.0] * table.table.num_rows))
    with pytest.raises(ReleaseRefused):
        reopen(changed, stored)


def test_the_rule_is_part_of_the_certificate() -> None:
    table = release(
        counted([8] * 6), kind=Kind.COUNTS, source_hash="0" * 64, parents=PARENTS, rule=Rule(threshold=10)
    )
    assert table.certificate.rule.threshold == 10
    assert all(table.figure(code).value is None for code in LEAVES)
