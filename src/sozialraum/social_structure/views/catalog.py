"""The catalogue of indicators: list, definition with its history, changing it, going back to the shipped one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.social_structure import wording
from sozialraum.social_structure.access import can_import
from sozialraum.social_structure.forms import IndicatorForm
from sozialraum.social_structure.queries.catalog import (
    IndicatorEntry,
    indicator_entries,
    indicator_entry,
    revisions_of,
)
from sozialraum.social_structure.queries.deliveries import count_of_deliveries
from sozialraum.social_structure.queries.holdings import kind_text
from sozialraum.social_structure.services.catalog import define_indicator, shipped_indicator, take_shipped
from sozialraum.social_structure.views.columns import indicator_columns
from sozialraum.social_structure.views.doors import figures_only, importers_only


@require_GET
@login_required
@figures_only
def index(request: HouseRequest) -> HttpResponse:
    """Every indicator with its use, unit, source, and whose definition holds."""
    entries = indicator_entries()
    table = table_from_request(
        request, indicator_columns(), entries, name="indicators", caption=_("Indicators"),
        counted=count_of_deliveries, page_size=100,
    )  # fmt: skip
    context = {
        "may_edit": can_import(request.actor), "count": len(entries), "own": sum(each.edited for each in entries),
    }  # fmt: skip
    return table_response(request, table, "social_structure/indicators.html", context)


def _entry_of(code: str) -> IndicatorEntry:
    entry = indicator_entry(code)
    if entry is None:
        raise Http404
    return entry


@require_GET
@login_required
@figures_only
def indicator(request: HouseRequest, code: str) -> HttpResponse:
    """One definition: what is counted out of whom, what it may be used for, and how the definition changed."""
    entry = _entry_of(code)
    shipped = shipped_indicator(code)
    context = {
        "entry": entry, "kind": kind_text(entry.kind), "unit": wording.unit_text(entry.unit),
        "direction": wording.direction_text(entry.fields["direction"]), "revisions": revisions_of(code),
        "may_edit": can_import(request.actor), "may_go_back": entry.edited and shipped is not None,
        "columns": [*entry.fields["columns"], *entry.fields["count_columns"]],
    }  # fmt: skip
    return render(request, "social_structure/indicator.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@importers_only
def new(request: HouseRequest) -> HttpResponse:
    """Define an indicator of the office's own."""
    return _defined(request, None)


@require_http_methods(["GET", "POST"])
@login_required
@importers_only
def edit(request: HouseRequest, code: str) -> HttpResponse:
    """Change a definition, shipped or own, with a reason."""
    return _defined(request, _entry_of(code))


def _defined(request: HouseRequest, entry: IndicatorEntry | None) -> HttpResponse:
    counts = [(each.code, each.name) for each in indicator_entries() if each.unit == "count"]
    form = IndicatorForm(request.POST or None, entry=entry, counts=counts)
    if request.method == "POST" and form.is_valid():
        definition = form.definition()
        try:
            define_indicator(
                definition=definition, new=entry is None, reason=form.cleaned_data["reason"],
                by=request.actor.user_id, at=timezone.now(),
            )  # fmt: skip
        except SozialraumError as error:
            form.add_error("code" if entry is None else "kind", " ".join(p for p in error.told(_) if p))
        else:
            messages.success(request, _("The definition is stored, with its reason."))
            return redirect("social_structure:indicator", code=definition.code)
    context = {"form": form, "entry": entry, "shipped": entry is not None and not entry.edited}
    return render(
        request, "social_structure/edit_indicator.html", context, status=422 if form.errors else 200
    )


@require_POST
@login_required
@importers_only
def take_shipped_again(request: HouseRequest, code: str) -> HttpResponse:
    """Let the shipped definition hold again."""
    try:
        take_shipped(
            code=code,
            reason=_("Back to the shipped definition"),
            by=request.actor.user_id,
            at=timezone.now(),
        )
        messages.success(request, _("The shipped definition holds again."))
    except SozialraumError as error:
        messages.error(request, " ".join(part for part in error.told(_) if part))
        return redirect("social_structure:indicators")
    return redirect("social_structure:indicator", code=code)
