"""The pages that belong to no floor."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
@login_required
def today(request: HttpRequest) -> HttpResponse:
    """What is due today, by role."""
    return render(request, "ui/today.html")


@require_GET
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Finds across what the actor may see."""
    return render(request, "ui/search.html")


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
