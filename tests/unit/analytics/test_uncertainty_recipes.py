"""From any recipe to draws: the drawn form gives the published index, and its ranges are quick."""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa
import pytest

from sozialraum.analytics.indices import Recipe, compute_index
from sozialraum.analytics.tables import TableError
from sozialraum.analytics.uncertainty import RankIntervals, composite_of, rank_intervals

BASE = {
    "name": "test-index", "title_de": "Probe", "title_en": "Test", "source": "test",
    "key": {"columns": ["area_code"]}, "validity": {"population": ["people"], "minimum_population": 300},
    "indicators": [
        {"code": "a", "title_de": "a", "title_en": "a", "columns": ["a"], "part": "one", "weight": 2.0},
        {"code": "b", "title_de": "b", "title_en": "b", "columns": ["b"], "part": "one", "direction": "relief"},
        {"code": "c", "title_de": "c", "title_en": "c", "columns": ["c"], "part": "two"},
        {"code": "d", "title_de": "d", "title_en": "d", "columns": ["d"], "part": "two"},
    ],
    "parts": [
        {"code": "one", "title_de": "1", "title_en": "1", "parent": "all", "aggregation": "mean"},
        {"code": "two", "title_de": "2", "title_en": "2", "parent": "all", "weight": 3.0, "aggregation": "sum"},
        {"code": "all", "title_de": "0", "title_en": "0", "aggregation": "mean"},
    ],
}  # fmt: skip


def city(areas: int = 60, seed: int = 5) -> pa.Table:
    rng = np.random.default_rng(seed)
    burden = rng.normal(size=areas)
    columns: dict[str, object] = {
        "area_code": [f"{place:04}" for place in rng.permutation(areas)],
        "people": rng.integers(200, 5_000, areas),
    }
    for code in "abcd":
        sizes = rng.integers(100, 2_000, areas)
        counts = rng.binomial(sizes, 1 / (1 + np.exp(1.2 - 0.6 * burden - 0.3 * rng.normal(size=areas))))
        columns |= {code: counts / sizes * 100, f"{code}_numerator": counts, f"{code}_denominator": sizes}
    return pa.table(columns)


def recipe(**changes: object) -> Recipe:
    return Recipe.model_validate(BASE | changes)


def parts(**of_root: object) -> list[dict[str, object]]:
    one, two, root = (dict(part) for part in BASE["parts"])  # type: ignore[call-overload]
    return [one, two, root | of_root]


NORMALIZATIONS = [
    {"method": "z"},
    {"method": "z", "deviation": "sample", "clip": 1.5},
    {"method": "z", "weights": ["people"]},
    {"method": "min_max", "low": 1.0, "high": 100.0},
    {"method": "rank_normal"},
    {"method": "rank_normal", "ties": "min"},
    {"method": "rank_exponential"},
    {"method": "rank_exponential", "ranks": "open", "ties": "max"},
]
ROOTS = [
    {"aggregation": "mean"},
    {"aggregation": "sum", "restandardize": True},
    {"aggregation": "mean", "normalization": {"method": "min_max", "high": 10.0}},
    {"aggregation": "principal_component"},
    {"aggregation": "mean", "grouping": {"count": 5, "quantile_type": 9}},
    {"aggregation": "mean", "grouping": {"count": 10, "method": "ranks", "first": "most"}},
]


@pytest.mark.parametrize(
    ("normalization", "root"), list(itertools.product(NORMALIZATIONS, ROOTS)), ids=lambda each: str(each)[:60]
)
def test_the_drawn_form_is_the_published_index(
    normalization: dict[str, object], root: dict[str, object]
) -> None:
    wanted = recipe(normalization=normalization, parts=parts(**root))
    table = city()
    published = compute_index(table, wanted).areas
    composite = composite_of(table, wanted)
    assert composite.baseline == pytest.approx(published.column("all_index").to_numpy(), abs=1e-10)
    assert composite.codes == tuple(published.column("area_code").to_pylist())
    assert all(entry.sampled for entry in composite.inputs)
    ranks = composite.ranks(composite.baseline)
    assert ranks.tolist() == published.column("all_rank").to_pylist()
    if "grouping" in root:
        numbered = np.array([int(str(code).lstrip("abcdefghijklmnopqrstuvwxyz_")) for code in published.column("all_class").to_pylist()])  # fmt: skip
        places = composite.classes(composite.baseline, ranks)
        assert len(set(zip(numbered.tolist(), places.tolist(), strict=True))) == composite.class_count


def test_the_geometric_mean_too() -> None:
    wanted = recipe(
        normalization={"method": "min_max", "low": 1.0, "high": 100.0}, parts=parts(aggregation="geometric")
    )
    table = city()
    published = compute_index(table, wanted).areas.column("all_index").to_numpy()
    assert composite_of(table, wanted).baseline == pytest.approx(published, rel=1e-10)


