"""What a web process does before its first reader asks."""

from __future__ import annotations

import sys
import threading
import uuid
from collections.abc import Iterator
from unittest.mock import MagicMock, Mock

import pytest
from django.core.signals import request_finished, request_started
from django.db import OperationalError
from django.utils.translation import get_language

from sozialraum.foundation.database import preparations


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[preparations.Preparation]:
    """The registered preparations, none at first."""
    functions: list[preparations.Preparation] = []
    monkeypatch.setattr(preparations, "_registered", functions)
    monkeypatch.setattr(preparations, "connection", Mock())
    return functions


def test_everything_is_prepared_in_the_readers_language_whatever_fails(
    registered: list[preparations.Preparation], caplog: pytest.LogCaptureFixture
) -> None:
    languages: list[str | None] = []

    def broken() -> None:
        raise ValueError("Jonas Petersen")

    for function in (broken, lambda: languages.append(get_language())):
        preparations.register_preparation(function)
        preparations.register_preparation(function)
    assert preparations.prepare("en") == 1
    assert languages == ["en"]
    assert "ValueError" in caplog.text
    assert "Petersen" not in caplog.text


def test_between_the_steps_readers_come_first(
    registered: list[preparations.Preparation], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def two_steps() -> Iterator[None]:
        told.append("first")
        # a page is asked for meanwhile
        request_started.send(None, environ={})
        yield
        told.append("second")

    def wait(_seconds: float) -> None:
        told.append("a page is answered")
        request_finished.send(None)

    registered.append(two_steps)
    monkeypatch.setattr(preparations.time, "sleep", wait)
    assert preparations.prepare("de") == 1
    assert told == ["first", "a page is answered", "second"]


def test_where_readers_never_pause_it_is_prepared_all_the_same(
    registered: list[preparations.Preparation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparations, "MOST_PATIENCE_SECONDS", 0.01)
    done = Mock(__qualname__="done")
    registered.append(done)
    request_started.send(None, environ={})
    try:
        assert preparations.prepare("de") == 1
    finally:
        request_finished.send(None)
    assert done.call_count == 1


def test_the_turn_is_taken_for_the_work_alone_and_the_interpreter_given_up_sooner(
    registered: list[preparations.Preparation], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, seen = sys.getswitchinterval(), []
    turn = MagicMock()
    registered.append(lambda: seen.append((turn.__enter__.called, sys.getswitchinterval())))
    monkeypatch.setattr(preparations, "marks", dict)
    looks = iter([False, True])
    ended = Mock(spec=threading.Event, wait=lambda _seconds: next(looks))
    monkeypatch.setattr("gc.freeze", Mock())
    preparations.keep_prepared(lambda: "de", ended, turn=turn)
    assert seen == [(True, pytest.approx(preparations.SWITCH_SECONDS))]
    assert turn.__exit__.call_count == 1
    assert sys.getswitchinterval() == usual


def test_it_is_prepared_again_only_when_something_has_changed(
    registered: list[preparations.Preparation], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    looks: list[dict[str, uuid.UUID] | Exception] = [
        {"areas": first}, {"areas": first}, OperationalError("the server restarts"), {"areas": second}, {"areas": second},
    ]  # fmt: skip

    def look() -> dict[str, uuid.UUID]:
        found = looks.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    done = Mock(__qualname__="done")
    registered.append(done)
    monkeypatch.setattr(preparations, "marks", look)
    ended = Mock(spec=threading.Event, wait=lambda _seconds: not looks)
    frozen = Mock()
    monkeypatch.setattr("gc.freeze", frozen)
    preparations.keep_prepared(lambda: "de", ended)
    assert done.call_count == 2
    assert frozen.call_count == 1
