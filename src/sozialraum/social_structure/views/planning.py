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
from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure.access import can_import
from sozialraum.social_structure.forms import BridgeForm, ManyAreasForm, PlanningAreasForm
from sozialraum.social_structure.queries.areas import sheet_of
from sozialraum.social_structure.queries.choosing import choosing_live_map, parts_of
from sozialraum.social_structure.queries.cuts import Choosable, bridge_lines, choosable_areas, cut_lines
from sozialraum.social_structure.services.areas import AreaImportError, system_of
from sozialraum.social_structure.services.crosswalks import (
    CrosswalkDone,
    derive_crosswalk,
    import_crosswalk,
)
from sozialraum.social_structure.services.planning_areas import form_planning_areas
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
        "%(count)s area is the same in both cuts.", "%(count)s areas are the same in both cuts.", unchanged
    )
    carried = ngettext(
        "%(count)s table of figures was carried over.",
        "%(count)s tables of figures were carried over.",
        done.carried,
    )
    lost = ngettext(
        "%(count)s old area has no part in the new cut; its values are not carried over.",
        "%(count)s old areas have no part in the new cut; their values are not carried over.",
        len(done.lost),
    )
    parts = [said % {"count": number(unchanged)}, carried % {"count": number(done.carried)}]
    return " ".join([*parts, *([lost % {"count": number(len(done.lost))}] if done.lost else [])])


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
    named = request.method == "POST"
    # before there is a name there is nothing to put an area into
    areas = choosable_areas(base) if named else []
    form = _form(request, areas)
    context: dict[str, Any] = {"form": form, "base": base, "named": named, "total": len(areas)}
    if named:
        if form.is_valid() and "create" in request.POST and _formed(request, base, form):
            return redirect("social_structure:cuts")
        # what was placed stays, whatever else needs another look
        chosen = form.chosen()
        context |= {
            "chosen": len(chosen),
            **_choosing(base, areas, form.named(), chosen),
        }
    return render(
        request, "social_structure/new_planning_areas.html", context, status=422 if form.errors else 200
    )


def _formed(request: HouseRequest, base: Any, form: PlanningAreasForm) -> bool:
    values = form.cleaned_data
    try:
        form_planning_areas(
            base=base, code=values["code"], name=values["name"], valid_from=values["valid_from"],
            areas=form.planning_areas(), by=request.actor.user_id, at=timezone.now(),
        )  # fmt: skip
    except SozialraumError as error:
        form.add_error("names", " ".join(part for part in error.told(_) if part))
        return False
    messages.success(request, _("The planning areas are there; their figures add up from the areas in them."))
    return True


def _form(request: HouseRequest, areas: list[Choosable]) -> PlanningAreasForm:
    year = timezone.localdate().year
    if len(areas) <= MOST_CHOOSABLE:
        return PlanningAreasForm(request.POST or None, areas=areas, year=year)
    return ManyAreasForm(request.POST or None, areas=areas, year=year, parts=parts_of(areas))


def _choosing(base: Any, areas: list[Choosable], names: list[str], chosen: dict[str, str]) -> dict[str, Any]:
    """The map on which areas are put into planning areas: a drawing, or above a thousand areas one that moves."""
    said = {"title": _("The areas to choose from; the list below does the same."), "in_none": _("in none")}
    groups = {"groups": groups_of(names, chosen, len(areas))}
    if len(areas) > MOST_CHOOSABLE:
        return groups | {"many": True, "live": choosing_live_map(base, areas, names, chosen, **said)}
    sheet = sheet_of(base.id, base.levels[-1]["code"], base.levels[0]["code"])
    return groups | {"choosing": choosing_map(sheet, names, chosen, **said)} if sheet else {}
