"""A family that was entered twice: both files side by side, brought together, taken apart again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.drawing import number
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_bring_together
from sozialraum.individual.enums import MergeState
from sozialraum.individual.forms.merges import MergeForm
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.merges import STANDS, compared, counted_in_words, readers_in_words
from sozialraum.individual.rules.merges import UNDO_FOR, may_lead, may_undo
from sozialraum.individual.views.process import act, office_grant


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def index(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Which family it may be, then both files side by side."""
    allowed = can_bring_together(request.actor)
    if not allowed:
        raise Denied(allowed)
    grant, now = office_grant(request, case_id), timezone.now()
    context = {"file": queries.case_file(grant)}
    try:
        other = UUID(request.GET.get("mit", ""))
    except ValueError:
        return render(
            request,
            "individual/merges.html",
            {**context, "alike": queries.files_alike(request.actor, case_id, at=now)},
        )
    return _side_by_side(request, case_id, other, now)


def _side_by_side(request: HouseRequest, case_id: UUID, other: UUID, now: datetime) -> HttpResponse:
    if other == case_id:
        raise Http404
    files = queries.merge_files(request.actor, case_id, other, at=now)
    form = MergeForm(request.POST or None, files=files)
    stands = may_lead(files.leading.facts, files.former.facts)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            merge_id = services.propose_merge(request.actor, case_id, other, form.chosen(), seen=seen, at=now)
        except (services.Refused, services.ChangedSince) as refusal:
            form.add_error(None, error_in_words(refusal))
        else:
            return redirect("individual:merge", case_id=case_id, merge_id=merge_id)
    context = {
        "files": files, "form": form, "lines": compared(files), "readers": readers_in_words(files.leading),
        "stands": None if stands else _(stands.reason), "second": files.leading.protected or files.former.protected,
        "turned": bool(may_lead(files.former.facts, files.leading.facts)), "days": UNDO_FOR.days,
    }  # fmt: skip
    return render(request, "individual/merge_files.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def merge(request: HouseRequest, case_id: UUID, merge_id: UUID) -> HttpResponse:
    """Where it stands: a second person confirms, it is done, or undone."""
    grant = office_grant(request, case_id)
    view = next((each for each in queries.merges_of(grant) if each.id == merge_id), None)
    if view is None:
        raise Http404
    if request.method == "POST":
        _act(request, view)
        return redirect("individual:merge", case_id=case_id, merge_id=merge_id)
    context = {
        "file": queries.case_file(grant), "view": view, "stands": STANDS[view.state],
        "came": counted_in_words(queries.carried_counts(grant, merge_id)) if view.done_at else [],
        "until": view.done_at + UNDO_FOR if view.done_at else None, "leads": can_bring_together(request.actor),
        "may_undo": may_undo(view.state, view.done_at, at=timezone.now()),
        "may_confirm": view.state is MergeState.PROPOSED and view.proposed_by != request.actor.user_id,
    }  # fmt: skip
    return render(request, "individual/merge.html", context)


def _act(request: HouseRequest, view: queries.MergeView) -> None:
    where = (request.actor, view.case_id, view.id)
    now, deed = timezone.now(), request.POST.get("deed")
    if deed == "undo":
        staying: list[int] = []
        act(request, lambda: staying.append(services.undo_merge(*where, at=now)), said=_("Both files are as they were before."))  # fmt: skip
        if any(staying):
            said = ngettext(
                "%(n)s thing stays here, since somebody went on with it.",
                "%(n)s things stay here, since somebody went on with them.", staying[0],
            )  # fmt: skip
            messages.info(request, said % {"n": number(staying[0])})
        return
    deeds = {
        "confirm": (services.confirm_merge, _("Confirmed. The lead of the team can bring the files together now.")),
        "complete": (services.complete_merge, _("Both files are one now.")),
        "withdraw": (services.withdraw_merge, _("Nothing was changed.")),
    }  # fmt: skip
    if deed not in deeds:
        raise Http404
    done, said = deeds[deed]
    act(request, lambda: done(*where, at=now), said=said)
