"""The family council: one page for the office and one for the family, which writes there among itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Denied, Grant
from sozialraum.foundation.ui.entries import add_entry, save_entry
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.enums import CouncilRole
from sozialraum.individual.forms.councils import (
    AnswerForm,
    CouncilForm,
    GuestForm,
    PaperForm,
    PaperParts,
    PartForm,
    ResultForm,
)
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.councils import PHASES, council_answer
from sozialraum.individual.queries.councils import CouncilView, DraftView
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.individual.views.process import act, office_grant


@require_GET
@login_required
@never_cache
def council(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """What does the family want to do itself?"""
    return _page(request, open_case_grant(request, case_id))


def _page(request: HouseRequest, grant: Grant, tried: AnswerForm | None = None) -> HttpResponse:
    case_id = grant.subject_id
    view, family = queries.family_council(grant), is_family(request.actor)
    order = list(PHASES)
    context: dict[str, Any] = {
        "case_id": case_id, "view": view, "family": family, "may_write": can_write_case(request.actor, case_id),
        "frame": "ui/page_family.html" if family else "ui/page.html", "answer": council_answer(view, family=family),
        "family_name": queries.family_name(grant), "guest": GuestForm(family=family), "result": ResultForm(),
        "phases": [(name, order.index(key) - order.index(view.phase)) for key, name in PHASES.items()] if view else [],
        "proposed": queries.people_to_invite(grant, view) if view and view.preparing else [],
        "answering": tried or AnswerForm(), "asked": [_(each) for each in view.asked] if view else [],
    }  # fmt: skip
    return render(request, "individual/council.html", context, status=422 if tried else 200)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """The office's part; it saves itself, and two people do not overwrite each other."""
    grant = office_grant(request, case_id, Action.WRITE)

    def read() -> dict[str, Any]:
        view = _running(grant)
        values: dict[str, Any] = {name: getattr(view, name) for name in CouncilForm.base_fields}
        return {**values, "requirements": "\n".join(view.requirements)}

    return save_entry(
        request, make_form=lambda data, initial: CouncilForm(data, initial=dict(initial or {})), read=read,
        save=lambda form, version: services.revise_council(grant, values=form.values(), version=version),
        template="individual/edit_council.html",
        context={
            "case_id": case_id, "family_name": queries.family_name(grant), "draft": f"council-{_running(grant).id}",
            "leave": _("Done"), "frame": "ui/page.html", "place": "office",
        },
        done=("individual:council", {"case_id": case_id}),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def add_part(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """A new part of the plan, written among the family."""
    grant = _family_grant(request, case_id)
    return add_entry(
        request, make_form=lambda data, _initial: PartForm(data), add=lambda form: services.write_draft(grant, values=form.values()),
        template="individual/council_part.html", done=lambda _id: redirect("individual:council", case_id=case_id),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def part(request: HouseRequest, case_id: UUID, draft_id: UUID) -> HttpResponse:
    """One part of the plan, written among the family; it saves itself."""
    grant = _family_grant(request, case_id)

    def read() -> dict[str, Any]:
        found = _draft(grant, draft_id)
        return {name: getattr(found, name) for name in PartForm.base_fields}

    return save_entry(
        request, make_form=lambda data, initial: PartForm(data, initial=dict(initial or {})), read=read,
        save=lambda form, version: services.revise_draft(grant, draft_id, values=form.values(), version=version),
        template="individual/edit_council.html",
        context={
            "case_id": case_id, "draft": f"council-part-{draft_id}", "leave": _("Done"), "frame": "ui/page_family.html",
            "place": "family",
        },
        done=("individual:council", {"case_id": case_id}),
    )  # fmt: skip


@require_POST
@login_required
def change(request: HouseRequest, case_id: UUID, deed: str) -> HttpResponse:
    """One act at the council: go on to a phase, invite, hand over, answer, take over, note what became of it, end."""
    if deed not in DEEDS:
        raise Http404
    DEEDS[deed](request, open_case_grant(request, case_id, Action.WRITE))
    return redirect("individual:council", case_id=case_id)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def paper(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Take down the plan that the family wrote on paper, by its leave; nothing typed is lost where a rule refuses it."""
    grant = office_grant(request, case_id, Action.WRITE)
    view = _running(grant)
    if not view.among_themselves:
        raise Http404
    form = PaperForm(
        request.POST or None, stayed=[(each.id, each.name) for each in view.guests if each.stayed]
    )
    parts = PaperParts(request.POST or None, prefix="part")
    if request.method == "POST" and all([form.is_valid(), parts.is_valid()]):
        written = [each.values() for each in parts if each.has_changed()]
        try:
            services.take_down_plan(grant, parts=written, leave_of=form.cleaned_data["leave_of"])
        except services.Refused as refusal:
            form.add_error(None, error_in_words(refusal))
        else:
            messages.success(request, _("The plan stands as it is on the paper."))
            return redirect("individual:council", case_id=case_id)
    context = {"case_id": case_id, "family_name": queries.family_name(grant), "form": form, "parts": parts}
    return render(request, "individual/council_paper.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def answer(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """The office's answer to the plan; nothing typed is lost where a rule refuses it."""
    grant = office_grant(request, case_id, Action.WRITE)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            services.answer_plan(grant, **form.answered())
        except services.Refused as refusal:
            form.add_error(None, error_in_words(refusal))
        else:
            messages.success(request, _("The family has the answer."))
            return redirect("individual:council", case_id=case_id)
    return _page(request, grant, form)


@require_GET
@login_required
def my_council(request: HouseRequest) -> HttpResponse:
    """The council of the own family."""
    own = queries.own_case_file(request.actor, at=timezone.now())
    if own is None:
        return render(request, "individual/nothing_yet.html", {"tab": "agreed"})
    return redirect("individual:council", case_id=own[1].case.id)


def _family_grant(request: HouseRequest, case_id: UUID) -> Grant:
    grant = open_case_grant(request, case_id, Action.WRITE)
    if not is_family(request.actor):
        raise Denied(Decision.no("The family is among itself."))
    return grant


def _running(grant: Grant) -> CouncilView:
    view = queries.family_council(grant)
    if view is None or view.ended_at:
        raise Http404
    return view


def _draft(grant: Grant, draft_id: UUID) -> DraftView:
    found = next((each for each in _running(grant).drafts if each.id == draft_id), None)
    if found is None:
        raise Http404
    return found


def _valid(request: HouseRequest, form: forms.Form) -> bool:
    if not form.is_valid():
        messages.error(request, _("Something is missing. Nothing was stored."))
    return form.is_valid()


def _ids(request: HouseRequest, name: str) -> list[UUID]:
    return forms.TypedMultipleChoiceField(
        choices=[(each, each) for each in request.POST.getlist(name)], coerce=_id, required=False
    ).clean(request.POST.getlist(name))


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise Http404 from None


def _begin(request: HouseRequest, grant: Grant) -> None:
    asked = request.POST.get("question", "")[:2_000]
    act(
        request,
        lambda: services.begin_council(grant, question=asked),
        said=_("The council is being prepared."),
    )


def _invite(request: HouseRequest, grant: Grant) -> None:
    form = GuestForm(request.POST, family=is_family(request.actor))
    if _valid(request, form):
        name, role = form.cleaned_data["name"], CouncilRole(form.cleaned_data["role"])
        act(request, lambda: services.invite_to_council(grant, name=name, role=role), said=_("On the list."))


def _uninvite(request: HouseRequest, grant: Grant) -> None:
    guest = _id(request.POST.get("guest", ""))
    act(request, lambda: services.uninvite_from_council(grant, guest), said=_("Taken off the list."))


def _inform(request: HouseRequest, grant: Grant) -> None:
    act(request, lambda: services.open_information(grant), said=_("Now everybody hears the concern."))


def _leave(request: HouseRequest, grant: Grant) -> None:
    there, stay = _ids(request, "attended"), _ids(request, "stayed")
    act(
        request, lambda: services.open_private_phase(grant, attended=there, stayed=stay),
        said=_("All professionals have left. The family is among itself."),
    )  # fmt: skip


def _strike(request: HouseRequest, grant: Grant) -> None:
    draft, back = _id(request.POST.get("part", "")), "back" in request.POST
    act(request, lambda: services.remove_draft(grant, draft, back=back), said=_("It is back.") if back else _("Struck out."))  # fmt: skip


def _hand_over(request: HouseRequest, grant: Grant) -> None:
    act(request, lambda: services.hand_over_plan(grant), said=_("The plan is handed over. Now the office reads it too."))  # fmt: skip


def _settle(request: HouseRequest, grant: Grant) -> None:
    agreed = request.POST.get("agreed") == "yes"
    act(request, lambda: services.settle_conditions(grant, agreed=agreed), said=_("Kept."))


def _take(request: HouseRequest, grant: Grant) -> None:
    item = _id(request.POST.get("item", ""))
    act(request, lambda: services.take_into_arrangement(grant, item), said=_("It stands in the arrangement, to be talked about."))  # fmt: skip


def _meet_again(request: HouseRequest, grant: Grant) -> None:
    act(request, lambda: services.open_follow_up(grant), said=_("Now say of each part what became of it."))


def _result(request: HouseRequest, grant: Grant) -> None:
    form, item = ResultForm(request.POST), _id(request.POST.get("item", ""))
    if _valid(request, form):
        act(request, lambda: services.note_result(grant, item, **form.noted()), said=_("Kept."))


def _end(request: HouseRequest, grant: Grant) -> None:
    words = request.POST.get("words", "")[:2_000]
    act(request, lambda: services.end_council(grant, words=words), said=_("The council is ended."))


DEEDS = {
    "beginnen": _begin, "einladen": _invite, "ausladen": _uninvite, "information": _inform, "unter-uns": _leave,
    "streichen": _strike, "uebergeben": _hand_over, "bedingungen": _settle, "uebernehmen": _take,
    "folgerat": _meet_again, "ergebnis": _result, "beenden": _end,
}  # fmt: skip
