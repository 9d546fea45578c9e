"""The register of processing: a short form for everybody, the whole for the data-protection officer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.privacy.register import register_of_processing, register_rows
from sozialraum.foundation.supervision.access import can_review
from sozialraum.foundation.ui import exports


@require_GET
@login_not_required
def index(request: HouseRequest) -> HttpResponse:
    """What is processed, on what basis, whose data, and how long."""
    activities = register_of_processing()
    context = {"activities": activities, "whole": bool(can_review(request.actor))}
    return render(request, "supervision/register.html", context)


@require_GET
@login_required
def as_csv(request: HouseRequest) -> HttpResponse:
    """The whole register as a table."""
    allowed = can_review(request.actor)
    if not allowed:
        raise Denied(allowed)
    titles, rows = register_rows(register_of_processing())
    return exports.as_csv("verzeichnis-der-verarbeitung", titles, rows)
