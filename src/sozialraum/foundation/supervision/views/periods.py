"""Keeping periods: what they are, what is due, and the approval of an erasure."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.privacy.queries import retention_runs
from sozialraum.foundation.privacy.retention.engine import approve_run, can_approve, due_counts
from sozialraum.foundation.supervision.access import can_see_periods
from sozialraum.foundation.supervision.forms import ApprovalForm
from sozialraum.foundation.supervision.presentation import (
    due_lines,
    error_in_words,
    period_lines,
    run_history,
)


def periods_page(request: HouseRequest, form: ApprovalForm) -> HttpResponse:
    """The page, with the form as it stands."""
    now = timezone.now()
    due = due_lines(due_counts(today=timezone.localdate(now), at=now))
    context = {
        "periods": period_lines(), "due": due, "runs": run_history(retention_runs()), "form": form,
        "may_approve": can_approve(request.actor),
    }  # fmt: skip
    return render(request, "supervision/periods.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def index(request: HouseRequest) -> HttpResponse:
    """What is kept how long, and what is due today."""
    allowed = can_see_periods(request.actor)
    if not allowed:
        raise Denied(allowed)
    return periods_page(request, ApprovalForm())


@require_POST
@login_required
def approve(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """Approve a planned erasure; the platform's periodic work carries it out."""
    allowed = can_approve(request.actor)
    if not allowed:
        raise Denied(allowed)
    form = ApprovalForm(request.POST)
    if form.is_valid():
        try:
            approve_run(request.actor, run_id, at=timezone.now(), **form.cleaned_data)
            return redirect("supervision:periods")
        except SozialraumError as error:
            form.add_error("archive_offered_on", error_in_words(error))
    return periods_page(request, form)
