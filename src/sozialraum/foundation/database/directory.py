"""The data directory: one folder that holds everything an installation must keep."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sozialraum.foundation.database.errors import DatabaseError, DirectoryUnusable

LEAST_FREE_BYTES = 256 * 1024 * 1024


def default_data_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the data directory of this user: SOZIALRAUM_DATA_DIR, else the XDG data home.

    >>> default_data_directory({"SOZIALRAUM_DATA_DIR": "/srv/sozialraum"})
    PosixPath('/srv/sozialraum')
    >>> default_data_directory({"HOME": "/home/kim"})
    PosixPath('/home/kim/.local/share/sozialraum')
    """
    named = environ.get("SOZIALRAUM_DATA_DIR")
    if named:
        return Path(named).expanduser()
    home = environ.get("XDG_DATA_HOME")
    base = Path(home) if home else Path(environ.get("HOME", "~")).expanduser() / ".local" / "share"
    return base / "sozialraum"


@dataclass(frozen=True)
class DataDirectory:
    """Names of the parts of a data directory.

    ``postgres/`` the embedded server's files, ``keys/`` the secrets (mode 0700, files 0600), ``snapshots/``
    the municipality's tables, ``static/`` what browsers load beside the pages, ``connection.json`` how to reach the embedded server (0600).
    """

    root: Path

    @property
    def cluster(self) -> Path:
        """The embedded server's own folder (PGDATA)."""
        return self.root / "postgres"

    @property
    def connection_file(self) -> Path:
        """How the roles reach the embedded server, with their passwords (0600)."""
        return self.root / "connection.json"

    @property
    def keys(self) -> Path:
        """The folder of secrets; a backup holds it only under a passphrase."""
        return self.root / "keys"

    @property
    def secret_key_file(self) -> Path:
        """Django's signing key."""
        return self.keys / "secret.txt"

    @property
    def entrusted_keys(self) -> Path:
        """The folder of keys that entrusted texts are encrypted with, a file each; the last one seals."""
        return self.keys / "entrusted"

    @property
    def snapshots(self) -> Path:
        """Immutable tables of the warehouse (Parquet) and the originals they came from."""
        return self.root / "snapshots"

    @property
    def static(self) -> Path:
        """Style sheets, scripts and fonts as they are served, a folder a version."""
        return self.root / "static"

    @property
    def locks(self) -> Path:
        """Lock files: who serves, who uses the server."""
        return self.root / "locks"

    @property
    def logs(self) -> Path:
        """What the server and the worker say; without contents of people's data."""
        return self.root / "logs"

    def prepare(self) -> None:
        """Make the folder and its parts, or raise ``DirectoryUnusable`` where it cannot be written."""
        try:
            self.root.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            for part, mode in (
                (self.locks, 0o700),
                (self.keys, 0o700),
                (self.logs, 0o700),
                (self.snapshots, 0o750),
                (self.static, 0o755),
            ):
                part.mkdir(exist_ok=True)
                if part.stat().st_uid == os.geteuid():
                    part.chmod(mode)
            with tempfile.TemporaryFile(dir=self.locks) as probe:
                probe.write(b"writable")
                probe.flush()
        except OSError as problem:
            raise unusable(self.root, problem) from problem
        free = shutil.disk_usage(self.root).free
        if free < LEAST_FREE_BYTES:
            raise DirectoryUnusable(
                "Only {free} MB are free where the data directory {path} lies.",
                "Make room (at least {least} MB) or choose another place with --data-dir.",
                free=free // 1_000_000,
                path=self.root,
                least=LEAST_FREE_BYTES // 1_000_000,
            )


def unusable(path: Path, problem: OSError) -> DatabaseError:
    """Return the sentence for an operating system's refusal to write below ``path``."""
    if problem.errno == errno.ENOSPC:
        return DirectoryUnusable(
            "The disk of the data directory {path} is full.",
            "Make room or choose another place with --data-dir; nothing was changed.",
            path=path,
        )
    if problem.errno == errno.EROFS:
        return DirectoryUnusable(
            "The data directory {path} lies on a read-only disk.",
            "Mount it writable or choose another place with --data-dir.",
            path=path,
        )
    if problem.errno in (errno.EACCES, errno.EPERM):
        return DirectoryUnusable(
            "This user may not write in the data directory {path}.",
            "Give the folder to this user (chown) or choose another place with --data-dir.",
            path=path,
        )
    return DirectoryUnusable(
        "The data directory {path} cannot be used: {reason}.",
        "Check the path or choose another place with --data-dir.",
        path=path,
        reason=problem.strerror or type(problem).__name__,
    )


def write_private(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` with mode 0600, whole or not at all."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def ensure_private(path: Path, make: Callable[[], str]) -> str:
    """Return the text of the secret file ``path``; where it is absent, write what ``make`` returns first."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(path, make())
    return path.read_text(encoding="utf-8").strip()
