"""Pages of what politics is asked: the list, one issue, a new one, and every act on an issue."""

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
from sozialraum.network.advocacy import pages, queries, services
from sozialraum.network.advocacy.access import can_raise_issue
from sozialraum.network.advocacy.enums import AnswerKind
from sozialraum.network.advocacy.forms import AnswerForm, DueForm, NameForm, NewIssueForm, SentenceForm
from sozialraum.social_structure.queries import area_choices, planning_system

INVALID = 422


@login_not_required
@require_GET
def board(request: HouseRequest) -> HttpResponse:
    """What do the quarters ask of politics, and what was answered? Open to everybody, as far as it is public."""
    return render(
        request,
        "network/issues.html",
        pages.board(request.actor, request.GET, today=timezone.localdate()),
    )


@login_not_required
@require_GET
def issue(request: HouseRequest, issue_id: UUID) -> HttpResponse:
    """One issue: what is asked, what is known, what was answered, what came of it."""
    found = queries.issue(request.actor, issue_id)
    if found is None:
        raise Http404
    return render(
        request,
        "network/issue.html",
        pages.sheet(request.actor, found, today=timezone.localdate()),
    )


@require_http_methods(["GET", "POST"])
@login_required
def raise_issue(request: HouseRequest) -> HttpResponse:
    """Ask politics: out of a theme, out of a note from the field, or from scratch."""
    decision = can_raise_issue(request.actor)
    if not decision:
        raise gate.Denied(decision)
    begin = pages.beginning(request.actor, request.GET, today=timezone.localdate())
    form = NewIssueForm(request.POST or None, areas=area_choices(), initial=begin["initial"])
    if request.method == "POST" and form.is_valid():
        theme, note, system = begin["theme"], begin["note"], planning_system()
        new = form.issue(
            area_vintage=str(system.vintage) if system else "", theme_id=theme.id if theme else None,
            note_id=note.id if note else None,
        )  # fmt: skip
        try:
            return redirect("network:issue", services.raise_issue(new, by=request.actor, at=timezone.now()))
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
    context = {"form": form, "theme": begin["theme"]}
    return render(request, "network/raise_issue.html", context, status=INVALID if form.errors else 200)


def _send(issue_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    due_on = told["due_on"]
    services.send_issue(issue_id, due_on=due_on, text=str(told["text"]), by=request.actor, at=timezone.now())


def _remind(issue_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    due_on = told["due_on"]
    services.remind(issue_id, due_on=due_on, text=str(told["text"]), by=request.actor, at=timezone.now())


def _answer(issue_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.note_answer(
        issue_id, kind=AnswerKind(str(told["kind"])), answer=str(told["text"]), by=request.actor, at=timezone.now()
    )  # fmt: skip


def _consequence(issue_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.note_consequence(issue_id, consequence=str(told["text"]), by=request.actor, at=timezone.now())


def _withdraw(issue_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.withdraw_issue(issue_id, why=str(told["text"]), by=request.actor, at=timezone.now())


def _take_on(issue_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.take_issue_on(issue_id, as_=str(told["text"]), by=request.actor, at=timezone.now())


def _publish(*, public: bool) -> Act:
    def act(issue_id: UUID, request: HouseRequest, _told: dict[str, Any]) -> None:
        services.publish_issue(issue_id, public=public, by=request.actor, at=timezone.now())

    return act


ACTS: Acts = {
    "abschicken": (DueForm, _send), "erinnern": (DueForm, _remind), "antwort": (AnswerForm, _answer),
    "folge": (SentenceForm, _consequence), "zuruecknehmen": (SentenceForm, _withdraw),
    "uebernehmen": (NameForm, _take_on), "veroeffentlichen": (forms.Form, _publish(public=True)),
    "zurueckziehen": (forms.Form, _publish(public=False)),
}  # fmt: skip


@require_POST
@login_required
def change(request: HouseRequest, issue_id: UUID, act: str) -> HttpResponse:
    """One act on an issue; what is wrong is told on its page and nothing is stored."""
    return carried_out(request, ACTS, act, issue_id, back=reverse("network:issue", args=[issue_id]))
