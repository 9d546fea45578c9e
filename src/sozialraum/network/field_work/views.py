"""Pages of field work: the note that is tapped on a phone, and the balance of a team."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.ui.autosave import INVALID, invalid
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.network.field_work import pages, presentation, queries, services
from sozialraum.network.field_work.access import can_log_field_work, can_read_field_work
from sozialraum.network.field_work.forms import AgreementForm, NoteForm, note_values
from sozialraum.social_structure.queries import area_choices, planning_system

SENT_BY_DEVICE = "X-Field-Note"


@require_http_methods(["GET", "POST"])
@login_required
def note(request: HouseRequest, note_id: UUID | None = None) -> HttpResponse:
    """What was in the field? Written in under two minutes, also without a connection."""
    decision = can_log_field_work(request.actor)
    if not decision:
        raise gate.Denied(decision)
    if request.method == "POST":
        return _saved(request)
    today = timezone.localdate()
    own = queries.own_note(request.actor, note_id) if note_id else None
    if note_id and own is None:
        raise Http404
    values = (
        note_values(own, note_id=own.id, done_on=own.done_on)
        if own else {"id": uuid4(), "done_on": today, "minutes": 60, "residents": "", "kind": ""}
    )  # fmt: skip
    return _page(request, NoteForm(initial=values, areas=area_choices()), today=today, own=own)


def _page(
    request: HouseRequest,
    form: NoteForm,
    *,
    today: date,
    own: queries.NoteRow | None = None,
    status: int = 200,
) -> HttpResponse:
    context = pages.note_page(request.actor, form, today=today, own=own)
    return render(request, "network/field_note.html", context, status=status)


def _saved(request: HouseRequest) -> HttpResponse:
    """Store what was posted; a device that sends a kept note is answered with plain values."""
    form, device = NoteForm(request.POST, areas=area_choices()), request.headers.get(SENT_BY_DEVICE) == "1"
    if not form.is_valid():
        return invalid(form) if device else _page(request, form, today=timezone.localdate(), status=INVALID)
    system = planning_system()
    try:
        told = form.note(area_vintage=str(system.vintage) if system else "")
        services.log_field_work(told, by=request.actor, at=timezone.now())
    except SozialraumError as error:
        if device:
            return JsonResponse({"message": " ".join(error.told(_))}, status=INVALID)
        form.add_error(None, " ".join(error.told(_)))
        return _page(request, form, today=timezone.localdate(), status=INVALID)
    if device:
        return JsonResponse({"id": str(told.id)})
    messages.success(request, _("Noted. Thank you."))
    return redirect("network:field_work")


@require_POST
@login_required
def withdraw(request: HouseRequest, note_id: UUID) -> HttpResponse:
    """Take an own note out again."""
    services.withdraw_note(note_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The note is gone."))
    return redirect("network:field_work")


@require_POST
@login_required
def used(request: HouseRequest, note_id: UUID) -> HttpResponse:
    """One tap: what was opened then is in use now."""
    back = request.POST.get("used") == "0"
    services.mark_resource_used(
        note_id, used_on=None if back else timezone.localdate(), by=request.actor, at=timezone.now()
    )
    return redirect("network:field_work")


@require_GET
@login_required
def balance(request: HouseRequest) -> HttpResponse:
    """How much time goes to the field, and what comes of it? Of teams, never of one person."""
    decision = can_read_field_work(request.actor)
    if not decision:
        raise gate.Denied(decision)
    context = pages.balance_page(request.actor, request.GET, today=timezone.localdate())
    return render(request, "network/field_work.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def shares(request: HouseRequest) -> HttpResponse:
    """What was agreed with whom? Noted by leads for their team, by controlling for everybody."""
    decision = can_read_field_work(request.actor)
    if not decision:
        raise gate.Denied(decision)
    today = timezone.localdate()
    context = pages.shares_page(request.actor, today=today)
    form = AgreementForm(request.POST or None, units=context["units"], initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.agree_field_time(**form.agreed(), by=request.actor, at=timezone.now())
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)))
        else:
            messages.success(request, _("Noted. It holds from that day on."))
            return redirect("network:field_shares")
    table = table_from_request(
        request, presentation.SHARE_COLUMNS, context["lines"], name="shares", caption=_("Agreed shares of field work"),
        counted=presentation.count_of_units, empty=presentation.NO_TEAMS,
    )  # fmt: skip
    answer = table_response(request, table, "network/field_shares.html", {**context, "form": form})
    answer.status_code = INVALID if form.errors else 200
    return answer
