"""The city's tables as the files that a municipality hands over: GeoJSON, semicolons, decimal commas.

The demo feeds them through the same import that planners use, so nothing in the city is there that a planner could
not have brought in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One file as it arrives: name, bytes, and who delivers it for which cut."""

    name: str
    content: bytes
    vintage: int
    publisher: str


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
    publishers = dict(
        zip(
            city.indicator_catalog["indicator_code"].to_pylist(),
            city.indicator_catalog["source"].to_pylist(),
            strict=True,
        )
    )
    table = city.indicators.filter(pc.not_equal(city.indicators["level"], "city"))
    rows = table.to_pylist()
    files = []
    for vintage in sorted({row["area_vintage"] for row in rows}):
        for publisher in sorted(set(publishers.values())):
            own = [
                row for row in rows
                if row["area_vintage"] == vintage and publishers[row["indicator_code"]] == publisher
                and row["indicator_code"] in COLUMNS
            ]  # fmt: skip
            files += [
                DeliveredFile(
                    f"{_file_name(publisher)}_{level}_{vintage}.csv", _wide(part), int(vintage), publisher
                )
                for level in ("quarter", "district")
                if (part := [row for row in own if row["level"] == level])
            ]
        files.append(_residents(city, vintage))
    return files


def crosswalk_file(city: City) -> DeliveredFile:
    """The bridge between the two cuts, as the statistical office hands it out: shares of the people of an old quarter."""
    lines = ["von_schluessel;nach_schluessel;anteil_einwohner"]
    lines += [
        f"{row['from_code']};{row['to_code']};{_number(row['population_weight'])}"
        for row in city.crosswalk.to_pylist()
    ]
    return DeliveredFile(
        "schluesselbruecke_2015_2023.csv", "\n".join(lines).encode(), 2023, "Amt für Statistik"
    )


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


def _wide(rows: Sequence[Mapping[str, object]]) -> bytes:
    codes = [code for code in COLUMNS if any(row["indicator_code"] == code for row in rows)]
    cells: dict[tuple[str, date], dict[str, str]] = {}
    values = {(row["area_code"], row["reference_date"], row["indicator_code"]): row["value"] for row in rows}
    for row in rows:
        code, day = str(row["indicator_code"]), row["reference_date"]
        line = cells.setdefault((str(row["area_code"]), day), {})  # type: ignore[arg-type]  # rows of our own tables
        name = COLUMNS[code]
        mark = {"missing": "", "suppressed": "*"}.get(str(row["status"]))
        line[name] = mark if mark is not None else _number(row["value"])
        line[f"{name}_zaehler"] = mark if mark is not None else _number(row["numerator"])
        line[f"{name}_nenner"] = "" if row["denominator"] is None else _number(row["denominator"])
        if code in CHANGES:
            before = values.get((row["area_code"], _years_before(day), code))  # type: ignore[arg-type]  # rows of our own tables
            now = row["value"]
            line[CHANGES[code]] = "" if before is None or now is None else _number(now - before)  # type: ignore[operator]  # numbers both
    names = [
        column for code in codes
        for column in (COLUMNS[code], f"{COLUMNS[code]}_zaehler", f"{COLUMNS[code]}_nenner", *([CHANGES[code]] if code in CHANGES else []))
    ]  # fmt: skip
    lines = [";".join([KEY, DAY, *names])]
    for (area_code, day), line in sorted(cells.items(), key=lambda item: (item[0][1], item[0][0])):
        lines.append(";".join([area_code, day.strftime("%d.%m.%Y"), *(line.get(name, "") for name in names)]))
    return "\n".join(lines).encode("cp1252")


def _residents(city: City, vintage: str) -> DeliveredFile:
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
    return DeliveredFile(
        f"einwohnermelderegister_{vintage}.csv",
        "\n".join(lines).encode(),
        int(vintage),
        "Einwohnermelderegister",
    )


def people_file(city: City) -> DeliveredFile:
    """The register by age and sex on the last three days of the cut of today, one row for each quarter, sex and age."""
    table = city.population.filter(pc.equal(city.population["area_vintage"].cast(pa.string()), "2023"))
    days = sorted(set(table["reference_date"].to_pylist()))[-PEOPLE_DAYS:]
    table = table.filter(
        pc.and_(
            pc.is_in(table["reference_date"], pa.array(days, pa.date32())), pc.greater(table["persons"], 0)
        )
    )
    words = {"female": "w", "male": "m"}
    lines = [f"{KEY};{DAY};geschlecht;alter;personen"]
    lines += [
        f"{row['area_code']};{row['reference_date']:%d.%m.%Y};{words[row['sex']]};{row['age']};{row['persons']}"
        for row in table.to_pylist()
    ]
    return DeliveredFile(
        "melderegister_alter_geschlecht.csv", "\n".join(lines).encode(), 2023, "Einwohnermelderegister"
    )


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
