"""What an engine does, and how a query is written for another one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, Protocol, TypeAlias
from uuid import uuid4

import pyarrow as pa

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import ArrowStream
from sozialraum.warehouse.sql import QueryError

Source: TypeAlias = pa.Table | ArrowStream | str
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,2}")


class Engine(Protocol):
    """Somewhere a query runs.

    `tables` says for each name in the query what it is: a table in memory, or the name of one that lies in the engine
    already (for the embedded engine only tables in memory). `parameters` are the values of `$name` in the text.
    Raises QueryError.
    """

    def run(self, sql: str, parameters: Mapping[str, object] | None = None, **tables: Source) -> pa.Table:
        """Run one SELECT, written in DuckDB's SQL, and return its rows as an Arrow table."""


def rewritten(
    sql: str,
    dialect: Literal["postgres", "spark"],
    parameters: Mapping[str, object] | None = None,
    names: Mapping[str, str] | None = None,
) -> str:
    """A query of DuckDB's SQL in another dialect, its `$parameters` as literals, its tables under other names.

    Values enter as typed literals of the syntax tree and not as text. Raises QueryError for text that is no query,
    for a parameter without a value, and where sqlglot is not installed.
    """
    try:
        import sqlglot
        from sqlglot import expressions as exp
    except ModuleNotFoundError as error:
        raise QueryError(
            gettext_noop("Queries cannot be written for another engine: sqlglot is not installed."),
            gettext_noop("Install the extra: pip install 'sozialraum[spark]'."),
        ) from error
    values, others = dict(parameters or {}), dict(names or {})
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except sqlglot.errors.ParseError as error:
        raise QueryError(
            gettext_noop("The query cannot be run: {detail}"),
            gettext_noop("Check the names of tables and columns."),
            detail=str(error).splitlines()[0],
        ) from error
    own = {each.alias for each in tree.find_all(exp.CTE)}
    for parameter in list(tree.find_all(exp.Parameter, exp.Placeholder)):
        name = parameter.name
        if name not in values:
            raise QueryError(
                gettext_noop("The query has no value for “{name}”."),
                gettext_noop("Give one for each of its parameters."),
                name=name,
            )
        literal = exp.convert(values[name])
        # a bare 100.0 would be a decimal number to Spark and PostgreSQL
        parameter.replace(exp.cast(literal, "double") if isinstance(values[name], float) else literal)
    for table in list(tree.find_all(exp.Table)):
        if table.name in others and table.name not in own:
            named = exp.to_table(checked_name(others[table.name]))
            named.set("alias", table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name)))
            table.replace(named)
    return str(tree.sql(dialect=dialect))


def own_names(tables: Mapping[str, Source]) -> dict[str, str]:
    """Under which name each table of a query lies in an engine; what is handed in gets one that nobody else has."""
    return {
        name: table if isinstance(table, str) else f"{name}_{uuid4().hex}" for name, table in tables.items()
    }


def checked_name(name: str) -> str:
    """A plain name of a table, with catalog and schema at most; QueryError for anything else."""
    if not _NAME.fullmatch(name):
        raise QueryError(
            gettext_noop("“{name}” is no name of a table."),
            gettext_noop("Take letters, digits and underscores, with a point after catalog or schema."),
            name=name,
        )
    return name
