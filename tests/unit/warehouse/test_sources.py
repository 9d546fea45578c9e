"""Readers on files made for the purpose: encodings, marks, numbers, damage; every failure explained."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.warehouse.sources import (
    Limits,
    SourceError,
    parse_values,
    propose_mapping,
    read_table,
    repair_keys,
)
from sozialraum.warehouse.sources.values import parse_number

GERMAN = "Schlüssel;Größe;Wert\n01;Süd;1.234,5\n02;Köln;*\n03;Gößweinstein;\n04;Übersee;0\n"


def workbook(rows: list[list[object]], *, sheets: int = 1) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for number in range(sheets):
            sheet = book.add_worksheet(f"Blatt{number + 1}")
            for place, row in enumerate(rows if number == sheets - 1 else [["Inhalt"]]):
                sheet.write_row(place, 0, row)
    return buffer.getvalue()


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "latin-1", "cp850", "mac_roman", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_every_usual_encoding_is_recognized(encoding: str) -> None:
    source = read_table(GERMAN.encode(encoding), "werte.csv")
    assert source.columns == ["Schlüssel", "Größe", "Wert"]
    assert source.table["Größe"].to_pylist() == ["Süd", "Köln", "Gößweinstein", "Übersee"]
    assert source.decimal == ","


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_usual_delimiter_is_recognized(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [["a", "b", "c"], ["01", "x", "1.5"], ["02", "y", "2.5"]])
    source = read_table(text.encode(), "t.csv")
    assert source.delimiter == delimiter
    assert source.table.to_pylist() == [{"a": "01", "b": "x", "c": "1.5"}, {"a": "02", "b": "y", "c": "2.5"}]


def test_a_decimal_comma_is_no_delimiter() -> None:
    source = read_table(b"gebiet;wert\nA;1,5\nB;2,25\nC;3,0\n", "t.csv")
    assert (source.delimiter, source.decimal) == (";", ",")
    assert parse_values(source.table["wert"], decimal=source.decimal).values.tolist() == [1.5, 2.25, 3.0]


def test_values_and_their_status() -> None:
    source = read_table(GERMAN.encode(), "werte.csv")
    parsed = parse_values(source.table["Wert"], decimal=source.decimal)
    assert parsed.status.to_pylist() == ["observed", "suppressed", "missing", "observed"]
    np.testing.assert_array_equal(parsed.values, [1234.5, np.nan, np.nan, 0.0])


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.234", ",", 1234.0),
        ("1.234", ".", 1.234),
        ("1,234", ".", 1234.0),
        ("1,234", ",", 1.234),
        ("1 234 567", ",", 1234567.0),
        ("1\u00a0234,5", ",", 1234.5),
        ("-  23", ",", -23.0),
        ("−5", ".", -5.0),
        ("– 5", ".", -5.0),
        ("+5", ".", 5.0),
        ("12,5 %", ",", 12.5),
        ("1.234,50 €", ",", 1234.5),
        ("1e3", ".", 1000.0),
        ("12.34,5", ",", None),
        ("12.5", ",", None),
        ("abc", ",", None),
        ("1-2", ",", None),
        ("1e999", ".", None),
        ("٣", ".", 3.0),
    ],
)
def test_numbers_as_people_write_them(text: str, decimal: str, value: float | None) -> None:
    assert parse_number(text, decimal) == value  # type: ignore[arg-type]


def test_the_column_proves_its_own_decimal_mark() -> None:
    assert parse_values(pa.array(["1.5", "2.25"]), decimal=",").values.tolist() == [1.5, 2.25]
    assert parse_values(pa.array(["1.500", "2,25"]), decimal=".").values.tolist() == [1500.0, 2.25]


def test_what_is_neither_number_nor_mark_is_shown() -> None:
    parsed = parse_values(pa.array(["1", "ca. 5", None, "x", "ca. 5"]))
    assert parsed.problems == ((1, "ca. 5"), (4, "ca. 5"))
    assert parsed.status.to_pylist() == ["observed", "missing", "missing", "not_applicable", "missing"]


@given(st.lists(st.floats(-1e9, 1e9).map(lambda value: round(value, 3)), min_size=1, max_size=50))
def test_german_and_english_notation_read_back(values: list[float]) -> None:
    english = pa.array([f"{value:,.4f}" for value in values])
    german = pa.array([f"{value:,.4f}".translate(str.maketrans(",.", ".,")) for value in values])
    assert parse_values(english, decimal=".").values.tolist() == values
    assert parse_values(german, decimal=",").values.tolist() == values


def test_chunked_and_empty_columns() -> None:
    chunked = pa.chunked_array([pa.array(["1", None]), pa.array(["2"])])
    np.testing.assert_array_equal(parse_values(chunked).values, [1.0, np.nan, 2.0])
    assert parse_values(pa.chunked_array([], pa.string())).values.size == 0


def test_workbook_with_title_groups_and_footnote() -> None:
    rows: list[list[object]] = [
        ["Sozialdaten der Stadt", "", "", ""],
        ["Gebiet", "Bevölkerung", "", ""],
        ["", "2020", "2021", "Anteil"],
        ["01", 1200.0, 1300.0, 9.7],
        ["02", 800.0, "", 0.0],
        ["", "", "", ""],
        ["Quelle: Einwohnerregister", "", "", ""],
    ]
    source = read_table(workbook(rows, sheets=2), "daten.xlsx")
    assert source.columns == ["Gebiet", "2020", "2021", "Anteil"]
    assert source.table.to_pylist() == [
        {"Gebiet": "01", "2020": "1200", "2021": "1300", "Anteil": "9.7"},
        {"Gebiet": "02", "2020": "800", "2021": None, "Anteil": "0"},
    ]
    assert {finding.code for finding in source.findings} == {
        "title_lines",
        "header_rows",
        "sheet",
        "footnotes",
    }
    assert source.first_row == 4


def test_an_area_without_values_at_the_end_is_no_footnote() -> None:
    source = read_table(b"gebiet;a;b\nNord;1;2\nWaldhof;;\n", "t.csv")
    assert source.table["gebiet"].to_pylist() == ["Nord", "Waldhof"]


def test_numbers_as_keys_are_repaired_and_told() -> None:
    source = read_table(workbook([["id", "wert"], [1100101, 5.0], [12601236, 6.0]]), "daten.xlsx")
    repair = repair_keys(source.table["id"].to_pylist(), {"01100101", "12601236"}, first_row=source.first_row)
    assert repair.values == ("01100101", "12601236")
    assert repair.findings[0].rows == (2,)
    assert "1 keys had lost their leading zero" in str(repair.findings[0].message)


def test_an_ambiguous_key_is_not_repaired() -> None:
    repair = repair_keys(["1", "7", None], {"01", "001"})
    assert repair.values == ("1", "7", None)
    assert repair.unmatched == (0, 1)


def test_parquet_gives_text_and_null() -> None:
    table = pa.table({"id": ["01", "02"], "n": [1, None], "f": [0.5, float("nan")], "list": [[1], [2]]})
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    source = read_table(buffer.getvalue(), "t.parquet")
    assert source.table.to_pylist() == [
        {"id": "01", "n": "1", "f": "0.5"},
        {"id": "02", "n": None, "f": None},
    ]
    assert [finding.code for finding in source.findings] == ["columns_dropped"]


def test_geojson_projected_shapes_need_a_projection() -> None:
    def collection(x: float, y: float) -> bytes:
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y]]
        feature = {
            "type": "Feature",
            "properties": {"k": "01"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()

    plain = read_table(collection(7, 51), "a.geojson")
    assert shapely.total_bounds(shapely.from_wkb(plain.table["geometry"].to_numpy())).tolist() == [
        7,
        51,
        8,
        52,
    ]
    moved = read_table(collection(356_000, 5_645_000), "a.geojson", crs="EPSG:25832")
    assert shapely.from_wkb(moved.table["geometry"].to_numpy())[0].bounds[0] == pytest.approx(6.95, abs=0.01)
    with pytest.raises(SourceError, match="do not fit its projection"):
        read_table(collection(356_000, 5_645_000), "a.geojson")


def test_wrong_extension_is_read_for_what_it_is_and_told() -> None:
    source = read_table(workbook([["id", "wert"], ["01", 5.0]]), "daten.csv")
    assert source.format == "workbook"
    assert source.findings[0].code == "wrong_extension"


def test_zip_with_one_table_is_opened() -> None:
    source = read_table(
        zipped(**{"ordner/werte.csv": GERMAN.encode(), "__MACOSX/._werte.csv": b"x"}), "werte.zip"
    )
    assert source.columns == ["Schlüssel", "Größe", "Wert"]
    two = zipped(**{"a.csv": GERMAN.encode(), "b.csv": GERMAN.encode()})
    with pytest.raises(SourceError, match=r"holds 2 tables and not one: a.csv, b.csv"):
        read_table(two, "zwei.zip")
    assert read_table(two, "zwei.zip", sheet="b").table.num_rows == 4


GOOD = workbook([["id", "wert"], ["01", 5.0], ["02", 6.0]])


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "leer.csv", "is empty"),
        (b"\xef\xbb\xbf \r\n", "leer.csv", "is empty"),
        (b"a;b;c\n", "kopf.csv", "has a header and no rows"),
        (workbook([["a", "b"]]), "kopf.xlsx", "has a header and no rows"),
        (bytes(range(256)) * 40, "müll.csv", "neither a table nor text"),
        (np.random.default_rng(1).bytes(5000), "müll.xlsx", "is named .xlsx but is no such file"),
        (GOOD[: len(GOOD) // 2], "halb.xlsx", "damaged, incomplete or protected"),
        (GOOD[:-30], "halb.xlsx", "damaged, incomplete or protected"),
        (b"a;b;A\n1;2;3\n", "doppelt.csv", "several columns of the same name: a, A"),
        (b"a;b\n1;2\n1;2;3\n", "breit.csv", "Row 3 of “breit.csv” has 3 cells, the header has 2"),
        (b'a;b\n1;"2\n' + b"x" * 200_000, "zitat.csv", "cannot be read as CSV"),
        (b"%PDF-1.7 ...", "bericht.pdf", "is a PDF"),
        (b"<!DOCTYPE html><html>", "seite.csv", "is a web page"),
        (b'{"a": 1}', "a.json", "is JSON but not GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [', "a.geojson", "damaged or incomplete JSON"),
        (b"PAR1 broken", "a.parquet", "is damaged or incomplete"),
        (b"SQLite format 3\x00 broken", "a.gpkg", "are damaged or incomplete"),
        (b"\x00\x00\x27\x0a" + b"\x00" * 96, "a.shp", "only one part of a shapefile"),
        (b"\x1f\x8b broken", "a.csv.gz", "is damaged or incomplete"),
        (b"\xd0\xcf\x11\xe0 broken", "alt.xls", "damaged, incomplete or protected"),
        (zipped(**{"a.shp": b"x", "a.shx": b"x"}), "a.zip", "lacks its .dbf part"),
        (zipped(**{"liesmich.md": b"x"}), "a.zip", "in which no table lies"),
        (b"CREATE TABLE a (b int);", "dump.sql", "is a database script"),
    ],
)
def test_every_failure_is_explained(content: bytes, name: str, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        read_table(content, name)
    assert caught.value.remedy


def test_bombs_are_not_opened() -> None:
    bomb = zipped(**{"xl/workbook.xml": b"0" * 30_000_000})
    with pytest.raises(SourceError, match="would unpack to 29 MiB; it was not opened"):
        read_table(bomb, "bombe.xlsx")
    with pytest.raises(SourceError, match="is larger than"):
        read_table(gzip.compress(b"0;" * 20_000_000), "bombe.csv.gz")


def test_limits_of_size_and_rows() -> None:
    with pytest.raises(SourceError, match="is larger than 1 MiB"):
        read_table(b"a;b\n" + b"1;2\n" * 300_000, "gross.csv", limits=Limits(file_bytes=1 << 20))
    with pytest.raises(SourceError, match="has more than 2 rows"):
        read_table(b"a;b\n1;2\n1;2\n1;2\n", "lang.csv", limits=Limits(rows=2))


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="There is no file"):
        read_table(tmp_path / "fehlt.csv")
    with pytest.raises(SourceError, match="is a folder"):
        read_table(tmp_path)


def test_short_rows_are_unknown_and_told() -> None:
    source = read_table(b"a;b;c\n1;2;3\n4;5\n", "kurz.csv")
    assert source.table["c"].to_pylist() == ["3", None]
    assert [(finding.code, finding.rows) for finding in source.findings] == [("short_rows", (3,))]


def test_mapping_by_name_and_without_any_match() -> None:
    source = read_table(b"Stadtteil;Quote;Notiz\nAltstadt;12,5;a\nHafen;*;b\n", "t.csv")
    by_name = propose_mapping(source, {"Quartiere": {"01": "Altstadt", "02": "Hafen", "03": "Nord"}})
    assert (by_name.key_column, by_name.matched_by) == ("Stadtteil", "name")
    assert by_name.value_columns == ("Quote",)
    none = propose_mapping(source, {"Quartiere": {"01": "Mitte"}})
    assert none.key_column is None
    assert none.key_share == 0


def test_small_counts_are_not_taken_for_districts_that_lost_their_zero() -> None:
    # the first rows name few quarters, and every count from 1 to 9 could be a district
    rows = "".join(f"0101;{count % 9 + 1}\n" for count in range(40))
    source = read_table(f"schluessel;personen\n{rows}".encode(), "t.csv")
    quarters = {f"01{number:02}": f"Quartier {number}" for number in range(1, 80)}
    districts = {f"{number:02}": f"Bezirk {number}" for number in range(1, 10)}
    found = propose_mapping(source, {"district": districts, "quarter": quarters})
    assert (found.key_column, found.area_system) == ("schluessel", "quarter")


@pytest.mark.parametrize("above", [";2021;2021;2022;2022", ";2021;;2022;"])
def test_columns_named_below_merged_headings(above: str) -> None:
    lines = [
        above,
        "Stadtteil;Einwohner;unter 18;Einwohner;unter 18",
        "Mitte;900;90;910;91",
        "Nord;800;80;810;81",
    ]
    read = read_table("\n".join(lines).encode(), "zwei Kopfzeilen.csv")
    assert read.columns == [
        "Stadtteil",
        "2021 | Einwohner",
        "2021 | unter 18",
        "2022 | Einwohner",
        "2022 | unter 18",
    ]
    assert (read.first_row, read.table.num_rows) == (3, 2)


def test_a_blank_corner_alone_is_one_header_row() -> None:
    assert read_table(b";Lage;Art\nMitte;gut;x\nNord;mittel;y\n", "ecke.csv").table.num_rows == 2
