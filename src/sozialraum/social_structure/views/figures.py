"""The city map."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote_plus

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.social_structure.access import can_import
from sozialraum.social_structure.queries.choices import system_choices
from sozialraum.social_structure.queries.city_map import AreaRow
from sozialraum.social_structure.queries.city_map import city_map as find_city_map
from sozialraum.social_structure.views.columns import city_columns
from sozialraum.social_structure.views.doors import figures_only
from sozialraum.social_structure.views.wishes import wish_of


@require_GET
@login_required
@figures_only
def city_map(request: HouseRequest) -> HttpResponse:
    """One indicator on the map of the city, with its table and its sentence."""
    wish = wish_of(request)
    found = find_city_map(wish)
    if found is None:
        context = {"may_import": can_import(request.actor), "has_areas": bool(system_choices())}
        return render(request, "social_structure/map_empty.html", context)
    table = table_from_request(
        request, city_columns(found, _picking(request)), found.ranked, name="areas", page_size=10, prefix="t_", order="-value", ordered="-value",
        caption=_("Values by area"), counted=lambda n: f"{n} {found.level.plural}",
    )  # fmt: skip
    page = {
        "city": found, "show_table": request.GET.get("view") == "table", "query": wish.query(),
        "at": seen_at(request.GET.get("at", "")), "without_places": request.GET.get("without") == "places",
    }  # fmt: skip
    return table_response(request, table, "social_structure/map.html", page)


def _picking(request: HouseRequest) -> Callable[[AreaRow], str]:
    """The address of this page with the area of a row picked."""
    query = request.GET.copy()
    for name in ("area", "t_format"):
        query.pop(name, None)
    others = f"{query.urlencode()}&" if query else ""
    return lambda row: f"?{others}area={quote_plus(row.area.area_code)}#city-map"


def seen_at(text: str) -> str:
    """What the reader sees of a map, ``zoom/latitude/longitude``; empty where the text is nothing of the kind.

    >>> seen_at("12.5/54.1/13.2"), seen_at("12/95/0"), seen_at("x")
    ('12.5/54.1/13.2', '', '')
    """
    try:
        zoom, latitude, longitude = map(float, text.split("/"))
    except ValueError:
        return ""
    return text if 0 <= zoom <= 24 and abs(latitude) <= 90 and abs(longitude) <= 180 else ""
