"""What people read in an order of names stands in the German one: "Koç" before "Kowalczyk", "Ärzte" before "Bus".

Python and the database compare letters by their numbers, and ``casefold`` leaves marks where they are. So an order by
a name goes through ``german_sort_key`` or a column that holds it (``SortKeyField``).
"""

from __future__ import annotations

import ast

import pytest
from meta.modules import lines_with

NAMES = {"name", "title", "full_name", "family_name", "provider", "label", "name_de", "name_en"}
FOLDING = {"casefold", "lower", "upper"}
# in these only equals are told apart by a name, or nobody reads the order
ONLY_EQUALS = {"born_on", "invited_at"}
NOT_READ = {
    "social_structure/services/catalog.py": "files that ship with the house",
    "social_structure/services/levels.py": "names of files, so that a proposal is the same each time",
    "foundation/jobs/queries.py": "names of work in the code",
    "foundation/privacy/classification.py": "names of models in the code",
}


def orders_without_german(code: str) -> list[int]:
    """The lines of a module in which something is ordered by a name as a machine would."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in {"sorted", "sort"}:
            keys = [each.value for each in node.keywords if each.arg == "key"]
            wrong = any(_by_letters(key) for key in keys)
        elif called == "order_by":
            fields = [each.value for each in node.args if isinstance(each, ast.Constant)]
            wrong = not ONLY_EQUALS & set(fields) and any(
                str(field).lstrip("-").split("__")[-1] in NAMES for field in fields
            )
        else:
            continue
        if wrong:
            found.append(node.lineno)
    return found


def _by_letters(key: ast.expr) -> bool:
    in_german = {
        inner
        for node in ast.walk(key)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "german_sort_key"
        for inner in ast.walk(node)
    }
    return any(
        isinstance(node, ast.Attribute) and node.attr in NAMES | FOLDING and node not in in_german
        for node in ast.walk(key)
    )


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("sorted(rows, key=lambda row: row.name)", True),
        ("rows.sort(key=lambda row: (row.day, row.family_name.casefold()))", True),
        ("sorted(rows, key=lambda row: german_sort_key(row.name))", False),
        ("sorted(rows, key=lambda row: (german_sort_key(row.name), row.day))", False),
        ("Offer.objects.order_by('provider__name')", True),
        ("Offer.objects.order_by('name_sort', 'id')", False),
        ("Member.objects.order_by('born_on', 'full_name')", False),
    ],
)
def test_the_check_tells_them_apart(code: str, *, wrong: bool) -> None:
    assert bool(orders_without_german(code)) is wrong


def test_orders_by_name_are_german() -> None:
    assert lines_with(orders_without_german, leaving_out=NOT_READ) == []
