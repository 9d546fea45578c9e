"""Logs carry no contents: what the database says about a row stays out of them."""

from __future__ import annotations

import logging
from types import TracebackType

import psycopg
from django.db import Error

ExcInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)  # fmt: skip


class ContentlessFormatter(logging.Formatter):
    """Writes of an error of the database only its first line.

    The lines after it (``DETAIL: Failing row contains …``) repeat whole rows, and with them what a family said.
    """

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the name is the library's
        """The traceback, with errors of the database cut to their first line."""
        text = super().formatException(ei)
        for error in _chain(ei[1]):
            told = str(error)
            if isinstance(error, Error | psycopg.Error) and "\n" in told:
                text = text.replace(told, told.partition("\n")[0])
        return text


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and each not in found:
            found.append(each)
            waiting += [each.__cause__, each.__context__]
    return found
