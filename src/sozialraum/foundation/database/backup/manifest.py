"""What a backup says of itself, and whether that is true of the file."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from sozialraum.foundation.database.errors import BackupRefused

FORMAT = "sozialraum-backup"
FORMAT_VERSION = 1
MANIFEST, DUMP, SEALED_KEYS, SNAPSHOTS = "manifest.json", "database.dump", "keys.sealed", "snapshots/"
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; ``parts`` are name, size in bytes and SHA-256."""

    program: str
    postgres: int
    created_at: str
    database_comment: str
    migrations: list[str]
    key_fingerprints: list[str]
    parts: list[tuple[str, int, str]] = field(default_factory=list)
    format: str = FORMAT
    format_version: int = FORMAT_VERSION

    @property
    def holds_keys(self) -> bool:
        """Whether the keys are in the file (sealed by a passphrase)."""
        return any(name == SEALED_KEYS for name, _size, _digest in self.parts)


def read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """The manifest of a backup; raises ``BackupRefused`` for a file that is none, or of a newer format."""
    try:
        found = json.loads(archive.read(MANIFEST))
        foreign = found.get("format") != FORMAT
    except (KeyError, ValueError, AttributeError):
        foreign = True
    if foreign:
        raise BackupRefused(
            "{path} is not a backup of Sozialraum; nothing was changed.",
            "Name a file that `sozialraum backup` has written.",
            path=path,
        )
    if int(found["format_version"]) > FORMAT_VERSION:
        raise BackupRefused(
            "The backup {path} was written by a newer release of Sozialraum ({program}); nothing was changed.",
            "Restore it with that release.",
            path=path,
            program=found.get("program", "?"),
        )
    parts = [(str(name), int(size), str(digest)) for name, size, digest in found.pop("parts")]
    return Manifest(**{**found, "parts": parts})


def refuse_strange_names(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Raise ``BackupRefused`` where the file holds another set of names than its manifest."""
    named = {name for name, _size, _digest in manifest.parts} | {MANIFEST}
    if named != set(archive.namelist()) or DUMP not in named:
        raise ValueError("parts and members differ")
    for name in named:
        inside = name in {MANIFEST, DUMP, SEALED_KEYS} or name.startswith(SNAPSHOTS)
        if not inside or ".." in Path(name).parts or "\\" in name:
            raise ValueError("a part leads out of the archive")


def broken(path: Path, name: str) -> BackupRefused:
    """The refusal of a file one part of which is damaged."""
    return BackupRefused(
        "The backup file {path} is damaged ({part}); nothing was changed.",
        "Copy it again from where it was kept, or use another one.",
        path=path,
        part=name,
    )
