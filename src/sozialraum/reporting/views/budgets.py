"""A budget as the committee's paper and as a workbook: the same calculation as its page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.exports import XLSX_TYPE
from sozialraum.organization.budgets.access import can_see_budgets
from sozialraum.organization.budgets.forms import wish_of
from sozialraum.organization.budgets.queries import Workshop, chosen_draft, workshop
from sozialraum.reporting.documents.budget_paper import budget_paper
from sozialraum.reporting.documents.budget_workbook import budget_workbook
from sozialraum.reporting.views.runs import as_file, office_name


def _workshop_or_404(request: HouseRequest) -> Workshop:
    if not (decision := can_see_budgets(request.actor)):
        raise Denied(decision)
    draft = chosen_draft(request.GET.get("year"))
    if draft is None:
        raise Http404
    return workshop(draft, wish_of(request.GET, request.GET.getlist("area")))


@require_GET
@login_required
def paper(request: HouseRequest) -> HttpResponse:
    """The paper for the committee, of the parameters that the address names."""
    view = _workshop_or_404(request)
    content = budget_paper(view, office=office_name(), at=timezone.now())
    return as_file(content, f"budget_{view.draft.year}_{view.recipe.fingerprint[:8]}.pdf", "application/pdf")


@require_GET
@login_required
def workbook(request: HouseRequest) -> HttpResponse:
    """The calculation as Excel with living formulas."""
    view = _workshop_or_404(request)
    return as_file(
        budget_workbook(view), f"budget_{view.draft.year}_{view.recipe.fingerprint[:8]}.xlsx", XLSX_TYPE
    )
