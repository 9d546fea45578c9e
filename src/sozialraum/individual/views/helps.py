"""The official statistics as a case worker meets them: her own list, and the record of one help."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_open_case, can_write_case
from sozialraum.individual.forms.helps import SurveyForm
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.helps import (
    finding_in_words,
    helps_in_words,
    kind_in_words,
    known_rows,
    survey_columns,
)
from sozialraum.individual.surveys import survey_of
from sozialraum.individual.views.process import office_grant


def year_of(request: HouseRequest) -> int:
    """The reporting year of the address; the current one where none is named or it cannot be."""
    today = timezone.localdate()
    named = request.GET.get("jahr", "")
    year = int(named) if named.isdecimal() and len(named) == 4 else today.year
    return year if 2007 <= year <= today.year else today.year


@require_GET
@login_required
def index(request: HouseRequest) -> HttpResponse:
    """What do the official statistics still need? Only of the families one is there for."""
    if not (decision := can_open_case(request.actor)):
        raise gate.Denied(decision)
    ids = tuple(sorted(UUID(key) for key in request.actor.keys(ScopeKind.CASE, Role.CASE_WORKER)))
    grant = gate.open(
        request.actor, Purpose.SERVICE, Action.LIST, Subject("case", ids), at=timezone.now()
    )  # fmt: skip
    year = year_of(request)
    rows = queries.survey_rows(grant, year=year)
    table = table_from_request(
        request, survey_columns(year), rows, name="statistik", caption=_("Helps of the year"), counted=helps_in_words,
        exportable=False,
    )  # fmt: skip
    open_ = [row for row in rows if row.findings]
    years = [timezone.localdate().year - back for back in range(3)]
    return table_response(
        request, table, "individual/surveys.html", {"rows": rows, "open": open_, "year": year, "years": years}
    )


@require_http_methods(["GET", "POST"])
@login_required
def survey(request: HouseRequest, case_id: UUID, help_id: UUID) -> HttpResponse:
    """The record of one help: what is known stands there, what is missing is asked."""
    writes = request.method == "POST" or can_write_case(request.actor, case_id)
    grant = office_grant(request, case_id, Action.WRITE if writes else Action.READ)
    year = year_of(request)
    rows = queries.survey_rows(grant, year=year, help_id=help_id)
    if not rows:
        raise Http404
    row = rows[0]
    form = SurveyForm(request.POST or None, row=row, survey=survey_of(year))
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_survey(grant, help_id, given=form.given())
        except services.Refused as refusal:
            form.add_error("ended_on", error_in_words(refusal))
        else:
            messages.success(request, _("Kept. Nothing of it appears in the case or in the help plan."))
            return redirect(f"{request.path}?jahr={year}")
    context = {
        "row": row, "year": year, "form": form, "kind": kind_in_words(row.facts.help_kind), "may_write": writes,
        "findings": [finding_in_words(each) for each in row.findings], "known": known_rows(row, survey_of(year)),
    }  # fmt: skip
    return render(request, "individual/survey.html", context, status=422 if form.errors else 200)
