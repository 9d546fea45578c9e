"""Neighbors: by border, rank and distance; the published ones of Berlin and North Carolina come out."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from sozialraum.analytics.space import Contiguity, Neighbors, contiguity, distance_band, nearest
from sozialraum.analytics.tables import TableError


def grid(side: int) -> tuple[list[str], list[bytes]]:
    places = [(x, y) for y in range(side) for x in range(side)]
    return [f"{x}{y}" for x, y in places], [
        shapely.to_wkb(shapely.box(x, y, x + 1, y + 1)) for x, y in places
    ]


def pairs(neighbors: Neighbors) -> set[tuple[str, str]]:
    table = neighbors.to_arrow()
    return set(zip(table["area_code"].to_pylist(), table["neighbor_code"].to_pylist(), strict=True))


def test_a_corner_makes_a_queen_and_no_rook() -> None:
    codes, shapes = grid(3)
    assert len(contiguity(codes, shapes).neighbors_of("11")) == 8
    assert set(contiguity(codes, shapes, kind=Contiguity.ROOK).neighbors_of("11")) == {"10", "01", "21", "12"}
    assert contiguity(codes, shapes).counts.tolist() == [3, 5, 3, 5, 8, 5, 3, 5, 3]


@pytest.mark.parametrize("kind", list(Contiguity))
def test_a_gap_of_careless_drawing_is_bridged_on_request(kind: Contiguity) -> None:
    codes = ["a", "b", "corner"]
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1.01, 0, 2, 1), shapely.box(1.01, 1.01, 2, 2)]
    wkb = [shapely.to_wkb(shape) for shape in shapes]
    assert contiguity(codes, wkb, kind=kind).islands == ("a", "b", "corner")
    bridged = contiguity(codes, wkb, kind=kind, tolerance=0.02)
    assert bridged.neighbors_of("a") == (("b", "corner") if kind is Contiguity.QUEEN else ("b",))


def test_overlap_and_crossed_outlines_are_survived() -> None:
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    wkb = [shapely.to_wkb(shape) for shape in (bow, shapely.box(1.5, 0.5, 3, 1.5), shapely.box(9, 9, 10, 10))]
    for kind in Contiguity:
        found = contiguity(["bow", "over", "far"], wkb, kind=kind)
        assert found.neighbors_of("bow") == ("over",)
        assert found.islands == ("far",)


def test_nearest_never_names_the_area_itself_even_at_the_same_point() -> None:
    found = nearest(list("abcd"), [[0, 0], [0, 0], [0, 0], [5, 5]], count=2)
    assert found.matrix.diagonal().sum() == 0
    assert found.counts.tolist() == [2, 2, 2, 2]
    with pytest.raises(TableError, match="cannot be found"):
        nearest(list("ab"), [[0, 0], [1, 1]], count=2)


def test_a_distance_band_weighs_by_distance_where_asked() -> None:
    points = [[0, 0], [1, 0], [3, 0], [30, 0]]
    even = distance_band(list("abcd"), points, radius=2)
    assert pairs(even) == {("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")}
    assert even.islands == ("d",)
    decayed = distance_band(list("abcd"), points, radius=3, decay=1)
    assert decayed.matrix[0].toarray().tolist() == [0.0, 1.0, pytest.approx(1 / 3), 0.0]
    assert not decayed.even_weights
    assert even.even_weights


def test_standardized_rows_sum_to_one_also_after_an_area_is_left_out() -> None:
    codes, shapes = grid(3)
    weights = contiguity(codes, shapes).row_standardized()
    assert weights.even_weights
    kept = weights.subset(np.array([code != "11" for code in codes]))
    assert kept.matrix.sum(axis=1) == pytest.approx(np.ones(8))
    with pytest.raises(TableError, match="Call with_self first"):
        weights.with_self()


def test_bad_input_is_named() -> None:
    with pytest.raises(TableError, match="more than once: a"):
        Neighbors.from_pairs(["a", "a"], [0], [1])
    with pytest.raises(TableError, match="negative or unknown"):
        Neighbors.from_pairs(["a", "b"], [0], [1], [-1])
    with pytest.raises(TableError, match="have no outline: b"):
        contiguity(["a", "b"], [shapely.to_wkb(shapely.box(0, 0, 1, 1)), shapely.to_wkb(shapely.Polygon())])


def test_neighbors_of_berlin_are_the_published_ones(shared_data: Path) -> None:
    with (shared_data / "spatial_reference/berlin_plr2021_queen.csv").open() as file:
        published = {(row["i"], row["j"]) for row in csv.DictReader(file)}
    codes = sorted({code for code, _ in published})
    _, table = pyogrio.read_arrow(shared_data / "berlin_lor/lor_planungsraeume_2021.shp")
    shapes = dict(zip(table["PLR_ID"].to_pylist(), table["wkb_geometry"].to_pylist(), strict=True))
    assert len(codes) == 536
    # the reference bridges one gap of 32 centimetres between 11401032 and 11401034
    assert pairs(contiguity(codes, [shapes[code] for code in codes], tolerance=0.5)) == published
    strict = pairs(contiguity(codes, [shapes[code] for code in codes]))
    assert published - strict == {("11401032", "11401034"), ("11401034", "11401032")}
    assert strict <= published
