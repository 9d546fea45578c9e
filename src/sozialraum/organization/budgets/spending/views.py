"""Pages of lines, and of plan against actual."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import Conflict, SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.organization.budgets.access import can_import_ledger, can_see_actuals, can_shape_formula
from sozialraum.organization.budgets.queries import DraftFacts, draft_of, years
from sozialraum.organization.budgets.spending import presentation, queries, services
from sozialraum.organization.budgets.spending.forms import LedgerForm, LineForm, line_values
from sozialraum.organization.budgets.views import for_those_concerned
from sozialraum.organization.presentation import OFFER_KINDS
from sozialraum.organization.queries import provider_choices, provider_names
from sozialraum.warehouse.sources import read_table


def _draft(year: int) -> DraftFacts:
    draft = draft_of(year)
    if draft is None:
        raise Http404
    return draft


@require_GET
@for_those_concerned
def lines(request: HouseRequest, year: int) -> HttpResponse:
    """What does the money pay, and for which goal?"""
    draft = _draft(year)
    found = queries.lines_of(draft.id)
    may_write = bool(can_shape_formula(request.actor))
    columns = presentation.line_columns(year, draft.names, provider_names(row.provider_code for row in found))
    table = table_from_request(
        request, columns, found, name="budget-lines", order="area", caption=_("Lines of the budget"),
        empty=None if found else presentation.no_lines(year, may_write=may_write),
    )  # fmt: skip
    context = {
        "draft": draft, "years": years(), "answer": presentation.lines_sentence(found, year=year), "may_write": may_write,
        "may_see_actuals": bool(can_see_actuals(request.actor)), "has_lines": bool(found),
    }  # fmt: skip
    return table_response(request, table, "organization/budgets/lines.html", context)


@require_http_methods(["GET", "POST"])
@for_those_concerned
def new_line(request: HouseRequest, year: int) -> HttpResponse:
    """Write a line."""
    decision = can_shape_formula(request.actor)
    if not decision:
        raise gate.Denied(decision)
    draft = _draft(year)
    form = LineForm(request.POST or None, areas=list(draft.names.items()), providers=provider_choices())
    if form.is_valid():
        try:
            services.add_line(draft.id, form.line(), by=request.actor, at=timezone.now())
            return redirect("organization:budget_lines", year=year)
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
    status = 422 if form.errors else 200
    context = {"draft": draft, "form": form, "row": None}
    return render(request, "organization/budgets/edit_line.html", context, status=status)


@require_http_methods(["GET", "POST"])
@for_those_concerned
def line(request: HouseRequest, year: int, line_id: UUID) -> HttpResponse:
    """Read a line, or change it; where somebody was quicker, both stand side by side."""
    draft, row = _draft(year), queries.line_of(line_id)
    if row is None:
        raise Http404
    if not can_shape_formula(request.actor):
        context = {
            "draft": draft,
            "row": row,
            "area": draft.names.get(row.area_code),
            "kind": OFFER_KINDS[row.offer_kind],
            "provider": provider_names([row.provider_code]).get(row.provider_code),
        }
        return render(request, "organization/budgets/line.html", context)
    form = LineForm(
        request.POST or None,
        initial=line_values(row),
        areas=list(draft.names.items()),
        providers=provider_choices(),
    )
    clash = None
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_line(line_id, form.line(), version=version, by=request.actor, at=timezone.now())
            return redirect("organization:budget_lines", year=year)
        except Conflict as conflict:
            clash = conflict
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
    status = 409 if clash else 422 if form.errors else 200
    context = {"draft": draft, "form": form, "row": row, "clash": clash}
    return render(request, "organization/budgets/edit_line.html", context, status=status)


@require_http_methods(["GET", "POST"])
@for_those_concerned
def actuals(request: HouseRequest, year: int) -> HttpResponse:
    """How does the year run? Plan against actual by line and month, and the files it rests on."""
    draft, decision = _draft(year), can_see_actuals(request.actor)
    if not decision:
        raise gate.Denied(decision)
    form = LedgerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _imported(request, draft, form):
        return redirect("organization:budget_actuals", year=year)
    shown = queries.plan_actual(draft.id, year)
    context = {
        "draft": draft, "years": years(), "form": form, "shown": shown, "may_import": bool(can_import_ledger(request.actor)),
        "imports": [(row, *presentation.import_words(row)) for row in queries.imports_of(draft.id)],
        "kept": queries.last_mapping(), **presentation.parts(shown),
    }  # fmt: skip
    status = 422 if form.errors else 200
    if shown is None or request.method == "POST":
        return render(request, "organization/budgets/actuals.html", context, status=status)
    table = table_from_request(
        request, presentation.actual_columns(shown, draft.names), shown.lines, name="plan-actual", order="title",
        caption=_("Plan and actual by line"),
    )  # fmt: skip
    return table_response(request, table, "organization/budgets/actuals.html", context)


@require_POST
@for_those_concerned
def ledger_columns(request: HouseRequest, year: int) -> HttpResponse:
    """The columns of the chosen file, and what would be read from them. The file stays with the browser until it is imported."""
    _draft(year)
    decision = can_import_ledger(request.actor)
    if not decision:
        raise gate.Denied(decision)
    file = request.FILES.get("file")
    context: dict[str, Any] = {"fields": ()}
    if file is not None:
        try:
            preview = queries.ledger_preview(read_table(file.read(), file.name), request.POST.dict())
            context = presentation.preview_parts(preview)
        except SozialraumError as error:
            context["problem"] = " ".join(error.told(_))
    return render(request, "organization/budgets/_ledger_columns.html", context)


def _imported(request: HouseRequest, draft: DraftFacts, form: LedgerForm) -> bool:
    data = form.cleaned_data
    try:
        services.import_ledger(
            draft.id, source=read_table(data["file"].read(), data["file"].name), mapping=form.mapping(),
            replaces=data["replaces"], booked_until=data["booked_until"], control_total=data["control_total"],
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except SozialraumError as error:
        form.add_error(None, " ".join(error.told(_)))
        return False
    messages.success(request, _("The bookings are taken over. You can take the import back."))
    return True


@require_POST
@for_those_concerned
def undo_import(request: HouseRequest, year: int, import_id: UUID) -> HttpResponse:
    """Take an import back."""
    _draft(year)
    try:
        services.undo_import(import_id, by=request.actor, at=timezone.now())
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    else:
        messages.success(request, _("The import is taken back; what it replaced counts again."))
    return redirect("organization:budget_actuals", year=year)
