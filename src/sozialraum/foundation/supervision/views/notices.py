"""Notices about emergencies, for those to whom they are addressed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.privacy.queries import notices_for
from sozialraum.foundation.privacy.services import mark_notice_seen
from sozialraum.foundation.supervision.access import can_review, can_see_notices
from sozialraum.foundation.supervision.presentation import notice_lines


@require_GET
@login_required
def index(request: HouseRequest) -> HttpResponse:
    """What the reader must learn, unseen first."""
    allowed = can_see_notices(request.actor)
    if not allowed:
        raise Denied(allowed)
    lines = notice_lines(notices_for(request.actor))
    context = {
        "lines": lines,
        "waiting": sum(line.waiting for line in lines),
        "reviews": bool(can_review(request.actor)),
    }
    return render(request, "supervision/notices.html", context)


@require_POST
@login_required
def seen(request: HouseRequest, notice_id: int) -> HttpResponse:
    """The reader has seen a notice."""
    mark_notice_seen(request.actor, notice_id, at=timezone.now())
    return redirect("supervision:notices")
