"""The same reports in PostgreSQL, on tables handed in and on tables that lie there."""

from __future__ import annotations

from typing import cast

import psycopg
import pyarrow as pa
import pytest
from django.db import connection

from factories.deliveries import areas, deliveries, same_rows
from sozialraum.analytics.tables import TableError
from sozialraum.warehouse.engines import EmbeddedEngine, PostgresEngine
from sozialraum.warehouse.reports import DELIVERY_REPORT, INDICATOR_REPORT
from sozialraum.warehouse.sql import QueryError

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine() -> PostgresEngine:
    connection.ensure_connection()
    return PostgresEngine(cast("psycopg.Connection", connection.connection))


def test_postgresql_gives_the_same_rows(engine: PostgresEngine) -> None:
    given = {"observations": deliveries(20_000), "areas": areas()}
    for report in (INDICATOR_REPORT, DELIVERY_REPORT):
        tables = {name: given[name] for name in report.tables}
        here = report.run(EmbeddedEngine(), tables)
        assert same_rows(report.run(engine, tables), here)


def test_tables_of_the_database_are_named(engine: PostgresEngine) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table delivered (office text, indicator text, period text, status text) on commit drop"
        )
        cursor.execute(
            "insert into delivered values ('a', 'poverty', '2024', 'observed'), ('a', 'poverty', '2025', 'missing')"
        )
    found = DELIVERY_REPORT.run(engine, {"observations": "delivered"}).to_pylist()
    assert [(row["office"], row["periods"], row["observed"], row["missing"]) for row in found] == [
        ("a", 2, 1, 1)
    ]
    with pytest.raises(QueryError, match="cannot be run"):
        DELIVERY_REPORT.run(engine, {"observations": "never_delivered"})


def test_what_cannot_be_handed_over_is_told(engine: PostgresEngine) -> None:
    with pytest.raises(TableError, match=r"column “nested” holds list.*cannot be handed"):
        engine.run("select * from t", t=pa.table({"nested": [[1]]}))
    kinds = pa.table({"yes": [True], "day": pa.array([19000], pa.date32()), "count": [3], "word": ["ä"]})
    assert engine.run("select * from t", t=kinds).to_pylist() == kinds.to_pylist()
