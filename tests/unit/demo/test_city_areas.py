"""The plan's ground: areas, geometry, residents and indicators of Lindenfurt."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely

from sozialraum.demo.city import plan
from sozialraum.demo.city.blueprint import base_map, draw_blueprint
from sozialraum.demo.city.geometry import draw_land, neighbors
from sozialraum.demo.city.plan import City, draw_city
from sozialraum.demo.city.population import FIRST_YEAR, draw_residents

UNDER_21 = {
    "01": 4100, "02": 6600, "03": 3900, "04": 6900, "05": 5700, "06": 6100, "07": 3900, "08": 4200,
    "09": 4100, "10": 3250,
}  # fmt: skip
INCOME_SUPPORT = {
    "01": 700, "02": 2150, "03": 1650, "04": 1000, "05": 850, "06": 2050, "07": 250, "08": 450,
    "09": 350, "10": 200,
}  # fmt: skip
LATEST = date(2025, 12, 31)
NOT_A_SHARE = ["play_space", "meeting_places", "offers"]


def where(table: pa.Table, **values: object) -> pa.Table:
    for column, value in values.items():
        table = table.filter(pc.equal(table[column], value))
    return table


def outlines(city: City, level: str, vintage: str) -> np.ndarray:
    return shapely.from_wkb(where(city.areas, level=level, area_vintage=vintage)["geometry"].to_pylist())


def latest_value(city: City, area_code: str, indicator_code: str) -> dict[str, object]:
    rows = where(city.indicators, area_code=area_code, indicator_code=indicator_code).to_pylist()
    return max(rows, key=lambda row: row["reference_date"])


def test_the_same_seed_draws_the_same_city() -> None:
    assert draw_city(11, 0.02).fingerprint() == draw_city(11, 0.02).fingerprint()


def test_another_seed_draws_other_people(small: City) -> None:
    assert draw_city(8, 0.02).fingerprint() != small.fingerprint()


@pytest.mark.parametrize(("level", "count"), [("city", 1), ("district", 10), ("statistical_district", 45)])
def test_upper_levels_have_the_same_areas_in_both_vintages(city: City, level: str, count: int) -> None:
    for vintage in ("2015", "2023"):
        assert where(city.areas, level=level, area_vintage=vintage).num_rows == count


def test_one_quarter_was_split(city: City) -> None:
    before = set(where(city.areas, level="quarter", area_vintage="2015")["name"].to_pylist())
    after = set(where(city.areas, level="quarter", area_vintage="2023")["name"].to_pylist())
    assert (len(before), len(after)) == (159, 160)
    assert before - after == {"Werft"}
    assert after - before == {"Alte Werft", "Neue Werft"}


@pytest.mark.parametrize("vintage", ["2015", "2023"])
@pytest.mark.parametrize("level", ["district", "statistical_district", "quarter"])
def test_borders_are_coherent(city: City, double: City, level: str, vintage: str) -> None:
    for drawn in (city, double):
        shapes = outlines(drawn, level, vintage)
        assert shapely.is_valid(shapes).all()
        assert set(shapely.get_type_id(shapes)) == {shapely.GeometryType.POLYGON}
        assert shapely.coverage_is_valid(shapes)
        whole = shapely.union_all(shapes)
        assert whole.area == pytest.approx(shapely.area(shapes).sum(), rel=1e-9)
        parts = shapely.get_parts(whole)
        assert len(parts) == round(drawn.scale)
        assert all(shapely.get_num_interior_rings(part) == 0 for part in parts)


def test_no_quarter_is_a_sliver() -> None:
    shapes = draw_land(draw_blueprint(1, 1.0)).quarters
    compactness = 4 * np.pi * shapely.area(shapes) / shapely.length(shapes) ** 2
    assert shapely.area(shapes).min() > 150_000
    assert compactness.min() > 0.2


def test_every_area_has_a_parent_that_contains_it(city: City) -> None:
    for vintage in ("2015", "2023"):
        rows = {row["area_code"]: row for row in where(city.areas, area_vintage=vintage).to_pylist()}
        expected = {"quarter": "statistical_district", "statistical_district": "district", "district": "city"}
        for row in rows.values():
            if row["level"] == "city":
                assert row["parent_code"] is None
                continue
            parent = rows[row["parent_code"]]
            assert parent["level"] == expected[row["level"]]
            inside = shapely.from_wkb(row["geometry"]).representative_point()
            assert shapely.from_wkb(parent["geometry"]).contains(inside)


def test_quarter_names_and_codes_are_unique_at_every_scale(city: City, double: City) -> None:
    for drawn in (city, double, draw_city(3, 3)):
        quarters = where(drawn.areas, level="quarter", area_vintage="2023")
        assert len(set(quarters["name"].to_pylist())) == quarters.num_rows
        areas = where(drawn.areas, area_vintage="2023")
        assert len(set(areas["area_code"].to_pylist())) == areas.num_rows


def test_canon_keys_belong_to_their_quarters(city: City) -> None:
    names = {
        row["area_code"]: row["name"]
        for row in where(city.areas, level="quarter", area_vintage="2023").to_pylist()
    }
    assert {code: names[code] for code in ("0301", "0302", "0306", "0208", "0602", "0708", "0612")} == {
        "0301": "Alte Werft", "0302": "Neue Werft", "0306": "Zollhafen", "0208": "Nordring",
        "0602": "Plattenweg", "0708": "Aussicht", "0612": "Güterbahnhof",
    }  # fmt: skip


def test_residents_add_up(city: City) -> None:
    latest = where(city.population, reference_date=LATEST)
    assert pc.sum(latest["persons"]).as_py() == 250_000
    assert pc.min(city.population["persons"]).as_py() >= 0
    young = latest.filter(pc.less(latest["age"], 21))
    by_district: Counter[str] = Counter()
    for code, persons in zip(young["area_code"].to_pylist(), young["persons"].to_pylist(), strict=True):
        by_district[code[:2]] += persons
    assert dict(by_district) == UNDER_21


def test_twelve_years_in_the_vintage_of_their_time(city: City) -> None:
    seen = {
        (day.year, vintage)
        for day, vintage in zip(
            city.population["reference_date"].unique().to_pylist(),
            ["2015"] * 9 + ["2023"] * 3,
            strict=True,
        )
    }
    pairs = city.population.group_by(["reference_date", "area_vintage"]).aggregate([("persons", "sum")])
    assert {(row["reference_date"].year, row["area_vintage"]) for row in pairs.to_pylist()} == seen
    totals = [row["persons_sum"] for row in sorted(pairs.to_pylist(), key=lambda row: row["reference_date"])]
    assert all(0.97 < later / earlier < 1.03 for earlier, later in itertools.pairwise(totals))


def test_the_accounts_of_every_quarter_close() -> None:
    residents = draw_residents(draw_blueprint(5, 0.3))
    stock = residents.persons.sum(axis=(2, 3))
    change = residents.births - residents.deaths + residents.moves_in - residents.moves_out
    assert (stock[:-1] + change[1:] == stock[1:]).all()


def test_cohorts_wander_through_the_ages() -> None:
    residents = draw_residents(draw_blueprint(5, 1.0))
    persons = residents.persons.sum(axis=(1, 3))
    smooth = [np.convolve(persons[year], np.ones(7) / 7, mode="same") for year in (0, -1)]
    boomers_then = smooth[0][40:62].argmax() + 40
    boomers_now = smooth[1][50:72].argmax() + 50
    assert abs(boomers_now - boomers_then - (2025 - FIRST_YEAR)) <= 4


@pytest.mark.parametrize(("kind", "low", "high"), [("campus", 20, 29), ("village", 55, 69), ("new", 28, 41)])
def test_kinds_of_quarter_have_their_ages(kind: str, low: int, high: int) -> None:
    blueprint = draw_blueprint(5, 1.0)
    residents = draw_residents(blueprint)
    mine = np.array([quarter.kind == kind for quarter in blueprint.quarters])
    share = residents.count(2025, low, high) / residents.count(2025, 0, 99)
    assert share[mine].mean() > 1.15 * share[~mine].mean()


@pytest.mark.parametrize(
    ("area", "code", "value"),
    [
        ("0301", "sgb2_under_18", 40.5), ("00", "sgb2_under_18", 23.4), ("03", "sgb2_under_18", 49.9),
        ("0602", "sgb2_under_18", 54.1), ("0306", "sgb2_under_18", 74.5), ("0208", "sgb2_under_18", 64.5),
        ("0301", "one_parent_children", 31.4), ("03", "one_parent_children", 29.0),
        ("00", "one_parent_children", 21.8), ("0301", "overcrowding", 18.9), ("03", "overcrowding", 17.2),
        ("00", "overcrowding", 9.7), ("0301", "school_entry_language", 33.3),
        ("00", "school_entry_language", 27.1), ("0301", "voter_turnout", 61.8), ("03", "voter_turnout", 58.3),
        ("00", "voter_turnout", 72.4), ("00", "youth_unemployment", 6.4), ("03", "youth_unemployment", 11.2),
    ],
)  # fmt: skip
def test_figures_of_the_screens_come_out(city: City, area: str, code: str, value: float) -> None:
    assert latest_value(city, area, code)["value"] == pytest.approx(value, abs=0.11)


def test_alte_werft_has_its_people(city: City) -> None:
    mine = where(city.population, reference_date=LATEST, area_code="0301")
    assert pc.sum(mine["persons"]).as_py() == 1070
    assert pc.sum(mine.filter(pc.less(mine["age"], 21))["persons"]).as_py() == 199
    assert latest_value(city, "0301", "youth_unemployment")["status"] == "suppressed"


def test_income_support_by_district_is_that_of_the_budget(city: City) -> None:
    rows = where(
        city.indicators, level="district", indicator_code="sgb2_under_18", reference_date=LATEST
    ).to_pylist()
    assert {row["area_code"]: row["numerator"] for row in rows} == INCOME_SUPPORT


def test_gaps_are_those_that_planners_know(city: City) -> None:
    rows = where(
        city.indicators, level="quarter", indicator_code="sgb2_under_18", reference_date=LATEST
    ).to_pylist()
    status = {row["area_code"]: row["status"] for row in rows}
    assert {code for code, kind in status.items() if kind == "missing"} == {"0612", "0811", "1009"}
    assert {code for code, kind in status.items() if kind == "suppressed"} == {
        "0708", "0808", "0901", "0907", "0913", "1002",
    }  # fmt: skip
    latest = (
        where(city.population, reference_date=LATEST).group_by("area_code").aggregate([("persons", "sum")])
    )
    tiny = {row["area_code"] for row in latest.to_pylist() if row["persons_sum"] < 300}
    assert tiny == {"0304", "0808"}


def test_withheld_and_missing_values_carry_no_number(city: City, small: City) -> None:
    for drawn in (city, small):
        table = drawn.indicators
        observed = pc.equal(table["status"], "observed")
        assert pc.all(pc.equal(pc.is_valid(table["value"]), observed)).as_py()
        assert pc.all(pc.equal(pc.is_valid(table["numerator"]), observed)).as_py()
        shares = pc.invert(pc.is_in(table["indicator_code"], pa.array(NOT_A_SHARE)))
        values = table.filter(pc.and_(observed, shares))
        assert not pc.any(pc.is_nan(values["value"])).as_py()
        assert pc.all(pc.less_equal(values["numerator"], values["denominator"])).as_py()
        assert pc.min(values["numerator"]).as_py() >= 0
    assert set(pc.unique(city.indicators["status"]).to_pylist()) == {"observed", "missing", "suppressed"}


def test_neighbors_resemble_each_other(city: City) -> None:
    shapes = outlines(city, "quarter", "2023")
    pairs = neighbors(shapes)
    rows = where(
        city.indicators, level="quarter", indicator_code="voter_turnout", reference_date=date(2025, 2, 23)
    )
    value = rows["value"].to_numpy()
    deviation = value - value.mean()
    moran = (
        len(value)
        / len(pairs)
        * (deviation[pairs[:, 0]] * deviation[pairs[:, 1]]).sum()
        / (deviation**2).sum()
    )
    assert 0.25 < moran < 0.85


def test_two_years_of_change_are_there_for_the_monitoring_index(city: City) -> None:
    for code in ("unemployment", "transfers_not_unemployed", "child_poverty"):
        pair = [
            {
                row["area_code"]: row["value"]
                for row in where(
                    city.indicators, level="quarter", indicator_code=code, reference_date=date(year, 12, 31)
                ).to_pylist()
                if row["value"] is not None
            }
            for year in (2023, 2025)
        ]
        common = pair[0].keys() & pair[1].keys()
        assert len(common) >= 140
        change = np.array([pair[1][area] - pair[0][area] for area in sorted(common)])
        assert change.std() > 0.3
        assert (change > 0).any()
        assert (change < 0).any()


def test_crosswalk_weights_add_up(city: City) -> None:
    for column in ("population_weight", "under_18_weight"):
        sums = city.crosswalk.group_by("from_code").aggregate([(column, "sum")])
        assert np.allclose(sums[f"{column}_sum"].to_numpy(), 1.0)
    split = where(city.crosswalk, from_code="0318")
    assert set(split["to_code"].to_pylist()) == {"0301", "0302"}


def test_scale_multiplies_people_and_large_scales_add_towns(small: City, double: City) -> None:
    assert pc.sum(where(small.population, reference_date=LATEST)["persons"]).as_py() == 5_000
    assert pc.sum(where(double.population, reference_date=LATEST)["persons"]).as_py() == 500_000
    assert where(small.areas, level="quarter", area_vintage="2023").num_rows == 160
    assert where(double.areas, level="quarter", area_vintage="2023").num_rows == 320


@pytest.mark.parametrize("scale", [0.0, -1.0, 20.5])
def test_a_scale_out_of_bounds_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match=r"scale must lie between 0\.005 and 20"):
        draw_city(1, scale)


def test_the_base_map_places_every_quarter_in_its_district() -> None:
    base = base_map()
    statistical = {entry["code"]: entry["district"] for entry in base["statistical_districts"]}
    for quarter in base["quarters"]:
        assert statistical[quarter["statistical_district"]] == quarter["district"]
    assert min(Counter(quarter["statistical_district"] for quarter in base["quarters"]).values()) >= 2


def test_the_city_does_not_depend_on_the_process(small: City) -> None:
    program = "from sozialraum.demo.city.plan import draw_city; print(draw_city(7, 0.02).fingerprint())"
    source = Path(plan.__file__).parents[3]
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(source)}
    other = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == small.fingerprint()
