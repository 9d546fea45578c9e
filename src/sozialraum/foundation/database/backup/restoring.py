"""Putting a backup in place of what is there: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from psycopg import sql

from sozialraum.foundation.database.backup.keys import key_fingerprints, unseal_keys
from sozialraum.foundation.database.backup.maintenance import Maintenance, Report, silent
from sozialraum.foundation.database.backup.manifest import (
    BLOCK,
    DUMP,
    SEALED_KEYS,
    SNAPSHOTS,
    Manifest,
)
from sozialraum.foundation.database.backup.verifying import verify_backup
from sozialraum.foundation.database.connection import OWNER
from sozialraum.foundation.database.directory import DataDirectory, unusable
from sozialraum.foundation.database.errors import BackupRefused, DatabaseError
from sozialraum.foundation.database.roles import grant


def restore_backup(
    *,
    path: Path,
    directory: DataDirectory,
    maintenance: Maintenance,
    known_migrations: set[str] | None = None,
    passphrase: str | None = None,
    report: Report = silent,
) -> Manifest:
    """Put the backup ``path`` in place of what is there; until the last step nothing that exists is touched.

    Order: verify every part, restore into a new database and new folders, swap. ``known_migrations`` are those
    of this program; a backup with others comes from a newer release and is refused.
    """
    manifest = verify_backup(path, report=report)
    _refuse_newer(manifest, maintenance, known_migrations)
    keys = _keys_of(path, manifest, directory, passphrase)
    fresh = f"{maintenance.database}_restoring"
    snapshots = directory.root / "snapshots.restoring"
    shutil.rmtree(snapshots, ignore_errors=True)
    try:
        with zipfile.ZipFile(path) as archive:
            report("Restoring tables", 0, 0)
            _extract_snapshots(archive, manifest, snapshots)
            report("Restoring the database", 0, 0)
            with archive.open(DUMP) as dump:
                _restore_database(maintenance, fresh, dump, manifest)
        report("Putting it in place", 0, 0)
        _swap(maintenance, directory, fresh, snapshots, keys)
    except OSError as problem:
        raise unusable(directory.root, problem) from problem
    finally:
        shutil.rmtree(snapshots, ignore_errors=True)
        with maintenance.connect("postgres") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(fresh))
            )
    return manifest


def _refuse_newer(manifest: Manifest, maintenance: Maintenance, known: set[str] | None) -> None:
    newer = sorted(set(manifest.migrations) - known) if known is not None else []
    if newer or manifest.postgres > maintenance.programs.major:
        raise BackupRefused(
            "This backup comes from a newer release ({program}, PostgreSQL {postgres}); nothing was changed.",
            "Restore it with that release.",
            program=manifest.program,
            postgres=manifest.postgres,
        )


def _keys_of(
    path: Path, manifest: Manifest, directory: DataDirectory, passphrase: str | None
) -> dict[str, bytes] | None:
    if manifest.holds_keys:
        if passphrase is None:
            raise BackupRefused(
                "This backup holds its keys under a passphrase; nothing was changed.",
                "Give the passphrase (it is asked for, or read from SOZIALRAUM_BACKUP_PASSPHRASE).",
            )
        with zipfile.ZipFile(path) as archive:
            return unseal_keys(archive.read(SEALED_KEYS), passphrase)
    missing = set(manifest.key_fingerprints) - set(key_fingerprints(directory.keys))
    if missing:
        raise BackupRefused(
            "The backup holds no keys, and those of its entrusted texts are not in {path}; nothing was changed.",
            "Copy the kept key files into {path}/entrusted first.",
            path=directory.keys,
        )
    return None


def _extract_snapshots(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    folder.mkdir(mode=0o750)
    for name, _size, _digest in manifest.parts:
        if name.startswith(SNAPSHOTS):
            target = folder / name.removeprefix(SNAPSHOTS)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as member, target.open("wb") as file:
                shutil.copyfileobj(member, file, BLOCK)


def _restore_database(maintenance: Maintenance, fresh: str, dump: IO[bytes], manifest: Manifest) -> None:
    name = sql.Identifier(fresh)
    with maintenance.connect("postgres") as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                name, sql.Identifier(OWNER)
            )
        )
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, manifest.database_comment))
    process = subprocess.Popen(
        [maintenance.programs.path("pg_restore"), "--exit-on-error", "--no-password", f"--dbname={fresh}"],
        env=maintenance.environment(fresh), stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None  # noqa: S101 (asked for above)
    # pg_restore has given up and says why
    with suppress(BrokenPipeError):
        shutil.copyfileobj(dump, process.stdin, BLOCK)
    _unused, told = process.communicate()
    if process.returncode:
        lines = [line for line in told.decode(errors="replace").splitlines() if "error" in line.lower()]
        raise DatabaseError(
            "The database of the backup could not be restored: {reason}; nothing was changed.",
            "Check the free space of the database's disk, then try again.",
            reason=lines[0].strip() if lines else "pg_restore failed",
        )
    with maintenance.connect(fresh) as connection:
        grant(connection, fresh)
        connection.execute("ANALYZE")


def _swap(
    maintenance: Maintenance,
    directory: DataDirectory,
    fresh: str,
    snapshots: Path,
    keys: dict[str, bytes] | None,
) -> None:
    """Let the restored take the place of the present: databases in one transaction, then the folders."""
    before = f"{maintenance.database}_before_restore"
    names = [sql.Identifier(name) for name in (maintenance.database, before, fresh)]
    old_snapshots, old_keys = directory.root / "snapshots.before", directory.root / "keys.before"
    for leftover in (old_snapshots, old_keys):
        shutil.rmtree(leftover, ignore_errors=True)
    new_keys = _write_keys(directory, keys) if keys is not None else None
    with maintenance.connect("postgres") as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(names[1]))
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [maintenance.database],
        )
        with connection.transaction():
            present = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [maintenance.database]
            ).fetchone()
            if present:
                connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(names[0], names[1]))
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(names[2], names[0]))
            _swap_folders(
                [(snapshots, directory.snapshots, old_snapshots)]
                + ([(new_keys, directory.keys, old_keys)] if new_keys is not None else [])
            )
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(names[1]))
    for leftover in (old_snapshots, old_keys):
        shutil.rmtree(leftover, ignore_errors=True)


def _swap_folders(moves: list[tuple[Path, Path, Path]]) -> None:
    """Move each ``(new, place, old)``: place to old, new to place; undone as a whole where one of them fails."""
    done: list[tuple[Path, Path]] = []
    try:
        for new, place, old in moves:
            for source, target in ((place, old), (new, place)):
                if source.exists():
                    source.rename(target)
                    done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        raise


def _write_keys(directory: DataDirectory, keys: dict[str, bytes]) -> Path:
    folder = directory.root / "keys.restoring"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for name, content in keys.items():
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise ValueError("a key file leads out of its folder")
        target = folder / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    return folder
