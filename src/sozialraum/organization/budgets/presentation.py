"""How a budget is said in words and drawn: pure functions for pages and documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sozialraum.analytics.budget import (
    Allocation,
    BudgetError,
    Step,
    allocate,
    areas_of,
    shipped_budget_recipe,
    shipped_budget_recipe_names,
)
from sozialraum.analytics.budget.checks import Check, CheckCode, CheckState
from sozialraum.analytics.budget.envelope import Envelope
from sozialraum.analytics.budget.explanation import Clause, explanation
from sozialraum.analytics.budget.fairness import fairness
from sozialraum.analytics.budget.sensitivity import spread_of, uncertain_shares
from sozialraum.foundation.ui.drawing import NO_BREAK_SPACE, number
from sozialraum.organization.budgets.drawing import (
    GAINS,
    LOSS,
    Bar,
    Label,
    budget_map,
    envelope_bar,
    waterfall,
    waterfall_rows,
)
from sozialraum.organization.budgets.queries import PARAMETERS, DraftFacts, Workshop, budget_sheet

Text = str | Promise
DRAWS = 400

STEPS: Mapping[Step, tuple[Text, Text]] = {
    Step.PEOPLE: (gettext_lazy("Young people"), gettext_lazy("per head")),
    Step.NEED: (gettext_lazy("Burden"), gettext_lazy("income support")),
    Step.INFRASTRUCTURE: (gettext_lazy("Offers"), gettext_lazy("few or many")),
    Step.FLOOR: (gettext_lazy("Floor"), gettext_lazy("same for all")),
    Step.CORRIDOR: (gettext_lazy("Corridor"), gettext_lazy("shelter, limit")),
    Step.CATCH_UP: (gettext_lazy("Catch-up"), gettext_lazy("once")),
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
    Clause.NEGOTIATED_MORE: gettext_lazy("The circles of the areas agreed on %(amount)s more."),
    Clause.NEGOTIATED_LESS: gettext_lazy("The circles of the areas agreed on %(amount)s less."),
}  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Slider:
    """One control of the workshop: a real range field, its figure in words, what it is for."""

    name: str
    label: Text
    note: Text
    value: str
    least: str
    most: str
    step: str
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """One area in the table."""

    code: str
    name: str
    picked: bool
    young_people: str
    burdened: str
    infrastructure: str
    previous: str
    share: str
    target: str
    ongoing: str
    catch_up: str
    amount: str
    change: str
    per_head: str
    difference: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was looked at: its tag, what it says, what follows."""

    tag: str
    state: Text
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Method:
    """What another method would give the picked area, and the difference to the amount here."""

    title: str
    amount: str
    difference: str
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the workshop's page shows of one allocation."""

    answer: str
    sliders: tuple[Slider, ...]
    map: SafeString | None
    other_map: SafeString | None
    key: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    totals: Row
    area_name: str
    amount: str
    sentences: tuple[str, ...]
    chart: SafeString
    narrow_chart: SafeString
    steps: tuple[tuple[Text, str], ...]
    rules: tuple[Rule, ...]
    fairness: str
    sureness: str
    methods: tuple[Method, ...]
    problem: tuple[str, str] | None
    pool: str
    negotiated: str
    year: int


def sheet(view: Workshop) -> Sheet:
    """The workshop in words and drawings."""
    year = view.draft.year
    code = view.picked
    place = view.allocation.codes.index(code)
    bars = _bars(view, place)
    labels = _labels(view, view.allocation)
    drawn = budget_sheet(view.draft.system_code, view.draft.area_vintage, view.draft.level)
    name = _name(view, code)
    title = _("Amount %(year)s in thousand euros and change against %(before)s") % {
        "year": year,
        "before": year - 1,
    }
    said = _("How the amount of %(area)s comes about, in thousand euros") % {"area": name}
    return Sheet(
        answer=answer(view), sliders=sliders(view),
        map=budget_map(drawn, labels, title=title, picked=code) if drawn else None,
        other_map=(
            budget_map(drawn, _labels(view, view.other), title=view_title(view), picked=code)
            if drawn and view.other is not None else None
        ),
        key=_key(), rows=_rows(view), totals=_totals(view), area_name=name,
        amount=euros(int(view.allocation.amount[place])), sentences=_sentences(view, place),
        chart=waterfall(bars, title=said), narrow_chart=waterfall_rows(bars, title=said),
        steps=tuple((bar.name, bar.figure) for bar in bars), rules=tuple(rule for check in view.checks if (rule := _rule(check, year))),
        fairness=_fairness(view), sureness=_sureness(view, place), methods=_methods(view, place),
        problem=view.problem.told(_) if view.problem else None,
        pool=millions(view.envelope.pool), negotiated=millions(view.envelope.negotiated), year=year,
    )  # fmt: skip


