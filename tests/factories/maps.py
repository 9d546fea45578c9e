"""A map of four areas in which every sign occurs."""

from __future__ import annotations

import pyarrow as pa
import shapely

from sozialraum.foundation.privacy.release import Kind, ReleasedTable, release
from sozialraum.foundation.ui.maps import Coloring, MapClass, Outline

LABELS = {"missing": "fehlt", "suppressed": "gesperrt", "blank": "unter 300", "ring": "unklar"}


def figures() -> ReleasedTable:
    """Shares of four areas: certain, three people alone, missing, too few inhabitants."""
    rows = [
        ("a", "observed", 40.0, 200.0),
        ("b", "observed", 3.0, 200.0),
        ("c", "missing", None, None),
        ("d", "observed", 9.0, 100.0),
    ]
    table = pa.table(
        {
            "area_code": [row[0] for row in rows],
            "status": [row[1] for row in rows],
            "factor": [100.0] * 4,
            "value": pa.array(
                [None if row[2] is None else 100 * row[2] / row[3] for row in rows], pa.float64()
            ),
            "numerator": pa.array([row[2] for row in rows], pa.float64()),
            "denominator": pa.array([row[3] for row in rows], pa.float64()),
        }
    )
    return release(table, kind=Kind.RATES, source_hash="0" * 64, inhabitants={"d": 40.0})


def outlines() -> list[Outline]:
    """Four squares in a row, one with signs in its name."""
    return [
        Outline(code, name, shapely.to_wkb(shapely.box(place, 52, place + 1, 53)))
        for place, (code, name) in enumerate([("a", "Alte <Werft> & Co"), ("b", "B"), ("c", "C"), ("d", "D")])
    ]


def coloring() -> Coloring:
    """Two classes, the border at 15; area a carries a ring."""
    return Coloring(
        classes=[MapClass("viel", "#000000"), MapClass("wenig", "#ffffff")],
        place=lambda figure: None if figure.value is None else int(figure.value < 15),
        words=lambda figure: f"{figure.value}",
        ring=lambda figure: figure.area_code == "a",
    )
