"""The help plan: read, worked on together, fixed, signed, put out, reviewed; by the office and by the family."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.ui.entries import save_entry
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.enums import Audience, SignatureState
from sozialraum.individual.forms.plans import DissentForm, PlanForm, RatingForm, ReviewForm, SignForm
from sozialraum.individual.presentation.documents import plan_document
from sozialraum.individual.presentation.plans import RATING_WORDS, RESULTS, plan_sheet
from sozialraum.individual.queries.plans import PlanView
from sozialraum.individual.rules.plan_lines import typed_values
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.individual.views.process import act, office_grant
from sozialraum.organization.queries import provider_names

FILES = {
    "bogen": Audience.FAMILY, "einfach": Audience.PLAIN, "traeger": Audience.PROVIDER, "gericht": Audience.COURT,
}  # fmt: skip


@require_GET
@login_required
def plan(request: HouseRequest, case_id: UUID, number: int | None = None) -> HttpResponse:
    """What have we agreed?"""
    grant = open_case_grant(request, case_id)
    view = queries.help_plan(grant, number)
    context: dict[str, Any] = {
        "case_id": case_id, "may_write": can_write_case(request.actor, case_id), "family": is_family(request.actor),
        "frame": "ui/page_family.html" if is_family(request.actor) else "ui/page.html",
    }  # fmt: skip
    if view is None:
        context["file"] = queries.case_file(grant)
        return render(request, "individual/no_plan.html", context)
    with_changes = "ohne-aenderungen" not in request.GET
    context |= {
        "view": view, "file": view.file, "sheet": plan_sheet(view, with_changes=with_changes),
        "providers": sorted(provider_names(view.providers).items(), key=lambda pair: german_sort_key(pair[1])),
        "changes_hidden": not with_changes, "ratings": list(RATING_WORDS.items()), "results": RESULTS,
    }  # fmt: skip
    return render(request, "individual/plan.html", context)


@require_POST
@login_required
def begin(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Begin a version from what is there."""
    grant = office_grant(request, case_id, Action.WRITE)
    act(request, lambda: services.begin_help_plan(grant), said=_("Put together from what is there already."))
    return redirect("individual:plan", case_id=case_id)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HouseRequest, case_id: UUID, number: int) -> HttpResponse:
    """Work on a draft; it saves itself, and two people do not overwrite each other."""
    grant = office_grant(request, case_id, Action.WRITE)
    view = _view(queries.help_plan(grant, number))
    if view.fixed_on:
        messages.error(request, _("This version is fixed and stays as it is."))
        return redirect("individual:plan_version", case_id=case_id, number=number)
    return save_entry(
        request, make_form=lambda data, initial: PlanForm(data, initial=dict(initial or {})),
        read=lambda: _typed(_view(queries.help_plan(grant, number))),
        save=lambda form, version: services.revise_help_plan(grant, number, values=form.values(), version=version),
        template="individual/edit_plan.html",
        context={"view": view, "file": view.file, "draft": f"plan-{case_id}-{number}", "leave": _("Look at the sheet")},
        done=("individual:plan_version", {"case_id": case_id, "number": number}),
    )  # fmt: skip


@require_POST
@login_required
def gather(request: HouseRequest, case_id: UUID, number: int) -> HttpResponse:
    """Take over anew what was said and agreed meanwhile."""
    grant = office_grant(request, case_id, Action.WRITE)
    act(request, lambda: services.gather_again(grant, number), said=_("Taken over as it stands now."))
    return redirect("individual:plan_version", case_id=case_id, number=number)


def _back_to(place: str, case_id: UUID, number: int) -> HttpResponse:
    """Back to where one was: a plan is long, and whoever signed at its end wants to see it there."""
    return redirect(f"{reverse('individual:plan_version', args=[case_id, number])}#{place}")


