"""Spark as engine, for a state or federal body: tables of the cluster are named and never pass through this process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import as_table
from sozialraum.warehouse.engines.engine import Source, own_names, rewritten
from sozialraum.warehouse.sql import QueryError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class SparkEngine:
    """A Spark session; see `Engine`. Only the result is collected, so a query should end in groups."""

    def __init__(self, session: SparkSession) -> None:
        """Take a running session; it is not stopped here."""
        self.session = session

    def run(self, sql: str, parameters: Mapping[str, object] | None = None, **tables: Source) -> pa.Table:
        """Run one SELECT and return its rows."""
        from pyspark.errors import PySparkException

        names = own_names(tables)
        text = rewritten(sql, "spark", parameters, names)
        views = [(names[name], table) for name, table in tables.items() if not isinstance(table, str)]
        try:
            for name, table in views:
                self.session.createDataFrame(as_table(table)).createOrReplaceTempView(name)
            result: pa.Table = self.session.sql(text).toArrow()
        except PySparkException as error:
            raise QueryError(
                gettext_noop("The query cannot be run: {detail}"),
                gettext_noop("Check the names of tables and columns."),
                detail=str(error).splitlines()[0],
            ) from error
        finally:
            for name, _ in views:
                self.session.catalog.dropTempView(name)
        return result
