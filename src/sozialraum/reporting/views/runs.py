"""A run as PDF, CSV and Excel: the same stored run as its page."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.exports import XLSX_TYPE, as_csv
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.reporting.documents import run_tables
from sozialraum.reporting.documents.run_report import run_pdf as write_pdf
from sozialraum.social_structure.access import can_view_figures
from sozialraum.social_structure.queries.runs import RunView, run_view


def _run_or_404(request: HouseRequest, run_id: UUID) -> RunView:
    if not (decision := can_view_figures(request.actor)):
        raise Denied(decision)
    found = run_view(run_id, request.actor)
    if found is None:
        raise Http404
    return found


@require_GET
@login_required
def run_pdf(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """One accessible page."""
    run = _run_or_404(request, run_id)
    return as_file(write_pdf(run, office=office_name()), f"{_name(run)}.pdf", "application/pdf")


@require_GET
@login_required
def run_csv(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """The table as CSV."""
    run = _run_or_404(request, run_id)
    return as_csv(_name(run), run_tables.titles(run), run_tables.rows(run))


@require_GET
@login_required
def run_xlsx(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """The table as Excel, with its provenance on a second sheet."""
    run = _run_or_404(request, run_id)
    return as_file(run_tables.workbook(run), f"{_name(run)}.xlsx", XLSX_TYPE)


def _name(run: RunView) -> str:
    return f"{run.index.recipe.name}_{run.number}_{run.result_hash[:8]}"


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be saved under this name."""
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def office_name() -> str:
    """Whom documents name as their author."""
    facts = installation_facts()
    return facts.municipality_name if facts is not None else "Sozialraum"
