"""Every start of the program and each of its processes loads what its pages need, and heavy libraries only when asked."""

from __future__ import annotations

import re
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
