"""How lines, plan and actual are said in words and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.ui.components import Empty
from sozialraum.foundation.ui.drawing import (
    INK,
    INK_SOFT,
    LINE,
    MINUS,
    NO_BREAK_SPACE,
    TEAL,
    element,
    number,
    picture,
    words,
)
from sozialraum.foundation.ui.tables import Column
from sozialraum.organization.budgets.presentation import euros, percent
from sozialraum.organization.budgets.spending.queries import (
    ImportRow,
    LedgerPreview,
    LineActual,
    LineRow,
    PlanActual,
)
from sozialraum.organization.presentation import OFFER_KINDS

BAND = "#ecedf1"


def exact(cents: int) -> str:
    """An amount to the cent, with a true minus sign."""
    sign = MINUS if cents < 0 else ""
    return f"{sign}{number(abs(cents) / 100, 2)}{NO_BREAK_SPACE}€"


def line_columns(year: int, names: Mapping[str, str], providers: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of the lines; providers have one where any is named."""
    columns = (
        Column("title", gettext_lazy("Line"), lambda row: row.title, link=lambda row: reverse("organization:budget_line", args=[year, row.id]), search=True),
        Column("area", gettext_lazy("Budget area"), lambda row: names.get(row.area_code, row.area_code), choices=True),
        Column("kind", gettext_lazy("Offer"), lambda row: str(OFFER_KINDS[row.offer_kind]), choices=True),
        Column("provider", gettext_lazy("Provider"), lambda row: providers.get(row.provider_code) or None, shown=lambda row: providers.get(row.provider_code) or _("still open")),
        Column("goal", gettext_lazy("Goal"), lambda row: row.goal, sortable=False),
        Column("review", gettext_lazy("Review"), lambda row: row.review_on),
        Column("amount", gettext_lazy("Amount, €"), lambda row: row.amount / 100, numeric=True, decimals=0),
    )  # fmt: skip
    return tuple(column for column in columns if column.name != "provider" or providers)


def lines_sentence(lines: tuple[LineRow, ...], *, year: int) -> str:
    """How many lines there are and what they sum to."""
    if not lines:
        return _("No line is written yet for %(year)s.") % {"year": year}
    total = sum(line.amount for line in lines)
    return ngettext("%(n)s line pays %(sum)s.", "%(n)s lines pay %(sum)s.", len(lines)) % {
        "n": number(len(lines)), "sum": euros(total),
    }  # fmt: skip


def no_lines(year: int, *, may_write: bool) -> Empty:
    """Why no line stands here."""
    text = _(
        "What the committee decides on change requests becomes a line by itself; others are written by planning."
    )
    url = reverse("organization:new_budget_line", args=[year]) if may_write else ""
    return Empty(_("No line is written yet."), text, _("Write a line") if url else "", url)


