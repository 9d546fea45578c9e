"""The tailored arrangement as its page shows it: rings, the week as a table, the share of professionals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final
from uuid import UUID

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.ui.drawing import INK, INK_SOFT, PAPER, element, text_of, words
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.individual.enums import ComponentKind, Ring
from sozialraum.individual.presentation.resource_words import RINGS
from sozialraum.individual.queries import ArrangementView, CardSuggestion, ComponentView, Person, Suggestion
from sozialraum.individual.rules.arrangements import PROFESSIONAL, Share, Slot
from sozialraum.network.presentation.matches import reasons_in_words

ACCENT: Final = "#a3324b"
QUIET: Final = "#c9ccd8"
LINEN: Final = "#f1e9df"
LINEN_LINE: Final = "#bfae97"
QUARTERS: Final = {15: "¼", 30: "½", 45: "¾"}
KIND_OF_RING: Final = {
    Ring.OWN: ComponentKind.OWN, Ring.FAMILY_FRIENDS: ComponentKind.FAMILY_FRIENDS,
    Ring.NEIGHBORHOOD: ComponentKind.NEIGHBORHOOD, Ring.MAINSTREAM: ComponentKind.MAINSTREAM,
    Ring.PROJECT: ComponentKind.PROJECT, Ring.PROFESSIONAL: ComponentKind.PROFESSIONAL_HOURS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One contribution with its days and hours in words."""

    component: ComponentView
    days: str
    hours: str


