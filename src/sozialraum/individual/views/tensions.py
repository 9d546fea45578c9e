"""Where people see something differently: each in her own words, and how all live with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.enums import TensionState
from sozialraum.individual.forms.tensions import HOW_IT_GOES_ON, HoldForm, NewTensionForm, VoiceForm
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.tensions import shown_tensions
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.individual.views.network_maps import INVALID, frame_of
from sozialraum.individual.views.process import act, office_grant


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def index(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """All of it, and a new one by staff."""
    writing = request.method == "POST"
    grant = office_grant(request, case_id, Action.WRITE) if writing else open_case_grant(request, case_id)
    file, family, today = queries.case_file(grant), is_family(request.actor), timezone.localdate()
    form = NewTensionForm(request.POST if writing else None, words=file.words)
    if writing and form.is_valid():
        try:
            services.name_tension(grant, about=form.cleaned_data["about"], seen=form.seen())
            return redirect("individual:tensions", case_id=case_id)
        except services.Refused as refusal:
            form.add_error("said", error_in_words(refusal))
    shown = shown_tensions(queries.tensions(grant), family=family, today=today)
    context = {
        "apart": sum(each.view.state is not TensionState.SETTLED for each in shown), "file": file, "form": form, "family": family, "frame": frame_of(request),
        "tensions": shown, "ways": HOW_IT_GOES_ON,
        "may_write": can_write_case(request.actor, case_id),
    }  # fmt: skip
    return render(request, "individual/tensions.html", context, status=INVALID if form.errors else 200)


@require_POST
@login_required
def change(request: HouseRequest, case_id: UUID, tension_id: UUID, deed: str) -> HttpResponse:
    """One more voice, or how all live with it."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form: VoiceForm | HoldForm = VoiceForm(request.POST) if deed == "stimme" else HoldForm(request.POST)
    if deed not in ("stimme", "stand"):
        raise Http404
    if not form.is_valid():
        messages.error(
            request, _("There are no words yet.") if deed == "stimme" else _("Name the day as a date.")
        )
    elif isinstance(form, VoiceForm):
        seen = form.seen(queries.case_file(grant).people)
        act(request, lambda: services.add_voice(grant, tension_id, seen), said=_("Kept."))
    else:
        values = form.values()
        act(request, lambda: services.settle_tension(grant, tension_id, **values), said=_("Kept."))
    return redirect("individual:tensions", case_id=case_id)
