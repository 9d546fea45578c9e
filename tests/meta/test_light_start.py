"""Every start of the program and each of its processes loads what its pages need, and heavy libraries only when asked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src" / "sozialraum"
WHEN_NEEDED = re.compile(
    r"^(?:from scipy|import scipy\.|(?:from|import) (?:duckdb|snowballstemmer|sqlglot|typst|pyspark)\b)"
)
"""SciPy itself is light and brings its parts when they are named: `import scipy`, then `scipy.sparse.csr_array`."""
BUILT_ONCE = "demo"


def test_heavy_libraries_are_not_loaded_with_a_module() -> None:
    heavy = [
        f"{path.relative_to(SOURCES)}:{number} {line}"
        for path in sorted(SOURCES.rglob("*.py"))
        if path.relative_to(SOURCES).parts[0] != BUILT_ONCE
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if WHEN_NEEDED.match(line)
    ]
    assert heavy == []


def test_pages_about_areas_do_without_the_statistics_of_scipy() -> None:
    """They are forty megabytes and a second in every web process."""
    asked = (
        "import sys; from sozialraum.analytics.rates import compare_with_whole as compare;"
        "from sozialraum.analytics.projection import model_fertility as births;"
        "compare([1, 2], [3, 4], many='false_discovery'); births(1.4, mean_age=31.0);"
        "sys.exit('scipy.stats' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", asked], env={"PYTHONPATH": str(SOURCES.parent)}, check=True)


def test_projections_are_loaded_when_outlines_come_in() -> None:
    """No page reads them; they are twelve megabytes in every process."""
    asked = (
        "import sys, django; django.setup(); import sozialraum.site.urls; sys.exit('pyproj' in sys.modules)"
    )
    chosen = {"PYTHONPATH": str(SOURCES.parent), "DJANGO_SETTINGS_MODULE": "sozialraum.site.settings"}
    subprocess.run([sys.executable, "-c", asked], env=chosen, check=True)
