"""The public directory: what is near, one offer, one resident's card, and an entry's times for a calendar."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.network import queries
from sozialraum.network.access import (
    can_add_place,
    can_keep_cards,
    can_merge_places,
    can_read_in,
    can_write_own_card,
)
from sozialraum.network.calendars import calendar_of
from sozialraum.network.directory.asked import WHOLE_MAP
from sozialraum.network.directory.catalog import Listing
from sozialraum.network.forms.directory import asked_from
from sozialraum.network.maps import page_map
from sozialraum.network.presentation import directory as presentation
from sozialraum.network.presentation.places import KINDS, LANGUAGES, Pages
from sozialraum.network.spots import spots_map
from sozialraum.organization.access import can_enter
from sozialraum.organization.queries import provider_names
from sozialraum.social_structure.queries import area_choices, area_names

WALKS = (10, 15, 25, 40)


@login_not_required
@require_GET
def index(request: HouseRequest) -> HttpResponse:
    """What is near: everything that can be found, open to everyone."""
    today, pages = timezone.localdate(), Pages(request.GET)
    chosen = asked_from(request.GET)
    page = queries.search_directory(request.actor, chosen, today=today, offset=pages.offset, limit=pages.size)
    listing, asked = page.listing, page.listing.asked
    codes = {each.shown.provider_code for each in page.entries if isinstance(each.shown, queries.PlaceRow)}
    lines = presentation.lines(
        page.entries, listing, first=pages.offset + 1, quarters=dict(area_choices()),
        providers=provider_names(codes), today=today,
    )  # fmt: skip
    context = {
        "lines": lines, "listing": listing, "asked": asked, "answer": presentation.answer(listing),
        "toggles": presentation.toggles(listing), "chosen": chosen, "carried": presentation.hidden_fields(chosen), "walks": WALKS,
        "areas": [(name, "") for _, name in area_choices()], "languages": sorted(LANGUAGES.items(), key=lambda each: german_sort_key(str(each[1]))),
        "kinds": [(kind, KINDS[kind], count) for kind, count in listing.by_kind.items()],
        **_maps(lines, listing), "may_add": can_add_place(request.actor),
        "may_write_card": can_keep_cards(request.actor) or can_write_own_card(request.actor),
        "may_merge": can_merge_places(request.actor), "may_read_in": can_read_in(request.actor),
        "pages": pages.of(listing.total), "current_page": pages.number, "typed": request.GET.get("q", ""),
    }  # fmt: skip
    fragment = bool(request.htmx) and not request.htmx.boosted
    response = render(request, "network/_found.html" if fragment else "network/index.html", context)
    response["Vary"] = "HX-Request, Cookie"
    return response


def _maps(lines: list[presentation.Line], listing: Listing) -> dict[str, object]:
    """The small map of this page with the way to the large one, or the large one with all that was found."""
    asked = listing.asked
    if asked.window is None:
        whole = presentation.address(replace(asked, window=WHOLE_MAP))
        return {"map": page_map(lines, listing.origin, asked.minutes), "whole_map": f"{whole}#map"}
    drawn = spots_map(
        listing.spots, asked.window,
        address=lambda window: f"{presentation.address(replace(asked, window=window))}#map",
    )  # fmt: skip
    around = (
        f"{presentation.address(replace(asked, window=WHOLE_MAP))}#map" if asked.window != WHOLE_MAP else ""
    )
    return {
        "all_spots": drawn, "around": around, "without_map": presentation.address(replace(asked, window=None)),
        "located": len(listing.spots), "elsewhere": listing.total - len(listing.spots),
    }  # fmt: skip


@login_not_required
@require_GET
def offer(request: HouseRequest, offer_id: UUID) -> HttpResponse:
    """One offer of a provider, as everyone may read it."""
    today = timezone.localdate()
    found = queries.offer_for_all(offer_id, today=today)
    if found is None:
        raise Http404
    line = presentation.line(
        found, number=1, quarters=area_names([found.area_code]), providers={}, today=today
    )
    context = {"line": line, "offer": found, "inside": can_enter(request.actor)}
    return render(request, "network/entry.html", context)


@login_not_required
@require_GET
def place_calendar(request: HouseRequest, place_id: UUID) -> HttpResponse:
    """The times of an entry as iCalendar, for the calendar of a telephone."""
    sheet = queries.place_sheet(request.actor, place_id, today=timezone.localdate())
    if sheet is None or not sheet.place.schedule:
        raise Http404
    text = calendar_of(
        sheet.place, url=request.build_absolute_uri(f"/netzwerk/orte/{place_id}/"), at=timezone.now()
    )
    return HttpResponse(
        text, content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{place_id}.ics"'},
    )  # fmt: skip
