"""The table of an opened run: one row an area, released figures only, with status, licence and sources in every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from sozialraum.analytics.indices import Recipe
from sozialraum.foundation.privacy.release import Figure, ReleasedTable, Withheld
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.queries.areas import AreaFacts, SystemFacts
from sozialraum.social_structure.queries.run_figures import COARSE, RANGE
from sozialraum.social_structure.queries.run_inputs import inputs_of


def open_table(
    run: Run,
    figures: ReleasedTable,
    system: SystemFacts,
    areas: Mapping[str, AreaFacts],
    *,
    protected: frozenset[str],
    licence: str,
    sources: Sequence[str],
) -> pa.Table:
    """One row an area of the run's level, in the order of keys.

    ``status`` and ``withheld`` speak of the figures of the row, ``left_out`` says why the recipe has none for the area.
    For every part of the recipe stand index, rank and, where it has classes, code and German words of the class; for
    the first part also the range of the rank in 90 of 100 draws and the share of draws in which the class stayed.
    Where areas are ``protected``, the indices of all others have one decimal and there are no ranks.
    """
    recipe = Recipe.model_validate(run.parameters)
    left_out = {each["area_code"]: each["reason"] for each in run.excluded}
    fields = _fields(run, recipe)
    rows = []
    for code, area in areas.items():
        figure = figures.figure(code)
        hidden = code in protected and figure.status == "observed"
        rows.append(
            {
                "run": run.number, "area_system": system.code, "area_vintage": system.vintage, "level": run.level,
                "area_code": code, "name": area.name, "district_code": area.district_code, "district": area.district,
                "reference_date": run.reference_date, "status": "suppressed" if hidden else figure.status,
                "withheld": Withheld.PROTECTS_OTHERS.value if hidden else figure.withheld and figure.withheld.value,
                "left_out": left_out.get(code), **({} if hidden else _values(figure, recipe, coarse=bool(protected))),
                "licence": licence, "sources": "; ".join(sources),
            }
        )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _fields(run: Run, recipe: Recipe) -> list[tuple[str, pa.DataType]]:
    texts = ("run", "area_system")
    fields: list[tuple[str, pa.DataType]] = [(name, pa.string()) for name in texts]
    fields += [("area_vintage", pa.int64())]
    fields += [(name, pa.string()) for name in ("level", "area_code", "name", "district_code", "district")]
    fields += [("reference_date", pa.date32())]
    fields += [(name, pa.string()) for name in ("status", "withheld", "left_out")]
    for part in recipe.roots:
        fields += [(f"{part.code}_index", pa.float64()), (f"{part.code}_rank", pa.int64())]
        if part.all_classes:
            fields += [(f"{part.code}_class", pa.string()), (f"{part.code}_class_name", pa.string())]
    if run.intervals_hash:
        first = recipe.roots[0].code
        kinds = (pa.int64(), pa.int64(), pa.float64())
        fields += [(f"{first}_{name}", kind) for name, kind in zip(RANGE, kinds, strict=True)]
    return [*fields, ("licence", pa.string()), ("sources", pa.string())]


def _values(figure: Figure, recipe: Recipe, *, coarse: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    ranked = () if coarse else ("rank", *RANGE)
    for part in recipe.roots:
        words = {each.code: each.name_de for each in part.all_classes}
        place = figure.extra.get(f"{part.code}_class")
        index = figure.extra.get(f"{part.code}_index")
        found[f"{part.code}_index"] = index if index is None or not coarse else round(index, COARSE)
        found |= {f"{part.code}_class": place, f"{part.code}_class_name": words.get(place or "")}
        found |= {f"{part.code}_{name}": figure.extra.get(f"{part.code}_{name}") for name in ranked}
    return found


def facts_of(
    run: Run, system: SystemFacts, *, publisher: str, licence: str, licence_url: str, sources: Sequence[str], opened_on: date,
    coarse: bool,
) -> dict[str, Any]:  # fmt: skip
    """What stands beside the rows in files that have room for it: where the figures come from, how to compute them again.

    Where the rows are ``coarse`` the hash of the input is left out: guesses at a withheld count can be tried against it.
    """
    return {
        "title": run.title, "run": run.number, "publisher": publisher, "licence": licence, "licence_url": licence_url,
        "sources": list(sources), "reference_date": run.reference_date.isoformat(), "opened_on": opened_on.isoformat(),
        "area_system": system.code, "area_vintage": system.vintage, "level": run.level, "recipe": run.parameters,
        "recipe_fingerprint": run.recipe_fingerprint, "input": None if coarse else run.snapshot_hash, "code": run.code_version,
        "inputs": [
            {"code": each.code, "reference_date": each.day.isoformat(), "months_older": each.months}
            for each in inputs_of(Recipe.model_validate(run.parameters), run.inputs, run.reference_date)
        ],
    }  # fmt: skip
