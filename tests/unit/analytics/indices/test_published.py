"""Published indices of four countries come out of the shipped recipes; the match is printed and asserted."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import rankdata, spearmanr

from sozialraum.analytics.indices import IndexResult, compute_index, shipped_recipe
from sozialraum.warehouse.sources import parse_values, read_table

TEXTS = {
    "lsoa11_code", "Data_Zone", "data_zone", "Intermediate_Zone", "Council_area", "gvb", "Jahr", "UnitCode", "UnitName", "Group_GDP",
    "Group_GDPpc", "Group_Pop", "Group_EurAsia", "uCode", "uName", "GDP_group", "GDPpc_group", "Pop_group", "EurAsia_group",
}  # fmt: skip
DOMAINS = ("income", "employment", "health", "education", "access", "crime", "housing")


def numbers(path: Path) -> pa.Table:
    source = read_table(path)
    return pa.table(
        {
            name: source.table[name]
            if name in TEXTS
            else pa.array(parse_values(source.table[name], decimal=source.decimal).values, from_pandas=True)
            for name in source.columns
        }
    )


def by_code(result: IndexResult, column: str) -> dict[str, float]:
    return dict(zip(result.areas["area_code"].to_pylist(), result.areas[column].to_pylist(), strict=True))


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> object:
    def say(text: str) -> None:
        with capsys.disabled():
            print(f"\n  {text}")  # noqa: T201

    return say


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


def test_every_overall_rank_of_scotland_2016(shared_data: Path, tell: object) -> None:
    table = numbers(shared_data / "simd_scotland" / "SIMD16_ranks_and_domain_ranks.xlsx")
    result = compute_index(table, shipped_recipe("scotland-simd-2016"))
    rank = by_code(result, "simd_rank")
    hits = sum(
        rank[code] == value
        for code, value in zip(
            table["Data_Zone"].to_pylist(), table["Overall_SIMD16_rank"].to_pylist(), strict=True
        )
    )
    tell(f"scotland-simd-2016 from domain ranks: overall ranks {hits}/{len(rank)}")  # type: ignore[operator]
    assert hits == len(rank) == 6976


def test_domains_of_scotland_from_the_published_indicators(shared_data: Path, tell: object) -> None:
    folder = shared_data / "simd_scotland"
    result = compute_index(
        numbers(folder / "SIMD16_indicator_data.xlsx"), shipped_recipe("scotland-simd-2016")
    )
    published = numbers(folder / "SIMD16_ranks_and_domain_ranks.xlsx")
    agreement, farthest = {}, {}
    for domain in DOMAINS:
        official = dict(
            zip(
                published["Data_Zone"].to_pylist(),
                published[f"{domain.capitalize()}_domain_2016_rank"].to_pylist(),
                strict=True,
            )
        )
        ours = by_code(result, f"{domain}_index")
        ranks = rankdata([-value for value in ours.values()])
        theirs = np.array([official[code] for code in ours])
        agreement[domain] = float(spearmanr(ranks, theirs)[0])
        farthest[domain] = float(np.abs(ranks - theirs).max())
    tell(
        "scotland-simd-2016 from indicators: "
        + ", ".join(f"{name} {value:.5f}" for name, value in agreement.items())
    )  # type: ignore[operator]
    # the published indicators are rounded, and the crime rates of 435 quiet zones are suppressed
    assert min(agreement[name] for name in ("health", "education", "access", "housing")) > 0.99999
    assert max(farthest[name] for name in ("access", "housing")) < 10
    assert min(agreement[name] for name in ("income", "employment")) > 0.998
    assert agreement["crime"] > 0.83


def test_factor_weights_of_scotland_are_those_of_the_publisher(shared_data: Path) -> None:
    folder = shared_data / "simd_scotland"
    result = compute_index(
        numbers(folder / "SIMD16_indicator_data.xlsx"), shipped_recipe("scotland-simd-2016")
    )
    official = read_table(folder / "SAS_WEIGHTS.xlsx").table.to_pylist()[0]
    recipe = result.recipe
    for row in result.weights.to_pylist():
        if row["part"] in {"health", "education", "drive", "transit"}:
            column = recipe.indicator(row["member"]).columns[0].lower()
            names = {
                "drive_po": "dr_post",
                "drive_primary": "dr_prim",
                "drive_secondary": "dr_sec",
                "alcohol": "alc",
                "attendance": "attend",
                "attainment": "attain",
            }
            name = names.get(column, column.replace("drive_", "dr_"))
            published = next(
                float(official[each]) for each in (f"wt_{name}", f"wt_{column}") if each in official
            )
            assert row["weight"] == pytest.approx(published, abs=0.0025), column


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
    tell(  # type: ignore[operator]
        f"gisd-2022: farthest from the federal scores {federal:.6f}, from {len(published)} published scores {deviation:.6f}"
    )
    assert federal < 0.0002
    assert deviation < 0.0002
    assert set(result.areas["gisd_class"].to_pylist()) == {f"group_{number}" for number in range(1, 6)}


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
