"""From one cut of the municipality to another: crosswalks and what they carry."""

from sozialraum.analytics.areal.conversion import (
    STATUSES,
    Carried,
    carry_counts,
    carry_rates,
    convert_counts,
    convert_rates,
)
from sozialraum.analytics.areal.crosswalk import (
    RELATIONS,
    Crosswalk,
    crosswalk_from_links,
    crosswalk_from_parts,
    crosswalk_from_places,
)
from sozialraum.analytics.areal.overlay import codes_at_points, crosswalk_from_geometry

__all__ = [
    "RELATIONS",
    "STATUSES",
    "Carried",
    "Crosswalk",
    "carry_counts",
    "carry_rates",
    "codes_at_points",
    "convert_counts",
    "convert_rates",
    "crosswalk_from_geometry",
    "crosswalk_from_links",
    "crosswalk_from_parts",
    "crosswalk_from_places",
]
