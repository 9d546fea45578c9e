"""The sample map of the component page: eighteen invented areas in which every sign occurs."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
import shapely
from django.utils.translation import gettext

from sozialraum.foundation.privacy.release import Kind, ReleasedTable, release
from sozialraum.foundation.ui.drawing import TEAL, number
from sozialraum.foundation.ui.live_maps import Ground, LiveMap, figures_document, ground_document, ground_of
from sozialraum.foundation.ui.maps import ColoredMap, Coloring, MapClass, Outline, colored_map, draw_sheet
from sozialraum.foundation.ui.samples import sample_areas

COLUMNS, ROWS = 6, 3
BREAKS = (5.0, 10.0, 15.0, 20.0)
WHOLE = 12.0
RIVER = {
    "properties": {"kind": "water"},
    "geometry": {"type": "LineString", "coordinates": [[9.69, 52.525], [9.74, 52.518], [9.79, 52.523], [9.83, 52.514]]},
}  # fmt: skip


@lru_cache(maxsize=1)
def sample_outlines() -> tuple[Outline, ...]:
    """Areas around shifted points, so that no two look alike and all share their borders."""
    random = np.random.default_rng(18)
    grid = np.stack(np.meshgrid(np.arange(COLUMNS), np.arange(ROWS)), -1).reshape(-1, 2).astype(float)
    points = shapely.MultiPoint(grid + random.uniform(-0.28, 0.28, grid.shape))
    frame = shapely.box(-0.6, -0.6, COLUMNS - 0.4, ROWS - 0.4)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame, ordered=True))
    shapes = [
        shapely.transform(shapely.intersection(cell, frame), lambda at: at * [0.022, 0.013] + [9.703, 52.508])
        for cell in cells
    ]
    return tuple(
        Outline(f"{place:02}", row.name, shapely.to_wkb(shape))
        for place, (row, shape) in enumerate(zip(sample_areas(), shapes, strict=True))
    )


@lru_cache(maxsize=1)
def sample_figures() -> ReleasedTable:
    """Invented shares, released like real ones: one missing, small counts kept back, one area with few people."""
    random = np.random.default_rng(5)
    people = random.integers(90, 320, COLUMNS * ROWS).astype(float)
    cases: list[float | None] = np.round(people * np.linspace(0.02, 0.26, len(people))).tolist()
    cases[5], cases[9] = None, 2.0
    table = pa.table(
        {
            "area_code": [f"{place:02}" for place in range(len(people))],
            "status": ["missing" if each is None else "observed" for each in cases],
            "factor": [100.0] * len(people),
            "value": pa.array([None if c is None else 100 * c / p for c, p in zip(cases, people, strict=True)], pa.float64()),
            "numerator": pa.array(cases, pa.float64()),
            "denominator": pa.array(people.tolist(), pa.float64()),
        }
    )  # fmt: skip
    return release(table, kind=Kind.RATES, source_hash="0" * 64, inhabitants={"08": 120.0})


def sample_ground() -> Ground:
    """Fingerprint and extent of the sample outlines."""
    ground = ground_of(sample_outlines())
    assert ground is not None  # noqa: S101 - the outlines are made above
    return ground


def sample_ground_document() -> bytes:
    """The outlines as the browser fetches them."""
    return ground_document(sample_outlines(), [], [RIVER])


def sample_map(ground_url: str) -> tuple[ColoredMap, LiveMap]:
    """The drawn map and the moving one, of the same figures."""
    coloring = Coloring(
        classes=[
            MapClass(label, fill)
            for label, fill in zip(
                (gettext("20 % and more"), "15–20 %", "10–15 %", "5–10 %", gettext("under 5 %")), reversed(TEAL), strict=True
            )
        ],
        place=lambda figure: None if figure.value is None else 4 - sum(figure.value >= each for each in BREAKS),
        words=lambda figure: f"{number(figure.value or 0.0, 1)}\u00a0%",
        ring=lambda figure: figure.lower is not None and figure.upper is not None and figure.lower <= WHOLE <= figure.upper,
    )  # fmt: skip
    labels = {
        "missing": gettext("value is missing"), "suppressed": gettext("suppressed, too few cases"),
        "blank": gettext("under 300 people"), "ring": gettext("cannot be told apart"),
    }  # fmt: skip
    title = gettext("Map of invented areas with every sign")
    assets = {"03": 2, "07": 1, "14": 4}
    drawn = colored_map(
        draw_sheet(sample_outlines(), (), [RIVER]),
        sample_figures(),
        coloring,
        title=title,
        labels=labels,
        assets=assets,
    )
    live = LiveMap(
        name="sample-map", title=title, ground_url=ground_url, bounds=sample_ground().bounds,
        figures=figures_document([each.area_code for each in sample_outlines()], sample_figures(), coloring, labels=labels, assets=assets),
    )  # fmt: skip
    return drawn, live
