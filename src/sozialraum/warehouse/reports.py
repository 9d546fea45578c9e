"""Reports over the deliveries of many offices, written once as SQL and run on any engine."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from sozialraum.analytics.messages import gettext_noop
from sozialraum.warehouse.engines.engine import Engine, Source
from sozialraum.warehouse.sql import QueryError


@dataclass(frozen=True)
class Report:
    """A query with the tables and the parameters that it needs.

    `tables` maps each table to its columns. `sql` is DuckDB's; whatever engine runs it, whole numbers come as int64,
    others as float64, and rows in the same order.
    """

    name: str
    tables: dict[str, tuple[str, ...]]
    parameters: dict[str, object]
    sql: str

    def run(self, engine: Engine, tables: dict[str, Source], **parameters: object) -> pa.Table:
        """Run the report; `tables` are Arrow tables or names of tables that lie in the engine.

        Raises QueryError for a table or parameter that is missing or unknown, and for a missing column.
        """
        if set(tables) != set(self.tables):
            raise QueryError(
                gettext_noop("The report “{report}” needs the tables {tables}."),
                gettext_noop("Name each of them, and no other."),
                report=self.name,
                tables=", ".join(self.tables),
            )
        if unknown := set(parameters) - set(self.parameters):
            raise QueryError(
                gettext_noop("The report “{report}” knows no “{name}”."),
                gettext_noop("It knows: {names}."),
                report=self.name,
                name=min(unknown),
                names=", ".join(self.parameters),
            )
        result = engine.run(self.sql, self.parameters | parameters, **tables)
        kinds = [pa.int64() if pa.types.is_integer(field.type) else field.type for field in result.schema]
        texts = [pa.string() if pa.types.is_large_string(kind) else kind for kind in kinds]
        return result.cast(pa.schema(list(zip(result.column_names, texts, strict=True))))


_OBSERVATIONS = ("office", "area_code", "period", "indicator", "status", "numerator", "denominator")

INDICATOR_REPORT = Report(
    name="indicators",
    tables={"observations": _OBSERVATIONS, "areas": ("area_code", "above")},
    parameters={"per": 100.0, "minimum_denominator": 30.0},
    sql="""
with summed as (
  select
    areas.above as area_code,
    observations.period,
    observations.indicator,
    cast(count(*) as bigint) as parts,
    cast(sum(case when observations.status = 'observed' then 1 else 0 end) as bigint) as observed,
    cast(sum(case when observations.status = 'suppressed' then 1 else 0 end) as bigint) as suppressed,
    sum(case when observations.status = 'observed' then observations.numerator end) as numerator,
    sum(case when observations.status = 'observed' then observations.denominator end) as denominator
  from observations join areas on areas.area_code = observations.area_code
  group by areas.above, observations.period, observations.indicator
), rated as (
  select
    summed.*,
    case
      when observed = parts and denominator >= $minimum_denominator then $per * numerator / denominator
    end as rate
  from summed
)
select
  indicator, period, area_code, parts, observed, suppressed,
  case when observed = parts then numerator end as numerator,
  case when observed = parts then denominator end as denominator,
  rate,
  (rate - avg(rate) over (partition by indicator, period))
    / nullif(stddev_pop(rate) over (partition by indicator, period), 0) as z,
  case
    when rate is not null
    then cast(rank() over (partition by indicator, period order by rate desc nulls last) as bigint)
  end as place
from rated
order by indicator, period, area_code
""",
)
"""Rates of larger areas from the released observations of smaller ones.

One row for each indicator, period and area above: how many parts there are, how many of them are observed and suppressed;
numerator, denominator and rate (times `per`) only where every part is observed, for a sum over the others would give away
or belittle what is missing, and the rate only from `minimum_denominator` people on; `z` over the areas of the same indicator
and period (unweighted mean, population deviation) and `place`, 1 for the highest rate.
"""

DELIVERY_REPORT = Report(
    name="deliveries",
    tables={"observations": _OBSERVATIONS},
    parameters={},
    sql="""
select
  office, indicator,
  cast(count(distinct period) as bigint) as periods,
  min(period) as first_period,
  max(period) as last_period,
  cast(count(*) as bigint) as expected,
  cast(sum(case when status = 'observed' then 1 else 0 end) as bigint) as observed,
  cast(sum(case when status = 'suppressed' then 1 else 0 end) as bigint) as suppressed,
  cast(sum(case when status = 'missing' then 1 else 0 end) as bigint) as missing
from observations
group by office, indicator
order by office, indicator
""",
)
"""What each office has delivered: periods, the first and the last of them, and the statuses of its values."""
