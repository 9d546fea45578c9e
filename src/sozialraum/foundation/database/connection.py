"""The connection file: how each role reaches the embedded server of a data directory."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil

from sozialraum.foundation.database.directory import DataDirectory, write_private
from sozialraum.foundation.database.errors import DatabaseError, ServerNotRunning

SUPERUSER = "postgres"
OWNER = "sozialraum_owner"
APPLICATION = "sozialraum_app"
COUNTER = "sozialraum_counter"
DATABASE = "sozialraum"


@dataclass(frozen=True)
class Connection:
    """Where the embedded server listens and the passwords of its roles."""

    host: str
    port: int
    database: str
    passwords: dict[str, str]

    def parameters(self, role: str, *, database: str | None = None) -> dict[str, str]:
        """Return the libpq parameters with which ``role`` connects."""
        return {
            "host": self.host,
            "port": str(self.port),
            "user": role,
            "password": self.passwords[role],
            "dbname": database or self.database,
        }

    def at(self, host: str, port: int) -> Connection:
        """Return the same roles at another place."""
        return replace(self, host=host, port=port)

    def save(self, path: Path) -> None:
        """Write the file, readable for its owner alone."""
        write_private(path, json.dumps(asdict(self), indent=2) + "\n")


def new_connection(database: str = DATABASE) -> Connection:
    """Return a connection with fresh passwords, not yet at any place."""
    roles = (SUPERUSER, OWNER, APPLICATION)
    return Connection("", 0, database, {role: secrets.token_urlsafe(24) for role in roles})


def read_connection(path: Path) -> Connection:
    """Read a connection file; raises ``DatabaseError`` where it is absent or damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Connection(
            str(found["host"]), int(found["port"]), str(found["database"]), dict(found["passwords"])
        )
    except FileNotFoundError:
        raise ServerNotRunning(
            "No database lives in {path} yet.",
            "Start it with: sozialraum --data-dir {path} serve, or name a server in DATABASE_URL.",
            path=path.parent,
        ) from None
    except PermissionError as problem:
        raise DatabaseError(
            "This user may not read {path}.",
            "Run the command as the user who owns the data directory.",
            path=path,
        ) from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise DatabaseError(
            "The connection file {path} is damaged.",
            "Restore the data directory from a backup: sozialraum restore --help.",
            path=path,
        ) from problem


def server_process(cluster: Path) -> psutil.Process | None:
    """Return the running server of the cluster folder, by its pid file; None where none runs.

    A pid that now belongs to another program (after a restart of the machine or container) does not count.
    """
    try:
        number = (cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
        process = psutil.Process(int(number))
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return process if str(cluster) in process.cmdline() else None
    except (FileNotFoundError, NotADirectoryError, ValueError, psutil.NoSuchProcess):
        return None
    except (psutil.AccessDenied, PermissionError):
        return None


def running_connection(directory: DataDirectory) -> Connection:
    """Return the connection of a data directory whose server runs; starts nothing.

    Raises ``ServerNotRunning`` with the command that starts it.
    """
    connection = read_connection(directory.connection_file)
    socket = Path(connection.host) / f".s.PGSQL.{connection.port}"
    if not socket.exists() or server_process(directory.cluster) is None:
        raise ServerNotRunning(
            "The database of {path} is not running.",
            "Start it with: sozialraum --data-dir {path} serve",
            path=directory.root,
        )
    return connection
