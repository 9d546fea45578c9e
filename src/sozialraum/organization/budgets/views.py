"""Pages of the budget: the formula workshop, an area's page, the envelope, scenarios."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.analytics.budget import shipped_budget_recipe_names
from sozialraum.errors import Conflict, SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.organization.budgets import opening, presentation, queries, services
from sozialraum.organization.budgets.access import (
    can_keep_scenario,
    can_see_actuals,
    can_see_budgets,
    can_shape_formula,
)
from sozialraum.organization.budgets.forms import NewYearForm, ScenarioForm, WorkshopForm, wish_of
from sozialraum.warehouse.sources import read_table

View = Callable[..., HttpResponse]


def for_those_concerned(view: View) -> View:
    """Let in whom the table of rights gives a part in budget rounds."""

    @wraps(view)
    @login_required
    def guarded(request: HouseRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decision = can_see_budgets(request.actor)
        if not decision:
            raise gate.Denied(decision)
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@for_those_concerned
def workshop(request: HouseRequest) -> HttpResponse:
    """How does the money get fairly into the areas? Sliders, map, waterfall and table follow together."""
    draft = queries.chosen_draft(request.GET.get("year"))
    if draft is None:
        return render(request, "organization/budgets/none.html", _nobody(request))
    view = queries.workshop(draft, wish_of(request.GET, request.GET.getlist("area")))
    context = {
        "view": view, "sheet": presentation.sheet(view), "tiers": presentation.tiers(draft.envelope),
        "envelope": presentation.envelope_picture(draft), "total": presentation.millions(draft.envelope.total),
        "others": _others(view), "may_keep": bool(can_keep_scenario(request.actor)),
        "may_shape": bool(can_shape_formula(request.actor)), "query": request.GET.urlencode(),
        "other_title": presentation.view_title(view), "years": queries.years(),
    }  # fmt: skip
    moving = request.headers.get("HX-Request") == "true"
    return render(request, f"organization/budgets/{'_moved' if moving else 'workshop'}.html", context)


# fragments of the page that a moved slider rewrites, by their template
MOVING = ("answer", "rule_title", "problem", "said")


@require_GET
@for_those_concerned
def figures(request: HouseRequest) -> HttpResponse:
    """What a moving slider changes, for a page that stands already: a fraction of the page's work and of its bytes."""
    draft = queries.chosen_draft(request.GET.get("year"))
    if draft is None:
        raise Http404
    view = queries.workshop(draft, wish_of(request.GET, request.GET.getlist("area")), checked=False)
    shown = presentation.moved(view)
    context = {"view": view, "sheet": shown.core}
    parts = [render_to_string(f"organization/budgets/_{name}.html", context) for name in MOVING]
    return JsonResponse(
        {
            "parts": parts, "maps": shown.maps, "cells": shown.cells, "outputs": shown.outputs, "fall": shown.fall,
            "steps": shown.steps, "fairness": shown.core.fairness,
        }
    )  # fmt: skip


def _nobody(request: HouseRequest) -> dict[str, Any]:
    return {"may_shape": bool(can_shape_formula(request.actor))}


def _others(view: queries.Workshop) -> list[tuple[str, str, bool]]:
    """With what the allocation can be compared: kept scenarios first, then methods of practice."""
    scenarios = [(f"scenario:{each.id}", each.title) for each in view.scenarios]
    methods = [
        (f"method:{name}", presentation.method_title(name)) for name in shipped_budget_recipe_names()[1:]
    ]
    title = view.other_title
    return [
        (value, label, bool(title) and title in {label, value.partition(":")[2]})
        for value, label in scenarios + methods
    ]


@require_POST
@for_those_concerned
def keep_scenario(request: HouseRequest) -> HttpResponse:
    """Keep what is tried as a scenario that never changes."""
    draft = queries.chosen_draft(request.POST.get("year"))
    if draft is None:
        raise Http404
    form = ScenarioForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the scenario a name by which others find it."))
        return redirect(f"{reverse('organization:budget')}?{_tried(request)}")
    try:
        services.keep_scenario(
            draft.id, changes=form.changes(), title=form.cleaned_data["title"], by=request.actor, at=timezone.now(),
            negotiation=draft.envelope.negotiation if form.negotiation() is None else form.negotiation() or 0.0,
        )  # fmt: skip
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    else:
        messages.success(request, _("Kept as scenario “%(title)s”.") % {"title": form.cleaned_data["title"]})
    return redirect(f"{reverse('organization:budget')}?{_tried(request)}")


