"""PostgreSQL as engine: tables in memory go in as temporary ones, tables of the database are named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.types as kinds

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import TableError, as_table
from sozialraum.warehouse.engines.engine import Source, own_names, rewritten
from sozialraum.warehouse.sql import QueryError

if TYPE_CHECKING:
    import psycopg

# of pg_type: what a result may hold, and what it becomes
_FROM_OID = {16: pa.bool_(), 20: pa.int64(), 21: pa.int64(), 23: pa.int64(), 25: pa.string(), 1043: pa.string()} | {
    700: pa.float64(), 701: pa.float64(), 1700: pa.float64(), 1082: pa.date32(),
}  # fmt: skip


class PostgresEngine:
    """A connection to PostgreSQL; see `Engine`. Tables handed in are temporary and end with the query.

    The connection keeps its role and its row-level security: a query sees what that role may see.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        """Take an open psycopg connection; it is neither committed beyond the query nor closed here."""
        self.connection = connection

    def run(self, sql: str, parameters: Mapping[str, object] | None = None, **tables: Source) -> pa.Table:
        """Run one SELECT and return its rows; numbers of arbitrary precision become float64."""
        import psycopg

        names = own_names(tables)
        text = rewritten(sql, "postgres", parameters, names)
        try:
            with self.connection.transaction(), self.connection.cursor() as cursor:
                for name, table in tables.items():
                    if not isinstance(table, str):
                        _bring_in(cursor, names[name], as_table(table))
                cursor.execute(text.encode())
                rows = cursor.fetchall()
                description = cursor.description or []
                for name, table in tables.items():
                    if not isinstance(table, str):
                        cursor.execute(
                            psycopg.sql.SQL("drop table {}").format(psycopg.sql.Identifier(names[name]))
                        )
        except psycopg.Error as error:
            raise QueryError(
                gettext_noop("The query cannot be run: {detail}"),
                gettext_noop("Check the names of tables and columns."),
                detail=str(error).splitlines()[0],
            ) from error
        columns = {}
        for place, column in enumerate(description):
            kind = _FROM_OID.get(column.type_code, pa.string())
            values = [row[place] for row in rows]
            if kinds.is_floating(kind):
                values = [None if value is None else float(value) for value in values]
            columns[column.name] = pa.array(values, kind)
        return pa.table(columns)


def _bring_in(cursor: psycopg.Cursor, name: str, table: pa.Table) -> None:
    from psycopg import sql

    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(field.name), sql.SQL(_to_sql(field))) for field in table.schema
    )
    place = sql.Identifier(name)
    cursor.execute(sql.SQL("create temporary table {} ({}) on commit drop").format(place, columns))
    with cursor.copy(sql.SQL("copy {} from stdin").format(place)) as copy:
        for batch in table.to_batches():
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                copy.write_row(row)


def _to_sql(field: pa.Field) -> str:
    if kinds.is_boolean(field.type):
        return "boolean"
    if kinds.is_integer(field.type):
        return "bigint"
    if kinds.is_floating(field.type):
        return "double precision"
    if kinds.is_date(field.type):
        return "date"
    if kinds.is_string(field.type) or kinds.is_large_string(field.type) or kinds.is_string_view(field.type):
        return "text"
    raise TableError(
        gettext_noop("The column “{column}” holds {type}, which cannot be handed to the engine."),
        gettext_noop("Turn it into text, a number, a date or yes and no."),
        column=field.name,
        type=field.type,
    )
