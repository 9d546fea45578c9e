"""Genograms: who belongs to a person's family over generations, drawn together, owned by that person."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.forms.cases import OwnerForm, ShareForm
from sozialraum.individual.forms.genograms import read_act
from sozialraum.individual.genograms import GenogramError
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.genograms import GENOGRAM_FILES, genogram_page
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.individual.views.network_maps import INVALID, frame_of


@require_GET
@login_required
@never_cache
def index(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Everybody of the family, and whose genogram is there."""
    context = {
        "case_id": case_id, "rows": queries.genograms(open_case_grant(request, case_id)),
        "may_write": can_write_case(request.actor, case_id), "frame": frame_of(request),
    }  # fmt: skip
    return render(request, "individual/genograms.html", context)


@require_POST
@login_required
def begin(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Begin the genogram of one person, or go on with the one there is."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = OwnerForm(request.POST)
    if not form.is_valid():
        raise Denied(Decision.no("There is no such person."))
    found = services.begin_genogram(grant, owner_id=form.cleaned_data["owner"])
    return redirect("individual:genogram", case_id=case_id, genogram_id=found)


@require_GET
@login_required
@never_cache
def genogram(request: HouseRequest, case_id: UUID, genogram_id: UUID) -> HttpResponse:
    """One genogram with its sentences and its table twin; ``?mensch=`` shows one person."""
    return show(request, case_id, queries.genogram(open_case_grant(request, case_id), genogram_id))


@require_GET
@login_required
@never_cache
def download(request: HouseRequest, case_id: UUID, genogram_id: UUID, kind: str) -> HttpResponse:
    """The genogram as a file, for the person whose it is and nobody else."""
    view = queries.genogram(open_case_grant(request, case_id), genogram_id)
    if not view.own or kind not in GENOGRAM_FILES:
        raise Denied(Decision.no("Only the person takes the own genogram along."))
    content_type, write = GENOGRAM_FILES[kind]
    response = HttpResponse(write(view), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="genogramm.{kind}"'
    return response


@require_POST
@login_required
def change(request: HouseRequest, case_id: UUID, genogram_id: UUID, deed: str) -> HttpResponse:
    """One act: somebody new, changed or taken off, a couple, a further set of parents."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = read_act(deed, request.POST)
    if form is None:
        raise Denied(Decision.no("There is no such act."))
    problem = _("Something typed cannot be read. Look at the marked field.")
    if form.is_valid():
        try:
            services.change_genogram(grant, genogram_id, form.act())
            return back(case_id, genogram_id, "" if deed == "weg" else request.POST.get("shown", ""))
        except (GenogramError, services.Refused) as refusal:
            problem = error_in_words(refusal)
    view = queries.genogram(grant, genogram_id)
    return show(request, case_id, view, problem=problem, deed=deed)


@require_POST
@login_required
def undo(request: HouseRequest, case_id: UUID, genogram_id: UUID) -> HttpResponse:
    """Take the last step back."""
    services.undo_on_genogram(open_case_grant(request, case_id, Action.WRITE), genogram_id)
    return back(case_id, genogram_id)


@require_POST
@login_required
def share(request: HouseRequest, case_id: UUID, genogram_id: UUID) -> HttpResponse:
    """Show the own genogram to somebody of the family or to the case worker, or take it back."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    view = queries.genogram(grant, genogram_id)
    form = ShareForm(request.POST)
    if not form.is_valid() or not view.own:
        raise Denied(Decision.no("Only the person shows the own genogram."))
    if form.cleaned_data["share"]:
        services.withdraw_share(grant, form.cleaned_data["share"])
    else:
        services.give_share(
            grant, owner_id=view.owner.id, thing=SharedThing.GENOGRAM, recipient_id=form.cleaned_data["recipient"],
            until=form.cleaned_data["until"],
        )  # fmt: skip
    return redirect(f"{reverse('individual:genogram', args=[case_id, genogram_id])}#who-sees")


def back(case_id: UUID, genogram_id: UUID, key: str = "") -> HttpResponse:
    """The page after an act, with the same person beside the drawing."""
    address = reverse("individual:genogram", args=[case_id, genogram_id])
    return redirect(f"{address}?mensch={key}#picked" if key else address)


def show(
    request: HouseRequest, case_id: UUID, view: queries.GenogramView, *, problem: str = "", deed: str = ""
) -> HttpResponse:
    """The page of one genogram; with a problem, what was typed stands there still."""
    page = genogram_page(
        view, case_id=case_id, selected=request.POST.get("shown") or request.GET.get("mensch", ""),
        may_write=bool(can_write_case(request.actor, case_id)), problem=problem, deed=deed, data=request.POST.dict(),
    )  # fmt: skip
    recipients = (
        queries.possible_recipients(open_case_grant(request, case_id), thing=SharedThing.GENOGRAM)
        if view.own
        else []
    )
    context = {"page": page, "frame": frame_of(request), "recipients": recipients}
    return render(request, "individual/genogram.html", context, status=INVALID if problem else 200)
