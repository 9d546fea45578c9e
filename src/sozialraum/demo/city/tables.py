"""Arrow tables of the plan: areas, crosswalk, lines, residents, movements and indicators.

The quarter Werft was split in 2023 into Alte Werft and Neue Werft. Everything until 2022 is therefore told in
vintage `2015` (one quarter less), everything since in vintage `2023`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import shapely

from sozialraum.demo.city.blueprint import (
    CITY_CODE,
    CITY_NAME,
    SPLIT_CODE,
    SPLIT_NAME,
    SPLIT_PARTS,
    SPLIT_YEAR,
    VINTAGE_AFTER,
    VINTAGE_BEFORE,
    Blueprint,
)
from sozialraum.demo.city.catalog import Indicator
from sozialraum.demo.city.geometry import Land, to_degrees
from sozialraum.demo.city.indicators import MISSING, OBSERVED, SUPPRESSED, Series, withheld
from sozialraum.demo.city.population import AGES, YEARS, Residents

LEVELS = ("city", "district", "statistical_district", "quarter")
SEXES = ("male", "female")
VALIDITY = {
    VINTAGE_BEFORE: (date(2015, 1, 1), date(SPLIT_YEAR - 1, 12, 31)),
    VINTAGE_AFTER: (date(SPLIT_YEAR, 1, 1), None),
}
CENSUS_DELIVERY = date(2022, 5, 15)
"""The census of 2022 was published in 2024, in the vintage of that time."""
ROUNDED_SOURCE = "Statistik der Bundesagentur für Arbeit"
ROUNDING = 5
"""The employment agency rounds counts of districts and city to fives, so that a withheld count cannot be
found exactly by subtraction."""


def vintage_of(day: date) -> str:
    """Return the area vintage in which a value of a date is delivered.

    >>> vintage_of(date(2022, 12, 31)), vintage_of(date(2023, 12, 31))
    ('2015', '2023')
    """
    if day == CENSUS_DELIVERY or day.year >= SPLIT_YEAR:
        return VINTAGE_AFTER
    return VINTAGE_BEFORE


class Cut:
    """The quarters of one vintage: their codes and how counts of the plan's quarters add up to them."""

    def __init__(self, blueprint: Blueprint, vintage: str) -> None:
        self.vintage = vintage
        codes = [quarter.code for quarter in blueprint.quarters]
        if vintage == VINTAGE_AFTER:
            self.codes = codes
        else:
            self.codes = [code for code in codes if code not in SPLIT_PARTS] + [SPLIT_CODE]
            self.codes.sort(key=lambda code: (len(code), code))
        place = {code: number for number, code in enumerate(self.codes)}
        self.membership = np.array([place.get(code, place.get(SPLIT_CODE, -1)) for code in codes])
        self.districts = [""] * len(self.codes)
        for quarter, number in zip(blueprint.quarters, self.membership, strict=True):
            self.districts[number] = quarter.district

    def add_up(self, counts: np.ndarray) -> np.ndarray:
        """Add counts of the plan's quarters (first axis) to the quarters of this vintage."""
        result = np.zeros((len(self.codes), *counts.shape[1:]), dtype=counts.dtype)
        np.add.at(result, self.membership, counts)
        return result


def areas_table(blueprint: Blueprint, land: Land) -> pa.Table:
    """List all areas of both vintages with their WGS 84 outline as WKB.

    Columns: area_code, area_vintage, level, name, parent_code, kind (of quarters), valid_from, valid_until,
    area_km2, geometry. Parents: quarter -> statistical district -> district -> city.
    """
    rows: list[dict[str, object]] = []
    shapes: list[object] = []
    for vintage in (VINTAGE_BEFORE, VINTAGE_AFTER):
        quarters = _quarter_shapes(blueprint, land, vintage)
        levels = _levels(blueprint, quarters)
        for level, entries in zip(LEVELS, levels, strict=True):
            for code, name, parent, kind, shape in entries:
                valid_from, valid_until = VALIDITY[vintage]
                rows.append(
                    {
                        "area_code": code, "area_vintage": vintage, "level": level, "name": name,
                        "parent_code": parent, "kind": kind, "valid_from": valid_from,
                        "valid_until": valid_until, "area_km2": round(shape.area / 1e6, 4),
                    }
                )  # fmt: skip
                shapes.append(shape)
    outlines = shapely.to_wkb(to_degrees(np.array(shapes, dtype=object)), output_dimension=2)
    schema = pa.schema(
        [
            ("area_code", pa.string()), ("area_vintage", pa.string()), ("level", pa.string()),
            ("name", pa.string()), ("parent_code", pa.string()), ("kind", pa.string()),
            ("valid_from", pa.date32()), ("valid_until", pa.date32()), ("area_km2", pa.float64()),
        ]
    )  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=schema)
    return table.append_column("geometry", pa.array(outlines.tolist(), pa.binary()))


_Entry = tuple[str, str, str | None, str | None, shapely.Geometry]


