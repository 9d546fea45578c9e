"""Reading the floor: frozen values and Arrow tables, figures only as released tables."""

from sozialraum.social_structure.queries.planning import area_choices, area_names, area_parents, planning_system

__all__ = ["area_choices", "area_names", "area_parents", "planning_system"]
