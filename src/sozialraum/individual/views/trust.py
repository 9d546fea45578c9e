"""Whom I trust: somebody of the family lets a person of her own choice in; and what that person is shown."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.forms.trust import ShownForm, TrustForm
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.trust import shown_page, things_in_words

INVALID = 422


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def my_trusted(request: HouseRequest) -> HttpResponse:
    """Whom do I trust, and what do they see? A name that is sent opens the letter, whose code is shown only now."""
    own = queries.own_case_file(request.actor, at=timezone.now())
    if own is None:
        return render(request, "individual/nothing_yet.html", {"tab": "data"})
    form = TrustForm(request.POST or None, young=request.actor.young, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            _id, code = services.let_in(_to_write(request, own[0]), **form.values())
        except services.Refused as refused:
            form.add_error(None, error_in_words(refused))
        else:
            return _letter(request, form.cleaned_data["full_name"], code)
    rows = [
        (row, things_in_words(row), ShownForm(initial={"things": row.things, "until": row.until}, prefix=str(row.id)))
        for row in queries.trusted_people(own[0])
    ]  # fmt: skip
    context = {"form": form, "rows": rows}
    return render(request, "individual/my_trusted.html", context, status=INVALID if form.is_bound else 200)


@require_POST
@login_required
@never_cache
def change(request: HouseRequest, trusted_id: UUID, deed: str) -> HttpResponse:
    """Show more or less, take everything back, or write the letter again."""
    own = queries.own_case_file(request.actor, at=timezone.now())
    if own is None:
        return redirect("individual:my_trusted")
    grant, form = _to_write(request, own[0]), ShownForm(request.POST, prefix=str(trusted_id))
    try:
        if deed == "brief":
            row = next((each for each in queries.trusted_people(own[0]) if each.id == trusted_id), None)
            return _letter(
                request, row.full_name if row else "", services.write_letter_again(grant, trusted_id)
            )
        if deed == "ende":
            services.end_trust(grant, trusted_id)
            messages.success(request, _("Taken back. It holds at once."))
        elif form.is_valid():
            services.change_what_is_shown(grant, trusted_id, **form.values())
            messages.success(request, _("Saved. It holds at once."))
        else:
            messages.error(request, _("Choose at least one thing to show, and a day."))
    except services.Refused as refused:
        messages.error(request, error_in_words(refused))
    return redirect("individual:my_trusted")


@require_GET
@login_required
@never_cache
def shown_to_me(request: HouseRequest) -> HttpResponse:
    """What somebody of a family shows me."""
    pages = [shown_page(each) for each in queries.shown_to(request.actor, at=timezone.now())]
    return render(request, "individual/shown_to_me.html", {"pages": pages})


def _to_write(request: HouseRequest, read: Grant) -> Grant:
    return gate.open(request.actor, Purpose.SERVICE, Action.WRITE, read.subject, at=timezone.now())


def _letter(request: HouseRequest, name: str, code: str) -> HttpResponse:
    return render(request, "individual/trusted_letter.html", {"name": name, "code": code})
