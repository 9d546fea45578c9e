"""One statement: as it was said, how it was said before, and the same in plain words beside it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.access import can_write_case, is_family
from sozialraum.individual.presentation.process import LANGUAGES
from sozialraum.individual.views.cases import open_case_grant
from sozialraum.individual.views.process import act


@require_GET
@login_required
def statement(request: HouseRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    """What was said here, and by whom?"""
    view = queries.statement_view(open_case_grant(request, case_id), statement_id)
    words = view.words
    context = {
        "may_show": words.speaker is not None and request.actor.user_id in {words.recorded_by, words.speaker.user_id}
        and words.recorded_by != words.speaker.user_id,
        "view": view, "words": view.words, "file": view.file, "language": LANGUAGES.get(view.language, view.language),
        "may_write": can_write_case(request.actor, case_id), "foreign": view.language != "de",
    }  # fmt: skip
    return render(request, "individual/statement.html", context)


@require_POST
@login_required
def show_words(request: HouseRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    """Words of a private moment for the others as well, or for the two again."""
    grant, shown = open_case_grant(request, case_id, Action.WRITE), request.POST.get("shown") == "yes"
    act(
        request,
        lambda: services.show_private_words(grant, statement_id, shown=shown),
        said=_("From now on the others read it.") if shown else _("It is between the two of you again."),
    )
    if is_family(request.actor):
        return redirect("individual:my_page")
    return redirect("individual:statement", case_id=case_id, statement_id=statement_id)


@require_POST
@login_required
def say_plainly(request: HouseRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    """Put it into plain words, beside what was said."""
    grant = open_case_grant(request, case_id, Action.WRITE)
    text = request.POST.get("text", "")
    act(
        request,
        lambda: services.say_plainly(grant, statement_id, text=text),
        said=_("It stands beside the words now."),
    )
    return redirect("individual:statement", case_id=case_id, statement_id=statement_id)
