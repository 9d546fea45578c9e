"""The files of an index: which of them the recipe can use, with keys made whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sozialraum.analytics.indices import Recipe
from sozialraum.analytics.indices.readings import no_indicators
from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import TableError, find_column
from sozialraum.warehouse.sources import Finding, SourceError, SourceTable, read_table, repair_keys

READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".geojson", ".gpkg", ".zip", ".gz")
Role = Literal["values", "supplement", "list", "unused"]


@dataclass(frozen=True, eq=False)
class KeyedTable:
    """A file with its key column and whole keys, and what it is for.

    `values` carry inputs of the recipe, a `supplement` what is needed beside them (denominators, weights, inhabitants,
    groups), a `list` names the valid areas.
    """

    source: SourceTable
    key: str
    codes: tuple[str | None, ...]
    findings: tuple[Finding, ...]
    role: Role
    period: str | None

    @property
    def periods(self) -> list[str | None]:
        """The period of each row; None throughout where the file has no such column."""
        if self.period is None:
            return [None] * self.source.table.num_rows
        values: list[str | None] = self.source.table.column(self.period).to_pylist()
        return values


def keyed_tables(
    data: Sequence[Path], recipe: Recipe, *, key: str | None, period: str | None
) -> list[KeyedTable]:
    """Read files and folders (of a folder, those files that fit the recipe) and say what each is for.

    Raises SourceError for a file that cannot be read and TableError where no file carries inputs, or one of them
    has no key or period column.
    """
    tables = [_keyed(source, recipe, key, period) for source in _read(data, recipe)]
    if not any(entry.role == "values" for entry in tables):
        _require_inputs(recipe, [entry.source for entry in tables])
    return tables


def value_columns(recipe: Recipe) -> list[tuple[str, ...]]:
    """The names of every number that is an input of the recipe: indicators, their numerators, ready parts."""
    columns = [names for entry in recipe.indicators for names in (entry.columns, entry.numerator) if names]
    return columns + [part.columns for part in recipe.parts if part.columns]


def supplement_columns(recipe: Recipe) -> list[tuple[str, ...]]:
    """The names of every number that is needed beside the inputs: denominators, inhabitants, weights, frequencies."""
    rules = [recipe.normalization, *(rule for entry in recipe.indicators if (rule := entry.normalization))]
    columns = [entry.denominator for entry in recipe.indicators] + [recipe.validity.population]
    columns += [rule.weights for rule in rules] + [part.frequency for part in recipe.parts]
    return [names for names in dict.fromkeys(columns) if names]


def text_columns(recipe: Recipe) -> list[tuple[str, ...]]:
    """The names of every text that the recipe reads beside the key: marks and groups."""
    return [names for names in (recipe.validity.mark_columns, recipe.missing.group) if names]


def _read(data: Sequence[Path], recipe: Recipe) -> list[SourceTable]:
    sources: list[SourceTable] = []
    for place in data:
        if not place.is_dir():
            sources.append(read_table(place))
            continue
        files = sorted(entry for entry in place.iterdir() if entry.suffix.lower() in READABLE)
        found = list(_usable(files, recipe))
        if not found:
            raise SourceError(
                gettext_noop("No file in the folder “{folder}” fits the recipe “{recipe}”."),
                gettext_noop("Name the files themselves, or another recipe."),
                folder=place.name,
                recipe=recipe.name,
            )
        sources.extend(found)
    if not sources:
        raise SourceError(gettext_noop("No table was named."), gettext_noop("Name at least one file."))
    return sources


def _usable(files: Iterable[Path], recipe: Recipe) -> Iterable[SourceTable]:
    wanted = [name for names in value_columns(recipe) for name in names] + list(recipe.validity.list_columns)
    for file in files:
        try:
            source = read_table(file)
        except SourceError:
            # a folder also holds files that are no tables; a file that is named by itself must be readable
            continue
        if find_column(source.table, wanted) and find_column(source.table, recipe.key.columns):
            yield source


def _keyed(source: SourceTable, recipe: Recipe, key: str | None, period: str | None) -> KeyedTable:
    names = (key, *recipe.key.columns) if key else recipe.key.columns
    column = find_column(source.table, names)
    if column is None:
        raise TableError(
            gettext_noop("“{source}” has no key column “{column}”."),
            gettext_noop("Name it with --key; its columns are: {columns}."),
            source=source.name,
            column="” / “".join(names[:4]),
            columns=shorten(list(source.columns), limit=12),
        )
    codes = source.table.column(column).to_pylist()
    findings = list(source.findings)
    if recipe.key.digits is not None:
        repair = repair_keys(codes, _whole_keys(codes, recipe.key.digits), first_row=source.first_row)
        codes = list(repair.values)
        findings.extend(finding for finding in repair.findings if finding.code == "keys_repaired")
    role = _role(source, codes, recipe)
    found = _period(source, recipe, period, needed=role in {"values", "list"})
    return KeyedTable(source, column, tuple(codes), tuple(findings), role, found)


def _whole_keys(codes: Sequence[str | None], digits: int) -> set[str]:
    """The keys as they were before a program read them as numbers; none where a zero still leads a shorter key."""
    bare = [code.removesuffix(".0") for code in codes if code]
    if any(code.startswith("0") and len(code) < digits for code in bare):
        return {code for code in bare if len(code) == digits}
    return {code.zfill(digits) for code in bare if code.isdecimal() and len(code) <= digits}


def _role(source: SourceTable, codes: Sequence[str | None], recipe: Recipe) -> Role:
    if not any(code is not None and recipe.key.fits(code) for code in codes):
        return "unused"
    if any(find_column(source.table, names) for names in value_columns(recipe)):
        return "values"
    if find_column(source.table, recipe.validity.list_columns):
        return "list"
    if any(find_column(source.table, names) for names in supplement_columns(recipe) + text_columns(recipe)):
        return "supplement"
    return "unused"


def _period(source: SourceTable, recipe: Recipe, period: str | None, *, needed: bool) -> str | None:
    names = (period,) if period else recipe.period.columns if recipe.period else ()
    found = find_column(source.table, names) if names else None
    if found is None and period and needed:
        raise TableError(
            gettext_noop("“{source}” has no period column “{column}”."),
            gettext_noop("Its columns are: {columns}."),
            source=source.name,
            column=period,
            columns=shorten(list(source.columns), limit=12),
        )
    return found


def _require_inputs(recipe: Recipe, sources: Sequence[SourceTable]) -> None:
    if recipe.inputs == "present":
        raise no_indicators(recipe, [name for source in sources for name in source.columns])
    raise TableError(
        gettext_noop("None of the tables fits the recipe “{recipe}”."),
        gettext_noop(
            "It needs the keys of its areas and columns such as {columns}: name the right file or recipe."
        ),
        recipe=recipe.name,
        columns=shorten([entry.columns[0] for entry in recipe.indicators], limit=2),
    )
