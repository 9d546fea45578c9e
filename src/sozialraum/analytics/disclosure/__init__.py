"""Disclosure control: which counts may be shown, with a proof that the hidden ones stay hidden."""

from sozialraum.analytics.disclosure.attack import Bounds, attack
from sozialraum.analytics.disclosure.count_table import (
    CellStatus,
    CountTable,
    Dimension,
    LinearFact,
    Protected,
    released_facts,
)
from sozialraum.analytics.disclosure.protection import Unproven, protect
from sozialraum.analytics.disclosure.rates import RateStatus, index_allowed, release_rates

__all__ = [
    "Bounds",
    "CellStatus",
    "CountTable",
    "Dimension",
    "LinearFact",
    "Protected",
    "RateStatus",
    "Unproven",
    "attack",
    "index_allowed",
    "protect",
    "release_rates",
    "released_facts",
]
