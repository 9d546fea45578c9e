"""Writes the city as a folder of files, as municipalities hand them over to a planner.

The offices of Lindenfurt deliver as offices do: the register as semicolon text in Windows-1252, the employment
agency as a workbook with title lines, `*` for withheld and `.` for unknown values, geodata as GeoJSON. Whoever
wants to try the import takes these files.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from sozialraum.demo import deliveries
from sozialraum.demo.city.plan import City

VINTAGES = (2015, 2023)
AGENCY = "Statistik der Bundesagentur für Arbeit"
FOOTNOTE = "Zeichenerklärung: * Zahlenwert von 1 bis 9, aus Gründen der Geheimhaltung gesperrt; . Wert lag nicht vor."
HEADINGS = {
    "place_code": "ort_nr", "offer_code": "angebot_nr", "provider_code": "traeger_nr", "kind": "art",
    "area_code": "schluessel", "district_code": "bezirk", "address": "anschrift", "longitude": "laenge",
    "latitude": "breite", "hours": "zeiten", "note": "hinweis", "meeting_place": "treffpunkt",
    "capacity": "plaetze", "places": "plaetze", "play_space_m2": "spielflaeche_m2",
    "barrier_free": "barrierefrei", "languages": "sprachen", "confirmed_on": "bestaetigt_am",
    "node_id": "knoten", "legal_basis": "paragraf", "legal_bases": "paragrafen",
    "age_from": "alter_von", "age_until": "alter_bis", "cost": "kosten",
}  # fmt: skip
MONITORING = {"unemployment": "1", "transfers_not_unemployed": "3", "child_poverty": "4"}
MONITORING_DAY, MONITORING_BEFORE = date(2025, 12, 31), date(2023, 12, 31)

Content = Literal["areas", "background", "values", "residents", "crosswalk", "directory", "monitoring"]


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file in the folder: what it holds, for which vintage and level where that matters, and who sent it."""

    path: Path
    content: Content
    publisher: str
    vintage: int | None = None
    level: str = ""


