"""From files as they are published to an index in a file."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sozialraum.analytics.indices import RecipeError
from sozialraum.analytics.tables import TableError
from sozialraum.warehouse.index_files import OutputError, index_files, load_recipe, write_table
from sozialraum.warehouse.sources import SourceError, read_table

RECIPE = """
name = "toy"
title_de = "Beispiel"
title_en = "Example"
source = "test"
[key]
columns = ["gebiet"]
digits = 3
[validity]
population = ["einwohner"]
minimum_population = 100
mark_columns = ["hinweis"]
mark_valid = "ok"
list_columns = ["klasse"]
[[indicators]]
code = "A"
title_de = "a"
title_en = "a"
columns = ["quote_a"]
part = "total"
[[indicators]]
code = "B"
title_de = "b"
title_en = "b"
columns = ["quote_b", "b"]
part = "total"
[[parts]]
code = "total"
title_de = "Index"
title_en = "Index"
aggregation = "mean"
"""
A = "gebiet;einwohner;quote_a\n001;1.200;12,5\n002;800;*\n003;99;3,5\n010;500;7,25\n011;400;0\nSumme;2.999;9\n"
B = "Gebiet,b\n1,1.5\n2,2.5\n3,3.5\n10,4.5\n11,0.5\n"


@pytest.fixture
def recipe_file(tmp_path: Path) -> Path:
    path = tmp_path / "toy.toml"
    path.write_text(RECIPE, encoding="utf-8")
    return path


def write(folder: Path, **files: str) -> list[Path]:
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text, encoding="cp1252")
    return paths


def published(folder: Path) -> dict[str, tuple[str, str]]:
    with (folder / "table_1.csv").open(encoding="utf-8") as lines:
        return {
            row["id"]: (row["status_index_class"], row["dynamic_index_class"])
            for row in csv.DictReader(lines)
        }


@pytest.mark.parametrize(
    ("edition", "recipe", "files"),
    [
        ("2013", "berlin-mss-2013", ["table_2-1.csv"]),
        ("2017", "berlin-mss-2013", ["table_2-1.csv"]),
        ("2017", "berlin-mss-2013", ["table_2-1.csv", "table_1.csv"]),
        ("2021", "berlin-mss-2019", ["table_2-1.csv"]),
        ("2021", "berlin-mss-2019", ["wfs/mss_2021_index_indikatoren.csv"]),
        ("2013", "berlin-mss-2013", ["."]),
        ("2021", "berlin-mss-2019", ["."]),
    ],
)
def test_published_classes_come_out_of_the_published_files(
    shared_data: Path, tmp_path: Path, edition: str, recipe: str, files: list[str]
) -> None:
    folder = shared_data / "berlin_mss" / edition
    report = index_files(load_recipe(recipe), [folder / name for name in files])
    assert report.table.column_names[1:] == ["status_index", "status_class", "dynamic_index", "dynamic_class"]
    for target in ("out.csv", "out.xlsx", "out.parquet"):
        write_table(report.table, tmp_path / target)
        rows = read_table(tmp_path / target).table.to_pylist()
        key = report.table.column_names[0]
        found = {row[key]: (row["status_class"], row["dynamic_class"]) for row in rows}
        assert found == published(folder)


def test_tables_are_joined_and_what_is_left_out_is_told(recipe_file: Path, tmp_path: Path) -> None:
    report = index_files(load_recipe(str(recipe_file)), write(tmp_path, a=A, b=B))
    assert report.table.column_names == ["gebiet", "index", "rank"]
    assert report.table["gebiet"].to_pylist() == ["001", "010", "011"]
    assert report.table["rank"].to_pylist() == [2, 1, 3]
    assert report.periods[0].excluded.to_pylist() == [
        {"area_code": "002", "reason": "indicator_unknown", "detail": "A"},
        {"area_code": "003", "reason": "population_below_minimum", "detail": "99"},
        {"area_code": "Summe", "reason": "key_malformed", "detail": ""},
    ]
    assert [(name, finding.code) for name, finding in report.findings] == [("b.csv", "keys_repaired")]


def test_the_list_of_valid_areas_and_the_mark_decide(recipe_file: Path, tmp_path: Path) -> None:
    listing = "gebiet;klasse\n001;x\n010;y\n011;x\n"
    both = "gebiet;einwohner;quote_a;b;hinweis\n001;200;1;1;ok\n010;200;2;3;ok\n011;200;3;2;ungültig\n012;300;4;1;ok\n"
    report = index_files(load_recipe(str(recipe_file)), write(tmp_path, both=both, liste=listing))
    assert report.table["gebiet"].to_pylist() == ["001", "010"]
    assert [row["reason"] for row in report.periods[0].excluded.to_pylist()] == [
        "marked_invalid",
        "not_in_valid_list",
    ]
    assert report.used == ("both.csv", "liste.csv")


def test_each_period_is_computed_by_itself(recipe_file: Path, tmp_path: Path) -> None:
    rows = "".join(
        f"{area:03d};{year};500;{area * (1 if year == 2020 else -1)};{area}\n"
        for year in (2020, 2021)
        for area in (1, 2, 4)
    )
    files = write(tmp_path, lang="gebiet;jahr;einwohner;quote_a;b\n" + rows)
    recipe = load_recipe(str(recipe_file))
    report = index_files(recipe, files, period="jahr")
    assert report.table.column_names == ["gebiet", "jahr", "index", "rank"]
    assert report.table["jahr"].to_pylist() == ["2020"] * 3 + ["2021"] * 3
    assert [each.period for each in report.periods] == ["2020", "2021"]
    assert report.table["index"].to_pylist()[3:] == pytest.approx([0, 0, 0])
    with pytest.raises(
        TableError, match=r"several rows for the area 001\. Name the period column with --period"
    ):
        index_files(recipe, files)
    with pytest.raises(TableError, match="has no period column “quartal”"):
        index_files(recipe, files, period="quartal")


def test_failures_name_the_file_and_the_way_out(recipe_file: Path, tmp_path: Path) -> None:
    recipe = load_recipe(str(recipe_file))
    (odd,) = write(tmp_path, odd="gebiet;einwohner;quote_a;b\n001;500;ca. 5;1\n002;500;3;2\n")
    with pytest.raises(
        TableError, match=r"In “odd.csv”, 1 cells of the column “quote_a” are no numbers.*Mend row 2"
    ):
        index_files(recipe, [odd])
    (other,) = write(tmp_path, other="gebiet;einwohner\n001;500\n")
    with pytest.raises(TableError, match="None of the tables fits the recipe “toy”"):
        index_files(recipe, [other])
    (keyless,) = write(tmp_path, keyless="ort;quote_a\nx;1\n")
    with pytest.raises(TableError, match=r"“keyless.csv” has no key column “gebiet”. Name it with --key"):
        index_files(recipe, [keyless])
    one, two = write(tmp_path, one="gebiet;quote_a\n001;1\n", two="gebiet;quote_a\n001;2\n")
    with pytest.raises(
        TableError, match=r"contradict each other: “quote_a” of the area 001 is 1\.0 and 2\.0"
    ):
        index_files(recipe, [one, two])
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(SourceError, match="No file in the folder “empty” fits"):
        index_files(recipe, [empty])
    with pytest.raises(SourceError, match="There is no file"):
        index_files(recipe, [tmp_path / "fehlt.csv"])
    with pytest.raises(RecipeError, match="cannot be read"):
        load_recipe(str(tmp_path / "fehlt.toml"))


def test_writing_is_whole_or_not_at_all(recipe_file: Path, tmp_path: Path) -> None:
    table = index_files(load_recipe(str(recipe_file)), write(tmp_path, a=A, b=B)).table
    with pytest.raises(OutputError, match=r"End it in .csv, .xlsx or .parquet"):
        write_table(table, tmp_path / "out.txt")
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        write_table(table, tmp_path / "nowhere" / "out.csv")
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_table(table, tmp_path / "taken.csv")
    assert not list(tmp_path.glob(".*"))
    write_table(table, tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").equals(table)


def test_what_is_needed_beside_the_inputs_may_stand_in_another_file(tmp_path: Path) -> None:
    recipe = RECIPE.replace(
        'columns = ["quote_a"]', 'columns = ["quote_a"]\nnumerator = ["arme"]\ndenominator = ["kinder"]'
    )
    (tmp_path / "toy.toml").write_text(recipe, encoding="utf-8")
    counts = "gebiet;einwohner;arme;b\n001;500;5;1\n002;500;1;3\n010;500;9;2\n"
    sizes = "gebiet;kinder;sonstiges\n010;90\n002;20\n001;25\n777;1\n"
    files = write(tmp_path, counts=counts, sizes=sizes.replace(";sonstiges", ""))
    report = index_files(load_recipe(str(tmp_path / "toy.toml")), files)
    assert report.used == ("counts.csv", "sizes.csv")
    assert report.table["gebiet"].to_pylist() == ["001", "002", "010"]
    z = report.result.areas["z_A"].to_pylist()
    assert z[0] == max(z)
    assert z[1] == min(z)
    with pytest.raises(TableError, match="has no column “quote_a”"):
        index_files(load_recipe(str(tmp_path / "toy.toml")), files[:1])


def test_the_default_recipe_takes_known_names_or_named_columns(tmp_path: Path) -> None:
    recipe = load_recipe("default")
    known = "schluessel;jahr;einwohner;kinderarmut;wohlstand\n01;2024;900;12,5;1\n02;2024;50;30;2\n03;2024;1200;8;3\n"
    strange = "bezirk;armut;beteiligung\n01;1;9\n02;2;4\n03;4;5\n"
    files = write(tmp_path, known=known, strange=strange)
    report = index_files(recipe, files[:1])
    assert report.table.column_names == ["schluessel", "jahr", "index", "rank"]
    assert report.table["rank"].to_pylist() == [2, 1, 3]
    with pytest.raises(
        TableError,
        match=r"Say which columns are indicators: “--indicator COLUMN”.*bezirk, armut, beteiligung",
    ):
        index_files(recipe, files[1:], key="bezirk")
    own = index_files(recipe.measuring(["armut", "-beteiligung"]), files[1:], key="bezirk")
    assert own.table["rank"].to_pylist() == [3, 2, 1]
    with pytest.raises(TableError, match="has no column “geld”"):
        index_files(recipe.measuring(["armut", "geld"]), files[1:], key="bezirk")


@pytest.mark.parametrize(
    ("recipe", "folder", "files"),
    [
        ("england-imd-2019", "imd_england", ["imd2019_england_lsoa11.csv.gz"]),
        ("scotland-simd-2016", "simd_scotland", ["SIMD16_ranks_and_domain_ranks.xlsx"]),
        (
            "scotland-simd-2016",
            "simd_scotland",
            ["SIMD16_indicator_data.xlsx", "SIMD16_ranks_and_domain_ranks.xlsx"],
        ),
        ("scotland-simd-2016", "simd_scotland", ["openSIMD_domain_ranks.csv"]),
        ("coinr-asem", "coinr_asem", ["ASEM_iData.csv"]),
        ("coinr-asem", "coinr_asem", ["Input_Denominators.csv", "Input_IndData.csv"]),
        ("coinr-asem", "coinr_asem", ["COIN_Denominated.csv"]),
        ("gisd-2022", "gisd", ["derived_gisd2022_gvb_indicators_imputed.csv.gz"]),
    ],
)
def test_published_files_of_other_series_are_read_as_they_are(
    shared_data: Path, recipe: str, folder: str, files: list[str]
) -> None:
    report = index_files(load_recipe(recipe), [shared_data / folder / name for name in files])
    first = {"gisd-2022": ["gvb", "Jahr"]}.get(recipe, [report.table.column_names[0]])
    last = {"coinr-asem": [], "gisd-2022": ["class"]}.get(recipe, ["decile"])
    assert report.table.column_names == [*first, "index", "rank", *last]
    assert all(each.excluded.num_rows == 0 for each in report.periods)
    if last:
        assert report.table[last[0]].to_pylist()[0] in range(1, 11)
    if recipe == "gisd-2022":
        assert report.table.num_rows == 96976
        assert len(report.periods) == 22


@pytest.mark.parametrize(
    ("recipe", "file"),
    [
        ("england-imd-2019", "imd_england/imd2019_england_ltla22.csv"),
        ("scotland-simd-2016", "simd_scotland/openSIMD_ranks.csv"),
        ("coinr-asem", "coinr_asem/ASEM_iMeta.csv"),
        ("gisd-2022", "gisd/published_release2022/GISD_Saarland_Gemeindeverband.csv"),
        ("berlin-mss-2019", "imd_england/imd2019_england_ltla22.csv"),
        ("berlin-mss-2013", "berlin_mss/2021/table_2-1.csv"),
        ("default", "hamburg_stadtteile_2014"),
    ],
)
def test_files_of_another_series_are_refused_in_a_sentence(shared_data: Path, recipe: str, file: str) -> None:
    with pytest.raises((TableError, SourceError)) as caught:
        index_files(load_recipe(recipe), [shared_data / file])
    assert caught.value.remedy
