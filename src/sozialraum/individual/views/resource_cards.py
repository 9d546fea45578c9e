"""The resource card: what a family can build on, filled together, owned by the family."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
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
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui import autosave
from sozialraum.foundation.ui.entries import save_entry
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.enums import ResourceKind, SharedThing
from sozialraum.individual.forms.resource_cards import (
    Around,
    CardShareForm,
    NewResourceForm,
    ResourceForm,
    StoryForm,
    WantForm,
    fitting,
    resource_values,
)
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.resource_cards import EXCEPTIONS, card_page
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.individual.views.network_maps import INVALID, frame_of

FRAGMENT = "X-Card"


@require_GET
@login_required
@never_cache
def card(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """The whole card; ``?feld=`` opens one field for writing."""
    return show(request, case_id, adding=request.GET.get("feld", ""))


@require_POST
@login_required
def begin(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Begin the card, or go on with the one there is."""
    services.begin_resource_card(open_case_grant(request, case_id, Action.WRITE))
    return redirect("individual:resource_card", case_id=case_id)


@require_POST
@login_required
def add(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """One more thing to build on; the field stays open for the next."""
    form = NewResourceForm(request.POST)
    if not form.is_valid():
        return show(
            request, case_id, adding=request.POST.get("kind", ""), problem=_("There are no words yet.")
        )
    data = form.cleaned_data
    grant = open_case_grant(request, case_id, Action.WRITE)
    try:
        services.begin_resource_card(grant)
        services.add_resource(
            grant, kind=ResourceKind(data["kind"]), words=data["words"], speaker_id=data["speaker"], entry_id=data["id"]
        )  # fmt: skip
    except services.Refused as refusal:
        return show(
            request, case_id, adding=data["kind"], problem=error_in_words(refusal), words=data["words"]
        )
    return after(request, case_id, adding=data["kind"], speaker=data["speaker"])


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def entry(request: HouseRequest, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """One entry with everything that is known of it; it saves itself."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    found, view = queries.resource(grant, entry_id)
    goals, family = [(goal.id, goal.words) for goal in view.goals], is_family(request.actor)
    around = Around(
        queries.names_around(grant), queries.places_around(grant), partial(queries.place_called, grant)
    )

    def make_form(data: Any, initial: Mapping[str, Any] | None) -> ResourceForm:
        return ResourceForm(data, initial=initial, entry=found, goals=goals, family=family, around=around)

    return save_entry(
        request,
        make_form=make_form,
        read=lambda: fitting(make_form(None, None), resource_values(queries.resource(grant, entry_id)[0])),
        save=lambda form, version: services.revise_resource(
            grant, entry_id, values=form.values(), version=version
        ),
        template="individual/resource.html",
        context={
            "case_id": case_id,
            "entry": found,
            "frame": frame_of(request),
            "draft": f"resource-{entry_id}",
        },
        done=("individual:resource_card", {"case_id": case_id}),
    )


@require_POST
@login_required
def use(request: HouseRequest, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """One tap: how much somebody wants to use it, or which goal it helps with."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    found, _card = queries.resource(grant, entry_id)
    form = WantForm(request.POST)
    if form.is_valid():
        values: dict[str, object] = {"wants_to_use": form.cleaned_data["wants"]}
        if goal := form.cleaned_data["goal"]:
            tied = [each.id for each in found.goals]
            values = {"goal_ids": [each for each in tied if each != goal] if goal in tied else [*tied, goal]}
        services.revise_resource(grant, entry_id, values=values, version=found.version)
    return after(request, case_id)


@require_POST
@login_required
def remove(request: HouseRequest, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """Take an entry off; a step back brings it back."""
    services.remove_resource(open_case_grant(request, case_id, Action.WRITE), entry_id)
    return after(request, case_id)


@require_POST
@login_required
def undo(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Take the own last step back."""
    services.undo_on_resource_card(open_case_grant(request, case_id, Action.WRITE))
    return after(request, case_id)


@require_POST
@login_required
def story(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """A time when it worked, told beside an entry."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = StoryForm(request.POST)
    if form.is_valid():
        found, _card = queries.resource(grant, form.cleaned_data["entry"])
        told = form.cleaned_data["story"]
        services.revise_resource(grant, found.id, values={"exception_story": told}, version=found.version)
    return after(request, case_id)


@require_POST
@login_required
def share(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Show the card or some of its fields to somebody, take it back, or undo that within ten seconds."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    view = queries.resource_card(grant)
    form = CardShareForm(request.POST)
    if not form.is_valid() or not view.owning or not view.people:
        raise Denied(Decision.no("Only the family shows its card."))
    data = form.cleaned_data
    try:
        if data["share"]:
            (services.restore_share if data["again"] else services.withdraw_share)(grant, data["share"])
        else:
            services.give_share(
                grant, owner_id=view.people[0].id, thing=SharedThing.RESOURCE_CARD, until=data["until"],
                recipient_id=data["recipient"], parts=[ResourceKind(part) for part in data["parts"]],
            )  # fmt: skip
    except services.Refused as refusal:
        return show(request, case_id, problem=error_in_words(refusal))
    return after(request, case_id)


def after(
    request: HouseRequest, case_id: UUID, *, adding: str = "", speaker: UUID | None = None
) -> HttpResponse:
    """The card after an act: the fragment for a script, the page otherwise; what was kept on a device is told by JSON."""
    if request.headers.get("X-Autosave"):
        return autosave.saved(version=1, at=timezone.now())
    if request.headers.get(FRAGMENT):
        return show(request, case_id, adding=adding, speaker=speaker, fragment=True)
    query = f"?feld={adding}#field-{adding}" if adding else ""
    return redirect(f"{redirect('individual:resource_card', case_id=case_id).url}{query}")


def show(
    request: HouseRequest, case_id: UUID, *, adding: str = "", speaker: UUID | None = None, problem: str = "",
    words: str = "", fragment: bool = False,
) -> HttpResponse:  # fmt: skip
    """Render the card as a page or a fragment, with what could not be stored."""
    page = card_page(
        queries.resource_card(open_case_grant(request, case_id)), case_id=case_id, adding=adding, speaker=speaker,
        may_write=bool(can_write_case(request.actor, case_id)), user_id=request.actor.user_id,
    )  # fmt: skip
    context = {
        "page": page, "frame": frame_of(request), "problem": problem, "kept_words": words, "exceptions": EXCEPTIONS,
        "today": timezone.localdate(),
    }  # fmt: skip
    part = fragment or bool(request.headers.get(FRAGMENT))
    template = "individual/_resource_card.html" if part else "individual/resource_card.html"
    return render(request, template, context, status=INVALID if problem else 200)
