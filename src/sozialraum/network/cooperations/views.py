"""Pages of cooperations: the network of an area, one organization in it, and every act on a cooperation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.typed_names import LONGEST, suggestions
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.network.access import own_providers
from sozialraum.network.acts import Act, Acts, carried_out
from sozialraum.network.cooperations import queries, services
from sozialraum.network.cooperations.access import NOT_YOURS, reads_all_cooperations
from sozialraum.network.cooperations.asked import filter_choices, network_page
from sozialraum.network.cooperations.enums import Side
from sozialraum.network.cooperations.files import FILES
from sozialraum.network.cooperations.forms import (
    ContactForm,
    CooperationForm,
    EndForm,
    NewCooperationForm,
    SideForm,
)
from sozialraum.network.cooperations.house_pages import Partners, house_page, speaks_as
from sozialraum.network.cooperations.pages import AREAS_SHOWN
from sozialraum.network.cooperations.queries import CooperationRow, Organization
from sozialraum.network.cooperations.tables import COOPERATIONS
from sozialraum.social_structure.queries import area_choices

INVALID = 422


@login_not_required
@require_GET
def network(request: HouseRequest) -> HttpResponse:
    """Who works with whom here? Everybody reads what both sides have published."""
    today = timezone.localdate()
    page = network_page(request.actor, request.GET, today=today)
    table = table_from_request(
        request, COOPERATIONS, page.rows, name="zusammenarbeit", caption=_("The same network as a table"), page_size=10,
    )  # fmt: skip
    areas = table_from_request(
        request, page.area_columns, page.lines, name="gebiete", caption=_("Area beside area"), page_size=AREAS_SHOWN, prefix="g_",
        here=lambda line: line.code == page.code,
    )  # fmt: skip
    inside = reads_all_cooperations(request.actor)
    own = queries.own_organizations(request.actor, own_providers(request.actor), today=today)
    context = {
        "page": page, "areas": area_choices(), "inside": inside, "own": own, "today": today,
        "may_write": page.picked is not None and queries.speaks_for(request.actor, page.picked.organization),
        "narrow": filter_choices(page.filter),
    }  # fmt: skip
    return table_response(request, table, "network/cooperations.html", context, also={"area_table": areas})


@login_not_required
@require_GET
def network_file(request: HouseRequest, kind: str) -> HttpResponse:
    """The network of an area as picture or graph, as far as the reader sees it."""
    if kind not in FILES:
        raise Http404
    page = network_page(request.actor, request.GET, today=timezone.localdate())
    content_type, write = FILES[kind]
    response = HttpResponse(write(page), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="zusammenarbeit-{page.code}-{page.day}.{kind}"'
    return response


@login_not_required
@require_GET
def organization(request: HouseRequest, place_id: UUID) -> HttpResponse:
    """With whom does one organization work, and whom does one ask there?"""
    page = house_page(request.actor, place_id, today=timezone.localdate())
    if page is None:
        raise Http404
    return render(request, "network/organization.html", {"page": page})


@require_http_methods(["GET", "POST"])
@login_required
def note_cooperation(request: HouseRequest, place_id: UUID) -> HttpResponse:
    """Write down that an organization works with another one."""
    house = _own_house(request, place_id)
    today, own = timezone.localdate(), house.provider_code in own_providers(request.actor)
    form = NewCooperationForm(
        request.POST or None, partners=Partners(request.actor, house, today),
        initial={"noted_as": speaks_as(request.actor, house)},
    )  # fmt: skip
    return _written(
        request, form, house,
        lambda: services.note_cooperation(
            form.cooperation(place_id, own=own, today=today), by=request.actor, at=timezone.now()
        ),
        _("The cooperation stands in the network."),
    )  # fmt: skip


@require_GET
@login_required
@never_cache
def partners(request: HouseRequest, place_id: UUID) -> HttpResponse:
    """The likeliest ten organizations that are called what is typed, for whoever writes for this house."""
    among = Partners(request.actor, _own_house(request, place_id), timezone.localdate())
    typed = request.GET.get("name", "")[:LONGEST]
    return JsonResponse(suggestions(typed, among.find(typed)))


@require_http_methods(["GET", "POST"])
@login_required
def add_contact(request: HouseRequest, place_id: UUID) -> HttpResponse:
    """Write down whom one asks at an organization."""
    house = _own_house(request, place_id)
    form = ContactForm(request.POST or None)
    return _written(
        request, form, house,
        lambda: services.add_contact(form.contact(place_id), by=request.actor, at=timezone.now()),
        _("The contact stands."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def change_cooperation(request: HouseRequest, place_id: UUID, cooperation_id: UUID) -> HttpResponse:
    """Say differently what two organizations do together."""
    row = _own_cooperation(request, cooperation_id)
    house = row.other if row.side_of(place_id) is Side.OTHER else row.one
    initial = {
        "kinds": list(row.kinds), "about": row.about, "rhythm": row.rhythm, "since": row.since,
        "noted_as": speaks_as(request.actor, house),
    }  # fmt: skip
    form = CooperationForm(request.POST or None, initial=initial)
    return _written(
        request, form, house,
        lambda: services.say_anew(
            cooperation_id, **form.values(), as_=form.cleaned_data["noted_as"], by=request.actor, at=timezone.now()
        ),
        _("It is changed. The other side is asked to confirm it anew."),
    )  # fmt: skip


def _confirm(cooperation_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.confirm_cooperation(
        cooperation_id,
        side=Side(str(told["side"])),
        as_=str(told["as_"]),
        by=request.actor,
        at=timezone.now(),
    )


def _publish(*, public: bool) -> Act:
    def act(cooperation_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
        services.publish_cooperation(
            cooperation_id, side=Side(str(told["side"])), public=public, by=request.actor, at=timezone.now()
        )

    return act


def _end(cooperation_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.end_cooperation(
        cooperation_id, ended_on=told["ended_on"], why=str(told["why"]), by=request.actor, at=timezone.now()
    )  # fmt: skip


ACTS: Acts = {
    "bestaetigen": (SideForm, _confirm),
    "veroeffentlichen": (SideForm, _publish(public=True)),
    "zurueckziehen": (SideForm, _publish(public=False)),
    "beenden": (EndForm, _end),
}


@require_POST
@login_required
def act_on_cooperation(request: HouseRequest, place_id: UUID, cooperation_id: UUID, act: str) -> HttpResponse:
    """One act on a cooperation, from the page of one of the two; what is wrong is told there."""
    back = reverse("network:organization", args=[place_id])
    return carried_out(request, ACTS, act, cooperation_id, back=back)


@require_POST
@login_required
def act_on_contact(request: HouseRequest, contact_id: UUID, act: str) -> HttpResponse:
    """Confirm a contact, or take it out."""
    acts = {"bestaetigen": services.confirm_contact, "entfernen": services.remove_contact}
    if act not in acts:
        raise Http404
    return redirect("network:organization", acts[act](contact_id, by=request.actor, at=timezone.now()))


def _own_house(request: HouseRequest, place_id: UUID) -> Organization:
    house = queries.organization(request.actor, place_id, today=timezone.localdate())
    if house is None or not queries.speaks_for(request.actor, house):
        raise gate.Denied(Decision.no(NOT_YOURS))
    return house


def _own_cooperation(request: HouseRequest, cooperation_id: UUID) -> CooperationRow:
    row = queries.cooperation(request.actor, cooperation_id, today=timezone.localdate())
    if row is None or not queries.own_sides(request.actor, row) or row.ended_on is not None:
        raise gate.Denied(Decision.no(NOT_YOURS))
    return row


def _written(
    request: HouseRequest, form: forms.Form, house: Organization, write: Callable[[], object], told: str
) -> HttpResponse:
    """Show a form of an organization, or write what was posted; what was typed stays."""
    if request.method == "POST" and form.is_valid():
        try:
            write()
        except gate.Denied:
            raise
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
        else:
            messages.success(request, told)
            return redirect("network:organization", house.id)
    context = {"form": form, "house": house}
    return render(request, "network/organization_form.html", context, status=INVALID if form.errors else 200)
