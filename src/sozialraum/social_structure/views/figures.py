"""The city map."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.social_structure.access import can_import
from sozialraum.social_structure.queries.choices import system_choices
from sozialraum.social_structure.queries.city_map import Wish
from sozialraum.social_structure.queries.city_map import city_map as find_city_map
from sozialraum.social_structure.services.reading import date_from
from sozialraum.social_structure.views.columns import city_columns
from sozialraum.social_structure.views.doors import figures_only


@require_GET
@login_required
@figures_only
def city_map(request: HouseRequest) -> HttpResponse:
    """One indicator on the map of the city, with its table and its sentence."""
    found = find_city_map(_wish(request))
    if found is None:
        context = {"may_import": can_import(request.actor), "has_areas": bool(system_choices())}
        return render(request, "social_structure/map_empty.html", context)
    table = table_from_request(
        request, city_columns(found), found.rows, name="areas", page_size=10, prefix="t_", order="-value",
        caption=_("Values by area"), counted=lambda n: f"{n} {found.level.plural}",
    )  # fmt: skip
    page = {"city": found, "show_table": request.GET.get("view") == "table"}
    return table_response(request, table, "social_structure/map.html", page)


def _wish(request: HouseRequest) -> Wish:
    day = date_from(request.GET.get("date", ""))
    return Wish(
        indicator=request.GET.get("indicator", ""), areas=request.GET.get("areas", ""), reference_date=day,
        picked=request.GET.get("area", ""),
    )  # fmt: skip
