"""Confirming by a link without an account, and who was asked so far."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.network import services
from sozialraum.network.access import can_add_place
from sozialraum.network.confirmation_links import read_link
from sozialraum.network.due import read_due
from sozialraum.network.forms.confirmations import CorrectionForm
from sozialraum.network.presentation.confirmations import COLUMNS, UnconfirmedRows, answer_of
from sozialraum.network.queries import PlaceRow
from sozialraum.network.queries.confirmations import place_of_link

TEMPLATE = "network/confirm_link.html"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm_by_link(request: HouseRequest, token: str) -> HttpResponse:
    """Who was sent a link says with one tap that an entry still holds, or what has changed; no account is needed."""
    now = timezone.now()
    link = read_link(token, at=now)
    found = place_of_link(link, today=timezone.localdate()) if link else None
    if link is None or found is None:
        return render(request, TEMPLATE, {"gone": True}, status=404)
    place, used = found
    if used:
        return render(request, TEMPLATE, {"place": place, "done": True})
    return _answer(request, token, place)


def _answer(request: HouseRequest, token: str, place: PlaceRow) -> HttpResponse:
    today = timezone.localdate()
    changing = request.POST.get("answer") == "changed"
    form = CorrectionForm(request.POST if changing else None, place=place)
    if request.method == "POST" and (not changing or form.is_valid()):
        try:
            changes = form.changes(today=today) if changing else {}
            services.answer_by_link(token, changes=changes, at=timezone.now())
            return render(
                request, TEMPLATE, {"place": place, "done": True, "ended": "valid_until" in changes}
            )
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
    context = {"place": place, "form": form}
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def answer_due(request: HouseRequest, token: str) -> HttpResponse:
    """Who was asked by mail about a cooperation, a card or a consent answers with one tap; no account is needed."""
    now = timezone.now()
    known = read_due(token, at=now)
    sheet = known[0].sheet(known[1], now) if known else None
    if known is None or sheet is None:
        return render(request, "network/answer_due.html", {"gone": True}, status=404)
    said = next((each for each in sheet.choices if each.value == request.POST.get("answer")), None)
    if sheet.answered or said is None:
        return render(request, "network/answer_due.html", {"sheet": sheet})
    try:
        known[0].answer(known[1], said.value, now)
    except SozialraumError as error:
        context = {"sheet": sheet, "refused": " ".join(error.told(_))}
        return render(request, "network/answer_due.html", context, status=422)
    return render(request, "network/answer_due.html", {"sheet": sheet, "thanks": said.thanks})


@require_GET
@login_required
def asking(request: HouseRequest) -> HttpResponse:
    """Which entries wait for their confirmation, and who was asked?"""
    if not (decision := can_add_place(request.actor)):
        raise gate.Denied(decision)
    rows = UnconfirmedRows(request.actor, today=timezone.localdate())
    table = table_from_request(request, COLUMNS, rows, name="nachfragen")
    context = {"answer": answer_of(rows.counts), "mail": services.mail_is_set_up(), "rows": rows}
    return table_response(request, table, "network/asking.html", context)
