"""Floating catchments: the published values of Belo Horizonte, and what is handed out is what there is."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialraum.analytics.reach import (
    Method,
    Ways,
    balanced,
    enhanced_two_step,
    gaussian,
    in_steps,
    straight_ways,
    two_step,
)
from sozialraum.analytics.tables import TableError

ASKED = ("89a88cdb57bffff", "89a88cdb597ffff", "89a88cdb5b3ffff", "89a88cdb5cfffff", "89a88cd909bffff")


def test_belo_horizonte_comes_out_as_published(shared_data: Path) -> None:
    with (shared_data / "accessibility_bho/land_use_data.csv").open() as file:
        land = list(csv.DictReader(file))
    place = {row["id"]: number for number, row in enumerate(land)}
    with gzip.open(shared_data / "accessibility_bho/travel_matrix_le60.csv.gz", "rt") as file:
        # the published values are those of the five cells among themselves
        rows = [
            row
            for row in csv.DictReader(file)
            if row["from_id"] in ASKED and row["to_id"] in ASKED and float(row["travel_time"]) <= 45
        ]
    ways = Ways(
        np.array([place[row["from_id"]] for row in rows]), np.array([place[row["to_id"]] for row in rows]),
        np.array([float(row["travel_time"]) for row in rows]), len(land), len(land), Method.STREETS,
    )  # fmt: skip
    people, jobs = (np.array([float(row[name]) for row in land]) for name in ("population", "jobs"))
    asked = [place[code] for code in ASKED]
    assert two_step(ways, people, jobs)[asked].round(4).tolist() == [0.0152, 0.1491, 0.1491, 0.1068, 0.0]
    assert balanced(ways, people, jobs)[asked].round(4).tolist() == [0.0094, 0.1993, 0.1993, 0.1147, 0.0]


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=50, deadline=None)
def test_what_is_handed_out_is_what_there_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ways = straight_ways(rng.uniform(0, 1000, (30, 2)), rng.uniform(0, 1000, (6, 2)), limit=500)
    people, supply = rng.integers(1, 50, 30).astype(float), rng.integers(0, 90, 6).astype(float)
    reached = np.isin(np.arange(6), ways.place)
    for weights in (np.ones(ways.metres.size), gaussian(ways.metres, limit=501)):
        shared = enhanced_two_step(ways, people, supply, weights)
        assert (shared * people).sum() == pytest.approx(supply[reached].sum())
    # balanced: the rates of supply come out as they went in, and twice the supply is twice the access
    one = balanced(ways, people, supply)
    assert balanced(ways, people, 2 * supply) == pytest.approx(2 * one)
    assert (one[ways.count() == 0] == 0).all()


def test_nearer_places_weigh_more() -> None:
    assert in_steps([300, 300.1, 901], bounds=[300, 900], weights=[1, 0.5]).tolist() == [1, 0.5, 0]
    assert gaussian([0, 1001], limit=1000).tolist() == [1, 0]


def test_numbers_that_do_not_fit_are_refused() -> None:
    ways = straight_ways([[0, 0]], [[1, 1]], limit=10)
    with pytest.raises(TableError, match="do not fit the ways"):
        two_step(ways, [1, 2], [1])
    with pytest.raises(TableError, match="negative or unknown"):
        two_step(ways, [float("nan")], [1])
    with pytest.raises(TableError, match="at least as long"):
        straight_ways([[0, 0]], [[1, 1]], limit=10, detour=0.5)
