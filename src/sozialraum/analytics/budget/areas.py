"""The areas of an allocation: what a method reads of a table, checked, with everything that is wrong named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from sozialraum.analytics.budget.money import BudgetError, CentArray, apportion
from sozialraum.analytics.budget.recipe import (
    Blend,
    BudgetRecipe,
    IndexNeed,
    MedianUnitCost,
    QuarterDamping,
    RegressionNeed,
    YouthInhabitantValue,
)
from sozialraum.analytics.messages import Message, gettext_noop, shorten
from sozialraum.analytics.tables import (
    ArrowStream,
    FloatArray,
    as_table,
    find_column,
    float_column,
    text_column,
    unique_or_error,
)

NAMES: Mapping[str, tuple[str, ...]] = {
    "area": ("area", "gebiet", "area_code", "sozialraum", "bezirk", "stadtteil"),
    "young_people": ("young_people", "junge Menschen", "junge_menschen"),
    "burdened": ("burdened", "belastet", "belastete", "mit Grundsicherung"),
    "infrastructure": ("infrastructure", "infrastruktur", "angebotsfaktor"),
    "previous": ("previous", "vorjahr", "vorjahresbetrag"),
}


@dataclass(frozen=True, eq=False)
class Areas:
    """Areas in the order of the table: `codes`, and by name the `columns` that the method reads (float64, never NaN).

    `previous` is in cents; None where the method has no use for last year. `notices` are findings that do not stop.
    """

    codes: tuple[str, ...]
    columns: Mapping[str, FloatArray]
    previous: CentArray | None = None
    notices: tuple[Message, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.codes)

    def column(self, name: str) -> FloatArray:
        """A column of the method; KeyError for one that it does not read."""
        return self.columns[name]

    def with_previous(self, previous: CentArray) -> Areas:
        """The same areas a year later, `previous` being what they got before."""
        return replace(self, previous=previous)


def wanted_columns(recipe: BudgetRecipe) -> tuple[str, ...]:
    """The columns besides `area` that a recipe reads, in the usual order; `infrastructure` may be absent.

    >>> from sozialraum.analytics.budget.recipe import shipped_budget_recipe
    >>> wanted_columns(shipped_budget_recipe("per-head"))
    ('young_people',)
    """
    need, names = recipe.need, ["young_people"]
    if isinstance(need, Blend):
        names += ["burdened"] if need.people_share < 1 else []
    elif isinstance(need, IndexNeed):
        names.append(need.column)
    elif isinstance(need, RegressionNeed):
        names += [need.outcome, *(entry.column for entry in need.predictors)]
    elif isinstance(need, YouthInhabitantValue):
        names += [name for entry in need.indices for name in (entry.count, entry.part, entry.whole)]
    elif isinstance(need, MedianUnitCost):
        names += [need.quantity, "previous"]
    elif isinstance(need, QuarterDamping):
        names += [need.people, need.cases, *([need.long_term] if need.long_term else [])]
    if recipe.infrastructure is not None:
        names.append(recipe.infrastructure.column)
    if recipe.corridor is not None:
        names.append("previous")
    return tuple(dict.fromkeys(names))


def areas_of(table: pa.Table | ArrowStream, recipe: BudgetRecipe) -> Areas:
    """Take what a recipe needs from a table with one row per area; amounts of last year are in euros.

    BudgetError names every area with an unknown or impossible value: unknown is never read as zero.
    """
    source = as_table(table)
    codes = _codes(source)
    columns: dict[str, FloatArray] = {}
    notices: list[Message] = []
    previous: CentArray | None = None
    for name in wanted_columns(recipe):
        found = find_column(source, NAMES.get(name, (name,)))
        if found is None and recipe.infrastructure is not None and name == recipe.infrastructure.column:
            notices.append(
                Message(
                    gettext_noop("There is no column “{column}”: every area counts as average (1.00)."),
                    {"column": name},
                )
            )
            columns[name] = np.ones(len(codes))
            continue
        if found is None:
            raise _absent(name, recipe, source)
        values = float_column(source, found)
        if name == "previous":
            previous = _previous(values, codes, recipe, columns["young_people"], notices)
        else:
            _known(values, codes, name, signed=_signed(recipe, name))
            columns[name] = values
    _sensible(columns, codes, recipe, notices)
    return Areas(codes=codes, columns=columns, previous=previous, notices=tuple(notices))


def _codes(table: pa.Table) -> tuple[str, ...]:
    key = find_column(table, NAMES["area"])
    if key is None:
        raise BudgetError(
            gettext_noop("The table has no column “{column}”."),
            gettext_noop("Its columns are: {columns}. Rename the one that is meant."),
            column="area",
            columns=shorten(table.column_names, limit=12),
        )
    codes = text_column(table, key)
    empty = [str(row + 1) for row, code in enumerate(codes) if code is None]
    if empty:
        raise BudgetError(
            gettext_noop("No area is named in row {rows} of the table."),
            gettext_noop("Name the area, or take the row out."),
            rows=shorten(empty),
        )
    unique_or_error(codes, column=key)
    return tuple(code for code in codes if code is not None)


def _absent(name: str, recipe: BudgetRecipe, table: pa.Table) -> BudgetError:
    return BudgetError(
        gettext_noop("The table has no column “{column}”, which the recipe “{recipe}” needs."),
        gettext_noop("Its columns are: {columns}. Rename the one that is meant, or take another recipe."),
        column=name,
        recipe=recipe.name,
        columns=shorten(table.column_names, limit=12),
    )


def _signed(recipe: BudgetRecipe, name: str) -> bool:
    need = recipe.need
    return (isinstance(need, IndexNeed) and name == need.column) or (
        isinstance(need, RegressionNeed) and name != need.outcome and name != "young_people"
    )


def _known(values: FloatArray, codes: Sequence[str], name: str, *, signed: bool) -> None:
    if unknown := [code for code, value in zip(codes, values, strict=True) if np.isnan(value)]:
        raise BudgetError(
            gettext_noop("“{column}” is unknown in: {areas}."),
            gettext_noop("Enter the value; an unknown value is never taken for zero."),
            column=name,
            areas=shorten(unknown),
        )
    if not signed and (below := [code for code, value in zip(codes, values, strict=True) if value < 0]):
        raise BudgetError(
            gettext_noop("“{column}” is negative in: {areas}."),
            gettext_noop("Check the table."),
            column=name,
            areas=shorten(below),
        )


def _previous(
    values: FloatArray, codes: Sequence[str], recipe: BudgetRecipe, young: FloatArray, notices: list[Message]
) -> CentArray:
    unknown = np.isnan(values)
    names = [code for code, gap in zip(codes, unknown, strict=True) if gap]
    if names and recipe.missing_previous == "error":
        raise BudgetError(
            gettext_noop("Last year's amount is unknown in: {areas}."),
            gettext_noop(
                "Enter it in the column “previous”. If the area is new, `--set missing_previous=population` gives it a "
                "last year by its number of young people; 0 means that it had nothing."
            ),
            areas=shorten(names),
        )
    known = values[~unknown]
    _known(np.where(unknown, 0.0, values), codes, "previous", signed=False)
    amounts = np.zeros(values.size, dtype=np.int64)
    amounts[~unknown] = np.rint(np.round(known * 100, 4)).astype(np.int64)
    if names:
        people = float(young.sum())
        if not known.size or people <= 0:
            raise BudgetError(
                gettext_noop("Last year's amount is unknown in every area."),
                gettext_noop("A corridor needs last year: enter it, or take a recipe without a corridor."),
            )
        # the old total is spread over old and new by heads for the new ones; the old ones give it up in proportion
        total = int(amounts.sum())
        share = young / people
        spread = np.where(unknown, share * total, 0.0)
        kept = amounts * (1 - spread.sum() / total) if total else np.zeros(values.size)
        amounts = apportion(np.where(unknown, spread, kept), total)
        notices.append(
            Message(
                gettext_noop(
                    "New areas received a last year by their number of young people, taken from the others: {areas}."
                ),
                {"areas": shorten(names)},
            )
        )
    return amounts


def _sensible(
    columns: Mapping[str, FloatArray], codes: Sequence[str], recipe: BudgetRecipe, notices: list[Message]
) -> None:
    young = columns["young_people"]
    if young.sum() <= 0:
        raise BudgetError(
            gettext_noop("No area has young people."), gettext_noop("Check the column “young_people”.")
        )
    if empty := [code for code, value in zip(codes, young, strict=True) if value == 0]:
        notices.append(
            Message(
                gettext_noop(
                    "No young people live in: {areas}. These areas receive the floor and what protects them, no share by need."
                ),
                {"areas": shorten(empty)},
            )
        )
    burdened = columns.get("burdened")
    if burdened is not None and (
        more := [c for c, j, d in zip(codes, young, burdened, strict=True) if d > j]
    ):
        notices.append(
            Message(
                gettext_noop(
                    "More burdened young people than young people are given for: {areas}. Check both columns."
                ),
                {"areas": shorten(more)},
            )
        )
    if (
        burdened is not None
        and isinstance(recipe.need, Blend)
        and recipe.need.people_share < 1
        and burdened.sum() <= 0
    ):
        raise BudgetError(
            gettext_noop("No area has burdened young people."),
            gettext_noop("Check the column “burdened”, or set people_share to 1."),
        )
    rule = recipe.infrastructure
    if rule is not None:
        factor = columns[rule.column]
        # factors are written with two or three decimals; the bounds themselves belong to the range
        outside = (factor < rule.lowest - 1e-9) | (factor > rule.highest + 1e-9)
        if names := [code for code, out in zip(codes, outside, strict=True) if out]:
            raise BudgetError(
                gettext_noop("The infrastructure factor lies outside {lowest} to {highest} in: {areas}."),
                gettext_noop("Check the factor, or widen the range with the parameters lowest and highest."),
                lowest=rule.lowest,
                highest=rule.highest,
                areas=shorten(names),
            )


def carried_over(previous: Mapping[str, int], links: Sequence[tuple[str, str, float]]) -> dict[str, int]:
    """Last year's amounts (cents) for a new cut of areas: each link says which share of an old area became which new one.

    Every old area is handed over whole, to the cent. A split has several links from one old area, a merger several to
    one new area; the shares of an old area are its shares of young people and must add up to 1. BudgetError names what
    does not match.

    >>> carried_over({"A": 1000, "B": 501}, [("A", "A1", 0.3), ("A", "A2", 0.7), ("B", "A2", 1.0)])
    {'A1': 300, 'A2': 1201}
    """
    amounts: dict[str, int] = {}
    for old in sorted(previous):
        parts = sorted((new, share) for source, new, share in links if source == old)
        if not parts:
            raise BudgetError(
                gettext_noop("No new area takes over what “{area}” had."),
                gettext_noop("Say into which areas it was split or merged."),
                area=old,
            )
        shares = np.array([share for _, share in parts], dtype=np.float64)
        if (shares < 0).any() or abs(float(shares.sum()) - 1) > 1e-6:
            raise BudgetError(
                gettext_noop("The shares of “{area}” add up to {sum} and not to 1."),
                gettext_noop("Give each new area the share of the young people it takes over."),
                area=old,
                sum=round(float(shares.sum()), 6),
            )
        for (new, _), part in zip(
            parts, apportion(shares / shares.sum() * previous[old], previous[old]), strict=True
        ):
            amounts[new] = amounts.get(new, 0) + int(part)
    if unknown := sorted({source for source, _, _ in links} - set(previous)):
        raise BudgetError(
            gettext_noop("These areas had no amount last year: {areas}."),
            gettext_noop("Check the names of the old areas."),
            areas=shorten(unknown),
        )
    return amounts
