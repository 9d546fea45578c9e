"""Who gives advice when somebody worries about a child: the page for everybody, its keeping, and what was advised."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.queries import Colleagues
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import services
from sozialraum.individual.access import can_keep_advisers, can_read_all_advisers
from sozialraum.individual.forms.advisers import AdviceForm, AdviserForm
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.queries.advisers import Adviser, adviser, adviser_choices, advisers
from sozialraum.individual.views.network_maps import INVALID
from sozialraum.individual.views.protection import protection_grant, report_page
from sozialraum.organization.queries import provider_choices


@require_GET
@login_not_required
def index(request: HouseRequest) -> HttpResponse:
    """Who gives advice, and how to reach her; without signing in those who agreed to stand there."""
    keeps, today = bool(can_keep_advisers(request.actor)), timezone.localdate()
    rows = advisers(today=today, published=not can_read_all_advisers(request.actor), with_past=keeps)
    now, others = ([each for each in rows if each.advises_on(today) is runs] for runs in (True, False))
    context = {"rows": now, "others": others, "keeps": keeps}
    return render(request, "individual/advisers.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def keep(request: HouseRequest, adviser_id: UUID | None = None) -> HttpResponse:
    """Enter an experienced professional, or mend her entry."""
    stored = adviser(adviser_id) if adviser_id else None
    if not can_keep_advisers(request.actor) or (adviser_id and stored is None):
        raise Http404
    form = _adviser_form(request, stored)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_adviser(
                request.actor, adviser_id=adviser_id, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("The entry is kept."))
            return redirect("individual:advisers")
        except services.Refused as refusal:
            form.add_error(None, error_in_words(refusal))
    context = {"form": form, "stored": stored}
    return render(request, "individual/adviser.html", context, status=INVALID if form.errors else 200)


@require_POST
@login_required
def advise(request: HouseRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Write down what somebody advised on a report; names are replaced and read once more before anything is kept."""
    grant = protection_grant(request, case_id, Action.WRITE)
    free = [(each.adviser.id, each.adviser.full_name) for each in adviser_choices(grant, report_id) if not each.nearness]  # fmt: skip
    form = AdviceForm(request.POST, choices=free)
    if form.is_valid():
        try:
            services.record_advice(grant, report_id, **form.cleaned_data)
            messages.success(request, _("The advice is written down."))
            return redirect("individual:protection_report", case_id, report_id)
        except services.NamesFound as found:
            form = AdviceForm(
                {**request.POST.dict(), "question": found.question, "advice": found.advice}, choices=free
            )
            form.add_error(None, error_in_words(found))
        except services.Refused as refusal:
            form.add_error(None, error_in_words(refusal))
    return report_page(request, grant, report_id, advising=form)


def _adviser_form(request: HouseRequest, stored: Adviser | None) -> AdviserForm:
    return AdviserForm(
        request.POST if request.method == "POST" else None, providers=provider_choices(),
        accounts=Colleagues(timezone.localdate(), kept=stored.account_id if stored else None),
        initial=asdict(stored) if stored else {"valid_from": timezone.localdate()},
    )  # fmt: skip
