"""The monthly review: counts over everybody, what is unusual, emergencies, and the state of the chain."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.enums import Verdict
from sozialraum.foundation.privacy.services import review_emergency
from sozialraum.foundation.supervision import queries, services
from sozialraum.foundation.supervision.forms import NamingForm, NotedForm, VerdictForm
from sozialraum.foundation.supervision.presentation import (
    count_rows,
    emergency_lines,
    review_sentence,
    run_lines,
)
from sozialraum.foundation.vocabulary import Action

CHOOSE = gettext_noop("No finding was chosen.")
GO_BACK = gettext_noop("Go back and choose what you found.")
NO_SUCH_MONTH = gettext_noop("The trail does not hold this month.")


def asked_month(request: HouseRequest, months: list[date]) -> date:
    """The month that the address names, or the one before the running one."""
    with suppress(ValueError):
        asked = date.fromisoformat(f"{request.GET.get('monat', '')}-01")
        if asked in months:
            return asked
    return months[1]


@require_GET
@login_required
@never_cache
def month(request: HouseRequest) -> HttpResponse:
    """What was done with people's data in one month, over everybody and by nobody's name."""
    grant = queries.review_grant(request.actor, at=timezone.now())
    months = queries.months_until(timezone.localdate())
    review = queries.month_review(grant, asked_month(request, months))
    context = {
        "review": review, "months": months, "answer": review_sentence(review), "rows": count_rows(review),
        "runs": run_lines(review.runs), "emergencies": emergency_lines(review.emergencies, grant.actor.user_id),
        "verdict_form": VerdictForm(), "noted_form": NotedForm(),
    }  # fmt: skip
    return render(request, "supervision/review.html", context)


@require_POST
@login_required
@never_cache
def conclude(request: HouseRequest) -> HttpResponse:
    """Note that the month was reviewed."""
    grant = queries.review_grant(request.actor, at=timezone.now(), action=Action.WRITE)
    months = queries.months_until(timezone.localdate())
    asked = next((each for each in months if f"{each:%Y-%m}" == request.POST.get("monat")), None)
    if asked is None:
        raise SozialraumError(NO_SUCH_MONTH, GO_BACK)
    services.conclude_review(grant, asked)
    return redirect(f"{reverse('supervision:review')}?monat={asked:%Y-%m}")


@require_POST
@login_required
@never_cache
def chain(request: HouseRequest) -> HttpResponse:
    """Recompute the chain and say what was found."""
    grant = queries.review_grant(request.actor, at=timezone.now())
    form = NotedForm(request.POST)
    if not form.is_valid():
        return render(request, "supervision/noted.html", {"form": form}, status=422)
    report = queries.verify_chain(grant, noted=form.cleaned_data["noted"])
    faults = [each.told(gettext)[0] for each in report.broken]
    return render(request, "supervision/chain.html", {"report": report, "faults": faults, "at": grant.at})


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def person(request: HouseRequest, entry_id: int) -> HttpResponse:
    """The name behind one entry: a step of its own, with a reason, itself on record."""
    queries.review_grant(request.actor, at=timezone.now())
    form = NamingForm(request.POST if request.method == "POST" else None)
    name = None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        name = queries.name_behind(request.actor, entry_id, reason=reason, at=timezone.now())
    status = 422 if form.errors else 200
    return render(request, "supervision/person.html", {"form": form, "name": name}, status=status)


@require_POST
@login_required
def emergency(request: HouseRequest, access_id: UUID) -> HttpResponse:
    """Record what was found about one emergency access."""
    grant = queries.review_grant(request.actor, at=timezone.now(), action=Action.WRITE)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        raise SozialraumError(CHOOSE, GO_BACK)
    verdict = Verdict(form.cleaned_data["verdict"])
    review_emergency(grant, access_id, verdict=verdict, remark=form.cleaned_data["remark"])
    return redirect("supervision:review")
