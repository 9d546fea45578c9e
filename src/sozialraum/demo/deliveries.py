"""The city's tables as the files that a municipality hands over: GeoJSON, semicolons, decimal commas.

The demo feeds them through the same import that planners use, so nothing in the city is there that a planner could
not have brought in.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from sozialraum.demo.city.plan import City

COLUMNS: Mapping[str, str] = {
    "sgb2_under_18": "grundsicherung_u18",
    "child_poverty": "kinderarmut",
    "unemployment": "arbeitslosigkeit",
    "long_term_unemployment": "langzeitarbeitslosigkeit",
    "transfers_not_unemployed": "transferbezug",
    "youth_unemployment": "jugendarbeitslosigkeit",
    "old_age_poverty": "altersarmut",
    "one_parent_children": "alleinerziehende",
    "overcrowding": "ueberbelegung",
    "school_entry_language": "sprache_einschulung",
    "voter_turnout": "wahlbeteiligung",
    "volunteers": "ehrenamt",
    "daycare_under_3": "kita_u3",
    "meeting_places": "treffpunkte",
    "offers": "angebote",
    "reach_playground": "spielplatz_10_minuten",
    "reach_youth_place": "jugendtreff_10_minuten",
    "reach_library": "buecherei_10_minuten",
    "reach_pediatrician": "kinderarzt_10_minuten",
    "short_residence": "wohndauer_unter_2",
    "migration_background_under_18": "migrationsgeschichte_u18",
    "grammar_school_transition": "uebergang_gymnasium",
}
CHANGES: Mapping[str, str] = {"unemployment": "D1", "transfers_not_unemployed": "D3", "child_poverty": "D4"}
CHANGE_YEARS = 2
LEVELS = (("district", "Bezirk", "Bezirke"), ("statistical_district", "Statistischer Bezirk", "Statistische Bezirke"),
          ("quarter", "Quartier", "Quartiere"))  # fmt: skip
KEY, DAY = "schluessel", "stichtag"
PEOPLE_DAYS = 3
ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One file as it arrives: its name, and who delivers it for which cut.

    Its bytes are written when they are asked for, anew each time: all files of a large city together do not fit into
    memory.
    """

    name: str
    vintage: int
    publisher: str
    write: Callable[[], bytes]

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self.write()


def area_files(city: City, vintage: int) -> list[tuple[str, bytes]]:
    """The levels of a cut as GeoJSON, from the districts to the quarters: level and bytes."""
    rows = [row for row in city.areas.to_pylist() if row["area_vintage"] == str(vintage)]
    return [(level, _geojson([row for row in rows if row["level"] == level])) for level, _, _ in LEVELS]


def background(city: City) -> list[dict[str, object]]:
    """River and railway as GeoJSON features that orient the reader of a map."""
    kinds = {"river": "water", "railway": "railway"}
    return [
        {
            "type": "Feature",
            "properties": {"kind": kinds[row["kind"]], "name": row["name"]},
            "geometry": json.loads(shapely.to_geojson(shapely.from_wkb(row["geometry"]))),
        }
        for row in city.lines.to_pylist()
        if row["kind"] in kinds
    ]


def value_files(city: City) -> list[DeliveredFile]:
    """Every delivery of figures, one file a source and cut, dates below each other."""
    catalog = city.indicator_catalog
    own: dict[str, list[str]] = {}
    for code, publisher in zip(
        catalog["indicator_code"].to_pylist(), catalog["source"].to_pylist(), strict=True
    ):
        if code in COLUMNS:
            own.setdefault(publisher, []).append(code)
    keys = ["area_vintage", "level", "indicator_code"]
    delivered = {
        tuple(row[key] for key in keys) for row in city.indicators.group_by(keys).aggregate([]).to_pylist()
    }
    files = []
    for vintage in sorted({vintage for vintage, _, _ in delivered}):
        files.append(
            DeliveredFile(
                f"einwohnermelderegister_{vintage}.csv", int(vintage), "Einwohnermelderegister",
                partial(_residents, city, vintage),
            )
        )  # fmt: skip
        for publisher in sorted(own):
            for level in ("quarter", "district"):
                codes = [code for code in own[publisher] if (vintage, level, code) in delivered]
                if codes:
                    name = f"{_file_name(publisher)}_{level}_{vintage}.csv"
                    write = partial(_wide, city, vintage, level, codes)
                    files.append(DeliveredFile(name, int(vintage), publisher, write))
    return files


def crosswalk_file(city: City) -> DeliveredFile:
    """The bridge between the two cuts, as the statistical office hands it out: shares of the people of an old quarter."""
    return DeliveredFile(
        "schluesselbruecke_2015_2023.csv", 2023, "Amt für Statistik", partial(_crosswalk, city)
    )


def _crosswalk(city: City) -> bytes:
    lines = ["von_schluessel;nach_schluessel;anteil_einwohner"]
    lines += [
        f"{row['from_code']};{row['to_code']};{_number(row['population_weight'])}"
        for row in city.crosswalk.to_pylist()
    ]
    return "\n".join(lines).encode()


