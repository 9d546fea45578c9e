"""Who stands in for me, and for whom do I stand in?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts import queries, services
from sozialraum.foundation.accounts.access import can_arrange_substitution
from sozialraum.foundation.accounts.forms import SubstitutionForm
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.accounts.views.account import me


@require_http_methods(["GET", "POST"])
def substitutions(request: HouseRequest) -> HttpResponse:
    """What is arranged, and one more: for oneself, or for somebody of the own team."""
    today, form = timezone.localdate(), _form(request)
    if form is not None and form.is_valid():
        try:
            services.arrange_substitution(**form.values(), by=me(request), at=timezone.now())
        except SozialraumError as refused:
            form.add_error(None, " ".join(refused.told(_)).strip())
        else:
            messages.success(request, _("It is arranged. Both find it on their start page."))
            return redirect("accounts:substitutions")
    found = queries.substitutions_of(me(request), today=today)
    context = {
        "form": form, "team": queries.led_people(request.actor, today=today),
        "for_me": [each for each in found if each.absent_id == me(request)],
        "by_me": [each for each in found if each.substitute_id == me(request)],
        "in_team": queries.substitutions_in_team(request.actor, today=today),
    }  # fmt: skip
    return render(
        request, "accounts/substitutions.html", context, status=422 if form and form.errors else 200
    )


@require_POST
def end(request: HouseRequest, substitution_id: UUID) -> HttpResponse:
    """End it at once: whoever is away, who stands in, and the lead."""
    today = timezone.localdate()
    found = queries.substitution(substitution_id, today=today)
    if found is None or not _may_end(request, found):
        raise Http404
    services.end_substitution(substitution_id=found.id, by=me(request), at=timezone.now())
    messages.success(request, _("The substitution has ended."))
    return redirect("accounts:substitutions")


def _may_end(request: HouseRequest, found: queries.StandIn) -> bool:
    held = queries.own_tasks(found.absent_id, today=timezone.localdate())
    involved = me(request) in {found.absent_id, found.substitute_id}
    return involved or bool(can_arrange_substitution(request.actor, found.absent_id, held))


def _form(request: HouseRequest) -> SubstitutionForm | None:
    """The form for who is away; None for somebody whose tasks nobody can take over."""
    today = timezone.localdate()
    absent_id = _absent(request)
    held = queries.own_tasks(absent_id, today=today)
    if not can_arrange_substitution(request.actor, absent_id, held):
        if absent_id != me(request):
            raise Http404
        return None
    values: dict[str, Any] = {"absent_id": absent_id, "held": held, "today": today}
    return SubstitutionForm(request.POST or None, **values)


def _absent(request: HouseRequest) -> UUID:
    named = request.POST.get("absent") or request.GET.get("fuer") or ""
    try:
        return UUID(named) if named else me(request)
    except ValueError:
        raise Http404 from None
