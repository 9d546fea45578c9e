"""Scotland's index of 2016: overall ranks from domain ranks, domains from the indicators, and what keeps them apart.

The publisher ranks unrounded values. Where the published ones are rounded or withheld the official order cannot come out;
then the official order is shown to be possible within the rounding, and to come out where the rounding can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata, spearmanr

from factories.published_indices import by_code, numbers
from sozialraum.analytics.indices import IndexResult, compute_index, shipped_recipe
from sozialraum.analytics.indices.recipe import Recipe
from sozialraum.warehouse.sources import read_table

DOMAINS = ("income", "employment", "health", "education", "access", "crime", "housing")
ZONES = 6976
# the names of the publisher's weights, where they are not the indicator's column
WEIGHT_NAMES = {
    "drive_po": "dr_post", "drive_primary": "dr_prim", "drive_secondary": "dr_sec",
    "alcohol": "alc", "attendance": "attend", "attainment": "attain",
}  # fmt: skip
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scotland:
    """The published indicators with the official ranks of the same zones, row by row."""

    folder: Path
    indicators: pa.Table
    published: pa.Table

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        place = {zone: row for row, zone in enumerate(self.published["Data_Zone"].to_pylist())}
        return np.array([place[zone] for zone in self.indicators["Data_Zone"].to_pylist()])

    @cached_property
    def official_weights(self) -> dict[str, float]:
        row = read_table(self.folder / "SAS_WEIGHTS.xlsx").table.to_pylist()[0]
        return {name: float(value) for name, value in row.items()}

    @cached_property
    def result(self) -> IndexResult:
        return compute_index(self.indicators, shipped_recipe("scotland-simd-2016"))

    def column(self, name: str) -> Floats:
        return np.asarray(self.indicators[name].to_numpy(zero_copy_only=False))

    def official(self, name: str) -> Floats:
        return np.asarray(self.published[name].to_numpy(zero_copy_only=False))[self.rows]

    def domain(self, name: str) -> Floats:
        return self.official(f"{name.capitalize()}_domain_2016_rank")

    def ranks(self, domain: str, result: IndexResult | None = None) -> Floats:
        """Rank 1 for the highest index; ties share the mean, as the publisher's do."""
        index = by_code(result or self.result, f"{domain}_index")
        return np.asarray(rankdata([-index[zone] for zone in self.indicators["Data_Zone"].to_pylist()]))

    def weight_of(self, column: str) -> float:
        name = WEIGHT_NAMES.get(column.lower(), column.lower().replace("drive_", "dr_"))
        return self.official_weights[f"wt_{name}"]


@pytest.fixture(scope="module")
def scotland(request: pytest.FixtureRequest) -> Scotland:
    folder = request.getfixturevalue("shared_data") / "simd_scotland"
    tables = ("SIMD16_indicator_data.xlsx", "SIMD16_ranks_and_domain_ranks.xlsx")
    return Scotland(folder, *(numbers(folder / name) for name in tables))


def contradicted(low: Floats, high: Floats, official: Floats) -> NDArray[np.bool_]:
    """Which zones the bounds forbid their official place: a less deprived zone is surely above them.

    Some values between the bounds have the official order if and only if, from the least deprived zone up, no upper
    bound is below a lower bound before it.
    """
    order = np.argsort(-official, kind="stable")
    return np.maximum.accumulate(low[order]) > high[order] + 1e-9


def test_every_overall_rank(scotland: Scotland, tell: Any) -> None:
    result = compute_index(scotland.published, shipped_recipe("scotland-simd-2016"))
    rank = by_code(result, "simd_rank")
    official = scotland.published["Overall_SIMD16_rank"].to_pylist()
    zones = scotland.published["Data_Zone"].to_pylist()
    hits = sum(rank[zone] == value for zone, value in zip(zones, official, strict=True))
    tell(f"scotland-simd-2016 from domain ranks: overall ranks {hits}/{len(rank)}")
    assert hits == len(rank) == ZONES


def test_domains_from_the_published_indicators(scotland: Scotland, tell: Any) -> None:
    agreement, farthest = {}, {}
    for domain in DOMAINS:
        ours, theirs = scotland.ranks(domain), scotland.domain(domain)
        agreement[domain] = float(spearmanr(ours, theirs)[0])
        farthest[domain] = float(np.abs(ours - theirs).max())
    told = ", ".join(
        f"{name} {value:.5f} (farthest {farthest[name]:.0f})" for name, value in agreement.items()
    )
    tell(f"scotland-simd-2016 domains from indicators: {told}")
    assert min(agreement[name] for name in ("health", "education", "access", "housing")) > 0.99999
    assert max(farthest[name] for name in ("access", "housing")) < 10
    assert max(farthest[name] for name in ("health", "education")) < 62
    assert agreement["income"] > 0.9996
    assert agreement["employment"] > 0.9991
    assert agreement["crime"] > 0.9998


def test_overall_ranks_from_the_published_indicators_alone(scotland: Scotland, tell: Any) -> None:
    ours, theirs = scotland.ranks("simd"), scotland.official("Overall_SIMD16_rank")
    agreement = float(spearmanr(ours, theirs)[0])
    deciles = float((np.ceil(ours * 10 / ZONES) == np.ceil(theirs * 10 / ZONES)).mean())
    tell(f"scotland-simd-2016 overall from indicators alone: {agreement:.5f}, deciles {deciles:.1%}")
    assert agreement > 0.99987
    assert deciles > 0.969
    assert np.abs(ours - theirs).max() < 164


def test_what_an_unknown_value_stands_for_is_listed(scotland: Scotland) -> None:
    stated = [row for row in scotland.result.changes.to_pylist() if row["after"] == 0.0]
    counts = {name: sum(row["indicator"] == name for row in stated) for name in ("crime_rate", "income_rate")}
    assert counts == {"crime_rate": 435, "income_rate": 2}
    assert all(row["before"] is None and row["kind"] == "filled" for row in stated)


