"""Suggestions while somebody types the name of a colleague."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.access import can_find_colleagues
from sozialraum.foundation.accounts.queries import LEFT_OUT, colleagues_called
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.typed_names import LONGEST, suggestions

_MOST_LEFT_OUT = 50


@require_GET
@never_cache
def colleagues(request: HouseRequest) -> HttpResponse:
    """The likeliest ten case workers and team leads who are called that, with their teams."""
    if not can_find_colleagues(request.actor):
        raise Http404
    typed = request.GET.get("name", "")[:LONGEST]
    without = _ids(request.GET.getlist(LEFT_OUT)[:_MOST_LEFT_OUT])
    found = colleagues_called(typed, today=timezone.localdate(), without=without)
    return JsonResponse(suggestions(typed, found))


def _ids(given: list[str]) -> list[UUID]:
    found = []
    for each in given:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found
