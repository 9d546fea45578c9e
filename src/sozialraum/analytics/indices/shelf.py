"""The recipes that ship with the library."""

from __future__ import annotations

from importlib.resources import files

from sozialraum.analytics.indices.recipe import Recipe, RecipeError
from sozialraum.analytics.messages import gettext_noop, shorten

_SHELF = files("sozialraum.analytics.indices") / "recipes"


def shipped_recipe_names() -> list[str]:
    """Names of the shipped recipes, sorted.

    >>> "berlin-mss-2019" in shipped_recipe_names()
    True
    """
    return sorted(
        entry.name.removesuffix(".toml") for entry in _SHELF.iterdir() if entry.name.endswith(".toml")
    )


def shipped_recipe(name: str) -> Recipe:
    """The shipped recipe of that name; RecipeError lists the names there are."""
    names = shipped_recipe_names()
    if name not in names:
        raise RecipeError(
            gettext_noop("There is no recipe named “{name}”."),
            gettext_noop("Take one of: {names}; or name a recipe file."),
            name=name,
            names=shorten(names, limit=20),
        )
    return Recipe.from_toml((_SHELF / f"{name}.toml").read_text(encoding="utf-8"))
