"""Why an area receives its amount: one clause for every step that is not zero, to be read aloud in a committee.

The clauses are kinds with figures; the words stand with whoever speaks to people.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sozialraum.analytics.budget.allocation import Allocation, Step
from sozialraum.analytics.budget.corridor import Branch


class Clause(StrEnum):
    """What a sentence of the explanation says."""

    BY_HEADS = "by_heads"
    MORE_BURDEN = "more_burden"
    LESS_BURDEN = "less_burden"
    FEW_OFFERS = "few_offers"
    MANY_OFFERS = "many_offers"
    OFFERS_ELSEWHERE_MANY = "offers_elsewhere_many"
    OFFERS_ELSEWHERE_FEW = "offers_elsewhere_few"
    FLOOR_LIFTS = "floor_lifts"
    FLOOR_SHIFTS = "floor_shifts"
    PROTECTED = "protected"
    GROWTH_LIMITED = "growth_limited"
    PROTECTS_OTHERS = "protects_others"
    CATCH_UP = "catch_up"
    RULES_MORE = "rules_more"
    RULES_LESS = "rules_less"
    NEGOTIATED_MORE = "negotiated_more"
    NEGOTIATED_LESS = "negotiated_less"
    ROUNDED = "rounded"


@dataclass(frozen=True)
class Reason:
    """A clause and its figure in cents, always positive."""

    clause: Clause
    cents: int


def explanation(found: Allocation, area: str, *, factor: float = 1.0) -> tuple[Reason, ...]:
    """The reasons of an area's amount in the order of the waterfall; `factor` is its infrastructure factor.

    Steps below a euro are left out, but for the rounding itself, which is told by the table beside.
    """
    place = found.codes.index(area)
    steps = dict.fromkeys(Step, 0) | {step: int(values[place]) for step, values in found.steps.items()}
    growth_held = found.branch is Branch.CATCH_UP or int(found.ongoing[place]) >= int(found.high[place])
    kinds = {
        Step.NEED: (Clause.MORE_BURDEN, Clause.LESS_BURDEN),
        Step.INFRASTRUCTURE: (
            Clause.FEW_OFFERS if factor > 1 else Clause.OFFERS_ELSEWHERE_MANY,
            Clause.MANY_OFFERS if factor < 1 else Clause.OFFERS_ELSEWHERE_FEW,
        ),
        Step.FLOOR: (Clause.FLOOR_LIFTS, Clause.FLOOR_SHIFTS),
        Step.CORRIDOR: (Clause.PROTECTED, Clause.GROWTH_LIMITED if growth_held else Clause.PROTECTS_OTHERS),
        Step.CATCH_UP: (Clause.CATCH_UP, Clause.CATCH_UP),
        Step.RULES: (Clause.RULES_MORE, Clause.RULES_LESS),
        Step.NEGOTIATION: (Clause.NEGOTIATED_MORE, Clause.NEGOTIATED_LESS),
    }
    reasons = [Reason(Clause.BY_HEADS, steps[Step.PEOPLE])]
    for step, (gain, loss) in kinds.items():
        if abs(steps[step]) >= 100:
            reasons.append(Reason(gain if steps[step] > 0 else loss, abs(steps[step])))
    return tuple(reasons)
