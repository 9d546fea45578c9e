"""One word per concept: every model stands in docs/glossary.yml, and every entry names a model or says it is a term."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.yml"
FIELDS = {"identifier", "kind", "german", "statute", "meaning"}
SHORTEST_MEANING = 15


@pytest.fixture(scope="module")
def entries() -> list[dict[str, Any]]:
    return yaml.safe_load(GLOSSARY.read_text("utf-8"))


@pytest.fixture(scope="module")
def models() -> set[str]:
    return {each.__name__ for each in apps.get_models() if each.__module__.startswith("sozialraum.")}


def test_every_model_has_an_entry(entries: list[dict[str, Any]], models: set[str]) -> None:
    named = {each["identifier"] for each in entries if each.get("kind", "model") == "model"}
    assert sorted(models - named) == [], "add them to docs/glossary.yml"


def test_every_entry_names_a_model_or_says_it_is_a_term(
    entries: list[dict[str, Any]], models: set[str]
) -> None:
    named = {each["identifier"] for each in entries if each.get("kind", "model") == "model"}
    assert sorted(named - models) == [], "no such models; mark them `kind: term` or take them out"


def test_a_term_is_not_a_model(entries: list[dict[str, Any]], models: set[str]) -> None:
    terms = {each["identifier"] for each in entries if each.get("kind") == "term"}
    assert sorted(terms & models) == []


def test_every_entry_is_whole_and_stands_once(entries: list[dict[str, Any]]) -> None:
    for each in entries:
        assert set(each) <= FIELDS
        assert each.get("kind", "model") in {"model", "term"}
        assert each["german"].strip(), each["identifier"]
        assert len(each["meaning"]) >= SHORTEST_MEANING, each["identifier"]
        assert "statute" in each, each["identifier"]
    identifiers = [each["identifier"] for each in entries]
    assert len(identifiers) == len(set(identifiers))
