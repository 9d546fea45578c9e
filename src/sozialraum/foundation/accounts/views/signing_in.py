"""Signing in and out."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.openid import provider
from sozialraum.foundation.accounts.personas import STORIES
from sozialraum.foundation.accounts.queries import has_kept_form, persona_cards, persona_user

BACKEND = "django.contrib.auth.backends.ModelBackend"
REASONS = {
    "zeit": _("You are not signed in any more. For everybody's protection, please sign in again."),
    "text": _(
        "You are not signed in any more. What you wrote is safe: sign in again as the same person, and you will find it."
    ),
}


class SignInView(LoginView):
    """Sign in by name and password, by passkey, by the municipality's directory or, in a demo, by a card."""

    template_name = "accounts/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the ways in that this installation has."""
        found = super().get_context_data(**kwargs)
        found["reason"] = REASONS.get(self.request.GET.get("grund", ""))
        found["persona_sides"] = persona_cards()
        found["stories"] = STORIES if found["persona_sides"] else ()
        municipality = provider()
        found["openid_name"] = municipality.name if municipality else ""
        return found


sign_in = SignInView.as_view()


@require_POST
@login_not_required
def sign_in_persona(request: HttpRequest, persona: str) -> HttpResponse:
    """Sign in as an invented person of a demo; on every other database there is no such page."""
    user = persona_user(persona)
    if user is None:
        raise Http404
    logout(request)
    request.session[keys.WAY] = "persona"
    request.session[keys.PROVEN_OUTSIDE] = str(user.pk)
    login(request, user, backend=BACKEND)
    request.session[keys.PERSONA] = True
    told = next((each for each in STORIES if each.family_name == request.POST.get("story")), None)
    if has_kept_form(user.pk, at=timezone.now()):
        return redirect("accounts:kept_form")
    return HttpResponseRedirect(told.path if told else "/")


@require_http_methods(["GET", "POST"])
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; a mere link cannot do it and leads to the own account, where the button is."""
    if request.method == "GET":
        return redirect("accounts:account")
    left_by = str(request.user.pk) if request.user.is_authenticated else ""
    logout(request)
    if left_by:
        request.session[keys.LEFT_BY] = left_by
    return redirect("accounts:sign_in")
