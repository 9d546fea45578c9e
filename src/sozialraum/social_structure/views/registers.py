"""Bringing in people by age and sex: what the table was taken for, and what it will change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.social_structure.forms import PeopleForm
from sozialraum.social_structure.services import preview_people
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.people import propose_people_plan, register_tree
from sozialraum.social_structure.views.doors import importers_only
from sozialraum.social_structure.views.tables import FIRST_ROWS, cut_of, look_and_import, provenance_of
from sozialraum.warehouse.sources import SourceTable


@require_http_methods(["GET", "POST"])
@login_required
@importers_only
def preview(request: HouseRequest, upload_id: str) -> HttpResponse:
    """First rows, proposed reading, the people of the whole as a picture, what will change; the button imports."""
    return look_and_import(request, upload_id, _proposal, "social_structure/preview_people.html")


def _proposal(request: HouseRequest, source: SourceTable, facts: dict[str, str]) -> dict[str, Any]:
    proposed = propose_people_plan(source, system_of(*cut_of(facts).values()))
    if request.method == "POST" and not request.POST.get("age_column"):
        proposed = replace(proposed, age_column="")
    form = PeopleForm(
        request.POST or None, columns=source.columns, plan=proposed,
        initial={"reference_date": "" if proposed.date_column else facts["date"], **provenance_of(facts)},
    )  # fmt: skip
    form.propose(source)
    rows = source.table.select(source.columns).slice(0, FIRST_ROWS).to_pylist()
    shown = {"source": source, "form": form, "rows": [list(row.values()) for row in rows]}
    plan, day = proposed, date.fromisoformat(facts["date"]) if facts["date"] else None
    if request.method == "POST":
        if not form.is_valid():
            return shown
        plan, day = form.chosen_plan(), form.cleaned_data["reference_date"]
    try:
        effect = preview_people(source=source, **cut_of(facts), reference_date=day, plan=plan)
    except SozialraumError as error:
        return shown | {"error": error}
    return shown | {"effect": effect, "tree": register_tree(effect.reading)}
