"""Reach: what people come to on foot, over streets and bridges, and how supply is shared among all who come."""

from sozialraum.analytics.reach.catchments import balanced, enhanced_two_step, gaussian, in_steps, two_step
from sozialraum.analytics.reach.isochrones import isochrones
from sozialraum.analytics.reach.quarters import homes_along, places_within_walk, places_within_walks
from sozialraum.analytics.reach.street_graph import Snapped, StreetGraph
from sozialraum.analytics.reach.walking import WALKING, Walker, WalkerKind, walking_distance
from sozialraum.analytics.reach.ways import (
    DETOUR,
    Method,
    Nearest,
    Ways,
    nearest_place,
    straight_ways,
    ways_within,
)

__all__ = [
    "DETOUR",
    "WALKING",
    "Method",
    "Nearest",
    "Snapped",
    "StreetGraph",
    "Walker",
    "WalkerKind",
    "Ways",
    "balanced",
    "enhanced_two_step",
    "gaussian",
    "homes_along",
    "in_steps",
    "isochrones",
    "nearest_place",
    "places_within_walk",
    "places_within_walks",
    "straight_ways",
    "two_step",
    "walking_distance",
    "ways_within",
]
