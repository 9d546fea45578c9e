"""Pages of the forecast of individual help."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sozialraum.errors import Conflict, SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.organization.budgets.access import can_import_ledger, can_see_actuals
from sozialraum.organization.budgets.claims import presentation, queries, services
from sozialraum.organization.budgets.claims.forms import HistoryForm, RaisesForm
from sozialraum.organization.budgets.queries import DraftFacts, draft_of, years
from sozialraum.organization.budgets.views import for_those_concerned
from sozialraum.warehouse.sources import read_table


def _draft(request: HouseRequest, year: int) -> DraftFacts:
    draft, decision = draft_of(year), can_see_actuals(request.actor)
    if draft is None:
        raise Http404
    if not decision:
        raise gate.Denied(decision)
    return draft


@require_http_methods(["GET", "POST"])
@for_those_concerned
def forecast(request: HouseRequest, year: int) -> HttpResponse:
    """What will individual help cost, and how sure is that? A forecast from its history, and no limit."""
    draft = _draft(request, year)
    form = HistoryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _previewed(request, form, year):
        return redirect("organization:budget_forecast", year=year)
    files = queries.histories()
    waiting = (
        next((each for each in files if each.waiting), None) if can_import_ledger(request.actor) else None
    )
    counting = next((each for each in files if each.counts), None)
    context = {
        "raises": RaisesForm(kinds=sorted(counting.kinds), raises=queries.raises_of(draft)) if counting else None,
        "draft": draft, "years": years(), "form": form, "files": [each for each in files if not each.waiting],
        "may_import": bool(can_import_ledger(request.actor)),
        "waiting": waiting, "preview": presentation.page_of(waiting, draft) if waiting else None,
        "shown": presentation.page_of(counting, draft),
    }  # fmt: skip
    return render(request, "organization/budgets/forecast.html", context, status=422 if form.errors else 200)


def _previewed(request: HouseRequest, form: HistoryForm, year: int) -> bool:
    file = form.cleaned_data["file"]
    try:
        source = read_table(file.read(), file.name)
        services.preview_history(source=source, year=year, by=request.actor, at=timezone.now())
    except SozialraumError as error:
        form.add_error("file", " ".join(error.told(_)))
        return False
    return True


def _done(request: HouseRequest, year: int, act: Callable[[], object], told: str) -> HttpResponse:
    _draft(request, year)
    try:
        act()
    except Conflict:
        messages.error(request, _("Somebody has changed the draft meanwhile. Look at it, and press again."))
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    else:
        messages.success(request, told)
    return redirect("organization:budget_forecast", year=year)


@require_POST
@for_those_concerned
def accept(request: HouseRequest, year: int, history_id: UUID) -> HttpResponse:
    """Let the forecast rest on the previewed file."""
    return _done(
        request, year, lambda: services.accept_history(history_id, by=request.actor, at=timezone.now()),
        _("The forecast rests on this file now. You can take it back."),
    )  # fmt: skip


@require_POST
@for_those_concerned
def undo(request: HouseRequest, year: int, history_id: UUID) -> HttpResponse:
    """Take a file back."""
    return _done(
        request, year, lambda: services.undo_history(history_id, by=request.actor, at=timezone.now()),
        _("The file is taken back; the one before it counts again."),
    )  # fmt: skip


@require_POST
@for_those_concerned
def set_raises(request: HouseRequest, year: int) -> HttpResponse:
    """Keep which raises of cost are agreed for the year."""
    draft = _draft(request, year)
    counting = queries.counting_history()
    form = RaisesForm(request.POST, kinds=sorted(counting.kinds) if counting else ())
    if not form.is_valid():
        told = [
            f"{form.fields[name].label}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()
        ]
        messages.error(request, " ".join(told))
        return redirect("organization:budget_forecast", year=year)
    return _done(
        request, year, lambda: services.set_raises(draft.id, form.raises(), by=request.actor, at=timezone.now()),
        _("The forecast counts on these raises now."),
    )  # fmt: skip


@require_POST
@for_those_concerned
def take(request: HouseRequest, year: int) -> HttpResponse:
    """Set the year's claims and reserve as forecast."""
    draft, given = _draft(request, year), request.POST.get("version", "")
    version = int(given) if given.isdecimal() else 0
    return _done(
        request, year,
        lambda: services.take_forecast(draft.id, version=version, by=request.actor, at=timezone.now()),
        _("Claims and reserve of the envelope stand as forecast now."),
    )  # fmt: skip
