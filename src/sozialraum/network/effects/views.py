"""Pages of effects: what was told, one story, a new one, and the consent that somebody looks at by a link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui.errors import bad_request
from sozialraum.network.acts import Act, Acts, carried_out
from sozialraum.network.effects import pages, presentation, queries, services
from sozialraum.network.effects.access import can_tell_effect
from sozialraum.network.effects.consent_links import read_consent_token
from sozialraum.network.effects.enums import EffectAudience
from sozialraum.network.effects.forms import (
    AudienceForm,
    ConsentForm,
    EffectForm,
    OneConsentForm,
    RenewalForm,
    consent_from,
)
from sozialraum.network.field_work.access import Unit


@login_not_required
@require_GET
def told(request: HouseRequest) -> HttpResponse:
    """What came of it? Open to everybody, as far as everybody told of agrees."""
    context = pages.told_page(request.actor, request.GET, today=timezone.localdate())
    return render(request, "network/effects.html", context)


@login_not_required
@never_cache
@require_GET
def effect(request: HouseRequest, story_id: UUID) -> HttpResponse:
    """One story."""
    today = timezone.localdate()
    found = queries.effect(request.actor, story_id, today=today)
    if found is None:
        raise Http404
    return render(request, "network/effect.html", pages.sheet(request.actor, found, today=today))


@require_http_methods(["GET", "POST"])
@login_required
def tell(request: HouseRequest) -> HttpResponse:
    """A new story; the consents of those told of are written down on its page."""
    decision = can_tell_effect(request.actor)
    if not decision:
        raise gate.Denied(decision)
    today = timezone.localdate()
    offered = pages.choices(request.actor, request.GET, today=today)
    form = EffectForm(request.POST or None, initial=pages.initial(request.GET, today=today), **offered)
    if request.method == "POST" and form.is_valid():
        own = form.own_consent(minor=request.actor.has(Role.YOUNG_PERSON))
        try:
            made = services.tell_effect(
                form.effect(area_vintage=pages.vintage()), unit=Unit.named(form.cleaned_data["unit"]), own=own,
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
            return redirect("network:effect", made)
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
    context = {"form": form, "alone": offered["alone"]}
    return render(request, "network/tell_effect.html", context, status=422 if form.errors else 200)


def _agree(story_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.note_consent(story_id, consent_from(told), by=request.actor, at=timezone.now())


def _renew(_story_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.renew_consent(
        told["consent_id"], audience=EffectAudience(told["audience"]), valid_until=told["valid_until"],
        by=request.actor, at=timezone.now(),
    )  # fmt: skip


def _take_back(_story_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    services.withdraw_consent(told["consent_id"], by=request.actor, at=timezone.now())


def _audience(story_id: UUID, request: HouseRequest, told: dict[str, Any]) -> None:
    audience = EffectAudience(told["audience"])
    services.widen_effect(story_id, audience=audience, by=request.actor, at=timezone.now())


def _released(*, released: bool) -> Act:
    def act(story_id: UUID, request: HouseRequest, _told: dict[str, Any]) -> None:
        services.release_effect(story_id, released=released, by=request.actor, at=timezone.now())

    return act


def _withdraw(story_id: UUID, request: HouseRequest, _told: dict[str, Any]) -> None:
    services.withdraw_effect(story_id, by=request.actor, at=timezone.now())


ACTS: Acts = {
    "einwilligung": (ConsentForm, _agree), "erneuern": (RenewalForm, _renew),
    "freigeben": (forms.Form, _released(released=True)), "verbergen": (forms.Form, _released(released=False)),
    "leser": (AudienceForm, _audience),
}  # fmt: skip
ENDING: Acts = {"zurueck": (OneConsentForm, _take_back), "weg": (forms.Form, _withdraw)}
"""After these there is no page of the story to go back to."""


@require_POST
@login_required
def change(request: HouseRequest, story_id: UUID, act: str) -> HttpResponse:
    """One act on a story; what is wrong is told on its page and nothing is stored."""
    if act in ENDING:
        return carried_out(request, ENDING, act, story_id, back=reverse("network:effects"))
    return carried_out(request, ACTS, act, story_id, back=reverse("network:effect", args=[story_id]))


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def consent(request: HouseRequest, token: str) -> HttpResponse:
    """Somebody told of reads what is told and by whom it is read, and takes it back with one tap; no account is needed."""
    consent_id = read_consent_token(token)
    found = queries.consent_sheet(consent_id, today=timezone.localdate()) if consent_id else None
    if found is None:
        return render(request, "network/effect_consent.html", {"gone": True}, status=404)
    if request.method == "POST":
        said = request.POST.get("leser", "")
        if said and said not in set(EffectAudience):
            # only an empty answer takes it back, never one that is not understood
            return bad_request(request)
        narrower = EffectAudience(said) if said else None
        try:
            services.answer_consent_by_link(token, narrower=narrower, at=timezone.now())
        except SozialraumError as error:
            messages.error(request, " ".join(error.told(_)))
            return redirect(request.path)
        if narrower is None:
            return render(request, "network/effect_consent.html", {"taken_back": True})
        messages.success(request, _("It holds from now on."))
        return redirect(request.path)
    context = {"sheet": found, "narrower": presentation.narrower(found.consent.audience),
               "readers": presentation.AUDIENCES.get(found.open_to) if found.open_to else None}  # fmt: skip
    return render(request, "network/effect_consent.html", context)
