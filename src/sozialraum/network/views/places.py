"""Pages of one place and its entry."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.ui.entries import add_entry, save_entry
from sozialraum.network import queries, services
from sozialraum.network.access import can_add_place, can_keep_place
from sozialraum.network.confirmation_links import link_token
from sozialraum.network.effects.access import can_tell_effect
from sozialraum.network.effects.contributions import place_effects
from sozialraum.network.forms.places import PlaceForm, changes_in_words, place_values
from sozialraum.network.inquiries.pages import layers_page
from sozialraum.network.maps import page_map
from sozialraum.network.presentation.directory import line as line_of
from sozialraum.network.queries.duplicates import leads_on_to
from sozialraum.network.queries.history import place_history
from sozialraum.organization.queries import provider_names
from sozialraum.social_structure.queries import area_choices, area_names


@login_not_required
@require_GET
def place(request: HouseRequest, place_id: UUID) -> HttpResponse:
    """One place: when it is open, for whom it is good, how to get there; one that was merged leads on."""
    if (kept := leads_on_to(place_id)) is not None:
        return redirect("network:place", place_id=kept)
    sheet = queries.place_sheet(request.actor, place_id, today=timezone.localdate())
    if sheet is None:
        raise Http404
    place = sheet.place
    line = line_of(
        place, number=1, quarters=area_names([place.area_code]), providers=provider_names([place.provider_code]),
        today=timezone.localdate(),
    )  # fmt: skip
    link = link_token(place_id, version=place.version, at=timezone.now()) if sheet.can_keep else ""
    context = {
        "sheet": sheet, "place": place, "line": line, "map": page_map([line]), "link": link,
        "activities": queries.activities_at(request.actor, place_id, today=timezone.localdate()),
        "layers": layers_page(place_id), "told": place_effects(request.actor, place_id, timezone.localdate()),
        "may_tell": can_tell_effect(request.actor) and not place.confidential,
    }  # fmt: skip
    return render(request, "network/place.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def add_place(request: HouseRequest) -> HttpResponse:
    """A new entry of the directory; ``?thema=`` names the theme that it is the result of, and leads back there."""
    theme_id, where = theme_named(request.GET.get("thema", "")), {"area_code": request.GET.get("gebiet", "")}
    decision = can_add_place(request.actor)
    if not decision:
        raise gate.Denied(decision)
    return add_entry(
        request,
        make_form=lambda data, initial: PlaceForm(data, initial=initial or where, areas=area_choices()),
        add=lambda form: services.add_places(
            [services.NewPlace(**form.values(), confirmed_at=timezone.now())],
            by=request.actor,
            at=timezone.now(),
        )[0],
        template="network/add_place.html",
        done=lambda place_id: (
            redirect(f"{reverse('network:theme', args=[theme_id])}?ort={place_id}#loesung")
            if theme_id
            else redirect("network:place", place_id=place_id)
        ),
    )


def theme_named(text: str) -> UUID | None:
    """The id of a theme in an address; ``None`` where there is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def kept_sheet(request: HouseRequest, place_id: UUID) -> queries.PlaceSheet:
    """The entry of this address, if the actor keeps it; else nothing is found."""
    sheet = queries.place_sheet(request.actor, place_id, today=timezone.localdate())
    if sheet is None:
        raise Http404
    decision = can_keep_place(request.actor, sheet.place.provider_code)
    if not decision:
        raise gate.Denied(decision)
    return sheet


@require_http_methods(["GET", "POST"])
@login_required
def edit_place(request: HouseRequest, place_id: UUID) -> HttpResponse:
    """Change an entry; it saves itself."""
    sheet = kept_sheet(request, place_id)
    return save_entry(
        request,
        make_form=lambda data, initial: PlaceForm(data, initial=initial, areas=area_choices()),
        read=lambda: place_values(kept_sheet(request, place_id).place),
        save=lambda form, version: services.revise_place(
            place_id, values=form.values(), version=version, by=request.actor, at=timezone.now()
        ),
        template="network/edit_place.html",
        context={"place": sheet.place},
        done=("network:place", {"place_id": place_id}),
    )


@require_POST
@login_required
def confirm_place(request: HouseRequest, place_id: UUID) -> HttpResponse:
    """One tap: this entry still holds."""
    sheet = kept_sheet(request, place_id)
    services.confirm_place(place_id, by=request.actor, at=timezone.now())
    messages.success(
        request, _("Thank you. “%(name)s” is confirmed for a year.") % {"name": sheet.place.name}
    )
    return redirect("network:place", place_id=place_id)


@require_GET
@login_required
def place_changes(request: HouseRequest, place_id: UUID) -> HttpResponse:
    """What the entry said before, and who changed it."""
    sheet = kept_sheet(request, place_id)
    changes = changes_in_words(place_history(request.actor, place_id))
    return render(request, "network/place_changes.html", {"place": sheet.place, "changes": changes})
