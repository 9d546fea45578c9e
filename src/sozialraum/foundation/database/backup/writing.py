"""Writing a backup while the platform goes on."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO

from sozialraum.foundation.database.backup.keys import key_fingerprints, seal_keys
from sozialraum.foundation.database.backup.maintenance import Maintenance, Report, silent
from sozialraum.foundation.database.backup.manifest import (
    BLOCK,
    DUMP,
    MANIFEST,
    SEALED_KEYS,
    SNAPSHOTS,
    Manifest,
)
from sozialraum.foundation.database.directory import DataDirectory, unusable
from sozialraum.foundation.database.errors import DatabaseError

# the key of a running session is all that a thief of the file would need to go on with it
SESSIONS = "public.django_session"


def write_backup(
    *,
    to: Path,
    directory: DataDirectory,
    maintenance: Maintenance,
    program: str,
    at: datetime,
    passphrase: str | None = None,
    report: Report = silent,
) -> Manifest:
    """Write everything into the one file ``to`` (mode 0600), whole or not at all; requests go on meanwhile.

    Without ``passphrase`` the keys stay out: entrusted texts can then be read again only with the key files,
    kept apart.
    """
    partial = to.with_name(f".{to.name}.{secrets.token_hex(4)}.partial")
    try:
        descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file, zipfile.ZipFile(file, "w", allowZip64=True) as archive:
            parts: list[tuple[str, int, str]] = []
            comment, migrations = _described(maintenance)
            report("Writing the database", 0, 0)
            with _dumping(maintenance) as stream:
                parts.append(_add(archive, DUMP, stream))
            files = [path for path in sorted(directory.snapshots.rglob("*")) if path.is_file()]
            for number, path in enumerate(files, start=1):
                report("Writing tables", number, len(files))
                name = SNAPSHOTS + path.relative_to(directory.snapshots).as_posix()
                with path.open("rb") as stream:
                    parts.append(_add(archive, name, stream))
            if passphrase is not None:
                sealed = seal_keys(directory.keys, passphrase)
                archive.writestr(SEALED_KEYS, sealed)
                parts.append((SEALED_KEYS, len(sealed), hashlib.sha256(sealed).hexdigest()))
            manifest = Manifest(
                program=program, postgres=maintenance.programs.major, created_at=at.isoformat(),
                database_comment=comment, migrations=migrations,
                key_fingerprints=key_fingerprints(directory.keys), parts=parts,
            )  # fmt: skip
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False))
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(to)
    except OSError as problem:
        raise _unwritable(to, problem) from problem
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _unwritable(to: Path, problem: OSError) -> DatabaseError:
    if problem.errno == errno.ENOSPC:
        return DatabaseError(
            "There is no room left for the backup in {folder}; no file was left behind.",
            "Make room or write the backup into another folder.",
            folder=to.parent,
        )
    if problem.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return DatabaseError(
            "This user may not write the backup into {folder}.",
            "Choose another folder, or run the command as a user who may write there.",
            folder=to.parent,
        )
    return unusable(to.parent, problem)


def _described(maintenance: Maintenance) -> tuple[str, list[str]]:
    with maintenance.connect(maintenance.database) as connection:
        comment = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        known = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
        rows = (
            connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
            if known and known[0]
            else ()
        )
        return (comment[0] or "") if comment else "", [row[0] for row in rows]


@contextmanager
def _dumping(maintenance: Maintenance) -> Iterator[IO[bytes]]:
    process = subprocess.Popen(
        [
            maintenance.programs.path("pg_dump"), "--format=custom", "--no-password", "--compress=6",
            f"--exclude-table-data={SESSIONS}",
        ],
        env=maintenance.environment(maintenance.database), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101 (asked for above)
    assert process.stderr is not None  # noqa: S101 - opened as a pipe
    try:
        yield process.stdout
        told = process.stderr.read().decode(errors="replace")
        if process.wait():
            raise DatabaseError(
                "The database could not be written into the backup: {reason}.",
                "Dump as a role that may bypass row-level security (DATABASE_BACKUP_URL), then try again.",
                reason=told.strip().splitlines()[-1] if told.strip() else "pg_dump failed",
            )
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def _add(archive: zipfile.ZipFile, name: str, stream: IO[bytes]) -> tuple[str, int, str]:
    digest, size = hashlib.sha256(), 0
    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
        while block := stream.read(BLOCK):
            digest.update(block)
            size += len(block)
            member.write(block)
    return name, size, digest.hexdigest()
