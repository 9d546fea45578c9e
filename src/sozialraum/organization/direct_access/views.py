"""The tally of a provider: whoever came without a case is one tap on the phone."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.organization.direct_access import queries, services
from sozialraum.organization.direct_access.access import can_count_visits
from sozialraum.organization.direct_access.enums import AgeGroup
from sozialraum.social_structure.queries import area_choices

AGES = {
    AgeGroup.UNDER_6: gettext_lazy("Child under 6"), AgeGroup.FROM_6: gettext_lazy("6 to 13 years"),
    AgeGroup.FROM_14: gettext_lazy("14 to 17 years"), AgeGroup.FROM_18: gettext_lazy("18 to 26 years"),
    AgeGroup.ADULT: gettext_lazy("Mother, father, other adult"),
}  # fmt: skip


def _month(text: str) -> date:
    today = timezone.localdate()
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


@require_http_methods(["GET", "POST"])
@login_required
def tally(request: HouseRequest) -> HttpResponse:
    """Who came without a case? Quarter and month stay chosen from one tap to the next."""
    if not (decision := can_count_visits(request.actor)):
        raise Denied(decision)
    places, areas = queries.counting_places(request.actor), area_choices()
    given = request.POST if request.method == "POST" else request.GET
    provider = given.get("traeger") or (places[0].code if places else "")
    area = given.get("gebiet") or (areas[0][0] if areas else "")
    month = _month(given.get("monat", ""))
    if request.method == "POST":
        _count(request, provider, area, month)
        chosen = urlencode({"traeger": provider, "gebiet": area, "monat": f"{month:%Y-%m}"})
        return redirect(f"{reverse('organization:direct_access')}?{chosen}")
    counts = queries.own_counts(request.actor, provider_code=provider, area_code=area, month=month)
    context = {
        "places": places, "areas": areas, "provider": provider, "area": area, "month": month,
        "rows": [(group.value, AGES[group], counts[group]) for group in AgeGroup], "total": sum(counts.values()),
        "year": queries.own_year(request.actor, provider_code=provider, year=month.year),
    }  # fmt: skip
    return render(request, "organization/direct_access.html", context)


def _count(request: HouseRequest, provider: str, area: str, month: date) -> None:
    less, group = request.POST.get("weniger", ""), request.POST.get("alter", "")
    if (less or group) not in set(AgeGroup):
        return
    visits = services.Visits(provider, area, month, AgeGroup(less or group), -1 if less else 1)
    try:
        services.count_visit(request.actor, visits, at=timezone.now())
    except services.NotCounted as refusal:
        messages.error(request, " ".join(filter(None, refusal.told(_))))
