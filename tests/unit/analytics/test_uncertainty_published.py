"""The drawn form of shipped recipes gives the published index of real tables, and its ranges make sense."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv as arrow_csv

from sozialraum.analytics.indices import compute_index, shipped_recipe
from sozialraum.analytics.uncertainty import Plan, composite_of, drop_one, simulate
from sozialraum.warehouse.sources import parse_values, read_table

KEYS = {"lsoa11_code", "Data_Zone", "UnitCode", "UnitName", "uCode", "uName"}


def numbers(path: Path) -> pa.Table:
    source = read_table(path)
    columns: dict[str, object] = {}
    for name in source.columns:
        texts = name in KEYS or name.startswith("Group_") or name.endswith("_group")
        columns[name] = (
            source.table[name]
            if texts
            else pa.array(parse_values(source.table[name], decimal=source.decimal).values, from_pandas=True)
        )
    return pa.table(columns)


def mss(shared_data: Path, edition: str) -> pa.Table:
    as_text = arrow_csv.ConvertOptions(column_types={"id": pa.string()}, strings_can_be_null=True)
    return arrow_csv.read_csv(shared_data / "berlin_mss" / edition / "table_2-1.csv", convert_options=as_text)


@pytest.mark.parametrize(("edition", "recipe"), [("2013", "berlin-mss-2013"), ("2021", "berlin-mss-2019")])
@pytest.mark.parametrize("part", ["status", "dynamic"])
def test_classes_of_berlin_and_how_stable_they_are(
    shared_data: Path, edition: str, recipe: str, part: str
) -> None:
    table, wanted = mss(shared_data, edition), shipped_recipe(recipe)
    published = compute_index(table, wanted).areas
    composite = composite_of(table, wanted, part=part)
    ranks = composite.ranks(composite.baseline)
    assert ranks.tolist() == published.column(f"{part}_rank").to_pylist()
    codes = [entry.code for entry in wanted.part(part).classes]
    places = composite.classes(composite.baseline, ranks)
    assert [codes[place] for place in places] == published.column(f"{part}_class").to_pylist()
    simulation = simulate(composite, Plan(draws=500, chance="none"), pairs=False)
    # with weights alone in motion most areas keep their class, and those at a border do not
    assert 0.85 < simulation.class_share.mean() < 1
    assert simulation.class_share.min() < 0.7
    assert drop_one(composite).num_rows == sum(entry.part == part for entry in wanted.indicators)


@pytest.mark.parametrize(
    ("file", "recipe", "part", "areas"),
    [
        ("imd_england/imd2019_england_lsoa11.csv.gz", "england-imd-2019", "imd", 32844),
        ("simd_scotland/SIMD16_ranks_and_domain_ranks.xlsx", "scotland-simd-2016", "simd", 6976),
    ],
)
def test_indices_of_ranks(shared_data: Path, file: str, recipe: str, part: str, areas: int) -> None:
    table, wanted = numbers(shared_data / file), shipped_recipe(recipe)
    result = compute_index(table, wanted)
    composite = composite_of(table, wanted, result=result)
    assert len(composite.codes) == areas
    assert composite.ranks(composite.baseline).tolist() == result.areas.column(f"{part}_rank").to_pylist()
    ranges = simulate(composite, Plan(draws=40, chance="none"), pairs=False).intervals().table
    width = ranges.column("rank_high").to_numpy() - ranges.column("rank_low").to_numpy()
    assert 0 < np.median(width) < areas / 5


def test_an_index_of_four_levels(shared_data: Path) -> None:
    table = numbers(shared_data / "coinr_asem" / "COIN_Denominated.csv")
    wanted = shipped_recipe("coinr-asem")
    result = compute_index(table, wanted)
    composite = composite_of(table, wanted, result=result)
    root = wanted.roots[0].code
    assert composite.baseline == pytest.approx(result.areas.column(f"{root}_index").to_numpy(), abs=1e-9)
