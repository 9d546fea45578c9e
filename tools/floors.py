"""Writes a reference page for each floor from its own code while the documentation is built (a hook of mkdocs).

A page says what the floor is for (the docstrings), what others may ask it for (its queries and services, by module, with
the first sentence of each) and the words it speaks (its models, as the glossary explains them). Nothing is imported and
nothing is committed: the code is read as text, so the pages cannot fall behind it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
SOURCE, GLOSSARY = ROOT / "src" / "sozialraum", ROOT / "docs" / "glossary.yml"
FLOORS = {
    "foundation/accounts": "Accounts, roles, signing in",
    "foundation/privacy": "The gate, retention, own data, release",
    "foundation/audit": "The record of accesses",
    "foundation/jobs": "Background work",
    "foundation/ui": "The shell",
    "social_structure": "Social structure",
    "organization": "Organization",
    "network": "Network",
    "individual": "Individual",
    "participation": "Participation",
    "reporting": "Reports",
}
ROOMS = ("queries", "services")


@dataclass(frozen=True)
class Asked:
    """Something that others may call: its name, its parameters, and the first sentence of its docstring."""

    module: str
    name: str
    parameters: str
    sentence: str


def public_functions(floor: str, room: str) -> Iterator[Asked]:
    """The functions of a room that others may call, module by module, in the order of the file."""
    base = SOURCE / floor
    files = [base / f"{room}.py", *sorted((base / room).rglob("*.py"))]
    for path in (each for each in files if each.is_file()):
        module = (
            path.relative_to(SOURCE).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        )
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield Asked(module, node.name, parameters_of(node), first_sentence(ast.get_docstring(node)))


def parameters_of(node: ast.FunctionDef) -> str:
    """The names of the parameters; those that are given by name only stand after a star."""
    names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
    only = [each.arg for each in node.args.kwonlyargs]
    return ", ".join([*names, *(["*", *only] if only else [])])


def first_sentence(text: str | None) -> str:
    """The first paragraph of a docstring in one line."""
    return " ".join((text or "").split("\n\n", 1)[0].split())


def words_of(floor: str) -> list[dict[str, str]]:
    """The entries of the glossary for the models of a floor, in the order of the glossary."""
    files = [SOURCE / floor / "models.py", *sorted((SOURCE / floor / "models").glob("*.py"))]
    classes = {
        node.name
        for path in files
        if path.is_file()
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    return [each for each in yaml.safe_load(GLOSSARY.read_text("utf-8")) if each["identifier"] in classes]


def page_of(floor: str) -> str:
    """The reference page of one floor as Markdown."""
    lines = [
        f"# {FLOORS[floor]}",
        "",
        f"`sozialraum.{floor.replace('/', '.')}`. This page is written from the code.",
        "",
    ]
    if words := words_of(floor):
        lines += ["## Words", "", "| word | German | meaning |", "|---|---|---|"]
        lines += [
            f"| `{each['identifier']}` | {each['german']} | {_cell(each['meaning'])} |" for each in words
        ]
        lines.append("")
    for room in ROOMS:
        asked = list(public_functions(floor, room))
        if not asked:
            continue
        lines += [f"## {room.capitalize()}", ""]
        for module in dict.fromkeys(each.module for each in asked):
            lines += [f"### `{module}`", "", "| function | what it does |", "|---|---|"]
            lines += [
                f"| `{each.name}({each.parameters})` | {_cell(each.sentence)} |"
                for each in asked
                if each.module == module
            ]
            lines.append("")
    return "\n".join(lines) + "\n"


def overview() -> str:
    """The page that leads to the floors."""
    rows = [
        f"| [{title}]({_file(floor)}) | `sozialraum.{floor.replace('/', '.')}` |"
        for floor, title in FLOORS.items()
    ]
    return "\n".join(
        ["# The floors", "", "What each floor may be asked for. How they stand on each other: [ADR 1](../../adr/0001-floors.md).",
         "", "| floor | package |", "|---|---|", *rows, ""]
    )  # fmt: skip


def _file(floor: str) -> str:
    return f"{floor.replace('/', '-').replace('_', '-')}.md"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("``", "`")


def on_files(files: Any, config: Any) -> Any:
    """Give the generated pages to mkdocs."""
    from mkdocs.structure.files import File

    pages = {"index.md": overview(), **{_file(floor): page_of(floor) for floor in FLOORS}}
    for name, content in pages.items():
        files.append(File.generated(config, f"reference/floors/{name}", content=content))
    return files
