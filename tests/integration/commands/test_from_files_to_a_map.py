"""The commands of the how-to “From raw files to a map”, run as they stand there on the published files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from factories.programs import copied, sozialraum
from sozialraum.foundation.database.embedded import Cluster

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "how-to" / "from-files-to-a-map.md"
COMMAND = re.compile(r"^\$ sozialraum (import .+)$", re.MULTILINE)
# what each city must have afterwards: areas with an outline, released tables, and whether its licence opens them
EXPECTED = {"flensburg": (13, 10), "koeln": (95, 20), "hamburg": (0, 5), "lor": (755, 9)}


@pytest.fixture(scope="module")
def data(folder: Path, first_installation: Path) -> Path:
    """One installation for all cities."""
    return copied(first_installation, folder / "data")


def commands() -> dict[str, list[list[str]]]:
    """The commands of the guide by cut, in order."""
    found: dict[str, list[list[str]]] = {}
    for line in COMMAND.findall(GUIDE.read_text("utf-8")):
        words = shlex.split(line)
        found.setdefault(words[words.index("--system") + 1], []).append(words)
    return found


def run(data: Path, words: list[str], shared_data: Path) -> str:
    real = [
        str(shared_data / word.removeprefix("data/")) if word.startswith("data/") else word for word in words
    ]
    done = sozialraum("--data-dir", data, *real, patience=300)
    assert done.returncode == 0, f"{shlex.join(words)}\n{done.stderr}"
    return done.stdout + done.stderr


def test_the_guide_has_commands_for_every_city() -> None:
    assert set(commands()) == set(EXPECTED)


@pytest.mark.parametrize("city", sorted(EXPECTED))
def test_the_commands_of_a_city_lead_to_outlines_and_released_figures(
    city: str, data: Path, shared_data: Path
) -> None:
    for words in commands()[city]:
        run(data, words, shared_data)
    cluster = Cluster(data)
    with cluster.attached(), cluster.superuser("sozialraum") as connection:
        outlines = connection.execute(
            "SELECT count(*) FROM social_structure_area a JOIN social_structure_areasystem s ON s.id = a.system_id "
            "WHERE s.code = %s AND a.outline <> '' AND a.parent_id IS NOT NULL",
            [city],
        ).fetchone()
        tables = connection.execute(
            "SELECT count(*) FROM social_structure_release r JOIN social_structure_areasystem s ON s.id = r.system_id "
            "WHERE s.code = %s AND r.subject LIKE 'indicator:%%'",
            [city],
        ).fetchone()
    areas, least = EXPECTED[city]
    assert outlines == (areas,)
    assert tables is not None
    assert tables[0] >= least
