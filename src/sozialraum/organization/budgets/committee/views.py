"""Pages of a committee's rules: what they are, what each moves, and writing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.analytics.budget import BudgetError
from sozialraum.analytics.budget.committee import CommitteeRule
from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.ui.entries import save_entry
from sozialraum.organization.budgets.access import can_shape_formula
from sozialraum.organization.budgets.committee import presentation, queries, services
from sozialraum.organization.budgets.committee.forms import RuleForm
from sozialraum.organization.budgets.queries import DraftFacts, draft_of, years
from sozialraum.organization.budgets.rule_entries import typed_rule
from sozialraum.organization.budgets.views import for_those_concerned


def _draft(year: int) -> DraftFacts:
    draft = draft_of(year)
    if draft is None:
        raise Http404
    return draft


def _form(draft: DraftFacts, data: Any, initial: Any = None) -> RuleForm:
    return RuleForm(
        data,
        initial=dict(initial or {}),
        areas=presentation.area_choices(draft, queries.areas_above(draft)),
    )


@require_GET
@for_those_concerned
def rules(request: HouseRequest, year: int) -> HttpResponse:
    """Which rules does the committee add, and what do they move? Everybody may try one more."""
    draft = _draft(year)
    trying = "subject" in request.GET
    form = _form(draft, request.GET if trying else None)
    tried = _tried(form) if trying else None
    found = queries.ruled(draft, tried)
    context = {
        "draft": draft, "years": years(), "form": form, "shown": presentation.page(found), "tried": tried,
        "tried_values": [(name, value) for name in request.GET for value in request.GET.getlist(name)],
        "may_shape": bool(can_shape_formula(request.actor)) and draft.published_at is None,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "organization/budgets/rules.html", context, status=status)


def _tried(form: RuleForm) -> CommitteeRule | None:
    """The rule of a form; what is missing is said at the form."""
    if not form.is_valid():
        return None
    try:
        return typed_rule(form.values())
    except BudgetError as error:
        form.add_error("value", " ".join(error.told(_)))
        return None


@require_POST
@for_those_concerned
def add(request: HouseRequest, year: int) -> HttpResponse:
    """Begin a rule, with what was tried where something was."""
    draft = _draft(year)
    tried = _tried(_form(draft, request.POST)) if "subject" in request.POST else None
    try:
        number = services.add_rule(draft.id, rule=tried, by=request.actor, at=timezone.now())
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
        return redirect("organization:budget_rules", year=year)
    return redirect("organization:edit_budget_rule", year=year, number=number)


@require_http_methods(["GET", "POST"])
@for_those_concerned
def edit(request: HouseRequest, year: int, number: int) -> HttpResponse:
    """How shall the rule be? It saves itself and counts only when it is made to."""
    decision = can_shape_formula(request.actor)
    if not decision:
        raise gate.Denied(decision)
    draft = _draft(year)
    entry = queries.entry_of(draft, number)
    if entry is None:
        raise Http404

    def read() -> dict[str, Any]:
        now = queries.entry_of(_draft(year), number) or entry
        return {**now.typed, "version": now.version}

    found = queries.ruled(draft, entry.written, instead_of=entry.rule) if request.method == "GET" else None
    context = {
        "draft": draft,
        "entry": entry,
        "form_name": f"rule-{year}-{number}",
        "shown": presentation.page(found) if found else None,
    }
    return save_entry(
        request,
        make_form=lambda data, initial: _form(draft, data, initial),
        read=read,
        save=lambda form, version: services.revise_rule(
            draft.id, number, values=form.values(), version=version or 0, by=request.actor, at=timezone.now()
        ),
        template="organization/budgets/edit_rule.html",
        context=context,
        done=("organization:edit_budget_rule", {"year": year, "number": number}),
    )


def _act(request: HouseRequest, year: int, act: Callable[[DraftFacts], object], told: str) -> HttpResponse:
    draft = _draft(year)
    try:
        act(draft)
    except BudgetError as error:
        messages.error(request, " ".join(presentation.named(error, draft).told(_)))
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    else:
        messages.success(request, told)
    return redirect("organization:budget_rules", year=year)


@require_POST
@for_those_concerned
def count(request: HouseRequest, year: int, number: int) -> HttpResponse:
    """Let a rule count."""
    return _act(
        request, year, lambda draft: services.let_count(draft.id, number, by=request.actor, at=timezone.now()),
        _("The rule counts now; the amounts of all areas follow it."),
    )  # fmt: skip


@require_POST
@for_those_concerned
def rest(request: HouseRequest, year: int, number: int) -> HttpResponse:
    """Let a rule rest."""
    return _act(
        request, year, lambda draft: services.let_rest(draft.id, number, by=request.actor, at=timezone.now()),
        _("The rule rests; it stays written."),
    )  # fmt: skip


@require_POST
@for_those_concerned
def remove(request: HouseRequest, year: int, number: int) -> HttpResponse:
    """Take a rule away."""
    return _act(
        request, year, lambda draft: services.remove_rule(draft.id, number, by=request.actor, at=timezone.now()),
        _("The rule is taken away."),
    )  # fmt: skip
