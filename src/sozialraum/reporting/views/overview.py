"""What has been let out: runs and counts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.drawing import number
from sozialraum.foundation.ui.tables import Absent, Column, table_from_request, table_response
from sozialraum.network.enums import MissingKind
from sozialraum.reporting.access import can_release_counts, can_view_reports
from sozialraum.reporting.extracts import release_active_cases, release_direct_access, release_missing_nearby
from sozialraum.reporting.queries import AreaCount, active_cases_by_area, latest_active_cases
from sozialraum.social_structure.queries.runs import run_lines


def _count(row: AreaCount) -> object:
    if row.figure.value is not None:
        return int(row.figure.value)
    return Absent.SUPPRESSED if row.figure.withheld else Absent.MISSING


COLUMNS = (
    Column("schluessel", _("Key"), lambda row: row.area_code, search=True),
    Column("gebiet", _("Area"), lambda row: row.name, link=lambda row: row.url, search=True),
    Column("familien", _("Families the office is there for"), _count, numeric=True),
)


@require_GET
@login_required
def index(request: HouseRequest) -> HttpResponse:
    """Which figures may be read: the runs, and the counts of active cases."""
    if not (decision := can_view_reports(request.actor)):
        raise Denied(decision)
    cases = latest_active_cases()
    table = table_from_request(request, COLUMNS, active_cases_by_area(), name="familien")
    may_release = can_release_counts(
        request.actor, today=timezone.localdate(), released_on=cases.reference_date if cases else None
    )
    context = {"cases": cases, "runs": run_lines(), "may_release": may_release}
    return table_response(request, table, "reporting/index.html", context)


@require_POST
@login_required
def release_counts(request: HouseRequest) -> HttpResponse:
    """Count anew, as of today, and let out what may be shown."""
    today, now = timezone.localdate(), timezone.now()
    release_active_cases(request.actor, reference_date=today, at=now)
    missing = release_missing_nearby(request.actor, reference_date=today, at=now)
    if kept := len(MissingKind) - len(missing):
        messages.info(
            request,
            ngettext(
                "What is missing near by: %(n)s count stays back until next month, so that nobody is recognized.",
                "What is missing near by: %(n)s counts stay back until next month, so that nobody is recognized.", kept,
            ) % {"n": number(kept)},
        )  # fmt: skip
    release_direct_access(request.actor, today=today, at=now)
    return redirect("reporting:index")
