"""Change requests and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.foundation.ui.components import Empty
from sozialraum.foundation.ui.tables import Column
from sozialraum.organization.budgets.presentation import euros
from sozialraum.organization.presentation import OFFER_KINDS
from sozialraum.participation.rounds.enums import RequestState
from sozialraum.participation.rounds.presentation.words import FEW, Text, day
from sozialraum.participation.rounds.queries import RequestRow, Rounds


def request_columns(rounds: Rounds) -> tuple[Column, ...]:
    """The columns of the change requests; the last amount is what was proposed or decided."""
    grants, many = rounds.grants or {}, len(rounds.requests) > FEW
    columns = [
        Column("title", gettext_lazy("Purpose of the request"), lambda row: row.title, link=lambda row: request_url(rounds.year, row), search=many),
        Column("area", gettext_lazy("Circle"), lambda row: rounds.names[row.area_code], choices=many),
        Column("kind", gettext_lazy("Offer"), lambda row: str(OFFER_KINDS[row.offer_kind])),
        Column("amount", gettext_lazy("Asked for, €"), lambda row: (row.amount or 0) / 100, numeric=True, decimals=0),
    ]  # fmt: skip
    if rounds.grants is not None:
        title = gettext_lazy("Decided, €") if rounds.decision else gettext_lazy("Proposed, €")
        columns.append(
            Column("grant", title, lambda row: grants[str(row.id)] / 100 if str(row.id) in grants else None, numeric=True, decimals=0)
        )  # fmt: skip
    if any(each.state is RequestState.WITHDRAWN for each in rounds.requests):
        columns.append(Column("state", gettext_lazy("State"), lambda row: _("withdrawn") if row.state is RequestState.WITHDRAWN else _("handed in")))  # fmt: skip
    return tuple(columns)


def request_url(year: int, row: RequestRow) -> str:
    """Where a change request is shown."""
    return reverse("participation:budget_request", args=[year, row.id])


def no_requests(rounds: Rounds) -> Empty:
    """Why no change request stands here."""
    return Empty(
        _("No change request has been handed in yet."),
        _("The circles write until %(day)s.") % {"day": day(rounds.schedule.requests_until)},
    )


def grant_lines(rounds: Rounds) -> tuple[tuple[str, str, str, str], ...]:
    """The proposal by request: circle, what for, asked for, proposed."""
    grants = rounds.grants or {}
    return tuple(
        (rounds.names[row.area_code], row.title, euros(row.amount or 0), euros(grants.get(str(row.id), 0)))
        for row in rounds.standing_requests
    )


@dataclass(frozen=True, slots=True)
class RequestShown:
    """What a page says of one change request besides its own words."""

    asked: str
    granted: str
    kind: Text
    state: str


def request_shown(rounds: Rounds, row: RequestRow) -> RequestShown:
    """One change request in words."""
    grants = rounds.grants
    known = grants is not None and str(row.id) in grants
    return RequestShown(
        asked=euros(row.amount) if row.amount else _("no amount yet"),
        granted=euros(grants[str(row.id)]) if grants is not None and known else "",
        kind=OFFER_KINDS[row.offer_kind],
        state={
            RequestState.DRAFT: _("draft, read by your circle alone"), RequestState.SUBMITTED: _("handed in"),
            RequestState.WITHDRAWN: _("withdrawn"),
        }[row.state],
    )  # fmt: skip
