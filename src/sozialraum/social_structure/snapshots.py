"""Where the floor's tables are kept: immutable, found by the hash of their content."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from django.conf import settings

from sozialraum.warehouse.snapshots import Snapshots


def keep(table: pa.Table) -> str:
    """Store a table in the data directory and return its hash."""
    return _folder().write(table)


def fetch(content_hash: str) -> pa.Table:
    """The table of that hash, checked against it."""
    return _folder().read(content_hash)


def place(content_hash: str) -> Path:
    """Where the table of that hash lies, for who reads it in pieces; its content is not checked."""
    return _folder().path(content_hash)


def _folder() -> Snapshots:
    return Snapshots(Path(settings.SNAPSHOT_DIRECTORY))
