"""What the gate refuses looks like what does not exist."""

from __future__ import annotations

from collections.abc import Callable

from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse

from sozialraum.foundation.privacy.gate import Denied


class GateMiddleware:
    """Turns a shut gate into "not found": the same page, the same answer, whether the subject exists or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 404 where the gate stays shut; the denial is already recorded."""
        if isinstance(exception, Denied):
            return response_for_exception(request, Http404())
        return None
