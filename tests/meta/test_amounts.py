"""Amounts in sentences have their thousands apart: 12.500 people, never 12500."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import sozialraum

SOURCE = Path(sozialraum.__file__).parent
TAG = re.compile(r"\{%\s*blocktranslate\b(.*?)%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)
COUNTER = re.compile(r"\bcount\s+(\w+)=")
PLURALS = {"ngettext", "ngettext_lazy", "npgettext"}
SPANS_OF_TIME = re.compile(r"minutes|months|days|weeks|years|seconds|every|age\b")
"""What has no thousands."""


def test_counters_of_templates_are_written_by_thousands() -> None:
    found = {
        f"{path.relative_to(SOURCE)}: {tag.group(1).strip()}"
        for path in sorted(SOURCE.rglob("templates/**/*.html"))
        for tag in TAG.finditer(path.read_text())
        if (counter := COUNTER.search(tag.group(1)))
        and re.search(rf"\{{\{{\s*{counter.group(1)}\s*\}}\}}", tag.group(2))
    }
    # write {% blocktranslate count counted=total with n=total|grouped %} … {{ n }}
    assert not found, found


def test_counters_of_sentences_are_written_by_thousands() -> None:
    found = {
        f"{path.relative_to(SOURCE)}:{line}: {value}"
        for path in sorted(SOURCE.rglob("*.py"))
        if "ngettext" in path.read_text()
        for line, value in raw_counters(ast.parse(path.read_text()))
        if not SPANS_OF_TIME.search(value)
    }
    # write ngettext(…, total) % {"n": number(total)}, with number from foundation.ui.drawing
    assert not found, found


def raw_counters(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where a plural is filled with the very number that chose its form."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)):
            continue
        if not (isinstance(node.left, ast.Call) and isinstance(node.right, ast.Dict)):
            continue
        called = node.left.func
        if isinstance(called, ast.Name) and called.id in PLURALS and node.left.args:
            chose = ast.unparse(node.left.args[-1])
            yield from ((node.lineno, chose) for each in node.right.values if ast.unparse(each) == chose)
