"""The published classes of the Berlin monitoring come out of the shipped recipes, area by area."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pytest

from sozialraum.analytics.indices import IndexResult, compute_index, shipped_recipe

EDITIONS = [
    ("2013", "berlin-mss-2013", 434),
    ("2017", "berlin-mss-2013", 436),
    ("2021", "berlin-mss-2019", 536),
]


def read(path: Path, *, key: str = "id") -> pa.Table:
    as_text = arrow_csv.ConvertOptions(column_types={key: pa.string()}, strings_can_be_null=True)
    return arrow_csv.read_csv(path, convert_options=as_text)


def published_names(result: IndexResult, part: str) -> dict[str, str]:
    names = {entry.code: entry.name_de for entry in result.recipe.part(part).classes}
    codes = result.areas.column("area_code").to_pylist()
    return dict(
        zip(codes, (names[code] for code in result.areas.column(f"{part}_class").to_pylist()), strict=True)
    )


@pytest.mark.parametrize(("edition", "recipe", "count"), EDITIONS)
@pytest.mark.parametrize("with_list", [False, True], ids=["table alone", "with the published list"])
def test_every_valid_area_has_its_published_class(
    shared_data: Path,
    edition: str,
    recipe: str,
    count: int,
    *,
    with_list: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = shared_data / "berlin_mss" / edition
    published = {row["id"]: row for row in read(folder / "table_1.csv").to_pylist()}
    result = compute_index(
        read(folder / "table_2-1.csv"), shipped_recipe(recipe), valid_areas=published if with_list else None
    )
    status, dynamic = published_names(result, "status"), published_names(result, "dynamic")
    cells = dict(
        zip(result.areas["area_code"].to_pylist(), result.areas["status_dynamic"].to_pylist(), strict=True)
    )
    matches = {
        "status": sum(status[code] == row["status_index_class"] for code, row in published.items()),
        "dynamic": sum(dynamic[code] == row["dynamic_index_class"] for code, row in published.items()),
        "cell": sum(cells[code] == row["status_dynamic_index"] for code, row in published.items()),
    }
    with capsys.disabled():
        rates = ", ".join(f"{name} {hits}/{count} = {hits / count:.2%}" for name, hits in matches.items())
        print(f"\n  {recipe} on {edition}: {rates}")  # noqa: T201
    assert set(status) == set(published)
    assert matches == {"status": count, "dynamic": count, "cell": count}


def test_z_values_and_indices_of_2021_are_the_published_ones(shared_data: Path) -> None:
    folder = shared_data / "berlin_mss" / "2021"
    result = compute_index(read(folder / "table_2-1.csv"), shipped_recipe("berlin-mss-2019"))
    lines = (folder / "published_z_and_index_2021.csv").read_text(encoding="utf-8-sig").splitlines()
    names = lines[0].split(";")
    rows = {line.split(";")[0]: dict(zip(names, line.split(";"), strict=True)) for line in lines[1:]}
    pairs = {
        "z_S1": "zS1",
        "z_S3": "zS3",
        "z_S4": "zS4",
        "z_D1": "zD1",
        "z_D3": "zD3",
        "z_D4": "zD4",
        "status_index": "Status-Index (standardisierte Statussumme)",
        "dynamic_index": "Dynamik-Index (standardisierte Dynamik-summe)",
    }
    for area in result.areas.to_pylist():
        for ours, theirs in pairs.items():
            assert area[ours] == pytest.approx(float(rows[area["area_code"]][theirs]), abs=0.00501)


def test_the_service_edition_with_marks_and_minus_9999_gives_the_same_areas(shared_data: Path) -> None:
    folder = shared_data / "berlin_mss" / "2021"
    service = compute_index(
        read(folder / "wfs" / "mss_2021_index_indikatoren.csv", key="PLR_ID"),
        shipped_recipe("berlin-mss-2019"),
    )
    table = compute_index(read(folder / "table_2-1.csv"), shipped_recipe("berlin-mss-2019"))
    for column in ("area_code", "status_class", "dynamic_class"):
        assert service.areas[column].equals(table.areas[column])
    assert service.excluded.to_pylist() == [
        {"area_code": "03300515", "reason": "population_below_minimum", "detail": "38"},
        {"area_code": "03400831", "reason": "population_unknown", "detail": ""},
        {"area_code": "04400725", "reason": "population_below_minimum", "detail": "110"},
        {"area_code": "05300838", "reason": "population_below_minimum", "detail": "21"},
        {"area_code": "06200418", "reason": "population_below_minimum", "detail": "0"},
        {"area_code": "10100205", "reason": "marked_invalid", "detail": "ungültig (Ausreißer)"},
    ]


def test_blank_zeros_are_excluded_with_their_reason(shared_data: Path) -> None:
    table = read(shared_data / "berlin_mss" / "2017" / "table_2-1.csv")
    excluded = compute_index(table, shipped_recipe("berlin-mss-2013")).excluded.to_pylist()
    reasons = {row["area_code"]: (row["reason"], row["detail"]) for row in excluded}
    assert len(reasons) == 11
    assert reasons["10010203"] == ("no_values", "")
    assert reasons["04020314"] == ("no_values", "")
    assert reasons["04041133"] == ("population_below_minimum", "43")


def test_ranks_begin_with_the_most_disadvantaged_area(shared_data: Path) -> None:
    result = compute_index(
        read(shared_data / "berlin_mss" / "2021" / "table_2-1.csv"), shipped_recipe("berlin-mss-2019")
    )
    index = result.areas["status_index"].to_numpy()
    rank = result.areas["status_rank"].to_numpy()
    assert rank[np.argmax(index)] == 1
    assert sorted(rank.tolist()) == list(range(1, 537))
