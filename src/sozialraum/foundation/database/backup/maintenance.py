"""A superuser's way into a server, and how progress is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sozialraum.foundation.database.connection import SUPERUSER
from sozialraum.foundation.database.embedded import Cluster
from sozialraum.foundation.database.programs import Programs, find_programs

Report = Callable[[str, int, int], None]


def silent(_step: str, _done: int = 0, _total: int = 0) -> None:
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
