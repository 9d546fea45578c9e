"""Static files: one fingerprint, a copy that outlives what it was made from, earlier versions for open pages."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import RequestFactory

from sozialraum.foundation.ui import static_files
from sozialraum.foundation.ui.static_files import (
    FingerprintedStorage,
    StaticFilesMiddleware,
    fingerprint,
    keep_copy,
    named_files,
    served_copy,
)

NOW = datetime.now(UTC)


@pytest.fixture
def program(tmp_path: Path) -> dict[str, Path]:
    """Two files of a program, one naming the other."""
    style, script = tmp_path / "style.css", tmp_path / "part.mjs"
    style.write_text("body { color: black }\n" * 40)
    script.write_text('import "./other.mjs";')
    return {"ui/style.css": style, "map/part.mjs": script}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    kept = tmp_path / "static"
    kept.mkdir()
    return kept


@pytest.fixture
def served(
    program: dict[str, Path], folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    settings.STATIC_DIRECTORY = str(folder)
    monkeypatch.setattr(static_files, "named_files", lambda: program)
    served_copy.cache_clear()
    # as Django's own test client does: a closed answer must not reach for the database
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)
    served_copy.cache_clear()


def asked(address: str, **headers: str) -> Any:
    return StaticFilesMiddleware(lambda _request: HttpResponse(status=404))(
        RequestFactory().get(address, headers=headers)
    )


def test_names_what_the_pages_use() -> None:
    assert {"ui/sozialraum.css", "ui/shell.js", "ui/house.svg"} <= set(named_files())


def test_the_fingerprint_follows_names_and_contents(program: dict[str, Path]) -> None:
    first = fingerprint(program)
    assert fingerprint(dict(reversed(program.items()))) == first
    assert (
        fingerprint({"ui/other.css": program["ui/style.css"], "map/part.mjs": program["map/part.mjs"]})
        != first
    )
    program["ui/style.css"].write_text("body { color: navy }")
    assert fingerprint(program) != first


def test_a_file_is_served_for_good_under_its_fingerprint(served: None, program: dict[str, Path]) -> None:
    address = FingerprintedStorage().url("map/part.mjs")
    assert address == f"/static/{fingerprint(program)}/map/part.mjs"
    answer = asked(address)
    assert (answer.status_code, b"".join(answer)) == (200, b'import "./other.mjs";')
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/javascript")
    answer.close()


def test_a_plain_address_is_kept_for_a_minute_only(served: None) -> None:
    answer = asked("/static/ui/style.css")
    assert answer["Cache-Control"] == "max-age=60, public"
    answer.close()


def test_replacing_the_files_breaks_nothing_that_runs(served: None, program: dict[str, Path]) -> None:
    address = FingerprintedStorage().url("ui/style.css")
    middleware = StaticFilesMiddleware(lambda _request: HttpResponse(status=404))
    before = program["ui/style.css"].read_bytes()
    program["ui/style.css"].write_text("a")
    program["map/part.mjs"].unlink()
    answer = middleware(RequestFactory().get(address))
    assert b"".join(answer) == before
    answer.close()
    # the next start has another address, and pages that are still open find the files they were made with
    program.pop("map/part.mjs")
    served_copy.cache_clear()
    assert FingerprintedStorage().url("ui/style.css") != address
    answer = asked(address)
    assert b"".join(answer) == before
    answer.close()


def test_text_travels_compressed(served: None, program: dict[str, Path]) -> None:
    answer = asked(FingerprintedStorage().url("ui/style.css"), accept_encoding="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(answer)) == program["ui/style.css"].read_bytes()
    answer.close()


def test_copies_are_made_once_and_old_ones_go(program: dict[str, Path], folder: Path) -> None:
    kept = keep_copy(program, folder, now=NOW)
    (kept / "mark").touch()
    assert keep_copy(program, folder, now=NOW) == kept
    assert (kept / "mark").exists()
    program["ui/style.css"].write_text("a")
    newer = keep_copy(program, folder, now=NOW + timedelta(days=29))
    assert {each.name for each in folder.iterdir()} == {kept.name, newer.name}
    os.utime(kept, (NOW.timestamp(), NOW.timestamp()))
    keep_copy(program, folder, now=NOW + timedelta(days=31))
    assert [each.name for each in folder.iterdir()] == [newer.name]


def test_a_copy_that_fails_leaves_nothing_behind(program: dict[str, Path], folder: Path) -> None:
    whole = dict(program)
    name = fingerprint(whole)
    (folder / name).write_text("in the way")
    with pytest.raises(OSError, match=r"Not a directory|exists"):
        keep_copy(whole, folder, now=NOW)
    assert [each.name for each in folder.iterdir()] == [name]


def test_two_at_once_agree(program: dict[str, Path], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = static_files._copy

    def overtaken(source: Path, target: Path) -> None:
        monkeypatch.setattr(static_files, "_copy", copy)
        keep_copy(program, folder, now=NOW)
        copy(source, target)

    monkeypatch.setattr(static_files, "_copy", overtaken)
    kept = keep_copy(program, folder, now=NOW)
    assert [each.name for each in folder.iterdir()] == [kept.name]
    assert {each.name for each in kept.rglob("*.mjs")} == {"part.mjs"}


@pytest.mark.parametrize(
    "address", ["/static/../keys/secret.txt", "/static/0123456789abcdef/ui/style.css", "/static/"]
)
def test_nothing_else_is_served(served: None, address: str) -> None:
    assert asked(address).status_code == 404


def test_the_development_server_gives_plain_addresses(settings: Any) -> None:
    settings.DEVELOPMENT = True
    assert FingerprintedStorage().url("ui/style.css") == "/static/ui/style.css"
