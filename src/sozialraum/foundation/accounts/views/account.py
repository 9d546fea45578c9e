"""The own account: who I am here, how I sign in, what was kept for me."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.views import PasswordChangeView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.foundation.accounts.access import can_manage_people
from sozialraum.foundation.accounts.queries import account_of, kept_forms
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.accounts.rules import needs_second_factor
from sozialraum.foundation.accounts.services import discard_kept_form
from sozialraum.foundation.privacy.actors import Role


def me(request: HouseRequest) -> UUID:
    """The id of the person signed in; pages that anybody may open do not ask."""
    if request.actor.user_id is None:
        raise Http404
    return request.actor.user_id


@require_GET
def account(request: HouseRequest) -> HttpResponse:
    """Who I am here: name, roles with their scopes and times, the latest sign-ins."""
    context = {
        "account": account_of(me(request), today=timezone.localdate()),
        "can_manage_people": can_manage_people(request.actor).allowed,
        "family": request.actor.has(Role.PARENT, Role.YOUNG_PERSON),
    }
    return render(request, "accounts/account.html", context)


@require_GET
def second_factor(request: HouseRequest) -> HttpResponse:
    """Why a second factor is needed, and the two ways to set one up."""
    if not needs_second_factor(request.actor):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html")


@require_GET
def kept_form(request: HouseRequest) -> HttpResponse:
    """What I had written when my session ran out."""
    forms = kept_forms(me(request), at=timezone.now())
    if not forms:
        return redirect("/")
    return render(request, "accounts/kept_form.html", {"forms": forms})


@require_http_methods(["POST"])
def continue_kept_form(request: HouseRequest, form_id: Any) -> HttpResponse:
    """Send the kept fields on to where they were going: the browser repeats this POST there (307)."""
    found = [form for form in kept_forms(me(request), at=timezone.now()) if form.id == form_id]
    if not found:
        return redirect("/")
    discard_kept_form(owner_id=me(request), form_id=form_id)
    return HttpResponseRedirect(found[0].path, preserve_request=True)


@require_POST
def discard(request: HouseRequest, form_id: Any) -> HttpResponse:
    """Throw away what was kept."""
    discard_kept_form(owner_id=me(request), form_id=form_id)
    return redirect("accounts:kept_form")


class PasswordView(PasswordChangeView):
    """Change the own password; who signs in without one is told so."""

    template_name = "accounts/password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the form, or say that there is no password to change."""
        if not request.user.has_usable_password():  # type: ignore[union-attr]  # signed in
            return render(request, "accounts/no_password.html")
        return super().dispatch(request, *args, **kwargs)


password = PasswordView.as_view()
