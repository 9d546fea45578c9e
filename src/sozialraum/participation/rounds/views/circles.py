"""What the circles of the areas and everybody who takes part write in the rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

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
from sozialraum.foundation.ui.entries import add_entry, save_entry
from sozialraum.participation.rounds import presentation, queries, services
from sozialraum.participation.rounds.access import can_speak_for, can_take_part
from sozialraum.participation.rounds.enums import Position
from sozialraum.participation.rounds.forms import (
    AnswerForm,
    CircleForm,
    ObjectionForm,
    RecordForm,
    RequestForm,
    VoiceForm,
    request_values,
)
from sozialraum.participation.rounds.views.public import asked_rounds


def back(year: int) -> Callable[[Any], HttpResponse]:
    """Back to the page of the year."""
    return lambda _result: redirect("participation:budget_round", year=year)


def _options(request: HouseRequest, rounds: queries.Rounds) -> queries.Options:
    return queries.options_for(request.actor, rounds, today=timezone.localdate())


@require_POST
@login_required
def new_request(request: HouseRequest, year: int) -> HttpResponse:
    """Begin a change request for one's circle."""
    rounds = asked_rounds(year)
    form = CircleForm(request.POST, circles=presentation.circles(rounds, _options(request, rounds).write))
    if not form.is_valid():
        messages.error(request, _("Choose the circle for which you write."))
        return redirect("participation:budget_round", year=year)
    try:
        made = services.add_request(
            rounds.id, area_code=form.cleaned_data["area_code"], by=request.actor, at=timezone.now()
        )
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
        return redirect("participation:budget_round", year=year)
    return redirect("participation:edit_budget_request", year=year, request_id=made)


@require_http_methods(["GET", "POST"])
@login_required
def edit_request(request: HouseRequest, year: int, request_id: UUID) -> HttpResponse:
    """What shall change in your area? The draft saves itself."""
    rounds, found = asked_rounds(year), queries.request_of(request_id)
    if found is None:
        raise Http404
    decision = can_speak_for(queries.own_areas(request.actor, rounds.names), found.area_code)
    if not decision:
        raise gate.Denied(decision)
    return save_entry(
        request,
        make_form=lambda data, initial: RequestForm(data, initial=dict(initial or {})),
        read=lambda: request_values(queries.request_of(request_id) or found),
        save=lambda form, version: services.revise_request(
            request_id, values=form.values(), version=version, by=request.actor, at=timezone.now()
        ),
        template="participation/rounds/edit_request.html",
        context={"rounds": rounds, "row": found, "circle": rounds.names[found.area_code]},
        done=("participation:budget_request", {"year": year, "request_id": request_id}),
    )


@require_POST
@login_required
def submit_request(request: HouseRequest, year: int, request_id: UUID) -> HttpResponse:
    """Hand a change request in."""
    asked_rounds(year)
    try:
        services.submit_request(request_id, by=request.actor, at=timezone.now())
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
        return redirect("participation:edit_budget_request", year=year, request_id=request_id)
    messages.success(request, _("The change request is handed in; everybody can read it now."))
    return redirect("participation:budget_request", year=year, request_id=request_id)


@require_POST
@login_required
def withdraw_request(request: HouseRequest, year: int, request_id: UUID) -> HttpResponse:
    """Take a change request back."""
    asked_rounds(year)
    try:
        services.withdraw_request(request_id, by=request.actor, at=timezone.now())
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    else:
        messages.success(request, _("The change request is taken back."))
    return redirect("participation:budget_round", year=year)


@require_http_methods(["GET", "POST"])
@login_required
def record(request: HouseRequest, year: int) -> HttpResponse:
    """What did your circle agree?"""
    rounds = asked_rounds(year)
    circles = presentation.circles(rounds, _options(request, rounds).record)
    if not circles:
        messages.info(request, _("No record is missing that you could write."))
        return redirect("participation:budget_round", year=year)
    return add_entry(
        request,
        make_form=lambda data, _initial: RecordForm(data, circles=circles),
        add=lambda form: services.add_record(
            rounds.id, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        template="participation/rounds/record.html",
        done=back(year),
    )


@require_http_methods(["GET", "POST"])
@login_required
def voice(request: HouseRequest, year: int) -> HttpResponse:
    """Can your circle live with the proposal?"""
    rounds = asked_rounds(year)
    circles = presentation.circles(rounds, _options(request, rounds).voice)
    if not circles or rounds.proposal is None:
        messages.info(request, _("No proposal waits for an answer of your circle."))
        return redirect("participation:budget_round", year=year)
    form = VoiceForm(request.POST or None, circles=circles)
    if form.is_valid():
        given = {**form.cleaned_data, "position": Position(form.cleaned_data["position"])}
        try:
            services.give_voice(rounds.id, **given, by=request.actor, at=timezone.now())
            return redirect("participation:budget_round", year=year)
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
    context = {"form": form, "rounds": rounds, "lines": presentation.grant_lines(rounds)}
    status = 422 if form.errors else 200
    return render(request, "participation/rounds/voice.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def objection(request: HouseRequest, year: int) -> HttpResponse:
    """What do you think is wrong?"""
    rounds, decision = asked_rounds(year), can_take_part(request.actor)
    if not decision:
        raise gate.Denied(decision)
    return add_entry(
        request,
        make_form=lambda data, _initial: ObjectionForm(data),
        add=lambda form: services.object_to(
            rounds.id, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        template="participation/rounds/objection.html",
        done=back(year),
    )


@require_http_methods(["GET", "POST"])
@login_required
def reply(request: HouseRequest, year: int, objection_id: UUID) -> HttpResponse:
    """Answer an objection (planning), or write the minority view (the circle whose objection was carried)."""
    rounds = asked_rounds(year)
    options = _options(request, rounds)
    found = next((each for each in (*options.answer, *options.minority) if each.id == objection_id), None)
    if found is None:
        raise Http404
    answers = found in options.answer
    save = services.answer_objection if answers else services.state_minority_view
    label = _("Your answer") if answers else _("What shall the committee know?")
    form = AnswerForm(request.POST or None, label=label, initial={"text": found.minority_view})
    if form.is_valid():
        try:
            save(objection_id, text=form.cleaned_data["text"], by=request.actor, at=timezone.now())
            return redirect("participation:budget_round", year=year)
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
    context = {
        "form": form,
        "rounds": rounds,
        "line": presentation.objection_line(rounds, found),
        "answers": answers,
    }
    status = 422 if form.errors else 200
    return render(request, "participation/rounds/reply.html", context, status=status)
