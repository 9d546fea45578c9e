"""Columns of the floor's tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.release import Withheld
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.tables import Column
from sozialraum.social_structure import wording
from sozialraum.social_structure.queries.areas import Level, SystemFacts
from sozialraum.social_structure.queries.city_map import CityMap
from sozialraum.social_structure.queries.holdings import HoldingState, kind_text
from sozialraum.social_structure.queries.run_figures import COARSE
from sozialraum.social_structure.queries.run_standings import span_text
from sozialraum.social_structure.queries.runs import IndexView, RunRow


def city_columns(city: CityMap, picks: Callable[[Any], str]) -> list[Column]:
    """Key (which shows the area on the map), name, district, value, interval, how the area stands to the whole.

    With a second indicator, its value as well.
    """
    second = [
        Column("second", city.second.indicator.name, lambda row: row.second.value, shown=lambda row: row.second_value, numeric=True)
    ] if city.second else []  # fmt: skip
    return [
        Column("key", _("Key"), lambda row: row.area.area_code, search=True, link=picks),
        Column(
            "name", city.level.singular, lambda row: row.area.name, link=lambda row: row.area.url, search=True
        ),
        *_district_column(city.system, city.level, city.districts),
        Column("value", _("Value"), lambda row: row.figure.value, shown=lambda row: row.value, numeric=True),
        Column("interval", _("Interval"), lambda row: row.interval, numeric=True, sortable=False),
        *second,
        Column("said", _("Against the whole"), lambda row: row.said, choices=True, options=city.sayings),
    ]


def _district_column(system: SystemFacts, level: Level, names: Sequence[str] = ()) -> list[Column]:
    """To which area of the coarsest level an area belongs; none for that level itself."""
    coarsest = system.levels[0]
    if level.code == coarsest.code:
        return []
    return [Column("district", coarsest.singular, lambda row: row.area.district, choices=True, options=names)]


def holding_columns() -> list[Column]:
    """Indicator, use, date, completeness, publisher, licence, state with the next step."""
    return [
        Column(
            "indicator", _("Indicator"), lambda row: row.name, search=True,
            link=lambda row: address_of("social_structure:indicator", row.code),
        ),
        Column("kind", _("Use"), lambda row: kind_text(row.kind), choices=True),
        Column("latest", _("As of"), lambda row: row.latest),
        Column("complete", _("Areas with a value"), lambda row: row.observed / max(1, row.areas), shown=lambda row: row.complete, numeric=True),
        Column("dates", _("Reference dates"), lambda row: row.dates, numeric=True),
        Column("publisher", _("From whom"), lambda row: row.publisher, choices=True),
        Column("licence", _("Licence"), lambda row: row.licence or None),
        Column("state", _("Condition"), lambda row: row.state_word, tag=lambda row: _SIGNS[row.state]),
    ]  # fmt: skip


_SIGNS = {
    HoldingState.COMPLETE: "ok", HoldingState.GAPS: "warn", HoldingState.DUE: "bad", HoldingState.REVIEW: "warn",
    HoldingState.NEVER: "soft",
}  # fmt: skip


def delivery_columns(*, linked: bool) -> list[Column]:
    """File, what it brought, cut, date, rows, publisher, day and person, state."""
    return [
        Column(
            "file", _("File"), lambda row: row.file_name, search=True,
            link=(lambda row: address_of("social_structure:delivery", row.id)) if linked else None,
        ),
        Column("brought", _("What it brought"), lambda row: row.brought, search=True),
        Column("areas", _("Areas shown"), lambda row: row.areas, choices=True),
        Column("reference_date", _("Reference date"), lambda row: row.reference_date, shown=lambda row: _day(row.reference_date)),
        Column("rows", _("Rows"), lambda row: row.rows, numeric=True),
        Column("source", _("From whom"), lambda row: row.source or None, choices=True),
        Column("imported_at", _("Brought in"), lambda row: row.imported_at),
        Column("state", _("State"), lambda row: _("taken back") if row.undone_at else _("is in"), tag=lambda row: "soft" if row.undone_at else "ok", choices=True),
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return _("in the table") if day is None else date_format(day, "SHORT_DATE_FORMAT")


def indicator_columns() -> list[Column]:
    """Name, use, unit, direction, source, review date, whose definition holds."""
    return [
        Column(
            "name", _("Indicator"), lambda row: row.name, search=True,
            link=lambda row: address_of("social_structure:indicator", row.code),
        ),
        Column("kind", _("Use"), lambda row: kind_text(row.kind), choices=True),
        Column("unit", _("Unit"), lambda row: wording.unit_text(row.unit), choices=True),
        Column("source", _("Source"), lambda row: row.source or None, choices=True),
        Column("review_on", _("To be confirmed by"), lambda row: row.review_on),
        Column("whose", _("Definition"), lambda row: _("own") if row.edited else _("shipped"), choices=True, tag=lambda row: "warn" if row.edited else "soft"),
    ]  # fmt: skip


def run_columns(index: IndexView) -> list[Column]:
    """Key, name, district, and for each part of the index its class, value and rank."""
    columns = [
        Column("key", _("Key"), lambda row: row.area.area_code, search=True),
        Column(
            "name",
            index.level.singular,
            lambda row: row.area.name,
            link=lambda row: row.area.url,
            search=True,
        ),
        *_district_column(index.system, index.level),
    ]
    for place, part in enumerate(index.parts):
        columns += [
            Column(f"{part.code}_class", part.title, _part(place, 2), choices=True),
            Column(
                f"{part.code}_index", _("%(part)s, value") % {"part": part.title}, _part(place, 0), numeric=True,
                shown=partial(_signed, place=place, decimals=COARSE if index.withheld else 2),
            ),
            *([] if index.withheld else [Column(f"{part.code}_rank", _("%(part)s, rank") % {"part": part.title}, _part(place, 1), numeric=True)]),
        ]  # fmt: skip
    if any(row.span for row in index.rows):
        columns.append(Column("span", _("Range"), lambda row: span_text(row.span), numeric=True))
    if any(row.standing for row in index.rows):
        words = {"in": _("sure"), "open": _("cannot be told apart"), "out": _("surely not"), "": "–"}
        columns.append(
            Column("standing", _("Among the places"), lambda row: words[row.standing], choices=True)
        )
    return [each for each in columns if not each.name.endswith("_class") or _classed(index, each.name)]


def run_order(index: IndexView) -> str:
    """How the table of a run begins: by rank, or, where nobody is told a rank, by name."""
    return "name" if index.withheld else f"{index.parts[0].code}_rank"


def _classed(index: IndexView, name: str) -> bool:
    return any(f"{part.code}_class" == name and part.classes for part in index.parts)


def _part(place: int, which: int) -> Any:
    return lambda row: row.parts[place][which] or None


def _signed(row: RunRow, place: int, decimals: int) -> str:
    value = row.parts[place][0]
    if value is not None:
        return wording.signed(value, decimals)
    return _("suppressed") if row.figure.withheld is Withheld.PROTECTS_OTHERS else _("left out")