@dataclass(frozen=True, slots=True)
class RingLine:
    """One ring with what it carries; ``ask`` says that it is the next one to look into."""

    ring: Ring
    number: int
    word: str
    sign: SafeString
    lines: tuple[ComponentLine, ...]
    sentence: str
    ask: bool
    kind: ComponentKind


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Who is there at which times of an ordinary week: one cell a day."""

    who: str
    professional: bool
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """A place that could carry something, and why it stands where it stands."""

    suggestion: Suggestion
    reasons: tuple[str, ...]
    kind: ComponentKind
    outside: bool


@dataclass(frozen=True, slots=True)
class ArrangementPage:
    """All that the page of an arrangement shows."""

    case_id: UUID
    view: ArrangementView
    answer: str
    rings: tuple[RingLine, ...]
    things: tuple[ComponentLine, ...]
    proposed: tuple[ComponentLine, ...]
    weekdays: tuple[str, ...]
    week: tuple[WeekRow, ...]
    free: tuple[bool, ...]
    share: str
    chart: SafeString
    shares: tuple[tuple[str, str, str], ...]
    suggestions: tuple[SuggestionLine, ...]
    from_card: tuple[CardSuggestion, ...]
    may_write: bool
    office: bool


def arrangement_page(
    view: ArrangementView,
    *,
    case_id: UUID,
    found: Sequence[Suggestion],
    card: Sequence[CardSuggestion],
    may_write: bool,
    office: bool,
) -> ArrangementPage:
    """Put together what the page shows."""
    lines = [_line(each) for each in view.components]
    filled = {each.component.ring for each in lines} | set(view.skipped)
    ask = next((ring for ring in Ring if ring not in filled), None)
    order = tuple(Ring)
    timed = sorted(
        (each for each in view.components if each.slots),
        key=lambda each: order.index(each.ring) if each.ring else 6,
    )
    return ArrangementPage(
        case_id=case_id, view=view, answer=answer_of(view),
        rings=tuple(
            RingLine(
                ring, number, str(RINGS[ring]), ring_sign(number),
                tuple(each for each in lines if each.component.ring is ring), view.skipped.get(ring, ""),
                ring is ask, KIND_OF_RING[ring],
            )
            for number, ring in enumerate(Ring, start=1)
        ),
        things=tuple(each for each in lines if each.component.ring is None),
        proposed=tuple(_line(each) for each in view.proposed),
        weekdays=tuple(str(WEEKDAYS_ABBR[day]) for day in range(7)), week=_week(timed),
        free=tuple(not any(slot.day == day for each in timed for slot in each.slots) for day in range(7)),
        share=share_in_words(view.shares), chart=draw_shares(view.shares),
        shares=tuple((_when(each, view.today), _hours(each.professional), _hours(each.total)) for each in view.shares),
        suggestions=tuple(_suggestion(each) for each in found), from_card=tuple(card), may_write=may_write, office=office,
    )  # fmt: skip


def answer_of(view: ArrangementView) -> str:
    """How many contributions there are, and how many hours each side carries."""
    if not view.components:
        return _("Nothing is agreed yet. Begin with what the person does herself.")
    count = len(view.components)
    total = sum(each.minutes for each in view.components)
    professional = sum(each.minutes for each in view.components if each.kind in PROFESSIONAL)
    said = ngettext("One contribution, %(hours)s a week.", "%(n)s contributions, %(hours)s a week.", count) % {
        "n": in_figures(count), "hours": _hours(total),
    }  # fmt: skip
    if not any(each.kind in PROFESSIONAL for each in view.components):
        return f"{said} {_('No professional is needed for it.')}"
    if not professional:
        return f"{said} {_('How many hours of professionals are needed is not agreed yet.')}"
    return f"{said} " + _("%(own)s come from the family and the quarter, %(professional)s from professionals.") % {
        "own": _hours(total - professional), "professional": _hours(professional)
    }  # fmt: skip


def share_in_words(shares: Sequence[Share]) -> str:
    """The way of the professional share in one sentence."""
    known = [each for each in shares if not each.planned and each.total]
    if not known:
        return _("No hours are agreed yet.")
    last = known[-1]
    now = _part(last)
    if len(known) == 1:
        return _("Professionals carry %(now)s of the hours.") % {"now": now}
    return _("In %(month)s %(then)s of the hours, today %(now)s.") % {
        "month": date_format(known[0].on, "F"), "then": _part(known[0]), "now": now,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class DoingLine:
    """Who does something, as the family reads it: oneself first, the days written out."""

    component: ComponentView
    oneself: bool
    days: str


def doing_lines(view: ArrangementView, me: Person | None) -> list[DoingLine]:
    """Who does what: oneself, then everyday people, then professionals."""
    lines = [
        DoingLine(each, me is not None and each.member == me, _full_days(each.slots))
        for each in view.components
    ]
    order = tuple(Ring)
    return sorted(
        lines,
        key=lambda line: (
            not line.oneself, order.index(line.component.ring) if line.component.ring else len(order)
        ),
    )  # fmt: skip


def _full_days(slots: Sequence[Slot]) -> str:
    days = sorted({slot.day for slot in slots})
    if len(days) == 5 and days == list(range(5)):
        return _("on every school day")
    names = [str(WEEKDAYS[day]) for day in days]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def ring_sign(number: int) -> SafeString:
    """Six rings with one of them filled; a picture beside the word."""
    radius = [6.4 + 3.4 * step for step in range(6)]
    parts = [
        element("circle", cx=24, cy=24, r=radius[number - 1], fill=ACCENT),
        element("circle", cx=24, cy=24, r=radius[number - 2], fill=PAPER) if number > 1 else "",
        *(element("circle", cx=24, cy=24, r=each, fill="none", stroke=QUIET) for each in radius),
    ]
    return SafeString(
        element("svg", "".join(parts), viewBox="0 0 48 48", class_="ring-sign", aria_hidden="true")
    )


def draw_shares(shares: Sequence[Share]) -> SafeString:
    """Bars of the hours of a week: hatched what professionals carry, dashed what is planned."""
    if not any(each.total for each in shares):
        return SafeString("")
    most = max(each.total for each in shares)
    drawn = [
        element(
            "defs",
            element(
                "pattern",
                element("rect", width=6, height=6, fill=PAPER) + element("path", d="M0 0V6", stroke=ACCENT, stroke_width=3),
                id="hatched", width=6, height=6, patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
            ),
        )
    ]  # fmt: skip
    for number, each in enumerate(shares):
        x, dash = 20 + 165 * number, "4 4" if each.planned else None
        high, low = 130 * each.total / most, 130 * each.professional / most
        drawn += [
            element("rect", x=x, y=150 - high, width=76, height=high - low, fill=PAPER if each.planned else LINEN, stroke=LINEN_LINE, stroke_dasharray=dash),
            element("rect", x=x, y=150 - low, width=76, height=low, fill="url(#hatched)", stroke=ACCENT, stroke_dasharray=dash) if low else "",
            words(_("%(part)s of %(whole)s") % {"part": _hours(each.professional, unit=False), "whole": _hours(each.total, unit=False)}, x + 84, 150 - max(low / 2, 8), font_size=16, font_weight=600, fill=INK),
            words(date_format(each.on, "F"), x, 174, font_size=16, font_weight=600, fill=INK),
            words(_("planned") if each.planned else _("today") if number == len([s for s in shares if not s.planned]) - 1 else _("beginning") if number == 0 else _("after a review"), x, 194, font_size=15, fill=INK_SOFT),
        ]  # fmt: skip
    width = 20 + 165 * len(shares)
    drawn.append(element("path", d=f"M0 150H{width}", stroke=INK))
    title = _("Hours a week that professionals carry, and all hours")
    return SafeString(
        element("svg", element("title", text_of(title)) + "".join(drawn), viewBox=f"0 0 {width} 204", class_="share-chart", role="img", aria_label=title)
    )  # fmt: skip


def days_in_words(slots: Sequence[Slot]) -> str:
    """The days of a contribution, neighbors drawn together: “Mon to Fri”, “Mon, Wed”."""
    days = sorted({slot.day for slot in slots})
    names = [str(WEEKDAYS_ABBR[day]) for day in days]
    if len(days) > 2 and all(later == day + 1 for day, later in pairwise(days)):
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names)


def _line(component: ComponentView) -> ComponentLine:
    return ComponentLine(
        component, days_in_words(component.slots), _hours(component.minutes) if component.minutes else ""
    )


def _week(components: Sequence[ComponentView]) -> tuple[WeekRow, ...]:
    return tuple(
        WeekRow(
            each.who, each.professional,
            tuple(tuple(_clock(slot) for slot in each.slots if slot.day == day) for day in range(7)),
        )
        for each in components
    )  # fmt: skip


def _clock(slot: Slot) -> str:
    def written(minutes: int) -> str:
        hour, minute = divmod(minutes, 60)
        return f"{hour}:{minute:02d}" if minute else str(hour)

    begins, ends = written(slot.begins), written(slot.ends)
    return f"{begins}\u202f–\u202f{ends}" if slot.minutes >= 60 else begins


def _hours(minutes: int, *, unit: bool = True) -> str:
    whole, rest = divmod(minutes, 60)
    shown = (
        f"{whole or ''}{QUARTERS[rest]}"
        if rest in QUARTERS
        else number_format(minutes / 60, 0 if not rest else 1)
    )
    return _("%(n)s h") % {"n": shown} if unit else shown


def _when(share: Share, today: date) -> str:
    day = date_format(share.on, "DATE_FORMAT")
    return (
        _("%(day)s (planned)") % {"day": day} if share.planned else _("today") if share.on == today else day
    )


def _part(share: Share) -> str:
    part = share.professional / share.total
    if not share.professional:
        return _("none")
    if part > 0.9:
        return _("nearly all")
    for least, word in (
        (0.7, _("three quarters")), (0.6, _("two thirds")), (0.52, _("a good half")), (0.45, _("half")),
        (0.3, _("a third")), (0.22, _("a quarter")), (0.15, _("a fifth")),
    ):  # fmt: skip
        if part >= least:
            return word
    return _("a small part")


def _suggestion(found: Suggestion) -> SuggestionLine:
    said = reasons_in_words(found.match)
    if found.place.cost.value == "free":
        said.append(_("costs nothing"))
    if found.place.step_free:
        said.append(_("without steps"))
    return SuggestionLine(found, tuple(said[:4]), found.kind, found.match.outside)
