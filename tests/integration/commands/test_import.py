"""``sozialraum import`` as a planner starts it: areas, then values, in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from factories.areas import QUARTERS, SHARES, square, table
from sozialraum.foundation.database.embedded import Cluster

SOURCE = Path(__file__).resolve().parents[3] / "src"


@pytest.fixture
def folder() -> Iterator[Path]:
    base = Path(tempfile.mkdtemp(prefix="sr-"))
    base.chmod(0o711)
    yield base
    Cluster(base / "data").stop()
    shutil.rmtree(base, ignore_errors=True)


def imported(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("DATABASE_", "SOZIALRAUM_", "DJANGO_", "PYTEST_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "sozialraum", "--data-dir", str(folder / "data"), "import", *map(str, arguments)],
        capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": str(SOURCE), "LANG": "C", "LC_ALL": "C", "COLUMNS": "200"},
    )  # fmt: skip


def areas_file(path: Path, rows: list[tuple[str, str, dict[str, object]]]) -> Path:
    features = [
        {"type": "Feature", "properties": {"key": key, "name": name}, "geometry": shape}
        for key, name, shape in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_areas_then_values_and_each_refusal_stores_nothing(folder: Path) -> None:
    quarters = areas_file(
        folder / "quartiere.geojson",
        [(code, f"Quartier {n}", square(n % 3, 1 - n // 3)) for n, code in enumerate(QUARTERS)],
    )
    districts = areas_file(
        folder / "bezirke.geojson", [("01", "Nord", square(0, 1, 3)), ("02", "Süd", square(0, 0, 3))]
    )
    shares = folder / "shares.csv"
    shares.write_bytes(table(SHARES))
    cut = ("--system", "town", "--vintage", "2023")

    nameless = imported(folder, districts, "--areas")
    assert nameless.returncode == 2
    assert "--system and --vintage" in nameless.stderr

    early = imported(folder, shares, *cut, "--reference-date", "2025-12-31")
    assert early.returncode == 1
    assert "no areas “town” of 2023" in early.stderr
    assert "Traceback" not in early.stderr

    # in the wrong order on purpose: the command sorts the levels from coarse to fine
    words = ("--level", "Bezirk/Bezirke", "--level", "Quartier/Quartiere")
    areas = imported(folder, quarters, districts, "--areas", *cut, "--whole", "Kleinstadt", *words)
    assert areas.returncode == 0, areas.stderr
    lines = [line.split() for line in areas.stdout.splitlines() if line.strip()]
    assert lines == [["Bezirke", "2", "key,", "name"], ["Quartiere", "6", "key,", "name"]]

    again = imported(folder, quarters, districts, "--areas", *cut)
    assert again.returncode == 1
    assert "already there" in again.stderr

    looked = imported(folder, shares, *cut, "--reference-date", "2025-12-31", "--preview")
    assert looked.returncode == 0, looked.stderr
    assert "basic_income_under_18" in looked.stdout
    assert "values are in" not in looked.stdout + looked.stderr

    values = imported(folder, shares, *cut, "--reference-date", "31.12.2025", "--source", "Statistikamt")
    assert values.returncode == 0, values.stderr
    assert "6 values are in" in values.stdout + values.stderr
