"""The protection of a child: reports, what two professionals see and find, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import Finding
from sozialraum.individual.forms.advisers import AdviceForm
from sozialraum.individual.forms.protection import (
    AskForm,
    AssessmentForm,
    ConclusionForm,
    MeasureForm,
    ReportForm,
    StopForm,
)
from sozialraum.individual.presentation import protection as wording
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.queries.advisers import adviser_choices
from sozialraum.individual.queries.second_views import qualified_colleagues
from sozialraum.individual.services.second_views import report_in_charge
from sozialraum.individual.views.process import act


def protection_grant(request: HouseRequest, case_id: UUID, action: Action = Action.READ) -> Grant:
    """Ask the gate for one case for the protection of a child."""
    subject = Subject("case", (case_id,))
    return gate.open(request.actor, Purpose.PROTECTION, action, subject, at=timezone.now())


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def index(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """What was told about this family's children, and a new report."""
    writing = request.method == "POST"
    grant = protection_grant(request, case_id, Action.WRITE if writing else Action.READ)
    form = ReportForm(request.POST if writing else None, initial={"received_at": timezone.localtime()})
    if writing and form.is_valid():
        try:
            return redirect(
                "individual:protection_report", case_id, services.record_report(grant, **form.report())
            )
        except services.Refused as refusal:
            form.add_error(None, error_in_words(refusal))
    rows = queries.protection_reports(grant)
    context = {
        "case_id": case_id, "family_name": queries.family_name(grant), "form": form, "rows": rows,
        "answer": wording.reports_in_words(rows, now=grant.at), "open_form": writing or not rows,
    }  # fmt: skip
    return render(request, "individual/protection.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
@never_cache
def report(request: HouseRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    """One report: what was told, what each of the two sees, what they find, what follows."""
    return report_page(request, protection_grant(request, case_id), report_id)


def report_page(
    request: HouseRequest,
    grant: Grant,
    report_id: UUID,
    tried: AssessmentForm | None = None,
    advising: AdviceForm | None = None,
    asking: AskForm | None = None,
) -> HttpResponse:
    """One report as the actor may see it; with what was typed where something is missing."""
    sheet = queries.protection_report(grant, report_id)
    own = {name: getattr(sheet.own, name) for name in AssessmentForm.base_fields} if sheet.own else {}
    asks = sheet.in_charge and not sheet.row.finding
    could = adviser_choices(grant, report_id) if asks else []
    free = [(each.adviser.id, each.adviser.full_name) for each in could if not each.nearness]
    context = {
        "case_id": grant.subject_id, "family_name": queries.family_name(grant), "sheet": sheet, "advisers": could,
        "advising": advising or AdviceForm(choices=free, initial={"advised_on": timezone.localdate(grant.at)}),
        "answer": wording.report_in_words(sheet, now=grant.at),
        "assessing": tried or AssessmentForm(initial=own), "concluding": ConclusionForm(auto_id="both_%s"),
        "step": MeasureForm(auto_id="step_%s"), "two": len(sheet.assessments) > 1,
        "asking": (asking or AskForm(colleagues=qualified_colleagues(grant, report_id))) if asks else None,
    }  # fmt: skip
    status = 422 if tried or advising or asking else 200
    return render(request, "individual/protection_report.html", context, status=status)


@require_POST
@login_required
def assess(request: HouseRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Write down what the signed-in professional sees; nothing typed is lost where something is missing."""
    grant = protection_grant(request, case_id, Action.WRITE)
    form = AssessmentForm(request.POST)
    if form.is_valid():
        try:
            services.assess_report(grant, report_id, **form.assessment())
        except services.Refused as refusal:
            form.add_error(None, error_in_words(refusal))
        else:
            messages.success(request, _("Your view is written down."))
            return redirect("individual:protection_report", case_id, report_id)
    return report_page(request, grant, report_id, form)


def _step(
    request: HouseRequest,
    case_id: UUID,
    report_id: UUID,
    form: forms.Form,
    done: Callable[[], object],
    said: str,
) -> HttpResponse:
    if form.is_valid():
        act(request, done, said=said)
    else:
        messages.error(request, _("Something is missing. Nothing was stored."))
    return redirect("individual:protection_report", case_id, report_id)


@require_POST
@login_required
def conclude(request: HouseRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Write down what two found."""
    grant = protection_grant(request, case_id, Action.WRITE)
    form = ConclusionForm(request.POST)

    def done() -> None:
        finding = Finding(form.cleaned_data["finding"])
        services.conclude_report(grant, report_id, finding=finding, dissent=form.cleaned_data["dissent"])

    return _step(request, case_id, report_id, form, done, _("The finding is on record."))


@require_POST
@login_required
def add_measure(request: HouseRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Add a step for the child."""
    grant = protection_grant(request, case_id, Action.WRITE)
    form = MeasureForm(request.POST)
    return _step(
        request, case_id, report_id, form, lambda: services.add_measure(grant, report_id, **form.measure()),
        _("The step is on record."),
    )  # fmt: skip


@require_POST
@login_required
def ask(request: HouseRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Ask a colleague of the office to look as well, or ask her no longer."""
    grant = protection_grant(request, case_id, Action.WRITE)
    stopping = StopForm(request.POST)
    if stopping.is_valid():
        services.stop_asking(grant, report_id, stopping.cleaned_data["stop"])
        return redirect("individual:protection_report", case_id, report_id)
    report_in_charge(grant, report_id)
    form = AskForm(request.POST, colleagues=qualified_colleagues(grant, report_id))
    if not form.is_valid():
        return report_page(request, grant, report_id, asking=form)
    return _step(
        request, case_id, report_id, form, lambda: services.ask_professional(grant, report_id, **form.cleaned_data),
        _("Your colleague finds it on her start page."),
    )  # fmt: skip


@require_POST
@login_required
def finish_measure(request: HouseRequest, case_id: UUID, report_id: UUID, measure_id: UUID) -> HttpResponse:
    """Say that a step was done."""
    services.finish_measure(protection_grant(request, case_id, Action.WRITE), measure_id)
    return redirect("individual:protection_report", case_id, report_id)


@require_POST
@login_required
def answer(request: HouseRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Note that the reporter was told the two facts."""
    grant = protection_grant(request, case_id, Action.WRITE)
    act(
        request,
        lambda: services.note_answer(grant, report_id),
        said=_("It is on record that the person was told."),
    )
    return redirect("individual:protection_report", case_id, report_id)
