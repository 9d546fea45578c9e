"""Looking into an index: how its inputs hang together, what each adds to an area, what changes without one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sozialraum.analytics.indices.exclusions import ValidAreas
from sozialraum.analytics.indices.kernel import IndexResult, compute_index
from sozialraum.analytics.indices.recipe import Recipe, RecipeError
from sozialraum.analytics.indices.statistics import ordered_mean, ranks
from sozialraum.analytics.tables import ArrowStream, FloatArray, TableError, as_table


def correlations(result: IndexResult) -> pa.Table:
    """Pearson and Spearman correlations of every two indicators and of each with every index, over the valid areas.

    Columns `first`, `second` (codes), `pearson`, `spearman`. Values are taken as they enter the index: positive
    means that both point the same way. Unknown values leave their area out of that pair.

    >>> from sozialraum.analytics.indices import shipped_recipe
    >>> table = pa.table({"id": ["1", "2", "3"], "child_poverty": [1.0, 2.0, 4.0], "overcrowding": [3.0, 2.0, 1.0]})
    >>> rows = correlations(compute_index(table, shipped_recipe("default"))).to_pylist()
    >>> [(row["first"], row["second"], round(row["spearman"], 2)) for row in rows][0]
    ('child_poverty', 'overcrowding', -1.0)
    """
    scores = _indicator_scores(result)
    indices = {
        part.code: np.asarray(result.areas.column(f"{part.code}_index")) for part in result.recipe.roots
    }
    names = list(scores)
    pairs = [(one, two) for place, one in enumerate(names) for two in [*names[place + 1 :], *indices]]
    columns = scores | indices
    rows = [(one, two, *_pair(columns[one], columns[two])) for one, two in pairs]
    titles = ("first", "second", "pearson", "spearman")
    kinds = (pa.string(), pa.string(), pa.float64(), pa.float64())
    return pa.table(
        {
            title: pa.array([row[place] for row in rows], kinds[place], from_pandas=True)
            for place, title in enumerate(titles)
        }
    )


def contributions(result: IndexResult) -> pa.Table:
    """What each member adds to a part of each area, measured from the average area of the period.

    Columns `area_code`, `period` (where there are periods), `part`, `member` (code of an indicator or part), `value`
    (the member's normalized value), `contribution` = weight times (value - mean of the period). For sums, means
    and found weights the contributions of a part's members add up to the part's distance from its mean, before
    the part's own normalization. Parts by geometric mean have none: its members multiply.
    """
    columns = _indicator_scores(result)
    columns |= {
        part.code: np.asarray(result.areas.column(f"{part.code}_index"))
        for part in result.recipe.parts
        if f"{part.code}_index" in result.areas.column_names
    }
    additive = {part.code for part in result.recipe.parts if part.aggregation != "geometric"}
    dated = "period" in result.areas.column_names
    pieces = []
    for row in result.weights.to_pylist():
        if row["part"] not in additive:
            continue
        for name, rows in _period_rows(result.areas).items():
            if row["period"] not in {None, name}:
                continue
            values = columns[row["member"]][rows]
            known = values[~np.isnan(values)]
            added = row["weight"] * (values - (ordered_mean(known) if known.size else 0.0))
            piece = {"area_code": result.areas.column("area_code").take(pa.array(rows))}
            if dated:
                piece["period"] = result.areas.column("period").take(pa.array(rows))
            piece["part"] = pa.array([row["part"]] * len(rows), pa.string())
            piece["member"] = pa.array([row["member"]] * len(rows), pa.string())
            piece["value"] = pa.array(values, from_pandas=True)
            piece["contribution"] = pa.array(added, from_pandas=True)
            pieces.append(pa.table(piece))
    if not pieces:
        names = ["area_code", *(["period"] if dated else []), "part", "member"]
        empty = {name: pa.array([], pa.string()) for name in names}
        return pa.table(
            empty | {"value": pa.array([], pa.float64()), "contribution": pa.array([], pa.float64())}
        )
    return pa.concat_tables(pieces)


def drop_one(
    table: pa.Table | ArrowStream,
    recipe: Recipe,
    *,
    part: str | None = None,
    key: str | None = None,
    valid_areas: ValidAreas | None = None,
) -> pa.Table:
    """An index again without each of its indicators in turn, over the areas that are valid with all of them.

    `part` is the code of the index; by default the recipe's first. Columns `indicator`, `area_code`, `period` (where there are periods), `rank`, `rank_without`, `class_without`
    (null without classes). An indicator that cannot be spared (the last one, the third of a factor) has no rows.
    """
    source = as_table(table)
    full = compute_index(source, recipe, key=key, valid_areas=valid_areas)
    root = part or full.recipe.roots[0].code
    identity = [name for name in ("area_code", "period") if name in full.areas.column_names]
    listed = set(full.areas.column("area_code").to_pylist()) if "period" not in identity else None
    whole = full.areas.select([*identity, f"{root}_rank"]).rename_columns([*identity, "rank"])
    pieces = []
    for indicator in full.recipe.below(root):
        try:
            reduced = full.recipe.without(indicator.code)
            again = compute_index(
                source, reduced, key=key, valid_areas=valid_areas if listed is None else listed
            )
        except (RecipeError, TableError):
            continue
        if f"{root}_rank" not in again.areas.column_names:
            continue
        columns = {name: again.areas.column(name) for name in identity}
        columns["rank_without"] = again.areas.column(f"{root}_rank")
        classed = f"{root}_class" in again.areas.column_names
        columns["class_without"] = (
            again.areas.column(f"{root}_class") if classed else pa.nulls(again.areas.num_rows, pa.string())
        )
        joined = whole.join(pa.table(columns), identity, join_type="inner").sort_by(
            [(name, "ascending") for name in identity]
        )
        pieces.append(
            joined.add_column(0, "indicator", pa.array([indicator.code] * joined.num_rows, pa.string()))
        )
    names = ["indicator", *identity, "rank", "rank_without", "class_without"]
    if not pieces:
        kinds = [pa.string()] * (1 + len(identity)) + [pa.int64(), pa.int64(), pa.string()]
        return pa.table({name: pa.array([], kind) for name, kind in zip(names, kinds, strict=True)})
    return pa.concat_tables([piece.select(names) for piece in pieces])


def _indicator_scores(result: IndexResult) -> dict[str, FloatArray]:
    """The normalized values by indicator, turned so that all rise with the index."""
    recipe = result.recipe
    found: dict[str, FloatArray] = {}
    for entry in recipe.indicators:
        if f"z_{entry.code}" in result.areas.column_names:
            sign = 1.0 if entry.direction == recipe.points else -1.0
            found[entry.code] = sign * np.asarray(result.areas.column(f"z_{entry.code}"))
        elif f"n_{entry.code}" in result.areas.column_names:
            found[entry.code] = np.asarray(result.areas.column(f"n_{entry.code}"))
    return found


def _pair(one: FloatArray, two: FloatArray) -> tuple[float, float]:
    known = ~(np.isnan(one) | np.isnan(two))
    return _pearson(one[known], two[known]), _pearson(ranks(one[known]), ranks(two[known]))


def _pearson(one: FloatArray, two: FloatArray) -> float:
    if one.size < 2:
        return float("nan")
    first, second = one - ordered_mean(one), two - ordered_mean(two)
    spread = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / spread if spread > 0 else float("nan")


def _period_rows(areas: pa.Table) -> dict[str | None, np.ndarray]:
    if "period" not in areas.column_names:
        return {None: np.arange(areas.num_rows)}
    column = areas.column("period")
    return {
        name: np.flatnonzero(np.asarray(pc.equal(column, name))) for name in pc.unique(column).to_pylist()
    }
