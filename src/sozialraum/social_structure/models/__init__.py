"""Areas, indicators, deliveries, observations, runs and releases."""

from sozialraum.social_structure.models.catalog import Indicator, IndicatorRevision
from sozialraum.social_structure.models.cuts import Area, AreaSystem, Crosswalk, CrosswalkPart
from sozialraum.social_structure.models.deliveries import Delivery, Observation
from sozialraum.social_structure.models.runs import Edition, Release, Run

__all__ = [
    "Area",
    "AreaSystem",
    "Crosswalk",
    "CrosswalkPart",
    "Delivery",
    "Edition",
    "Indicator",
    "IndicatorRevision",
    "Observation",
    "Release",
    "Run",
]
