"""How quick and how good the directory is, against PostgreSQL's plain German full-text search: ``python -m benchmarks.directory``.

Prints the relevance over the judged queries (``tests/relevance``), and the time of a question to 100,000 entries; needs
no server but the embedded one of the tests.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import numpy as np

ENTRIES = 100_000
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialraum.site.settings")
    sys.path.insert(0, str(ROOT / "tests"))
    import django

    django.setup()
    from relevance.judged import TODAY, directory, queries

    from sozialraum.network.directory.asked import Asked
    from sozialraum.network.directory.catalog import Catalog
    from sozialraum.network.enums import CardVisibility, Rubric
    from sozialraum.network.matching import Need, rank

    rows = directory()[0]
    many = [
        replace(row, id=uuid4()) if turn else row for turn in range(-(-ENTRIES // len(rows))) for row in rows
    ][:ENTRIES]
    begun = time.perf_counter()
    catalog = Catalog(many, today=TODAY)
    print(f"built from {len(many):,} entries: {time.perf_counter() - begun:.1f} s")
    for name, asked in (
        ("words", [Asked(text=query.text) for query in queries()]),
        (
            "words, age, way",
            [Asked(text=query.text, age=9, point=(9.83, 52.83), minutes=25) for query in queries()],
        ),
    ):
        took = []
        for each in asked:
            begun = time.perf_counter()
            catalog.find(each, sees=CardVisibility.PUBLIC)
            took.append((time.perf_counter() - begun) * 1_000)
        print(f"{name}: median {np.median(took):.1f} ms, p95 {np.percentile(took, 95):.1f} ms")
    took = []
    for rubric in Rubric:
        begun = time.perf_counter()
        need = Need(rubrics=frozenset({rubric}), age=9, area_code="0301", point=(9.83, 52.83))
        rank(need, catalog.candidates(need, sees=CardVisibility.CASE))
        took.append((time.perf_counter() - begun) * 1_000)
    print(f"matching: median {np.median(took):.1f} ms, p95 {np.percentile(took, 95):.1f} ms")


if __name__ == "__main__":
    main()
