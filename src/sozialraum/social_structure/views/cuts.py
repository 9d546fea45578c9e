"""Bringing in a cut of the municipality: files, what was recognized, then all levels at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.maps import draw_sheet, outline_map
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.social_structure import wording
from sozialraum.social_structure.forms import AreaFilesForm, AreaImportForm
from sozialraum.social_structure.queries.areas import area_systems
from sozialraum.social_structure.services import AreaPreview, import_areas, load_catalog, preview_areas
from sozialraum.social_structure.services.levels import propose_levels, year_of
from sozialraum.social_structure.services.uploads import UnreadableFiles, drop_upload, keep_files, open_files
from sozialraum.social_structure.views.doors import importers_only


@require_http_methods(["GET", "POST"])
@login_required
@importers_only
def upload_areas(request: HouseRequest) -> HttpResponse:
    """Choose the files of a cut; they are read at once and shown before anything is stored."""
    form = AreaFilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = AreaFilesForm(request.POST, request.FILES)
        if form.is_valid():
            files = [(each.name, each.read()) for each in form.cleaned_data["files"]]
            try:
                upload_id = keep_files(files=files, at=timezone.now())
            except UnreadableFiles as found:
                for error in found.errors:
                    form.add_error("files", " ".join(part for part in error.told(_) if part))
            else:
                return redirect("social_structure:preview_areas", upload_id=upload_id)
    context = {"form": form, "systems": area_systems()}
    return render(request, "social_structure/upload_areas.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@importers_only
def preview(request: HouseRequest, upload_id: str) -> HttpResponse:
    """What the files were taken for, to be corrected; the button brings the whole cut in."""
    context: dict[str, Any] = {"error": None}
    try:
        form = _form(request, upload_id)
        context["form"] = form
        if form.is_valid():
            if "import" in request.POST:
                _bring_in(request, form)
                drop_upload(upload_id)
                return redirect("social_structure:data_room")
            context |= _looked_at(form)
    except SozialraumError as error:
        if "form" not in context or not form.blame(error):
            context["error"] = error
    wrong = context["error"] or (request.method == "POST" and form.has_errors())
    return render(request, "social_structure/preview_areas.html", context, status=422 if wrong else 200)


def _form(request: HouseRequest, upload_id: str) -> AreaImportForm:
    installation = installation_facts()
    sources = open_files(upload_id)
    return AreaImportForm(
        request.POST or None, proposals=propose_levels(sources), year=year_of(sources) or timezone.localdate().year,
        whole_name=installation.municipality_name if installation else "",
    )  # fmt: skip


def _looked_at(form: AreaImportForm) -> dict[str, Any]:
    levels = form.chosen()
    looked = preview_areas(whole_name=form.cut.cleaned_data["whole_name"], levels=levels)
    counts = [
        wording.counted_areas(count, level.singular, level.plural)
        for count, level in zip(looked.areas, levels, strict=True)
    ]
    return {"counts": wording.joined(counts), "joined": looked.joined, "map": _map(looked)}


def _map(looked: AreaPreview) -> SafeString | None:
    if not looked.finest:
        return None
    return outline_map(draw_sheet(looked.finest, looked.coarsest), title=_("The areas as they were read"))


def _bring_in(request: HouseRequest, form: AreaImportForm) -> None:
    system, levels = form.cut.facts(), form.chosen()
    load_catalog()
    done = import_areas(system=system, levels=levels, by=request.actor.user_id, at=timezone.now())
    counts = [wording.counted_areas(done.areas[each.level], each.singular, each.plural) for each in levels]
    messages.success(
        request,
        _("“%(name)s” of %(year)d is in: %(counts)s. Next, bring in a table with the keys of these areas.")
        % {"name": system.name, "year": system.vintage, "counts": wording.joined(counts)},
    )
