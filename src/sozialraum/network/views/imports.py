"""Bringing a file into the directory by the browser."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.network.access import can_read_in
from sozialraum.network.forms.imports import HsdsFileForm
from sozialraum.network.services.imports import import_hsds


@require_http_methods(["GET", "POST"])
@login_required
def read_in(request: HouseRequest) -> HttpResponse:
    """A file of HSDS 3 comes in as a whole, or is refused with what is wrong in it."""
    decision = can_read_in(request.actor)
    if not decision:
        raise gate.Denied(decision)
    form = HsdsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = import_hsds(
                form.cleaned_data["file"].read(),
                source=form.cleaned_data["source"],
                by=request.actor,
                at=timezone.now(),
            )
        except SozialraumError as refused:
            form.add_error("file", " ".join(refused.told(_)))
        else:
            said = _(
                "%(added)s entries are new, %(revised)s were renewed, %(outside)s lie in no known quarter."
            )
            messages.success(request, said % asdict(done))
            return redirect("network:index")
    return render(request, "network/read_in.html", {"form": form}, status=422 if form.errors else 200)
