"""Disclosure control: which counts may be shown, with a proof that the hidden ones stay hidden."""

from sozialraum.analytics.disclosure.attack import Bounds, Contradiction, attack
from sozialraum.analytics.disclosure.cell_keys import NoiseTable, cell_keys, record_keys
from sozialraum.analytics.disclosure.count_table import (
    CellStatus,
    CountTable,
    Dimension,
    LinearFact,
    Protected,
    released_facts,
)
from sozialraum.analytics.disclosure.dominance import Dominance, PercentRule, sensitive_sums
from sozialraum.analytics.disclosure.protection import Unproven, protect
from sozialraum.analytics.disclosure.rates import RateStatus, index_allowed, release_rates
from sozialraum.analytics.disclosure.rounding import (
    Rounded,
    Rounding,
    betrayed,
    pinned,
    round_counts,
)

__all__ = [
    "Bounds",
    "CellStatus",
    "Contradiction",
    "CountTable",
    "Dimension",
    "Dominance",
    "LinearFact",
    "NoiseTable",
    "PercentRule",
    "Protected",
    "RateStatus",
    "Rounded",
    "Rounding",
    "Unproven",
    "attack",
    "betrayed",
    "cell_keys",
    "index_allowed",
    "pinned",
    "protect",
    "record_keys",
    "release_rates",
    "released_facts",
    "round_counts",
    "sensitive_sums",
]
