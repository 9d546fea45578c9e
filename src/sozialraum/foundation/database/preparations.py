"""Preparing in a web process what the first reader after a start or an import would otherwise wait for.

A floor registers what fills its memory (``editions.kept``, the index of the directory); a thread of every web process does
it after the start and again whenever an edition has a new mark or a new day begins. It reads what everybody may read,
holds no connection while it waits, and a page that comes earlier does the same work itself.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, connection
from django.utils import timezone, translation

from sozialraum.foundation.database.editions import marks

Preparation = Callable[[], object]
FIRST_PAUSE_SECONDS: Final = 2.0
LOOK_EVERY_SECONDS: Final = 20.0

_registered: list[Preparation] = []
_log = logging.getLogger(__name__)


def register_preparation(function: Preparation) -> Preparation:
    """Let a floor prepare something; the same function counts once."""
    if function not in _registered:
        _registered.append(function)
    return function


def prepare(language: str) -> int:
    """Do everything that is registered, for readers of this language; returns how many of them succeeded.

    What fails is logged by its name and left to the page that needs it.
    """
    done = 0
    with translation.override(language):
        for function in _registered:
            try:
                function()
                done += 1
            except Exception as problem:
                _log.warning("Preparing %s failed: %s", function.__qualname__, type(problem).__name__)
    return done


def keep_prepared(language: Callable[[], str], ended: threading.Event) -> None:
    """Prepare now, and again whenever figures, places or the day have changed, until ``ended`` is set."""
    # who has just started the program waits for its first page, which needs little of this
    ended.wait(FIRST_PAUSE_SECONDS)
    seen: object = None
    while True:
        try:
            state = (timezone.localdate(), marks())
            if state != seen:
                prepare(language())
                seen = state
        except DatabaseError:
            _log.info("The database does not answer; preparing waits.")
        finally:
            connection.close()
        if ended.wait(LOOK_EVERY_SECONDS):
            return
