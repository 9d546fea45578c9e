"""The way of a case: where it stands, what was explained, what is due, and its handover."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Denied, Grant
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.enums import CaseState
from sozialraum.individual.forms.process import (
    ConsultationLogForm,
    HandoverForm,
    HandoverWordsForm,
    ProtectionForm,
    ReminderForm,
    StepForm,
)
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.process import way_page
from sozialraum.individual.views.cases import open_case_grant


def office_grant(request: HouseRequest, case_id: UUID, action: Action = Action.READ) -> Grant:
    """One case for those who are there for the family; the family itself has pages of its own."""
    grant = open_case_grant(request, case_id, action)
    if is_family(request.actor):
        raise Denied(Decision.no("The family has its own page."))
    return grant


def act(request: HouseRequest, done: Callable[[], object], *, said: str) -> bool:
    """Do one act and say that it is done, or why not; answers whether it is done.

    Where it is not, the caller shows the page with what was typed: nothing is typed twice for a rule's sake.
    """
    try:
        done()
    except services.Refused as refusal:
        messages.error(request, error_in_words(refusal))
        return False
    messages.success(request, said)
    return True


@require_GET
@login_required
def way(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Where do we stand?"""
    grant = office_grant(request, case_id)
    today = timezone.localdate()
    file, process = queries.case_file(grant), queries.case_process(grant, today=today)
    context = {
        "file": file, "process": process, "page": way_page(file, process, today=today), "today": today,
        "may_write": can_write_case(request.actor, case_id), "reminder": ReminderForm(),
        "council_is_open": queries.is_council_open_to(grant),
    }  # fmt: skip
    return render(request, "individual/way.html", context)


@require_POST
@login_required
def step(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Take a step."""
    grant = office_grant(request, case_id, Action.WRITE)
    form = StepForm(request.POST)
    if form.is_valid():
        to = CaseState(form.cleaned_data["to"])
        act(request, lambda: services.take_step(grant, to, **form.step()), said=_("The step is on record."))
    else:
        messages.error(request, _("Choose a step and the day it was taken."))
    return redirect("individual:way", case_id=case_id)


@require_http_methods(["GET", "POST"])
@login_required
def consultation(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Log what was explained."""
    grant = office_grant(request, case_id, Action.WRITE)
    file, today = queries.case_file(grant), timezone.localdate()
    form = ConsultationLogForm(request.POST or None, people=file.people, today=today)
    if request.method == "POST" and form.is_valid():
        services.log_consultation(grant, **form.consultation())
        messages.success(request, _("The consultation is on record."))
        return redirect("individual:way", case_id=case_id)
    context = {"file": file, "form": form, "held": queries.case_process(grant, today=today).consultations}
    return render(request, "individual/consultation.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def remind(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Note what a family waits for."""
    grant = office_grant(request, case_id, Action.WRITE)
    form = ReminderForm(request.POST)
    if form.is_valid():
        services.set_reminder(grant, **form.cleaned_data)
        messages.success(request, _("Noted. It stands on your start page."))
    else:
        messages.error(request, _("Say what is due, and until when."))
    return redirect("individual:way", case_id=case_id)


@require_POST
@login_required
def finish_reminder(request: HouseRequest, case_id: UUID, reminder_id: UUID) -> HttpResponse:
    """Tick off what a family waited for, or open it again."""
    grant = office_grant(request, case_id, Action.WRITE)
    services.finish_reminder(grant, reminder_id, done=request.POST.get("done") != "no")
    return redirect("individual:way", case_id=case_id)


@require_POST
@login_required
def protection(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """The protection of a child begins or ends beside the help."""
    grant = office_grant(request, case_id, Action.WRITE)
    form = ProtectionForm(request.POST)
    if form.is_valid():
        services.mark_protection(grant, on=timezone.localdate(), **form.cleaned_data)
    else:
        messages.error(request, _("This step needs a reason."))
    return redirect("individual:way", case_id=case_id)


@require_http_methods(["GET", "POST"])
@login_required
def handover(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Who comes next, and how the family gets to know her."""
    grant = office_grant(request, case_id, Action.WRITE)
    file, today = queries.case_file(grant), timezone.localdate()
    running = queries.case_process(grant, today=today).handover
    form = HandoverForm(
        request.POST or None, colleagues=queries.possible_successors(grant, today=today),
        initial={"to": running.to_id, "joint_talk_on": running.joint_talk_on} if running else {},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        plan = lambda: services.begin_handover(  # noqa: E731 - the act of this view
            grant, to_id=UUID(data["to"]), joint_talk_on=data["joint_talk_on"]
        )
        act(request, plan, said=_("The handover is planned."))
        return redirect("individual:handover", case_id=case_id)
    context = {"file": file, "form": form, "running": running, "today": today}
    return render(request, "individual/handover.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def handover_words(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Keep what the family wants the new person to know."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = HandoverWordsForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        act(request, lambda: services.say_at_handover(grant, member_id=data["member"], words=data["words"]),
            said=_("Kept."))  # fmt: skip
    if is_family(request.actor):
        return redirect("individual:my_page")
    return redirect("individual:handover", case_id=case_id)


@require_POST
@login_required
def end_handover(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Complete a handover, or take it back."""
    grant = office_grant(request, case_id, Action.WRITE)
    if request.POST.get("act") == "withdraw":
        act(request, lambda: services.withdraw_handover(grant), said=_("The handover is taken back."))
        return redirect("individual:handover", case_id=case_id)
    reason = request.POST.get("without_talk", "")[:2_000]
    act(request, lambda: services.complete_handover(grant, without_talk=reason),
        said=_("Handed over. You can still read the file today."))  # fmt: skip
    return redirect("individual:way", case_id=case_id)
