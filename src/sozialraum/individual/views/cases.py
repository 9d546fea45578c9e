"""The families that somebody of the office or a provider is there for."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import Conflict
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.ui import autosave
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.access import (
    can_ask_in_emergency,
    can_bring_together,
    can_open_case,
    can_write_case,
    is_family,
)
from sozialraum.individual.enums import StatementKind
from sozialraum.individual.forms.cases import NoteForm, OpenCaseForm, WordsForm, words_form
from sozialraum.individual.forms.members import NewMemberForm
from sozialraum.individual.presentation.case_imports import ties_in_words
from sozialraum.individual.presentation.cases import (
    FAMILIES,
    families_in_words,
    latest_of_others,
    nobody_yet,
    other_turns,
    sentence_of,
    turn_of,
)
from sozialraum.social_structure.queries import area_choices

NEW_VOICE = "neu"


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
    table = table_from_request(
        request,
        FAMILIES,
        rows,
        name="familien",
        caption=_("Families"),
        counted=families_in_words,
        exportable=False,
    )
    context = {
        "rows": rows,
        "asked": queries.asked_without_own_cases(request.actor, at=timezone.now()),
        "may_open": can_open_case(request.actor),
        "in_emergency": can_ask_in_emergency(request.actor),
    }
    return table_response(request, table, "individual/index.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def open_new(request: HouseRequest) -> HttpResponse:
    """A new concern."""
    if not can_open_case(request.actor):
        raise gate.Denied(can_open_case(request.actor))
    form = OpenCaseForm(request.POST or None, areas=area_choices())
    similar: list[queries.SimilarFamily] = []
    if request.method == "POST" and form.is_valid():
        name, area, born = (form.cleaned_data[each] for each in ("family_name", "area_code", "born"))
        if not form.cleaned_data["another"]:
            similar = queries.families_like(request.actor, family_name=name, born=born, at=timezone.now())
        if not similar:
            grant = services.open_concern(request.actor, family_name=name, area_code=area, at=timezone.now())
            return redirect("individual:conversation", case_id=grant.subject_id)
    context = {"form": form, "similar": similar}
    return render(request, "individual/open.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def case(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """One family: who said what."""
    grant = open_case_grant(request, case_id)
    file = queries.case_file(grant)
    context = {
        "file": file, "answer": sentence_of(file), "notes": queries.entrusted_notes(grant),
        "ties": ties_in_words(*queries.family_ties(grant), file.people),
        "merges": queries.merges_of(grant), "may_bring_together": can_bring_together(request.actor),
        "may_write": can_write_case(request.actor, case_id) and not file.case.merged_into, "until": grant.until, "family": is_family(request.actor),
    }  # fmt: skip
    return render(request, "individual/case.html", context)


@require_GET
@login_required
def conversation(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """The kitchen-table page: whose turn it is speaks large, the others fold to their words."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    if request.GET.get("nur") == "ja" and not is_family(request.actor):
        return _private_moment(request, grant, voice=request.GET.get("stimme", ""))
    return conversation_page(request, grant, voice=request.GET.get("stimme", ""), new_person=NewMemberForm())


def _private_moment(request: HouseRequest, grant: Grant, *, voice: str) -> HttpResponse:
    """The talk with one voice alone: nobody else's words are on the page, and these words are on no other."""
    file, today = queries.case_file(grant), timezone.localdate()
    turn = turn_of(file, voice, user_id=request.actor.user_id, today=today, private=True)
    if turn.person is None:
        return redirect("individual:conversation", case_id=file.case.id)
    said = [words for words in file.private if words.speaker == turn.person]
    context = {"file": file, "turn": turn, "form": words_form(turn, today=today), "said": said}
    return render(request, "individual/private_moment.html", context)


def conversation_page(
    request: HouseRequest, grant: Grant, *, voice: str, new_person: NewMemberForm
) -> HttpResponse:
    """The talk with the voice that was tapped; while nobody of the family is named, it asks for a first name."""
    file, today = queries.case_file(grant), timezone.localdate()
    asks = not is_family(request.actor) and (voice == NEW_VOICE or not (file.people or voice))
    turn = turn_of(file, voice, user_id=request.actor.user_id, today=today)
    latest, earlier = latest_of_others(file, turn)
    nobody = nobody_yet()
    others = other_turns(file, turn, user_id=request.actor.user_id, today=today)
    context = {
        "file": file, "turn": turn, "latest": latest, "earlier": earlier, "asks": asks, "new_person": new_person,
        "may_add": not is_family(request.actor), "form": words_form(turn, today=today),
        "others": [(each, words_form(each, today=today)) for each in others],
        "own_words_of": _("%(name)s’s own words"), "nobody": (nobody, words_form(nobody, today=today)),
    }  # fmt: skip
    return render(request, "individual/conversation.html", context, status=422 if new_person.errors else 200)


@require_POST
@login_required
def keep_words(request: HouseRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    """Words that are being spoken, saved as they come; a conflict shows both texts, nothing is overwritten."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return autosave.invalid(form)
    speaker = form.cleaned_data["speaker"]
    kind = StatementKind.OPEN if speaker else StatementKind.PROFESSIONAL_VIEW
    try:
        version = services.keep_words(
            grant, statement_id, version=form.cleaned_data["version"], said_on=timezone.localdate(),
            speaker_id=speaker, kind=kind, private=form.cleaned_data["private"], **form.words(),
        )  # fmt: skip
    except Conflict as clash:
        return autosave.conflict(request, clash, field="text", label=form["text"].label)
    except services.Refused as refusal:
        form.add_error("text", str(refusal))
        return autosave.invalid(form)
    if request.headers.get("X-Autosave") or request.htmx:
        return autosave.saved(version=version, at=grant.at)
    alone = f"?stimme={speaker}&nur=ja" if form.cleaned_data["private"] else ""
    return redirect(reverse("individual:conversation", args=[case_id]) + alone)


@require_POST
@login_required
def entrust(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Keep what was entrusted to the one who is signed in."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    form = NoteForm(request.POST)
    if form.is_valid():
        services.entrust(grant, text=form.cleaned_data["text"])
    return redirect("individual:case", case_id=case_id)
