"""Bringing in a table: the file, what it was taken for, the work in the background."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pyarrow.compute as pc
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
from sozialraum.foundation.jobs.queries import JobProgress, job_progress
from sozialraum.foundation.jobs.services import cancel
from sozialraum.foundation.ui import components
from sozialraum.social_structure.forms import MappingForm, PeopleForm, UploadForm
from sozialraum.social_structure.queries.choices import system_choices
from sozialraum.social_structure.queries.deliveries import indicator_choices
from sozialraum.social_structure.services import Plan, import_in_background, preview_import
from sozialraum.social_structure.services.people import looks_like_people, tells_ages
from sozialraum.social_structure.services.reading import cut_named, fitting_system, proposed_date
from sozialraum.social_structure.services.uploads import keep_upload, open_upload
from sozialraum.social_structure.views.doors import importers_only
from sozialraum.warehouse.sources import SourceTable

FIRST_ROWS = 8
MOST_CATEGORIES = 300


@require_http_methods(["GET", "POST"])
@login_required
@importers_only
def upload(request: HouseRequest) -> HttpResponse:
    """Choose a file; it is read at once and shown before anything is stored."""
    form = UploadForm(request.POST or None, request.FILES or None, systems=system_choices())
    error = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload_id, source = keep_upload(name=file.name, content=file.chunks(), at=timezone.now())
            request.session[f"upload:{upload_id}"] = _facts(form, source)
        except SozialraumError as found:
            error = found
        else:
            people = looks_like_people(source)
            return redirect(f"social_structure:preview{'_people' if people else ''}", upload_id=upload_id)
    status = 422 if error or form.errors else 200
    return render(request, "social_structure/upload.html", {"form": form, "error": error}, status=status)


def _facts(form: UploadForm, source: SourceTable) -> dict[str, str]:
    day = form.cleaned_data["reference_date"] or proposed_date(source)
    return {
        "areas": form.cleaned_data["areas"] or cut_named(fitting_system(source)), "date": day.isoformat() if day else "",
        "source": form.cleaned_data["source"], "licence": form.cleaned_data["licence"],
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
@importers_only
def preview(request: HouseRequest, upload_id: str) -> HttpResponse:
    """First rows, proposed mapping, what will change; the button imports in the background."""
    return look_and_import(request, upload_id, _proposal, "social_structure/preview.html")


def look_and_import(
    request: HouseRequest, upload_id: str, propose: Callable[..., dict[str, Any]], template: str
) -> HttpResponse:
    """Show how a kept upload is read, by ``propose(request, source, facts)``, or import it as its form says."""
    facts = request.session.get(f"upload:{upload_id}", {})
    context: dict[str, Any] = {"facts": facts, "error": None, "upload_id": upload_id}
    try:
        context |= propose(request, open_upload(upload_id), facts)
        form: MappingForm | PeopleForm = context["form"]
        if request.method == "POST" and form.is_valid() and "import" in request.POST:
            said = form.provenance(**provenance_of(facts))
            job_id = import_in_background(
                upload_id=upload_id, plan=form.chosen_plan(), **cut_of(facts),
                reference_date=form.cleaned_data["reference_date"], publisher=said["publisher"], licence=said["licence"],
                by=request.actor.user_id, at=timezone.now(), language=get_language() or "de",
            )  # fmt: skip
            return redirect("social_structure:import_job", job_id=job_id)
    except SozialraumError as error:
        context["error"] = error
    return render(request, template, context, status=422 if context["error"] else 200)


def provenance_of(facts: dict[str, str]) -> dict[str, str]:
    """What was typed about the file when it was chosen."""
    return {"publisher": facts.get("source", ""), "licence": facts.get("licence", "")}


def _proposal(request: HouseRequest, source: SourceTable, facts: dict[str, str]) -> dict[str, Any]:
    proposed = preview_import(source=source, **cut_of(facts), reference_date=None).plan
    names = _names(source, proposed)
    form = MappingForm(
        request.POST or None, columns=source.columns, names=names, indicators=indicator_choices(), plan=proposed,
        initial={"reference_date": "" if proposed.says_dates else facts["date"], **provenance_of(facts)},
    )  # fmt: skip
    form.propose(source)
    plan, day = proposed, date.fromisoformat(facts["date"]) if facts["date"] else None
    if request.method == "POST" and form.is_valid():
        plan, day = form.chosen_plan(), form.cleaned_data["reference_date"]
    effect = preview_import(source=source, **cut_of(facts), reference_date=day, plan=plan)
    rows = source.table.select(source.columns).slice(0, FIRST_ROWS).to_pylist()
    fields = zip(
        form.column_fields(), names, [form.dates.get(name, "") for name in names],
        [", ".join(form.also(name)) for name in names], strict=True,
    )  # fmt: skip
    return {
        "source": source, "form": form, "effect": effect, "columns": list(fields), "tells_ages": tells_ages(source),
        "cut": dict(system_choices()).get(facts["areas"], ""), "rows": [list(row.values()) for row in rows],
    }  # fmt: skip


def _names(source: SourceTable, plan: Plan) -> list[str]:
    if not plan.category_column:
        return list(source.columns)
    found = pc.unique(source.table.column(plan.category_column)).to_pylist()
    return [each for each in found if each][:MOST_CATEGORIES]


def cut_of(facts: dict[str, str]) -> dict[str, Any]:
    """Code and vintage of the cut that was chosen with the file."""
    code, _sign, vintage = facts.get("areas", "").partition(":")
    return {"system_code": code, "vintage": int(vintage or 0)}


@require_GET
@login_required
@importers_only
def import_job(request: HouseRequest, job_id: UUID) -> HttpResponse:
    """How far an import is; the page may be left."""
    job = _own_job(request, job_id)
    return render(request, "social_structure/import_job.html", {"job": _shown(job), "ended": job.ended})


@require_GET
@login_required
@importers_only
def import_state(request: HouseRequest, job_id: UUID) -> HttpResponse:
    """The same as a fragment, asked for every second."""
    return render(request, "ui/_job.html", {"job": _shown(_own_job(request, job_id))})


@require_POST
@login_required
@importers_only
def cancel_import(request: HouseRequest, job_id: UUID) -> HttpResponse:
    """Cancel an import; what it had stored so far is gone with it."""
    cancel(_own_job(request, job_id).id, at=timezone.now())
    if request.headers.get("HX-Request"):
        return render(request, "ui/_job.html", {"job": _shown(_own_job(request, job_id))})
    return redirect("social_structure:import_job", job_id=job_id)


def _own_job(request: HouseRequest, job_id: UUID) -> JobProgress:
    job = job_progress(job_id)
    if job is None or job.by != request.actor.user_id or not job.kind.startswith("social_structure."):
        raise Http404
    return job


def _shown(job: JobProgress) -> components.JobProgress:
    result = job.result or {}
    delivery = result.get("delivery_id")
    return components.JobProgress(
        label=job.message if job.message and not job.ended else _(job.title),
        state="cancelled" if job.state == "canceled" else job.state, done=job.done, total=job.total,
        url=reverse("social_structure:import_state", args=[job.id]),
        cancel_url=reverse("social_structure:cancel_import", args=[job.id]),
        result_url=reverse("social_structure:delivery", args=[delivery]) if delivery else "", message=job.reason,
    )  # fmt: skip
