"""The families that somebody of the office or a provider is there for."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import Conflict, SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_open_case, can_write_case, is_family
from sozialraum.individual.forms import NoteForm, OpenCaseForm, WordsForm
from sozialraum.individual.presentation import KINDS, sentence_of
from sozialraum.social_structure.queries import area_choices


def open_case_grant(request: HouseRequest, case_id: UUID, action: Action = Action.READ) -> Grant:
    """Ask the gate for one case on behalf of this request."""
    return gate.open(request.actor, Purpose.SERVICE, action, Subject("case", (case_id,)), at=timezone.now())


@require_GET
@login_required
def index(request: HouseRequest) -> HttpResponse:
    """The list of families, or the family's own page."""
    if is_family(request.actor):
        return redirect("individual:my_page")
    rows = queries.families_of(request.actor, at=timezone.now())
    context = {"rows": rows, "may_open": can_open_case(request.actor)}
    return render(request, "individual/index.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def open_new(request: HouseRequest) -> HttpResponse:
    """A new concern."""
    if not can_open_case(request.actor):
        raise gate.Denied(can_open_case(request.actor))
    form = OpenCaseForm(request.POST or None, areas=area_choices())
    if request.method == "POST" and form.is_valid():
        grant = services.open_concern(request.actor, at=timezone.now(), **form.cleaned_data)
        return redirect("individual:conversation", case_id=grant.subject_id)
    return render(request, "individual/open.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@login_required
def case(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """One family: who said what."""
    grant = open_case_grant(request, case_id)
    file = queries.case_file(grant)
    context = {
        "file": file, "answer": sentence_of(file), "kinds": KINDS, "notes": queries.entrusted_notes(grant),
        "may_write": can_write_case(request.actor, case_id), "until": grant.until,
    }  # fmt: skip
    return render(request, "individual/case.html", context)


@require_GET
@login_required
def conversation(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """The kitchen-table page: whose turn it is speaks large, the others fold to their words."""
    file = queries.case_file(open_case_grant(request, case_id, Action.WRITE))
    turn = request.GET.get("voice", "")
    speakers = [(person, str(person.id) == turn) for person in file.people]
    return render(
        request,
        "individual/conversation.html",
        {"file": file, "speakers": speakers, "turn": turn, "kinds": KINDS},
    )


@require_POST
@login_required
def new_words(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Words that were just spoken."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return render(request, "individual/_words_form.html", {"form": form, "case_id": case_id}, status=422)
    data = form.cleaned_data
    kind = {"kind": data["kind"]} if data["kind"] else {}
    services.record_statement(
        grant, said_on=timezone.localdate(), speaker_id=data["speaker"], **kind, **form.words()
    )
    return redirect("individual:conversation", case_id=case_id)


@require_POST
@login_required
def save_words(request: HouseRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    """Autosave of words; a conflict shows both texts, nothing is overwritten."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return render(request, "ui/_autosave_refused.html", {"form": form}, status=422)
    try:
        version = services.revise_statement(
            grant, statement_id, version=form.cleaned_data["version"], **form.words()
        )
    except Conflict as conflict:
        return render(request, "ui/_conflict.html", {"conflict": conflict, "name": "text"}, status=409)
    except SozialraumError as error:
        return render(request, "ui/_autosave_refused.html", {"error": error}, status=422)
    return render(request, "ui/_saved.html", {"version": version, "at": grant.at})


@require_POST
@login_required
def entrust(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Keep what was entrusted to the one who is signed in."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = NoteForm(request.POST)
    if form.is_valid():
        services.entrust(grant, text=form.cleaned_data["text"])
    return redirect("individual:case", case_id=case_id)