def _quarter_shapes(blueprint: Blueprint, land: Land, vintage: str) -> list[tuple[_Entry, str]]:
    """Return the quarters of a vintage as entries, each with its district."""
    entries: list[tuple[_Entry, str]] = []
    parts = []
    for quarter, shape in zip(blueprint.quarters, land.quarters, strict=True):
        if vintage == VINTAGE_BEFORE and quarter.code in SPLIT_PARTS:
            parts.append((quarter, shape))
            continue
        entry = (quarter.code, quarter.name, quarter.statistical_district, quarter.kind, shape)
        entries.append((entry, quarter.district))
    if parts:
        whole = shapely.coverage_union_all([shape for _, shape in parts])
        first = parts[0][0]
        entries.append(
            ((SPLIT_CODE, SPLIT_NAME, first.statistical_district, first.kind, whole), first.district)
        )
    entries.sort(key=lambda pair: (len(pair[0][0]), pair[0][0]))
    return entries


def _levels(blueprint: Blueprint, quarters: list[tuple[_Entry, str]]) -> list[list[_Entry]]:
    by_statistical: dict[str, list[shapely.Geometry]] = {}
    by_district: dict[str, list[shapely.Geometry]] = {}
    for (_, _, parent, _, shape), district in quarters:
        by_statistical.setdefault(str(parent), []).append(shape)
        by_district.setdefault(district, []).append(shape)
    statistical: list[_Entry] = [
        (code, name, district, None, shapely.coverage_union_all(by_statistical[code]))
        for code, name, district in blueprint.statistical_districts
    ]
    districts: list[_Entry] = [
        (entry.code, entry.name, CITY_CODE, None, shapely.coverage_union_all(by_district[entry.code]))
        for entry in blueprint.districts
    ]
    everything = shapely.coverage_union_all([shape for (_, _, _, _, shape), _ in quarters])
    city: list[_Entry] = [(CITY_CODE, CITY_NAME, None, None, everything)]
    return [city, districts, statistical, [entry for entry, _ in quarters]]


def crosswalk_table(blueprint: Blueprint, residents: Residents) -> pa.Table:
    """Link the quarters of vintage 2015 to those of 2023 by shares of residents on 31.12.2022.

    Columns: from_vintage, from_code, to_vintage, to_code, population_weight, under_18_weight. Weights of one
    `from_code` add up to 1; unchanged quarters have weight 1.
    """
    cut = Cut(blueprint, VINTAGE_BEFORE)
    year = SPLIT_YEAR - 1
    weights = []
    for low, high in ((0, AGES - 1), (0, 17)):
        counts = residents.count(year, low, high).astype(np.float64)
        counts = np.maximum(counts, 1e-9)
        weights.append(counts / cut.add_up(counts)[cut.membership])
    return pa.table(
        {
            "from_vintage": [VINTAGE_BEFORE] * len(blueprint.quarters),
            "from_code": [cut.codes[place] for place in cut.membership],
            "to_vintage": [VINTAGE_AFTER] * len(blueprint.quarters),
            "to_code": [quarter.code for quarter in blueprint.quarters],
            "population_weight": weights[0],
            "under_18_weight": weights[1],
        }
    )


def lines_table(land: Land) -> pa.Table:
    """List river (polygon), railway lines and stations: kind, name, geometry (WKB, WGS 84)."""
    shapes = to_degrees(np.array([line.geometry for line in land.lines], dtype=object))
    return pa.table(
        {
            "kind": [line.kind for line in land.lines],
            "name": [line.name for line in land.lines],
            "geometry": pa.array(shapely.to_wkb(shapes, output_dimension=2).tolist(), pa.binary()),
        }
    )


def population_table(blueprint: Blueprint, residents: Residents) -> pa.Table:
    """Return residents per area and Stichtag: area_code, area_vintage, reference_date, age, sex, persons.

    `age` 99 stands for 99 and older. All rows are there, zeros too; `persons` is int32.
    """
    batches = []
    for number, year in enumerate(YEARS):
        day = date(year, 12, 31)
        cut = Cut(blueprint, vintage_of(day))
        persons = cut.add_up(residents.persons[number])
        areas = len(cut.codes)
        batches.append(
            pa.table(
                {
                    "area_code": _repeated(cut.codes, AGES * 2),
                    "area_vintage": _constant(cut.vintage, areas * AGES * 2),
                    "reference_date": pa.array(
                        np.full(areas * AGES * 2, np.datetime64(day, "D")), pa.date32()
                    ),
                    "age": np.tile(np.repeat(np.arange(AGES, dtype=np.int8), 2), areas),
                    "sex": pa.DictionaryArray.from_arrays(
                        np.tile(np.array([0, 1], dtype=np.int8), areas * AGES), list(SEXES)
                    ),
                    "persons": persons.reshape(-1).astype(np.int32),
                }
            )
        )
    return pa.concat_tables(batches).unify_dictionaries()


def _repeated(codes: Sequence[str], times: int) -> pa.DictionaryArray:
    places = np.repeat(np.arange(len(codes), dtype=np.int16), times)
    return pa.DictionaryArray.from_arrays(places, list(codes))


