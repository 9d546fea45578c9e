"""The advice of a team on a sheet without names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

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


@require_GET
@login_required
def sheet(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """What does the team think?"""
    grant = office_grant(request, case_id)
    view = queries.team_sheet(grant)
    context: dict[str, Any] = {
        "file": queries.case_file(grant), "sheet": view, "answer": sheet_answer(view), "question": QuestionForm(),
        "may_write": can_write_case(request.actor, case_id), "idea": IdeaForm(), "rings": RINGS,
        "phases": [(number, PHASES[number], MINUTES[number]) for number in MINUTES],
    }  # fmt: skip
    if view:
        context["body"] = BodyForm(initial={"body": view.body})
        context["advisers"] = AdvisersForm(
            initial={"professionals": "\n".join(view.professionals), "providers": "\n".join(view.providers)}
        )
        context["closing"] = ClosingForm(ideas=len(view.ideas))
    return render(request, "individual/team_sheet.html", context)


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
    DEEDS[deed](request, grant, view)
    return redirect("individual:team_sheet", case_id=case_id)


def _check(request: HouseRequest, grant: Grant, view: SheetView) -> None:
    body = request.POST.get("body", "")[:20_000]
    act(
        request,
        lambda: services.check_team_sheet(grant, view.id, body=body),
        said=_("Checked. It is out for thirty days."),
    )


def _phase(request: HouseRequest, grant: Grant, view: SheetView) -> None:
    wanted = request.POST.get("phase", "")
    number = int(wanted) if wanted.isdigit() and len(wanted) < 3 else 0
    act(
        request,
        lambda: services.go_to_phase(grant, view.id, number),
        said=_("Phase %(number)s") % {"number": number},
    )


def _advisers(request: HouseRequest, grant: Grant, view: SheetView) -> None:
    form = AdvisersForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("At least two professionals of the office advise."))
        return
    lines = {
        name: [line.strip()[:160] for line in text.splitlines() if line.strip()]
        for name, text in form.cleaned_data.items()
    }
    act(request, lambda: services.name_advisers(grant, view.id, **lines), said=_("Kept."))


def _idea(request: HouseRequest, grant: Grant, view: SheetView) -> None:
    form = IdeaForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        ring = Ring(given["ring"])
        act(request, lambda: services.name_idea(grant, view.id, ring=ring, text=given["text"], provider=given["provider"]), said=_("Kept."))  # fmt: skip


def _close(request: HouseRequest, grant: Grant, view: SheetView) -> None:
    form = ClosingForm(request.POST, ideas=len(view.ideas))
    if form.is_valid():
        given = form.cleaned_data
        act(request, lambda: services.close_advice(grant, view.id, offered=given["offered"], dissent=given["dissent"]), said=_("The advice is on record."))  # fmt: skip


DEEDS = {"pruefen": _check, "phase": _phase, "dabei": _advisers, "idee": _idea, "abschluss": _close}


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
