"""What a web process does before its first reader asks."""

from __future__ import annotations

import threading
import uuid
from unittest.mock import Mock

import pytest
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
    preparations.keep_prepared(lambda: "de", ended)
    assert done.call_count == 2
