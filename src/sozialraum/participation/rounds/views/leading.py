"""What planning does in the rounds, and the decision of the committee."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.ui.entries import add_entry
from sozialraum.organization.budgets.queries import draft_of
from sozialraum.participation.rounds import presentation, queries, services
from sozialraum.participation.rounds.access import can_decide, can_lead
from sozialraum.participation.rounds.enums import ObjectionState
from sozialraum.participation.rounds.forms import DAYS, DecisionForm, MoveForm, ProposalForm, PublishForm
from sozialraum.participation.rounds.views.circles import back
from sozialraum.participation.rounds.views.public import asked_rounds

View = Callable[..., HttpResponse]


def for_those(may: Callable[[Actor], Decision]) -> Callable[[View], View]:
    """Let in whom the rule lets in."""

    def guard(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HouseRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            decision = may(request.actor)
            if not decision:
                raise gate.Denied(decision)
            return view(request, *args, **kwargs)

        return guarded

    return guard


@require_http_methods(["GET", "POST"])
@for_those(can_lead)
def publish(request: HouseRequest, year: int) -> HttpResponse:
    """Publish the formula of a year and open its rounds."""
    draft = draft_of(year)
    if draft is None or year in queries.negotiated_years():
        raise Http404
    return add_entry(
        request,
        make_form=lambda data, _initial: PublishForm(data),
        add=lambda form: services.publish(
            services.NewNegotiation(
                draft.id, form.cleaned_data["explanation"], form.schedule(), form.cleaned_data["loops"],
                _("As published"),
            ),
            by=request.actor, at=timezone.now(),
        ),
        template="participation/rounds/publish.html",
        done=back(year),
    )  # fmt: skip


@require_POST
@for_those(can_lead)
def open_next(request: HouseRequest, year: int) -> HttpResponse:
    """Close the round that runs and open the next."""
    rounds = asked_rounds(year)
    try:
        stage = services.open_next(rounds.id, by=request.actor, at=timezone.now())
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    else:
        messages.success(request, str(presentation.STAGES[stage][0]))
    return redirect("participation:budget_round", year=year)


@require_http_methods(["GET", "POST"])
@for_those(can_lead)
def move_days(request: HouseRequest, year: int) -> HttpResponse:
    """Move days that are still to come."""
    rounds = asked_rounds(year)
    now = dict(zip(DAYS, rounds.schedule.days(), strict=True))
    return add_entry(
        request,
        make_form=lambda data, _initial: MoveForm(data, initial=now),
        add=lambda form: services.move_days(
            rounds.id, schedule=form.schedule(), reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
        ),
        template="participation/rounds/days.html",
        done=back(year),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_those(can_lead)
def propose(request: HouseRequest, year: int) -> HttpResponse:
    """Propose how the reserve is shared."""
    rounds = asked_rounds(year)
    objections = [
        each for each in rounds.objections if each.loop is not None and each.state is ObjectionState.OPEN
    ]
    form = ProposalForm(request.POST or None, rounds=rounds, objections=objections)
    if form.is_valid():
        try:
            services.propose(
                rounds.id, grants=form.grants(), text=form.cleaned_data["text"], answers=form.answers(),
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
            return redirect("participation:budget_round", year=year)
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
    context = {"form": form, "rounds": rounds, "facts": presentation.reserve_facts(rounds)}
    status = 422 if form.errors else 200
    return render(request, "participation/rounds/propose.html", context, status=status)


@require_http_methods(["GET", "POST"])
@for_those(can_decide)
def decide(request: HouseRequest, year: int) -> HttpResponse:
    """What has the committee decided?"""
    rounds = asked_rounds(year)
    form = DecisionForm(request.POST or None, rounds=rounds)
    if form.is_valid():
        try:
            services.decide(
                rounds.id, services.NewDecision(**form.values()), by=request.actor, at=timezone.now()
            )
            return redirect("participation:budget_round", year=year)
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
    context = {
        "form": form, "rounds": rounds, "objections": presentation.objection_lines(rounds),
        "lines": presentation.grant_lines(rounds),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "participation/rounds/decide.html", context, status=status)
