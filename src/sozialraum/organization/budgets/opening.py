"""Opening a year from the municipality's own tables: areas and kinds of help, matched and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from django.utils.translation import gettext_noop

from sozialraum.analytics.budget import BudgetRecipe, areas_of, shipped_budget_recipe
from sozialraum.analytics.budget.envelope import ClaimLine
from sozialraum.analytics.messages import shorten
from sozialraum.analytics.tables import find_column
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.organization.budgets.services import AreaInput, BudgetRefused, NewDraft, open_draft
from sozialraum.social_structure.queries.areas import SystemFacts, area_systems
from sozialraum.social_structure.queries.areas import areas_of as known_areas
from sozialraum.warehouse.budget_files import budget_table
from sozialraum.warehouse.sources import SourceTable, parse_values

KIND = ("kind", "hilfeart", "hilfe")
STOCK = ("stock", "laufend", "bestand", "fälle", "faelle")
UNIT_COST = ("unit_cost", "kosten", "kosten je hilfe", "kosten je fall")


def open_year(
    *, year: int, structure: int, quarters: int, claims: SourceTable, claims_error: float, areas: SourceTable,
    source: str, by: Actor, at: datetime,
) -> UUID:  # fmt: skip
    """Open a year with the default recipe; amounts are cents, ``claims_error`` is a share. Returns the draft's id.

    ``claims`` has a row for each kind of help (``kind``, ``stock``, ``unit_cost`` in euros), ``areas`` the columns of
    the recipe; areas are named by key or by name of one level of the newest cut that has them all.
    """
    recipe = shipped_budget_recipe("default")
    system, level, rows = _matched(areas, recipe)
    return open_draft(
        NewDraft(
            year=year, structure=structure, quarters=quarters, claim_lines=claim_lines(claims), claims_error=claims_error,
            recipe=recipe, system_code=system.code, area_vintage=str(system.vintage), level=level, areas=rows, source=source,
        ),
        by=by, at=at,
    )  # fmt: skip


def _matched(source: SourceTable, recipe: BudgetRecipe) -> tuple[SystemFacts, str, list[AreaInput]]:
    table, _ = budget_table(source, recipe)
    given = areas_of(table, recipe)
    system, level, codes = _cut_of(given.codes)
    previous = given.previous if given.previous is not None else np.zeros(len(given), dtype=np.int64)
    return system, level, [
        AreaInput(
            codes[name], round(float(given.column("young_people")[place])), round(float(given.column("burdened")[place])),
            float(given.column("infrastructure")[place]), int(previous[place]),
        )
        for place, name in enumerate(given.codes)
    ]  # fmt: skip


def _cut_of(names: Sequence[str]) -> tuple[SystemFacts, str, Mapping[str, str]]:
    """The cut and level that has all areas, and the key of each; the nearest miss is told."""
    nearest: list[str] | None = None
    for system in area_systems():
        for level in system.levels:
            known = known_areas(system, level.code)
            keys = {code: code for code in known} | {area.name: code for code, area in known.items()}
            absent = [name for name in names if name not in keys]
            if not absent:
                return system, level.code, {name: keys[name] for name in names}
            if nearest is None or len(absent) < len(nearest):
                nearest = absent
    raise BudgetRefused(
        gettext_noop("These areas are in no cut of the municipality: {areas}."),
        gettext_noop(
            "Use the keys or the names of one level, spelled as in the list of areas; or import the areas first."
        ),
        areas=shorten(nearest or list(names)),
    )


def claim_lines(source: SourceTable) -> list[ClaimLine]:
    """The kinds of help of a table: what it is, how many run on average, what one costs in a year."""
    found = {
        name: find_column(source.table, names)
        for name, names in (("kind", KIND), ("stock", STOCK), ("unit_cost", UNIT_COST))
    }
    if missing := [name for name, column in found.items() if column is None]:
        raise BudgetRefused(
            gettext_noop("The table of helps has no column “{column}”."),
            gettext_noop("Its columns are: {columns}. It needs kind, stock and unit_cost."),
            column=missing[0], columns=shorten(list(source.columns), limit=12),
        )  # fmt: skip
    kinds = source.table.column(found["kind"]).to_pylist()
    numbers = {
        name: parse_values(source.table.column(found[name]), decimal=source.decimal).values
        for name in ("stock", "unit_cost")
    }
    wrong = [
        str(place + source.first_row)
        for place, kind in enumerate(kinds)
        if not kind or not all(numbers[name][place] >= 0 for name in numbers)
    ]
    if wrong:
        raise BudgetRefused(
            gettext_noop(
                "In the table of helps, a kind, a number or a cost is unknown or negative in row {rows}."
            ),
            gettext_noop("Complete it; an unknown number is never taken for zero."),
            rows=shorten(wrong),
        )
    return [
        ClaimLine(str(kind), float(numbers["stock"][place]), round(float(numbers["unit_cost"][place]) * 100))
        for place, kind in enumerate(kinds)
    ]
