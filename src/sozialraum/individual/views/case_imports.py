"""Taking over what another case system exports: handed in, looked at, taken over in the background, taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.jobs.queries import job_progress
from sozialraum.foundation.ui.components import JobProgress
from sozialraum.individual import queries, services
from sozialraum.individual.case_jobs import take_over_in_background
from sozialraum.individual.forms.case_imports import ExportForm
from sozialraum.individual.presentation.case_imports import TABLE_WORDS, problem_in_words
from sozialraum.individual.presentation.cases import error_in_words


@require_http_methods(["GET", "POST"])
@login_required
def index(request: HouseRequest) -> HttpResponse:
    """Hand an export in; nothing is stored but the look at it."""
    before = queries.case_imports(request.actor)
    form = ExportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, system = form.cleaned_data["file"].read(), form.cleaned_data["system"].strip()
        try:
            made = services.look_at_export(request.actor, content=content, system=system, at=timezone.now())
            return redirect("individual:case_import", import_id=made)
        except SozialraumError as error:
            form.add_error("file", error_in_words(error))
    context = {"form": form, "before": before}
    return render(request, "individual/case_imports.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def look(request: HouseRequest, import_id: UUID) -> HttpResponse:
    """What would come, what is wrong, and the step that is open: taking over, or taking back."""
    found = _own(request, import_id)
    context = {
        "found": found, "job": _job(found), "tables": [(word, found.counts[name]) for name, word in TABLE_WORDS.items()],
        "grave": [problem_in_words(each) for each in found.findings if each.grave],
        "hints": [problem_in_words(each) for each in found.findings if not each.grave],
    }  # fmt: skip
    name = "ui/_job.html" if request.htmx else "individual/case_import.html"
    return render(request, name, context)


@require_POST
@login_required
def take_over(request: HouseRequest, import_id: UUID) -> HttpResponse:
    """Take over in the background what was looked at."""
    found = _own(request, import_id)
    if found.ready and found.done_at is None:
        take_over_in_background(
            request.actor, import_id, at=timezone.now(), language=get_language() or "de"
        )  # fmt: skip
    return redirect("individual:case_import", import_id=import_id)


@require_POST
@login_required
def take_back(request: HouseRequest, import_id: UUID) -> HttpResponse:
    """Take an import back, every row of it, until somebody has worked in one of its cases."""
    _own(request, import_id)
    try:
        services.take_back_import(request.actor, import_id, at=timezone.now())
    except services.Refused as refusal:
        messages.error(request, error_in_words(refusal))
    else:
        messages.success(request, _("The import is taken back. Nothing of it is left."))
    return redirect("individual:case_import", import_id=import_id)


def _own(request: HouseRequest, import_id: UUID) -> queries.ImportView:
    found = queries.case_import(request.actor, import_id)
    if found is None:
        raise Http404
    return found


def _job(found: queries.ImportView) -> JobProgress | None:
    job = job_progress(found.job_id) if found.job_id else None
    if job is None or found.done_at is not None:
        return None
    url = reverse("individual:case_import", args=[found.id])
    return JobProgress(
        label=job.message if job.message and not job.ended else _(job.title),
        state="cancelled" if job.state == "canceled" else job.state, done=job.done, total=job.total, url=url,
        result_url=url if job.state == "done" else "", message=job.reason,
    )  # fmt: skip
