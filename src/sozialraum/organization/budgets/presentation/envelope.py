"""The envelope of a year: its parts, its picture, the forecast of individual help."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.analytics.budget.envelope import Envelope
from sozialraum.foundation.ui.drawing import NO_BREAK_SPACE, number
from sozialraum.organization.budgets.drawing import envelope_bar
from sozialraum.organization.budgets.presentation.figures import Text, millions
from sozialraum.organization.budgets.queries import DraftFacts


@dataclass(frozen=True, slots=True)
class Tier:
    """One part of the envelope: its sign, name, amount in millions, what it is, who decides and when."""

    sign: str
    name: Text
    amount: str
    note: Text
    decided: Text


def tiers(envelope: Envelope) -> tuple[Tier, ...]:
    """The four parts of the envelope in their order."""
    return (
        Tier("structure", _("Structure projects"), millions(envelope.structure), _("across areas and offices"), _("The youth welfare committee decides by published criteria.")),
        Tier("quarters", _("Quarter budgets"), millions(envelope.quarters), _("open offers, this is what it is about here"), _("By formula; the circles of the areas speak about the reserve, the committee decides.")),
        Tier("claims", _("Individual help"), millions(envelope.claims), _("claims are always fulfilled"), _("Nobody decides on this sum: it follows from the help that families are entitled to. More is a notice to the treasurer, never a refusal.")),
        Tier("reserve", _("Risk reserve"), millions(envelope.reserve), _("if more help is needed"), _("Follows from the error of past forecasts; what is left over goes back.")),
    )  # fmt: skip


def envelope_picture(draft: DraftFacts, *, fixed: bool = False) -> SafeString:
    """The envelope as one bar, with everything in words; ``fixed`` for a document."""
    envelope = draft.envelope
    title = _(
        "Envelope %(total)s million euros: structure projects %(structure)s, quarter budgets %(quarters)s, forecast of individual help %(claims)s, risk reserve %(reserve)s million euros."
    ) % {
        "total": millions(envelope.total), "structure": millions(envelope.structure), "quarters": millions(envelope.quarters),
        "claims": millions(envelope.claims), "reserve": millions(envelope.reserve),
    }  # fmt: skip
    return envelope_bar(
        (envelope.structure, envelope.quarters, envelope.claims, envelope.reserve), title=title, open_part=2,
        words_inside=_("forecast, no limit"), fixed=fixed,
    )  # fmt: skip


def claim_rows(draft: DraftFacts) -> tuple[tuple[str, str, str, str], ...]:
    """The forecast of individual help by kind: kind, running helps, yearly cost of one, cost of the year."""
    return tuple(
        (
            str(line["kind"]), number(float(line["stock"])), f"{number(line['unit_cost'] / 100)}{NO_BREAK_SPACE}€",
            millions(round(float(line["stock"]) * int(line["unit_cost"]))),
        )
        for line in draft.claim_lines
    )  # fmt: skip
