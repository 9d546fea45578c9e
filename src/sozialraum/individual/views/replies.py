"""Answers of the family to meetings and to what was agreed, and the answers of the office."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.forms.replies import AnswerForm, MeetingAnswerForm, MeetingForm, ReplyForm, UseForm
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.individual.views.network_maps import INVALID


@require_POST
@login_required
def answer_meeting(request: HouseRequest) -> HttpResponse:
    """Suits, or rather otherwise."""
    form = MeetingAnswerForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        services.answer_meeting(
            own_grant(request), data["meeting"], suits=data["suits"] == "yes", words=data["words"]
        )
    return redirect("individual:my_page")


@require_POST
@login_required
def reply(request: HouseRequest) -> HttpResponse:
    """I am against it, it has helped, or I take that back."""
    form = ReplyForm(request.POST)
    if form.is_valid():
        data, grant = form.cleaned_data, own_grant(request)
        if data["taken_back"]:
            services.withdraw_reply(grant, data["taken_back"])
        elif data["kind"] == "helped":
            services.say_it_helped(grant, component_id=data["component"], words=data["words"])
        elif data["words"].strip():
            services.object_to(grant, words=data["words"], component_id=data["component"])
    return redirect(f"{redirect('individual:my_page').url}#turn")


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def index(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """What the family answered and waits for, the meetings to come, and a new one."""
    if is_family(request.actor):
        return redirect("individual:my_page")
    form = MeetingForm(request.POST or None)
    status = INVALID if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.arrange_meeting(open_case_grant(request, case_id, Action.WRITE), **form.cleaned_data)
            return redirect("individual:replies", case_id=case_id)
        except services.Refused as refusal:
            form.add_error("begins_at", error_in_words(refusal))
            status = INVALID
    grant = open_case_grant(request, case_id)
    context = {
        "case_id": case_id, "replies": queries.replies(grant), "complaints": queries.complaints_to_worker(grant),
        "uses": [each for each in queries.use_of_help(grant) if each.said], "meetings": queries.meetings(grant), "form": form,
        "may_write": can_write_case(request.actor, case_id), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "individual/replies.html", context, status=status)


@require_POST
@login_required
def answer(request: HouseRequest, case_id: UUID, reply_id: UUID) -> HttpResponse:
    """The office answers an objection."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        grant = open_case_grant(request, case_id, Action.WRITE)
        services.answer_reply(grant, reply_id, answer=form.cleaned_data["answer"])
    return redirect("individual:replies", case_id=case_id)


@require_POST
@login_required
def rate_use(request: HouseRequest) -> HttpResponse:
    """What something is good for to me."""
    form = UseForm(request.POST)
    if form.is_valid():
        services.rate_use(own_grant(request), **form.values())
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _("Choose one of the answers."))
    return redirect(f"{redirect('individual:my_page').url}#use")


def own_grant(request: HouseRequest) -> Grant:
    """The right to write in the own case; raises :class:`gate.Denied` where nothing is kept."""
    now = timezone.now()
    own = queries.own_case_file(request.actor, at=now)
    if own is None:
        raise gate.Denied(Decision.no("Nothing is kept yet."))
    return gate.open(request.actor, Purpose.SERVICE, Action.WRITE, own[0].subject, at=now)
