"""The recipe as a document: old ones keep their fingerprint, every one goes through TOML, contradictions are named."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import sozialraum.social_structure
from sozialraum.analytics.indices import Recipe, RecipeError, shipped_recipe, shipped_recipe_names

# as the runs of the first recipes stored them
STORED = {
    "berlin-mss-2013": "32da2dac8cb65824e9f32dee2125605399eb5ac355a09466cf0105aebe133bee",
    "berlin-mss-2019": "943d84b4531aa1bbb764c2dd8f46136841053fce979f527c528cf97ef7a4a44f",
}
FIRST_FORM = {
    "combination": None,
    "indicators": [
        {"code": "A", "columns": ["a"], "direction": "burden", "part": "x", "title_de": "a", "title_en": "a", "weight": 1.0}
    ],
    "key": {"columns": ["id"], "digits": 8},
    "missing_values": [],
    "name": "first",
    "normalization": {"deviation": "population", "method": "z"},
    "parts": [
        {"aggregation": "sum", "classes": [], "code": "x", "cuts": [], "restandardize": True, "title_de": "x", "title_en": "x"}
    ],
    "source": "s",
    "title_de": "t",
    "title_en": "t",
    "validity": {
        "all_zero_is_unknown": False, "list_columns": [], "mark_columns": [], "mark_valid": None, "minimum_population": 300.0,
        "population": ["people"],
    },
}  # fmt: skip
TREE = """
name = "tree"
title_de = "Baum"
title_en = "Tree"
source = "test"
key = { columns = ["id"] }
indicators = [
  { code = "A", title_de = "a", title_en = "a", columns = ["a"], part = "left" },
  { code = "B", title_de = "b", title_en = "b", columns = ["b"], part = "right" },
]
parts = [
  { code = "left", title_de = "l", title_en = "l", parent = "top" },
  { code = "right", title_de = "r", title_en = "r", parent = "top" },
  { code = "top", title_de = "t", title_en = "t" },
]
"""


@pytest.mark.parametrize(("name", "fingerprint"), STORED.items())
def test_recipes_of_stored_runs_keep_their_fingerprint(name: str, fingerprint: str) -> None:
    assert shipped_recipe(name).fingerprint == fingerprint


def test_a_recipe_in_its_first_form_loads_and_is_written_as_before() -> None:
    recipe = Recipe.model_validate(FIRST_FORM)
    assert json.loads(recipe.canonical) == FIRST_FORM


@pytest.mark.parametrize("name", shipped_recipe_names())
def test_every_recipe_survives_toml_and_json(name: str) -> None:
    recipe = shipped_recipe(name)
    assert Recipe.from_toml(recipe.to_toml()) == recipe
    assert Recipe.model_validate_json(recipe.canonical).fingerprint == recipe.fingerprint


def test_what_must_be_shipped_is_shipped() -> None:
    assert set(shipped_recipe_names()) >= {
        "berlin-mss-2013", "berlin-mss-2019", "gisd-2022", "england-imd-2019", "scotland-simd-2016", "coinr-asem", "default",
    }  # fmt: skip


def test_the_default_recipe_knows_every_need_of_the_catalogue_and_no_output() -> None:
    folder = Path(sozialraum.social_structure.__file__).parent / "catalog"
    recipe = shipped_recipe("default")
    catalog = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.toml"))]
    needs = {each["code"]: each for each in catalog if each["kind"] == "need"}
    assert {entry.code for entry in recipe.indicators} == set(needs)
    for entry in recipe.indicators:
        assert set(needs[entry.code]["columns"]) <= set(entry.columns)
        assert entry.direction == needs[entry.code]["direction"]
    outputs = {name for each in catalog if each["kind"] == "output" for name in each["columns"]}
    assert outputs <= set(recipe.refused)


def test_own_columns_become_indicators() -> None:
    recipe = shipped_recipe("default").measuring(["Armut (%)", "-Wahlbeteiligung", "2024"])
    assert [(entry.code, entry.columns, entry.direction) for entry in recipe.indicators] == [
        ("Armut", ("Armut (%)",), "burden"),
        ("Wahlbeteiligung", ("Wahlbeteiligung",), "relief"),
        ("indicator_3", ("2024",), "burden"),
    ]
    with pytest.raises(RecipeError, match="names its indicators itself"):
        shipped_recipe("berlin-mss-2019").measuring(["a"])
    with pytest.raises(RecipeError, match=r"“hze_dichte” cannot be an indicator.*circular"):
        shipped_recipe("default").measuring(["poverty", "hze_dichte"])
    with pytest.raises(RecipeError, match="stands twice"):
        shipped_recipe("default").measuring(["poverty", "poverty"])


def test_a_recipe_loses_an_indicator_and_the_part_it_was_alone_in() -> None:
    recipe = Recipe.from_toml(TREE)
    assert [part.code for part in recipe.without("A").parts] == ["right", "top"]
    assert [entry.code for entry in recipe.below("top")] == ["A", "B"]
    assert [entry.code for entry in recipe.below("left")] == ["A"]
    with pytest.raises(KeyError):
        recipe.without("C")
    with pytest.raises(RecipeError):
        recipe.without("A").without("B")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('parent = "top" },\n  { code = "right"', 'parent = "nowhere" },\n  { code = "right"', "unknown part nowhere"),
        ('{ code = "top", ', '{ code = "top", parent = "left", ', "is a part of itself"),
        ('code = "B"', 'code = "left"', "left is the code of an indicator and of a part"),
        ('part = "right"', 'part = "left"', "part right has no indicator"),
        ('source = "test"', 'source = "test"\nnormalization = { method = "target" }', "indicator A has no target"),
        ('source = "test"', 'source = "test"\nnormalization = { method = "min_max", low = 2 }', "low must be below high"),
        ('source = "test"', 'source = "test"\nnormalization = { method = "min_max", weights = ["p"] }', "weights belong to z"),
        ('source = "test"', 'source = "test"\nmissing = { method = "group_mean" }', "group names the column"),
        ('source = "test"', 'source = "test"\noutliers = { method = "skewness", action = "missing" }', "its action is clip"),
        ('source = "test"', 'source = "test"\nvalidity = { minimum_population = 300 }', "needs the population column"),
        ('code = "left", ', 'code = "left", grouping = { count = 5 }, ', "only an index has classes"),
        ('code = "top", ', 'code = "top", anchor = "A", ', "need found weights"),
        ('code = "top", ', 'code = "top", aggregation = "factor", anchor = "Z", ', "anchored at the unknown indicator Z"),
        ('columns = ["b"]', 'columns = ["b"], numerator = ["n"]', "numerator without a denominator"),
    ],
)  # fmt: skip
def test_contradictions_are_named(old: str, new: str, message: str) -> None:
    assert old in TREE
    with pytest.raises(RecipeError, match=message):
        Recipe.from_toml(TREE.replace(old, new, 1))