def _geojson(rows: Sequence[Mapping[str, object]]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {KEY: row["area_code"], "name": row["name"], "gehoert_zu": row["parent_code"]},
            "geometry": json.loads(shapely.to_geojson(shapely.from_wkb(row["geometry"]))),
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _wide(city: City, vintage: str, level: str, own: Sequence[str]) -> bytes:
    """A line for each area and date; taken from the table a date at a time, as a large city has a million cells."""
    table = city.indicators
    for column, wanted in (("area_vintage", [vintage]), ("level", [level]), ("indicator_code", own)):
        table = table.filter(pc.is_in(table[column].cast(pa.string()), pa.array(wanted)))
    codes = [code for code in COLUMNS if code in own]
    names = [
        column for code in codes
        for column in (COLUMNS[code], f"{COLUMNS[code]}_zaehler", f"{COLUMNS[code]}_nenner", *([CHANGES[code]] if code in CHANGES else []))
    ]  # fmt: skip
    text = io.StringIO()
    text.write(";".join([KEY, DAY, *names]))
    values: dict[tuple[str, date, str], float | None] = {}
    for day in sorted(table["reference_date"].unique().to_pylist()):
        cells: dict[str, dict[str, str]] = {}
        for row in table.filter(pc.equal(table["reference_date"], pa.scalar(day))).to_pylist():
            area_code, code = row["area_code"], row["indicator_code"]
            line = cells.setdefault(area_code, {})
            line |= _cells(COLUMNS[code], row)
            if code in CHANGES:
                before = values.get((area_code, _years_before(day), code))
                now = values[area_code, day, code] = row["value"]
                line[CHANGES[code]] = "" if before is None or now is None else _number(now - before)
        for area_code in sorted(cells):
            line = cells[area_code]
            text.write("\n")
            text.write(
                ";".join([area_code, day.strftime("%d.%m.%Y"), *(line.get(name, "") for name in names)])
            )
    return text.getvalue().encode("cp1252")


def _cells(name: str, row: Mapping[str, object]) -> dict[str, str]:
    """What one value, its count and its base say in their columns."""
    mark = {"missing": "", "suppressed": "*"}.get(str(row["status"]))
    return {
        name: mark if mark is not None else _number(row["value"]),
        f"{name}_zaehler": mark if mark is not None else _number(row["numerator"]),
        f"{name}_nenner": "" if row["denominator"] is None else _number(row["denominator"]),
    }


def _residents(city: City, vintage: str) -> bytes:
    table = city.population.filter(pc.equal(city.population["area_vintage"].cast(pa.string()), vintage))
    ages = table["age"].to_numpy()
    persons = table["persons"].to_numpy()
    sums: dict[tuple[date, str], dict[str, int]] = {}
    for name, limit in (("einwohner", 200), ("einwohner_u18", 18), ("einwohner_u21", 21)):
        counted = pa.table(
            {
                KEY: table["area_code"].cast(pa.string()),
                DAY: table["reference_date"],
                "n": np.where(ages < limit, persons, 0),
            }
        )
        grouped = counted.group_by([KEY, DAY]).aggregate([("n", "sum")])
        for row in grouped.to_pylist():
            sums.setdefault((row[DAY], row[KEY]), {})[name] = row["n_sum"]
    names = ["einwohner", "einwohner_u18", "einwohner_u21"]
    lines = [";".join([KEY, DAY, *names])]
    lines += [
        ";".join([code, day.strftime("%d.%m.%Y"), *(str(sums[day, code][name]) for name in names)])
        for day, code in sorted(sums)
    ]
    return "\n".join(lines).encode()


def people_file(city: City) -> DeliveredFile:
    """The register by age and sex on the last three days of the cut of today, one row for each quarter, sex and age."""
    return DeliveredFile(
        "melderegister_alter_geschlecht.csv", 2023, "Einwohnermelderegister", partial(_people, city)
    )


def _people(city: City) -> bytes:
    table = city.population.filter(pc.equal(city.population["area_vintage"].cast(pa.string()), "2023"))
    days = sorted(set(table["reference_date"].to_pylist()))[-PEOPLE_DAYS:]
    words = {"female": "w", "male": "m"}
    text = io.StringIO()
    text.write(f"{KEY};{DAY};geschlecht;alter;personen")
    table = table.filter(
        pc.and_(
            pc.is_in(table["reference_date"], pa.array(days, pa.date32())), pc.greater(table["persons"], 0)
        )
    )
    for batch in table.to_batches(max_chunksize=ROWS_AT_ONCE):
        for row in batch.to_pylist():
            text.write(
                f"\n{row['area_code']};{row['reference_date']:%d.%m.%Y};{words[row['sex']]};{row['age']};{row['persons']}"
            )
    return text.getvalue().encode()


def _years_before(day: date) -> date:
    return day.replace(year=day.year - CHANGE_YEARS)


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value)


def _file_name(publisher: str) -> str:
    plain = publisher.lower()
    for sign, written in (
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("ß", "ss"),
        (",", ""),
        (" ", "_"),
        (".", ""),
    ):
        plain = plain.replace(sign, written)
    return plain[:40]