@pytest.mark.parametrize(
    "treatment",
    [
        {"shrinkage": {"strength": 50.0}},
        {"outliers": {"method": "quantiles", "lower": 0.1, "upper": 0.9}},
        {"outliers": {"method": "deviations", "limit": 1.5}},
        {"outliers": {"method": "skewness", "skewness": 0.2, "kurtosis": -5.0}},
        {"missing": {"method": "median"}},
    ],
    ids=lambda each: next(iter(each)),
)
def test_treatments_are_followed(treatment: dict[str, object]) -> None:
    table = city()
    gaps = pa.array(
        [None if place % 11 == 0 else value for place, value in enumerate(table.column("a").to_pylist())]
    )
    if "missing" in treatment:
        table = table.set_column(table.column_names.index("a"), "a", gaps)
    entries = [
        entry | {"numerator": [f"{entry['code']}_numerator"], "denominator": [f"{entry['code']}_denominator"]}
        for entry in BASE["indicators"]  # type: ignore[union-attr]
    ]
    wanted = recipe(indicators=entries, **treatment)
    composite = composite_of(table, wanted)
    published = compute_index(table, wanted).areas.column("all_index").to_numpy()
    assert composite.baseline == pytest.approx(published, abs=1e-10)
    stored = rank_intervals(table, wanted, draws=50)
    assert RankIntervals.from_arrow(stored).sampled == ("a", "b", "c", "d")


def test_two_indices_of_one_recipe() -> None:
    single = [dict(part, parent=None) for part in BASE["parts"][:2]]  # type: ignore[index]
    wanted = recipe(parts=single)
    published = compute_index(city(), wanted).areas
    for part in ("one", "two"):
        ranges = rank_intervals(city(), wanted, draws=50, part=part)
        assert ranges.column("rank").to_pylist() == published.column(f"{part}_rank").to_pylist()


def test_a_part_that_the_table_brings_along_is_taken_as_it_is() -> None:
    ready = parts()
    ready[0]["columns"] = ["ready_one"]
    table = city().append_column("ready_one", pa.array(np.linspace(0, 1, 60)))
    composite = composite_of(table, recipe(parts=ready))
    assert [entry.code for entry in composite.inputs] == ["c", "d", "one"]
    assert not composite.inputs[-1].sampled


def test_rates_that_do_not_agree_with_their_counts_are_not_drawn() -> None:
    table = city()
    wrong = table.column("a").to_numpy().copy()
    wrong[3] += 20
    table = table.set_column(table.column_names.index("a"), "a", pa.array(wrong))
    entry = composite_of(table, recipe(validity={})).inputs[0]
    assert entry.fixed is not None
    code = table.column("area_code").to_pylist()[3]
    assert np.flatnonzero(entry.fixed).tolist() == [sorted(table.column("area_code").to_pylist()).index(code)]


def test_rows_in_another_order_give_the_same_ranges() -> None:
    table = city()
    turned = table.take(pa.array(np.random.default_rng(1).permutation(table.num_rows)))
    assert rank_intervals(table, recipe(), draws=100).equals(rank_intervals(turned, recipe(), draws=100))


def test_without_counts_only_the_weights_are_varied() -> None:
    bare = city().select(["area_code", "people", *"abcd"])
    stored = RankIntervals.from_arrow(rank_intervals(bare, recipe(), draws=100))
    assert stored.sampled == ()
    named = RankIntervals.from_arrow(
        rank_intervals(
            city().rename_columns({"a_numerator": "x", "a_denominator": "y"}),
            recipe(),
            100,
            counts={"a": ("x", "y")},
        )
    )
    assert named.sampled == ("a", "b", "c", "d")


@pytest.mark.parametrize("method", ["neutral", "reweight"])
@pytest.mark.parametrize("normalization", NORMALIZATIONS, ids=lambda each: str(each)[:60])
def test_gaps_that_a_recipe_leaves_open(method: str, normalization: dict[str, object]) -> None:
    table = city()
    for code, every, first in (("a", 7, 0), ("c", 5, 1), ("d", 10, 0)):
        place = table.column_names.index(code)
        values = [
            None if row % every == first else value
            for row, value in enumerate(table.column(code).to_pylist())
        ]
        table = table.set_column(place, code, pa.array(values))
    wanted = recipe(missing={"method": method}, normalization=normalization, parts=parts(restandardize=True))
    published = compute_index(table, wanted).areas.column("all_index").to_numpy()
    composite = composite_of(table, wanted)
    assert composite.baseline == pytest.approx(published, abs=1e-10)
    assert rank_intervals(table, wanted, draws=30).num_rows == published.size


def test_what_cannot_be_drawn_is_refused() -> None:
    two = pa.concat_tables([city().append_column("year", pa.array(["1"] * 60)), city().append_column("year", pa.array(["2"] * 60))])  # fmt: skip
    with pytest.raises(TableError, match="several periods"):
        composite_of(two, recipe(period={"columns": ["year"]}))
