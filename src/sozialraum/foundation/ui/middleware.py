"""Pages of signed-in people leave nothing behind on a shared machine, and speak the language of the house."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from sozialraum.foundation.ui.queries import installation_facts


class PrivatePagesMiddleware:
    """Forbids browsers and proxies to store what was answered within a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and mark the answer where there is a session and the view has not said otherwise."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response


class HouseLanguageMiddleware(LocaleMiddleware):
    """The language that was chosen, else one that the browser names, else that of the installation."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of this request."""
        super().process_request(request)
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or _named_by(request):
            return
        facts = installation_facts()
        if facts is not None and facts.language != translation.get_language():
            translation.activate(facts.language)
            request.LANGUAGE_CODE = translation.get_language()


def _named_by(request: HttpRequest) -> bool:
    """Whether the browser names a language that the house speaks."""
    for name, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if name == "*":
            return False
        try:
            get_supported_language_variant(name)
        except LookupError:
            continue
        return True
    return False
