"""Goals: from the direction to the next step, in the words of those who want it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.entries import save_entry
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.forms.goals import GoalForm, NewGoalForm, goal_values
from sozialraum.individual.forms.resource_cards import fitting
from sozialraum.individual.presentation.cases import (
    error_in_words,
    in_order_of_speaking,
    last_own_words,
    own_person,
)
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.individual.views.network_maps import INVALID, frame_of


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def index(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """All goals as a tree, and a new one."""
    writing = request.method == "POST"
    problem = ""
    if writing:
        form = NewGoalForm(request.POST)
        grant = open_case_grant(request, case_id, Action.WRITE)
        try:
            if form.is_valid():
                services.set_goal(grant, **form.values())
                return redirect("individual:goals", case_id=case_id)
            problem = " ".join(str(message) for messages in form.errors.values() for message in messages)
        except services.Refused as refusal:
            problem = error_in_words(refusal)
    file = queries.case_file(open_case_grant(request, case_id))
    context = {
        "case_id": case_id, "goals": queries.goals(open_case_grant(request, case_id)), "people": in_order_of_speaking(file.people),
        "me": own_person(file, request.actor.user_id), "problem": problem, "frame": frame_of(request),
        "may_write": can_write_case(request.actor, case_id), "today": timezone.localdate(),
        "said": last_own_words(file, request.GET.get("wer", "")),
    }  # fmt: skip
    return render(request, "individual/goals.html", context, status=INVALID if problem else 200)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def goal(request: HouseRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """One goal with everything that is known of it; it saves itself."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    found, people = queries.goal(grant, goal_id), queries.case_file(grant).people

    def make_form(data: Any, initial: Mapping[str, Any] | None) -> GoalForm:
        return GoalForm(data, initial=initial, goal=found, people=people, family=is_family(request.actor))

    return save_entry(
        request,
        make_form=make_form,
        read=lambda: fitting(make_form(None, None), goal_values(queries.goal(grant, goal_id))),
        save=lambda form, version: services.revise_goal(
            grant, goal_id, values=form.values(), version=version
        ),
        template="individual/goal.html",
        context={"case_id": case_id, "goal": found, "frame": frame_of(request), "draft": f"goal-{goal_id}"},
        done=("individual:goals", {"case_id": case_id}),
    )


@require_POST
@login_required
def remove(request: HouseRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """Take a goal off that was written by mistake."""
    services.remove_goal(open_case_grant(request, case_id, Action.WRITE), goal_id)
    return redirect("individual:goals", case_id=case_id)
