"""One query, three places to run it: embedded, in PostgreSQL, on Spark.

Queries are written once, in DuckDB's SQL. For the other engines sqlglot writes them anew; it comes with the optional extra
`spark` and is not needed for the embedded engine.
"""

from sozialraum.warehouse.engines.duckdb import EmbeddedEngine
from sozialraum.warehouse.engines.engine import Engine, Source
from sozialraum.warehouse.engines.postgresql import PostgresEngine
from sozialraum.warehouse.engines.spark import SparkEngine

__all__ = ["EmbeddedEngine", "Engine", "PostgresEngine", "Source", "SparkEngine"]
