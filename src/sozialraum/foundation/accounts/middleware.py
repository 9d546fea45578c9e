"""Every request knows its actor, and nobody gets further than sign-in, second factor and session limits allow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.queries import actor_signed_in
from sozialraum.foundation.accounts.rules import (
    SessionLimits,
    needs_second_factor,
    requires_second_factor,
    session_ended,
)
from sozialraum.foundation.accounts.services import keep_form
from sozialraum.foundation.privacy.actors import NOBODY, Actor

Respond = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY = timedelta(minutes=1)
WITHOUT_FACTOR = frozenset(
    {
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
        "mfa_download_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "account_reauthenticate", "account_logout", "accounts:sign_out",
        "accounts:second_factor", "accounts:password", "accounts:kept_form", "accounts:account",
    }
)  # fmt: skip
"""Pages that stay open to somebody who has yet to show the second factor that the task demands."""
NOT_KEPT = frozenset(
    {
        "supervision", "accounts:invite", "accounts:give_role", "accounts:substitutions", "accounts:end_role", "accounts:renew",
        "accounts:change_person", "accounts:withdraw",
    }
)  # fmt: skip
"""What is never kept when a session runs out: somebody else at the same machine could have typed it, and one click
of the next sign-in would give a role or approve an erasure."""


class ActorMiddleware:
    """Puts ``request.actor`` on the request, read from the database when a page is found or somebody asks before."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its actor at hand."""
        request.actor = SimpleLazyObject(lambda: actor_for(request))  # type: ignore[attr-defined]  # set here
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Read the actor of a page now: a list asks for rights hundreds of times, and a lazy object makes each of them slower."""
        request.actor = actor_for(request)  # type: ignore[attr-defined]  # set here


def actor_for(request: HttpRequest) -> Actor:
    """The actor of this request: nobody, or the person signed in with today's roles."""
    user = request.user
    if not isinstance(user, User) or not user.is_authenticated:
        return NOBODY
    return actor_signed_in(
        user, today=timezone.localdate(), second_factor=bool(request.session.get(keys.SECOND_FACTOR, False))
    )


class SessionLimitMiddleware:
    """Ends a session that has run out; what was written is kept for the same person.

    It works once the request has passed the check against forged forms, so that nobody can plant a text.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponseBase | None:
        """Sign out who has been away too long; note the others as seen."""
        if not request.user.is_authenticated:
            return None
        now = timezone.now()
        signed_in, seen = _time(request, keys.SIGNED_IN_AT, now), _time(request, keys.SEEN_AT, now)
        limits = SessionLimits(
            idle=timedelta(minutes=settings.SESSION_IDLE_MINUTES),
            absolute=timedelta(hours=settings.SESSION_HOURS),
        )
        idles = requires_second_factor(request.actor) and not request.session.get(keys.PERSONA)  # type: ignore[attr-defined]  # set here
        if not session_ended(signed_in_at=signed_in, seen_at=seen, now=now, limits=limits, idles=idles):
            if now - seen > SEEN_EVERY:
                request.session[keys.SEEN_AT] = now.timestamp()
            return None
        user_id = request.user.pk
        request.sign_out_reason = "session limit"  # type: ignore[attr-defined]  # set here
        logout(request)
        request.session[keys.LEFT_BY] = str(user_id)
        request.actor = NOBODY  # type: ignore[attr-defined]  # set here
        return None


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page needs a sign-in that does not say ``login_not_required``; a form sent without one is kept."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:  # noqa: ARG002 - the framework calls it so
        """Lead to the sign-in page and back; scripts and HTMX are told so that the whole page goes there."""
        left_by = request.session.get(keys.LEFT_BY)
        kept = bool(left_by) and request.method == "POST" and _may_be_kept(request) and keep_form(
            owner_id=UUID(left_by), path=request.get_full_path(), fields=dict(request.POST.lists()),
            files=bool(request.FILES), at=timezone.now(),
        )  # fmt: skip
        query: dict[str, str] = {"next": _way_back(request)}
        if left_by:
            query["grund"] = "text" if kept else "zeit"
        address = f"{reverse('accounts:sign_in')}?{urlencode(query)}"
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


class SecondFactorMiddleware:
    """Leads people whose task demands a second factor to setting it up, and nowhere else before."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; a session that has just gained the second factor goes on under a new key."""
        before = request.session.get(keys.SECOND_FACTOR, False)
        response = self.get_response(request)
        if request.session.get(keys.SECOND_FACTOR, False) and not before:
            request.session.cycle_key()
        return response

    def process_view(self, request: HttpRequest, view_func: Any, *_: Any) -> HttpResponseBase | None:
        """Stop at every page that is neither open to everybody nor needed for the set-up."""
        if not request.user.is_authenticated or not getattr(view_func, "login_required", True):
            return None
        match = request.resolver_match
        if match is None or match.view_name in WITHOUT_FACTOR:
            return None
        if needs_second_factor(request.actor):  # type: ignore[attr-defined]  # set here
            return HttpResponseRedirect(reverse("accounts:second_factor"))
        return None


def _may_be_kept(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.app_name not in NOT_KEPT and match.view_name not in NOT_KEPT


def _time(request: HttpRequest, key: str, otherwise: datetime) -> datetime:
    stamp = request.session.get(key)
    return datetime.fromtimestamp(stamp, UTC) if stamp else otherwise


def _way_back(request: HttpRequest) -> str:
    if request.method in {"GET", "HEAD"} and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    origin = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "/"
    safe = url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure())
    return "/" + origin.split("/", 3)[3] if safe and origin.count("/") >= 3 else "/"
