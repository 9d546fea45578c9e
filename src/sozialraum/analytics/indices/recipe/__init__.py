"""The recipe of a composite index: everything that decides a figure, in one declarative object."""

from sozialraum.analytics.indices.recipe.document import Recipe
from sozialraum.analytics.indices.recipe.form import RecipeError
from sozialraum.analytics.indices.recipe.inputs import Dates, Indicator, Key, Period, Validity
from sozialraum.analytics.indices.recipe.parts import ClassDefinition, Combination, Cut, Grouping, Part
from sozialraum.analytics.indices.recipe.treatments import Missing, Normalization, Outliers, Shrinkage

__all__ = [
    "ClassDefinition",
    "Combination",
    "Cut",
    "Dates",
    "Grouping",
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
]
