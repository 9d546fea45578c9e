"""Pages read from right to left where a language does: no style sheet names a side of the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sozialraum.foundation.ui.templatetags.shell import POINTING, icon

SOURCE = Path(__file__).resolve().parents[4] / "src" / "sozialraum"
SHEETS = [path for path in sorted(SOURCE.rglob("static/*/*.css")) if "vendor" not in path.parts]
PHYSICAL = re.compile(
    r"(?:^|[;{\s])((?:margin|padding|border)-(?:left|right)[\w-]*|(?:left|right)|(?:float|clear|text-align))\s*:\s*([^;}]+)"
)


def sided(text: str) -> list[str]:
    """Declarations that name the left or the right; what is written for one direction alone may."""
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    rules = re.sub(r"[^{}]*\[dir=[^{}]*\{[^}]*\}", "", rules)
    return [
        f"{name}: {value.strip()}"
        for name, value in PHYSICAL.findall(rules)
        if "left" in name or "right" in name or value.strip() in {"left", "right"}
    ]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_style_sheet_names_a_side(sheet: Path) -> None:
    assert sided(sheet.read_text("utf-8")) == []


def test_what_names_a_side_is_found() -> None:
    assert sided("a { margin-left: 1px; color: red } b { text-align: right } [dir=\"rtl\"] c { left: 0 }") == [
        "margin-left: 1px", "text-align: right",
    ]  # fmt: skip


def test_signs_that_point_are_marked_as_such() -> None:
    assert 'class="i points"' in icon("arrow")
    assert 'class="i"' in icon("phone")
    assert {"left", "right"} <= POINTING
