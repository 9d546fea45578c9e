"""Pages of entries that probably stand in the directory twice."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.network.presentation.duplicates import shared_in_words
from sozialraum.network.queries.duplicates import merges, twins
from sozialraum.network.services.duplicates import merge_places, say_different, undo_merge


@require_GET
@login_required
def duplicates(request: HouseRequest) -> HttpResponse:
    """Which entries are probably one?"""
    found, total = twins(request.actor, today=timezone.localdate())
    context = {
        "pairs": [(each, shared_in_words(each.shared)) for each in found], "total": total,
        "merges": merges(request.actor),
    }  # fmt: skip
    return render(request, "network/duplicates.html", context)


@require_POST
@login_required
def judge(request: HouseRequest, first: UUID, second: UUID) -> HttpResponse:
    """Keep one of the two, or say that they are two."""
    chosen = request.POST.get("keep", "")
    try:
        if chosen == "both":
            say_different(first, second, by=request.actor, at=timezone.now())
            messages.success(request, _("They stay two. Nobody is asked about them again."))
        elif chosen in {"first", "second"}:
            kept, gone = (first, second) if chosen == "first" else (second, first)
            merge_places(kept, gone, by=request.actor, at=timezone.now())
            messages.success(request, _("Two have become one. You can take it back below."))
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    return redirect("network:duplicates")


@require_POST
@login_required
def undo(request: HouseRequest, merge_id: UUID) -> HttpResponse:
    """Make two of one again."""
    try:
        whole = undo_merge(merge_id, by=request.actor, at=timezone.now())
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    else:
        said = (
            _("They are two again.") if whole else _("They are two again; what was changed since then stays.")
        )
        messages.success(request, said)
    return redirect("network:duplicates")
