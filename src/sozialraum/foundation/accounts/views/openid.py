"""Signing in with the municipality's own account."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts import openid, services
from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.throttle import may_guess

LETTER, NEXT = "openid_letter", "openid_next"


@require_POST
@login_not_required
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the municipality's sign-in, with the code of a letter where one brought somebody here."""
    if openid.provider() is None:
        raise Http404
    request.session[LETTER] = request.POST.get("letter", "")
    request.session[NEXT] = request.POST.get("next", "")
    from sozialraum.foundation.accounts import openid_flow

    try:
        return openid_flow.begin(
            request, callback=request.build_absolute_uri(reverse("accounts:openid_callback"))
        )
    except SozialraumError as refused:
        return _refuse(request, refused)


@require_GET
@login_not_required
@never_cache
def callback(request: HttpRequest) -> HttpResponseBase:
    """Come back from there: whose account it is, and in."""
    if openid.provider() is None:
        raise Http404
    from sozialraum.foundation.accounts import openid_flow

    letter = request.session.pop(LETTER, "")
    if letter and not may_guess(request, "invitation"):
        return render(request, "429.html", status=429)
    try:
        identity = openid_flow.complete(request)
        user = services.person_of_identity(
            issuer=identity.issuer, subject=identity.subject, directory_key=identity.directory_key,
            preferred_name=identity.preferred_name, code=letter, at=timezone.now(),
        )  # fmt: skip
    except SozialraumError as refused:
        services.record_refused_sign_in(user_id=None, at=timezone.now(), why=type(refused).__name__)
        return _refuse(request, refused)
    request.session[keys.WAY] = "openid"
    request.session[keys.PROVEN_OUTSIDE] = str(user.pk) if identity.second_factor else ""
    back = request.session.pop(NEXT, "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return perform_login(request, user, email_verification="none", redirect_url=back if safe else None)


def _refuse(request: HttpRequest, refused: SozialraumError) -> HttpResponse:
    sentence, remedy = refused.told(gettext)
    return render(
        request, "accounts/openid_refused.html", {"sentence": sentence, "remedy": remedy}, status=403
    )
