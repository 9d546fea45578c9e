"""The base of the plan: districts, statistical districts and quarters before they have people.

Lindenfurt itself is one tile of 10 districts, 45 statistical districts and 160 quarters, read from
`base/lindenfurt.json`. Above scale 1 further tiles, towns joined to the city, are laid beside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from sozialraum.demo.city.randomness import apportion, stream

CITY_CODE = "00"
CITY_NAME = "Lindenfurt"
VINTAGE_BEFORE = "2015"
VINTAGE_AFTER = "2023"
SPLIT_YEAR = 2023
SPLIT_CODE = "0318"
SPLIT_NAME = "Werft"
SPLIT_PARTS = ("0301", "0302")

JOINED_TOWNS = (
    "Altenfurt", "Birkenfurt", "Dornlinden", "Eschenfurt", "Finkenlinde", "Grotenlinde", "Hasselfurt",
    "Immenlinde", "Jadelinden", "Kaltenlinde", "Lohfurt", "Marienlinde", "Nettelfurt", "Ohrenlinde",
    "Petersfurt", "Quellfurt", "Rothenlinde", "Salzlinde", "Tiefenfurt",
)  # fmt: skip
TILE_LETTERS = "ABCDEFGHIJKLMNOPQRS"

# Counts of 2025 that the prototypes of the pages print: (children with basic income support, children).
PINNED_CHILDREN = {
    "0301": (68, 168), "0302": (89, 162), "0306": (79, 106), "0308": (173, 278), "0309": (117, 194),
    "0312": (97, 148), "0313": (94, 150), "0208": (89, 138), "0602": (140, 259),
    "0304": (14, 38), "0808": (2, 14),
}  # fmt: skip
PINNED_POPULATION = {"0301": 1070, "0304": 212, "0808": 246}
PINNED_UNDER_21 = {"0301": 199}
# Children of quarters whose value is withheld: few enough that fewer than ten cases are plausible.
WITHHELD_CHILDREN = {"0708": (8, 112), "0901": (9, 118), "0907": (7, 104), "0913": (8, 109), "1002": (6, 98)}
UNDELIVERED_PERCENT = {"0612": 37.0, "0811": 11.5, "1009": 8.6}

# Share of the under-21-year-olds among all, by kind of quarter.
YOUNG_SHARE = {
    "centre": 0.150, "estate": 0.228, "perimeter": 0.195, "harbor": 0.205, "new": 0.235, "mixed": 0.195,
    "campus": 0.165, "suburb": 0.195, "villa": 0.200, "village": 0.203,
}  # fmt: skip
# Part of the under-21-year-olds who are 18 to 20, by district; the others share what the city has left.
ADULT_PART = {"01": 0.190, "03": 0.152, "08": 0.235}
UNDER_18 = 41_240
MAXIMUM_SCALE = float(len(JOINED_TOWNS) + 1)


@dataclass(frozen=True)
class District:
    """A city district (Stadtbezirk) with the figures of 31.12.2025 at scale 1."""

    code: str
    name: str
    population: int
    under_21: int
    sgb2_under_18: int


@dataclass(frozen=True)
class Quarter:
    """A quarter (Stadtviertel), the smallest area, with its anchors for 31.12.2025."""

    code: str
    name: str
    district: str
    statistical_district: str
    kind: str
    delivery: str
    tile: int
    outline: tuple[tuple[float, float], ...]
    population: int
    under_21: int
    under_18: int
    sgb2_under_18: int


@dataclass(frozen=True)
class Blueprint:
    """All areas of a plan in the order of their codes, without geometry in metres yet."""

    seed: int
    scale: float
    tiles: int
    districts: tuple[District, ...]
    statistical_districts: tuple[tuple[str, str, str], ...]
    quarters: tuple[Quarter, ...]
    river: tuple[tuple[float, float], ...]


@cache
def base_map() -> dict[str, Any]:
    """Read the base map of Lindenfurt; coordinates are plan units, x to the east and y to the south."""
    text = resources.files("sozialraum.demo.city").joinpath("base/lindenfurt.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def draw_blueprint(seed: int, scale: float) -> Blueprint:
    """Lay out all areas for a scale: 160 quarters up to scale 1.49, then 160 more per joined town."""
    if not 0.005 <= scale <= MAXIMUM_SCALE:
        raise ValueError(f"The scale must lie between 0.005 and {MAXIMUM_SCALE:g}; {scale:g} was given.")
    tiles = max(1, round(scale))
    factor = scale / tiles
    districts: list[District] = []
    statistical: list[tuple[str, str, str]] = []
    quarters: list[Quarter] = []
    for tile in range(tiles):
        prefix, town = ("", "") if tile == 0 else (TILE_LETTERS[tile - 1], f"{JOINED_TOWNS[tile - 1]}-")
        tile_quarters = _tile_quarters(seed, tile, factor, prefix, town)
        for entry in base_map()["districts"]:
            mine = [quarter for quarter in tile_quarters if quarter.district == prefix + entry["code"]]
            districts.append(
                District(
                    prefix + entry["code"],
                    town + entry["name"],
                    sum(quarter.population for quarter in mine),
                    sum(quarter.under_21 for quarter in mine),
                    sum(quarter.sgb2_under_18 for quarter in mine),
                )
            )
        statistical += [
            (prefix + entry["code"], town + entry["name"], prefix + entry["district"])
            for entry in base_map()["statistical_districts"]
        ]
        quarters += tile_quarters
    river = tuple((float(x), float(y)) for x, y in base_map()["river"])
    return Blueprint(seed, scale, tiles, tuple(districts), tuple(statistical), tuple(quarters), river)


def _tile_quarters(seed: int, tile: int, factor: float, prefix: str, town: str) -> list[Quarter]:
    anchors = _anchors(seed, tile)
    if factor != 1.0:
        anchors = _scaled(anchors, factor)
    quarters = []
    for row, entry in enumerate(base_map()["quarters"]):
        population, under_21, under_18, sgb2 = (int(value) for value in anchors[row])
        quarters.append(
            Quarter(
                code=prefix + entry["code"],
                name=town + entry["name"],
                district=prefix + entry["district"],
                statistical_district=prefix + entry["statistical_district"],
                kind=entry["kind"],
                delivery=entry["delivery"],
                tile=tile,
                outline=tuple((float(x), float(y)) for x, y in entry["outline"]),
                population=population,
                under_21=under_21,
                under_18=under_18,
                sgb2_under_18=sgb2,
            )
        )
    return quarters


def _scaled(anchors: np.ndarray, factor: float) -> np.ndarray:
    """Scale persons while the parts stay parts of the whole; every quarter keeps at least two persons."""
    adults, young_adults, children = (
        anchors[:, 0] - anchors[:, 1],
        anchors[:, 1] - anchors[:, 2],
        anchors[:, 2],
    )
    parts = [apportion(part, round(part.sum() * factor)) for part in (adults, young_adults, children)]
    parts[0] = np.maximum(parts[0], 2)
    cases = np.minimum(apportion(anchors[:, 3], round(anchors[:, 3].sum() * factor)), parts[2])
    return np.column_stack([parts[0] + parts[1] + parts[2], parts[1] + parts[2], parts[2], cases])


def _anchors(seed: int, tile: int) -> np.ndarray:
    """Return population, under 21, under 18 and children with basic income support per quarter (160 x 4)."""
    rng = stream(seed, "anchors", tile)
    rows = base_map()["quarters"]
    codes = [entry["code"] for entry in rows]
    noise = np.exp(rng.normal(0.0, 0.24, len(rows)))
    drift = rng.normal(0.0, 0.2, len(rows)) if tile else np.zeros(len(rows))
    result = np.zeros((len(rows), 4), dtype=np.int64)
    rest_part = _rest_adult_part()
    for entry in base_map()["districts"]:
        index = np.array([i for i, row in enumerate(rows) if row["district"] == entry["code"]])
        part = ADULT_PART.get(entry["code"], rest_part)
        children_total = entry["under_21"] - round(entry["under_21"] * part)
        percent = np.array([_percent(rows[i]) for i in index])
        rates = 1.0 / (1.0 + np.exp(-(np.log(percent / (100.0 - percent)) + drift[index])))
        children, cases = _children(
            [codes[i] for i in index], noise[index], rates, children_total, entry["sgb2_under_18"]
        )
        young = _young_adults(
            [codes[i] for i in index], children, noise[index], entry["under_21"] - children_total
        )
        under_21 = children + young
        kinds = [rows[i]["kind"] for i in index]
        everyone = _everyone([codes[i] for i in index], kinds, under_21, rng, entry["population"])
        result[index] = np.column_stack([everyone, under_21, children, cases])
    return result


def _rest_adult_part() -> float:
    districts = base_map()["districts"]
    young = sum(entry["under_21"] for entry in districts) - UNDER_18
    named = sum(entry["under_21"] * ADULT_PART.get(entry["code"], 0.0) for entry in districts)
    rest = sum(entry["under_21"] for entry in districts if entry["code"] not in ADULT_PART)
    return float((young - named) / rest)


def _percent(row: dict[str, Any]) -> float:
    code = row["code"]
    known = {**PINNED_CHILDREN, **WITHHELD_CHILDREN}
    if code in known:
        cases, children = known[code]
        return 100.0 * cases / children
    if row["sgb2_under_18_percent"] is not None:
        return float(row["sgb2_under_18_percent"])
    return UNDELIVERED_PERCENT[code]


def _children(
    codes: list[str], noise: np.ndarray, rates: np.ndarray, total: int, cases_total: int
) -> tuple[np.ndarray, np.ndarray]:
    """Split a district's children and cases over its quarters, near the given rates.

    Sizes are tilted towards high or low rates within believable bounds first; what is still missing to
    the district's number of cases is a common shift of the rates of quarters that no page prints.
    """
    known = {**PINNED_CHILDREN, **WITHHELD_CHILDREN}
    fixed = np.array([code in known for code in codes])
    children = np.array([known[code][1] if code in known else 0 for code in codes], dtype=np.int64)
    cases = np.array([known[code][0] if code in known else 0 for code in codes], dtype=np.int64)
    free = ~fixed
    rest, rest_cases = int(total - children.sum()), int(cases_total - cases.sum())
    floor = np.ceil(11.5 / rates[free])
    tilt = _tilt(noise[free], rates[free], floor, rest, rest_cases)
    children[free] = apportion(tilt, rest)
    shift = _logit_shift(rates[free], children[free], rest_cases)
    cases[free] = apportion(children[free] * _shifted(rates[free], shift), rest_cases)
    return children, cases


def _tilt(noise: np.ndarray, rates: np.ndarray, floor: np.ndarray, rest: int, cases: int) -> np.ndarray:
    center = rates - np.average(rates, weights=noise)
    best = noise
    for strength in np.linspace(-12, 12, 241):
        tilted = noise * np.clip(np.exp(strength * center), 0.5, 2.0)
        sizes = np.maximum(tilted / tilted.sum() * rest, floor)
        sizes = floor + (sizes - floor) * (rest - floor.sum()) / max((sizes - floor).sum(), 1e-9)
        if strength == -12 or abs(sizes @ rates - cases) < abs(best @ rates - cases):
            best = sizes
    return best


def _shifted(rates: np.ndarray, shift: float) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-(np.log(rates / (1.0 - rates)) + shift))))


def _logit_shift(rates: np.ndarray, sizes: np.ndarray, cases: int) -> float:
    low, high = -4.0, 4.0
    for _ in range(60):
        middle = (low + high) / 2
        if sizes @ _shifted(rates, middle) < cases:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _young_adults(codes: list[str], children: np.ndarray, noise: np.ndarray, total: int) -> np.ndarray:
    fixed = {
        code: PINNED_UNDER_21[code] - PINNED_CHILDREN[code][1] for code in codes if code in PINNED_UNDER_21
    }
    young = np.array([fixed.get(code, 0) for code in codes], dtype=np.int64)
    free = np.array([code not in fixed for code in codes])
    weights = children[free] * noise[free] ** 0.5 + 4.0
    young[free] = apportion(weights, int(total - young.sum()))
    return young


def _everyone(
    codes: list[str], kinds: list[str], under_21: np.ndarray, rng: np.random.Generator, total: int
) -> np.ndarray:
    share = np.array([YOUNG_SHARE[kind] for kind in kinds]) * np.exp(rng.normal(0, 0.07, len(kinds)))
    adults = under_21 * (1.0 / share - 1.0)
    everyone = np.array([PINNED_POPULATION.get(code, 0) for code in codes], dtype=np.int64)
    free = everyone == 0
    adults_total = int(total - everyone[~free].sum() - under_21[free].sum())
    everyone[free] = under_21[free] + apportion(adults[free], adults_total)
    return everyone
