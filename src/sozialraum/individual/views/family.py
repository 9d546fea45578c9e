"""The family's own pages: calm, large, free of statute numbers and of anything about others."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ReplyKind, TensionState
from sozialraum.individual.forms.cases import WordsForm
from sozialraum.individual.presentation.arrangements import doing_lines
from sozialraum.individual.presentation.cases import own_person, own_words_of, visits
from sozialraum.individual.presentation.councils import council_answer
from sozialraum.individual.presentation.use_value import USE_VALUES

SHOWN = 4


@require_GET
@login_required
def my_page(request: HouseRequest) -> HttpResponse:
    """What I want, who else spoke, my turn, and who looked at my data."""
    own = queries.own_case_file(request.actor, at=timezone.now())
    if own is None:
        return render(request, "individual/nothing_yet.html", {"tab": "plan"})
    grant, file = own
    me = own_person(file, request.actor.user_id)
    if me is None and not file.case.merged_into:
        return _come_in(request, grant)
    agreed = queries.arrangement(grant, file)
    said, council = queries.replies(grant), queries.council_standing(grant)
    context = {
        "council": council_answer(council, family=True) if council else "",
        "apart": [each for each in queries.tensions(grant) if each.state is not TensionState.SETTLED],
        "uses": [each for each in queries.use_of_help(grant) if each.asked or each.said], "use_values": USE_VALUES,
        "meeting": next(iter(queries.meetings(grant)), None), "today": timezone.localdate(),
        "doing": doing_lines(agreed, me)[:SHOWN], "more": max(0, len(agreed.components) - SHOWN), "agreed": agreed,
        "objections": [each for each in said if each.kind is ReplyKind.OBJECTION],
        "helped": [each for each in said if each.own and each.kind is ReplyKind.HELPED],
        "file": file, "me": me, "mine": own_words_of(file, me),
        "others": [words for words in file.words if me is None or words.speaker != me],
        "visits": visits(queries.readers(grant), own_id=request.actor.user_id)[:3],
    }  # fmt: skip
    return render(request, "individual/my_page.html", context)


def _come_in(request: HouseRequest, read: Grant) -> HttpResponse:
    """At the first visit the account takes its place among the people of the family, and then sees its page."""
    grant = gate.open(request.actor, Purpose.SERVICE, Action.WRITE, read.subject, at=timezone.now())
    services.take_own_place(grant)
    return redirect("individual:my_page")


@require_POST
@login_required
def my_words(request: HouseRequest) -> HttpResponse:
    """Something I want to say."""
    form = WordsForm({"version": 0, **request.POST.dict()})
    own = queries.own_case_file(request.actor, at=timezone.now())
    if own is None or not form.is_valid():
        return redirect("individual:my_page")
    read, file = own
    me = own_person(file, request.actor.user_id)
    grant = gate.open(request.actor, Purpose.SERVICE, Action.WRITE, read.subject, at=timezone.now())
    services.record_statement(
        grant, said_on=timezone.localdate(), speaker_id=me.id if me else None, **form.words()
    )
    return redirect("individual:my_page")


@require_GET
@login_required
def my_data(request: HouseRequest) -> HttpResponse:
    """Who looked at my data, when and why: all of it."""
    own = queries.own_case_file(request.actor, at=timezone.now())
    if own is None:
        return render(request, "individual/nothing_yet.html", {"tab": "data"})
    grant, file = own
    found = visits(queries.readers(grant), own_id=request.actor.user_id)
    return render(request, "individual/my_data.html", {"file": file, "visits": found})


@require_GET
@login_required
def my_maps(request: HouseRequest) -> HttpResponse:
    """The network maps of the own family."""
    own = queries.own_case_file(request.actor, at=timezone.now())
    if own is None:
        return render(request, "individual/nothing_yet.html", {"tab": "map"})
    return redirect("individual:network_maps", case_id=own[1].case.id)
