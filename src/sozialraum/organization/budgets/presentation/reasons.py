"""Why an area receives its amount: bars, sentences, how sure it is, what other methods would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.analytics.budget import (
    BudgetError,
    Step,
    allocate,
    areas_of,
    shipped_budget_recipe,
    shipped_budget_recipe_names,
)
from sozialraum.analytics.budget.explanation import Clause, explanation
from sozialraum.analytics.budget.fairness import fairness
from sozialraum.analytics.budget.sensitivity import spread_of, uncertain_shares
from sozialraum.foundation.ui.drawing import NO_BREAK_SPACE, number
from sozialraum.organization.budgets.drawing import Bar
from sozialraum.organization.budgets.presentation.figures import Text, euros, method_title, percent, thousands
from sozialraum.organization.budgets.queries import Workshop

DRAWS = 400

STEPS: Mapping[Step, tuple[Text, Text]] = {
    Step.PEOPLE: (gettext_lazy("Young people"), gettext_lazy("per head")),
    Step.NEED: (gettext_lazy("Burden"), gettext_lazy("income support")),
    Step.INFRASTRUCTURE: (gettext_lazy("Offers"), gettext_lazy("few or many")),
    Step.FLOOR: (gettext_lazy("Floor"), gettext_lazy("same for all")),
    Step.CORRIDOR: (gettext_lazy("Corridor"), gettext_lazy("shelter, limit")),
    Step.CATCH_UP: (gettext_lazy("Catch-up"), gettext_lazy("once")),
    Step.RULES: (gettext_lazy("Rules"), gettext_lazy("of the committee")),
    Step.NEGOTIATION: (gettext_lazy("Negotiation"), gettext_lazy("still open")),
    Step.ROUNDING: (gettext_lazy("Rounding"), gettext_lazy("to the euro")),
}


CLAUSES: Mapping[Clause, Text] = {
    Clause.BY_HEADS: gettext_lazy("By the number of young people it would be %(amount)s."),
    Clause.MORE_BURDEN: gettext_lazy("Because many children here live on basic income support, %(amount)s are added."),
    Clause.LESS_BURDEN: gettext_lazy("Because fewer children here live on basic income support than elsewhere, %(amount)s go off."),
    Clause.FEW_OFFERS: gettext_lazy("Because there are few offers here, %(amount)s are added."),
    Clause.MANY_OFFERS: gettext_lazy("Because there are many offers here already, %(amount)s go off."),
    Clause.OFFERS_ELSEWHERE_MANY: gettext_lazy("Because there are more offers elsewhere already, %(amount)s are added."),
    Clause.OFFERS_ELSEWHERE_FEW: gettext_lazy("Because there are fewer offers elsewhere, %(amount)s go off."),
    Clause.FLOOR_LIFTS: gettext_lazy("The floor, the same for every area, lifts the amount by %(amount)s."),
    Clause.FLOOR_SHIFTS: gettext_lazy("The floor, the same for every area, shifts %(amount)s to smaller areas."),
    Clause.PROTECTED: gettext_lazy("Protection from too fast a loss gives back %(amount)s."),
    Clause.GROWTH_LIMITED: gettext_lazy("Because an area may grow by at most %(gain)s a year, %(amount)s wait for now."),
    Clause.PROTECTS_OTHERS: gettext_lazy("Because other areas are protected from too fast a loss, %(amount)s go off."),
    Clause.CATCH_UP: gettext_lazy("Of these, %(amount)s come this year already, once, as catch-up."),
    Clause.RULES_MORE: gettext_lazy("The committee’s own rules add %(amount)s."),
    Clause.RULES_LESS: gettext_lazy("For the committee’s own rules %(amount)s go off."),
    Clause.NEGOTIATED_MORE: gettext_lazy("The circles of the areas agreed on %(amount)s more."),
    Clause.NEGOTIATED_LESS: gettext_lazy("The circles of the areas agreed on %(amount)s less."),
}  # fmt: skip


def bars_of(view: Workshop, place: int) -> list[Bar]:
    """The bars of the waterfall of the area at this place."""
    bars = []
    for step, (name, below) in STEPS.items():
        if step not in view.allocation.steps:
            continue
        cents = int(view.allocation.steps[step][place])
        figure = thousands(cents, signed=step is not Step.PEOPLE)
        if step is Step.ROUNDING and cents:
            figure = f"{'+' if cents > 0 else ''}{number(cents / 100, 2)}{NO_BREAK_SPACE}€"
        if step is Step.NEGOTIATION and view.draft.decided_on is not None:
            below = decided_word(view.draft.decided_on)
        bars.append(Bar(str(name), str(below), cents, figure))
    amount = int(view.allocation.amount[place])
    bars.append(
        Bar(_("Amount %(year)s") % {"year": view.draft.year}, "", amount, thousands(amount), total=True)
    )
    return bars


def decided_word(day: date) -> str:
    """What stands under the negotiated amount once the committee has decided."""
    return _("decided %(day)s") % {"day": date_format(day, "j.n.y")}


def sentences_of(view: Workshop, place: int) -> tuple[str, ...]:
    """The reasons of the amount, one sentence a step that is not zero."""
    code = view.allocation.codes[place]
    factor = (
        float(view.areas.column("infrastructure")[place]) if "infrastructure" in view.areas.columns else 1.0
    )
    gain = percent(view.recipe.corridor.max_gain) if view.recipe.corridor else ""
    said = [
        str(CLAUSES[reason.clause]) % {"amount": euros(reason.cents), "gain": gain}
        for reason in explanation(view.allocation, code, factor=factor)
    ]
    if view.draft.decided_on is not None:
        day = date_format(view.draft.decided_on, "DATE_FORMAT")
        if code not in {area for area, cents in view.draft.negotiated.items() if cents}:
            said.append(_("From the negotiation reserve nothing was granted here."))
        said.append(_("The youth welfare committee decided so on %(day)s.") % {"day": day})
    return tuple(said)


def fairness_sentence(view: Workshop) -> str:
    """Euros per young person, and how unequal they are."""
    young = view.areas.column("young_people")
    now = fairness(view.allocation.amount, young)
    values = [value for value in now.per_young_person if value == value]
    text = _("%(mean)s euros per young person on average, between %(least)s and %(most)s.") % {
        "mean": number(now.mean), "least": number(min(values)), "most": number(max(values)),
    }  # fmt: skip
    if view.areas.previous is None:
        return text
    before = fairness(view.areas.previous, young)
    return f"{text} " + _("Inequality per head (Gini): %(now)s, the year before %(before)s.") % {
        "now": number(now.gini, 3), "before": number(before.gini, 3),
    }  # fmt: skip


def sureness(view: Workshop, place: int) -> str:
    """How sure the amount is where the counted burden is itself a count with chance in it."""
    found = view.allocation
    if found.recipe.need.method != "blend" or view.areas.previous is None:
        return ""
    draws = uncertain_shares(view.areas, found.recipe, draws=DRAWS)
    pool = found.total - int(found.steps[Step.NEGOTIATION].sum())
    spread = spread_of(draws, view.areas, found.recipe, pool)
    before = _("Before the committee’s rules: ") if found.kept is not None else ""
    values = {
        "low": euros(round(100 * spread.low[place])), "high": euros(round(100 * spread.high[place])),
        "wins": number(100 * spread.wins[place]), "loses": number(100 * spread.loses[place]),
    }  # fmt: skip
    if values["low"] == values["high"]:
        return before + _(
            "The number of children on income support has chance in it. In 80 of 100 cases the amount would stay the same, because a bound holds it."
        )
    return (
        before
        + _(
            "The number of children on income support has chance in it. In 80 of 100 cases the amount would lie between %(low)s and %(high)s; the area would gain in %(wins)s of 100 cases and lose in %(loses)s."
        )
        % values
    )


@dataclass(frozen=True, slots=True)
class Method:
    """What another method would give the picked area, and the difference to the amount here."""

    title: str
    amount: str
    difference: str
    value: str


def methods_of(view: Workshop, place: int) -> tuple[Method, ...]:
    """What the methods of practice would give the area."""
    amount = int(view.allocation.amount[place])
    found = []
    for name in shipped_budget_recipe_names()[1:]:
        recipe = shipped_budget_recipe(name)
        try:
            other = int(
                allocate(areas_of(view.draft.table, recipe), recipe, view.allocation.total).amount[place]
            )
        except BudgetError:
            continue
        found.append(
            Method(
                method_title(name), thousands(other), thousands(other - amount, signed=True), f"method:{name}"
            )
        )
    return tuple(found)
