"""Looking for lines in the modules of the house."""

from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path

import sozialraum

SOURCE = Path(sozialraum.__file__).parent


def lines_with(find: Callable[[str], list[int]], *, leaving_out: Container[str] = ()) -> list[str]:
    """Where ``find`` finds lines in a module's code: path and line; migrations say what was and are left out."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if "migrations" not in path.parts and name not in leaving_out:
            found += [f"{name}:{line}" for line in find(path.read_text(encoding="utf-8"))]
    return found
