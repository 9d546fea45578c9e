"""The four roles of the database and how Django reaches them.

``sozialraum_owner`` owns the database and every table and runs migrations; ``sozialraum_app`` is what requests
run as: it owns nothing and can bypass no policy; ``sozialraum_counter`` cannot sign in and owns the functions
that count over guarded tables; the superuser makes these roles, dumps and restores.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from sozialraum.foundation.database.connection import (
    APPLICATION,
    COUNTER,
    DATABASE,
    OWNER,
    SUPERUSER,
    Connection,
    new_connection,
    running_connection,
)
from sozialraum.foundation.database.directory import DataDirectory, default_data_directory
from sozialraum.foundation.database.embedded import PORT, Cluster
from sozialraum.foundation.database.errors import DatabaseError, RoleRefused

CONNECTION_AGE_SECONDS = 600
# The clock of the municipality. Every connection goes by it: what counts "until the 30th" in a policy or function of
# the database (``CURRENT_DATE``, ``::date``) ends at midnight there, whatever clock the server keeps.
LOCAL_TIME = "Europe/Berlin"
PREPARED_AFTER = 2
"""How often a connection has sent a statement before the server keeps its plan; planning is most of what it costs."""

BOOTSTRAP_LOCK = 0x736F7A69


def bootstrap(cluster: Cluster, *, database: str = DATABASE) -> None:
    """Make the roles and the database of a running cluster; repeating it changes nothing.

    Side effects: roles with the passwords of the connection file, the database owned by ``sozialraum_owner``,
    default privileges on what the owner will create.
    """
    found = cluster.connection
    with cluster.superuser() as connection:
        # a backup, a worker and a server that open at once would change the same rows of the catalogue
        connection.execute("SELECT pg_advisory_lock(%s)", [BOOTSTRAP_LOCK])
        for role in (OWNER, APPLICATION):
            _ensure_role(connection, role, password=found.passwords[role])
        _ensure_role(connection, COUNTER, password=None)
        _let_owner_hand_over(connection)
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not exists:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
        with cluster.superuser(database) as inside:
            grant(inside, database)


def _ensure_role(connection: psycopg.Connection, role: str, *, password: str | None) -> None:
    name = sql.Identifier(role)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {}").format(name))
    login = sql.SQL("LOGIN PASSWORD {}").format(password) if password else sql.SQL("NOLOGIN")
    connection.execute(
        sql.SQL("ALTER ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS {}").format(
            name, login
        )
    )


def _let_owner_hand_over(connection: psycopg.Connection) -> None:
    options = "WITH ADMIN TRUE, INHERIT FALSE, SET TRUE" if connection.info.server_version >= 160000 else (
        "WITH ADMIN OPTION"
    )  # fmt: skip
    connection.execute(
        sql.SQL("GRANT {} TO {} {}").format(sql.Identifier(COUNTER), sql.Identifier(OWNER), sql.SQL(options))
    )


def grant(connection: psycopg.Connection, database: str = DATABASE) -> None:
    """Set who may do what in ``database``; ``connection`` is a superuser's (or the owner's) in that database.

    Tables that the owner will create can be read and written, never truncated, by the application.
    """
    names = {
        "database": sql.Identifier(database),
        "owner": sql.Identifier(OWNER),
        "app": sql.Identifier(APPLICATION),
        "counter": sql.Identifier(COUNTER),
    }
    statements = (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app}",
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}, {counter}",
        # ALTER FUNCTION ... OWNER TO asks for it; nobody can sign in as this role
        "GRANT CREATE ON SCHEMA public TO {counter}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    )
    for statement in statements:
        connection.execute(sql.SQL(statement).format(**names))


def database_settings(
    environ: Mapping[str, str] = os.environ, *, absent_ok: bool = False
) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: ``default`` and ``audit`` as the application, ``owner`` for migrations.

    ``audit`` is a second connection of the same role, outside the business transaction: what it writes stays
    when the request is rolled back. With DATABASE_URL a server is used (and DATABASE_OWNER_URL gives ``owner``);
    without it the connection file of the running embedded server is read. Starts nothing, connects to nothing.

    Raises ``ServerNotRunning`` with the command that helps where nothing runs; with ``absent_ok`` the three aliases
    come back with no place to connect to, so that commands which need no database can import the settings.
    """
    served = environ.get("DATABASE_URL")
    if served:
        served_by = {
            alias: _bound_by_server(parse_url(served, name="DATABASE_URL")) for alias in ("default", "audit")
        }
        if environ.get("DATABASE_OWNER_URL"):
            served_by["owner"] = parse_url(environ["DATABASE_OWNER_URL"], name="DATABASE_OWNER_URL")
        return served_by
    directory = DataDirectory(default_data_directory(environ).absolute())
    try:
        connection = running_connection(directory)
    except DatabaseError:
        if not absent_ok:
            raise
        connection = new_connection().at(str(directory.root / "socket"), PORT)
    return embedded_settings(connection)


