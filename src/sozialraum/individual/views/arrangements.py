"""The tailored arrangement: who carries what, looked for from the person herself outwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.ui.entries import save_entry
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.enums import ComponentKind, ComponentState, Ring
from sozialraum.individual.forms.arrangements import (
    ComponentForm,
    ExtentForm,
    ProposalForm,
    SkipForm,
    component_values,
)
from sozialraum.individual.forms.resource_cards import fitting
from sozialraum.individual.presentation.arrangements import arrangement_page
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.individual.views.network_maps import INVALID, frame_of
from sozialraum.network.queries import place_sheet


@require_GET
@login_required
@never_cache
def index(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Rings, week, share of professionals, and what could still carry something."""
    return show(request, case_id)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def add(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """One more contribution; ``?art=`` names the ring it is looked for in, ``?karte=`` the entry of the card it begins with."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    initial = {"valid_from": timezone.localdate(), "kind": request.GET.get("art", ComponentKind.OWN)}
    initial |= queries.said_on_the_card(grant, request.GET.get("karte", ""))
    form = form_of(request, queries.arrangement(grant))(request.POST or None, initial)
    if request.method == "POST" and form.is_valid():
        data = form.values()
        try:
            services.add_component(
                grant, **{**data, "kind": ComponentKind(data["kind"]), **person_of(grant, data)}
            )
        except services.Refused as refusal:
            form.add_error(None, error_in_words(refusal))
        else:
            return redirect("individual:arrangement", case_id=case_id)
    context = {**component_context(request, case_id, None), "form": form}
    return render(request, "individual/component.html", context, status=INVALID if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def change(request: HouseRequest, case_id: UUID, component_id: UUID) -> HttpResponse:
    """One contribution; it saves itself, and the hours of professionals change by review alone."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    found, view = queries.component(grant, component_id)
    make_form = form_of(request, view, stored=True, by_review=by_review(found))

    def save(form: Any, version: int) -> int:
        return services.revise_component(grant, component_id, values=form.values(), version=version)

    return save_entry(
        request, make_form=make_form, save=save, template="individual/component.html",
        read=lambda: fitting(make_form(None, None), component_values(queries.component(grant, component_id)[0])),
        context={**component_context(request, case_id, found), "draft": f"component-{component_id}", "leave": _("Done")},
        done=("individual:arrangement", {"case_id": case_id}),
    )  # fmt: skip


@require_POST
@login_required
def review(request: HouseRequest, case_id: UUID, component_id: UUID) -> HttpResponse:
    """What a review said about the hours of a professional."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    found, view = queries.component(grant, component_id)
    form = ExtentForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        services.review_extent(
            grant, component_id, minutes=round(data["hours"] * 60), begins_on=data["begins_on"], reason=data["reason"],
            planned=data["planned"],
        )  # fmt: skip
        return redirect("individual:arrangement", case_id=case_id)
    shown = form_of(request, view, stored=True, by_review=by_review(found))
    context = {
        **component_context(request, case_id, found, form),
        "form": shown(None, component_values(found)),
    }
    return render(request, "individual/component.html", {**context, "leave": _("Done")}, status=INVALID)


@require_POST
@login_required
def skip(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Pass over a ring with one sentence."""
    form = SkipForm(request.POST)
    if not form.is_valid():
        return show(request, case_id, problem=_("One sentence says why nobody is asked there."))
    grant = open_case_grant(request, case_id, Action.WRITE)
    services.skip_ring(grant, Ring(form.cleaned_data["ring"]), sentence=form.cleaned_data["sentence"])
    return redirect("individual:arrangement", case_id=case_id)


@require_POST
@login_required
def propose(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Put a place on the list of what is talked about with the family; nothing is assigned."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = ProposalForm(request.POST)
    sheet = (
        place_sheet(request.actor, form.cleaned_data["place"], today=timezone.localdate())
        if form.is_valid()
        else None
    )
    if sheet is not None:
        place = sheet.place
        services.add_component(
            grant, kind=ComponentKind(form.cleaned_data["kind"]), who=place.name, place_id=place.id,
            content=place.good_for or place.description[:200] or place.name, valid_from=timezone.localdate(),
            state=ComponentState.PROPOSED,
        )  # fmt: skip
    return redirect(f"{redirect('individual:arrangement', case_id=case_id).url}#to-talk")


@require_POST
@login_required
def agree(request: HouseRequest, case_id: UUID, component_id: UUID) -> HttpResponse:
    """What was talked about holds from now on."""
    try:
        services.agree_component(open_case_grant(request, case_id, Action.WRITE), component_id)
    except services.Refused as refusal:
        return show(request, case_id, problem=error_in_words(refusal))
    return redirect("individual:arrangement", case_id=case_id)


@require_POST
@login_required
def remove(request: HouseRequest, case_id: UUID, component_id: UUID) -> HttpResponse:
    """Take off what was written by mistake or is not wanted."""
    try:
        services.remove_component(open_case_grant(request, case_id, Action.WRITE), component_id)
    except services.Refused as refusal:
        return show(request, case_id, problem=error_in_words(refusal))
    return redirect("individual:arrangement", case_id=case_id)


@require_POST
@login_required
def undo(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Take the own last step back."""
    services.undo_on_arrangement(open_case_grant(request, case_id, Action.WRITE))
    return redirect("individual:arrangement", case_id=case_id)


def show(request: HouseRequest, case_id: UUID, *, problem: str = "") -> HttpResponse:
    """Render the arrangement, with what could not be stored."""
    grant = open_case_grant(request, case_id)
    text = request.GET.get("suche", "")
    view = queries.arrangement(grant)
    found, card = queries.could_carry(grant, view, text=text)
    page = arrangement_page(
        view, case_id=case_id, found=found, card=card,
        may_write=bool(can_write_case(request.actor, case_id)), office=not is_family(request.actor),
    )  # fmt: skip
    context = {"page": page, "frame": frame_of(request), "problem": problem, "text": text}
    return render(request, "individual/arrangement.html", context, status=INVALID if problem else 200)


def form_of(
    request: HouseRequest, view: queries.ArrangementView, *, stored: bool = False, by_review: bool = False
) -> Callable[[Any, Any], ComponentForm]:
    """The form of a contribution, with the goals of the family."""
    goals = [(goal.id, goal.words) for goal in view.goals]

    def make(data: Any, initial: Any) -> ComponentForm:
        family = is_family(request.actor)
        return ComponentForm(data, initial=initial, goals=goals, family=family, stored=stored, by_review=by_review)  # fmt: skip

    return make


def by_review(found: queries.ComponentView) -> bool:
    """Whether days and hours of a contribution change at a review alone."""
    return found.professional and found.state is not ComponentState.PROPOSED


def person_of(grant: Grant, data: dict[str, Any]) -> dict[str, UUID]:
    """Who of the family is meant, where the name is one of theirs."""
    for person in queries.case_file(grant).people:
        if data["who"].strip() in {person.name, person.full_name}:
            return {"member_id": person.id}
    return {}


def component_context(
    request: HouseRequest, case_id: UUID, found: queries.ComponentView | None, tried: ExtentForm | None = None
) -> dict[str, Any]:
    """What stands around the form of one contribution: for a professional's, what a review says."""
    reviews = found is not None and found.professional and not is_family(request.actor)
    begins = {"begins_on": timezone.localdate(), "hours": round(found.minutes / 60, 2) if found else 0}
    return {
        "case_id": case_id, "component": found, "frame": frame_of(request),
        "extent": (tried or ExtentForm(initial=begins)) if reviews else None,
    }  # fmt: skip
