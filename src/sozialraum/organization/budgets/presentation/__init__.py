"""How a budget is said in words and drawn: pure functions for pages and documents."""

from sozialraum.organization.budgets.presentation.envelope import claim_rows, envelope_picture, tiers
from sozialraum.organization.budgets.presentation.figures import (
    euros,
    method_title,
    millions,
    percent,
    thousands,
)
from sozialraum.organization.budgets.presentation.maps import view_title
from sozialraum.organization.budgets.presentation.moving import Moved, moved
from sozialraum.organization.budgets.presentation.reasons import STEPS
from sozialraum.organization.budgets.presentation.workshop import Sheet, core, sheet

__all__ = [
    "STEPS", "Moved", "Sheet", "claim_rows", "core", "envelope_picture", "euros", "method_title", "millions", "moved", "percent",
    "sheet", "thousands", "tiers", "view_title",
]  # fmt: skip
