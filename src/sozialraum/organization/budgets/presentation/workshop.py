"""Everything that the workshop shows of one allocation."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.analytics.budget import shipped_budget_recipe_names
from sozialraum.analytics.budget.committee import RuleClash
from sozialraum.organization.budgets.drawing import (
    budget_map,
    difference_fill,
    waterfall,
    waterfall_rows,
)
from sozialraum.organization.budgets.presentation.areas import (
    Row,
    area_name,
    area_rows,
    changes_of,
    difference_key,
    difference_labels,
    labels_of,
    map_key,
    total_row,
)
from sozialraum.organization.budgets.presentation.checklist import Rule, rule_of
from sozialraum.organization.budgets.presentation.controls import Slider, sliders
from sozialraum.organization.budgets.presentation.figures import Text, euros, method_title, millions, percent
from sozialraum.organization.budgets.presentation.reasons import (
    Method,
    bars_of,
    fairness_sentence,
    methods_of,
    sentences_of,
    sureness,
)
from sozialraum.organization.budgets.queries import Workshop, budget_sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the workshop's page shows of one allocation."""

    answer: str
    sliders: tuple[Slider, ...]
    map: SafeString | None
    other_map: SafeString | None
    difference_map: SafeString | None
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
    granted: str
    year: int


def sheet(view: Workshop) -> Sheet:
    """The workshop in words and drawings."""
    year = view.draft.year
    code = view.picked
    place = view.allocation.codes.index(code)
    bars = bars_of(view, place)
    labels = labels_of(view, view.allocation)
    drawn = budget_sheet(view.draft.system_code, view.draft.area_vintage, view.draft.level)
    name = area_name(view, code)
    title = _("Amount %(year)s in thousand euros and change against %(before)s") % {
        "year": year,
        "before": year - 1,
    }
    said = _("How the amount of %(area)s comes about, in thousand euros") % {"area": name}
    return Sheet(
        answer=answer(view), sliders=sliders(view),
        map=budget_map(drawn, labels, title=title, picked=code) if drawn else None,
        other_map=(
            budget_map(drawn, labels_of(view, view.other), title=view_title(view), picked=code)
            if drawn and view.other is not None and not view.as_difference else None
        ),
        difference_map=(
            budget_map(
                drawn, difference_labels(view, view.other), title=difference_title(view), picked=code, colored=difference_fill
            )
            if drawn and view.other is not None and view.as_difference else None
        ),
        key=difference_key() if view.as_difference else map_key(), rows=area_rows(view), totals=total_row(view), area_name=name,
        amount=euros(int(view.allocation.amount[place])), sentences=sentences_of(view, place),
        chart=waterfall(bars, title=said), narrow_chart=waterfall_rows(bars, title=said),
        steps=tuple((bar.name, bar.figure) for bar in bars), rules=tuple(rule for check in view.checks if (rule := rule_of(check, year))),
        fairness=fairness_sentence(view), sureness=sureness(view, place), methods=methods_of(view, place),
        problem=problem_of(view),
        pool=millions(view.envelope.pool), negotiated=millions(view.envelope.negotiated),
        granted=millions(sum(view.draft.negotiated.values())), year=year,
    )  # fmt: skip


def problem_of(view: Workshop) -> tuple[str, str] | None:
    """What clashes among the tried parameters, with the names of areas."""
    problem = view.problem
    if isinstance(problem, RuleClash):
        problem = problem.named(view.draft.names)
    return problem.told(_) if problem else None


def view_title(view: Workshop) -> str:
    """The name of what the allocation is compared with."""
    if view.other_title in shipped_budget_recipe_names():
        return method_title(view.other_title)
    return view.other_title


def difference_title(view: Workshop) -> str:
    """What the map of the difference shows, with its direction."""
    return _("What is set here, less “%(other)s”: thousand euros and per cent") % {"other": view_title(view)}


def answer(view: Workshop) -> str:
    """Who receives more, and how much an area can lose at most."""
    changes = changes_of(view, view.allocation)
    gaining = sorted(
        (code for code, change in changes.items() if change is not None and change > 0.0005),
        key=lambda code: -(changes[code] or 0),
    )
    names = [area_name(view, code) for code in gaining]
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
