"""The data room: what we have, how old, how complete, what is due; one delivery with its report; taking it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.social_structure import wording
from sozialraum.social_structure.access import can_import
from sozialraum.social_structure.queries.areas import area_systems
from sozialraum.social_structure.queries.deliveries import (
    count_of_deliveries,
    delivery_lines,
    delivery_report,
    undone_said,
)
from sozialraum.social_structure.queries.holdings import data_room
from sozialraum.social_structure.services import undo_delivery
from sozialraum.social_structure.views.columns import delivery_columns, holding_columns
from sozialraum.social_structure.views.doors import figures_only, importers_only


@require_GET
@login_required
@figures_only
def index(request: HouseRequest) -> HttpResponse:
    """What we have, how old and how complete it is, from whom and under which licence, and what is due."""
    room = data_room(today=timezone.localdate())
    table = table_from_request(
        request, holding_columns(), room.holdings, name="holdings", caption=_("Data"),
        counted=count_of_deliveries,
    )  # fmt: skip
    context = {"room": room, "may_import": can_import(request.actor), "areas": _areas_that_are_there()}
    return table_response(request, table, "social_structure/data_room.html", context)


def _areas_that_are_there() -> str:
    systems = area_systems()
    finest = systems[0].levels[-1] if systems else None
    return wording.counted_areas(finest.count, finest.singular, finest.plural) if finest else ""


@require_GET
@login_required
@figures_only
def deliveries(request: HouseRequest) -> HttpResponse:
    """Every file that was brought in, the newest first."""
    table = table_from_request(
        request, delivery_columns(linked=bool(can_import(request.actor))), delivery_lines(), name="deliveries", caption=_("Deliveries"),
        counted=count_of_deliveries,
    )  # fmt: skip
    return table_response(
        request, table, "social_structure/deliveries.html", {"may_import": can_import(request.actor)}
    )


@require_GET
@login_required
@importers_only
def delivery(request: HouseRequest, delivery_id: UUID) -> HttpResponse:
    """One delivery with the report on its quality; it can be printed. It names values before their release."""
    report = delivery_report(delivery_id)
    if report is None:
        raise Http404
    return render(request, "social_structure/delivery.html", {"report": report})


@require_POST
@login_required
@importers_only
def undo(request: HouseRequest, delivery_id: UUID) -> HttpResponse:
    """Take an import back."""
    try:
        removed = undo_delivery(delivery_id=delivery_id, by=request.actor.user_id, at=timezone.now())
        messages.success(request, undone_said(delivery_id, removed))
    except SozialraumError as error:
        messages.error(request, str(error))
        return redirect("social_structure:deliveries")
    return redirect("social_structure:delivery", delivery_id=delivery_id)
