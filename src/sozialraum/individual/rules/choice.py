"""The right to wish and to choose, and the decision on a claim (§§ 5, 36a, 37c SGB VIII)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import RefusalReason

STATIONARY: Final = frozenset({"19", "32", "34", "35", "35a"})
"""Helps for which an agreement on service, price and quality is asked of a provider (§ 78a (1), § 78b SGB VIII)."""


def offer_in_words(provider: str, name: str) -> str:
    """A provider and its offer, the provider named once: directories often carry it in the name of the offer too.

    >>> offer_in_words("Brücke e. V.", "Erziehungsbeistand Hafen, Brücke e. V.")
    'Brücke e. V.: Erziehungsbeistand Hafen'
    """
    return f"{provider}: {without_provider(name, provider)}"


def without_provider(name: str, provider: str) -> str:
    """The name of an offer without the name of its provider behind it.

    >>> without_provider("Brücke e. V.", "Brücke e. V.")
    'Brücke e. V.'
    """
    return name.removesuffix(provider).rstrip(" ,–-") or name


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a choice is not followed, with the figures that make it one of the two lawful reasons."""

    reason: RefusalReason
    cost_wished: Decimal | None = None
    cost_comparable: Decimal | None = None
    text: str = ""


def may_refuse_choice(refusal: Refusal, *, help_kind: str) -> Decision:
    """Whether a refused choice has one of the two reasons of the law, with its figures (H5).

    Further cost is a reason where both costs are named and the wished one is higher; a missing agreement is one only
    for helps that need one. What is left of a budget is neither asked for nor known here (H1).

    >>> cost = Refusal(RefusalReason.COST, Decimal("98.00"), Decimal("71.00"), "More than a third above the others.")
    >>> may_refuse_choice(cost, help_kind="31").allowed
    True
    >>> may_refuse_choice(Refusal(RefusalReason.COST, text="Too dear."), help_kind="31").allowed
    False
    """
    if not refusal.text.strip():
        return Decision.no("A refused choice needs its reason in words.")
    if refusal.cost_wished is None or refusal.cost_comparable is None:
        return Decision.no(
            "A refused choice needs both figures: the cost of the wish and that of the comparable help."
        )
    if refusal.reason is RefusalReason.COST and refusal.cost_wished <= refusal.cost_comparable:
        return Decision.no("The wished help costs no more; that is no reason to refuse it.")
    if refusal.reason is RefusalReason.NO_AGREEMENT and help_kind not in STATIONARY:
        return Decision.no("This help needs no such agreement; a missing one is no reason to refuse it.")
    return Decision.yes()


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What must be on record before a claim is decided."""

    choice_explained: bool
    advice_complete: bool
    options_shown: bool
    choice_made: bool
    reasons: str
    valid_from: date | None
    grants: bool


def may_decide(facts: DecisionFacts) -> Decision:
    """Whether a claim can be decided now: the choice was explained and made, and the decision says why (§ 35 SGB X)."""
    if not facts.choice_explained:
        return Decision.no("The right to choose has not been explained on record.")
    if not (facts.advice_complete and facts.options_shown and facts.choice_made):
        return Decision.no("Counseling, the list of helps and the choice must be on record first.")
    if not facts.reasons.strip():
        return Decision.no("A decision says why.")
    if facts.grants and facts.valid_from is None:
        return Decision.no("A granted help begins on a day.")
    return Decision.yes()
