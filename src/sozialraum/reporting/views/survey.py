"""The official statistics: what a year still lacks, the file that is handed in, and the counts that may be read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.helps import PROTECTION_LACKS, finding_in_words, kind_in_words
from sozialraum.individual.surveys import FORMS, Finding, survey_of
from sozialraum.reporting.access import can_hand_in, can_release_help_counts, can_view_reports
from sozialraum.reporting.extracts import hand_in, release_help_counts, survey_overview
from sozialraum.reporting.extracts.survey import SURVEYS
from sozialraum.reporting.queries import ReleasedYear, handed_in, released_helps
from sozialraum.reporting.views.runs import as_file

FIRST = 2007


def _year(named: str) -> int:
    """The year that is meant; last year where none is named, since that is the one to hand in."""
    today = timezone.localdate().year
    year = int(named) if named.isdecimal() and len(named) == 4 else today - 1
    return year if FIRST <= year <= today else today - 1


def _counts(release: ReleasedYear) -> list[tuple[str, list[int | None]]]:
    table = release.table
    return [
        (
            kind_in_words(kind),
            [
                None if (value := table.figure(f"{kind} {name}").value) is None else round(value)
                for name in ("begun", "ended", "running")
            ],
        )
        for kind in release.kinds
    ]


@require_GET
@login_required
def index(request: HouseRequest) -> HttpResponse:
    """How many helps began, ended and run; for economic youth welfare also what is missing before the file goes out."""
    if not (decision := can_view_reports(request.actor)):
        raise Denied(decision)
    year, today = _year(request.GET.get("jahr", "")), timezone.localdate().year
    released = released_helps()
    context = {
        "year": year, "years": [today - back for back in range(3)], "forms": FORMS,
        "released": [(each, _counts(each)) for each in released],
        "may_release": can_release_help_counts(request.actor), "last_year": today - 1,
        "out": (today - 1) in {each.year for each in released}, "may_hand_in": can_hand_in(request.actor),
    }  # fmt: skip
    if context["may_hand_in"]:
        overview, codes = survey_overview(request.actor, year=year, at=timezone.now()), survey_of(year)
        context |= {
            "overview": overview, "handed_in": handed_in(), "codes": codes,
            "lacks": [
                (finding_in_words(Finding(lack, codes.question(key) if key else None)), count)
                for lack, key, count in overview.lacks
            ]
            + [(PROTECTION_LACKS[lack], count) for lack, count in overview.protection_lacks],
        }  # fmt: skip
    return render(request, "reporting/survey.html", context)


@require_POST
@login_required
def export(request: HouseRequest) -> HttpResponse:
    """Take the file of a year out; it is on record with its hash."""
    survey, form = request.POST.get("erhebung", ""), request.POST.get("form", "")
    if survey not in SURVEYS or form not in FORMS:
        return redirect("reporting:survey")
    year = _year(request.POST.get("jahr", ""))
    made = hand_in(request.actor, survey=survey, form=form, year=year, at=timezone.now())
    return as_file(made.content, made.name, made.kind)


@require_POST
@login_required
def release(request: HouseRequest) -> HttpResponse:
    """Let the counts of the past year out."""
    try:
        release_help_counts(request.actor, year=timezone.localdate().year - 1, at=timezone.now())
    except SozialraumError as refusal:
        messages.error(request, error_in_words(refusal))
    else:
        messages.success(request, _("The counts are out, every one of them a multiple of five."))
    return redirect("reporting:survey")
