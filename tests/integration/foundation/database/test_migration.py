"""A start sees by names alone that nothing waits, and reads the migrations themselves where something does."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from sozialraum.foundation.database.errors import VersionMismatch
from sozialraum.foundation.database.migration import all_applied, waiting_migrations

pytestmark = pytest.mark.django_db


def test_a_current_database_has_what_the_files_are_named_after() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert all_applied()
    assert waiting_migrations() == []


def test_what_is_not_applied_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    applied = MigrationRecorder(connection).applied_migrations()
    last = MigrationExecutor(connection).loader.graph.leaf_nodes("network")[0]
    fewer = {key: found for key, found in applied.items() if key != last}
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _self: dict(fewer))
    assert not all_applied()
    assert waiting_migrations() == [".".join(last)]


def test_what_only_the_database_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    applied = MigrationRecorder(connection).applied_migrations()
    more = {**applied, ("network", "9999_of_tomorrow"): next(iter(applied.values()))}
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _self: dict(more))
    assert not all_applied()
    with pytest.raises(VersionMismatch, match="newer release"):
        waiting_migrations()


def test_migrations_of_an_app_that_is_gone_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    applied = MigrationRecorder(connection).applied_migrations()
    more = {**applied, ("left_behind", "0001_initial"): next(iter(applied.values()))}
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _self: dict(more))
    assert all_applied()
