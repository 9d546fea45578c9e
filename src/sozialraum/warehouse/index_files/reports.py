"""The index of files: the table ready to be written, and what a reader must be told about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sozialraum.analytics.indices import IndexResult, Part, Recipe, RecipeError, compute_index, shipped_recipe
from sozialraum.analytics.messages import gettext_noop
from sozialraum.warehouse.index_files.joins import PERIOD, joined
from sozialraum.warehouse.index_files.tables import KeyedTable, keyed_tables
from sozialraum.warehouse.sources import Finding

DECILES = 10


@dataclass(frozen=True)
class PeriodReport:
    """What happened to one period (None where the table has no period column)."""

    period: str | None
    valid: int
    excluded: pa.Table
    class_counts: dict[str, dict[str, int]]


@dataclass(frozen=True)
class IndexReport:
    """The index as a table ready to be written, which files it came from, and what was excluded and why.

    `table` begins with the key column (named as in the data) and, where there is one, the period column; then
    `index, rank, class` for a recipe of one index (`decile` for ten numbered classes), or `<part>_index,
    <part>_class` for each of several. Class columns hold the names that the publisher uses (the recipe's
    `name_de`), or numbers.
    """

    recipe: Recipe
    table: pa.Table
    result: IndexResult
    periods: tuple[PeriodReport, ...]
    used: tuple[str, ...]
    ignored: tuple[str, ...]
    findings: tuple[tuple[str, Finding], ...]


def load_recipe(name_or_file: str) -> Recipe:
    """A shipped recipe by its name, or a recipe file (anything that ends in .toml or is a path)."""
    path = Path(name_or_file)
    if path.suffix != ".toml" and len(path.parts) == 1 and not path.is_file():
        return shipped_recipe(name_or_file)
    try:
        return Recipe.from_toml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RecipeError(
            gettext_noop("The recipe file “{path}” cannot be read."),
            gettext_noop("Check the name and the folder, and that it is a text file in UTF-8."),
            path=name_or_file,
        ) from error


def index_files(
    recipe: Recipe,
    data: Sequence[Path],
    *,
    key: str | None = None,
    period: str | None = None,
    details: bool = False,
) -> IndexReport:
    """Read tables, apply a recipe, and return the index with a report; nothing is written.

    `data` are files and folders; of a folder, the files that the recipe can use are taken. Files that carry inputs
    are joined by key (and period); others may add denominators, inhabitants or weights; a file that carries one
    of the recipe's list columns and no input is the list of valid areas. `key` and `period` name columns.
    `details` adds ranks, parts, the combination and the normalized values.

    Raises SourceError, TableError or RecipeError with what to do.
    """
    tables = keyed_tables(data, recipe, key=key, period=period)
    carriers = [entry for entry in tables if entry.role == "values"]
    lists = [entry for entry in tables if entry.role == "list"]
    table = joined(tables, recipe)
    dated = PERIOD in table.column_names
    result = compute_index(
        table,
        recipe,
        key=carriers[0].key,
        period=PERIOD if dated else None,
        valid_areas=_valid_areas(lists, dated=dated) if lists else None,
    )
    used = [entry for entry in tables if entry.role != "unused"]
    return IndexReport(
        recipe=result.recipe,
        table=_output(result, carriers[0].key, carriers[0].period, details=details),
        result=result,
        periods=tuple(_reports(result)),
        used=tuple(entry.source.name for entry in used),
        ignored=tuple(entry.source.name for entry in tables if entry not in used),
        findings=tuple((entry.source.name, finding) for entry in used for finding in entry.findings),
    )


def _valid_areas(lists: Sequence[KeyedTable], *, dated: bool) -> dict[str | None, set[str]] | set[str]:
    areas: dict[str | None, set[str]] = {}
    for entry in lists:
        for code, when in zip(entry.codes, entry.periods, strict=True):
            if code is not None:
                areas.setdefault(when, set()).add(code)
    return areas if dated else set().union(*areas.values())


def _reports(result: IndexResult) -> list[PeriodReport]:
    if "period" not in result.areas.column_names:
        return [_report(result, None, result.areas, result.excluded)]
    names = sorted(set(result.areas.column("period").to_pylist()))
    reports = []
    for name in names:
        inside = result.areas.filter(pc.equal(result.areas.column("period"), name))
        out = result.excluded.filter(pc.equal(result.excluded.column("period"), name))
        reports.append(_report(result, name, inside, out))
    return reports


def _report(result: IndexResult, period: str | None, areas: pa.Table, excluded: pa.Table) -> PeriodReport:
    counts: dict[str, dict[str, int]] = {}
    for part in result.recipe.roots:
        if part.all_classes:
            codes = areas.column(f"{part.code}_class").to_pylist()
            counts[part.code] = {entry.name_de: codes.count(entry.code) for entry in part.all_classes}
    return PeriodReport(period, areas.num_rows, excluded, counts)


def _output(result: IndexResult, key: str, period: str | None, *, details: bool) -> pa.Table:
    areas, recipe = result.areas, result.recipe
    columns: dict[str, object] = {key: areas.column("area_code")}
    if "period" in areas.column_names:
        columns[period or PERIOD] = areas.column("period")
    single = len(recipe.roots) == 1
    for part in recipe.roots:
        prefix = "" if single else f"{part.code}_"
        columns[f"{prefix}index"] = areas.column(f"{part.code}_index")
        if single or details:
            columns[f"{prefix}rank"] = areas.column(f"{part.code}_rank")
        if part.all_classes:
            columns[f"{prefix}{_class_name(part)}"] = _class_column(part, areas)
    if details:
        if recipe.combination is not None:
            columns[recipe.combination.code] = areas.column(recipe.combination.code)
        parts = [f"{part.code}_index" for part in recipe.parts if part.parent is not None]
        columns |= {name: areas.column(name) for name in parts if name in areas.column_names}
        columns |= {name: areas.column(name) for name in areas.column_names if name.startswith(("z_", "n_"))}
    return pa.table(columns)


def _class_name(part: Part) -> str:
    return "decile" if part.grouping is not None and part.grouping.count == DECILES else "class"


def _class_column(part: Part, areas: pa.Table) -> pa.Array:
    names = {entry.code: entry.name_de for entry in part.all_classes}
    found = [names[code] for code in areas.column(f"{part.code}_class").to_pylist()]
    return (
        pa.array(found, pa.string())
        if part.grouping is None
        else pa.array([int(name) for name in found], pa.int64())
    )
