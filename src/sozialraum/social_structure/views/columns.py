"""Columns of the floor's tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from sozialraum.foundation.ui.tables import Column
from sozialraum.social_structure import wording
from sozialraum.social_structure.queries.city_map import CityMap
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
        Column("district", city.system.levels[0].singular, lambda row: row.area.district, choices=True),
        Column("value", _("Value"), lambda row: row.figure.value, shown=lambda row: row.value, numeric=True),
        Column("interval", _("Interval"), lambda row: row.interval, numeric=True, sortable=False),
        *second,
        Column("said", _("Against the whole"), lambda row: row.said, choices=True),
    ]


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
        Column("district", index.system.levels[0].singular, lambda row: row.area.district, choices=True),
    ]
    for place, part in enumerate(index.parts):
        columns += [
            Column(f"{part.code}_class", part.title, _part(place, 2), choices=True),
            Column(
                f"{part.code}_index", _("%(part)s, value") % {"part": part.title}, _part(place, 0), numeric=True,
                shown=partial(_signed, place=place),
            ),
            Column(f"{part.code}_rank", _("%(part)s, rank") % {"part": part.title}, _part(place, 1), numeric=True),
        ]  # fmt: skip
    return columns


def _part(place: int, which: int) -> Any:
    return lambda row: row.parts[place][which] or None


def _signed(row: RunRow, place: int) -> str:
    value = row.parts[place][0]
    return _("left out") if value is None else wording.signed(value)
