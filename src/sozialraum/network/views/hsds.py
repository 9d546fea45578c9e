"""The directory for other programs, without sign-in: HSDS 3 documents, paged, with an OpenAPI description."""

from __future__ import annotations

import json
from math import ceil
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from sozialraum.network.hsds.documents import PROFILE, VERSION
from sozialraum.network.hsds.openapi import MOST_ON_A_PAGE, MOST_PAGES, description
from sozialraum.network.queries.hsds import organizations_page, service_document, services_page
from sozialraum.social_structure.open_data.answers import not_too_often, public_answer

JSON = "application/json"
USUAL = 50


def _refused(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"detail": "Too many questions. Ask again in a minute."}, status=429)


def _answer(request: HttpRequest, document: Any) -> HttpResponseBase:
    return public_answer(request, json.dumps(document, ensure_ascii=False, default=str).encode(), JSON)


def _asked(request: HttpRequest, name: str, otherwise: int, most: int) -> int | None:
    """A number of the address, ``None`` where it is none."""
    text = request.GET.get(name, str(otherwise))
    return (
        int(text)
        if text.isascii() and text.isdecimal() and 0 < len(text) < 7 and 1 <= int(text) <= most
        else None
    )


def _page(request: HttpRequest, read: Any) -> HttpResponseBase:
    number, size = _asked(request, "page", 1, MOST_PAGES), _asked(request, "per_page", USUAL, MOST_ON_A_PAGE)
    if number is None or size is None:
        return JsonResponse({"detail": "page begins at 1, per_page lies between 1 and 200."}, status=400)
    total, contents = read(today=timezone.localdate(), offset=(number - 1) * size, limit=size)
    pages = max(1, ceil(total / size))
    return _answer(
        request,
        {
            "total_items": total, "total_pages": pages, "page_number": number, "size": len(contents),
            "first_page": number == 1, "last_page": number >= pages, "empty": not contents, "contents": contents,
        },
    )  # fmt: skip


@login_not_required
@require_GET
@not_too_often(_refused)
def details(request: HttpRequest) -> HttpResponseBase:
    """Which version and profile is spoken here."""
    url = request.build_absolute_uri(reverse("network_open:openapi"))
    return _answer(request, {"version": VERSION, "profile": PROFILE, "openapi_url": url})


@login_not_required
@require_GET
@not_too_often(_refused)
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The description of this interface (OpenAPI 3.1)."""
    return _answer(request, description(request.build_absolute_uri(reverse("network_open:details"))))


@login_not_required
@require_GET
@not_too_often(_refused)
def services(request: HttpRequest) -> HttpResponseBase:
    """A page of public services."""
    return _page(request, services_page)


@login_not_required
@require_GET
@not_too_often(_refused)
def service(request: HttpRequest, service_id: UUID) -> HttpResponseBase:
    """One public service."""
    document = service_document(service_id, today=timezone.localdate())
    if document is None:
        return JsonResponse({"detail": "There is no such service."}, status=404)
    return _answer(request, document)


@login_not_required
@require_GET
@not_too_often(_refused)
def organizations(request: HttpRequest) -> HttpResponseBase:
    """A page of the providers."""
    return _page(request, organizations_page)
