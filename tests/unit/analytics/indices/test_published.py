"""Published indices of England, Germany and the ASEM countries come out of the shipped recipes; the match is printed and asserted."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from factories.german_index import RawGermany
from factories.published_indices import by_code, numbers
from sozialraum.analytics.indices import IndexResult, compute_index, shipped_recipe


def test_every_decile_of_england_2019(shared_data: Path, tell: object) -> None:
    table = numbers(shared_data / "imd_england" / "imd2019_england_lsoa11.csv.gz")
    result = compute_index(table, shipped_recipe("england-imd-2019"))
    codes = table["lsoa11_code"].to_pylist()
    decile, rank = by_code(result, "imd_class"), by_code(result, "imd_rank")
    deciles = [
        decile[code] == f"group_{int(value)}"
        for code, value in zip(codes, table["IMD_decile"].to_pylist(), strict=True)
    ]
    ranks = np.mean(
        [rank[code] == value for code, value in zip(codes, table["IMD_rank"].to_pylist(), strict=True)]
    )
    tell(f"england-imd-2019: deciles {sum(deciles)}/{len(deciles)}, ranks {ranks:.2%}")  # type: ignore[operator]
    assert all(deciles)
    assert len(deciles) == 32844
    assert ranks > 0.9965


def test_scores_of_the_german_index_of_2022(shared_data: Path, tell: object) -> None:
    folder = shared_data / "gisd"
    table = numbers(folder / "derived_gisd2022_gvb_indicators_imputed.csv.gz")
    result = compute_index(table, shipped_recipe("gisd-2022"))
    areas = zip(
        *(result.areas[name].to_pylist() for name in ("area_code", "period", "gisd_index")), strict=True
    )
    ours = {(code, year): score for code, year, score in areas}
    rows = zip(
        *(table[name].to_pylist() for name in ("gvb", "Jahr", "gisd_score_bund_reproduced")), strict=True
    )
    federal = max(abs(ours[code, year] - score) for code, year, score in rows if score is not None)
    deviation, count = farthest_from_the_published(folder, result)
    tell(  # type: ignore[operator]
        f"gisd-2022: farthest from the federal scores {federal:.6f}, from {count} published scores {deviation:.6f}"
    )
    assert federal < 0.0002
    assert deviation < 0.0002
    assert set(result.areas["gisd_class"].to_pylist()) == {f"group_{number}" for number in range(1, 6)}


def test_the_german_index_from_the_raw_tables(shared_data: Path, tell: Any) -> None:
    """The publisher's preparation gives the nine indicators to the last stored digit, and the recipe the published scores."""
    folder = shared_data / "gisd"
    ready = numbers(folder / "derived_gisd2022_gvb_indicators_imputed.csv.gz")
    areas, years = ready["gvb"].to_pylist(), np.array([int(year) for year in ready["Jahr"].to_pylist()])
    raw = RawGermany(folder / "inputs_release2022", areas, years, ready["n_gemeinden"].to_numpy())
    prepared = raw.indicators()
    farthest = {
        name: float(np.abs(values - ready[name].to_numpy()).max()) for name, values in prepared.items()
    }
    assert len(farthest) == 9
    # the stored indicators have five decimals
    assert max(farthest.values()) < 5.1e-6
    keys = ("gvb", "Jahr", "n_gemeinden")
    table = pa.table(
        {name: ready[name] for name in keys} | {name: pa.array(each) for name, each in prepared.items()}
    )
    deviation, count = farthest_from_the_published(folder, compute_index(table, shipped_recipe("gisd-2022")))
    tell(
        f"gisd-2022 from raw tables: farthest of 9 x {len(areas)} indicators {max(farthest.values()):.1e}, "
        f"from {count} published scores {deviation:.6f}"
    )
    assert count == 86438
    assert deviation < 0.0002


def farthest_from_the_published(folder: Path, result: IndexResult) -> tuple[float, int]:
    """How far the result is from the published scores of the Länder at most, and how many there are."""
    areas = (result.areas[name].to_pylist() for name in ("area_code", "period", "gisd_index"))
    ours = {(code, year): score for code, year, score in zip(*areas, strict=True)}
    published = {
        (row["gvb_id"], row["year"]): float(row["gisd_score"])
        for file in sorted((folder / "published_release2022").glob("*.csv"))
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    }
    # the publisher stretches each Land and year to 0..1 once more
    span: dict[tuple[str, str], list[float]] = {}
    for code, year in published:
        span.setdefault((code[:2], year), []).append(ours[code, year])
    deviation = max(
        abs(
            (ours[code, year] - min(span[code[:2], year]))
            / (max(span[code[:2], year]) - min(span[code[:2], year]))
            - score
        )
        for (code, year), score in published.items()
    )
    return deviation, len(published)


@pytest.mark.parametrize("files", [["COIN_Denominated.csv"], ["Input_IndData.csv", "Input_Denominators.csv"]])
def test_every_step_of_the_asem_index(shared_data: Path, tell: object, files: list[str]) -> None:
    folder = shared_data / "coinr_asem"
    table = numbers(folder / files[0])
    for further in files[1:]:
        added = numbers(folder / further)
        assert added["UnitCode"].equals(table["UnitCode"])
        for name in added.column_names:
            if name.startswith("Den_"):
                table = table.append_column(name, added[name])
    result = compute_index(table, shipped_recipe("coinr-asem"))
    kinds = result.changes["kind"].to_pylist()
    assert (kinds.count("filled"), kinds.count("outlier")) == (65, 35)
    published = {
        row["UnitCode"]: row
        for row in csv.DictReader((folder / "COIN_Aggregated.csv").read_text(encoding="utf-8").splitlines())
    }
    farthest = 0.0
    for area in result.areas.to_pylist():
        for name, value in area.items():
            code = name.removesuffix("_index").removeprefix("n_")
            if code in published[area["area_code"]]:
                farthest = max(farthest, abs(value - float(published[area["area_code"]][code])))
    tell(f"coinr-asem from {files[0]}: farthest of 51 x 60 values {farthest:.1e}")  # type: ignore[operator]
    assert farthest < 1e-10
    lowest = min(result.areas["Index_index"].to_pylist())
    assert (
        by_code(result, "Index_rank")[
            next(code for code, value in by_code(result, "Index_index").items() if value == lowest)
        ]
        == 1
    )


def test_a_perturbed_edition_keeps_the_method(shared_data: Path) -> None:
    """Another edition of the series: other values, other rows, other order of columns; the formula by hand."""
    with gzip.open(
        shared_data / "imd_england" / "imd2019_england_lsoa11.csv.gz", "rt", encoding="utf-8"
    ) as lines:
        rows = list(csv.DictReader(lines))[::7]
    generator = np.random.default_rng(5)
    names = [name for name in rows[0] if name.endswith("_rank") and name != "IMD_rank"]
    weights = {"Income": 0.225, "Employment": 0.225, "Education": 0.135, "Health": 0.135}
    columns = {name: generator.permutation(len(rows)) + 1.0 for name in reversed(names)}
    table = pa.table({**columns, "lsoa11_code": [row["lsoa11_code"] for row in rows]})
    total = 0.0
    for name, ranks in columns.items():
        scaled = (len(rows) - ranks + 1) / len(rows)
        total = total + weights.get(name.removesuffix("_rank"), 0.093) * -23 * np.log(
            1 - scaled * (1 - np.exp(-100 / 23))
        )
    result = compute_index(table, shipped_recipe("england-imd-2019"))
    np.testing.assert_allclose(result.areas["imd_index"].to_numpy(), total, rtol=1e-12)
