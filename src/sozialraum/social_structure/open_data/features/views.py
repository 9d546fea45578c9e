"""The addresses of OGC API Features: JSON for programs, pages for people, open to everybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import unquote

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sozialraum.social_structure.open_data.answers import not_too_often, public_answer
from sozialraum.social_structure.open_data.features import documents
from sozialraum.social_structure.open_data.features.collections import Collection
from sozialraum.social_structure.open_data.features.collections import collection as find_collection
from sozialraum.social_structure.open_data.features.collections import collections as find_collections
from sozialraum.social_structure.open_data.features.definition import definition as define
from sozialraum.social_structure.open_data.features.documents import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    Addresses,
    exception,
)
from sozialraum.social_structure.open_data.features.wishes import WishRefused, only_known, wish_of
from sozialraum.social_structure.open_data.queries import publisher

FORM: Final = frozenset({"f"})
Answer = Callable[..., HttpResponseBase]


class _NotThere(Exception):
    """No such collection or feature."""


def _error(status: int, code: str, description: str) -> HttpResponse:
    response = HttpResponse(
        json.dumps(exception(code, description), ensure_ascii=False), content_type=JSON, status=status
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _too_often(_request: HttpRequest) -> HttpResponse:
    return _error(429, "TooManyRequests", "Too many questions within a minute. Wait a little.")


def _open(*, known: frozenset[str] | None = FORM) -> Callable[[Answer], Answer]:
    """An address for everybody that answers errors as the standard says."""

    def make(answer: Answer) -> Answer:
        @login_not_required
        @require_safe
        @not_too_often(_too_often)
        @wraps(answer)
        def view(request: HttpRequest, **parts: str) -> HttpResponseBase:
            try:
                if known is not None:
                    only_known(request.GET.dict(), known)
                if (form := request.GET.get("f", "json")) not in {"json", "html"}:
                    raise WishRefused(f"f cannot be {form}.", "Choose json or html.")
                return answer(request, **{name: unquote(part) for name, part in parts.items()})
            except WishRefused as refused:
                return _error(400, "InvalidParameterValue", f"{refused.message} {refused.remedy}")
            except _NotThere as lost:
                return _error(404, "NotFound", str(lost))

        return view

    return make


def _kind(request: HttpRequest, machine: str = JSON) -> str:
    """The media type that is wished for: by ``f``, else by the Accept header."""
    if form := request.GET.get("f"):
        return HTML if form == "html" else machine
    return HTML if request.get_preferred_type([machine, JSON, HTML]) == HTML else machine


def _answer(request: HttpRequest, document: dict[str, Any], kind: str, template: str, **more: Any) -> HttpResponseBase:  # fmt: skip
    if kind == HTML:
        links = {each["rel"]: each["href"] for each in document.get("links", []) if each["rel"] != "license"}
        response = render(
            request,
            f"social_structure/open_data/{template}.html",
            {"document": document, "links": links, **more},
        )
        response["Vary"] = "Accept, Accept-Language, Cookie"
        return response
    content = json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    return public_answer(request, content, kind, vary=("Accept",))


def _addresses(request: HttpRequest) -> Addresses:
    return Addresses(request.build_absolute_uri)


def _title() -> str:
    return _("Open data of %(publisher)s") % {"publisher": publisher().name}


def _found(collection_id: str) -> Collection:
    if (found := find_collection(collection_id)) is None:
        raise _NotThere(f"There is no collection {collection_id}.")
    return found


@_open()
def landing(request: HttpRequest) -> HttpResponseBase:
    """Where the service begins."""
    kind = _kind(request)
    document = documents.landing(_addresses(request), title=_title(), kind=kind)
    return _answer(request, document, kind, "landing", count=len(find_collections()))


@_open()
def definition(request: HttpRequest) -> HttpResponseBase:
    """The definition in OpenAPI 3.0, or as a page."""
    by = publisher()
    document = define(
        title=_title(), server=request.build_absolute_uri(reverse("features:landing")).rstrip("/"),
        contact={"name": by.office or by.name, "email": by.email} if by.email else {},
    )  # fmt: skip
    return _answer(request, document, _kind(request, OPENAPI), "definition")


@_open()
def conformance(request: HttpRequest) -> HttpResponseBase:
    """What the service conforms to."""
    kind = _kind(request)
    return _answer(request, documents.conformance(_addresses(request), kind=kind), kind, "conformance")


@_open()
def collections(request: HttpRequest) -> HttpResponseBase:
    """All collections."""
    kind, found = _kind(request), find_collections()
    document = documents.collections_document(found, _addresses(request), kind=kind)
    return _answer(request, document, kind, "collections", collections=found)


@_open()
def collection(request: HttpRequest, collection_id: str) -> HttpResponseBase:
    """One collection."""
    kind, found = _kind(request), _found(collection_id)
    document = documents.collection_document(found, _addresses(request), kind=kind)
    return _answer(request, document, kind, "collection", collection=found)


@_open(known=None)
def items(request: HttpRequest, collection_id: str) -> HttpResponseBase:
    """The features of a collection that are wished for, a page at a time."""
    kind, found, asked = _kind(request, GEOJSON), _found(collection_id), request.GET.dict()
    wish, rows = wish_of(asked), found.read()
    places = rows.find(wish)
    features = rows.features(places[wish.offset : wish.offset + wish.limit])
    document = documents.features_document(
        found, features, _addresses(request), wish, asked=asked, matched=len(places), kind=kind
    )  # fmt: skip
    first = min(wish.offset + 1, len(places))
    return _answer(
        request, document, kind, "items", collection=found, first=first, last=wish.offset + len(features)
    )


@_open()
def feature(request: HttpRequest, collection_id: str, feature_id: str) -> HttpResponseBase:
    """One feature."""
    kind, found = _kind(request, GEOJSON), _found(collection_id)
    rows = found.read()
    features = rows.features(rows.place_of(feature_id))
    if not features:
        raise _NotThere(f"There is no feature {feature_id} in {collection_id}.")
    document = documents.feature_document(found, features[0], _addresses(request), kind=kind)
    return _answer(request, document, kind, "feature", collection=found)
