"""How the forecast of individual help is said and drawn: open to the right and to the top, because it is no limit."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.analytics.budget import BudgetError
from sozialraum.analytics.budget.forecast import QUANTILES
from sozialraum.foundation.ui.drawing import (
    INK,
    INK_SOFT,
    LINE,
    NO_BREAK_SPACE,
    TEAL,
    element,
    number,
    picture,
    words,
)
from sozialraum.organization.budgets.claims.queries import HistoryRow, YearForecast, forecast_of, raises_of
from sozialraum.organization.budgets.presentation import millions, percent
from sozialraum.organization.budgets.queries import DraftFacts


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that is said of one forecast; ``problem`` where there is none."""

    problem: str = ""
    answer: tuple[str, str] = ("", "")
    picture: SafeString | None = None
    months: tuple[tuple[str, ...], ...] = ()
    past: tuple[tuple[str, ...], ...] = ()
    past_sentence: str = ""
    kinds: tuple[tuple[str, ...], ...] = ()
    claims: str = ""
    reserve: str = ""
    source: str = ""
    raises: str = ""


def page_of(history: HistoryRow | None, draft: DraftFacts) -> Page | None:
    """What the page says of the forecast that a file gives for a year; None without a file."""
    if history is None:
        return None
    try:
        found = forecast_of(history, draft.year, raises_of(draft))
    except BudgetError as error:
        return Page(problem=" ".join(error.told(_)))
    return Page(
        answer=_answer(found), picture=fan(found), months=month_rows(found), past=past_rows(found),
        past_sentence=past_sentence(found), kinds=_kinds(found), claims=millions(found.claims),
        reserve="" if found.reserve is None else millions(found.reserve), raises=raises_sentence(found),
        source=_("%(file)s, months %(first)s to %(last)s") % {
            "file": history.file_name, "first": date_format(history.first_month, "m/Y"),
            "last": date_format(history.last_month, "m/Y"),
        },
    )  # fmt: skip


def _million(euros: float) -> str:
    return number(euros / 1e6, 3)


def _answer(found: YearForecast) -> tuple[str, str]:
    first = _("Individual help will cost about %(middle)s million euros in %(year)s.") % {
        "middle": _million(found.forecast.total()), "year": found.year,
    }  # fmt: skip
    second = _(
        "In four of five cases it stays below %(high)s million, as far as past forecasts tell. What is needed is paid in any case, more as well."
    )
    return first, second % {"high": millions(_enough(found))}


def _enough(found: YearForecast) -> int:
    """Cents that suffice in four of five years: by the error of past forecasts, which holds more than drawn chance alone."""
    drawn = round(100 * found.forecast.total(0.8))
    return max(drawn, found.claims + (found.reserve or 0))