@pytest.mark.parametrize(
    ("domain", "people"), [("Income", "Total_population"), ("Employment", "Working_age_population_revised")]
)
def test_rounding_explains_income_and_employment(scotland: Scotland, domain: str, people: str) -> None:
    """Shares to a hundredth and counts to fives: the official order of every inhabited zone fits between."""
    lived_in = scotland.column(people) > 0
    share = scotland.column(f"{domain}_rate")[lived_in]
    counted, size = scotland.column(f"{domain}_count")[lived_in], scotland.column(people)[lived_in]
    official = scotland.domain(domain)[lived_in]
    low = np.maximum(share - 0.005, (counted - 2.5) / size)
    high = np.minimum(share + 0.005, (counted + 2.5) / size)
    assert lived_in.sum() == ZONES - 2
    assert (low <= high + 1e-9).all()
    assert not contradicted(low, high, official).any()
    assert contradicted((counted - 1.0) / size, (counted + 1.0) / size, official).sum() > 1000


def test_known_crime_rates_have_their_official_order(scotland: Scotland) -> None:
    rate, official = scotland.column("crime_rate"), scotland.domain("crime")
    known = ~np.isnan(rate)
    assert (~known).sum() == 435
    assert not contradicted(rate[known], rate[known], official[known]).any()
    before = official < official[~known].min()
    assert before.sum() == 6024
    assert (scotland.ranks("crime") == official)[before].sum() == 6012


def test_every_housing_rank_comes_out_of_unrounded_shares(scotland: Scotland) -> None:
    """The publisher's ties are broken by the last bit of the sum: shares of 15 digits have lost it.

    The people in households are what the published counts and shares have in common, so the shares can be had in full.
    """
    counts = [scotland.column(f"{name}_count") for name in ("overcrowded", "nocentralheat")]
    shares = [scotland.column(f"{name}_rate") for name in ("overcrowded", "nocentralheat")]
    with np.errstate(divide="ignore", invalid="ignore"):
        people = [np.round(count / share) for count, share in zip(counts, shares, strict=True)]
    both = np.isfinite(people[0]) & np.isfinite(people[1])
    assert (people[0][both] == people[1][both]).all()
    households = np.where(np.isfinite(people[0]), people[0], people[1])
    table = scotland.indicators
    for name, count in zip(("overcrowded_rate", "nocentralheat_rate"), counts, strict=True):
        place = table.column_names.index(name)
        full = np.where(np.isfinite(households), count / np.nan_to_num(households, nan=1.0), 0.0)
        table = table.set_column(place, name, pa.array(full))
    result = compute_index(table, shipped_recipe("scotland-simd-2016"))
    assert (scotland.ranks("housing") == scotland.domain("housing")).sum() == 6282
    assert (scotland.ranks("housing", result) == scotland.domain("housing")).all()


def test_factor_weights_are_those_of_the_publisher(scotland: Scotland) -> None:
    recipe = scotland.result.recipe
    checked = 0
    for row in scotland.result.weights.to_pylist():
        if row["part"] in {"health", "education", "drive", "transit"}:
            column = recipe.indicator(row["member"]).columns[0]
            assert row["weight"] == pytest.approx(scotland.weight_of(column), abs=0.001), column
            checked += 1
    assert checked == 21


def test_access_comes_out_with_the_publishers_own_weights(scotland: Scotland, tell: Any) -> None:
    ours = (scotland.ranks("access") == scotland.domain("access")).sum()
    result = compute_index(scotland.indicators, with_official_weights(scotland))
    theirs = (scotland.ranks("access", result) == scotland.domain("access")).sum()
    tell(f"scotland-simd-2016 access: {ours} ranks exact, with the publisher's weights {theirs} of {ZONES}")
    assert ours >= 5300
    assert theirs >= 6950


@pytest.mark.parametrize(
    ("part", "rounded", "allowed"), [("health", {"CIF", "SMR"}, 1), ("education", {"NEET"}, 8)]
)
def test_rounded_indicators_explain_health_and_education(
    scotland: Scotland, part: str, rounded: set[str], allowed: int
) -> None:
    """Zones that share a rounded value may have had any rank within the tie; the official order fits in between."""
    low, high = np.zeros(ZONES), np.zeros(ZONES)
    for entry in shipped_recipe("scotland-simd-2016").indicators:
        if entry.part == part:
            column = entry.columns[0]
            values = scotland.column(column) * (1 if entry.direction == "burden" else -1)
            known = ~np.isnan(values)
            for bound, ties in ((low, "min"), (high, "max")):
                ranks = rankdata(values[known], ties if column in rounded else "average")
                bound[known] += scotland.weight_of(column) * ndtri(ranks / (known.sum() + 1))
    middle = (low + high) / 2
    assert contradicted(middle, middle, scotland.domain(part)).sum() > 1500
    assert contradicted(low, high, scotland.domain(part)).sum() <= allowed


def with_official_weights(scotland: Scotland) -> Recipe:
    """The shipped recipe with the publisher's weights in the place of those it finds."""
    recipe = shipped_recipe("scotland-simd-2016")
    factors = {part.code for part in recipe.parts if part.aggregation == "factor"}
    return recipe.model_copy(
        update={
            "indicators": tuple(
                entry.model_copy(update={"weight": scotland.weight_of(entry.columns[0])})
                if entry.part in factors
                else entry
                for entry in recipe.indicators
            ),
            "parts": tuple(
                part.model_copy(update={"aggregation": "sum"}) if part.code in factors else part
                for part in recipe.parts
            ),
        }
    )
