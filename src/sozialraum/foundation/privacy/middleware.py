"""What the gate refuses looks like what does not exist, and no page leaves before the record of its look stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse

from sozialraum.foundation.audit.services import recorded_meanwhile
from sozialraum.foundation.privacy.gate import Denied

LOOKS: Final = frozenset({"GET", "HEAD"})


class GateMiddleware:
    """Turns a shut gate into "not found": the same page, the same answer, whether the subject exists or not.

    While a page is drawn that changes nothing, the database writes the record of the look; the page waits for it in
    the end. Where it cannot be written, there is no page. What changes something waits for its record at the gate.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and hold the answer until its records are durable."""
        if request.method not in LOOKS:
            return self.get_response(request)
        with recorded_meanwhile():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 404 where the gate stays shut; the denial is already recorded."""
        if isinstance(exception, Denied):
            return response_for_exception(request, Http404())
        return None