def fan(found: YearForecast) -> SafeString:
    """The sums of the year as a fan: the darker band holds three of five cases, the paler one four of five."""
    width, height, left, right, top, bottom = 1152, 360, 90, 190, 30, 36
    bands = found.forecast.fan
    high = 1.12 * float(bands[0.9][-1])

    def x(month: float) -> float:
        return left + (width - left - right) * month / 12

    def y(euros: float) -> float:
        return height - bottom - (height - top - bottom) * euros / high

    def line(quantile: float) -> list[str]:
        return [
            f"{x(month):.1f},{y(value):.1f}" for month, value in enumerate([0.0, *bands[quantile].tolist()])
        ]

    parts = [element("path", d=f"M{left} {y(0):.1f}H{x(12):.1f}", stroke=INK, fill="none")]
    step = 10 ** (len(str(int(high / 1e6))) - 1) * 1e6
    for level in range(1, int(high // step) + 1):
        parts.append(
            element("path", d=f"M{left} {y(level * step):.1f}H{x(12):.1f}", stroke=LINE, fill="none")
        )
        parts.append(
            words(
                number(level * step / 1e6), left - 10, y(level * step) + 4, text_anchor="end", fill=INK_SOFT
            )
        )
    for low, up, color in ((0.1, 0.9, TEAL[0]), (0.2, 0.8, TEAL[1])):
        parts.append(element("polygon", points=" ".join([*line(low), *reversed(line(up))]), fill=color))
    parts.append(
        element(
            "polyline", points=" ".join(line(0.5)), stroke=TEAL[4], stroke_width=3, stroke_dasharray="7 5", fill="none"
        )
    )  # fmt: skip
    for month in range(1, 13):
        label = str(MONTHS_3[month]).capitalize()
        parts.append(words(label, x(month), height - 12, text_anchor="end", fill=INK_SOFT))
    places = [y(float(bands[quantile][-1])) for quantile in (0.8, 0.5)]
    if places[1] - places[0] < 22:
        middle = sum(places) / 2
        places = [middle - 11, middle + 11]
    for place, quantile, said in zip(
        places, (0.8, 0.5), (_("four of five below %(sum)s"), _("middle %(sum)s")), strict=True
    ):
        parts.append(
            words(
                said % {"sum": number(float(bands[quantile][-1]) / 1e6, 1)}, x(12) + 14, place + 4, fill=TEAL[4],
                font_weight=600 if quantile == 0.5 else 400,
            )
        )  # fmt: skip
    parts.append(words(_("forecast, no limit") + " →", x(12) - 6, top - 8, text_anchor="end", font_size=14))
    title = _("Forecast of the sums of individual help by month, in million euros: middle and ranges")
    return picture("".join(parts), width=width, height=height, title=title, marker="chart year-chart")


def month_rows(found: YearForecast) -> tuple[tuple[str, ...], ...]:
    """The table twin of the fan: month, then the sums so far at every quantile, in million euros."""
    bands = found.forecast.fan
    return tuple(
        (
            str(MONTHS_3[month + 1]).capitalize(),
            *(_million(float(bands[quantile][month])) for quantile in QUANTILES),
        )
        for month in range(12)
    )


def past_rows(found: YearForecast) -> tuple[tuple[str, ...], ...]:
    """Past years: forecast, four of five below, what it really was, the error, whether it lay below."""
    return tuple(
        (
            str(year), _million(each.p50), _million(each.p80), _million(each.actual), percent(each.error, 1, signed=True),
            _("yes") if each.actual <= each.p80 else _("no"),
        )
        for year, each in found.past
    )  # fmt: skip


def past_sentence(found: YearForecast) -> str:
    """How far past forecasts from as far away were off, and what is kept in reserve for that."""
    if found.error is None or found.reserve is None:
        return _(
            "No past year can be forecast again: that needs at least three full years of months. A reserve cannot be taken from it."
        )
    years = ngettext("%(n)s past year was", "%(n)s past years were", len(found.past)) % {
        "n": number(len(found.past))
    }
    return _(
        "%(years)s forecast from what was known %(ahead)s months before. The forecasts were off by %(error)s (standard deviation); so %(reserve)s million euros are kept in reserve, enough in four of five years."
    ) % {
        "years": years, "ahead": number(found.ahead), "error": percent(found.error, 1), "reserve": millions(found.reserve),
    }  # fmt: skip


def raises_sentence(found: YearForecast) -> str:
    """Which raises the forecast counts on, and how past years are judged then."""
    if not found.raises:
        return _(
            "No raise of cost is counted on: the last known costs hold on, and what past years missed by that stands in the reserve."
        )
    told = ", ".join(
        _("%(kind)s %(share)s from %(month)s") % {
            "kind": each.kind, "share": percent(each.share, 1, signed=True), "month": MONTHS[each.month],
        }
        for each in found.raises
    )  # fmt: skip
    return _("Counted on: %(raises)s. For these kinds of help past years are forecast again with the costs that they really had; the reserve is for what stays open.") % {
        "raises": told,
    }  # fmt: skip


def _kinds(found: YearForecast) -> tuple[tuple[str, ...], ...]:
    forecast = found.forecast
    return tuple(
        (
            kind, number(forecast.stock[kind]), f"{number(found.unit_cost[kind])}{NO_BREAK_SPACE}€",
            _million(forecast.by_kind[kind]),
        )
        for kind in sorted(forecast.by_kind, key=lambda name: -forecast.by_kind[name])
    )  # fmt: skip
