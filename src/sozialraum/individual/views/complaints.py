"""Complaining in one tap, and answering complaints."""

from __future__ import annotations

from uuid import UUID

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
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComplaintState
from sozialraum.individual.forms.complaints import OMBUDS, ComplaintAnswerForm, ComplaintForm
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.complaints import COMPLAINT_STATES, readers_of, year_in_words
from sozialraum.individual.views.network_maps import INVALID
from sozialraum.individual.views.process import act, office_grant
from sozialraum.individual.views.replies import own_grant


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def my_complaints(request: HouseRequest) -> HttpResponse:
    """What I complain about, who reads it, and what was answered."""
    grant = own_grant(request)
    form = ComplaintForm(request.POST or None, initial={"to": [OMBUDS]})
    if request.method == "POST" and form.is_valid():
        try:
            services.complain(grant, **form.values())
            messages.success(request, _("It is sent. You find the answer here."))
            return redirect("individual:my_complaints")
        except services.Refused as refusal:
            form.add_error("words", error_in_words(refusal))
    found = [(each, COMPLAINT_STATES[each.state], readers_of(each)) for each in queries.own_complaints(grant)]
    chosen = request.POST.getlist("to") if request.method == "POST" else [OMBUDS]
    context = {"form": form, "found": found, "chosen": chosen, "open": ComplaintState.OPEN}
    return render(request, "individual/my_complaints.html", context, status=INVALID if form.errors else 200)


@require_POST
@login_required
def withdraw(request: HouseRequest, complaint_id: UUID) -> HttpResponse:
    """I take it back."""
    grant = own_grant(request)
    act(request, lambda: services.withdraw_complaint(grant, complaint_id), said=_("Taken back."))
    return redirect("individual:my_complaints")


@require_GET
@login_required
@never_cache
def index(request: HouseRequest) -> HttpResponse:
    """The complaints that are addressed to me."""
    found = queries.addressed_complaints(request.actor, at=timezone.now())
    context = {
        "found": [(each, COMPLAINT_STATES[each.state]) for each in found], "today": timezone.localdate(),
        "waiting": sum(each.state is ComplaintState.OPEN for each in found), "of_year": year_in_words(found),
    }  # fmt: skip
    return render(request, "individual/complaints.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def complaint(request: HouseRequest, complaint_id: UUID) -> HttpResponse:
    """One complaint that is addressed to me, and my answer."""
    subject = Subject("complaint", (complaint_id,))
    form = ComplaintAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        act(request, lambda: services.answer_complaint(request.actor, complaint_id, words=words, at=timezone.now()), said=_("Answered."))  # fmt: skip
        return redirect("individual:complaint", complaint_id=complaint_id)
    grant = gate.open(request.actor, Purpose.PARTICIPATION, Action.READ, subject, at=timezone.now())
    view = queries.complaint(grant)
    context = {
        "view": view, "form": form, "stands": COMPLAINT_STATES[view.state], "readers": readers_of(view),
        "may_answer": view.state is not ComplaintState.WITHDRAWN,
    }  # fmt: skip
    return render(request, "individual/complaint.html", context, status=INVALID if form.errors else 200)


@require_POST
@login_required
def answer_as_worker(request: HouseRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The worker says something to a complaint that she may read."""
    grant = office_grant(request, case_id, Action.WRITE)
    form = ComplaintAnswerForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        act(request, lambda: services.answer_as_worker(grant, complaint_id, words=words), said=_("Kept."))
    return redirect("individual:replies", case_id=case_id)
