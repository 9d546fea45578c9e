"""Objecting to a decision: a right that the family uses by one tap, and what the office makes of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case
from sozialraum.individual.forms.formal_objections import ObjectionAnswerForm, ObjectionRecordForm
from sozialraum.individual.presentation.cases import error_in_words, own_person
from sozialraum.individual.presentation.choices import OUTCOMES
from sozialraum.individual.presentation.formal_objections import (
    OBJECTION_FORMS,
    OBJECTION_STATES,
    objection_sheet,
    time_in_words,
)
from sozialraum.individual.presentation.plans import help_in_words
from sozialraum.individual.queries.formal_objections import ObjectionRow, SentDecision
from sozialraum.individual.views.network_maps import INVALID
from sozialraum.individual.views.process import act, office_grant
from sozialraum.individual.views.replies import own_grant


@require_GET
@login_required
@never_cache
def my_objections(request: HouseRequest) -> HttpResponse:
    """What the office decided, until when I may object, and what became of it."""
    grant = own_grant(request)
    context = {"decisions": _told(queries.sent_decisions(grant), plain=True)}
    return render(request, "individual/my_objections.html", context)


@require_POST
@login_required
def announce(request: HouseRequest, decision_id: UUID) -> HttpResponse:
    """I object."""
    words = request.POST.get("words", "")[:2_000]
    act(
        request, lambda: services.announce_objection(own_grant(request), decision_id, words=words),
        said=_("Your case worker knows now. To be in time it still needs your signature: see below."),
    )  # fmt: skip
    return redirect("individual:my_objections")


@require_POST
@login_required
def withdraw(request: HouseRequest, objection_id: UUID) -> HttpResponse:
    """I take it back."""
    act(request, lambda: services.withdraw_objection(own_grant(request), objection_id), said=_("Taken back."))
    return redirect("individual:my_objections")


@require_GET
@login_required
@never_cache
def sheet(request: HouseRequest, decision_id: UUID) -> HttpResponse:
    """A sheet to sign."""
    grant = own_grant(request)
    file = queries.case_file(grant)
    found = next((each for each in queries.sent_decisions(grant) if each.id == decision_id), None)
    if found is None:
        raise Http404
    me, house = own_person(file, request.actor.user_id), installation_facts()
    made = objection_sheet(
        file, found, name=me.full_name if me else "", words=found.own.words if found.own else "",
        office=house.office_name if house else "", address=house.municipality_name if house else "", at=timezone.now(),
    )  # fmt: skip
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="widerspruch.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def index(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """The decisions of a case with what was objected to them; put a new one on record."""
    grant = office_grant(request, case_id)
    file, decisions = queries.case_file(grant), queries.sent_decisions(grant)
    named = [(each, _named(each)) for each in decisions]
    form = ObjectionRecordForm(
        request.POST or None, decisions=named, people=file.people, today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        try:
            writing = office_grant(request, case_id, Action.WRITE)
            services.record_objection(writing, UUID(form.cleaned_data["decision"]), **form.values())
        except services.Refused as refusal:
            form.add_error(None, error_in_words(refusal))
        else:
            messages.success(request, _("The objection is on record."))
            return redirect("individual:objections", case_id=case_id)
    context = {
        "file": file, "decisions": _told(decisions), "form": form, "may_write": can_write_case(request.actor, case_id),
        "may_decide": request.actor.has(Role.TEAM_LEAD), "answering": ObjectionAnswerForm(), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "individual/objections.html", context, status=INVALID if form.errors else 200)


@require_POST
@login_required
def answer(request: HouseRequest, case_id: UUID, objection_id: UUID) -> HttpResponse:
    """Remedy it or pass it on: the lead of the team alone; or note that it was taken back."""
    if request.POST.get("deed") == "withdraw":
        grant = office_grant(request, case_id, Action.WRITE)
        act(request, lambda: services.withdraw_objection(grant, objection_id), said=_("Taken back."))
        return redirect("individual:objections", case_id=case_id)
    grant, form = office_grant(request, case_id, Action.DECIDE), ObjectionAnswerForm(request.POST)
    if form.is_valid():
        act(
            request,
            lambda: services.answer_objection(grant, objection_id, **form.values()),
            said=_("Answered."),
        )
    else:
        messages.error(request, _("Say what becomes of it, and why."))
    return redirect("individual:objections", case_id=case_id)


def _named(each: SentDecision) -> str:
    day = date_format(each.sent_on, "DATE_FORMAT")
    return f"{day}: {help_in_words(each.help_kind)}, {OUTCOMES[each.outcome]}"


def _told(
    decisions: list[SentDecision], *, plain: bool = False
) -> list[tuple[SentDecision, str, str, list[tuple[ObjectionRow, str, str, str]]]]:
    return [
        (
            each, help_in_words(each.help_kind, paragraph=not plain), str(OUTCOMES[each.outcome]),
            [
                (row, str(OBJECTION_STATES[row.state]), str(OBJECTION_FORMS[row.form]), time_in_words(row))
                for row in each.objections
            ],
        )
        for each in decisions
    ]  # fmt: skip
