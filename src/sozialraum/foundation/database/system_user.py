"""Running PostgreSQL for root: the server refuses to run as root, so a system user without rights runs it."""

from __future__ import annotations

import logging
import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from sozialraum.foundation.database.errors import DatabaseError

log = logging.getLogger(__name__)
NAME = "sozialraum_db"


def server_user() -> pwd.struct_passwd | None:
    """Return the system user that runs the server for root (made on first need); None for a plain user.

    Side effect as root: ``useradd --system sozialraum_db``. Where that program is absent, an existing
    ``postgres`` or ``nobody`` is taken.
    """
    if os.geteuid() != 0:
        return None
    found = _existing(NAME)
    if found is None and shutil.which("useradd"):
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
        subprocess.run(command, capture_output=True, check=False)
        found = _existing(NAME)
    found = found or _existing("postgres") or _existing("nobody")
    if found is None:
        raise DatabaseError(
            "PostgreSQL refuses to run as root and no system user for it could be made.",
            "Run Sozialraum as a plain user, or make a system user: useradd --system {name}.",
            name=NAME,
        )
    return found


def _existing(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def give(path: Path, user: pwd.struct_passwd | None, *, mode: int = 0o700) -> None:
    """Make the folder ``path`` and hand it to ``user`` alone (to the caller where there is none)."""
    path.mkdir(parents=True, exist_ok=True)
    if user is not None:
        os.chown(path, user.pw_uid, user.pw_gid)
        allow_passage(path, user)
    path.chmod(mode)


def allow_passage(path: Path, user: pwd.struct_passwd) -> None:
    """Let ``user`` pass (not list) the folders above ``path`` that are closed to others.

    A home of root is often closed (0700); without passage the server cannot reach its own files.
    """
    for folder in path.resolve().parents:
        found = folder.stat()
        if found.st_uid != user.pw_uid and not found.st_mode & stat.S_IXOTH:
            log.info("%s is opened for passage (o+x), so that the database's user reaches its files", folder)
            folder.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)
