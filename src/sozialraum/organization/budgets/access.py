"""Who sees and shapes a budget: the row "Budget rounds" of the table of rights. Nobody decides on a case here."""

from __future__ import annotations

from sozialraum.foundation.accounts.rights import Thing, rights_of
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision

NO_PART = "Budgets of areas are open to those who take part in their rounds."
PLANNING_SHAPES = "Planning shapes the formula, and controlling the envelope."


def _conditions(actor: Actor) -> set[tuple[str, str]]:
    return {
        (right.letters, right.condition)
        for held in actor.roles
        for right in rights_of(held.role, Thing.BUDGET_ROUND)
    }


def can_see_budgets(actor: Actor) -> Decision:
    """Everybody who proposes, models, forecasts, decides or votes in a budget round."""
    if any(set(letters) & set("RWD") or condition == "propose" for letters, condition in _conditions(actor)):
        return Decision.yes(Thing.BUDGET_ROUND)
    return Decision.no(NO_PART)


def can_shape_formula(actor: Actor) -> Decision:
    """Planning writes the model: parameters of the draft, scenarios."""
    if ("W", "model") in _conditions(actor):
        return Decision.yes(Thing.BUDGET_ROUND)
    return Decision.no(PLANNING_SHAPES)


def can_keep_scenario(actor: Actor) -> Decision:
    """Planning and controlling keep scenarios."""
    if any("W" in letters for letters, _ in _conditions(actor)):
        return Decision.yes(Thing.BUDGET_ROUND)
    return Decision.no(PLANNING_SHAPES)


def can_decide_budget(actor: Actor) -> Decision:
    """The youth welfare committee decides on the budget (§ 71 SGB VIII)."""
    if any("D" in letters for letters, _ in _conditions(actor)):
        return Decision.yes(Thing.BUDGET_ROUND)
    return Decision.no("The youth welfare committee decides.")


def can_see_actuals(actor: Actor) -> Decision:
    """Planning, controlling, the head of the office and the committee see what was spent, by line."""
    if any(set(letters) & set("WD") for letters, _ in _conditions(actor)) or actor.has(Role.HEAD_OF_OFFICE):
        return Decision.yes(Thing.BUDGET_ROUND)
    return Decision.no("Planning, controlling and the committee compare plan and actual.")


def can_import_ledger(actor: Actor) -> Decision:
    """Controlling brings in the bookings of the finance system."""
    if ("W", "forecast") in _conditions(actor):
        return Decision.yes(Thing.BUDGET_ROUND)
    return Decision.no("Controlling brings in the bookings.")
