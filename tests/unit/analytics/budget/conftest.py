"""Lindenfurt's ten districts: the worked example of a city of 250,000."""

from __future__ import annotations

import pyarrow as pa
import pytest

ROWS = {
    "Altstadt": (4100, 700, 1.00, 640_000),
    "Nord": (6600, 2150, 1.05, 820_000),
    "Hafen": (3900, 1650, 1.05, 610_000),
    "West": (6900, 1000, 1.00, 700_000),
    "Süd": (5700, 850, 0.95, 650_000),
    "Ost": (6100, 2050, 1.10, 700_000),
    "Bergviertel": (3900, 250, 0.95, 480_000),
    "Universität": (4200, 450, 0.95, 560_000),
    "Gartenstadt": (4100, 350, 1.00, 500_000),
    "Randdörfer": (3250, 200, 1.00, 400_000),
}
POOL = 665_000_000


def district_table(rows: dict[str, tuple[float, ...]] | None = None) -> pa.Table:
    rows = rows or ROWS
    columns = list(zip(*rows.values(), strict=True))
    return pa.table(
        {
            "area": list(rows),
            "young_people": pa.array(columns[0], pa.float64()),
            "burdened": pa.array(columns[1], pa.float64()),
            "infrastructure": pa.array(columns[2], pa.float64()),
            "previous": pa.array(columns[3], pa.float64()),
        }
    )


@pytest.fixture
def districts() -> pa.Table:
    return district_table()
