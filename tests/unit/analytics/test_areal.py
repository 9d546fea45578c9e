"""Crosswalks and what they carry: conservation, statuses, and Berlin's change of cut in 2021."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sozialraum.analytics.areal import (
    STATUSES,
    Crosswalk,
    carry_counts,
    carry_rates,
    codes_at_points,
    convert_counts,
    convert_rates,
    crosswalk_from_geometry,
    crosswalk_from_parts,
    crosswalk_from_places,
)
from sozialraum.analytics.tables import TableError

OBSERVED, NOT_APPLICABLE, MISSING, SUPPRESSED = range(len(STATUSES))


def square(x: float, y: float, width: float, height: float) -> bytes:
    return shapely.box(x, y, x + width, y + height).wkb


def walk_of(parts: dict[tuple[str, str], float]) -> Crosswalk:
    return crosswalk_from_parts(
        pa.table(
            {
                "from_code": [old for old, _ in parts],
                "to_code": [new for _, new in parts],
                "amount": list(parts.values()),
            }
        )
    )


FOUR_FATES = walk_of(
    {
        ("same", "Same"): 5, ("cut", "Left"): 3, ("cut", "Right"): 1, ("one", "Both"): 2, ("two", "Both"): 2,
        ("north", "East"): 1, ("north", "West"): 1, ("south", "West"): 2,
    }
)  # fmt: skip


@st.composite
def crosswalks(draw: st.DrawFn) -> Crosswalk:
    old, new = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    amounts = draw(hnp.arrays(np.float64, (old, new), elements=st.sampled_from([0.0, 0.0, 0.3, 1.0, 7.0])))
    amounts[amounts.sum(axis=1) == 0, 0] = 1.0
    return walk_of({(f"o{i}", f"n{j}"): amounts[i, j] for i, j in zip(*np.nonzero(amounts), strict=True)})


@given(walk=crosswalks(), data=st.data())
def test_totals_are_conserved(walk: Crosswalk, data: st.DataObject) -> None:
    counts = data.draw(hnp.arrays(np.float64, len(walk.from_codes), elements=st.integers(0, 10_000)))
    carried = carry_counts(walk, counts)
    assert carried.values.sum() == pytest.approx(counts.sum(), rel=1e-12)
    assert (carried.values >= 0).all()


@given(walk=crosswalks(), data=st.data())
def test_the_rate_of_carried_counts_is_the_carried_rate(walk: Crosswalk, data: st.DataObject) -> None:
    size = data.draw(hnp.arrays(np.float64, len(walk.from_codes), elements=st.integers(1, 5000)))
    portion = data.draw(hnp.arrays(np.float64, len(walk.from_codes), elements=st.floats(0, 1)))
    rates = carry_rates(walk, portion, size)
    counts, sizes = carry_counts(walk, portion * size), carry_counts(walk, size)
    assert rates.values == pytest.approx(counts.values / sizes.values, rel=1e-9, abs=1e-12)
    assert (rates.values >= portion.min()).all()
    assert (rates.values <= portion.max()).all()


@given(walk=crosswalks(), rate=st.floats(-50, 50))
def test_equal_rates_stay_equal_to_the_last_bit(walk: Crosswalk, rate: float) -> None:
    for carried in (
        carry_rates(walk, np.full(len(walk.from_codes), rate)),
        carry_rates(walk, np.full(len(walk.from_codes), rate), np.arange(1, len(walk.from_codes) + 1)),
    ):
        assert (carried.values == rate).all()


@given(walk=crosswalks())
def test_weights_of_an_old_area_sum_to_one_and_the_table_reads_back(walk: Crosswalk) -> None:
    assert np.asarray(walk.weights.sum(axis=1)) == pytest.approx(1.0)
    again = crosswalk_from_parts(walk.parts)
    assert again.parts.equals(walk.parts)
    assert walk.reversed().reversed().parts.equals(walk.parts)


def test_what_happened_to_each_area() -> None:
    relation = {
        (row["side"], row["area_code"]): row["relation"] for row in FOUR_FATES.relations().to_pylist()
    }
    assert relation["from", "same"] == relation["to", "Same"] == "unchanged"
    assert relation["from", "cut"] == relation["to", "Left"] == relation["to", "Right"] == "split"
    assert relation["from", "one"] == relation["from", "two"] == relation["to", "Both"] == "merged"
    assert relation["from", "south"] == relation["from", "north"] == relation["to", "East"] == "redrawn"


def test_exact_where_whole_areas_moved_and_estimated_where_one_was_divided() -> None:
    counts = dict(zip(FOUR_FATES.from_codes, [40.0, 8.0, 6.0, 10.0, 4.0, 6.0], strict=True))
    carried = carry_counts(FOUR_FATES, list(counts.values()))
    got = dict(zip(FOUR_FATES.to_codes, carried.values.tolist(), strict=True))
    assert got == {
        "Both": counts["one"] + counts["two"],
        "Same": counts["same"],
        "Left": counts["cut"] * 0.75,
        "Right": counts["cut"] * 0.25,
        "East": counts["north"] / 2,
        "West": counts["north"] / 2 + counts["south"],
    }
    share = dict(zip(FOUR_FATES.to_codes, carried.estimated_share.tolist(), strict=True))
    assert share["Both"] == share["Same"] == 0
    assert share["Left"] == share["Right"] == share["East"] == 1
    assert share["West"] == pytest.approx(counts["north"] / 2 / got["West"])
    assert carried.estimated.sum() == 4


def test_a_rate_without_denominators_is_estimated_wherever_areas_were_joined_or_divided() -> None:
    rates = np.arange(1.0, 7.0)
    blind = carry_rates(FOUR_FATES, rates)
    told = carry_rates(FOUR_FATES, rates, np.full(6, 100.0))
    named = dict(zip(FOUR_FATES.to_codes, blind.estimated.tolist(), strict=True))
    assert named == {"Both": True, "East": True, "Left": True, "Right": True, "Same": False, "West": True}
    known = dict(zip(FOUR_FATES.to_codes, told.estimated.tolist(), strict=True))
    assert known == {"Both": False, "East": True, "Left": True, "Right": True, "Same": False, "West": True}


@pytest.mark.parametrize(
    ("parts", "result"),
    [
        ((OBSERVED, SUPPRESSED), SUPPRESSED),
        ((OBSERVED, MISSING), MISSING),
        ((SUPPRESSED, MISSING), SUPPRESSED),
        ((OBSERVED, NOT_APPLICABLE), OBSERVED),
        ((NOT_APPLICABLE, NOT_APPLICABLE), NOT_APPLICABLE),
        ((NOT_APPLICABLE, MISSING), MISSING),
        ((OBSERVED, OBSERVED), OBSERVED),
    ],
)
def test_the_strongest_status_marks_the_whole(parts: tuple[int, int], result: int) -> None:
    walk = crosswalk_from_places(["A", "B"], ["1", "1"])
    for carried in (
        carry_counts(walk, [3.0, 4.0], parts),
        carry_rates(walk, [3.0, 4.0], [10, 10], parts),
        carry_rates(walk, [3.0, 4.0], None, parts),
    ):
        assert carried.status.tolist() == [result]
        assert np.isnan(carried.values[0]) == (result != OBSERVED)


def test_unknown_is_never_zero() -> None:
    walk = crosswalk_from_places(["A", "B"], ["1", "2"], from_codes=["C"], to_codes=["3"])
    assert walk.lost_codes == ("C",)
    assert walk.empty_codes == ("3",)
    carried = carry_counts(walk, [0.0, np.nan, 5.0])
    assert carried.status.tolist() == [OBSERVED, MISSING, MISSING]
    assert carried.values[0] == 0
    rates = carry_rates(walk, [10.0, 20.0, 30.0], [0.0, np.nan, 1.0])
    assert rates.status.tolist() == [NOT_APPLICABLE, MISSING, MISSING]


def test_long_tables_carry_every_series_and_mark_what_is_estimated() -> None:
    table = pa.table(
        {
            "indicator_code": ["a", "a", "a", "b", "b"],
            "area_code": ["one", "two", "cut", "cut", "one"],
            "value": [1.0, 2.0, 8.0, None, 5.0],
            "status": ["observed", "observed", "observed", "suppressed", "observed"],
        }
    )
    got = convert_counts(table, FOUR_FATES, by=["indicator_code"]).to_pylist()
    cell = {(row["indicator_code"], row["area_code"]): row for row in got}
    assert len(got) == 12
    assert cell["a", "Both"]["value"] == 3.0
    assert cell["a", "Both"]["estimated"] is False
    assert cell["a", "Left"] == {
        "indicator_code": "a", "area_code": "Left", "value": 6.0, "status": "observed", "estimated": True,
        "estimated_share": 1.0,
    }  # fmt: skip
    assert cell["b", "Left"]["status"] == "suppressed"
    assert cell["b", "Left"]["value"] is None
    assert cell["b", "Left"]["estimated"] is False
    assert cell["b", "Both"]["status"] == cell["a", "Same"]["status"] == "missing"
    rates = table.append_column("people", pa.array([100, 300, 50, 50, 100]))
    shares = convert_rates(rates, FOUR_FATES, denominator="people", by=["indicator_code"]).to_pylist()
    assert shares[0]["value"] == pytest.approx(1.75)


def test_two_changes_of_cut_in_a_row() -> None:
    first = walk_of({("A", "1"): 60, ("A", "2"): 40, ("B", "2"): 10})
    second = walk_of({("1", "x"): 1, ("2", "x"): 1, ("2", "y"): 3})
    both = first.then(second)
    counts = [100.0, 20.0]
    step = carry_counts(second, carry_counts(first, counts).values)
    assert carry_counts(both, counts).values == pytest.approx(step.values)
    with pytest.raises(TableError, match="do not meet"):
        second.then(first)


def test_slivers_are_noise_and_the_rest_is_the_whole() -> None:
    old = [square(0, 0, 10, 10), square(10, 0, 10, 10)]
    new = [square(0, 0, 10.05, 10), square(10.05, 0, 9.95, 10)]
    walk = crosswalk_from_geometry(["A", "B"], old, ["1", "2"], new)
    assert walk.parts.column("weight").to_pylist() == [1.0, 1.0]
    careful = crosswalk_from_geometry(["A", "B"], old, ["1", "2"], new, sliver=0.0)
    assert careful.parts.num_rows == 3


def test_people_live_where_the_new_cut_counts_them() -> None:
    old = [square(0, 0, 4, 1), square(4, 0, 4, 1)]
    new = [square(0, 0, 1, 1), square(1, 0, 3, 1), square(4, 0, 4, 1)]
    walk = crosswalk_from_geometry(["A", "B"], old, ["1", "2", "3"], new, to_counts=[900, 0, 0])
    assert walk.basis == "population"
    assert carry_counts(walk, [50.0, 7.0]).values.tolist()[::2] == [50.0, 7.0]
    assert walk.empty_codes == ("2",)


def test_two_shapes_of_one_key_are_one_area() -> None:
    shapes = [square(0, 0, 1, 1), square(1, 0, 1, 1)]
    walk = crosswalk_from_geometry(["A", "A"], shapes, ["1"], [square(0, 0, 2, 1)])
    assert walk.relations().column("relation").to_pylist() == ["unchanged", "unchanged"]


def test_points_find_their_areas() -> None:
    shapes = [square(1, 0, 1, 1), square(0, 0, 1, 1)]
    assert codes_at_points([0.2, 1.0, 1.7, 5], [0.5, 0.5, 0.5, 0], ["B", "A"], shapes) == [
        "A",
        "A",
        "B",
        None,
    ]


def test_faults_are_told_in_a_sentence() -> None:
    with pytest.raises(TableError, match="no positive amount"):
        walk_of({("A", "1"): -1})
    with pytest.raises(TableError, match="no column"):
        crosswalk_from_parts(pa.table({"from_code": ["A"]}))
    with pytest.raises(TableError, match="has no key"):
        crosswalk_from_parts(pa.table({"from_code": ["A"], "to_code": [""], "amount": [1]}))
    with pytest.raises(TableError, match="same projection"):
        crosswalk_from_geometry(["A"], [square(0, 0, 1, 1)], ["1"], [square(99, 0, 1, 1)])
    with pytest.raises(TableError, match="cannot be read"):
        crosswalk_from_geometry(["A"], [b"nothing"], ["1"], [square(99, 0, 1, 1)])
    with pytest.raises(TableError, match="do not fit the new areas"):
        crosswalk_from_geometry(["A"], [square(0, 0, 1, 1)], ["1"], [square(0, 0, 1, 1)], to_counts=[-1])
    with pytest.raises(TableError, match="do not fit 6 areas"):
        carry_counts(FOUR_FATES, [1.0])
    with pytest.raises(TableError, match="does not know these areas: nowhere"):
        convert_counts(pa.table({"area_code": ["nowhere"], "value": [1.0]}), FOUR_FATES)
    with pytest.raises(TableError, match="stands twice"):
        convert_counts(pa.table({"area_code": ["one", "one"], "value": [1.0, 2.0]}), FOUR_FATES)
    with pytest.raises(TableError, match="no status"):
        convert_counts(pa.table({"area_code": ["one"], "value": [1.0], "status": ["zero"]}), FOUR_FATES)
