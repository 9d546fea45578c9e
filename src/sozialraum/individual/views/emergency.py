"""A case that is not one's own, opened in an emergency."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.enums import EmergencyKind
from sozialraum.foundation.privacy.queries import running_emergencies
from sozialraum.foundation.privacy.services import TooManyAttempts
from sozialraum.individual import services
from sozialraum.individual.access import can_ask_in_emergency
from sozialraum.individual.forms.cases import EmergencyForm
from sozialraum.individual.presentation.cases import EMERGENCIES, error_in_words


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def ask(request: HouseRequest) -> HttpResponse:
    """Name the case and the reason; a case that stays shut and one that is not there are answered alike."""
    allowed = can_ask_in_emergency(request.actor)
    if not allowed:
        raise gate.Denied(allowed)
    now = timezone.now()
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"kind": EmergencyKind(form.cleaned_data["kind"])}
        try:
            return redirect(
                "individual:case", services.open_in_emergency(request.actor, at=now, **data).subject_id
            )
        except (services.NotOpened, TooManyAttempts) as error:
            form.add_error("number", error_in_words(error))
            status = 429 if isinstance(error, TooManyAttempts) else 404
    running = [(each, EMERGENCIES[each.kind]) for each in running_emergencies(request.actor, at=now)]
    context = {"form": form, "running": running, "hours": gate.EMERGENCY_HOURS}
    return render(request, "individual/emergency.html", context, status=status)
