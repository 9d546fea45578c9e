"""SQL over Arrow tables: grouping and joining by DuckDB, embedded, without any access to files or the network."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import ArrowStream, as_table
from sozialraum.errors import SozialraumError


class QueryError(SozialraumError):
    """A query that cannot be run on the given tables."""


def query(
    sql: str, /, parameters: Mapping[str, object] | None = None, **tables: pa.Table | ArrowStream
) -> pa.Table:
    """Run one SQL query over the named tables and return an Arrow table.

    `$name` in the text takes its value from `parameters`. The engine sees only the tables handed in: files,
    network and extensions are locked.

    >>> query("select area, sum(n) as n from counts group by area order by area",
    ...       counts=pa.table({"area": ["b", "a", "b"], "n": [1, 2, 3]})).to_pydict()["area"]
    ['a', 'b']
    """
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "threads": "2",
    }
    connection = duckdb.connect(config=settings)
    try:
        connection.execute("set lock_configuration = true")
        for name, table in tables.items():
            connection.register(name, as_table(table))
        relation = connection.sql(sql, params=dict(parameters or {}))
        if relation is None:
            raise QueryError(
                gettext_noop("The query returns no table."), gettext_noop("Ask with a SELECT statement.")
            )
        result: pa.Table = relation.to_arrow_table()
    except duckdb.Error as error:
        raise QueryError(
            gettext_noop("The query cannot be run: {detail}"),
            gettext_noop("Check the names of tables and columns."),
            detail=str(error).splitlines()[0],
        ) from error
    finally:
        connection.close()
    return result
