"""Shares and amounts as pages and documents write them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext

from sozialraum.analytics.budget import shipped_budget_recipe
from sozialraum.foundation.ui.drawing import NO_BREAK_SPACE, number

Text = str | Promise


def percent(share: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A share as per cent with a no-break space; a sign where asked for."""
    text = number(100 * share, decimals)
    plus = "+" if signed and round(100 * share, decimals) > 0 else ""
    return f"{plus}{text}{NO_BREAK_SPACE}%"


def euros(cents: int) -> str:
    """Whole euros in words for a sentence."""
    amount = round(cents / 100)
    return ngettext("%(amount)s euro", "%(amount)s euros", amount) % {"amount": number(amount)}


def thousands(cents: int, *, signed: bool = False) -> str:
    """Thousand euros with one decimal; a bare zero for nothing."""
    if abs(cents) < 50_00:
        return "0"
    plus = "+" if signed and cents > 0 else ""
    return plus + number(cents / 100_000, 1)


def millions(cents: int) -> str:
    """Million euros with three decimals."""
    return number(cents / 1e8, 3)


def method_title(name: str) -> str:
    """The title of a shipped recipe in the reader's language."""
    recipe = shipped_budget_recipe(name)
    return recipe.title_de if (get_language() or "de").startswith("de") else recipe.title_en
