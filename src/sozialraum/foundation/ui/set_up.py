"""The first run: nobody has an account and the house has no name yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sozialraum.foundation.accounts.queries import nobody_yet
from sozialraum.foundation.accounts.services import create_user, give_role
from sozialraum.foundation.accounts.setup_code import forget_setup_code, is_setup_code
from sozialraum.foundation.accounts.throttle import may_guess
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui.forms import SetUpForm
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.foundation.ui.services import found_installation

BACKEND = "django.contrib.auth.backends.ModelBackend"
Respond = Callable[[HttpRequest], HttpResponse]


def is_untouched() -> bool:
    """Whether this installation still waits for its first run."""
    return installation_facts() is None and nobody_yet()


class FirstRunMiddleware:
    """Leads every page of an untouched installation to its set-up."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: Any) -> HttpResponseBase | None:
        """Redirect to the set-up, except for itself and the choice of language."""
        here = request.resolver_match.view_name if request.resolver_match else ""
        if here in {"start:set_up", "start:set_language"} or not is_untouched():
            return None
        return redirect("start:set_up")


@transaction.atomic
def set_up_installation(
    *,
    municipality_name: str,
    language: str,
    full_name: str,
    username: str,
    password: str,
    plans: bool,
    at: datetime,
) -> Any:
    """Found the house, open the first account with the administration, perhaps with planning too; returns the user.

    Raises :class:`SozialraumError` where somebody else was quicker; nothing is changed then.
    """
    user = create_user(
        username=username, full_name=full_name, password=password, language=language, at=at, by=None
    )
    found_installation(municipality_name=municipality_name, language=language, at=at, by=user.id)
    give_role(user_id=user.id, role=Role.ADMINISTRATOR, at=at, by=user.id)
    if plans:
        give_role(user_id=user.id, role=Role.PLANNER, at=at, by=user.id)
    return user


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Create the administrator and name the municipality; afterwards there is no such page."""
    if not is_untouched():
        raise Http404
    form = SetUpForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and not may_guess(request, "set_up"):
        return render(request, "429.html", status=429)
    if not form.is_valid():
        return render(request, "ui/set_up.html", {"form": form}, status=422 if form.is_bound else 200)
    keys = Path(settings.KEYS_DIRECTORY)
    if not is_setup_code(form.cleaned_data["code"], keys):
        form.add_error("code", _("This is not the code that the console of the server shows."))
        return render(request, "ui/set_up.html", {"form": form}, status=422)
    user = set_up_installation(**form.values(), at=timezone.now())
    transaction.on_commit(lambda: forget_setup_code(keys))
    login(request, user, backend=BACKEND)
    answer = HttpResponseRedirect(reverse("accounts:second_factor"))
    with translation.override(user.language):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, secure=settings.SECURE, samesite="Lax"
        )
    return answer
