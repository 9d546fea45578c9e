"""How themes are said: states as steps, evidence in words, small counts as words and dots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.privacy.release import Figure
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.network.presentation.missing import MISSING
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.gaps import Gap
from sozialraum.network.themes.queries import Event, Evidence, IndicatorEvidence, ThemeHint, ThemeRow
from sozialraum.network.themes.rules import OPEN, STEPS, step_number

Text = str | Promise

STATES: dict[ThemeState, Text] = {
    ThemeState.HINT: gettext_lazy("Hint"),
    ThemeState.CHECKED: gettext_lazy("Checked"),
    ThemeState.IN_WORK: gettext_lazy("In work"),
    ThemeState.POLITICS: gettext_lazy("With politics"),
    ThemeState.SOLVED: gettext_lazy("Solved"),
    ThemeState.RESTING: gettext_lazy("Resting"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One piece of evidence: a number with words, or words alone where the number is not shown."""

    number: str
    text: str
    withheld: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the way of a theme: reached or still ahead."""

    state: Text
    text: str
    when: str
    reached: bool


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme as the board shows it."""

    row: ThemeRow
    area: str
    step: str
    number: int
    path: tuple[bool, ...]
    facts: tuple[Fact, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class GapLine:
    """What many families of an area miss, and no theme speaks of."""

    gap: Gap
    label: Text
    area: str
    families: str


@dataclass(frozen=True, slots=True)
class StateChoice:
    """A state as filter, with the number of themes at it."""

    value: str
    label: Text
    count: int
    chosen: bool


def lines(rows: Sequence[ThemeRow], areas: Mapping[str, str]) -> list[ThemeLine]:
    """The themes of the board."""
    return [line(row, areas) for row in rows]


def line(row: ThemeRow, areas: Mapping[str, str]) -> ThemeLine:
    """One theme with its area, its step and its evidence."""
    number = step_number(row.state)
    step = (
        _("Step %(n)s of 5: %(state)s") % {"n": number, "state": STATES[row.state]}
        if number
        else str(STATES[row.state])
    )
    return ThemeLine(
        row, areas.get(row.area_code, row.area_code), step, number, tuple(place < number for place in range(len(STEPS))),
        tuple(facts(row.evidence)), row.state in OPEN,
    )  # fmt: skip


def facts(evidence: Evidence) -> list[Fact]:
    """How one knows of it. A small count is words and dots; the words are the same for every reason to keep it back."""
    found = []
    cases = evidence.cases
    if cases is not None and cases.withheld is not None:
        found.append(
            Fact(
                "",
                _("missed in talks with families; the number is not shown, so that nobody is recognized"),
                withheld=True,
            )
        )
    elif cases is not None and cases.value:
        number = int(cases.value)
        found.append(Fact(str(number), ngettext("family misses it", "families miss it", number)))
    if evidence.notes:
        found.append(
            Fact(str(evidence.notes), ngettext("note from the field", "notes from the field", evidence.notes))
        )
    found += [Fact(str(each.persons), each.title, url=each.url) for each in evidence.pins]
    for each in evidence.indicators:
        if each.figure.value is not None:
            found.append(Fact(_value(each.figure, percent=each.percent), _indicator_text(each)))
    return found


def _value(figure: Figure, *, percent: bool) -> str:
    value = figure.value or 0.0
    shown = number_format(value, 0 if value >= 10 else 1)
    return _("%(n)s %%") % {"n": shown} if percent else shown


def _indicator_text(each: IndicatorEvidence) -> str:
    if each.whole is None or each.whole.value is None:
        return each.name
    return _("%(title)s, city %(whole)s") % {
        "title": each.name,
        "whole": _value(each.whole, percent=each.percent),
    }


def way(row: ThemeRow) -> list[Mark]:
    """What happened so far, and the steps that are still ahead."""
    marks = [Mark(STATES[event.state], event.text, _when(event), reached=True) for event in row.events]
    if row.state not in OPEN:
        return marks
    if row.state is not ThemeState.POLITICS and row.decision_needed and not row.decision:
        marks.append(
            Mark(STATES[ThemeState.POLITICS], row.decision_needed, row.decision_place, reached=False)
        )
    told = _("Everybody who missed it is told.")
    return [*marks, Mark(gettext_lazy("Result"), "", told, reached=False)]


def _when(event: Event) -> str:
    day = date_format(event.happened_on, "DATE_FORMAT")
    return f"{day}, {event.told_as}" if event.told_as else day


def gap_lines(gaps: Sequence[Gap], areas: Mapping[str, str]) -> list[GapLine]:
    """The gaps nobody has made a theme of."""
    return [
        GapLine(
            each, MISSING[each.kind], areas.get(each.area_code, each.area_code),
            ngettext("%(n)s family misses it", "%(n)s families miss it", each.families) % {"n": in_figures(each.families)},
        )
        for each in gaps
    ]  # fmt: skip


def answer(rows: Sequence[ThemeRow]) -> tuple[str, str]:
    """The answer of the board: how many themes are open, and how many have nobody."""
    opened = [row for row in rows if row.state in OPEN]
    if not opened:
        return _("No theme is open."), ""
    nobody = sum(not row.owner_as for row in opened)
    many = ngettext("One theme is open.", "%(n)s themes are open.", len(opened)) % {
        "n": in_figures(len(opened))
    }
    if not nobody:
        return many, _("Somebody takes care of each of them.")
    alone = ngettext("Nobody takes care of one of them.", "Nobody takes care of %(n)s of them.", nobody) % {
        "n": in_figures(nobody)
    }
    return many, alone


def state_choices(counts: Mapping[ThemeState, int], chosen: str) -> list[StateChoice]:
    """The states as filters: all open ones first, then step by step."""
    opened = sum(counts.get(state, 0) for state in OPEN)
    return [
        StateChoice("", _("All open"), opened, not chosen),
        *(StateChoice(state.value, STATES[state], counts.get(state, 0), chosen == state) for state in STEPS),
    ]


def hint_in_words(theme: ThemeHint | None) -> str:
    """What became of something that was marked: nothing yet, a theme with its state, or its result."""
    if theme is None:
        return _("Nobody has made a theme of it yet.")
    if theme.state is ThemeState.SOLVED:
        return theme.result
    if theme.owner_as:
        return _("%(state)s. %(who)s takes care of it:") % {
            "state": STATES[theme.state],
            "who": theme.owner_as,
        }
    return _("%(state)s. Nobody takes care of it yet:") % {"state": STATES[theme.state]}


def area_text(row: ThemeRow) -> str:
    """A theme on the page of its area, in a sentence."""
    if row.state is ThemeState.SOLVED:
        return row.result
    if row.next_step:
        values = {"step": row.next_step.text, "day": date_format(row.next_step.due_on, "MONTH_DAY_FORMAT")}
        return _("%(who)s. Next: %(step)s, by %(day)s") % {
            **values,
            "who": row.owner_as or _("Nobody takes care of it yet"),
        }
    return _("%(state)s. %(who)s") % {
        "state": STATES[row.state],
        "who": _("%(who)s takes care of it") % {"who": row.owner_as} if row.owner_as else _("Nobody takes care of it yet."),
    }  # fmt: skip


def missing_word(row: ThemeRow) -> Text:
    """What is missing, as the choice says it."""
    return MISSING[row.missing]


def due_in_words(due_on: date, *, today: date) -> str:
    """When a step is due."""
    if due_on < today:
        return _("was due on %(day)s") % {"day": date_format(due_on, "MONTH_DAY_FORMAT")}
    return _("by %(day)s") % {"day": date_format(due_on, "MONTH_DAY_FORMAT")}
