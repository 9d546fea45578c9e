"""Every request knows its actor."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.queries import actor_of
from sozialraum.foundation.privacy.actors import NOBODY, Actor

SECOND_FACTOR_KEY = "second_factor"


class ActorMiddleware:
    """Puts ``request.actor`` on the request, read from the database when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its actor at hand."""
        request.actor = SimpleLazyObject(lambda: actor_for(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_for(request: HttpRequest) -> Actor:
    """The actor of this request: nobody, or the person signed in with today's roles."""
    user = request.user
    if not isinstance(user, User) or not user.is_authenticated:
        return NOBODY
    return actor_of(
        user, today=timezone.localdate(), second_factor=bool(request.session.get(SECOND_FACTOR_KEY, False))
    )
