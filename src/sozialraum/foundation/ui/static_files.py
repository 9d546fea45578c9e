"""Style sheets, scripts and fonts under an address that names their content.

All files together have one fingerprint, and every address begins with it: ``/static/3f2a…/ui/sozialraum.css``. Style
sheets and modules name each other relatively, so nothing inside them has to be rewritten. What is served is a copy in
the data directory, made before the first page is answered: an upgrade may replace the program's own files while it
runs, and pages that are still open go on finding theirs. Browsers keep the files for good.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware

KEPT = timedelta(days=30)
"""How long the files of an earlier version stay, for pages that are still open in a browser."""
COMPRESSED = frozenset({".css", ".js", ".mjs", ".svg", ".json", ".map", ".html"})
SIGNS = 16


def named_files() -> dict[str, Path]:
    """Every static file of the program by the name that templates use."""
    found: dict[str, Path] = {}
    for finder in finders.get_finders():
        for name, storage in finder.list(None):
            found.setdefault(name.replace(os.sep, "/"), Path(storage.path(name)))
    return found


def fingerprint(files: Mapping[str, Path]) -> str:
    """Sixteen hexadecimal signs that change with any name or content."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(name.encode() + b"\0" + hashlib.sha256(files[name].read_bytes()).digest())
    return whole.hexdigest()[:SIGNS]


def keep_copy(files: Mapping[str, Path], folder: Path, *, now: datetime) -> Path:
    """Copy the files into a folder named by their fingerprint, whole or not at all; several may do it at once.

    Copies that nobody has started with for 30 days are removed.
    """
    kept = folder / fingerprint(files)
    if not kept.is_dir():
        partial = folder / f".{kept.name}.{secrets.token_hex(4)}"
        try:
            for name, source in files.items():
                _copy(source, partial / name)
            _settle(partial, kept)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    os.utime(kept, (now.timestamp(), now.timestamp()))
    for other in folder.iterdir():
        if other != kept and datetime.fromtimestamp(other.stat().st_mtime, UTC) < now - KEPT:
            shutil.rmtree(other, ignore_errors=True)
    return kept


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    if target.suffix in COMPRESSED:
        content = source.read_bytes()
        small = gzip.compress(content, compresslevel=9, mtime=0)
        if len(small) < len(content):
            target.with_name(f"{target.name}.gz").write_bytes(small)


def _settle(partial: Path, kept: Path) -> None:
    try:
        partial.rename(kept)
    except OSError:
        if not kept.is_dir():  # otherwise another process was quicker, with the same content
            raise


@cache
def served_copy() -> Path:
    """The copy that this process serves, made when first asked for."""
    return keep_copy(named_files(), Path(settings.STATIC_DIRECTORY), now=datetime.now(UTC))


class FingerprintedStorage(StaticFilesStorage):
    """Gives every static file the address of its copy; in the development server the plain one."""

    def url(self, name: str | None) -> str:
        """The address of a file; of the folder of all files for an empty name."""
        return super().url(name) if settings.DEVELOPMENT else self._address(name)

    # every page names the same few files, and what is served never changes while the program runs
    @lru_cache(maxsize=256)  # noqa: B019 - there is one storage, and it lives as long as the process
    def _address(self, name: str | None) -> str:
        plain = super().url(name)
        return f"{settings.STATIC_URL}{served_copy().name}/{plain.removeprefix(settings.STATIC_URL)}"


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """Serves the copies: this version's and those of earlier ones. Plain addresses are answered for a minute's keeping."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.autorefresh:
            return
        current = served_copy()
        for copy in (each for each in current.parent.iterdir() if not each.name.startswith(".")):
            self.add_files(str(copy), prefix=f"{settings.STATIC_URL}{copy.name}/")
        self.add_files(str(current), prefix=settings.STATIC_URL)

    def immutable_file_test(self, _path: str, url: str) -> bool:
        """Whether the address names the content."""
        first = url.removeprefix(settings.STATIC_URL).partition("/")[0]
        return len(first) == SIGNS and set(first) <= set("0123456789abcdef")
