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


def test_pages_do_without_what_is_heavy_for_one_small_sum() -> None:
    """The statistics of SciPy are forty megabytes in every web process, DuckDB forty and the solvers of SciPy twelve."""
    asked = """
import sys
import datetime, numpy as np, pyarrow as pa
from sozialraum.analytics.disclosure import CountTable, Dimension, protect
from sozialraum.analytics.projection import fitted_band, model_fertility, model_mortality
from sozialraum.analytics.rates import compare_with_whole
from sozialraum.warehouse.ledger_files import booked_by_month

compare_with_whole([1, 2], [3, 4], many="false_discovery")
model_fertility(1.4, mean_age=31.0), model_mortality((83.0, 78.0))
fitted_band(np.arange(11.0, 31), np.arange(12.0, 32), np.ones(20))
booked_by_month(pa.table({"account": ["a"], "booked_on": [datetime.date(2026, 1, 5)], "amount": [1]}), 2026)
protect(CountTable((Dimension("area", ("a", "b", "c", "all"), dict.fromkeys("abc", "all")),), np.array([2, 9, 30, 41])))
print([name for name in ("scipy.stats", "scipy.optimize", "duckdb") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", asked], env={"PYTHONPATH": str(SOURCES.parent)}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_projections_are_loaded_when_outlines_come_in() -> None:
    """No page reads them; they are twelve megabytes in every process. Nor is a list of passwords read before it is asked."""
    asked = (
        "import sys, django; django.setup(); import sozialraum.site.urls;"
        "from sozialraum.foundation.accounts import passwords;"
        "assert passwords._with_its_list.cache_info().misses == 0;"
        "assert not any(name.endswith('.migrations.0001_initial') for name in sys.modules);"
        "sys.exit('pyproj' in sys.modules)"
    )
    chosen = {"PYTHONPATH": str(SOURCES.parent), "DJANGO_SETTINGS_MODULE": "sozialraum.site.settings"}
    subprocess.run([sys.executable, "-c", asked], env=chosen, check=True)


def test_points_are_put_on_streets_without_a_library_of_space() -> None:
    """Trees of points come with rotations, hulls and constants of nature: four megabytes."""
    asked = (
        "import sys, numpy as np; from sozialraum.analytics.reach import StreetGraph;"
        "graph = StreetGraph(np.array([[0.0, 0], [9, 0]]), np.array([[0, 1]]), np.array([9.0]));"
        "assert graph.snap([[4, 1]]).access == [1]; graph.matrix;"
        "sys.exit('scipy.spatial' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", asked], env={"PYTHONPATH": str(SOURCES.parent)}, check=True)
