"""A run as a table for other programs: one row per area, released figures only."""

from __future__ import annotations

import io
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from sozialraum.reporting.documents.run_ranks import rank_lines, ranks_sentence
from sozialraum.social_structure.queries.runs import RunView, withheld_sentence

RANGE = ("rank_low", "rank_high", "class_share")
"""Range of the rank in 90 of 100 draws, and the share of draws in which the class stayed."""

STANDING = "among_the_places"
"""``in``, ``open`` (cannot be told apart) or ``out``: whether the area is among the places that the run decides about."""


def titles(run: RunView) -> list[str]:
    """The column names: official keys and stable codes, the same in every language, and the run's number last."""
    names = ["area_code", "area_vintage", "name", "status"]
    for part in run.index.parts:
        names += [f"{part.code}_index", f"{part.code}_rank", f"{part.code}_class"]
    if run.interval_parameters:
        names += [f"{run.index.parts[0].code}_{end}" for end in RANGE]
    if _placed(run):
        names.append(STANDING)
    return [*names, "run"]


def rows(run: RunView) -> list[list[Any]]:
    """One row per area in the order of keys; an area that was left out has its status and no values."""
    vintage = str(run.index.system.vintage)
    return [
        [
            row.area.area_code, vintage, row.area.name, row.figure.status,
            *(value for part, cells in zip(run.index.parts, row.parts, strict=True)
              for value in (cells[0], cells[1], row.figure.extra.get(f"{part.code}_class"))),
            *(row.figure.extra.get(f"{run.index.parts[0].code}_{end}") for end in RANGE if run.interval_parameters),
            *([row.standing or None] if _placed(run) else []),
            run.number,
        ]
        for row in run.index.rows
    ]  # fmt: skip


def _placed(run: RunView) -> bool:
    return bool(run.interval_parameters and run.places)


def provenance(run: RunView) -> list[tuple[str, str]]:
    """What a second sheet says about the figures."""
    return [
        (gettext("Run"), run.number), (gettext("Title"), run.title), (gettext("Recipe"), run.index.recipe_title),
        (gettext("Reference date"), date_format(run.index.reference_date, "SHORT_DATE_FORMAT")),
        (gettext("Source"), "; ".join(run.sources)),
        *([(gettext("Input"), run.snapshot_hash)] if run.snapshot_hash else []),
        (gettext("Recipe’s fingerprint"), run.recipe_fingerprint),
        (gettext("Figures shown here") if run.index.withheld else gettext("Result"), run.result_hash),
        *([(gettext("withheld"), said)] if (said := withheld_sentence(run.index)) else []),
        (gettext("Code"), run.code_version),
        (gettext("Dates of the values"), run.index.dates_said),
        *([(gettext("Ranges of ranks"), said)] if (said := ranks_sentence(run)) else []),
        *((f"{gettext('left out')} {each.area_code}", each.reason) for each in run.index.excluded),
    ]  # fmt: skip


def inputs(run: RunView) -> list[list[Any]]:
    """One row an input, under its head: what it is, which way it points, its weight, and of which date its values are."""
    head = [
        "input", gettext("Indicator"), gettext("Part"), gettext("Direction"), gettext("Weight"), gettext("Values of"),
        gettext("Months older"),
    ]  # fmt: skip
    rows = [
        [each.code, each.title, each.part, each.direction, each.weight, each.day.isoformat(), each.months]
        for each in run.index.inputs
    ]
    return [head, *rows]


def ranks(run: RunView) -> list[list[Any]]:
    """Every area by rank with its range and its group, under a head; empty for a run without ranges."""
    lines = rank_lines(run)
    if not lines:
        return []
    head = [
        gettext("Rank"), gettext("Key"), run.index.level.singular, run.index.system.levels[0].singular,
        gettext("Rank at best"), gettext("Rank at worst"), gettext("Among the places"), gettext("Class holds in"),
    ]  # fmt: skip
    rows = [
        [each.rank, each.area_code, each.name, each.district, each.low, each.high, each.group, each.held]
        for each in lines
    ]
    return [head, *rows]


def workbook(run: RunView) -> bytes:
    """The run as Excel: the table, the ranks with their ranges, the inputs with their dates, and where it comes from."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True, "bottom": 1})
    sheets = {
        gettext("Run"): [titles(run), *rows(run)], gettext("Ranks"): ranks(run), gettext("Indicators"): inputs(run),
    }  # fmt: skip
    for name, lines in sheets.items():
        if lines:
            _fill(book.add_worksheet(name), lines, bold)
    origin = book.add_worksheet(gettext("Provenance"))
    for line, (name, value) in enumerate(provenance(run)):
        origin.write_string(line, 0, name, bold)
        origin.write_string(line, 1, value)
    origin.autofit()
    book.close()
    return out.getvalue()


def _fill(sheet: Any, lines: list[list[Any]], bold: Any) -> None:
    for place, title in enumerate(lines[0]):
        sheet.write_string(0, place, title, bold)
    for line, row in enumerate(lines[1:], start=1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, place, value)
            elif value is not None:
                sheet.write_number(line, place, value)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
