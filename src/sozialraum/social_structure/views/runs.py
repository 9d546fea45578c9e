"""Runs: the list, and one run."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.social_structure.access import can_record_run
from sozialraum.social_structure.open_data.queries import opened_number
from sozialraum.social_structure.queries.runs import run_lines, run_view, withheld_sentence
from sozialraum.social_structure.services import unpublished_view
from sozialraum.social_structure.views.columns import run_columns, run_order
from sozialraum.social_structure.views.doors import figures_only, run_recorders_only


@require_GET
@login_required
@figures_only
def index(request: HouseRequest) -> HttpResponse:
    """Every run."""
    may_record = bool(can_record_run(request.actor))
    context = {"runs": run_lines(unpublished=may_record), "may_record": may_record}
    return render(request, "social_structure/runs.html", context)


@require_GET
@login_required
@figures_only
def run(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """One run: map in classes, table, what was left out, how it can be recomputed."""
    may_record = bool(can_record_run(request.actor))
    found = run_view(run_id, request.actor) or (unpublished_view(run_id) if may_record else None)
    if found is None:
        raise Http404
    table = table_from_request(
        request, run_columns(found.index), found.index.rows, name="run", page_size=10, prefix="t_",
        order=run_order(found.index), counted=lambda n: f"{n} {found.index.level.plural}",
        exportable=False,
    )  # fmt: skip
    return table_response(
        request,
        table,
        "social_structure/run.html",
        {
            "run": found,
            "index": found.index,
            "may_record": may_record,
            "open_number": opened_number(run_id),
            "withheld": withheld_sentence(found.index),
        },
    )


@require_GET
@login_required
@run_recorders_only
def former_new(request: HouseRequest) -> HttpResponse:  # noqa: ARG001 - the doors need it
    """Where runs were begun before the workshop: whoever kept the address is led on."""
    return redirect("social_structure:workshop", permanent=True)
