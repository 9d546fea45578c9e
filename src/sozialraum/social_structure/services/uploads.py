"""Files between upload and import: kept for a day, so that a preview can be looked at and changed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.warehouse.sources import SourceTable, read_table, tables_in
from sozialraum.warehouse.sources.contents import PARTS_OF_SHAPEFILES

KEPT: Final = timedelta(days=1)
# a file as bytes, or as it comes in parts
Content = bytes | Iterable[bytes]
UPLOAD_ID: Final = re.compile(r"[0-9a-f]{32}")


class UploadGone(SozialraumError):
    """An upload that is no longer there."""


class UnreadableFiles(SozialraumError):
    """Files that cannot be brought in together; ``errors`` has one for each file that stands in the way."""

    def __init__(self, errors: Sequence[SozialraumError]) -> None:
        super().__init__(errors[0].message, errors[0].remedy, **errors[0].values)
        self.errors = tuple(errors)


def keep_upload(*, name: str, content: Content, at: datetime) -> tuple[str, SourceTable]:
    """Write a file to disk part by part, read it, and keep it until it is imported or a day has passed.

    Returns its id and the table. A file that cannot be read is not kept: the reader's ``SourceError`` passes through.
    """
    upload_id, place = _new_place(at)
    target = place / _plain(name)
    try:
        _write(target, content)
        return upload_id, read_table(target)
    except BaseException:
        _remove(place)
        raise


def _new_place(at: datetime) -> tuple[str, Path]:
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder, at)
    upload_id = secrets.token_hex(16)
    place = folder / upload_id
    place.mkdir(mode=0o700)
    return upload_id, place


def _write(target: Path, content: Content) -> None:
    with target.open("wb") as file:
        for part in [content] if isinstance(content, bytes) else content:
            file.write(part)


def keep_files(*, files: Sequence[tuple[str, Content]], at: datetime) -> str:
    """Keep several files (name and content) of one import together, and return their common id.

    The parts of a shapefile may come as single files. :class:`UnreadableFiles` names every file that cannot be read,
    and every name that comes twice; then none is kept.
    """
    upload_id, place = _new_place(at)
    errors: list[SozialraumError] = []
    for name, content in files:
        target = place / _plain(name)
        # a shapefile's parts find each other by the same stem and small letters
        target = target.with_name(target.stem + target.suffix.lower())
        if target.exists():
            errors.append(_twice(name))
        _write(target, content)
    _tables, unreadable = _read_folder(place)
    if errors or unreadable:
        _remove(place)
        raise UnreadableFiles([*errors, *unreadable])
    return upload_id


def open_files(upload_id: str) -> list[SourceTable]:
    """Every table of the files kept together, also those inside a zip; :class:`UploadGone` where they are gone."""
    place = _folder() / upload_id
    if not UPLOAD_ID.fullmatch(upload_id) or not place.is_dir():
        raise _gone()
    tables, unreadable = _read_folder(place)
    if unreadable or not tables:
        raise _gone()
    return tables


def _read_folder(place: Path) -> tuple[list[SourceTable], list[SozialraumError]]:
    paths = sorted(place.iterdir())
    shapes = {path.stem for path in paths if path.suffix == ".shp"}
    tables: list[SourceTable] = []
    errors: list[SozialraumError] = []
    for path in paths:
        if path.stem in shapes and path.suffix in PARTS_OF_SHAPEFILES and path.suffix != ".shp":
            continue
        data = path.read_bytes()
        inner = tables_in(data)
        try:
            if len(inner) > 1:
                tables += [
                    replace(read_table(data, path.name, sheet=each), name=_inner_name(each)) for each in inner
                ]
            else:
                tables.append(read_table(path))
        except SozialraumError as error:
            errors.append(error)
    return tables, errors


def _inner_name(member: str) -> str:
    return Path(member).name


def _twice(name: str) -> SozialraumError:
    return SozialraumError(
        gettext_noop("Two of the files are named “{file}”."),
        gettext_noop("Give each file a name of its own."),
        file=Path(name).name,
    )


def _gone() -> UploadGone:
    return UploadGone(
        gettext_noop("The file is no longer here: it has been brought in already, or a day has passed."),
        gettext_noop("The data room says what is in. If it is missing there, choose the file again."),
    )


def open_upload(upload_id: str) -> SourceTable:
    """The table of a kept file; :class:`UploadGone` where it is no longer there."""
    place = _folder() / upload_id
    files = list(place.iterdir()) if UPLOAD_ID.fullmatch(upload_id) and place.is_dir() else []
    if not files:
        raise _gone()
    return read_table(files[0])


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
