"""The pages on which people take part."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.actors import Role
from sozialraum.network.advocacy.presentation import answer
from sozialraum.network.advocacy.queries import count_by_state, issues


@require_GET
def index(request: HouseRequest) -> HttpResponse:
    """How to have a say: for everybody who is signed in."""
    is_family = request.actor.has(Role.PARENT, Role.YOUNG_PERSON)
    today = timezone.localdate()
    rows = issues(request.actor, today=today)
    waiting = answer(*count_by_state(rows, today=today)) if rows else ()
    return render(request, "participation/index.html", {"is_family": is_family, "waiting": waiting})
