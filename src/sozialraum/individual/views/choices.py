"""Which help: every one that fits is shown, the family chooses, the lead of the team decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case
from sozialraum.individual.enums import Outcome
from sozialraum.individual.forms.choices import ChoiceForm, KindForm, PrepareForm, RefusalForm
from sozialraum.individual.presentation.choices import (
    choice_answer,
    cost_commitment,
    decision_letter,
    to_prepare,
)
from sozialraum.individual.queries.choices import DecisionRow
from sozialraum.individual.views.process import act, office_grant


@require_GET
@login_required
def choice(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Which help fits, and which does the family choose?"""
    return _page(request, office_grant(request, case_id))


def _page(request: HouseRequest, grant: Grant, **tried: Form) -> HttpResponse:
    """The page; ``tried`` are forms that could not be stored, by their names: what was typed stays in them."""
    page, today = queries.choice_page(grant), timezone.localdate()
    prepared = page.decisions[0] if page.decisions and not page.decisions[0].decided_at else None
    refused = page.choices[0] if page.choices else None
    context = {
        "file": queries.case_file(grant), "page": page, "answer": choice_answer(page), "today": today, "prepared": prepared,
        "may_write": can_write_case(request.actor, grant.subject_id), "may_decide": request.actor.has(Role.TEAM_LEAD),
        "kind": KindForm(initial={"help_kind": page.help_kind}), "choosing": ChoiceForm(initial={"on": today}),
        "refusal": RefusalForm(initial={"choice": refused.id}) if refused else None,
        "prepare": PrepareForm(initial=to_prepare(page)), **tried, "tried": tuple(tried),
    }  # fmt: skip
    return render(request, "individual/choice.html", context, status=422 if tried else 200)


@require_POST
@login_required
def show(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Keep the list that is shown to the family today."""
    grant = office_grant(request, case_id, Action.WRITE)
    form = KindForm(request.POST)
    if form.is_valid():
        kind = form.cleaned_data["help_kind"]
        act(request, lambda: services.show_options(grant, help_kind=kind, on=timezone.localdate()), said=_("The list is on record."))  # fmt: skip
    return redirect("individual:choice", case_id=case_id)


@require_POST
@login_required
def choose(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Keep what the family chose."""
    grant = office_grant(request, case_id, Action.WRITE)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose from the list, or write down the wish."))
        return _page(request, grant, choosing=form)
    given = form.cleaned_data
    kept = act(
        request,
        lambda: services.record_choice(
            grant, option_key=given["option"], other=given["other"], member_id=given["member"], words=given["words"],
            on=given["on"],
        ),
        said=_("What the family chose is on record."),
    )  # fmt: skip
    return redirect("individual:choice", case_id=case_id) if kept else _page(request, grant, choosing=form)


@require_POST
@login_required
def refuse(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Note that a choice is not followed, for one of the two reasons of the law."""
    grant = office_grant(request, case_id, Action.WRITE)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Both figures and the reason in words are needed."))
        return _page(request, grant, refusal=form)
    wanted = form.cleaned_data["choice"]
    if act(request, lambda: services.refuse_choice(grant, wanted, form.refusal()), said=_("It stands in the letter, with its figures.")):  # fmt: skip
        return redirect("individual:choice", case_id=case_id)
    return _page(request, grant, refusal=form)


@require_POST
@login_required
def prepare(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Prepare the decision for the one who decides."""
    grant = office_grant(request, case_id, Action.WRITE)
    form = PrepareForm(request.POST)
    if form.is_valid() and act(request, lambda: services.prepare_decision(grant, **form.decision()), said=_("Prepared. The lead of the team decides.")):  # fmt: skip
        return redirect("individual:choice", case_id=case_id)
    return _page(request, grant, prepare=form)


@require_POST
@login_required
def decide(request: HouseRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """Decide: the lead of the office's team alone."""
    grant = office_grant(request, case_id, Action.DECIDE)
    act(
        request,
        lambda: services.decide_claim(grant, decision_id),
        said=_("Decided. Now the letter can go out."),
    )
    return redirect("individual:choice", case_id=case_id)


@require_POST
@login_required
def sent(request: HouseRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """Note that the letter has gone out today."""
    grant = office_grant(request, case_id, Action.WRITE)
    act(request, lambda: services.note_letter_sent(grant, decision_id, on=timezone.localdate()), said=_("The letter is noted as sent."))  # fmt: skip
    return redirect("individual:choice", case_id=case_id)


@require_GET
@login_required
def letter(request: HouseRequest, case_id: UUID, decision_id: UUID, kind: str) -> HttpResponse:
    """The letter to the family, or the undertaking of the cost to the provider, as accessible PDF."""
    grant = office_grant(request, case_id)
    file, found = queries.case_file(grant), _decision(queries.choice_page(grant), decision_id)
    house = installation_facts()
    office, at = house.office_name if house else "", timezone.now()
    if kind == "bescheid":
        made = decision_letter(
            file, found, office=office, address=house.municipality_name if house else "", at=at
        )
    elif kind == "kostenzusage" and found.outcome is not Outcome.REFUSED:
        made = cost_commitment(file, found, office=office, at=at)
    else:
        raise Http404
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{kind}.pdf"'
    return answer


def _decision(page: queries.ChoicePage, decision_id: UUID) -> DecisionRow:
    found = next((each for each in page.decisions if each.id == decision_id and each.decided_at), None)
    if found is None:
        raise Http404
    return found
