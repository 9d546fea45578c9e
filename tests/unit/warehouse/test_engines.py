"""A report written once: the embedded engine, the text for others, and the same rows on a real local Spark."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from factories.deliveries import areas, deliveries, same_rows
from sozialraum.warehouse.engines import EmbeddedEngine, SparkEngine
from sozialraum.warehouse.engines.engine import rewritten
from sozialraum.warehouse.reports import DELIVERY_REPORT, INDICATOR_REPORT
from sozialraum.warehouse.sql import QueryError

REPORTS = [INDICATOR_REPORT, DELIVERY_REPORT]


def table(rows: list[tuple[object, ...]]) -> pa.Table:
    names = ("office", "area_code", "period", "indicator", "status", "numerator", "denominator")
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})


def test_the_worked_example() -> None:
    small = table(
        [
            ("a", "01", "2024", "poverty", "observed", 10.0, 50.0),
            ("a", "02", "2024", "poverty", "observed", 5.0, 50.0),
            ("b", "03", "2024", "poverty", "suppressed", None, None),
            ("b", "04", "2024", "poverty", "observed", 9.0, 30.0),
            ("c", "05", "2024", "poverty", "observed", 30.0, 100.0),
            ("c", "06", "2024", "poverty", "observed", 1.0, 20.0),
        ]
    )
    above = pa.table(
        {"area_code": ["01", "02", "03", "04", "05", "06"], "above": ["A", "A", "B", "B", "C", "D"]}
    )
    rows = INDICATOR_REPORT.run(EmbeddedEngine(), {"observations": small, "areas": above}).to_pylist()
    found = {
        row["area_code"]: (row["observed"], row["suppressed"], row["rate"], row["z"], row["place"])
        for row in rows
    }
    assert found == {
        "A": (2, 0, 15.0, -1.0, 2),
        "B": (1, 1, None, None, None),
        "C": (1, 0, 30.0, 1.0, 1),
        "D": (1, 0, None, None, None),
    }
    assert [row["numerator"] for row in rows] == [15.0, None, 30.0, 1.0]
    per_thousand = INDICATOR_REPORT.run(
        EmbeddedEngine(), {"observations": small, "areas": above}, per=1000.0, minimum_denominator=10.0
    )
    assert per_thousand["rate"].to_pylist() == [150.0, None, 300.0, 50.0]
    offices = DELIVERY_REPORT.run(EmbeddedEngine(), {"observations": small}).to_pylist()
    assert [(row["office"], row["expected"], row["observed"], row["suppressed"]) for row in offices] == [
        ("a", 2, 2, 0),
        ("b", 2, 1, 1),
        ("c", 2, 2, 0),
    ]


def test_values_enter_as_literals_and_names_as_names() -> None:
    text = rewritten(
        "select $word as a, $size * n as b from t",
        "spark",
        {"word": "it's; drop", "size": 2.0},
        {"t": "land.t"},
    )
    assert text == "SELECT 'it\\'s; drop' AS a, CAST(2.0 AS DOUBLE) * n AS b FROM land.t AS t"
    assert "DOUBLE PRECISION" in rewritten("select $size as a", "postgres", {"size": 2.0})
    with pytest.raises(QueryError, match="no value for “word”"):
        rewritten("select $word", "spark")
    with pytest.raises(QueryError, match="is no name of a table"):
        rewritten("select * from t", "spark", {}, {"t": "t; drop table u"})
    with pytest.raises(QueryError, match="cannot be run"):
        rewritten("select from where", "postgres")


def test_a_report_says_what_it_needs() -> None:
    with pytest.raises(QueryError, match="needs the tables observations, areas"):
        INDICATOR_REPORT.run(EmbeddedEngine(), {"observations": deliveries(10)})
    with pytest.raises(QueryError, match="knows no “threshold”"):
        DELIVERY_REPORT.run(EmbeddedEngine(), {"observations": deliveries(10)}, threshold=1)
    with pytest.raises(QueryError, match=r"has no table “land\.observations” of its own"):
        DELIVERY_REPORT.run(EmbeddedEngine(), {"observations": "land.observations"})
    with pytest.raises(QueryError, match="cannot be run"):
        DELIVERY_REPORT.run(EmbeddedEngine(), {"observations": deliveries(10).drop_columns("office")})


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """A real local Spark; without pyspark or Java the test is skipped, and says so."""
    if shutil.which("java") is None:
        pytest.skip(
            "NOT TESTED on Spark: there is no Java on this machine; install a JRE of version 17 or later"
        )
    spark = pytest.importorskip(
        "pyspark.sql", reason="NOT TESTED on Spark: pyspark is not installed; pip install 'sozialraum[spark]'"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = spark.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config(
            "spark.sql.shuffle.partitions", "2"
        )
        found = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
        yield found
        found.stop()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::UserWarning")
def test_spark_gives_the_same_rows(session: Any) -> None:
    given = {"observations": deliveries(20_000), "areas": areas()}
    for report in REPORTS:
        tables = {name: given[name] for name in report.tables}
        here = report.run(EmbeddedEngine(), tables)
        assert same_rows(report.run(SparkEngine(session), tables), here)
    session.createDataFrame(given["observations"]).createOrReplaceTempView("delivered")
    there = DELIVERY_REPORT.run(SparkEngine(session), {"observations": "delivered"})
    assert same_rows(there, DELIVERY_REPORT.run(EmbeddedEngine(), {"observations": given["observations"]}))
    with pytest.raises(QueryError, match="cannot be run"):
        DELIVERY_REPORT.run(SparkEngine(session), {"observations": "never_delivered"})