def _tried(request: HouseRequest) -> str:
    tried = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "title", "version"):
        tried.pop(name, None)
    return tried.urlencode()


@require_GET
@for_those_concerned
def area(request: HouseRequest, area_code: str) -> HttpResponse:
    """What an area receives and why, in plain words."""
    draft = queries.chosen_draft(request.GET.get("year"))
    if draft is None or area_code not in draft.table["area"].to_pylist():
        raise Http404
    view = queries.workshop(draft, queries.Wish(changes={}, area=area_code))
    place = view.allocation.codes.index(area_code)
    sheet = presentation.sheet(view)
    context = {"view": view, "sheet": sheet, "row": sheet.rows[place], "years": queries.years()}
    return render(request, "organization/budgets/area.html", context)


@require_GET
@for_those_concerned
def envelope(request: HouseRequest) -> HttpResponse:
    """What does the year cost? Three tiers, the reserve, and who decides what."""
    draft = queries.chosen_draft(request.GET.get("year"))
    if draft is None:
        return render(request, "organization/budgets/none.html", _nobody(request))
    context = {
        "draft": draft, "tiers": presentation.tiers(draft.envelope), "picture": presentation.envelope_picture(draft),
        "total": presentation.millions(draft.envelope.total), "lines": presentation.claim_rows(draft),
        "quote": presentation.percent(draft.envelope.infrastructure_share, 1),
        "error": presentation.percent(draft.claims_error, 1), "reserve": presentation.millions(draft.envelope.reserve),
        "claims": presentation.millions(draft.envelope.claims), "may_see_actuals": bool(can_see_actuals(request.actor)),
        "years": queries.years(),
    }  # fmt: skip
    return render(request, "organization/budgets/envelope.html", context)


@require_GET
@for_those_concerned
def scenarios(request: HouseRequest) -> HttpResponse:
    """Which scenarios were kept, and do they still come out the same?"""
    draft = queries.chosen_draft(request.GET.get("year"))
    if draft is None:
        return render(request, "organization/budgets/none.html", _nobody(request))
    rows = [(each, services.replay(each.id)) for each in queries.scenarios_of(draft.id)]
    return render(request, "organization/budgets/scenarios.html", {"draft": draft, "rows": rows})


@require_http_methods(["GET", "POST"])
@for_those_concerned
def new_year(request: HouseRequest) -> HttpResponse:
    """Open a year from an envelope and two tables."""
    decision = can_shape_formula(request.actor)
    if not decision:
        raise gate.Denied(decision)
    form = NewYearForm(request.POST or None, request.FILES or None)
    refused = None
    if form.is_valid():
        try:
            opening.open_year(**_given(form), by=request.actor, at=timezone.now())
        except SozialraumError as error:
            refused = error.told(_)
        else:
            messages.success(request, _("The year %(year)s is open.") % {"year": form.cleaned_data["year"]})
            return redirect("organization:budget")
    status = 422 if refused or form.errors else 200
    return render(
        request, "organization/budgets/new_year.html", {"form": form, "refused": refused}, status=status
    )


def _given(form: NewYearForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        **{name: data[name] for name in ("year", "structure", "quarters", "source")},
        "claims_error": float(data["claims_error"]) / 100,
        **{name: read_table(data[name].read(), data[name].name) for name in ("claims", "areas")},
    }


@require_POST
@for_those_concerned
def set_draft(request: HouseRequest) -> HttpResponse:
    """Make what is tried the draft; where somebody was quicker, both are shown and nothing is lost."""
    draft = queries.chosen_draft(request.POST.get("year"))
    if draft is None:
        raise Http404
    form = WorkshopForm(request.POST)
    form.is_valid()
    negotiation = form.negotiation()
    try:
        services.set_parameters(
            draft.id, changes=form.changes(), version=form.cleaned_data.get("version") or 0, by=request.actor,
            negotiation=draft.envelope.negotiation if negotiation is None else negotiation, at=timezone.now(),
        )  # fmt: skip
    except Conflict as clash:
        text = _(
            "Somebody has changed the draft meanwhile to: %(theirs)s. Your values stand in the sliders: %(mine)s."
        )
        messages.error(request, text % {"theirs": clash.theirs, "mine": clash.mine})
        return redirect(f"{reverse('organization:budget')}?{_tried(request)}")
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
        return redirect(f"{reverse('organization:budget')}?{_tried(request)}")
    messages.success(request, _("These parameters are the draft now."))
    return redirect(f"{reverse('organization:budget')}?year={draft.year}")
