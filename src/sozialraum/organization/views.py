"""Pages of the organization floor: who works where, and what providers offer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.database.editions import kept, mark_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.ui.entries import save_entry
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.organization import presentation, queries, services
from sozialraum.organization.access import can_edit_offer, can_enter
from sozialraum.organization.budgets.access import can_see_budgets
from sozialraum.organization.forms import OfferForm, offer_values
from sozialraum.social_structure.queries import area_choices, area_names, planning_system
from sozialraum.social_structure.queries.areas import EDITION as AREAS

View = Callable[..., HttpResponse]


def for_this_room(view: View) -> View:
    """Let in whom the table of rights lets in; everybody else finds nothing here."""

    @wraps(view)
    @login_required
    def guarded(request: HouseRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decision = can_enter(request.actor)
        if not decision:
            raise gate.Denied(decision)
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@for_this_room
def index(request: HouseRequest) -> HttpResponse:
    """Who works where: the teams by district, the providers as a table."""
    today = timezone.localdate()
    providers = queries.providers(today=today)
    table = table_from_request(
        request, presentation.provider_columns(providers), providers, name="providers", order="name", ordered="name",
        caption=_("Providers"), counted=presentation.count_of_providers, empty=presentation.NO_PROVIDERS,
    )  # fmt: skip
    context = {
        "teams": _written_teams(mark_of(AREAS)),
        "answer": presentation.overview_sentence(queries.counts(today=today)),
        "may_see_budgets": bool(can_see_budgets(request.actor)),
    }  # fmt: skip
    return table_response(request, table, "organization/index.html", context)


@kept(queries.EDITION, size=4)
def _written_teams(_areas: UUID | None) -> SafeString:
    """Every team with its districts, as written for this page; kept until teams or areas change."""
    teams = queries.teams()
    return presentation.team_entries(teams, queries.districts_of(teams))


@require_GET
@for_this_room
def team(request: HouseRequest, code: str) -> HttpResponse:
    """One team: whom it is there for and who works in it."""
    sheet = queries.team_sheet(request.actor, code, today=timezone.localdate())
    if sheet is None:
        raise Http404
    names, system = area_names(sheet.team.area_codes), planning_system()
    context = {
        "sheet": sheet, "system": system, "areas": [(code, names.get(code)) for code in sheet.team.area_codes],
        "answer": presentation.team_sentence(sheet.team, queries.districts_of([sheet.team])[code]),
    }  # fmt: skip
    return render(request, "organization/team.html", context)


@require_GET
@for_this_room
def provider(request: HouseRequest, code: str) -> HttpResponse:
    """One provider and what it offers."""
    sheet = queries.provider_sheet(request.actor, code, today=timezone.localdate())
    if sheet is None:
        raise Http404
    names = area_names(offer.area_code for offer in sheet.offers)
    table = table_from_request(
        request, presentation.offer_columns(names), sheet.offers, name="offers", caption=_("Offers"),
        counted=presentation.count_of_offers, empty=presentation.NO_OFFERS,
    )  # fmt: skip
    return table_response(
        request,
        table,
        "organization/provider.html",
        {"sheet": sheet, "answer": presentation.provider_sentence(sheet.provider)},
    )


@require_GET
@for_this_room
def offer(request: HouseRequest, offer_id: UUID) -> HttpResponse:
    """One offer: what happens there and how one gets in."""
    found = queries.offer(offer_id, today=timezone.localdate())
    if found is None:
        raise Http404
    sheet = queries.provider_sheet(request.actor, found.provider_code, today=timezone.localdate())
    context = {"offer": found, "sheet": sheet, "area": area_names([found.area_code]).get(found.area_code)}
    return render(request, "organization/offer.html", context)


@require_http_methods(["GET", "POST"])
@for_this_room
def edit_offer(request: HouseRequest, offer_id: UUID) -> HttpResponse:
    """The provider's lead changes what her provider says about an offer; it saves itself."""
    found = queries.offer(offer_id, today=timezone.localdate())
    decision = can_edit_offer(request.actor, found.provider_code if found else "")
    if found is None or not decision:
        raise gate.Denied(decision)
    return save_entry(
        request,
        make_form=lambda data, initial: OfferForm(data, initial=initial, areas=area_choices()),
        read=lambda: offer_values(queries.offer(offer_id, today=timezone.localdate()) or found),
        save=lambda form, version: services.revise_offer(
            offer_id, values=form.values(), version=version, by=request.actor, at=timezone.now()
        ),
        template="organization/edit_offer.html",
        context={"offer": found},
        done=("organization:offer", {"offer_id": offer_id}),
    )


@require_POST
@for_this_room
def confirm_offer(request: HouseRequest, offer_id: UUID) -> HttpResponse:
    """One tap: this offer still holds."""
    found = queries.offer(offer_id, today=timezone.localdate())
    if found is None:
        raise Http404
    services.confirm_offer(offer_id, by=request.actor, at=timezone.now())
    messages.success(request, _("Thank you. “%(name)s” is confirmed for a year.") % {"name": found.name})
    return redirect("organization:provider", code=found.provider_code)
