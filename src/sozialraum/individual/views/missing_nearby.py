"""What is missing near by: marked in a case, answered by a theme of the quarter."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.presentation.missing_nearby import gap_lines
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.network.enums import MissingKind
from sozialraum.network.presentation.missing import MISSING


@require_http_methods(["GET", "POST"])
@login_required
def missing_nearby(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """What does this family miss near by? Tapped, counted with others, and answered."""
    if request.method == "POST":
        grant = open_case_grant(request, case_id, Action.WRITE)
        kinds = {MissingKind(each) for each in request.POST.getlist("kind") if each in set(MissingKind)}
        services.set_missing_nearby(grant, kinds=kinds)
        messages.success(request, _("Noted. It counts from the next month's count on, without the family."))
        return redirect("individual:missing_nearby", case_id=case_id)
    grant = open_case_grant(request, case_id)
    things = queries.missed_things(grant)
    gaps = gap_lines(things, queries.answers_near(grant, things), today=timezone.localdate())
    context = {
        "case_id": case_id, "things": [(MISSING[each.kind], each) for each in things], "gaps": gaps,
        "file": queries.case_file(grant), "may_write": can_write_case(request.actor, case_id),
        "family": is_family(request.actor),
    }  # fmt: skip
    return render(request, "individual/missing_nearby.html", context)


@require_POST
@login_required
def heard(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """The notice of a closed theme was read and told to the family."""
    kind = request.POST.get("kind", "")
    if kind in set(MissingKind):
        services.heard_of_result(open_case_grant(request, case_id, Action.WRITE), kind=MissingKind(kind))
    return redirect("individual:missing_nearby", case_id=case_id)
