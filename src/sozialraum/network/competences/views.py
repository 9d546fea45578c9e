"""The page of the competence map."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.tables import Column, table_from_request, table_response
from sozialraum.network.competences.pages import competence_page

COLUMNS = (
    Column("rubric", gettext_lazy("Rubric"), lambda line: str(line.label)),
    Column("can", gettext_lazy("Neighbors can"), lambda line: line.can, numeric=True),
    Column("houses", gettext_lazy("Houses"), lambda line: line.houses, numeric=True),
    Column("activities", gettext_lazy("Takes place"), lambda line: line.activities, numeric=True),
    Column("would_like", gettext_lazy("Neighbors would like"), lambda line: line.would_like, numeric=True),
)


@login_not_required
@require_GET
def competence_map(request: HouseRequest) -> HttpResponse:
    """Who can do what here? Everybody finds what is public; of residents nobody is named on this page."""
    page = competence_page(request.actor, request.GET, today=timezone.localdate())
    if request.GET.get("format") in {"csv", "xlsx"}:
        return table_response(
            request,
            table_from_request(request, COLUMNS, page["lines"], name="kompetenzen"),
            "network/competences.html",
        )
    return render(request, "network/competences.html", page)
