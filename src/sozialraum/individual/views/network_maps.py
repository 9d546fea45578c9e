"""Network maps of a family: who is there for whom, drawn together, owned by the person in the middle."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.forms.cases import AcquaintanceForm, OwnerForm, PlaceForm, ShareForm
from sozialraum.individual.presentation.network_maps import FILES, page_of
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.network.network_maps.forms import MapPersonForm

INVALID = 422


@require_GET
@login_required
@never_cache
def index(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Everybody of the family, and whose map is there."""
    grant = open_case_grant(request, case_id)
    context = {
        "case_id": case_id, "rows": sorted(queries.network_maps(grant), key=lambda row: not row.own), "may_write": can_write_case(request.actor, case_id),
        "frame": frame_of(request),
    }  # fmt: skip
    return render(request, "individual/network_maps.html", context)


@require_POST
@login_required
def begin(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Begin a map for one person, or go on with today's."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = OwnerForm(request.POST)
    if not form.is_valid():
        raise Denied(Decision.no("There is no such person."))
    owner = form.cleaned_data["owner"]
    sheet_id = services.begin_network_map(grant, owner_id=owner, on=timezone.localdate())
    return redirect("individual:network_map", case_id=case_id, sheet_id=sheet_id)


@require_GET
@login_required
@never_cache
def sheet(request: HouseRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """One map with its sentences and its table twin; ``?mensch=`` shows one person, ``?vergleich=nein`` no comparison."""
    view = queries.network_map(open_case_grant(request, case_id), sheet_id)
    return answer(request, case_id, view)


@require_GET
@login_required
@never_cache
def download(request: HouseRequest, case_id: UUID, sheet_id: UUID, kind: str) -> HttpResponse:
    """The map as a file, for the person whose map it is and nobody else."""
    view = queries.network_map(open_case_grant(request, case_id), sheet_id)
    if not view.own or kind not in FILES:
        raise Denied(Decision.no("Only the person takes the own map along."))
    content_type, write = FILES[kind]
    response = HttpResponse(write(view), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="netzwerkkarte-{view.drawn_on}.{kind}"'
    return response


@require_POST
@login_required
def put_person(request: HouseRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Somebody new on the map, or somebody changed."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = MapPersonForm(request.POST)
    if not form.is_valid():
        view = queries.network_map(grant, sheet_id)
        return answer(request, case_id, view, form=form, status=INVALID)
    services.change_network_map(grant, sheet_id, form.act())
    return back(request, case_id, sheet_id, form.cleaned_data["key"])


@require_POST
@login_required
def move_person(request: HouseRequest, case_id: UUID, sheet_id: UUID, key: str) -> HttpResponse:
    """Somebody moved, by touch, mouse or keyboard."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = PlaceForm(request.POST)
    if form.is_valid():
        services.change_network_map(grant, sheet_id, lambda drawn: drawn.moved(key, **form.cleaned_data))
    return back(request, case_id, sheet_id, key)


@require_POST
@login_required
def remove_person(request: HouseRequest, case_id: UUID, sheet_id: UUID, key: str) -> HttpResponse:
    """Somebody taken off the map; a step back brings the person back."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    services.change_network_map(grant, sheet_id, lambda drawn: drawn.without(key))
    return back(request, case_id, sheet_id)


@require_POST
@login_required
def tie(request: HouseRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Two people know each other, or they do not."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = AcquaintanceForm(request.POST)
    if form.is_valid():
        services.change_network_map(grant, sheet_id, form.act())
    return back(request, case_id, sheet_id, form.cleaned_data.get("one", ""))


@require_POST
@login_required
def undo(request: HouseRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Take the last step back."""
    services.undo_on_network_map(open_case_grant(request, case_id, Action.WRITE), sheet_id)
    return back(request, case_id, sheet_id)


@require_POST
@login_required
def share(request: HouseRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Show the own map to somebody of the family or to the case worker, or take it back."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    view = queries.network_map(grant, sheet_id)
    form = ShareForm(request.POST)
    if not form.is_valid() or not view.own:
        raise Denied(Decision.no("Only the person shows the own map."))
    if form.cleaned_data["share"]:
        services.withdraw_share(grant, form.cleaned_data["share"])
    else:
        services.give_share(
            grant, owner_id=view.owner.id, thing=SharedThing.NETWORK_MAP, recipient_id=form.cleaned_data["recipient"],
            until=form.cleaned_data["until"],
        )  # fmt: skip
    return redirect(f"{reverse('individual:network_map', args=[case_id, sheet_id])}#who-sees")


def back(request: HouseRequest, case_id: UUID, sheet_id: UUID, key: str = "") -> HttpResponse:
    """The map after an act: the fragment for a script, the page otherwise."""
    if request.headers.get("X-Network-Map"):
        view = queries.network_map(open_case_grant(request, case_id), sheet_id)
        return answer(request, case_id, view, selected=key)
    address = reverse("individual:network_map", args=[case_id, sheet_id])
    return redirect(f"{address}?mensch={key}" if key else address)


def answer(
    request: HouseRequest, case_id: UUID, view: queries.NetworkMapView, *, selected: str = "",
    form: MapPersonForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Render a map, as a page or as the fragment that follows an act."""
    chosen = selected or request.GET.get("mensch", "")
    page = page_of(
        view, case_id=case_id, selected=chosen, compared=request.GET.get("vergleich") != "nein",
        may_write=bool(can_write_case(request.actor, case_id)), form=form,
    )  # fmt: skip
    fragment = bool(request.headers.get("X-Network-Map"))
    template = "individual/_network_map.html" if fragment else "individual/network_map.html"
    context = {"page": page, "frame": frame_of(request), "recipients": recipients_of(request, case_id, view)}
    return render(request, template, context, status=status)


def frame_of(request: HouseRequest) -> str:
    """The family's own pages are calm and without the house around them."""
    return "ui/page_family.html" if is_family(request.actor) else "ui/page.html"


def recipients_of(
    request: HouseRequest, case_id: UUID, view: queries.NetworkMapView
) -> list[tuple[UUID, str]]:
    """Whom the owner can show the map to: the family, and who works with it."""
    if not view.own:
        return []
    return queries.possible_recipients(open_case_grant(request, case_id), thing=SharedThing.NETWORK_MAP)
