"""Integration tests run on an embedded server of their own, as the application's role."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sozialraum.foundation.database.embedded import Cluster
from sozialraum.foundation.database.roles import bootstrap, embedded_settings


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running embedded server with its roles and an empty database; without fsync, since it is thrown away."""
    root: Path = tmp_path_factory.mktemp("cluster")
    (root / "postgresql.local.conf").write_text(
        "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
    )
    found = Cluster(root)
    with found.attached():
        bootstrap(found)
        yield found


@pytest.fixture(scope="session", autouse=True)
def keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys of this test run alone."""
    from django.conf import settings

    from sozialraum.foundation.privacy.encryption import make_key

    folder = tmp_path_factory.mktemp("keys")
    make_key(folder)
    settings.SECRET_KEY = secrets.token_urlsafe(40)
    settings.ENCRYPTION_KEY_DIRECTORY = str(folder)
    settings.STATIC_DIRECTORY = str(tmp_path_factory.mktemp("static"))
    settings.SNAPSHOT_DIRECTORY = str(tmp_path_factory.mktemp("snapshots"))


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_little() -> None:
    """Hash passwords by the same method with the least work: a real one takes a quarter of a second of both cores."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    cheap = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
    for name, least in cheap.items():
        setattr(Argon2PasswordHasher, name, least)


@pytest.fixture(scope="session", autouse=True)
def static_files_are_found_once() -> None:
    """Keep what is found in the folders of static files: every test client builds the middleware, which looks, anew."""
    from sozialraum.foundation.ui.static_files import StaticFilesMiddleware

    look, found = StaticFilesMiddleware.update_files_dictionary, {}

    def look_once(self: StaticFilesMiddleware, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            others, self.files = self.files, {}
            look(self, root, prefix)
            found[root, prefix], self.files = self.files, others
        self.files.update(found[root, prefix])

    StaticFilesMiddleware.update_files_dictionary = look_once


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    """Begin every test with no questions counted: what one test asks must not slow down another."""
    from django.core.cache import caches

    caches["process"].clear()


@pytest.fixture(autouse=True)
def requests_begin_closed() -> Iterator[None]:
    """Begin every request of the test client with a closed gate, as in production, where it has a transaction
    of its own; in a test it shares one with what was prepared before it.
    """
    from django.core.signals import request_started
    from django.db import connection

    from sozialraum.foundation.privacy import context

    def close(**_: object) -> None:
        if connection.in_atomic_block:
            context.clear()

    request_started.connect(close)
    yield
    request_started.disconnect(close)


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, django_db_blocker: Any) -> None:
    """Migrate as the owner, then let every alias reach the cluster with its own role."""
    from django.db import connections

    from sozialraum.foundation.database.migration import bring_up_to_date

    for alias, settings in embedded_settings(cluster.connection).items():
        connections[alias].settings_dict.update(settings)
    with django_db_blocker.unblock():
        bring_up_to_date()
        connections.close_all()


@pytest.fixture
def committing(django_db_setup: None, django_db_blocker: Any, cluster: Cluster) -> Iterator[None]:
    """A database in which transactions are really committed, for what only another connection can see.

    Emptied afterwards by the superuser, since the application's role cannot truncate.
    """
    from django.db import connections
    from psycopg import sql

    from sozialraum.foundation.database import editions

    with django_db_blocker.unblock():
        yield
        for each in connections.all():
            each.close()
    with cluster.superuser("sozialraum") as connection:
        connection.execute("SET session_replication_role = replica")
        kept = ("django_migrations", "django_content_type")
        tables = connection.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s)",
            [list(kept)],
        ).fetchall()
        connection.execute(f"TRUNCATE {', '.join(name for (name,) in tables)} CASCADE")
        # a database that is in use has a mark for everything that is kept in memory
        for edition in editions.marks_are_of():
            connection.execute(
                sql.SQL("INSERT INTO {} (id, mark) VALUES (1, gen_random_uuid())").format(
                    sql.Identifier(edition)
                )
            )