def view_title(view: Workshop) -> str:
    """The name of what the allocation is compared with."""
    if view.other_title in shipped_budget_recipe_names():
        return method_title(view.other_title)
    return view.other_title


def _name(view: Workshop, code: str) -> str:
    return view.draft.names.get(code, code)


def answer(view: Workshop) -> str:
    """Who receives more, and how much an area can lose at most."""
    changes = _changes(view, view.allocation)
    gaining = sorted(
        (code for code, change in changes.items() if change is not None and change > 0.0005),
        key=lambda code: -(changes[code] or 0),
    )
    names = [_name(view, code) for code in gaining]
    least = min((change for change in changes.values() if change is not None), default=0.0)
    if not names:
        first = _("No area receives more,")
    elif len(names) == 1:
        first = _("%(area)s receives more,") % {"area": names[0]}
    elif len(names) <= 6:
        first = _("%(areas)s and %(last)s receive more,") % {
            "areas": ", ".join(names[:-1]),
            "last": names[-1],
        }
    else:
        first = _("%(count)s of %(all)s areas receive more,") % {"count": len(names), "all": len(changes)}
    if least >= -0.0005:
        return f"{first} {_('no area loses.')}"
    return f"{first} {_('no area loses more than %(loss)s.') % {'loss': percent(-least, 0 if abs(least * 100 - round(least * 100)) < 0.01 else 1)}}"


