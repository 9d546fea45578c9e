"""Everything that the workshop shows of one allocation."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.analytics.budget.committee import RuleClash
from sozialraum.foundation.ui.drawing import number
from sozialraum.organization.budgets.drawing import budget_map, waterfall, waterfall_rows
from sozialraum.organization.budgets.presentation.areas import (
    Row,
    area_name,
    area_rows,
    changes_of,
    difference_key,
    map_key,
    total_row,
)
from sozialraum.organization.budgets.presentation.checklist import Rule, rule_of
from sozialraum.organization.budgets.presentation.controls import Slider, sliders
from sozialraum.organization.budgets.presentation.figures import Text, euros, millions, percent
from sozialraum.organization.budgets.presentation.maps import shown_maps
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
class Core:
    """What of an allocation is said and drawn while a slider moves: the answer, the rule, one area's reasons."""

    answer: str
    area_name: str
    amount: str
    sentences: tuple[str, ...]
    chart: SafeString
    narrow_chart: SafeString
    steps: tuple[tuple[Text, str], ...]
    problem: tuple[str, str] | None
    fairness: str
    pool: str
    negotiated: str
    granted: str
    year: int


def core(view: Workshop) -> Core:
    """The words and drawings that follow at once."""
    place = view.allocation.codes.index(view.picked)
    bars, name = bars_of(view, place), area_name(view, view.picked)
    title = _("How the amount of %(area)s comes about, in thousand euros") % {"area": name}
    return Core(
        answer=answer(view), area_name=name, amount=euros(int(view.allocation.amount[place])),
        sentences=sentences_of(view, place), chart=waterfall(bars, title=title),
        narrow_chart=waterfall_rows(bars, title=title), steps=tuple((bar.name, bar.figure) for bar in bars),
        problem=problem_of(view), fairness=fairness_sentence(view), pool=millions(view.envelope.pool),
        negotiated=millions(view.envelope.negotiated), granted=millions(sum(view.draft.negotiated.values())),
        year=view.draft.year,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet(Core):
    """Everything that the workshop's page shows of one allocation."""

    sliders: tuple[Slider, ...]
    maps: tuple[tuple[str, SafeString], ...]
    key: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    totals: Row
    rules: tuple[Rule, ...]
    sureness: str
    methods: tuple[Method, ...]


def sheet(view: Workshop) -> Sheet:
    """The workshop in words and drawings."""
    place = view.allocation.codes.index(view.picked)
    drawn = budget_sheet(view.draft.system_code, view.draft.area_vintage, view.draft.level)
    return Sheet(
        **_values(core(view)), sliders=sliders(view),
        maps=tuple(
            (each.caption, budget_map(drawn, each.labels(view), title=each.title, picked=view.picked, colored=each.colored))
            for each in shown_maps(view)
        ) if drawn else (),
        key=difference_key() if view.as_difference else map_key(), rows=area_rows(view), totals=total_row(view),
        rules=tuple(rule for check in view.checks if (rule := rule_of(check, view.draft.year))),
        sureness=sureness(view, place), methods=methods_of(view, place),
    )  # fmt: skip


def _values(said: Core) -> dict[str, Any]:
    return {each.name: getattr(said, each.name) for each in fields(Core)}


def problem_of(view: Workshop) -> tuple[str, str] | None:
    """What clashes among the tried parameters, with the names of areas."""
    problem = view.problem
    if isinstance(problem, RuleClash):
        problem = problem.named(view.draft.names)
    return problem.told(_) if problem else None


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
        first = _("%(count)s of %(all)s areas receive more,") % {
            "count": number(len(names)),
            "all": number(len(changes)),
        }
    if least >= -0.0005:
        return f"{first} {_('no area loses.')}"
    return f"{first} {_('no area loses more than %(loss)s.') % {'loss': percent(-least, 0 if abs(least * 100 - round(least * 100)) < 0.01 else 1)}}"
