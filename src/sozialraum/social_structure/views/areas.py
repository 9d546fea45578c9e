"""The room's first page, the page of one area, and the same for everybody without sign-in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure.access import can_import
from sozialraum.social_structure.queries.areas import EDITION, AreaFacts, SystemFacts
from sozialraum.social_structure.queries.open_areas import open_areas, open_list
from sozialraum.social_structure.queries.overview import overview
from sozialraum.social_structure.queries.profiles import AreaProfile, area_profile, figures_of
from sozialraum.social_structure.views.doors import figures_only

PAGE_DIGITS = 7


@require_GET
@login_required
@figures_only
def index(request: HouseRequest) -> HttpResponse:
    """What is known about the city, and where to look."""
    context = {"overview": overview(), "may_import": can_import(request.actor)}
    return render(request, "social_structure/index.html", context)


@require_GET
@login_required
@figures_only
def area(request: HouseRequest, system_code: str, vintage: int, area_code: str) -> HttpResponse:
    """One area: assets first, then living conditions, then what changed and what is not known."""
    profile = area_profile(
        system_code=system_code, vintage=vintage, area_code=area_code, actor=request.actor, today=timezone.localdate()
    )  # fmt: skip
    return _page(request, profile)


@require_GET
@login_not_required
def open_index(request: HouseRequest) -> HttpResponse:
    """The areas of the cut in force, for everybody."""
    page = request.GET.get("seite", "")
    listing = open_list(
        query=request.GET.get("suche", "")[:80], district=request.GET.get("bezirk", "")[:40],
        page=int(page) if page.isdecimal() and len(page) < PAGE_DIGITS else 1,
    )  # fmt: skip
    return render(request, "social_structure/open.html", {"open_areas": open_areas(), "listing": listing})


@require_GET
@login_not_required
def open_area(request: HouseRequest, system_code: str, vintage: int, area_code: str) -> HttpResponse:
    """One area for everybody: the same page, with what may be known without sign-in."""
    profile = area_profile(
        system_code=system_code, vintage=vintage, area_code=area_code, actor=request.actor, today=timezone.localdate(),
        open_page=True,
    )  # fmt: skip
    return _page(request, profile)


def _page(request: HouseRequest, profile: AreaProfile | None) -> HttpResponse:
    if profile is None:
        raise Http404
    context = {
        "profile": profile, "today": timezone.localdate(), "figures": _figures(profile.area.system, profile.area, open_page=profile.open),
    }  # fmt: skip
    return render(request, "social_structure/area.html", context)


@kept(EDITION, size=256)
def _figures(system: SystemFacts, area: AreaFacts, *, open_page: bool) -> SafeString:
    """The sections that hold nothing but figures: the same for all readers until something is released anew."""
    figures = figures_of(system, area, open_page=open_page)
    profile = {"figures": figures, "area": area, "in_district": figures.district is not None}
    return render_to_string("social_structure/profile/_figures.html", {"profile": profile})
