"""Cuts and what leads from one to another; planning areas put together from whole areas."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.choosing_maps import MOST_CHOOSABLE, choosing_map, groups_of
from sozialraum.foundation.ui.maps import outline_map
from sozialraum.social_structure.access import can_import
from sozialraum.social_structure.forms import BridgeForm, PlanningAreasForm
from sozialraum.social_structure.queries.areas import sheet_of
from sozialraum.social_structure.queries.cuts import bridge_lines, choosable_areas, cut_lines
from sozialraum.social_structure.services.areas import AreaImportError, system_of
from sozialraum.social_structure.services.crosswalks import (
    CrosswalkDone,
    derive_crosswalk,
    import_crosswalk,
)
from sozialraum.social_structure.services.planning_areas import form_planning_areas, planning_sheet
from sozialraum.social_structure.views.doors import figures_only, importers_only
from sozialraum.warehouse.sources import read_table


def _system(key: str) -> Any:
    code, _sign, vintage = key.partition(":")
    return system_of(code, int(vintage) if vintage.isdecimal() else 0)


@require_http_methods(["GET", "POST"])
@login_required
@figures_only
def cuts(request: HouseRequest) -> HttpResponse:
    """Which cuts there are and which bridges lead between them; the button builds one."""
    may = can_import(request.actor)
    if request.method == "POST" and not may:
        raise Denied(may)
    lines = cut_lines()
    official = [(each.key, f"{each.name}, {each.vintage}") for each in lines if not each.base]
    form = BridgeForm(request.POST or None, request.FILES or None, cuts=official)
    if request.method == "POST" and form.is_valid():
        try:
            done = _bridge(request, form)
        except SozialraumError as error:
            form.add_error("file", " ".join(part for part in error.told(_) if part))
        else:
            messages.success(request, _said(done))
            return redirect("social_structure:cuts")
    context = {
        "cuts": lines,
        "bridges": bridge_lines(),
        "form": form,
        "may_import": may,
        "several": len(official) > 1,
    }
    return render(request, "social_structure/cuts.html", context, status=422 if form.errors else 200)


def _bridge(request: HouseRequest, form: BridgeForm) -> CrosswalkDone:
    values = form.cleaned_data
    asked = {
        "from_system": _system(values["from_cut"]), "to_system": _system(values["to_cut"]),
        "by": request.actor.user_id, "at": timezone.now(),
    }  # fmt: skip
    if file := values["file"]:
        return import_crosswalk(
            source=read_table(file.read(), file.name), publisher=values["source"], **asked
        )
    return derive_crosswalk(**asked)


def _said(done: CrosswalkDone) -> str:
    unchanged = done.relations["unchanged"]
    said = ngettext(
        "%(count)d area is the same in both cuts.", "%(count)d areas are the same in both cuts.", unchanged
    )
    carried = ngettext(
        "%(count)d table of figures was carried over.",
        "%(count)d tables of figures were carried over.",
        done.carried,
    )
    lost = ngettext(
        "%(count)d old area has no part in the new cut; its values are not carried over.",
        "%(count)d old areas have no part in the new cut; their values are not carried over.",
        len(done.lost),
    )
    parts = [said % {"count": unchanged}, carried % {"count": done.carried}]
    return " ".join([*parts, *([lost % {"count": len(done.lost)}] if done.lost else [])])


@require_http_methods(["GET", "POST"])
@login_required
@importers_only
def new_planning_areas(request: HouseRequest) -> HttpResponse:
    """Name planning areas and put areas into them; looked at on the map before anything is stored."""
    official = [each for each in cut_lines() if not each.base]
    key = request.GET.get("base") or (official[0].key if official else "")
    try:
        base = _system(key)
    except AreaImportError as error:
        raise Http404 from error
    areas = choosable_areas(base)
    form = PlanningAreasForm(request.POST or None, areas=areas, year=timezone.localdate().year)
    context: dict[str, Any] = {
        "form": form,
        "base": base,
        "named": request.method == "POST",
        "total": len(areas),
    }
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        context |= {"chosen": len(chosen)}
        try:
            if "create" in request.POST:
                form_planning_areas(
                    base=base, code=form.cleaned_data["code"], name=form.cleaned_data["name"],
                    valid_from=form.cleaned_data["valid_from"], areas=form.planning_areas(),
                    by=request.actor.user_id, at=timezone.now(),
                )  # fmt: skip
                messages.success(
                    request, _("The planning areas are there; their figures add up from the areas in them.")
                )
                return redirect("social_structure:cuts")
        except SozialraumError as error:
            form.add_error("names", " ".join(part for part in error.told(_) if part))
        context |= _choosing(base, form.cleaned_data.get("names", []), chosen)
    return render(
        request, "social_structure/new_planning_areas.html", context, status=422 if form.errors else 200
    )


def _choosing(base: Any, names: list[str], chosen: dict[str, str]) -> dict[str, Any]:
    """The map on which areas are put into planning areas; of a cut with very many areas the drawing alone."""
    finest, coarsest = base.levels[-1]["code"], base.levels[0]["code"]
    if (sheet := sheet_of(base.id, finest, coarsest)) is None:
        return {}
    if len(sheet.areas) > MOST_CHOOSABLE:
        joined = planning_sheet(base, chosen) or sheet
        return {"map": outline_map(joined, title=_("The planning areas as chosen"))}
    title = _("The areas to choose from; the list below does the same.")
    return {
        "choosing": choosing_map(sheet, names, chosen, title=title, in_none=_("in none")),
        "groups": groups_of(names, chosen, len(sheet.areas)),
    }
