"""The pages that belong to no floor."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.errors import bad_request
from sozialraum.foundation.ui.search import SHORTEST, find
from sozialraum.foundation.ui.start import has_own_page, moment_now, own_page, start_page


@require_GET
@login_required
def today(request: HouseRequest) -> HttpResponse:
    """What is due today; young people, parents and whom they trust go to their own page."""
    actor = request.actor
    if has_own_page(actor):
        try:
            return redirect(reverse(own_page(actor)))
        except NoReverseMatch:  # the floor has no such page yet
            pass
    page = start_page(actor, moment_now(), everything="alles" in request.GET)
    return render(request, "ui/today.html", {"start": page})


@require_GET
@login_required
def search(request: HouseRequest) -> HttpResponse:
    """Finds across what the actor may see."""
    text = request.GET.get("q", "").strip()[:200]
    if "\0" in text:
        # no column can hold it, and whether a floor looks in memory or in the database must make no difference
        return bad_request(request)
    found = find(request.actor, text)
    context = {
        "search_text": text, "finds": found, "too_short": len(text) < SHORTEST,
        "count": sum(len(each.hits) for each in found),
    }  # fmt: skip
    return render(request, "ui/search.html", context)


@require_GET
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "ui/accessibility.html")


@require_GET
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with people's data."""
    return render(request, "ui/privacy.html")


@require_GET
@login_not_required
def imprint(request: HttpRequest) -> HttpResponse:
    """Who answers for this service."""
    return render(request, "ui/imprint.html")


@require_GET
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """How to find one's way."""
    return render(request, "ui/help.html")


@require_GET
@login_not_required
def offline_script(_request: HttpRequest) -> HttpResponse:
    """The script that keeps the offline page on the device; at the root, because it answers for all pages."""
    path = finders.find("ui/offline.js")
    if not path:
        raise Http404
    script = Path(path).read_text("utf-8").replace('"/static/"', f'"{staticfiles_storage.url("")}"', 1)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
