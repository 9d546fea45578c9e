"""``sozialraum import`` as a planner starts it: areas, then values, in processes of their own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from factories.areas import QUARTERS, SHARES, square, table
from factories.programs import sozialraum


def imported(data: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return sozialraum("--data-dir", data, "import", *arguments)


def areas_file(path: Path, rows: list[tuple[str, str, dict[str, object]]]) -> Path:
    features = [
        {"type": "Feature", "properties": {"key": key, "name": name}, "geometry": shape}
        for key, name, shape in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_areas_then_values_and_each_refusal_stores_nothing(folder: Path, installed: Path) -> None:
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

    nameless = imported(installed, districts, "--areas")
    assert nameless.returncode == 2
    assert "--system and --vintage" in nameless.stderr

    early = imported(installed, shares, *cut, "--reference-date", "2025-12-31")
    assert early.returncode == 1
    assert "no areas “town” of 2023" in early.stderr
    assert "Traceback" not in early.stderr

    # in the wrong order on purpose: the command sorts the levels from coarse to fine
    words = ("--level", "Bezirk/Bezirke", "--level", "Quartier/Quartiere")
    areas = imported(installed, quarters, districts, "--areas", *cut, "--whole", "Kleinstadt", *words)
    assert areas.returncode == 0, areas.stderr
    lines = [line.split() for line in areas.stdout.splitlines() if line.strip()]
    assert lines == [["Bezirke", "2", "key,", "name"], ["Quartiere", "6", "key,", "name"]]

    again = imported(installed, quarters, districts, "--areas", *cut)
    assert again.returncode == 1
    assert "already there" in again.stderr

    looked = imported(installed, shares, *cut, "--reference-date", "2025-12-31", "--preview")
    assert looked.returncode == 0, looked.stderr
    assert "basic_income_under_18" in looked.stdout
    assert "values are in" not in looked.stdout + looked.stderr

    values = imported(installed, shares, *cut, "--reference-date", "31.12.2025", "--source", "Statistikamt")
    assert values.returncode == 0, values.stderr
    assert "6 values are in" in values.stdout + values.stderr
