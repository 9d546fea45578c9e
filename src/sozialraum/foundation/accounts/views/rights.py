"""Who may do what, as a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.queries import rights_table
from sozialraum.foundation.accounts.requests import HouseRequest


@require_GET
def rights(request: HouseRequest) -> HttpResponse:
    """The table of rights; the columns of the reader's own roles come first and are marked."""
    wide = request.GET.get("alle") == "1"
    return render(request, "accounts/rights.html", rights_table(request.actor, everybody=wide))
