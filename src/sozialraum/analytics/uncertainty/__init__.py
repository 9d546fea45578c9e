"""How sure an index is: ranges of ranks, stability of classes, who can be told apart, and what decides."""

from sozialraum.analytics.uncertainty.composite import Composite, Input, Node, simple_composite
from sozialraum.analytics.uncertainty.groups import groups_from_top, ranks_beyond_doubt, told_apart
from sozialraum.analytics.uncertainty.influence import CHANCE, alternatives, drop_one, influence
from sozialraum.analytics.uncertainty.intervals import RankIntervals
from sozialraum.analytics.uncertainty.recipes import composite_of, rank_intervals
from sozialraum.analytics.uncertainty.scales import Scale
from sozialraum.analytics.uncertainty.simulation import Plan, Simulation, simulate
from sozialraum.analytics.uncertainty.sobol import Sensitivity, sobol_sensitivity

__all__ = [
    "CHANCE",
    "Composite",
    "Input",
    "Node",
    "Plan",
    "RankIntervals",
    "Scale",
    "Sensitivity",
    "Simulation",
    "alternatives",
    "composite_of",
    "drop_one",
    "groups_from_top",
    "influence",
    "rank_intervals",
    "ranks_beyond_doubt",
    "simple_composite",
    "simulate",
    "sobol_sensitivity",
    "told_apart",
]