def actual_columns(shown: PlanActual, names: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of plan against actual, a column a month in the file alone."""
    return (
        Column("title", gettext_lazy("Line"), lambda row: row.line.title, link=lambda row: reverse("organization:budget_line", args=[shown.year, row.line.id]), search=len(shown.lines) > 10),
        Column("area", gettext_lazy("Budget area"), lambda row: names.get(row.line.area_code, row.line.area_code), choices=len(shown.lines) > 10),
        Column("plan", gettext_lazy("Plan, €"), lambda row: row.line.amount / 100, numeric=True, decimals=0),
        Column("booked", gettext_lazy("Booked, €"), lambda row: row.booked / 100, numeric=True, decimals=2),
        Column("expected", gettext_lazy("Year end, €"), lambda row: row.end.expected / 100, numeric=True, decimals=0),
        Column("range", gettext_lazy("4 of 5 years"), lambda row: None if row.end.low is None else row.end.low / 100, shown=_range, numeric=True, sortable=False),
        Column("deviation", gettext_lazy("against plan"), _deviation, shown=lambda row: percent(_deviation(row), 1, signed=True), tag=_tag, numeric=True),
    )  # fmt: skip


def _range(row: LineActual) -> str:
    if row.end.low is None or row.end.high is None:
        return _("too early")
    return f"{number(row.end.low / 100)}–{number(row.end.high / 100)}"


def _deviation(row: LineActual) -> float:
    return (row.end.expected - row.line.amount) / row.line.amount


def _tag(row: LineActual) -> str:
    deviation = _deviation(row)
    return "bad" if deviation > 0.05 else "warn" if abs(deviation) > 0.05 else "ok"


def answer(shown: PlanActual) -> tuple[str, str]:
    """How the year runs, in a sentence; and how sure that is."""
    values = {
        "booked": euros(shown.booked), "plan": euros(shown.planned), "day": date_format(shown.booked_until, "MONTH_DAY_FORMAT"),
        "expected": euros(shown.end.expected),
    }  # fmt: skip
    first = _(
        "Up to %(day)s, %(booked)s of %(plan)s are booked; by the end of the year about %(expected)s are expected."
    )
    if shown.end.low is None or shown.end.high is None or shown.end.low == shown.end.high:
        return first % values, ""
    spread = {"low": euros(shown.end.low), "high": euros(shown.end.high)}
    return first % values, _(
        "In four of five years like this one it would be between %(low)s and %(high)s."
    ) % spread


def reconciled(shown: PlanActual) -> tuple[tuple[str, str], ...]:
    """The sum of the bookings and where every cent of it stands."""
    rows = [(_("booked on lines"), exact(shown.booked))]
    rows += [
        (_("unassigned, account %(account)s") % {"account": account or _("(none)")}, exact(amount))
        for account, amount in shown.unassigned
    ]
    if shown.outside:
        rows.append((_("of other years"), exact(shown.outside)))
    return (*rows, (_("sum of the import"), exact(shown.total)), (_("difference"), exact(shown.difference)))


def import_words(row: ImportRow) -> tuple[str, str]:
    """State of an import: tag and word, with the difference to the finance system named."""
    if row.undone_at is not None:
        return "soft", _("taken back")
    if not row.counts:
        return "soft", _("replaced by a later one")
    if row.control_total is None:
        return "soft", _("no control sum given")
    if row.difference:
        return "bad", _("%(amount)s against the control sum") % {"amount": exact(-row.difference)}
    return "ok", _("equals the control sum to the cent")


def month_rows(shown: PlanActual) -> tuple[tuple[str, str, str, str], ...]:
    """The table twin of the chart: month, booked, sum so far, plan so far."""
    sums = list(accumulate(shown.months))
    return tuple(
        (
            str(MONTHS_3[place + 1]).capitalize(),
            number(shown.months[place] / 100, 2) if place < shown.closed or shown.months[place] else "–",
            number(sums[place] / 100, 2) if place < shown.closed or shown.months[place] else "–",
            number(shown.planned * (place + 1) / 1200),
        )
        for place in range(12)
    )  # fmt: skip


def year_picture(shown: PlanActual) -> SafeString:
    """The year as a line of sums: booked so far, the plan's twelfths, the expected end with its range."""
    width, height, left, right, top, bottom = 1152, 320, 90, 150, 16, 34
    sums = [0, *accumulate(shown.months[: shown.closed])]
    high = max(shown.planned, shown.end.high or 0, shown.end.expected, *sums, 1)

    def x(month: float) -> float:
        return left + (width - left - right) * month / 12

    def y(cents: float) -> float:
        return height - bottom - (height - top - bottom) * cents / high

    parts = [element("path", d=f"M{left} {y(0):.1f}H{x(12):.1f}", stroke=INK, stroke_width=1, fill="none")]
    for share in (0.5, 1.0):
        level = high * share
        parts.append(
            element("path", d=f"M{left} {y(level):.1f}H{x(12):.1f}", stroke=LINE, stroke_width=1, fill="none")
        )
        parts.append(words(number(level / 1e5), left - 10, y(level) + 4, text_anchor="end", fill=INK_SOFT))
    for month in range(1, 13):
        label = str(MONTHS_3[month]).capitalize()
        parts.append(words(label, x(month), height - 10, text_anchor="end", fill=INK_SOFT))
    done = shown.closed
    if shown.end.low is not None and shown.end.high is not None and done < 12:
        band = f"M{x(done):.1f} {y(sums[-1]):.1f}L{x(12):.1f} {y(shown.end.high):.1f}V{y(shown.end.low):.1f}Z"
        parts.append(element("path", d=band, fill=BAND))
    parts.append(
        element(
            "path",
            d=f"M{x(0):.1f} {y(0):.1f}L{x(12):.1f} {y(shown.planned):.1f}",
            stroke=INK,
            stroke_width=1.5,
            stroke_dasharray="2 4",
            fill="none",
        )
    )
    if done < 12:
        parts.append(
            element(
                "path",
                d=f"M{x(done):.1f} {y(sums[-1]):.1f}L{x(12):.1f} {y(shown.end.expected):.1f}",
                stroke=TEAL[4],
                stroke_width=2,
                stroke_dasharray="7 5",
                fill="none",
            )
        )
    points = " ".join(f"{x(place):.1f},{y(value):.1f}" for place, value in enumerate(sums))
    parts.append(element("polyline", points=points, stroke=TEAL[4], stroke_width=3, fill="none"))
    parts += [
        element("circle", cx=f"{x(place):.1f}", cy=f"{y(value):.1f}", r=4, fill=TEAL[4])
        for place, value in enumerate(sums)
        if place
    ]
    plan_y, end_y = y(shown.planned), y(shown.end.expected)
    if abs(plan_y - end_y) < 22:
        plan_y, end_y = (plan_y - 10, plan_y + 12) if plan_y <= end_y else (end_y + 12, end_y - 10)
    parts.append(words(_("Plan %(sum)s") % {"sum": number(shown.planned / 1e5)}, x(12) + 12, plan_y + 4))
    parts.append(
        words(
            _("expected %(sum)s") % {"sum": number(shown.end.expected / 1e5)},
            x(12) + 12,
            end_y + 4,
            fill=TEAL[4],
            font_weight=600,
        )
    )
    title = _("Booked sums by month, the plan and the expected end of the year, in thousand euros")
    return picture("".join(parts), width=width, height=height, title=title, marker="chart year-chart")


def parts(shown: PlanActual | None) -> dict[str, object]:
    """Everything the page says of plan and actual; nothing before any bookings came in."""
    if shown is None:
        return {}
    return {
        "answer": answer(shown), "picture": year_picture(shown), "months": month_rows(shown), "reconciled": reconciled(shown),
    }  # fmt: skip


COLUMN_TITLES = {
    "account": gettext_lazy("Column of the account"), "booked_on": gettext_lazy("Column of the day"),
    "amount": gettext_lazy("Column of the amount"),
}  # fmt: skip


def preview_parts(preview: LedgerPreview) -> dict[str, Any]:
    """The columns to choose from, and what would be read from them."""
    fields = [
        (name, title, [(column, column == preview.choice.chosen[name]) for column in preview.choice.columns])
        for name, title in COLUMN_TITLES.items()
    ]
    if preview.problem is not None:
        return {"fields": fields, "problem": " ".join(preview.problem.told(_))}
    days = [
        date_format(day, "SHORT_DATE_FORMAT") if day else "–" for day in (preview.first_day, preview.last_day)
    ]
    sentence = ngettext(
        "%(n)s booking, %(first)s to %(last)s, %(sum)s euros together.",
        "%(n)s bookings, %(first)s to %(last)s, %(sum)s euros together.", preview.rows,
    ) % {"n": number(preview.rows), "first": days[0], "last": days[1], "sum": number(preview.total / 100, 2)}  # fmt: skip
    first = [
        (account, date_format(day, "SHORT_DATE_FORMAT"), number(cents / 100, 2)) for account, day, cents in preview.first
    ]  # fmt: skip
    return {"fields": fields, "sentence": sentence, "first": first}
