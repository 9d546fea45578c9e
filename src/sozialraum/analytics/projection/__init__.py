"""Population of small areas in the years to come: cohorts, components, scenarios, and how far off it may be."""

from sozialraum.analytics.projection.accuracy import Accuracy, ErrorBand, accuracy, fitted_band
from sozialraum.analytics.projection.cohorts import (
    Assumptions,
    Housing,
    Projection,
    Scenario,
    expected_use,
    project,
)
from sozialraum.analytics.projection.moves import residual_migration
from sozialraum.analytics.projection.people import (
    SEXES,
    Population,
    population_from_bands,
    population_from_table,
)
from sozialraum.analytics.projection.schedules import (
    life_expectancy,
    model_fertility,
    model_mortality,
    survivors,
)
from sozialraum.analytics.projection.tree import population_tree

__all__ = [
    "SEXES",
    "Accuracy",
    "Assumptions",
    "ErrorBand",
    "Housing",
    "Population",
    "Projection",
    "Scenario",
    "accuracy",
    "expected_use",
    "fitted_band",
    "life_expectancy",
    "model_fertility",
    "model_mortality",
    "population_from_bands",
    "population_from_table",
    "population_tree",
    "project",
    "residual_migration",
    "survivors",
]
