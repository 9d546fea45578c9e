"""The budget of social spaces: three tiers, a formula that explains itself, and claims that nothing can cap.

An allocation goes from a table of areas and a recipe to amounts in whole cents with every step of the way. What
individual young people are entitled to is forecast beside it and enters no formula.
"""

from sozialraum.analytics.budget.allocation import Allocation, Step, allocate, area_shares
from sozialraum.analytics.budget.areas import NAMES as COLUMN_NAMES
from sozialraum.analytics.budget.areas import Areas, areas_of, carried_over, wanted_columns
from sozialraum.analytics.budget.corridor import Branch
from sozialraum.analytics.budget.money import BudgetError, CentArray, Told, cents, euros, read_amount
from sozialraum.analytics.budget.recipe import (
    BudgetRecipe,
    PredictorKind,
    shipped_budget_recipe,
    shipped_budget_recipe_names,
)

__all__ = [
    "COLUMN_NAMES",
    "Allocation",
    "Areas",
    "Branch",
    "BudgetError",
    "BudgetRecipe",
    "CentArray",
    "PredictorKind",
    "Step",
    "Told",
    "allocate",
    "area_shares",
    "areas_of",
    "carried_over",
    "cents",
    "euros",
    "read_amount",
    "shipped_budget_recipe",
    "shipped_budget_recipe_names",
    "wanted_columns",
]
