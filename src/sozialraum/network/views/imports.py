"""Bringing a file into the directory by the browser: look at it, say what it means, bring it in, take it back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sozialraum.errors import SozialraumError, filled
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.network.access import can_read_in
from sozialraum.network.entry_tables import ReadEntries, proposed_columns, proposed_kind, read_entries
from sozialraum.network.enums import PlaceKind, ResourceSort
from sozialraum.network.forms.imports import SORTS, EntryColumnsForm, EntryFileForm
from sozialraum.network.queries.imports import imports
from sozialraum.network.rules import folded
from sozialraum.network.services.imports import (
    Effect,
    Imported,
    effect_of,
    import_entries,
    import_hsds,
    undo_import,
)
from sozialraum.organization.queries import provider_choices
from sozialraum.social_structure.services.uploads import drop_upload, keep_upload, open_upload
from sozialraum.warehouse.sources import SourceTable

FIRST_ROWS = 6
MOST_TWINS = 12


@require_http_methods(["GET", "POST"])
@login_required
def read_in(request: HouseRequest) -> HttpResponse:
    """A file of HSDS 3 comes in as a whole; a table is shown first, with what its columns seem to say."""
    _only_those_who_may(request)
    form = EntryFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, source = form.cleaned_data["file"], form.cleaned_data["source"]
        try:
            if _is_hsds(file):
                done = import_hsds(
                    file.read(), source=source, by=request.actor, at=timezone.now(), file=file.name
                )
                _tell(request, done)
                return redirect("network:read_in")
            upload_id, _table = keep_upload(name=file.name, content=file.chunks(), at=timezone.now())
        except SozialraumError as refused:
            form.add_error("file", " ".join(refused.told(_)))
        else:
            request.session[f"entries:{upload_id}"] = source
            return redirect("network:read_in_table", upload_id=upload_id)
    context = {"form": form, "imports": imports(request.actor)}
    return render(request, "network/read_in.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def read_in_table(request: HouseRequest, upload_id: str) -> HttpResponse:
    """What the columns say, what is wrong, what will change; nothing is stored before the button says so."""
    _only_those_who_may(request)
    publisher = request.session.get(f"entries:{upload_id}", "")
    try:
        context = _looked_at(request, open_upload(upload_id), publisher)
        read: ReadEntries | None = context["read"]
        if request.method == "POST" and "import" in request.POST and read and not context["stopped"]:
            done = import_entries(
                read.entries,
                by=request.actor,
                at=timezone.now(),
                fields=read.fields,
                file=context["source"].name,
                without_twins=context["form"].cleaned_data["without_twins"],
            )
            drop_upload(upload_id)
            _tell(request, done)
            return redirect("network:read_in")
    except SozialraumError as error:
        context = {"error": " ".join(error.told(_))}
    return render(request, "network/read_in_table.html", context, status=422 if context.get("error") else 200)


@require_POST
@login_required
def undo(request: HouseRequest, import_id: UUID) -> HttpResponse:
    """Take an import back."""
    try:
        done = undo_import(import_id, by=request.actor, at=timezone.now())
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    else:
        said = _(
            "%(removed)s entries are gone, %(restored)s say again what they said, %(kept)s were changed since then and stay."
        )
        messages.success(request, said % asdict(done))
    return redirect("network:read_in")


def _is_hsds(file: Any) -> bool:
    """JSON that is no map: a file of HSDS; geodata goes with the tables."""
    begins = file.read(4_096)
    file.seek(0)
    return begins.lstrip()[:1] in (b"{", b"[") and b"FeatureCollection" not in begins


def _only_those_who_may(request: HouseRequest) -> None:
    decision = can_read_in(request.actor)
    if not decision:
        raise gate.Denied(decision)


def _looked_at(request: HouseRequest, source: SourceTable, publisher: str) -> dict[str, Any]:
    proposed = proposed_columns(source)
    initial = {
        **EntryColumnsForm.proposal(source.columns, proposed), "kind": proposed_kind(f"{source.name} {publisher}") or PlaceKind.OTHER,
        "sort": ResourceSort.PLACE, "organizations": "provider" in proposed,
    }  # fmt: skip
    form = EntryColumnsForm(request.POST or initial, columns=source.columns)
    read = effect = None
    if form.is_valid():
        providers = {folded(name): code for code, name in provider_choices()}
        read = read_entries(source, form.plan(source=publisher or source.name), providers=providers)
        effect = effect_of(read.entries, fields=read.fields)
    faults = [
        (filled(_(each.message.template), each.message.values), each.rows[:12], len(each.rows))
        for each in (read.faults if read else ())
    ]
    return {
        "source": source, "form": form, "read": read, "effect": effect, "faults": faults,
        "sorts": [(SORTS[sort], count) for sort, count in effect.sorts.items()] if effect else [],
        "twins": _twins(read, effect) if read and effect else [],
        "fields": zip(form.column_fields(), source.columns, strict=True),
        "rows": [list(row.values()) for row in source.table.select(source.columns).slice(0, FIRST_ROWS).to_pylist()],
        "stopped": not read or not read.entries or bool(faults and not form.cleaned_data["leave_out"]),
    }  # fmt: skip


def _twins(read: ReadEntries, effect: Effect) -> list[tuple[str, str]]:
    """The first of the new entries that are probably there, each with the name that it has there."""
    return [(each.name, effect.twins[each.id]) for each in read.entries if each.id in effect.twins][
        :MOST_TWINS
    ]


def _tell(request: HouseRequest, done: Imported) -> None:
    said = _("%(added)s entries are new, %(revised)s were renewed, %(outside)s lie in no known quarter.")
    messages.success(request, said % asdict(done))
