"""What an index costs: ten indicators on 100,000 areas, and the German index from its nine indicators.

    python benchmarks/indices.py [--areas 100000] [--data FOLDER]

Paired in one run, medians of several turns, in processor time, which neighbors disturb least: the library against plain NumPy on arrays that are ready (a lower bound: no
keys, no validity, no ranks, any order of rows), and against pandas where it is installed. `--data` is the folder of
published open data; without it the German chain is left out.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from sozialraum.analytics.indices import Recipe, compute_index, shipped_recipe

INDICATORS = 10
TURNS = 7


def main() -> None:
    """Measure the pairs and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=100_000)
    parser.add_argument("--data", type=Path, default=os.environ.get("SOZIALRAUM_SHARED_DATA"))
    options = parser.parse_args()
    _ten_indicators(options.areas)
    if options.data:
        _german_index(Path(options.data))


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TURNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _tell(name: str, seconds: float, bound: float) -> None:
    print(f"{name:<58} {seconds * 1000:9.1f} ms  {seconds / bound:6.1f} x")


def _ten_indicators(areas: int) -> None:
    generator = np.random.default_rng(1)
    values = generator.gamma(3.0, 2.0, (areas, INDICATORS))
    names = [f"i{place}" for place in range(INDICATORS)]
    table = pa.table(
        {
            "id": [f"{place:08d}" for place in range(areas)],
            "people": generator.integers(300, 9000, areas).astype(float),
            **{name: values[:, place] for place, name in enumerate(names)},
        }
    )
    recipe = Recipe.model_validate(
        {
            "name": "ten", "title_de": "", "title_en": "", "source": "", "key": {"columns": ["id"]},
            "validity": {"population": ["people"], "minimum_population": 300},
            "indicators": [
                {"code": name, "title_de": "", "title_en": "", "columns": [name], "part": "all"} for name in names
            ],
            "parts": [{"code": "all", "title_de": "", "title_en": "", "aggregation": "mean"}],
        }
    )  # fmt: skip

    def plain() -> np.ndarray:
        return ((values - values.mean(axis=0)) / values.std(axis=0)).mean(axis=1)

    def plain_ranked() -> np.ndarray:
        index = plain()
        return index.size - np.searchsorted(np.sort(index), index, side="right") + 1

    print(f"index of {INDICATORS} indicators on {areas} areas")
    ours = compute_index(table, recipe).areas["all_index"].to_numpy()
    np.testing.assert_allclose(ours, plain(), atol=1e-9)
    bound = _median(plain)
    _tell("plain NumPy: z-values and their mean (lower bound)", bound, bound)
    _tell("plain NumPy, with ranks", _median(plain_ranked), bound)
    try:
        import pandas as pd
    except ModuleNotFoundError:
        print("pandas is not installed")
    else:
        frame = pd.DataFrame(values, columns=names, index=table["id"].to_pylist())

        def with_pandas() -> object:
            index = ((frame - frame.mean()) / frame.std(ddof=0)).mean(axis=1)
            return index.sort_index(), index.rank(method="min", ascending=False)

        _tell("pandas: z-values, mean, sorted by key, ranks", _median(with_pandas), bound)
    _tell(
        "compute_index: keys, validity, index, ranks, z-values",
        _median(lambda: compute_index(table, recipe)),
        bound,
    )


def _german_index(folder: Path) -> None:
    from sozialraum.warehouse.index_files import index_files
    from sozialraum.warehouse.sources import parse_values, read_table

    path = folder / "gisd" / "derived_gisd2022_gvb_indicators_imputed.csv.gz"
    source = read_table(path)
    recipe = shipped_recipe("gisd-2022")
    texts = {"gvb", "Jahr"}
    table = pa.table(
        {
            name: source.table[name]
            if name in texts
            else pa.array(parse_values(source.table[name], decimal=".").values)
            for name in source.columns
        }
    )
    years = np.array(table["Jahr"].to_pylist()).astype(int)
    counts = table["n_gemeinden"].to_numpy()
    unemployment = table["Arbeitslosigkeit"].to_numpy()
    dimensions = [
        np.column_stack([table[entry.columns[0]].to_numpy() for entry in recipe.below(part)])
        for part in ("work", "income", "education")
    ]

    def plain() -> np.ndarray:
        fit = years >= 2000
        total = np.zeros(years.size)
        for values in dimensions:
            weights = counts[fit]
            centered = values[fit] - np.average(values[fit], axis=0, weights=weights)
            covariance = (centered * weights[:, None]).T @ centered
            deviation = np.sqrt(np.diag(covariance))
            vector = np.linalg.eigh(covariance / np.outer(deviation, deviation))[1][:, -1] / deviation
            score = values @ vector
            score = score if np.corrcoef(score, unemployment)[0, 1] > 0 else -score
            total += (score - score.min()) / (score.max() - score.min())
        result = np.empty(years.size)
        for year in np.unique(years):
            inside = years == year
            result[inside] = (total[inside] - total[inside].min()) / np.ptp(total[inside])
        return result

    rows = [np.ascontiguousarray(values.T) for values in dimensions]
    fitting = np.flatnonzero(years >= 2000)
    weights = counts[fitting]

    def by_columns() -> np.ndarray:
        total = np.zeros(years.size)
        for columns in rows:
            part = columns[:, fitting]
            centered = part - (part @ weights / weights.sum())[:, None]
            covariance = (centered * weights) @ centered.T
            deviation = np.sqrt(np.diag(covariance))
            score = (
                np.linalg.eigh(covariance / np.outer(deviation, deviation))[1][:, -1] / deviation @ columns
            )
            score = score if np.corrcoef(score, unemployment)[0, 1] > 0 else -score
            total += (score - score.min()) / (score.max() - score.min())
        result = np.empty(years.size)
        for inside in inside_years:
            result[inside] = (total[inside] - total[inside].min()) / np.ptp(total[inside])
        return result

    def ranked(index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        ranks, classes = np.empty(index.size, int), np.empty(index.size, int)
        for inside in inside_years:
            values = index[inside]
            ranks[inside] = values.size - np.searchsorted(np.sort(values), values, side="right") + 1
            borders = np.quantile(values, [0.2, 0.4, 0.6, 0.8], method="normal_unbiased")
            classes[inside] = np.searchsorted(borders, values, side="right") + 1
        return ranks, classes

    inside_years = [np.flatnonzero(years == year) for year in np.unique(years)]
    print(f"\nGerman index, {table.num_rows} municipalities x years")
    result = compute_index(table, recipe)
    ours = dict(
        zip(
            zip(result.areas["area_code"].to_pylist(), result.areas["period"].to_pylist(), strict=True),
            result.areas["gisd_index"].to_pylist(), strict=True,
        )
    )  # fmt: skip
    keys = zip(table["gvb"].to_pylist(), table["Jahr"].to_pylist(), strict=True)
    np.testing.assert_allclose([ours[key] for key in keys], plain(), atol=1e-9)
    bound = _median(plain)
    _tell("plain NumPy on ready arrays, index alone (lower bound)", bound, bound)
    _tell("the same column by column, years sorted out before", _median(by_columns), bound)
    _tell("the same with ranks and quintiles, as published", _median(lambda: ranked(by_columns())), bound)
    _tell(
        "compute_index: keys, periods, index, ranks, quintiles",
        _median(lambda: compute_index(table, recipe)),
        bound,
    )
    start = time.perf_counter()
    index_files(recipe, [path])
    _tell("index_files: from the packed CSV on", time.perf_counter() - start, bound)


if __name__ == "__main__":
    main()
