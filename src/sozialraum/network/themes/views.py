"""Pages of themes: the board, one theme, a new one, and every act on a theme."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.network.acts import Act, Acts, carried_out
from sozialraum.network.themes import pages, queries, services
from sozialraum.network.themes.access import can_care
from sozialraum.network.themes.contributions import asked_of, told_of
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.forms import (
    CareForm,
    DecisionForm,
    MoveForm,
    NewThemeForm,
    ResultForm,
    StepForm,
)
from sozialraum.social_structure.queries import area_choices, planning_system


@login_not_required
@require_GET
def board(request: HouseRequest) -> HttpResponse:
    """What is missing, and who cares? Open to everybody."""
    context = pages.board(request.actor, request.GET, today=timezone.localdate())
    return render(request, "network/themes.html", context)


@login_not_required
@require_GET
def theme(request: HouseRequest, theme_id: UUID) -> HttpResponse:
    """One theme: how one knows of it, who cares, what happened, what comes next."""
    found = queries.theme(request.actor, theme_id, today=timezone.localdate())
    if found is None:
        raise Http404
    today = timezone.localdate()
    context = {
        "asked": asked_of(request.actor, theme_id, today), "told": told_of(request.actor, theme_id, today),
        **pages.sheet(request.actor, found, today=today, new_place=request.GET.get("ort", "")),
    }  # fmt: skip
    return render(request, "network/theme.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def raise_theme(request: HouseRequest) -> HttpResponse:
    """A new theme."""
    decision = can_care(request.actor)
    if not decision:
        raise gate.Denied(decision)
    asked = {"area_code": request.GET.get("gebiet", ""), "missing": request.GET.get("fehlt", "")}
    form = NewThemeForm(request.POST or None, areas=area_choices(), initial=asked)
    if request.method == "POST" and form.is_valid():
        system = planning_system()
        new = form.theme(area_vintage=str(system.vintage) if system else "")
        try:
            return redirect("network:theme", services.raise_theme(new, by=request.actor, at=timezone.now()))
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
    return render(request, "network/raise_theme.html", {"form": form}, status=422 if form.errors else 200)


def _care(theme_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.care_for_theme(theme_id, as_=str(told["as_"]), by=request.actor, at=timezone.now())


def _back(theme_id: UUID, request: HouseRequest, _told: dict[str, Any]) -> None:
    services.give_theme_back(theme_id, by=request.actor, at=timezone.now())


def _step(theme_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.plan_step(theme_id, **told, by=request.actor, at=timezone.now())


def _to(state: ThemeState) -> Act:
    def act(theme_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
        services.move_theme(theme_id, to=state, text=str(told["text"]), by=request.actor, at=timezone.now())

    return act


def _politics(theme_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.need_decision(
        theme_id, needed=str(told["text"]), place=str(told["place"]), decided_on=told["decided_on"],
        by=request.actor, at=timezone.now(),
    )  # fmt: skip


def _decided(theme_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.note_decision(theme_id, decision=str(told["text"]), by=request.actor, at=timezone.now())


def _close(theme_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    place_id = told["place_id"] if isinstance(told["place_id"], UUID) else None
    services.close_theme(
        theme_id, result=str(told["text"]), place_id=place_id, by=request.actor, at=timezone.now()
    )


ACTS: Acts = {
    "kuemmern": (CareForm, _care), "abgeben": (forms.Form, _back), "schritt": (StepForm, _step),
    "geprueft": (MoveForm, _to(ThemeState.CHECKED)), "arbeit": (MoveForm, _to(ThemeState.IN_WORK)),
    "ruht": (MoveForm, _to(ThemeState.RESTING)), "hinweis": (MoveForm, _to(ThemeState.HINT)),
    "politik": (DecisionForm, _politics), "beschluss": (MoveForm, _decided), "loesung": (ResultForm, _close),
}  # fmt: skip


@require_POST
@login_required
def change(request: HouseRequest, theme_id: UUID, act: str) -> HttpResponse:
    """One act on a theme; what is wrong is told on its page and nothing is stored."""
    return carried_out(request, ACTS, act, theme_id, back=reverse("network:theme", args=[theme_id]))


@require_POST
@login_required
def finish_step(request: HouseRequest, step_id: UUID) -> HttpResponse:
    """A step is done."""
    return redirect("network:theme", services.finish_step(step_id, by=request.actor, at=timezone.now()))
