"""The administration's page: what the house says about itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.revisions import FieldConflict
from sozialraum.foundation.ui.access import can_change_installation
from sozialraum.foundation.ui.autosave import CONFLICT, INVALID
from sozialraum.foundation.ui.forms import InstallationForm
from sozialraum.foundation.ui.queries import stored_installation
from sozialraum.foundation.ui.services import change_installation


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def installation(request: HouseRequest) -> HttpResponse:
    """What does this house say about itself? Two who change the same line both see it and choose."""
    stored = stored_installation()
    if stored is None or not can_change_installation(request.actor):
        raise Http404
    form = InstallationForm(request.POST or None, stored=stored)
    if not form.is_valid():
        return render(
            request, "ui/installation.html", {"form": form}, status=INVALID if form.is_bound else 200
        )
    try:
        change_installation(at=timezone.now(), by=request.actor.user_id, base=form.base(), **form.values())
    except FieldConflict as clash:
        shown = {"form": form.over(clash.taken), "clashes": form.clashes(clash)}
        return render(request, "ui/installation.html", shown, status=CONFLICT)
    messages.success(request, _("Saved. Every page shows it within a minute."))
    return redirect("start:installation")
