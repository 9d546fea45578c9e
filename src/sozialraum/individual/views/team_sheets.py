"""The advice of a team on a sheet without names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case
from sozialraum.individual.enums import Ring
from sozialraum.individual.forms.team_sheets import (
    AdvisersForm,
    BodyForm,
    ClosingForm,
    IdeaForm,
    QuestionForm,
)
from sozialraum.individual.presentation.team_sheets import PHASES, RINGS, sheet_answer, sheet_paper
from sozialraum.individual.queries.team_sheets import SheetView
from sozialraum.individual.rules.team_sheets import MINUTES
from sozialraum.individual.views.process import act, office_grant

Tried = Mapping[str, Form]
"""Forms that could not be stored, by their names on the page; empty where the act was done."""


@require_GET
@login_required
def sheet(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """What does the team think?"""
    grant = office_grant(request, case_id)
    return _page(request, grant, queries.team_sheet(grant))


def _page(request: HouseRequest, grant: Grant, view: SheetView | None, **tried: Form) -> HttpResponse:
    """The page; ``tried`` are forms that could not be stored, by their names: what was typed stays in them."""
    context: dict[str, Any] = {
        "file": queries.case_file(grant), "sheet": view, "answer": sheet_answer(view), "question": QuestionForm(),
        "may_write": can_write_case(request.actor, grant.subject_id), "idea": IdeaForm(), "rings": RINGS,
        "phases": [(number, PHASES[number], MINUTES[number]) for number in MINUTES], "today": timezone.localdate(),
    }  # fmt: skip
    if view:
        me = request.actor.user_id
        told = view.professionals or tuple(names_of([me]).values() if me else ())
        context["body"] = BodyForm(initial={"body": view.body, "question": view.question})
        context["advisers"] = AdvisersForm(
            initial={"professionals": "\n".join(told), "providers": "\n".join(view.providers)}
        )
        context["closing"] = ClosingForm(ideas=len(view.ideas))
    return render(request, "individual/team_sheet.html", context | tried, status=422 if tried else 200)


@require_POST
@login_required
def make(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Put a sheet together."""
    grant = office_grant(request, case_id, Action.WRITE)
    asked = request.POST.get("question", "")[:1_000]
    act(
        request,
        lambda: services.make_team_sheet(grant, question=asked),
        said=_("Put together without names. Please read it now."),
    )
    return redirect("individual:team_sheet", case_id=case_id)


@require_POST
@login_required
def change(request: HouseRequest, case_id: UUID, deed: str) -> HttpResponse:
    """One act on the sheet: check it, go to a phase, say who advises, name an idea, close."""
    grant = office_grant(request, case_id, Action.WRITE)
    view = queries.team_sheet(grant)
    if view is None or deed not in DEEDS:
        raise Http404
    done, place = DEEDS[deed]
    if tried := done(request, grant, view):
        return _page(request, grant, view, **tried)
    return redirect(f"{reverse('individual:team_sheet', args=[case_id])}{place}")


def _check(request: HouseRequest, grant: Grant, view: SheetView) -> Tried:
    form = BodyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The sheet is empty. Leave in it what the team needs."))
        return {"body": form}
    checked = act(
        request,
        lambda: services.check_team_sheet(grant, view.id, **form.cleaned_data),
        said=_("Checked. It is out for thirty days."),
    )
    return {} if checked else {"body": form}


def _phase(request: HouseRequest, grant: Grant, view: SheetView) -> Tried:
    wanted = request.POST.get("phase", "")
    number = int(wanted) if wanted.isdigit() and len(wanted) < 3 else 0
    act(
        request,
        lambda: services.go_to_phase(grant, view.id, number),
        said=_("Phase %(number)s") % {"number": number},
    )
    return {}


def _advisers(request: HouseRequest, grant: Grant, view: SheetView) -> Tried:
    form = AdvisersForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("At least two professionals of the office advise."))
        return {"advisers": form}
    lines = {
        name: [line.strip()[:160] for line in text.splitlines() if line.strip()]
        for name, text in form.cleaned_data.items()
    }
    act(request, lambda: services.name_advisers(grant, view.id, **lines), said=_("Kept."))
    return {}


def _idea(request: HouseRequest, grant: Grant, view: SheetView) -> Tried:
    form = IdeaForm(request.POST)
    if not form.is_valid():
        return {"idea": form}
    given = form.cleaned_data
    ring = Ring(given["ring"])
    named = act(request, lambda: services.name_idea(grant, view.id, ring=ring, text=given["text"], provider=given["provider"]), said=_("Kept."))  # fmt: skip
    return {} if named else {"idea": form}


def _close(request: HouseRequest, grant: Grant, view: SheetView) -> Tried:
    form = ClosingForm(request.POST, ideas=len(view.ideas))
    if not form.is_valid():
        return {"closing": form}
    given = form.cleaned_data
    closed = act(request, lambda: services.close_advice(grant, view.id, offered=given["offered"], dissent=given["dissent"]), said=_("The advice is on record."))  # fmt: skip
    return {} if closed else {"closing": form}


DEEDS: dict[str, tuple[Callable[[HouseRequest, Grant, SheetView], Tried], str]] = {
    "pruefen": (_check, ""), "phase": (_phase, "#phases"), "dabei": (_advisers, "#advisers"), "idee": (_idea, "#ideas"),
    "abschluss": (_close, ""),
}  # fmt: skip
"""What each act does, and the place of the page to which one comes back."""


@require_GET
@login_required
def output(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """The checked sheet on paper, as long as it is valid."""
    view = queries.team_sheet(office_grant(request, case_id))
    if view is None or view.expires_on is None or view.expires_on < timezone.localdate():
        raise Http404
    facts = installation_facts()
    made = sheet_paper(view, office=facts.office_name if facts else "", at=timezone.now())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="bogen-{view.number}.pdf"'
    return answer