def write_files(city: City, folder: Path) -> list[WrittenFile]:
    """Write all deliveries into `folder`, which is made where it is absent; existing files are replaced.

    Returns the files in the order in which they are best imported: areas first. Raises `OSError` where the
    folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [*_areas(city, folder), *_values(city, folder), *_residents(city, folder)]
    written += [_monitoring(city, folder), _crosswalk(city, folder), *_directory(city, folder)]
    return written


def _areas(city: City, folder: Path) -> Iterable[WrittenFile]:
    for vintage in VINTAGES:
        for level, content in deliveries.area_files(city, vintage):
            path = folder / f"gebiete_{level}_{vintage}.geojson"
            path.write_bytes(content)
            yield WrittenFile(path, "areas", "Amt für Statistik", vintage, level)
    path = folder / "gewaesser_und_bahn.geojson"
    features = {"type": "FeatureCollection", "features": deliveries.background(city)}
    path.write_text(json.dumps(features, ensure_ascii=False), "utf-8")
    yield WrittenFile(path, "background", "Vermessungsamt")


def _values(city: City, folder: Path) -> Iterable[WrittenFile]:
    """Write one file a source, level and vintage: workbooks of the agency, text of all others."""
    for file in deliveries.value_files(city):
        level = "district" if "_district_" in file.name else "quarter"
        if file.publisher == AGENCY:
            path = folder / file.name.replace(".csv", ".xlsx")
            _workbook(path, file.content.decode("cp1252"), f"Eckwerte Lindenfurt, Zuschnitt {file.vintage}")
        else:
            path = folder / file.name
            path.write_bytes(file.content)
        yield WrittenFile(path, "values", file.publisher, file.vintage, level)


def _workbook(path: Path, text: str, title: str) -> None:
    """Turn a delivery into a workbook of the agency: two title lines, header in row 4, a footnote."""
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    book.set_properties({"title": title, "created": datetime(2026, 11, 2, tzinfo=UTC)})
    sheet = book.add_worksheet("Tabelle 1")
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, "Erstellt am 02.11.2026")
    for column, name in enumerate(rows[0]):
        sheet.write_string(3, column, name, bold)
    for place, row in enumerate(rows[1:], start=4):
        for column, cell in enumerate(row):
            if column < 2 or cell == "*":
                sheet.write_string(place, column, cell)
            elif cell == "":
                sheet.write_string(place, column, ".")
            else:
                sheet.write_number(place, column, float(cell.replace(",", ".")))
    sheet.write_string(len(rows) + 4, 0, FOOTNOTE)
    book.close()


def _residents(city: City, folder: Path) -> Iterable[WrittenFile]:
    """Write residents by single age and sex, one file a year, numbers with a blank for thousands."""
    names = _names(city)
    for day in sorted(city.population["reference_date"].unique().to_pylist()):
        table = city.population.filter(pc.equal(city.population["reference_date"], pa.scalar(day)))
        vintage = int(table["area_vintage"][0].as_py())
        codes = table["area_code"].cast(pa.string()).to_pylist()[::2]
        persons = table["persons"].to_pylist()
        ages = table["age"].to_pylist()[::2]
        rows = [
            [
                code,
                names[vintage, code],
                day.strftime("%d.%m.%Y"),
                _age(age),
                _thousands(men),
                _thousands(women),
            ]
            for code, age, men, women in zip(codes, ages, persons[::2], persons[1::2], strict=True)
        ]
        path = folder / f"einwohner_nach_alter_{day.year}.csv"
        header = [deliveries.KEY, "name", deliveries.DAY, "alter", "maennlich", "weiblich"]
        _semicolons(path, header, rows, encoding="cp1252")
        yield WrittenFile(path, "residents", "Einwohnermelderegister", vintage, "quarter")


def _names(city: City) -> dict[tuple[int, str], str]:
    return {
        (int(vintage), code): name
        for vintage, code, name in zip(
            *(city.areas[column].to_pylist() for column in ("area_vintage", "area_code", "name")), strict=True
        )
    }


def _age(age: int) -> str:
    return "99 und älter" if age == 99 else str(age)


def _monitoring(city: City, folder: Path) -> WrittenFile:
    """Write the table that a monitoring index needs: status in percent and change over two years in points."""
    names = _names(city)
    values: dict[tuple[str, str, date], tuple[float | None, str]] = {}
    for row in city.indicators.filter(pc.equal(city.indicators["level"], "quarter")).to_pylist():
        if row["indicator_code"] in MONITORING and row["area_vintage"] == "2023":
            values[row["area_code"], row["indicator_code"], row["reference_date"]] = (
                row["value"],
                row["status"],
            )
    population = _population(city, MONITORING_DAY)
    rows = []
    for code in sorted(population):
        cells = [_value(values[code, indicator, MONITORING_DAY]) for indicator in MONITORING]
        cells += [
            _change(values[code, indicator, MONITORING_BEFORE], values[code, indicator, MONITORING_DAY])
            for indicator in MONITORING
        ]
        rows.append([code, names[2023, code], str(population[code]), *cells])
    path = folder / "monitoring_2025.csv"
    header = ["id", "name", "EW", *(f"S{number}" for number in MONITORING.values())]
    header += [f"D{number}" for number in MONITORING.values()]
    _semicolons(path, header, rows, encoding="utf-8-sig")
    return WrittenFile(path, "monitoring", "Jugendhilfeplanung", 2023, "quarter")


def _population(city: City, day: date) -> dict[str, int]:
    table = city.population.filter(pc.equal(city.population["reference_date"], pa.scalar(day)))
    sums = table.select(["area_code", "persons"]).group_by("area_code").aggregate([("persons", "sum")])
    return dict(
        zip(sums["area_code"].cast(pa.string()).to_pylist(), sums["persons_sum"].to_pylist(), strict=True)
    )


def _value(entry: tuple[float | None, str]) -> str:
    value, status = entry
    return _decimal(value) if value is not None else {"suppressed": "*"}.get(status, "")


def _change(before: tuple[float | None, str], now: tuple[float | None, str]) -> str:
    if before[0] is None or now[0] is None:
        return "*" if "suppressed" in (before[1], now[1]) else ""
    return _decimal(now[0] - before[0])


def _crosswalk(city: City, folder: Path) -> WrittenFile:
    header = [
        "von_zuschnitt",
        "von_schluessel",
        "nach_zuschnitt",
        "nach_schluessel",
        "anteil_einwohner",
        "anteil_unter_18",
    ]
    rows = [
        [
            row["from_vintage"], row["from_code"], row["to_vintage"], row["to_code"],
            _decimal(row["population_weight"], 6), _decimal(row["under_18_weight"], 6),
        ]
        for row in city.crosswalk.to_pylist()
    ]  # fmt: skip
    path = folder / "schluesselbruecke_2015_2023.csv"
    _semicolons(path, header, rows, encoding="utf-8-sig")
    return WrittenFile(path, "crosswalk", "Amt für Statistik")


def _directory(city: City, folder: Path) -> Iterable[WrittenFile]:
    for name, table in (("orte", city.places), ("angebote", city.offers), ("traeger", city.providers)):
        path = folder / f"verzeichnis_{name}.csv"
        rows = [[_cell(value) for value in row.values()] for row in table.to_pylist()]
        header = [HEADINGS.get(column, column) for column in table.column_names]
        _semicolons(path, header, rows, encoding="utf-8-sig")
        yield WrittenFile(path, "directory", "Verzeichnis der Stadt")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return _decimal(value, 7)
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)


def _decimal(value: float, digits: int = 4) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".").replace(".", ",")


def _thousands(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def _semicolons(path: Path, header: Iterable[str], rows: Iterable[Sequence[str]], *, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(list(header))
        writer.writerows(rows)
