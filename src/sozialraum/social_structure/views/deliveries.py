"""The data room: what is in, bringing in a table, taking an import back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.social_structure.access import can_import
from sozialraum.social_structure.forms import MappingForm, UploadForm
from sozialraum.social_structure.queries.choices import system_choices
from sozialraum.social_structure.queries.deliveries import delivery_lines, indicator_choices
from sozialraum.social_structure.services import import_observations, preview_import, undo_delivery
from sozialraum.social_structure.services.uploads import drop_upload, keep_upload, open_upload
from sozialraum.social_structure.views.doors import figures_only, importers_only
from sozialraum.warehouse.sources import SourceTable

FIRST_ROWS = 8


@require_GET
@login_required
@figures_only
def index(request: HouseRequest) -> HttpResponse:
    """What was delivered, by whom, how old, under which licence."""
    context = {
        "deliveries": delivery_lines(),
        "may_import": can_import(request.actor),
        "has_areas": bool(system_choices()),
    }
    return render(request, "social_structure/deliveries.html", context)


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
            upload_id, _source = keep_upload(name=file.name, content=file.read(), at=timezone.now())
        except SozialraumError as found:
            error = found
        else:
            request.session[f"upload:{upload_id}"] = _facts(form)
            return redirect("social_structure:preview", upload_id=upload_id)
    status = 422 if error or form.errors else 200
    return render(request, "social_structure/upload.html", {"form": form, "error": error}, status=status)


def _facts(form: UploadForm) -> dict[str, str]:
    day = form.cleaned_data["reference_date"]
    return {
        "areas": form.cleaned_data["areas"], "date": day.isoformat() if day else "",
        "source": form.cleaned_data["source"], "licence": form.cleaned_data["licence"],
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
@importers_only
def preview(request: HouseRequest, upload_id: str) -> HttpResponse:
    """First rows, proposed mapping, what will change; the button imports."""
    facts = request.session.get(f"upload:{upload_id}", {})
    context: dict[str, Any] = {"facts": facts, "error": None}
    try:
        source = open_upload(upload_id)
        context |= _proposal(request, source, facts)
        form: MappingForm = context["form"]
        if request.method == "POST" and form.is_valid() and "import" in request.POST:
            done = import_observations(
                source=source, plan=form.chosen_plan(), reference_date=form.cleaned_data["reference_date"],
                **_cut(facts), publisher=facts["source"], licence=facts["licence"], by=request.actor.user_id,
                at=timezone.now(),
            )  # fmt: skip
            drop_upload(upload_id)
            messages.success(
                request,
                ngettext("%(count)d value is in.", "%(count)d values are in.", done.observed)
                % {"count": done.observed},
            )
            return redirect("social_structure:deliveries")
    except SozialraumError as error:
        context["error"] = error
    return render(request, "social_structure/preview.html", context, status=422 if context["error"] else 200)


def _proposal(request: HouseRequest, source: SourceTable, facts: dict[str, str]) -> dict[str, Any]:
    proposed = preview_import(source=source, **_cut(facts), reference_date=None)
    form = MappingForm(
        request.POST or None, columns=source.columns, indicators=indicator_choices(), plan=proposed.plan,
        initial={"reference_date": facts["date"]},
    )  # fmt: skip
    plan, day = proposed.plan, facts["date"] or None
    if request.method == "POST" and form.is_valid():
        plan, day = form.chosen_plan(), form.cleaned_data["reference_date"]
    elif day:
        day = form.fields["reference_date"].to_python(day)
    effect = preview_import(source=source, **_cut(facts), reference_date=day, plan=plan)
    rows = [
        list(row.values()) for row in source.table.select(source.columns).slice(0, FIRST_ROWS).to_pylist()
    ]
    return {
        "source": source,
        "form": form,
        "effect": effect,
        "rows": rows,
        "columns": zip(form.column_fields(), source.columns, strict=True),
    }


def _cut(facts: dict[str, str]) -> dict[str, Any]:
    code, _sign, vintage = facts.get("areas", "").partition(":")
    return {"system_code": code, "vintage": int(vintage or 0)}


@require_POST
@login_required
@importers_only
def undo(request: HouseRequest, delivery_id: UUID) -> HttpResponse:
    """Take an import back."""
    try:
        removed = undo_delivery(delivery_id=delivery_id, by=request.actor.user_id, at=timezone.now())
        messages.success(
            request, _("The import is taken back; %(count)d values are out.") % {"count": removed}
        )
    except SozialraumError as error:
        messages.error(request, str(error))
    return redirect("social_structure:deliveries")