def _constant(text: str, length: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(np.zeros(length, dtype=np.int8), [text])


def movements_table(blueprint: Blueprint, residents: Residents) -> pa.Table:
    """Return births, deaths and moves per area and year from 2015 on.

    Columns: area_code, area_vintage, year, births, deaths, moves_in, moves_out. Moves count every change of
    quarter, so the city's own sum is larger than its moves over the city border.
    """
    batches = []
    for number, year in enumerate(YEARS):
        if number == 0:
            continue
        cut = Cut(blueprint, vintage_of(date(year, 12, 31)))
        columns = {
            name: cut.add_up(getattr(residents, name)[number])
            for name in ("births", "deaths", "moves_in", "moves_out")
        }
        size = len(cut.codes)
        batches.append(
            pa.table(
                {
                    "area_code": cut.codes,
                    "area_vintage": [cut.vintage] * size,
                    "year": np.full(size, year, dtype=np.int16),
                    **columns,
                }
            )
        )
    return pa.concat_tables(batches)


def indicators_table(blueprint: Blueprint, series: list[Series]) -> pa.Table:
    """Return all delivered values, one row per area, date and indicator.

    Columns: area_code, area_vintage, level, reference_date, indicator_code, numerator, denominator, value,
    status. `numerator` and `value` are null unless the status is `observed`; the denominator is null where
    nothing was delivered. `value` is in the indicator's unit (percent or per 1,000).
    """
    cuts = {vintage: Cut(blueprint, vintage) for vintage in (VINTAGE_BEFORE, VINTAGE_AFTER)}
    batches = [_delivered(blueprint, cuts[vintage_of(entry.reference_date)], entry) for entry in series]
    return pa.concat_tables(batches).unify_dictionaries().combine_chunks()


def _delivered(blueprint: Blueprint, cut: Cut, series: Series) -> pa.Table:
    entry = series.indicator
    counts, bases = cut.add_up(series.numerator), cut.add_up(series.denominator)
    status = withheld(entry, counts, bases).astype(object)
    undelivered = np.zeros(len(counts), dtype=bool)
    undelivered[cut.membership[series.status == MISSING]] = True
    status[undelivered] = MISSING
    status[bases == 0] = MISSING
    district_codes = [district.code for district in blueprint.districts]
    place = {code: number for number, code in enumerate(district_codes)}
    members = np.array([place[code] for code in cut.districts])
    sums = np.bincount(members, weights=counts, minlength=len(place))
    base_sums = np.bincount(members, weights=bases, minlength=len(place))
    upper = np.rint(np.append(sums, sums.sum())).astype(np.int64)
    upper_bases = np.rint(np.append(base_sums, base_sums.sum())).astype(np.int64)
    upper = _rounded(entry, upper)
    upper_status = withheld(entry, upper, upper_bases).astype(object)
    upper_status[upper_bases == 0] = MISSING
    every_count = np.concatenate([counts, upper])
    every_base = np.concatenate([bases, upper_bases])
    every_status = np.concatenate([status, upper_status])
    hidden = every_status != OBSERVED
    value = np.where(hidden, 0.0, entry.per * every_count / np.maximum(every_base, 1))
    size = len(every_count)
    levels = ["quarter"] * len(counts) + ["district"] * len(sums) + ["city"]
    return pa.table(
        {
            "area_code": [*cut.codes, *district_codes, CITY_CODE],
            "area_vintage": _constant(cut.vintage, size),
            "level": pa.array(levels).dictionary_encode(),
            "reference_date": pa.array(np.full(size, np.datetime64(series.reference_date, "D")), pa.date32()),
            "indicator_code": _constant(entry.code, size),
            "numerator": pa.array(every_count, pa.int64(), mask=hidden),
            "denominator": pa.array(every_base, pa.int64(), mask=every_status == MISSING),
            "value": pa.array(value, pa.float64(), mask=hidden),
            "status": pa.array(every_status.tolist(), pa.string()).dictionary_encode(),
        }
    )


def _rounded(entry: Indicator, counts: np.ndarray) -> np.ndarray:
    if entry.source != ROUNDED_SOURCE:
        return counts
    return np.asarray((counts + ROUNDING // 2) // ROUNDING * ROUNDING)


def indicator_catalog_table(indicators: Sequence[Indicator]) -> pa.Table:
    """List the indicators: code, titles, what is counted among whom, unit, source, direction, dates."""
    return pa.table(
        {
            "indicator_code": [entry.code for entry in indicators],
            "title": [entry.title for entry in indicators],
            "title_en": [entry.title_en for entry in indicators],
            "numerator": [entry.numerator for entry in indicators],
            "denominator": [entry.denominator for entry in indicators],
            "per": pa.array([entry.per for entry in indicators], pa.int32()),
            "source": [entry.source for entry in indicators],
            "direction": [entry.direction for entry in indicators],
            "first_date": pa.array([entry.dates[0] for entry in indicators], pa.date32()),
            "last_date": pa.array([entry.dates[-1] for entry in indicators], pa.date32()),
        }
    )


STATUSES = (OBSERVED, MISSING, SUPPRESSED)