def embedded_settings(connection: Connection, *, database: str | None = None) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for an embedded server (see ``database_settings``)."""
    application, owner = (
        _alias(connection.parameters(role, database=database)) for role in (APPLICATION, OWNER)
    )
    return {"default": _bound_by_server(application), "audit": _bound_by_server(application), "owner": owner}


def parse_url(url: str, *, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Return Django's settings for a PostgreSQL address.

    >>> parse_url("postgresql://app:secret@db.stadt.example:5433/sozialraum?sslmode=require")["OPTIONS"]
    {'sslmode': 'require', 'connect_timeout': '10'}
    """
    try:
        found = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError:
        found = {}
    port = found.get("port", "5432")
    reachable = re.fullmatch(r"[0-9]{1,5}(,[0-9]{1,5})*", port) and all(
        0 < int(each) < 65_536 for each in port.split(",")
    )
    if (
        not reachable
        or not found.get("dbname")
        or "://" not in url
        or not url.startswith(("postgres://", "postgresql://"))
    ):
        raise DatabaseError(
            "{name} is not an address of a PostgreSQL database.",
            "Write it as postgresql://user:password@host:5432/database.",
            name=name,
        )
    return _alias(found)


def _alias(parameters: dict[str, str]) -> dict[str, Any]:
    rest = {
        key: value
        for key, value in parameters.items()
        if key not in {"host", "port", "user", "password", "dbname"}
    }
    return {
        "ENGINE": "sozialraum.foundation.database.postgresql",
        "HOST": parameters.get("host", ""),
        "PORT": parameters.get("port", ""),
        "USER": parameters.get("user", ""),
        "PASSWORD": parameters.get("password", ""),
        "NAME": parameters["dbname"],
        "CONN_MAX_AGE": CONNECTION_AGE_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "TIME_ZONE": LOCAL_TIME,
        "OPTIONS": {**rest, "connect_timeout": rest.get("connect_timeout", "10")},
    }


def _bound_by_server(alias: dict[str, Any]) -> dict[str, Any]:
    """The same way into the database, with values sent beside the statement, so that its plan can be kept.

    The owner, who changes tables, sends values inside of it.
    """
    return {**alias, "OPTIONS": {**alias["OPTIONS"], "server_side_binding": True}}


def keep_plans() -> None:
    """Let the application's connections of this process keep the plans of what they ask often.

    Planning is most of what the statements of a page cost, the more so the more policies guard their tables. For
    processes that answer pages: while an import or a city grows, a plan made for an empty table would be kept too long.
    ``DATABASE_PREPARED_STATEMENTS=0`` keeps none, for a pooler that knows no prepared statements.
    """
    if not settings.PREPARED_STATEMENTS:
        return
    for alias in ("default", "audit"):
        connections[alias].settings_dict["OPTIONS"]["prepare_threshold"] = PREPARED_AFTER


RIGHTS = """
SELECT r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relowner = r.oid AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'),
       pg_has_role(r.oid, (SELECT datdba FROM pg_database WHERE datname = current_database()), 'MEMBER')
FROM pg_roles r WHERE r.rolname = current_user
"""


def verify_application_role(connection: psycopg.Connection) -> None:
    """Refuse a role that could undo row-level security; ``connection`` is the application's own.

    Raises ``RoleRefused`` where the role is a superuser, may bypass policies, owns a table or belongs to the
    database's owner.
    """
    row = connection.execute(RIGHTS.replace("%%", "%")).fetchone()
    if row is None:
        return
    superuser, bypasses, owns, belongs = row
    right = None
    if superuser:
        right = "SUPERUSER"
    elif bypasses:
        right = "BYPASSRLS"
    elif owns:
        right = "OWNER of tables"
    elif belongs:
        right = "OWNER of the database"
    if right:
        raise RoleRefused(
            "The role {role} of DATABASE_URL could undo the locks on people's data ({right}).",
            "Use a role of its own for the application and put the owner's into DATABASE_OWNER_URL "
            "(docs/how-to/operate.md shows the statements).",
            role=connection.info.user,
            right=right,
        )


__all__ = [
    "APPLICATION", "COUNTER", "DATABASE", "OWNER", "SUPERUSER", "bootstrap", "database_settings",
    "embedded_settings", "grant", "parse_url", "verify_application_role",
]  # fmt: skip
