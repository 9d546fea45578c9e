"""Composite indices as recipes: one declarative object from table to class, published with every map."""

from sozialraum.analytics.indices.insight import contributions, correlations, drop_one
from sozialraum.analytics.indices.kernel import IndexResult, compute_index
from sozialraum.analytics.indices.recipe import (
    ClassDefinition,
    Combination,
    Cut,
    Dates,
    Grouping,
    Indicator,
    Key,
    Missing,
    Normalization,
    Outliers,
    Part,
    Period,
    Recipe,
    RecipeError,
    Shrinkage,
    Validity,
)
from sozialraum.analytics.indices.shelf import shipped_recipe, shipped_recipe_names

__all__ = [
    "ClassDefinition",
    "Combination",
    "Cut",
    "Dates",
    "Grouping",
    "IndexResult",
    "Indicator",
    "Key",
    "Missing",
    "Normalization",
    "Outliers",
    "Part",
    "Period",
    "Recipe",
    "RecipeError",
    "Shrinkage",
    "Validity",
    "compute_index",
    "contributions",
    "correlations",
    "drop_one",
    "shipped_recipe",
    "shipped_recipe_names",
]
