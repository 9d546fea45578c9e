"""Bringing the database up to date, as its owner."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections

from sozialraum.foundation.database.errors import DatabaseError, VersionMismatch

MIGRATION_LOCK = 0x50A1_316A
IDENTITY = ("HOST", "PORT", "USER", "PASSWORD", "NAME", "OPTIONS")


@contextmanager
def as_owner() -> Iterator[None]:
    """Let the alias ``default`` be the owner inside the block.

    Migrations of libraries read and write through ``default`` whatever alias is migrated; with two connections
    such a migration would wait for itself for ever. Where no owner is known, the application's role stays.
    """
    settings = connection.settings_dict
    kept = {key: settings[key] for key in IDENTITY}
    connection.close()
    if "owner" in connections:
        settings.update({key: connections["owner"].settings_dict[key] for key in IDENTITY})
    try:
        yield
    finally:
        connection.close()
        settings.update(kept)


def all_applied() -> bool:
    """Whether the database has exactly the migrations that the program's files are named after.

    Then nothing waits, and a start need not load all of them, which would stay in every process forked from it.
    """
    from django.db.migrations.recorder import MigrationRecorder

    applied = set(MigrationRecorder(connection).applied_migrations())
    named = {(app.label, name) for app in apps.get_app_configs() for name in _migrations_of(app.name)}
    labels = {label for label, _name in named}
    return named == {(label, name) for label, name in applied if label in labels}


def _migrations_of(package: str) -> Iterator[str]:
    found = find_spec(f"{package}.migrations")
    for each in pkgutil.iter_modules(found.submodule_search_locations if found else []):
        # as Django's own loader takes them
        if not each.ispkg and each.name[0] not in "_~":
            yield each.name


def waiting_migrations() -> list[str]:
    """Return the migrations that the database lacks, as ``app.name``, in order.

    Raises ``VersionMismatch`` where the database knows migrations that this program does not.
    """
    if all_applied():
        return []
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    known = set(loader.graph.nodes) | set(loader.replacements)
    foreign = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in loader.migrated_apps and (app, name) not in known
    )
    if foreign:
        raise VersionMismatch(
            "The database was written by a newer release of Sozialraum (it knows {names}).",
            "Install that release again, or restore a backup that was made with this one.",
            names=", ".join(foreign[:3]),
        )
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def bring_up_to_date(*, notice: Callable[[list[str]], None] = lambda _waiting: None) -> list[str]:
    """Apply what waits and return it; two starts at once wait for each other (advisory lock).

    ``notice`` is called before the work begins where there is any.
    """
    if not waiting_migrations():
        return []
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            waiting = waiting_migrations()
            if waiting:
                _refuse_without_owner()
                notice(waiting)
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    return waiting


def _refuse_without_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")
        may = cursor.fetchone()[0]
    if not may:
        raise DatabaseError(
            "The database needs changes that the application's role may not make.",
            "Run `sozialraum migrate` once with DATABASE_OWNER_URL set to the owner's address.",
        )
