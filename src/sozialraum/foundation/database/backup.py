"""One file that holds an installation: dump, tables, sealed keys, and a manifest that proves it is whole.

The file is a ZIP: ``database.dump`` (pg_dump's custom format), ``snapshots/…``, ``keys.sealed`` where a
passphrase was given, and ``manifest.json`` with versions and the SHA-256 of every part. Nothing is restored
before all of it is verified, and nothing is replaced before all of it is restored.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sozialraum.foundation.database.connection import OWNER, SUPERUSER
from sozialraum.foundation.database.directory import DataDirectory, unusable
from sozialraum.foundation.database.embedded import Cluster
from sozialraum.foundation.database.errors import BackupRefused, DatabaseError
from sozialraum.foundation.database.programs import Programs, find_programs
from sozialraum.foundation.database.roles import grant

FORMAT = "sozialraum-backup"
FORMAT_VERSION = 1
MANIFEST, DUMP, SEALED_KEYS, SNAPSHOTS = "manifest.json", "database.dump", "keys.sealed", "snapshots/"
# the key of a running session is all that a thief of the file would need to go on with it
SESSIONS = "public.django_session"
BLOCK = 1024 * 1024
SCRYPT_COST = 2**16

Report = Callable[[str, int, int], None]


def _silent(_step: str, _done: int = 0, _total: int = 0) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Maintenance:
    """A superuser's way into a server, for dump and restore: row-level security binds even the owner."""

    parameters: dict[str, str]
    programs: Programs
    database: str

    @classmethod
    def of_cluster(cls, cluster: Cluster, database: str) -> Maintenance:
        """Return the way into an embedded, running server."""
        return cls(cluster.connection.parameters(SUPERUSER), cluster.programs, database)

    @classmethod
    def of_url(cls, url: str) -> Maintenance:
        """Return the way into a server by DATABASE_BACKUP_URL; its path names the database."""
        found = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
        return cls(found, find_programs(), found.get("dbname", "sozialraum"))

    def connect(self, database: str) -> psycopg.Connection:
        """Connect to one of the server's databases."""
        return psycopg.connect(make_conninfo("", **{**self.parameters, "dbname": database}), autocommit=True)

    def environment(self, database: str) -> dict[str, str]:
        """Return the environment for PostgreSQL's programs; no password stands on a command line."""
        names = {
            "host": "PGHOST",
            "port": "PGPORT",
            "user": "PGUSER",
            "password": "PGPASSWORD",
            "sslmode": "PGSSLMODE",
        }
        named = {names[key]: value for key, value in self.parameters.items() if key in names}
        rest = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return {**rest, **named, "PGDATABASE": database, "LC_ALL": "C"}


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


def key_fingerprints(keys: Path) -> list[str]:
    """Return short SHA-256 fingerprints of the keys of entrusted texts, to tell them apart without showing them."""
    folder = keys / "entrusted"
    return sorted(hashlib.sha256(path.read_bytes().strip()).hexdigest()[:16] for path in folder.glob("*.key"))


def write_backup(
    *,
    to: Path,
    directory: DataDirectory,
    maintenance: Maintenance,
    program: str,
    at: datetime,
    passphrase: str | None = None,
    report: Report = _silent,
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
        raise unusable(to.parent, problem) from problem
    finally:
        partial.unlink(missing_ok=True)
    return manifest


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
    assert process.stderr is not None  # noqa: S101
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


def seal_keys(keys: Path, passphrase: str) -> bytes:
    """Encrypt the folder of keys under a passphrase (scrypt, AES-256-GCM): ``salt (16) | nonce (12) | text``."""
    files = {
        path.relative_to(keys).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in sorted(keys.rglob("*"))
        if path.is_file()
    }
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    text = json.dumps(files).encode()
    return salt + nonce + AESGCM(_derived(passphrase, salt)).encrypt(nonce, text, FORMAT.encode())


def unseal_keys(sealed: bytes, passphrase: str) -> dict[str, bytes]:
    """Return the files that ``seal_keys`` encrypted; raises ``BackupRefused`` where the passphrase is wrong."""
    salt, nonce, text = sealed[:16], sealed[16:28], sealed[28:]
    try:
        found = json.loads(AESGCM(_derived(passphrase, salt)).decrypt(nonce, text, FORMAT.encode()))
    except InvalidTag:
        raise BackupRefused(
            "The passphrase does not open the keys of this backup; nothing was changed.",
            "Try again with the right one.",
        ) from None
    return {name: base64.b64decode(value) for name, value in found.items()}


def _derived(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=SCRYPT_COST, r=8, p=1).derive(passphrase.encode())


def verify_backup(path: Path, *, report: Report = _silent) -> Manifest:
    """Read the whole file and return its manifest; raises ``BackupRefused`` at the first thing that is wrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _read_manifest(archive, path)
            _refuse_strange_names(archive, manifest)
            total = sum(size for _name, size, _digest in manifest.parts)
            done = 0
            for name, size, digest in manifest.parts:
                found, read = hashlib.sha256(), 0
                with archive.open(name) as member:
                    while block := member.read(BLOCK):
                        found.update(block)
                        read += len(block)
                        report("Checking the backup", (done + read) // BLOCK, total // BLOCK)
                done += read
                if read != size or found.hexdigest() != digest:
                    raise _broken(path, name)
            return manifest
    except FileNotFoundError:
        raise BackupRefused("There is no backup file {path}.", "Check the name.", path=path) from None
    except IsADirectoryError:
        raise BackupRefused("{path} is a folder, not a backup file.", "Name the file.", path=path) from None
    except PermissionError:
        raise BackupRefused(
            "This user may not read {path}.", "Run the command as its owner.", path=path
        ) from None
    except zipfile.BadZipFile as problem:
        if "CRC" in str(problem):
            raise _broken(path, "") from problem
        raise BackupRefused(
            "{path} is not a backup of Sozialraum, or it was cut off; nothing was changed.",
            "Use another backup file, or copy this one again.",
            path=path,
        ) from problem
    except (KeyError, EOFError, OSError, ValueError, NotImplementedError) as problem:
        raise _broken(path, "") from problem


def _broken(path: Path, name: str) -> BackupRefused:
    return BackupRefused(
        "The backup file {path} is damaged ({part}); nothing was changed.",
        "Copy it again from where it was kept, or use another one.",
        path=path,
        part=name or "?",
    )


def _read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
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


def _refuse_strange_names(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    named = {name for name, _size, _digest in manifest.parts} | {MANIFEST}
    if named != set(archive.namelist()) or DUMP not in named:
        raise ValueError("parts and members differ")
    for name in named:
        inside = name in {MANIFEST, DUMP, SEALED_KEYS} or name.startswith(SNAPSHOTS)
        if not inside or ".." in Path(name).parts or "\\" in name:
            raise ValueError("a part leads out of the archive")


def restore_backup(
    *,
    path: Path,
    directory: DataDirectory,
    maintenance: Maintenance,
    known_migrations: set[str] | None = None,
    passphrase: str | None = None,
    report: Report = _silent,
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
