"""Codes of maps and inquiries: whoever has one takes part without an account, and nobody finds one by trying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from django.http import Http404, HttpRequest

from sozialraum.foundation.accounts.throttle import has_failed, note_failure

Found = TypeVar("Found")
ACTION: Final = "session_code"
MOST_WRONG: Final = 40
"""So many wrong codes of one sender in a minute are typing errors of a class; beyond that somebody is trying codes."""


def found_by_code(request: HttpRequest, find: Callable[[str], Found | None], code: str) -> Found:
    """What a code belongs to. Raises ``Http404`` for a wrong code, and for every code of a sender who tries too many.

    A right code answers the same as a wrong one then, so that trying on tells nothing. With six of 32 letters and signs
    forty tries a minute, counted by all processes together, find one of ten open codes in about five years.
    """
    stopped = has_failed(request, ACTION, most=MOST_WRONG)
    found = None if stopped else find(code)
    if found is None:
        if not stopped:
            note_failure(request, ACTION)
        raise Http404
    return found