@require_POST
@login_required
def dissent(request: HouseRequest, case_id: UUID, number: int) -> HttpResponse:
    """Add what somebody sees differently, or answer it."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = DissentForm(request.POST)
    place = request.POST.get("answer_to", "")
    if form.is_valid() and place.isdigit():
        name = names_of([grant.actor.user_id]).get(grant.actor.user_id, "") if grant.actor.user_id else ""
        words = form.cleaned_data["words"]
        act(
            request,
            lambda: services.answer_dissent(grant, number, int(place), answer=words, name=name),
            said=_("Kept."),
        )
    elif form.is_valid():
        values = form.cleaned_data
        act(request, lambda: services.say_otherwise(grant, number, words=values["words"], member_id=values["member"]),
            said=_("It stands in the plan now."))  # fmt: skip
    return _back_to("differ", case_id, number)


@require_POST
@login_required
def fix(request: HouseRequest, case_id: UUID, number: int) -> HttpResponse:
    """Fix a version, so that it can be signed."""
    grant = office_grant(request, case_id, Action.WRITE)
    act(
        request,
        lambda: services.fix_help_plan(grant, number),
        said=_("Fixed. Now everybody can sign or read it again."),
    )
    return redirect("individual:plan_version", case_id=case_id, number=number)


@require_POST
@login_required
def sign(request: HouseRequest, case_id: UUID, number: int) -> HttpResponse:
    """Sign, or say that one wants to read it again."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = SignForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        act(
            request,
            lambda: services.sign_help_plan(
                grant, number, state=SignatureState(given["state"]), words=given["words"], member_id=given["member"],
                professional_id=given["professional"],
            ),
            said=_("Kept."),
        )  # fmt: skip
    return _back_to("signatures", case_id, number)


@require_POST
@login_required
def rate(request: HouseRequest, case_id: UUID, number: int) -> HttpResponse:
    """Rate a goal, each person for herself."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = RatingForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        act(
            request,
            lambda: services.rate_goal(
                grant, number, goal_key=given["goal"], value=given["value"], words=given["words"], member_id=given["member"]
            ),
            said=_("Kept."),
        )  # fmt: skip
    else:
        messages.error(request, _("Choose one of the five steps."))
    return _back_to("goals", case_id, number)


@require_http_methods(["GET", "POST"])
@login_required
def review(request: HouseRequest, case_id: UUID, number: int) -> HttpResponse:
    """Look at a plan together: still suitable, still needed?"""
    grant = office_grant(request, case_id, Action.WRITE)
    view = _view(queries.help_plan(grant, number))
    form = ReviewForm(request.POST or None, initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        kept = act(
            request,
            lambda: services.review_help_plan(grant, number, **form.review()),
            said=_("The review is on record."),
        )
        if kept:
            return _back_to("on", case_id, number)
    context = {"view": view, "file": view.file, "form": form, "sheet": plan_sheet(view, with_changes=False)}
    return render(request, "individual/review_plan.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def output(request: HouseRequest, case_id: UUID, number: int, kind: str) -> HttpResponse:
    """The plan as a PDF for one audience, ``?fuer=`` names the provider; it holds the parts of this audience and no others."""
    audience = FILES.get(kind)
    staff_only = audience in {Audience.PROVIDER, Audience.COURT}
    grant = office_grant(request, case_id) if staff_only else open_case_grant(request, case_id)
    view = queries.help_plan(grant, number)
    recipient = request.GET.get("fuer", "")
    if (
        audience is None
        or view is None
        or (audience is Audience.PROVIDER and recipient not in view.providers)
    ):
        raise Http404
    made = plan_document(view, audience, office=_office(), at=timezone.now(), providers=[recipient])
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="hilfeplan-{number}-{kind}.pdf"'
    return answer


@require_GET
@login_required
def my_plan(request: HouseRequest) -> HttpResponse:
    """The help plan of the own family."""
    own = queries.own_case_file(request.actor, at=timezone.now())
    if own is None:
        return render(request, "individual/nothing_yet.html", {"tab": "plan"})
    return redirect("individual:plan", case_id=own[1].case.id)


def _view(view: PlanView | None) -> PlanView:
    if view is None:
        raise Http404
    return view


def _office() -> str:
    facts = installation_facts()
    return facts.office_name if facts else ""


def _typed(view: PlanView) -> dict[str, Any]:
    return {**typed_values(view.content), "version": view.version}
