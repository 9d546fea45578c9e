"""What the embedded server is told: its settings, and where its socket lies."""

from __future__ import annotations

import hashlib
import os
import pwd
from pathlib import Path

from sozialraum.foundation.database.directory import unusable
from sozialraum.foundation.database.errors import DatabaseError
from sozialraum.foundation.database.system_user import give

PORT = 5432
SOCKET_PATH_LIMIT = 103

# The server's log must not carry contents: no statements, no DETAIL lines with the values of a row.
SETTINGS = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '"{socket_directory}"'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
jit = off
timezone = 'UTC'
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = 'none'
"""


def socket_directory(root: Path, user: pwd.struct_passwd | None) -> Path:
    """Return the private folder of the server's socket: in the data directory, or a short path where that is too long."""
    inside = root / "socket"
    fits = len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT
    # libpq reads a comma as the beginning of another host
    if fits and not set(str(inside)) & set(",\"'\\"):
        give(inside, user)
        return inside
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    usable = runtime.is_absolute() and runtime.is_dir() and len(os.fsencode(runtime)) < 60
    base = runtime if usable else Path("/tmp")  # noqa: S108 (the folder below it is private and checked)
    short = base / f"sozialraum-{os.geteuid()}-{name}"
    expected = user.pw_uid if user else os.geteuid()
    # in a folder open to all, somebody else could have made this one first
    if short.exists() and (short.is_symlink() or short.stat().st_uid != expected):
        raise DatabaseError(
            "The folder {path} for the database's socket belongs to somebody else.",
            "Remove it, or choose a data directory with a shorter path (--data-dir).",
            path=short,
        )
    give(short, user)
    return short


def write_settings(root: Path, cluster: Path, socket_directory: Path) -> None:
    """Write our settings beside the server's own, and let it read them."""
    text = SETTINGS.format(port=PORT, socket_directory=str(socket_directory).replace("'", "''"))
    try:
        ours = cluster / "sozialraum.conf"
        ours.write_text(text, encoding="utf-8")
        ours.chmod(0o644)
        main = cluster / "postgresql.conf"
        line = "include 'sozialraum.conf'"
        settings = main.read_text(encoding="utf-8")
        if line not in settings:
            main.write_text(
                f"{settings}\n{line}\ninclude_if_exists '../postgresql.local.conf'\n", encoding="utf-8"
            )
    except OSError as problem:
        raise unusable(root, problem) from problem
