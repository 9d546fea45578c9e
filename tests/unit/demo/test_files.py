"""The city as files that a planner could have received: they are read by the same reader as any upload."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from sozialraum.analytics.indices import compute_index, shipped_recipe
from sozialraum.demo.city.plan import City, draw_city
from sozialraum.demo.files import WrittenFile, write_files
from sozialraum.warehouse.sources import SourceTable, parse_values, propose_mapping, read_table


@pytest.fixture(scope="module")
def written(city: City, tmp_path_factory: pytest.TempPathFactory) -> dict[str, WrittenFile]:
    files = write_files(city, tmp_path_factory.mktemp("lindenfurt"))
    return {file.path.name: file for file in files}


def keys(city: City, vintage: int) -> dict[str, dict[str, str]]:
    rows = [row for row in city.areas.to_pylist() if row["area_vintage"] == str(vintage)]
    return {
        level: {row["area_code"]: row["name"] for row in rows if row["level"] == level}
        for level in ("district", "statistical_district", "quarter")
    }


def numbers(source: SourceTable, column: str) -> tuple[np.ndarray, Counter[str]]:
    parsed = parse_values(source.table.column(column))
    assert not parsed.problems
    return parsed.values, Counter(parsed.status.to_pylist())


def test_every_file_can_be_read(written: dict[str, WrittenFile]) -> None:
    assert len(written) > 50
    for file in written.values():
        assert read_table(file.path).table.num_rows > 0, file.path.name


def test_areas_keep_their_parents(city: City, written: dict[str, WrittenFile]) -> None:
    for vintage, count in ((2015, 159), (2023, 160)):
        source = read_table(written[f"gebiete_quarter_{vintage}.geojson"].path)
        assert source.table.num_rows == count
        parents = set(source.table.column("gehoert_zu").to_pylist())
        assert parents == keys(city, vintage)["statistical_district"].keys()


def test_values_are_recognized_by_their_keys(city: City, written: dict[str, WrittenFile]) -> None:
    for file in written.values():
        if file.content != "values" or file.vintage is None:
            continue
        proposal = propose_mapping(read_table(file.path), keys(city, file.vintage))
        assert (proposal.key_column, proposal.matched_by) == ("schluessel", "code"), file.path.name
        assert proposal.key_share == 1.0, file.path.name
        assert proposal.period_column == "stichtag", file.path.name


def test_the_agency_marks_what_is_withheld_and_what_is_unknown(written: dict[str, WrittenFile]) -> None:
    source = read_table(written["statistik_der_bundesagentur_fuer_arbeit_quarter_2023.xlsx"].path)
    latest = SourceTableOf(source, "31.12.2025")
    assert latest.status("grundsicherung_u18_zaehler") == {"observed": 151, "suppressed": 6, "missing": 3}
    assert latest.value("0301", "grundsicherung_u18_zaehler") == 68
    assert latest.value("0301", "grundsicherung_u18_nenner") == 168


class SourceTableOf:
    """One reference date of a delivery."""

    def __init__(self, source: SourceTable, day: str) -> None:
        self.table = source.table.filter(pc.equal(source.table["stichtag"], day))

    def status(self, column: str) -> dict[str, int]:
        return dict(Counter(parse_values(self.table.column(column)).status.to_pylist()))

    def value(self, code: str, column: str) -> float:
        row = self.table.filter(pc.equal(self.table["schluessel"], code))
        return float(parse_values(row.column(column)).values[0])


def test_residents_by_age_add_up(city: City, written: dict[str, WrittenFile]) -> None:
    source = read_table(written["einwohner_nach_alter_2025.csv"].path)
    men, _ = numbers(source, "maennlich")
    women, _ = numbers(source, "weiblich")
    assert men.sum() + women.sum() == 250_000
    assert set(source.table.column("schluessel").to_pylist()) == keys(city, 2023)["quarter"].keys()


def test_crosswalk_has_decimal_commas_and_adds_up(written: dict[str, WrittenFile]) -> None:
    source = read_table(written["schluesselbruecke_2015_2023.csv"].path)
    weights, status = numbers(source, "anteil_einwohner")
    assert status == {"observed": 160}
    sums: Counter[str] = Counter()
    for code, weight in zip(source.table.column("von_schluessel").to_pylist(), weights, strict=True):
        sums[code] += weight
    assert np.allclose(list(sums.values()), 1.0, atol=2e-6)


def test_the_monitoring_index_runs_on_lindenfurt(city: City, written: dict[str, WrittenFile]) -> None:
    source = read_table(written["monitoring_2025.csv"].path)
    columns = {name: source.table.column(name) for name in ("id",)}
    for name in ("EW", "S1", "S3", "S4", "D1", "D3", "D4"):
        values, _ = numbers(source, name)
        columns[name] = pa.array(values, pa.float64(), from_pandas=True)
    result = compute_index(pa.table(columns), shipped_recipe("berlin-mss-2019").with_any_keys(), key="id")
    excluded = set(result.excluded["area_code"].to_pylist())
    assert {"0304", "0808", "0612", "0811", "1009"} <= excluded
    assert result.areas.num_rows >= 140
    burdened = [
        row["area_code"] for row in result.areas.to_pylist() if row["status_class"] in {"low", "very_low"}
    ]
    assert {code[:2] for code in burdened} <= {"02", "03", "06", "04", "05", "01"}
    assert Counter(code[:2] for code in burdened).most_common(1)[0][0] in {"02", "03", "06"}
    assert set(result.areas["dynamic_class"].to_pylist()) == {"positive", "stable", "negative"}


def test_the_same_city_gives_the_same_files(tmp_path: Path) -> None:
    city = draw_city(3, 0.02)
    first = write_files(city, tmp_path / "first")
    second = write_files(city, tmp_path / "second")
    assert [file.path.read_bytes() for file in first] == [file.path.read_bytes() for file in second]
