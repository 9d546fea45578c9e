"""The pages on which people take part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """How to have a say: open to everybody, signed in or not."""
    return render(request, "participation/index.html")
