"""Every trap of the published files: read as they are, nothing lost, nothing turned into zero."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import shapely

from sozialraum.warehouse.sources import (
    ValueStatus,
    parse_values,
    propose_mapping,
    read_table,
    repair_keys,
)


def test_berlin_keys_keep_their_leading_zero(shared_data: Path) -> None:
    source = read_table(shared_data / "berlin_mss" / "2021" / "table_2-1.csv")
    codes = source.table["id"].to_pylist()
    assert (source.encoding, source.delimiter, source.decimal) == ("utf-8", ",", ".")
    assert len(set(codes)) == 536
    assert {len(code) for code in codes} == {8}
    assert codes[0] == "01100101"


def test_berlin_workbook_export_with_mark_and_header_in_german(shared_data: Path) -> None:
    source = read_table(shared_data / "berlin_mss" / "2021" / "published_z_and_index_2021.csv")
    assert (source.encoding, source.delimiter) == ("utf-8-sig", ";")
    assert source.columns[0] == "PLR-ID"
    assert source.table.num_rows == 542
    parsed = parse_values(source.table["zS1"], decimal=source.decimal)
    assert parsed.status.to_pylist().count("missing") == 6
    assert not parsed.problems


def test_berlin_minus_9999_is_missing(shared_data: Path) -> None:
    source = read_table(shared_data / "berlin_mss" / "2021" / "wfs" / "mss_2021_index_indikatoren.csv")
    parsed = parse_values(source.table["S1"], decimal=source.decimal)
    assert parsed.status.to_pylist().count(ValueStatus.MISSING) == 6
    assert np.nanmin(parsed.values) > 0


def test_hamburg_blanks_commas_and_spaced_minus(shared_data: Path) -> None:
    folder = shared_data / "hamburg_stadtteile_2014"
    text = read_table(folder / "Daten_fuer_die_Stadtteilprofile_2014.csv")
    workbook = read_table(folder / "Daten_fuer_die_Stadtteilprofile_2014.xlsx")
    assert (text.delimiter, text.decimal) == (";", ",")
    assert text.table.num_rows == workbook.table.num_rows == 107
    population = parse_values(text.table["Bevölkerung"], decimal=text.decimal)
    assert population.values[0] == 1675
    balance = parse_values(text.table["Wanderungssaldo"], decimal=text.decimal)
    assert np.nanmin(balance.values) < 0
    assert not balance.problems
    assert set(balance.status.to_pylist()) <= {"observed", "missing"}


def test_hamburg_text_and_workbook_hold_the_same_values(shared_data: Path) -> None:
    folder = shared_data / "hamburg_stadtteile_2014"
    text = read_table(folder / "Daten_fuer_die_Stadtteilprofile_2014.csv")
    workbook = read_table(folder / "Daten_fuer_die_Stadtteilprofile_2014.xlsx")
    assert workbook.first_row == 5
    assert workbook.groups["Haushalte"].startswith("Bevölkerung und Haushalte")
    same = compared = 0
    for name in text.columns[1:]:
        if name not in workbook.columns:
            continue
        one = parse_values(text.table[name], decimal=text.decimal)
        two = parse_values(workbook.table[name], decimal=workbook.decimal)
        assert not one.problems, name
        both = ~np.isnan(one.values) & ~np.isnan(two.values)
        same += int(np.isclose(one.values[both], two.values[both], rtol=0.006, atol=0.51).sum())
        compared += int(both.sum())
    assert compared > 5000
    assert same == compared


def test_cologne_shapefile_with_false_easting_lands_in_cologne(shared_data: Path) -> None:
    source = read_table(shared_data / "koeln" / "stadtteile" / "Stadtteil.shp")
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(source.table["geometry"].to_numpy()))
    assert source.crs == "WGS 84 / UTM zone 32N"
    assert 6.7 < west < east < 7.2
    assert 50.8 < south < north < 51.1
    assert source.table.num_rows == 86


def test_cologne_shapefile_and_geojson_overlap(shared_data: Path) -> None:
    quarters = read_table(shared_data / "koeln" / "stadtteile" / "Stadtteil.shp")
    districts = read_table(
        (shared_data / "koeln" / "stadtbezirke.geojson").read_bytes(), "stadtbezirke.geojson"
    )
    one = shapely.union_all(shapely.make_valid(shapely.from_wkb(quarters.table["geometry"].to_numpy())))
    two = shapely.union_all(shapely.make_valid(shapely.from_wkb(districts.table["geometry"].to_numpy())))
    assert shapely.area(shapely.intersection(one, two)) / shapely.area(two) > 0.99


def test_cologne_population_is_recognized_as_long(shared_data: Path) -> None:
    source = read_table(shared_data / "koeln" / "bevoelkerung" / "bevoelkerung.csv")
    areas = {
        str(row["raum_id"]): str(row["raum"])
        for row in source.table.select(["raum_id", "raum"]).to_pylist()
        if len(str(row["raum_id"])) == 3
    }
    proposal = propose_mapping(source, {"Stadtteile": areas})
    assert proposal.key_column == "raum_id"
    assert proposal.period_column == "jahr"
    assert proposal.long
    assert "zahl" in proposal.value_columns


def test_gisd_header_in_two_rows_and_lost_zero(shared_data: Path) -> None:
    source = read_table(shared_data / "gisd" / "inputs_release2022" / "A_Arbeitslosigkeit.xlsx")
    assert source.columns[:4] == ["Kennziffer", "Raumeinheit", "Aggregat", "Arbeitslose | 1998"]
    assert source.first_row == 3
    keys = source.table["Kennziffer"].to_pylist()
    assert keys[0] == "01001000"
    lost = [key.lstrip("0") for key in keys]
    repair = repair_keys(lost, set(keys))
    assert list(repair.values) == keys
    assert len(repair.repaired) == sum(key.startswith("0") for key in keys) > 1000
    assert [finding.code for finding in repair.findings] == ["keys_repaired"]


def test_gisd_packed_csv_with_lost_zero_in_the_county(shared_data: Path) -> None:
    source = read_table(shared_data / "gisd" / "derived_gisd2022_gvb_indicators_imputed.csv.gz")
    assert source.table.num_rows == 96_976
    known = {str(key)[:5] for key in source.table["gvb"].to_pylist()}
    repair = repair_keys(source.table["kreis"].to_pylist(), known)
    assert not repair.unmatched
    assert repair.values[0] == "01001"


def test_flensburg_zip_and_district_numbers(shared_data: Path) -> None:
    outline = read_table(shared_data / "flensburg" / "flensburg_stadtteile.zip")
    assert outline.format == "shapefile"
    assert outline.crs == "ETRS89 / UTM zone 32N"
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(outline.table["geometry"].to_numpy()))
    assert 9.3 < west < east < 9.6
    assert 54.7 < south < north < 54.9
    residents = read_table(shared_data / "flensburg" / "csv" / "fl_residents_by_district.csv")
    systems = {"Stadtteile": {f"{number:02d}": f"Stadtteil {number}" for number in range(1, 14)}}
    proposal = propose_mapping(residents, systems, {"Residents": "population"})
    assert (proposal.key_column, proposal.period_column) == ("district_id", "year")
    assert [column.indicator for column in proposal.columns if column.role == "value"] == ["population"]
    repair = repair_keys(residents.table["district_id"].to_pylist(), set(systems["Stadtteile"]))
    assert repair.values[0] == "01"
    assert not repair.unmatched


def test_scotland_star_is_suppressed_and_never_zero(shared_data: Path) -> None:
    source = read_table(shared_data / "simd_scotland" / "SIMD16_indicator_data.xlsx")
    assert source.sheet == "Data"
    suppressed = 0
    for name in source.columns[3:]:
        column = source.table[name]
        parsed = parse_values(column, decimal=source.decimal)
        assert not parsed.problems, name
        stars = [place for place, text in enumerate(column.to_pylist()) if text == "*"]
        suppressed += len(stars)
        assert np.isnan(parsed.values[stars]).all()
        assert [parsed.status[place].as_py() for place in stars] == ["suppressed"] * len(stars)
    assert suppressed > 100


def test_berlin_mapping_is_proposed_from_the_file_alone(shared_data: Path) -> None:
    source = read_table(shared_data / "berlin_mss" / "2021" / "table_2-1.csv")
    with (shared_data / "berlin_lor" / "LOR_2021_hierarchy.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    key, label = "Planungsraum (Nummer)", "Planungsraum (Name)"
    systems = {
        "PLR 2021": {row[key]: row[label] for row in rows},
        "Bezirke": {row[key][:2]: "Bezirk" for row in rows},
    }
    proposal = propose_mapping(source, systems, {"S1_percentage_unemployed": "unemployment"})
    assert (proposal.key_column, proposal.area_system, proposal.matched_by) == ("id", "PLR 2021", "code")
    assert proposal.key_share == pytest.approx(1, abs=0.02)
    assert not proposal.long
    roles = {column.column: (column.role, column.indicator) for column in proposal.columns}
    assert roles["s1_percentage_unemployed"] == ("value", "unemployment")
    assert roles["name"][0] == "label"
    assert len(proposal.value_columns) == 7
