"""What a recipe reads from a table: keys, periods, and every number it names, as arrays in the order of the rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sozialraum.analytics.indices.recipe import Indicator, Recipe
from sozialraum.analytics.messages import Message, gettext_noop, shorten
from sozialraum.analytics.tables import (
    BoolArray,
    FloatArray,
    RowOrder,
    TableError,
    find_column,
    float_column,
    text_array,
)


@dataclass(frozen=True)
class Readings:
    """A table as the recipe reads it; all arrays have one entry for each row.

    `raw` has one column per indicator, `stated` says where it holds what the recipe says that an unknown value stands
    for, `denominators` those of the indicators that have one, `ready` the parts that
    the table brings along, turned so that more means more of what the index points to.
    `numbers` holds further columns by name (frequencies, weights), `texts` marks and groups.
    """

    recipe: Recipe
    keys: pa.Array
    periods: pa.Array | None
    population: FloatArray | None
    raw: FloatArray
    stated: BoolArray
    denominators: dict[str, FloatArray]
    ready: dict[str, FloatArray]
    numbers: dict[tuple[str, ...], FloatArray]
    texts: dict[tuple[str, ...], pa.Array]
    notes: tuple[Message, ...]

    @cached_property
    def order(self) -> RowOrder:
        """Where every row stands by period and key."""
        return RowOrder.of(self.keys, self.periods)

    @cached_property
    def sizes(self) -> FloatArray:
        """The denominators as a matrix like `raw`, NaN where an indicator has none."""
        unknown = np.full(len(self.keys), np.nan)
        return by_columns([self.denominators.get(entry.code, unknown) for entry in self.recipe.indicators])


def read(table: pa.Table, recipe: Recipe, *, key: str | None, period: str | None) -> Readings:
    """Find the recipe's columns in a table and read them.

    Raises TableError where a column is missing or holds the wrong kind of values.
    """
    fitted, notes = fitted_recipe(table, recipe)
    key_column = require(table, (key,) if key else recipe.key.columns)
    ready = {
        part.code: _sign(recipe, part.direction)
        * float_column(table, found, missing_values=recipe.missing_values)
        for part in fitted.parts
        if (found := find_column(table, part.columns))
    }
    within = covered(fitted, ready)
    columns = [_indicator(table, entry, fitted, unneeded=entry.code in within) for entry in fitted.indicators]
    divided = [
        (entry, column)
        for entry, (_, _, column) in zip(fitted.indicators, columns, strict=True)
        if column is not None
    ]
    rules = fitted.validity
    named = {part.frequency for part in fitted.parts}
    named |= {rule.weights for entry in fitted.indicators if (rule := entry.normalization)}
    named |= {fitted.normalization.weights}
    texts = [rules.mark_columns] if find_column(table, rules.mark_columns) else []
    texts += [fitted.missing.group]
    raw, stated = _stated(by_columns([values for values, _, _ in columns]), fitted, within)
    return Readings(
        recipe=fitted,
        keys=text_array(table, key_column),
        periods=_periods(table, fitted, period),
        population=_floats(table, rules.population, fitted) if rules.population else None,
        raw=raw,
        stated=stated,
        denominators={
            entry.code: sizes
            for entry, (_, sizes, _) in zip(fitted.indicators, columns, strict=True)
            if sizes is not None
        },
        ready=ready,
        numbers={names: _floats(table, names, fitted) for names in sorted(named) if names},
        texts={names: text_array(table, require(table, names)) for names in texts if names},
        notes=notes + _divided_note(divided),
    )


def fitted_recipe(table: pa.Table, recipe: Recipe) -> tuple[Recipe, tuple[Message, ...]]:
    """The recipe with those indicators that the table has, where the recipe leaves that open; and what was left out.

    Raises TableError where the table has none of them.
    """
    if recipe.inputs == "all":
        return recipe, ()
    codes = [entry.code for entry in recipe.indicators]
    present = [entry.code for entry in recipe.indicators if recipe.inputs == "named" or _has(table, entry)]
    if not present:
        raise no_indicators(recipe, table.column_names)
    fitted = recipe if present == codes else recipe.keeping(present)
    notes = [
        Message(gettext_noop("Indicators of this index: {indicators}."), {"indicators": ", ".join(present)})
    ]
    if fitted.normalization.weights and find_column(table, fitted.normalization.weights) is None:
        rule = fitted.normalization.model_copy(update={"weights": ()})
        fitted = fitted.model_copy(update={"normalization": rule})
        notes.append(
            Message(
                gettext_noop("The table has no column “{column}”: every area counts the same."),
                {"column": recipe.normalization.weights[0]},
            )
        )
    rules = fitted.validity
    if rules.population and not rules.minimum_population and find_column(table, rules.population) is None:
        fitted = fitted.model_copy(update={"validity": rules.model_copy(update={"population": ()})})
    return fitted, tuple(notes)


def by_columns(columns: Sequence[FloatArray]) -> FloatArray:
    """Columns of equal length as a matrix whose columns are contiguous, as everything works by columns."""
    return np.stack(columns).T


def no_indicators(recipe: Recipe, columns: Sequence[str]) -> TableError:
    """The error that none of these columns is an indicator by its name, and how to say which ones are."""
    return TableError(
        gettext_noop("No column of the table has a name that the recipe “{recipe}” knows as an indicator."),
        gettext_noop(
            "Say which columns are indicators: “--indicator COLUMN” for each one in which more means more "
            "disadvantage, “--indicator -COLUMN” where more means less; or name them in a recipe file. "
            "The columns are: {columns}."
        ),
        recipe=recipe.name,
        columns=shorten(list(columns), limit=20),
    )


def covered(recipe: Recipe, ready: Collection[str]) -> frozenset[str]:
    """Indicators and parts that are not needed because the table brings along a part above them."""
    parents = {part.code: part.parent for part in recipe.parts}
    parents |= {entry.code: entry.part for entry in recipe.indicators}

    def brought(code: str | None) -> bool:
        return code is not None and (code in ready or brought(parents[code]))

    return frozenset(code for code, above in parents.items() if brought(above))


def require(table: pa.Table, names: Sequence[str]) -> str:
    """The column of one of these names; TableError lists the columns there are."""
    found = find_column(table, names)
    if found is None:
        raise TableError(
            gettext_noop("The table has no column “{column}”."),
            gettext_noop("Its columns are: {columns}. Rename one, or write the name into the recipe."),
            column="” / “".join(names),
            columns=shorten(table.column_names, limit=12),
        )
    return found


def _sign(recipe: Recipe, direction: str) -> float:
    return 1.0 if direction == recipe.points else -1.0


def _floats(table: pa.Table, names: Sequence[str], recipe: Recipe) -> FloatArray:
    return float_column(table, require(table, names), missing_values=recipe.missing_values)


def _has(table: pa.Table, entry: Indicator) -> bool:
    if find_column(table, entry.columns):
        return True
    return bool(find_column(table, entry.numerator) and find_column(table, entry.denominator))


def _indicator(
    table: pa.Table, entry: Indicator, recipe: Recipe, *, unneeded: bool
) -> tuple[FloatArray, FloatArray | None, str | None]:
    """The values of an indicator, their denominators where there are any, and the column taken as divided before."""
    if unneeded:
        return np.full(table.num_rows, np.nan), None, None
    ready = find_column(table, entry.columns)
    over, under = find_column(table, entry.numerator), find_column(table, entry.denominator)
    sizes = _floats(table, [under], recipe) if under else None
    if over is not None and sizes is not None and ready in {None, over}:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = _floats(table, [over], recipe) / sizes * entry.per
        values[~np.isfinite(values)] = np.nan
        return values, sizes, None
    if ready is None:
        require(table, entry.columns)
    return _floats(table, entry.columns, recipe), sizes, ready if ready == over else None


def _stated(raw: FloatArray, recipe: Recipe, unneeded: Collection[str]) -> tuple[FloatArray, BoolArray]:
    """The values with what unknown ones stand for, and where that is; `raw` is written to."""
    stated = np.zeros(raw.shape, dtype=np.bool_, order="F")
    for place, entry in enumerate(recipe.indicators):
        if entry.unknown_as is not None and entry.code not in unneeded:
            stated[:, place] = np.isnan(raw[:, place])
            raw[stated[:, place], place] = entry.unknown_as
    return raw, stated


def _divided_note(found: Sequence[tuple[Indicator, str]]) -> tuple[Message, ...]:
    if not found:
        return ()
    return (
        Message(
            gettext_noop(
                "Without the columns {denominators}, {count} indicators were taken as already divided by them: "
                "{columns}. If they are not, name the file with those columns too."
            ),
            {
                "denominators": ", ".join(dict.fromkeys(entry.denominator[0] for entry, _ in found)),
                "count": len(found),
                "columns": shorten([column for _, column in found], limit=4),
            },
        ),
    )


def _periods(table: pa.Table, recipe: Recipe, period: str | None) -> pa.Array | None:
    names = (period,) if period else recipe.period.columns if recipe.period else ()
    if not names:
        return None
    found = require(table, names) if period else find_column(table, names)
    if found is None:
        return None
    column = table.column(found)
    if pa.types.is_integer(column.type):
        column = pc.cast(column, pa.string())
    return text_array(pa.table({found: column}), found)
