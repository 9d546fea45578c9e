"""Preparing in a web process what the first reader after a start or an import would otherwise wait for.

A floor registers what fills its memory (``editions.kept``, the index of the directory); a thread of every web process does
it after the start and again whenever an edition has a new mark or a new day begins. It reads what everybody may read,
holds no connection while it waits, and a page that comes earlier does the same work itself.

Readers come first: one process prepares after the other, in steps, each of which waits for the pages that are being
answered; and while it works, a page that wants the interpreter has it within half a millisecond.
"""

from __future__ import annotations

import gc
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final

from django.core.signals import request_finished, request_started
from django.db import DatabaseError, connection
from django.utils import timezone, translation

from sozialraum.foundation.database.editions import marks

Preparation = Callable[[], object]
"""What a floor prepares; a generator prepares in the steps between which it yields."""
FIRST_PAUSE_SECONDS: Final = 2.0
LOOK_EVERY_SECONDS: Final = 5.0
MOST_PATIENCE_SECONDS: Final = 2.0
PAUSE_SECONDS: Final = 0.02
SWITCH_SECONDS: Final = 0.0005
"""After how long Python lets another thread go on that wants to; every statement of a page asks for that anew."""

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
                for _ in _steps(function):
                    _let_readers_pass()
                done += 1
            except Exception as problem:
                _log.warning("Preparing %s failed: %s", function.__qualname__, type(problem).__name__)
    return done


def _steps(function: Preparation) -> Iterator[object]:
    yield None
    found = function()
    if isinstance(found, Iterator):
        yield from found


class _UnderWay:
    """How many pages this process is answering."""

    def __init__(self) -> None:
        self._lock, self.number = threading.Lock(), 0

    def begin(self, **_: Any) -> None:
        with self._lock:
            self.number += 1

    def end(self, **_: Any) -> None:
        with self._lock:
            self.number = max(0, self.number - 1)


_under_way = _UnderWay()
request_started.connect(_under_way.begin, dispatch_uid="preparations")
request_finished.connect(_under_way.end, dispatch_uid="preparations")


def _let_readers_pass() -> None:
    # where readers never pause, the work they would otherwise each do is done all the same
    patient_until = time.monotonic() + MOST_PATIENCE_SECONDS
    while _under_way.number and time.monotonic() < patient_until:
        time.sleep(PAUSE_SECONDS)


@contextmanager
def _behind_readers() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def keep_prepared(
    language: Callable[[], str],
    ended: threading.Event,
    *,
    turn: AbstractContextManager[object] | None = None,
) -> None:
    """Prepare now, and again whenever figures, places or the day have changed, until ``ended`` is set.

    ``turn`` is a lock that the processes share, so that they do not all prepare at once.
    """
    # who has just started the program waits for its first page, which needs little of this
    ended.wait(FIRST_PAUSE_SECONDS)
    seen: object = None
    while True:
        try:
            state = (timezone.localdate(), marks())
            if state != seen:
                with turn or nullcontext(), _behind_readers():
                    prepare(language())
                    if seen is None:
                        # what was prepared stays: no page shall wait while it is looked through for garbage
                        gc.collect()
                        gc.freeze()
                seen = state
        except DatabaseError:
            _log.info("The database does not answer; preparing waits.")
        finally:
            connection.close()
        if ended.wait(LOOK_EVERY_SECONDS):
            return
