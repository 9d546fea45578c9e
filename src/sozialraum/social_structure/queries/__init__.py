"""Reading the floor: frozen values and Arrow tables, figures only as released tables."""

from sozialraum.social_structure.queries.planning import (
    PlanningSystem,
    area_choices,
    area_middles,
    area_names,
    area_names_then,
    area_page,
    area_parents,
    areas_below,
    districts_by_area,
    planning_system,
)

__all__ = [
    "PlanningSystem",
    "area_choices",
    "area_middles",
    "area_names",
    "area_names_then",
    "area_page",
    "area_parents",
    "areas_below",
    "districts_by_area",
    "planning_system",
]
