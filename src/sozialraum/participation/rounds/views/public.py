"""What everybody may read of the rounds, without signing in."""

from __future__ import annotations

from datetime import UTC
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.organization.budgets.access import can_see_budgets
from sozialraum.organization.budgets.committee.presentation import rule_lines
from sozialraum.organization.budgets.queries import years
from sozialraum.participation.rounds import presentation, queries
from sozialraum.participation.rounds.access import can_lead
from sozialraum.participation.rounds.calendar_file import CalendarDay, calendar_file
from sozialraum.participation.rounds.enums import RequestState


def asked_rounds(year: int) -> queries.Rounds:
    """The rounds of a year, or nothing there."""
    found = queries.rounds_of(year, today=timezone.localdate())
    if found is None:
        raise Http404
    return found


@login_not_required
@require_GET
def latest(request: HouseRequest) -> HttpResponse:
    """The rounds of the latest year, or that none has begun."""
    if found := queries.negotiated_years():
        return redirect("participation:budget_round", year=found[0])
    waiting = [year for year in years() if can_lead(request.actor)]
    return render(request, "participation/rounds/none.html", {"waiting": waiting})


@login_not_required
@require_GET
def budget_round(request: HouseRequest, year: int) -> HttpResponse:
    """What is decided when, and by whom?"""
    rounds, today = asked_rounds(year), timezone.localdate()
    table = table_from_request(
        request, presentation.request_columns(rounds), rounds.requests, name="requests", order="area",
        caption=_("Change requests"), empty=None if rounds.requests else presentation.no_requests(rounds),
    )  # fmt: skip
    context = {
        "rounds": rounds, "path": presentation.path(rounds), "answer": presentation.answer(rounds, today=today),
        "options": queries.options_for(request.actor, rounds, today=today), "picture": presentation.reserve_picture(rounds),
        "objections": presentation.objection_lines(rounds), "voices": presentation.voice_lines(rounds),
        "records": presentation.record_lines(rounds), "carried": presentation.carried_objections(rounds),
        "can_try": can_see_budgets(request.actor), "facts": presentation.reserve_facts(rounds),
        "rules": rule_lines(rounds.rules, rounds.names), "years": queries.negotiated_years(),
        "waiting": [each for each in years() if each not in queries.negotiated_years()] if can_lead(request.actor) else [],
    }  # fmt: skip
    return table_response(request, table, "participation/rounds/round.html", context)


@login_not_required
@require_GET
def history(request: HouseRequest, year: int) -> HttpResponse:
    """What happened, step by step?"""
    rounds = asked_rounds(year)
    steps = queries.steps_of(rounds.id)
    lines = presentation.step_lines(steps, rounds.names)
    context = {"rounds": rounds, "lines": lines, "last": steps[-1]}
    return render(request, "participation/rounds/history.html", context)


@login_not_required
@require_GET
def history_file(_request: HouseRequest, year: int) -> JsonResponse:
    """The public steps as they are stored, so that anybody can recompute their checks."""
    rounds = asked_rounds(year)
    steps = [_plain(step) for step in queries.steps_of(rounds.id)]
    return JsonResponse(
        {"year": year, "steps": steps}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def _plain(step: queries.StepRow) -> dict[str, Any]:
    return {
        "number": step.number, "kind": step.kind.value, "stage": step.stage.value, "area_code": step.area_code,
        "content": dict(step.content), "taken_at": step.taken_at.astimezone(UTC).isoformat(), "previous_hash": step.previous_hash,
        "step_hash": step.step_hash,
    }  # fmt: skip


@login_not_required
@require_GET
def calendar(request: HouseRequest, year: int) -> HttpResponse:
    """The days of the rounds for everybody's calendar."""
    rounds = asked_rounds(year)
    steps = queries.steps_of(rounds.id)
    address = request.build_absolute_uri(reverse("participation:budget_round", args=[year]))
    name = _("Budget of the areas %(year)s") % {"year": year}
    days = [
        CalendarDay(f"budget-{year}-{place}", value, f"{name}: {title}", url=address)
        for place, (value, title) in enumerate(
            zip(rounds.schedule.days(), presentation.DAY_TITLES, strict=True)
        )
    ]
    file = calendar_file(days, name=name, at=steps[-1].taken_at, sequence=presentation.days_moved(steps))
    attached = {"Content-Disposition": f'attachment; filename="budget-{year}.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=attached)


@login_not_required
@require_GET
def change_request(request: HouseRequest, year: int, request_id: UUID) -> HttpResponse:
    """One change request: what for, why, and what became of it. A draft is seen by its own circle alone."""
    rounds, found = asked_rounds(year), queries.request_of(request_id)
    options = queries.options_for(request.actor, rounds, today=timezone.localdate())
    if found is None or found.area_code not in rounds.names:
        raise Http404
    if found.state is RequestState.DRAFT and found.area_code not in options.own:
        raise Http404
    context = {
        "rounds": rounds, "row": found, "circle": rounds.names[found.area_code], "draft": found.state is RequestState.DRAFT,
        "mine": found.area_code in options.write, "shown": presentation.request_shown(rounds, found),
    }  # fmt: skip
    return render(request, "participation/rounds/request.html", context)
