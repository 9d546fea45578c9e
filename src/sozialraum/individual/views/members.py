"""Who belongs to the family: somebody new who speaks, and what is known of somebody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui import autosave
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.forms.members import MemberForm, NewMemberForm, member_values
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.rules import is_under_18
from sozialraum.individual.services.members import ACCOUNTS
from sozialraum.individual.views.cases import NEW_VOICE, conversation_page
from sozialraum.individual.views.network_maps import INVALID
from sozialraum.individual.views.process import office_grant


@require_POST
@login_required
def add(request: HouseRequest, case_id: UUID) -> HttpResponse:
    """Somebody new speaks: the talk goes on with this voice."""
    form = NewMemberForm(request.POST)
    grant = office_grant(request, case_id, Action.WRITE)
    if not form.is_valid():
        if request.headers.get("X-Autosave"):
            return autosave.invalid(form)
        return conversation_page(request, grant, voice=NEW_VOICE, new_person=form)
    member_id = services.add_member(grant, **form.values())
    if request.headers.get("X-Autosave"):
        return autosave.saved(version=1, at=grant.at)
    return redirect(f"{reverse('individual:conversation', args=[case_id])}?stimme={member_id}")


@require_POST
@login_required
@never_cache
def invite(request: HouseRequest, case_id: UUID, member_id: UUID) -> HttpResponse:
    """The letter with the code for an own account; the code is shown only now."""
    grant = office_grant(request, case_id, Action.WRITE)
    file = queries.case_file(grant)
    person = next((each for each in file.people if each.id == member_id), None)
    if person is None:
        raise Http404
    try:
        code = services.invite_member(grant, member_id)
    except services.Refused as refusal:
        messages.error(request, error_in_words(refusal))
        return redirect("individual:member", case_id=case_id, member_id=member_id)
    young = is_under_18(person.kind, person.born_on, today=timezone.localdate())
    context = {"file": file, "person": person, "code": code, "young": young}
    return render(request, "individual/member_letter.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def change(request: HouseRequest, case_id: UUID, member_id: UUID) -> HttpResponse:
    """What is known of somebody of the family, to be corrected."""
    grant = office_grant(request, case_id, Action.WRITE)
    file = queries.case_file(grant)
    person = next((each for each in file.people if each.id == member_id), None)
    if person is None:
        raise Http404
    form = MemberForm(request.POST or None, initial=member_values(person))
    if request.method == "POST" and form.is_valid():
        try:
            services.revise_member(grant, member_id, **form.values())
            return redirect("individual:case", case_id=case_id)
        except services.Refused as refusal:
            form.add_error("born_on", error_in_words(refusal))
    context = {"file": file, "person": person, "form": form, "may_invite": person.kind in ACCOUNTS}
    return render(request, "individual/member.html", context, status=INVALID if form.errors else 200)
