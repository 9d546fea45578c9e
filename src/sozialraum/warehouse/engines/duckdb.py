"""The embedded engine: DuckDB on tables in memory, with files, network and extensions locked."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from sozialraum.analytics.messages import gettext_noop
from sozialraum.warehouse.engines.engine import Source
from sozialraum.warehouse.sql import QueryError, query


class EmbeddedEngine:
    """DuckDB in this process; see `Engine`."""

    def run(self, sql: str, parameters: Mapping[str, object] | None = None, **tables: Source) -> pa.Table:
        """Run one SELECT on tables in memory and return its rows."""
        given = {}
        for name, table in tables.items():
            if isinstance(table, str):
                raise QueryError(
                    gettext_noop("The embedded engine has no table “{name}” of its own."),
                    gettext_noop("Hand in the table itself, or take PostgreSQL or Spark."),
                    name=table,
                )
            given[name] = table
        return query(sql, parameters, **given)
