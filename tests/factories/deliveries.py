"""Released observations of many offices, drawn by chance."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

AREAS = 2000
STATUSES = ("observed", "suppressed", "missing")


def deliveries(count: int, *, seed: int = 1) -> pa.Table:
    """Observations of 200 offices over 2,000 areas, five years and as many indicators as the count needs."""
    generator = np.random.default_rng(seed)
    status = generator.choice(STATUSES, count, p=[0.97, 0.02, 0.01])
    place = np.arange(count)
    observed = status == "observed"
    numerator, denominator = generator.integers(0, 50, count), generator.integers(50, 500, count)
    return pa.table(
        {
            "office": [f"office {row % 200:03d}" for row in place],
            "area_code": [f"{row % AREAS:05d}" for row in place],
            "period": [str(2015 + row // AREAS % 5) for row in place],
            "indicator": [f"indicator {row // (5 * AREAS)}" for row in place],
            "status": status.tolist(),
            "numerator": pa.array(numerator.astype(float), mask=~observed),
            "denominator": pa.array(denominator.astype(float), mask=~observed),
        }
    )


def areas() -> pa.Table:
    """Ten areas to every area above."""
    codes = [f"{row:05d}" for row in range(AREAS)]
    return pa.table({"area_code": codes, "above": [code[:4] for code in codes]})


def same_rows(one: pa.Table, two: pa.Table) -> bool:
    """Whether two results have the same columns, kinds and rows, numbers within rounding."""
    if one.schema.names != two.schema.names or one.schema.types != two.schema.types:
        return False
    for first, second in zip(one.columns, two.columns, strict=True):
        if pa.types.is_floating(first.type):
            left, right = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
            if not np.allclose(left, right, rtol=1e-12, atol=1e-12, equal_nan=True):
                return False
        elif first.to_pylist() != second.to_pylist():
            return False
    return True
