"""The reference pages of the floors say what is there, and everything that is there says what it does."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def floors() -> ModuleType:
    spec = importlib.util.spec_from_file_location("floors", ROOT / "tools" / "floors.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules["floors"] = found
    spec.loader.exec_module(found)
    return found


def test_a_page_names_functions_parameters_and_words(floors: ModuleType) -> None:
    page = floors.page_of("foundation/accounts")
    assert "| `Substitution` | Vertretung |" in page
    assert (
        "`arrange_substitution(*, absent_id, substitute_id, roles, valid_from, valid_until, by, at)`" in page
    )
    assert "### `foundation.accounts.queries.people`" in page


def test_every_floor_has_a_page_that_the_overview_leads_to(floors: ModuleType) -> None:
    rooms = {path.parent.name for path in (ROOT / "src" / "sozialraum").glob("*/apps.py")}
    assert rooms <= set(floors.FLOORS)
    for floor in floors.FLOORS:
        assert floors._file(floor) in floors.overview()


def test_whatever_may_be_called_says_what_it_does(floors: ModuleType) -> None:
    silent = [
        f"{each.module}.{each.name}"
        for floor in floors.FLOORS
        for room in floors.ROOMS
        for each in floors.public_functions(floor, room)
        if not each.sentence
    ]
    assert silent == []


def test_signs_of_a_table_do_not_break_it(floors: ModuleType) -> None:
    assert floors._cell("``int | None``") == "`int \\| None`"