def sliders(view: Workshop) -> tuple[Slider, ...]:
    """The controls for the parameters that the recipe has, with the values that are tried."""
    values = {name: float(str(value)) for name, value in view.recipe.parameters.items() if name in PARAMETERS}
    found = []
    if "people_share" in values:
        heads = values["people_share"]
        said = _("%(heads)s heads, %(burden)s burden") % {
            "heads": percent(heads),
            "burden": percent(1 - heads),
        }
        note = _(
            "How much counts the number of all under 21, how much that of children on basic income support?"
        )
        found.append(_slider("heads", _("Young people or burden"), note, 100 * heads, 100, 5, said))
    highest = max(300, 10 * (view.envelope.pool // 1_000_000 // max(len(view.allocation.codes), 1)))
    found.append(
        _slider(
            "floor", _("Floor for each area"), _("The same for every area, before anything is computed."),
            values["floor"] / 1000, highest, 10, f"{number(values['floor'])}{NO_BREAK_SPACE}€",
        )
    )  # fmt: skip
    if "max_loss" in values:
        loss, gain = values["max_loss"], values["max_gain"]
        found += [
            _slider("loss", _("Greatest loss in a year"), _("Shelters offers that are running."), 100 * loss, 20, 1, percent(loss)),
            _slider("gain", _("Greatest gain in a year"), _("The rest comes once, as catch-up."), 100 * gain, 50, 1, percent(gain)),
        ]  # fmt: skip
    reserve = view.envelope.negotiation
    amount = f"{number(view.envelope.negotiated / 100)}{NO_BREAK_SPACE}€"
    said = _("%(share)s, that is %(amount)s") % {"share": percent(reserve), "amount": amount}
    note = _("The circles of the areas speak about it.")
    return (*found, _slider("reserve", _("Negotiation reserve"), note, 100 * reserve, 20, 1, said))


def _slider(name: str, label: Text, note: Text, value: float, most: float, step: int, said: str) -> Slider:
    # a value that was set elsewhere stays reachable, whatever the usual end of the scale
    return Slider(name, label, note, str(round(value)), "0", str(round(max(most, value))), str(step), said)


def _changes(view: Workshop, found: Allocation) -> dict[str, float | None]:
    before = view.areas.previous
    return {
        code: (int(found.amount[place]) - int(before[place])) / int(before[place])
        if before is not None and before[place]
        else None
        for place, code in enumerate(found.codes)
    }


def _labels(view: Workshop, found: Allocation) -> dict[str, Label]:
    labels = {}
    for place, (code, change) in enumerate(_changes(view, found).items()):
        amount = thousands(int(found.amount[place]))
        moved = percent(change, 1, signed=True) if change is not None else _("new")
        said = _("%(amount)s thousand euros, %(change)s") % {"amount": amount, "change": moved}
        labels[code] = Label(_name(view, code), amount, moved, said, change)
    return labels


def _key() -> tuple[tuple[str, str], ...]:
    first, second, third = (fill for _least, fill in GAINS)
    return (
        (first, _("30 % and more added")), (second, _("10 to under 30 % added")), (third, _("0 to under 10 % added")),
        (LOSS, _("less than the year before")),
    )  # fmt: skip


def _rows(view: Workshop) -> tuple[Row, ...]:
    found, areas = view.allocation, view.areas
    changes = _changes(view, found)
    rows = []
    for place, code in enumerate(found.codes):
        change, young = changes[code], float(areas.column("young_people")[place])
        amount = int(found.amount[place])
        rows.append(
            Row(
                code=code, name=_name(view, code), picked=code == view.picked, young_people=number(young),
                burdened=number(float(areas.column("burdened")[place])) if "burdened" in areas.columns else "–",
                infrastructure=number(float(areas.column("infrastructure")[place]), 2) if "infrastructure" in areas.columns else "–",
                previous=thousands(int(areas.previous[place])) if areas.previous is not None else "–",
                share=number(100 * float(found.shares[place]), 3), target=thousands(int(found.target[place])),
                ongoing=thousands(int(found.ongoing[place])), catch_up=thousands(int(found.catch_up[place])),
                amount=thousands(amount), change=percent(change, 1, signed=True) if change is not None else _("new"),
                per_head=number(amount / 100 / young) if young else "–",
                difference=thousands(amount - int(view.other.amount[place]), signed=True) if view.other is not None else "",
            )
        )  # fmt: skip
    return tuple(rows)


def _totals(view: Workshop) -> Row:
    found, areas = view.allocation, view.areas
    young, amount = float(areas.column("young_people").sum()), int(found.amount.sum())
    before = int(areas.previous.sum()) if areas.previous is not None else 0
    return Row(
        code="", name=_("Total"), picked=False, young_people=number(young),
        burdened=number(float(areas.column("burdened").sum())) if "burdened" in areas.columns else "–", infrastructure="",
        previous=thousands(before), share=number(100), target=thousands(int(found.target.sum())),
        ongoing=thousands(int(found.ongoing.sum())), catch_up=thousands(int(found.catch_up.sum())),
        amount=thousands(amount), change=percent((amount - before) / before, 1, signed=True) if before else "",
        per_head=number(amount / 100 / young), difference="0" if view.other is not None else "",
    )  # fmt: skip


def _bars(view: Workshop, place: int) -> list[Bar]:
    bars = []
    for step, (name, below) in STEPS.items():
        cents = int(view.allocation.steps[step][place])
        figure = thousands(cents, signed=step is not Step.PEOPLE)
        if step is Step.ROUNDING and cents:
            figure = f"{'+' if cents > 0 else ''}{number(cents / 100, 2)}{NO_BREAK_SPACE}€"
        bars.append(Bar(str(name), str(below), cents, figure))
    amount = int(view.allocation.amount[place])
    bars.append(
        Bar(_("Amount %(year)s") % {"year": view.draft.year}, "", amount, thousands(amount), total=True)
    )
    return bars


def _sentences(view: Workshop, place: int) -> tuple[str, ...]:
    code = view.allocation.codes[place]
    factor = (
        float(view.areas.column("infrastructure")[place]) if "infrastructure" in view.areas.columns else 1.0
    )
    gain = percent(view.recipe.corridor.max_gain) if view.recipe.corridor else ""
    return tuple(
        str(CLAUSES[reason.clause]) % {"amount": euros(reason.cents), "gain": gain}
        for reason in explanation(view.allocation, code, factor=factor)
    )


def _fairness(view: Workshop) -> str:
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


def _sureness(view: Workshop, place: int) -> str:
    """How sure the amount is where the counted burden is itself a count with chance in it."""
    found = view.allocation
    if found.recipe.need.method != "blend" or view.areas.previous is None:
        return ""
    draws = uncertain_shares(view.areas, found.recipe, draws=DRAWS)
    spread = spread_of(draws, view.areas, found.recipe, found.total)
    values = {
        "low": euros(round(100 * spread.low[place])), "high": euros(round(100 * spread.high[place])),
        "wins": number(100 * spread.wins[place]), "loses": number(100 * spread.loses[place]),
    }  # fmt: skip
    if values["low"] == values["high"]:
        return _(
            "The number of children on income support has chance in it. In 80 of 100 cases the amount would stay the same, because a bound holds it."
        )
    return (
        _(
            "The number of children on income support has chance in it. In 80 of 100 cases the amount would lie between %(low)s and %(high)s; the area would gain in %(wins)s of 100 cases and lose in %(loses)s."
        )
        % values
    )


def _methods(view: Workshop, place: int) -> tuple[Method, ...]:
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


def _rule(check: Check, year: int) -> Rule | None:
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
            title, text = (
                _("The share of youth work is not known yet"),
                _("It follows from the lines of the areas' plans; only then can be said whether it falls."),
            )
        else:
            text = _("%(now)s of the quarter budgets, %(before)s the year before.") % {
                "now": percent(_number(share), 1),
                "before": percent(_number(before), 1),
            }
    elif check.code is CheckCode.PROVIDER_SHARE:
        title = (
            _("A provider in %(area)s is above the limit") % {"area": values["area"]}
            if bad
            else _("No provider is above the limit")
        )
        text = _("%(share)s go to one provider, agreed are %(limit)s at most.") % {
            "share": percent(_number(values["share"])),
            "limit": percent(_number(values["limit"])),
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
