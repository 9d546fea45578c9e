"""Pages of pins: taking part by code, the map of a class, opening and closing, and what many said."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.core import signing
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.network.lived_spaces import pages, queries, services
from sozialraum.network.lived_spaces.access import can_lead_campaign
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender
from sozialraum.network.lived_spaces.forms import CampaignForm, JoinForm, PinForm
from sozialraum.network.lived_spaces.rules import MOST_PINS
from sozialraum.network.session_codes import found_by_code
from sozialraum.social_structure.queries import area_choices, planning_system

REFUSED = 422
SALT = "pin person"


@login_not_required
@require_GET
def index(request: HouseRequest) -> HttpResponse:
    """Take part by code, and what many said on earlier maps."""
    if code := request.GET.get("code", "").strip():
        return redirect("network:join_pins", code[:6].upper())
    return render(request, "network/pins.html", pages.campaigns(request.actor))


@login_not_required
@require_http_methods(["GET", "POST"])
def join(request: HouseRequest, code: str) -> HttpResponse:
    """Who pins? An age group and a gender, no name."""
    campaign = found_by_code(request, queries.campaign_of_code, code)
    form = JoinForm(request.POST or None)
    context = {"campaign": campaign, "form": form, "closed": campaign.closed_at is not None}
    if request.method == "GET" or not form.is_valid():
        return render(
            request, "network/pins_join.html", context, status=200 if request.method == "GET" else REFUSED
        )
    told = form.cleaned_data
    try:
        person_id = services.take_part(
            campaign.id,
            age_group=AgeGroup(told["age_group"]),
            gender=Gender(told["gender"]),
            at=timezone.now(),
        )
    except SozialraumError as error:
        context["error"] = " ".join(error.told(_))
        return render(request, "network/pins_join.html", context, status=REFUSED)
    return redirect("network:pin_map", code, signing.dumps(str(person_id), salt=SALT))


@login_not_required
@require_GET
def pin_map(request: HouseRequest, code: str, person: str) -> HttpResponse:
    """The map: choose what you want to say, then tap where."""
    _person(person)
    campaign = _of_code(code)
    return render(request, "network/pins_map.html", pages.map_page(campaign, person))


@login_not_required
@require_POST
def set_pins(request: HouseRequest, code: str, person: str) -> HttpResponse:
    """Pins of a device, several at once where the connection was gone."""
    person_id = _person(person)  # who has none learns nothing about codes
    campaign = _of_code(code)
    try:
        told = json.loads(request.body)
        forms = [PinForm(each) for each in told["pins"][: MOST_PINS + 1]]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"message": _("These pins do not lie on the map.")}, status=REFUSED)
    if not all(form.is_valid() for form in forms):
        return JsonResponse({"message": _("These pins do not lie on the map.")}, status=REFUSED)
    try:
        count = services.set_pins(campaign.id, person_id, [form.pin() for form in forms], at=timezone.now())
    except SozialraumError as error:
        return JsonResponse({"message": " ".join(error.told(_))}, status=REFUSED)
    return JsonResponse({"count": count})


@login_not_required
@require_POST
def take_back(_request: HouseRequest, code: str, person: str, pin_id: UUID) -> HttpResponse:
    """Take an own pin back."""
    try:
        person_id = _person(person)
        services.take_back_pin(_of_code(code).id, person_id, pin_id, at=timezone.now())
    except SozialraumError as error:
        return JsonResponse({"message": " ".join(error.told(_))}, status=REFUSED)
    return JsonResponse({})


@login_not_required
@require_GET
def campaign(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """What many said on this map; while it is open, the code for those who lead it."""
    found = queries.campaign(campaign_id)
    if found is None or (found.closed_at is None and not can_lead_campaign(request.actor)):
        raise Http404
    return render(request, "network/pins_result.html", pages.result(request.actor, found, request.GET))


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HouseRequest) -> HttpResponse:
    """A new map for a class or a group."""
    decision = can_lead_campaign(request.actor)
    if not decision:
        raise gate.Denied(decision)
    form = CampaignForm(request.POST or None, areas=area_choices())
    if request.method == "POST" and form.is_valid():
        system = planning_system()
        made = pages.open_from(
            form, str(system.vintage) if system else "", by=request.actor, at=timezone.now()
        )
        if made is not None:
            return redirect("network:pin_campaign", made)
    return render(request, "network/pins_new.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_POST
@login_required
def close(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """Close a map for good and show what many said."""
    try:
        services.close_campaign(campaign_id, by=request.actor, at=timezone.now())
    except gate.Denied:
        raise
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    return redirect("network:pin_campaign", campaign_id)


def _of_code(code: str) -> queries.CampaignRow:
    found = queries.campaign_of_code(code)
    if found is None:
        raise Http404
    return found


def _person(token: str) -> UUID:
    try:
        return UUID(signing.loads(token, salt=SALT))
    except signing.BadSignature as wrong:
        raise Http404 from wrong
