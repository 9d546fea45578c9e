"""The rules that are looked at before a decision, said in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.analytics.budget.checks import Check, CheckCode, CheckState
from sozialraum.foundation.ui.drawing import number
from sozialraum.organization.budgets.presentation.figures import Text, euros, percent


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was looked at: its tag, what it says, what follows."""

    tag: str
    state: Text
    title: str
    text: str


def rule_of(check: Check, year: int) -> Rule | None:
    """A rule in words."""
    tag, state = {
        CheckState.RESOLVE: ("bad", gettext_lazy("resolve")),
        CheckState.NOTE: ("warn", gettext_lazy("mind")),
        CheckState.MET: ("ok", gettext_lazy("met")),
    }[check.state]
    values, bad = check.values, check.state is CheckState.RESOLVE
    if check.code is CheckCode.SAVINGS_PROGRAM:
        title = (
            _("Warning of a savings program: claims are set down too low")
            if bad
            else _("Nothing is paid by a planned cut of help")
        )
        text = (
            _("%(cut)s less are set down for individual help than are forecast, while projects and quarters are funded. Claims are fulfilled in any case.") % {"cut": euros(_cents(values["cut"]))}
            if bad else _("The forecast of individual help stands before the formula computes. No slider changes it.")
        )  # fmt: skip
    elif check.code is CheckCode.YOUTH_WORK:
        share, before = values["share"], values["before"]
        title = _("The share of youth work falls") if bad else _("Youth work keeps its share")
        if share is None or before is None:
            title = _("The share of youth work is not known yet")
            text = (
                _("It follows from the lines of the budget. Of %(quarters)s, %(written)s stand in lines so far; from nine tenths on it is looked at.")
                if share is None else _("This year’s lines give %(share)s to youth work; the year before has no lines to compare with.")
            ) % {
                "quarters": euros(_cents(values["quarters"])), "written": euros(_cents(values["written"] or 0)),
                "share": percent(_number(share or 0), 1),
            }  # fmt: skip
        else:
            text = _("%(now)s of what stands in lines, %(before)s the year before.") % {
                "now": percent(_number(share), 1),
                "before": percent(_number(before), 1),
            }
    elif check.code is CheckCode.PROVIDER_SHARE:
        title = (
            _("A provider in %(area)s is above the limit") % {"area": values["area"]}
            if bad
            else _("No provider is above the limit")
        )
        text = _("%(provider)s receives %(share)s of the amount of %(area)s by the lines; agreed are %(limit)s at most.") % {
            "provider": values["provider"], "area": values["area"], "share": percent(_number(values["share"])),
            "limit": percent(_number(values["limit"])),
        }  # fmt: skip
        more = _cents(values["above"]) - 1
        if more > 0:
            text += " " + ngettext("%(n)s more stands above it.", "%(n)s more stand above it.", more) % {
                "n": number(more)
            }
    elif check.code is CheckCode.BELOW_FLOOR:
        title = _("An area lies below its floor") if bad else _("Every area lies above its floor")
        text = (
            _("No area receives less than the floor and what protects it from too fast a loss.")
            if not bad
            else ", ".join(map(str, _several(values["areas"])))
        )
    elif check.code is CheckCode.CATCH_UP_ONCE:
        title = _("The catch-up holds for %(year)s only") % {"year": year}
        text = _("%(amount)s come once. To pay permanent posts from them does not carry beyond the year.") % {
            "amount": euros(_cents(values["amount"]))
        }
    else:
        title = (
            _("An index is used without the assets of the areas")
            if bad
            else _("The index stands beside the assets of the areas")
        )
        text = _("No area is shown by its burdens alone.")
    return Rule(tag, state, title, text)


def _cents(value: object) -> int:
    return int(str(value))


def _number(value: object) -> float:
    return float(str(value))


def _several(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple) else ()
