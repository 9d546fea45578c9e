"""How a budget is said in words and drawn: pure functions for pages and documents."""

from sozialraum.organization.budgets.presentation.envelope import claim_rows, envelope_picture, tiers
from sozialraum.organization.budgets.presentation.figures import (
    euros,
    method_title,
    millions,
    percent,
    thousands,
)
from sozialraum.organization.budgets.presentation.reasons import STEPS
from sozialraum.organization.budgets.presentation.workshop import Sheet, difference_title, sheet, view_title

__all__ = [
    "STEPS", "Sheet", "claim_rows", "difference_title", "envelope_picture", "euros", "method_title", "millions", "percent", "sheet",
    "thousands", "tiers", "view_title",
]  # fmt: skip
