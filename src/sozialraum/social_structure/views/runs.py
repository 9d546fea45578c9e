"""Runs: the list, one run, a new one from recipe to record."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.social_structure.access import can_record_run
from sozialraum.social_structure.forms import RecipeForm, SaveRunForm
from sozialraum.social_structure.open_data.queries import opened_number
from sozialraum.social_structure.queries.choices import area_levels, input_dates, recipe_choices
from sozialraum.social_structure.queries.runs import run_lines, run_view
from sozialraum.social_structure.services import draft_view, record_and_release, unpublished_view
from sozialraum.social_structure.views.columns import run_columns
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
    found = run_view(run_id) or (unpublished_view(run_id) if may_record else None)
    if found is None:
        raise Http404
    table = table_from_request(
        request, run_columns(found.index), found.index.rows, name="run", page_size=10, prefix="t_",
        order=f"{found.index.parts[0].code}_rank", counted=lambda n: f"{n} {found.index.level.plural}",
        exportable=False,
    )  # fmt: skip
    return table_response(
        request,
        table,
        "social_structure/run.html",
        {"run": found, "index": found.index, "may_record": may_record, "open_number": opened_number(run_id)},
    )


@require_http_methods(["GET", "POST"])
@login_required
@run_recorders_only
def new(request: HouseRequest) -> HttpResponse:
    """A new run: choose, look at the draft, record it with title and reason."""
    asked = RecipeForm(
        request.GET or None, recipes=recipe_choices(), areas=area_levels(), dates=input_dates()
    )
    saving = SaveRunForm(request.POST or None)
    context: dict[str, Any] = {"form": asked, "saving": saving, "draft": None, "error": None}
    if asked.is_bound and asked.is_valid():
        try:
            if request.method == "POST" and saving.is_valid():
                recorded = record_and_release(
                    **_choice(asked), **saving.cleaned_data, by=request.actor.user_id, at=timezone.now()
                )
                return redirect("social_structure:run", run_id=recorded.id)
            context["draft"] = draft_view(**_choice(asked))
        except SozialraumError as error:
            context["error"] = error
    return render(request, "social_structure/new_run.html", context, status=422 if context["error"] else 200)


def _choice(form: RecipeForm) -> dict[str, Any]:
    code, vintage, level = form.cleaned_data["areas"].split(":")
    return {
        "recipe_name": form.cleaned_data["recipe"], "system_code": code, "vintage": int(vintage), "level": level,
        "reference_date": date.fromisoformat(form.cleaned_data["reference_date"]),
    }  # fmt: skip
