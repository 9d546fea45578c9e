"""Nothing is asked twice: every form field of the floor individual holds a fact, and every fact has one home."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import defaultdict

import pytest
from django import forms
from meta.facts import FACTS, ONLY_COMPARED, POINTS, SAME_HOME, TAKEN_OVER

import sozialraum.individual.forms as rooms


def forms_of_the_floor() -> dict[str, set[str]]:
    """The fields of every form of the floor; a name that two modules share carries its module."""
    found: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
    for module in pkgutil.iter_modules(rooms.__path__):
        room = importlib.import_module(f"{rooms.__name__}.{module.name}")
        for name, kind in inspect.getmembers(room, inspect.isclass):
            if issubclass(kind, forms.BaseForm) and kind.__module__ == room.__name__:
                found[name].append((module.name, set(kind.base_fields)))
    return {
        name if len(places) == 1 else f"{module}.{name}": fields
        for name, places in found.items()
        for module, fields in places
    }


def homes() -> dict[str, set[str]]:
    """The forms in which each fact is told; forms of one home count once, what is taken over does not count."""
    found: dict[str, set[str]] = defaultdict(set)
    for form, fields in FACTS.items():
        home = next((min(each) for each in SAME_HOME if form in each), form)
        for field, fact in fields.items():
            if fact != POINTS and (form, field) not in TAKEN_OVER and (form, field) not in ONLY_COMPARED:
                found[fact].add(home)
    return found


def test_every_field_is_mapped_to_the_fact_it_holds() -> None:
    asked = forms_of_the_floor()
    assert {name: set(fields) for name, fields in FACTS.items()} == asked, (
        "say in tests/meta/facts.py what is asked"
    )


def test_every_fact_is_asked_in_one_place() -> None:
    twice = {fact: sorted(places) for fact, places in homes().items() if len(places) > 1}
    assert twice == {}, "show or prefill it in all places but one"


def test_what_is_taken_over_has_a_home_elsewhere() -> None:
    known = homes()
    for form, field in (*TAKEN_OVER, *ONLY_COMPARED):
        assert known[FACTS[form][field]] - {form}, f"{form}.{field} has no home"


def test_a_fact_that_is_asked_twice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FACTS, "SecondForm", {"name": "member.name"})
    assert homes()["member.name"] == {"MemberForm", "SecondForm"}
