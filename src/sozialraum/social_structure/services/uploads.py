"""Files between upload and import: kept for a day, so that a preview can be looked at and changed."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.warehouse.sources import SourceTable, read_table

KEPT: Final = timedelta(days=1)
UPLOAD_ID: Final = re.compile(r"[0-9a-f]{32}")


class UploadGone(SozialraumError):
    """An upload that is no longer there."""


def keep_upload(*, name: str, content: bytes, at: datetime) -> tuple[str, SourceTable]:
    """Read a file and keep it until it is imported or a day has passed. Returns its id and the table.

    A file that cannot be read is not kept: the reader's ``SourceError`` passes through.
    """
    source = read_table(content, name)
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder, at)
    upload_id = secrets.token_hex(16)
    place = folder / upload_id
    place.mkdir(mode=0o700)
    (place / _plain(name)).write_bytes(content)
    return upload_id, source


def open_upload(upload_id: str) -> SourceTable:
    """The table of a kept file; :class:`UploadGone` where it is no longer there."""
    place = _folder() / upload_id
    files = list(place.iterdir()) if UPLOAD_ID.fullmatch(upload_id) and place.is_dir() else []
    if not files:
        raise UploadGone(
            gettext_noop("The file is no longer here; it is kept for a day."),
            gettext_noop("Choose it again."),
        )
    return read_table(files[0].read_bytes(), files[0].name)


def drop_upload(upload_id: str) -> None:
    """Remove a kept file after its import."""
    place = _folder() / upload_id
    if UPLOAD_ID.fullmatch(upload_id) and place.is_dir():
        _remove(place)


def _plain(name: str) -> str:
    """A file name without any path, short enough for every file system."""
    return re.sub(r"[^\w.,()+ -]", "_", Path(name.replace("\\", "/")).name)[-120:] or "upload"


def _folder() -> Path:
    return Path(settings.SNAPSHOT_DIRECTORY).parent / "uploads"


def _sweep(folder: Path, at: datetime) -> None:
    for place in folder.iterdir():
        if place.is_dir() and at.timestamp() - place.stat().st_mtime > KEPT.total_seconds():
            _remove(place)


def _remove(place: Path) -> None:
    for file in place.iterdir():
        file.unlink(missing_ok=True)
    place.rmdir()
