"""How sure an index is: ranges of ranks, stability of classes, who can be told apart, and what decides."""

from sozialraum.analytics.uncertainty.composite import Composite, Input, Node, simple_composite
from sozialraum.analytics.uncertainty.groups import groups_from_top, ranks_beyond_doubt, told_apart
from sozialraum.analytics.uncertainty.intervals import RankIntervals
from sozialraum.analytics.uncertainty.scales import Scale
from sozialraum.analytics.uncertainty.simulation import Plan, Simulation, simulate

__all__ = [
    "Composite",
    "Input",
    "Node",
    "Plan",
    "RankIntervals",
    "Scale",
    "Simulation",
    "groups_from_top",
    "ranks_beyond_doubt",
    "simple_composite",
    "simulate",
    "told_apart",
]
