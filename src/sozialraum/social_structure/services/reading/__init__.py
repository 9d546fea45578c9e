"""What a planner's table means: which column is which indicator, and what its cells say."""

from sozialraum.social_structure.services.reading.plans import (
    SHOWN_ROWS,
    VALUES,
    ColumnPlan,
    Finding,
    Plan,
    Reading,
    ReadingError,
    date_from,
)
from sozialraum.social_structure.services.reading.proposals import (
    cut_named,
    fitting_system,
    propose_plan,
    proposed_date,
)
from sozialraum.social_structure.services.reading.values import read_values

__all__ = [
    "SHOWN_ROWS",
    "VALUES",
    "ColumnPlan",
    "Finding",
    "Plan",
    "Reading",
    "ReadingError",
    "cut_named",
    "date_from",
    "fitting_system",
    "propose_plan",
    "proposed_date",
    "read_values",
]
