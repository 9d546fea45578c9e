"""The public pages of open data, their files, and the catalog for machines."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.actors import NOBODY
from sozialraum.social_structure.access import can_record_run
from sozialraum.social_structure.open_data import presentation, queries
from sozialraum.social_structure.open_data.answers import FOR_GOOD, not_too_often, public_answer
from sozialraum.social_structure.open_data.features.collections import city_bounds, collections
from sozialraum.social_structure.open_data.files import CATALOG_TYPES, MEDIA_TYPES
from sozialraum.social_structure.open_data.queries import Dataset, publisher
from sozialraum.social_structure.open_data.services import open_published_run
from sozialraum.social_structure.queries.runs import run_view
from sozialraum.social_structure.views.doors import run_recorders_only

HASH = re.compile(r"[0-9a-f]{64}")


def _too_often(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(_("Too many questions within a minute. Wait a little."), content_type="text/plain")


@login_not_required
@require_safe
def index(request: HouseRequest) -> HttpResponse:
    """What is open: runs as files, everything as a service, the catalog for machines, and what is not open."""
    context = {
        "datasets": queries.datasets(), "kept_back": [presentation.reason(each) for each in queries.kept_back()],
        "collections": collections(), "endings": list(CATALOG_TYPES), "may_open": bool(can_record_run(request.actor)),
        "publisher": publisher(),
    }  # fmt: skip
    return render(request, "social_structure/open_data/index.html", context)


@login_not_required
@require_safe
def dataset(request: HouseRequest, number: str) -> HttpResponse:
    """One open run: what it says, its files, how it may be used."""
    found = queries.dataset(number)
    run = None if found is None else run_view(found.run_id, NOBODY)
    if found is None or run is None:
        raise Http404
    context = {
        "dataset": found, "run": run, "index": None if found.coarse or run.index.withheld else run.index, "endings": list(CATALOG_TYPES),
        "attribution": found.attribution(publisher().name), "columns": presentation.columns(found),
        "absolute": [(each, request.build_absolute_uri(each.url)) for each in found.files],
        "parts": run.index.parts,
    }  # fmt: skip
    return render(request, "social_structure/open_data/dataset.html", context)


@login_not_required
@require_safe
@not_too_often(_too_often)
def file(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """A file by the hash of its bytes: kept by everybody for good."""
    found = queries.open_file(sha256, name) if HASH.fullmatch(sha256) else None
    if found is None:
        raise Http404
    response = public_answer(request, found[1], MEDIA_TYPES[found[0]], kept=FOR_GOOD)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_not_required
@require_safe
@not_too_often(_too_often)
def catalog(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The whole catalog in DCAT-AP.de."""
    return _told(request, ending, queries.datasets(), whole=True)


@login_not_required
@require_safe
@not_too_often(_too_often)
def metadata(request: HttpRequest, number: str, ending: str) -> HttpResponseBase:
    """One data set in DCAT-AP.de."""
    return _told(request, ending, queries.datasets(number), whole=False)


def _told(request: HttpRequest, ending: str, found: list[Dataset], *, whole: bool) -> HttpResponseBase:
    # the library of graphs is heavy, and only these two addresses need it
    from sozialraum.social_structure.open_data.metadata import (
        Addresses,
        catalog_graph,
        dataset_graph,
        serialize,
    )

    if ending not in CATALOG_TYPES or not (found or whole):
        raise Http404
    at = Addresses(
        absolute=request.build_absolute_uri, catalog=reverse("open_data:index"), service=reverse("features:landing"),
        definition=reverse("features:definition"),
    )  # fmt: skip
    if whole:
        graph = catalog_graph(found, publisher(), at, outlines=city_bounds())
    else:
        graph = dataset_graph(found[0], publisher(), at, outlines=city_bounds())
    return public_answer(request, serialize(graph, ending), CATALOG_TYPES[ending][1])


@require_POST
@login_required
@run_recorders_only
def open_published(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """Open a run that was published before there was open data."""
    number = open_published_run(run_id, at=timezone.now())
    if not number:
        raise Http404
    messages.success(request, _("The run is open data now."))
    return redirect("open_data:dataset", number=number)
