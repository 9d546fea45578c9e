"""Network maps: who is there for somebody, how near, and who knows whom; metrics, comparison and places on the sheet."""

from sozialraum.analytics.networks.clusters import apart, disc
from sozialraum.analytics.networks.comparison import Change, Comparison, compare
from sozialraum.analytics.networks.metrics import (
    HorizonCounts,
    NetworkMetrics,
    SectorMetrics,
    articulation_points,
    measure,
)
from sozialraum.analytics.networks.names import Name, NamePlace, place_names
from sozialraum.analytics.networks.network_map import (
    Alter,
    Direction,
    Horizon,
    NetworkError,
    NetworkMap,
    Sector,
    Support,
    Tie,
)
from sozialraum.analytics.networks.places import Place, arrange

__all__ = [
    "Alter",
    "Change",
    "Comparison",
    "Direction",
    "Horizon",
    "HorizonCounts",
    "Name",
    "NamePlace",
    "NetworkError",
    "NetworkMap",
    "NetworkMetrics",
    "Place",
    "Sector",
    "SectorMetrics",
    "Support",
    "Tie",
    "apart",
    "arrange",
    "articulation_points",
    "compare",
    "disc",
    "measure",
    "place_names",
]
