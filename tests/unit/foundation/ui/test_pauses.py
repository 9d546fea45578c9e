"""A database that takes nothing in, or is away, is told as that wherever in a request it shows."""

from __future__ import annotations

import psycopg
import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InternalError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from sozialraum.foundation.ui.errors import PlainWordsMiddleware, bad_request, failed


def raised(exception: Exception, cause: Exception) -> Exception:
    """An exception as it is caught where another lies behind it."""
    try:
        raise exception from cause
    except type(exception) as caught:
        return caught


READ_ONLY = raised(InternalError("cannot execute"), psycopg.errors.ReadOnlySqlTransaction("cannot execute"))
AWAY = OperationalError("connection refused")


@pytest.mark.parametrize(
    ("behind", "said"),
    [(READ_ONLY, "Warum lässt sich nichts speichern?"), (AWAY, "Warum kommt keine Antwort?")],
)
def test_the_pause_is_told_in_a_view_in_the_middleware_and_when_the_session_is_kept(
    behind: Exception, said: str
) -> None:
    request = RequestFactory().get("/")
    answers = [
        PlainWordsMiddleware(lambda _request: HttpResponse()).process_exception(request, behind),
        bad_request(request, raised(SessionInterrupted("deleted"), behind)),
    ]
    try:
        raise behind
    except Exception:
        answers.append(failed(request))
    for answer in answers:
        assert answer is not None
        assert answer.status_code == 503
        assert said in answer.content.decode()


def test_what_breaks_otherwise_is_no_pause() -> None:
    try:
        raise KeyError("x")
    except KeyError:
        assert failed(RequestFactory().get("/")).status_code == 500
