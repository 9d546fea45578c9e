"""Berlin's two cuts of planning areas and its population register, read from the published files."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import shapely


@dataclass(frozen=True)
class Cut:
    codes: list[str]
    shapes: list[bytes]


def cut_until_2020(shared_data: Path) -> Cut:
    path = shared_data / "berlin_lor" / "berlin-lor-planning-areas-until-2020.geojson"
    meta, _, shapes, fields = pyogrio.raw.read(path, columns=["id"])
    to_meters = pyproj.Transformer.from_crs(meta["crs"], 25833, always_xy=True)
    projected = shapely.transform(
        shapely.from_wkb(shapes), lambda at: np.column_stack(to_meters.transform(at[:, 0], at[:, 1]))
    )
    codes = [str(code) for code in fields[0]]
    # two areas named Schloßstraße were published under the key of the southern one
    twins = [place for place, code in enumerate(codes) if code == "06010102"]
    codes[max(twins, key=lambda place: shapely.centroid(projected[place]).y)] = "04030417"
    return Cut(codes, list(shapely.to_wkb(projected)))


def cut_since_2021(shared_data: Path) -> Cut:
    path = shared_data / "berlin_lor" / "lor_planungsraeume_2021.shp"
    _, _, shapes, fields = pyogrio.raw.read(path, columns=["PLR_ID"])
    return Cut([str(code) for code in fields[0]], list(shapes))


def published_links(shared_data: Path) -> dict[str, str]:
    """Old key to new key; where names were mixed up and two are given, the one of the same district."""
    text = (shared_data / "berlin_lor" / "links19-21.ttl").read_text("utf-8")
    links = {}
    for old, news in re.findall(r"lor19:plr_(\d{8}) dct:hasVersion (lor:plr_[^.]*)\.", text):
        named = re.findall(r"lor:plr_(\d{8})", news)
        links[old] = next((new for new in named if new[:2] == old[:2]), named[0])
    return links


def register(shared_data: Path, year: int) -> list[dict[str, str]]:
    path = shared_data / "berlin_population" / f"{year}-02-t2-planning-areas.csv"
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
