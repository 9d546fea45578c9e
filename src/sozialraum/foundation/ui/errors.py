"""Calm pages for what went wrong: they say what to do and never show contents."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from django.contrib.auth.decorators import login_not_required
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sozialraum.errors import Conflict, SozialraumError

BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT = 400, 403, 404, 409
FAILED, UNAVAILABLE = 500, 503
READ_ONLY = "25006"
"""What PostgreSQL calls a write in a read-only transaction."""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The address or the form cannot be understood, or the session could not be kept because nothing can be."""
    return _pause(exception) or _page(
        request, BAD_REQUEST, _("What was meant by that?"),
        _("The address or the form that came in cannot be understood. Go back, reload the page and try again."),
    )  # fmt: skip


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the framework calls it so
    """The actor may not do this."""
    return _page(
        request, FORBIDDEN, _("Why is this closed?"),
        _("Your work does not open this page. If you need it, ask your team lead or the administration."),
    )  # fmt: skip


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - the framework calls it so
    """The form does not belong to the session any more (the view for failed CSRF checks)."""
    return _page(
        request, FORBIDDEN, _("Is this form too old?"),
        _("It belongs to an earlier session. Go back, copy your text, reload the page and send it again."),
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the framework calls it so
    """There is nothing here, or nothing for this actor; the two look the same."""
    return _page(
        request, NOT_FOUND, _("Where is this page?"),
        _("There is nothing here, or nothing that is open to you. Check the address, search, or begin at Start."),
    )  # fmt: skip


def failed(_request: HttpRequest) -> HttpResponse:
    """Something broke; the page needs no database, no session and no template of a floor."""
    # what breaks in the outer middleware comes here alone
    return _pause(sys.exc_info()[1]) or _standalone(
        FAILED, _("What went wrong?"),
        _("Something broke on our side. Nothing you had saved is lost. Try again in a few minutes."),
        _("If it happens again, tell the administration when it happened and which page you wanted."),
    )  # fmt: skip


@login_not_required
def offline(_request: HttpRequest) -> HttpResponse:
    """What the browser shows when there is no connection; kept on the device beforehand."""
    return _standalone(
        200, _("Where is the connection?"),
        _("There is no connection right now. Unsent texts are safe on this device and are handed in by themselves."),
        _("Reload the page when you are connected again."),
    )  # fmt: skip


class PlainWordsMiddleware:
    """Shows errors that carry their own words as a page, and an unreachable database as a pause."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer in plain words where there are some."""
        if isinstance(exception, Conflict):
            question, remedy = (
                _("What has changed meanwhile?"),
                _(
                    "Somebody else has changed the same thing. Nothing was overwritten. Go back, copy your text, reload the page and compare both."
                ),
            )
            return _page(request, CONFLICT, question, remedy)
        if isinstance(exception, SozialraumError):
            return _page(request, BAD_REQUEST, *exception.told(_))
        if isinstance(exception, DataError):
            # a value that no column can hold, for example a zero byte in a form: the sender's fault, not ours
            return bad_request(request)
        return _pause(exception)


def _pause(exception: BaseException | None) -> HttpResponse | None:
    """The page of a database that is away or takes nothing in; None for every other exception."""
    causes = list(_causes(exception))
    if any(getattr(each, "sqlstate", None) == READ_ONLY for each in causes):
        return _standalone(
            UNAVAILABLE, _("Why can nothing be saved?"),
            _("The database can only be read at the moment: nothing that is sent now is saved. Keep your text and try again in a few minutes."),
            _("If it lasts, the administration finds the reason with “sozialraum check”."),
        )  # fmt: skip
    if any(isinstance(each, OperationalError | InterfaceError) for each in causes):
        return _standalone(
            UNAVAILABLE, _("Why is there no answer?"),
            _("The database does not answer at the moment. Nothing is lost. Try again in a few minutes."),
            _("If it lasts, the administration finds the reason with “sozialraum check”."),
        )  # fmt: skip
    return None


def _causes(exception: BaseException | None) -> Iterator[BaseException]:
    while exception is not None:
        yield exception
        exception = exception.__cause__ or exception.__context__


def _page(request: HttpRequest, status: int, question: str, answer: str) -> HttpResponse:
    return render(request, "ui/error.html", {"question": question, "remedy": answer}, status=status)


def _standalone(status: int, question: str, answer: str, remedy: str) -> HttpResponse:
    context = {"question": question, "answer": answer, "remedy": remedy}
    return HttpResponse(render_to_string("ui/error_standalone.html", context), status=status)
