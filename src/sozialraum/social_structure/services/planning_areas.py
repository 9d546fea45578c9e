"""Planning areas, cut freely from whole areas of an official cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from sozialraum.analytics import areal
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.social_structure.enums import CrosswalkMethod
from sozialraum.social_structure.models import Area, AreaSystem
from sozialraum.social_structure.services.areas import WHOLE_CODE, WHOLE_LEVEL, joined_outline
from sozialraum.social_structure.services.crosswalks import CrosswalkDone, CrosswalkError, store_crosswalk
from sozialraum.social_structure.services.records import record_change

PLANNING_LEVEL: Final = "planning-area"


@dataclass(frozen=True, slots=True)
class PlanningArea:
    """One planning area: its key, its name, and the keys of the areas it is put together from."""

    code: str
    name: str
    parts: tuple[str, ...]


@transaction.atomic
def form_planning_areas(
    *, base: AreaSystem, code: str, name: str, valid_from: date, areas: Sequence[PlanningArea], by: UUID | None,
    at: datetime,
) -> CrosswalkDone:  # fmt: skip
    """Put planning areas together from the finest areas of a cut; their released figures add up for them at once.

    Raises :class:`CrosswalkError` where an area is in two planning areas, is unknown, or a planning area has none.
    """
    rows = {
        each.area_code: each
        for each in Area.objects.filter(system=base, level=base.levels[-1]["code"]).order_by("area_code")
    }
    _check_parts(areas, rows)
    if AreaSystem.objects.filter(code=code, vintage=valid_from.year).exists():
        raise CrosswalkError(
            gettext_noop("Planning areas “{code}” of {vintage} are there already."),
            gettext_noop("Choose another short name or another year."),
            code=code, vintage=valid_from.year,
        )  # fmt: skip
    system = AreaSystem.objects.create(
        code=code, vintage=valid_from.year, name=name, valid_from=valid_from, base=base, source=base.source,
        licence=base.licence, background=base.background,
        levels=[
            base.levels[0] | {"code": WHOLE_LEVEL},
            {"code": PLANNING_LEVEL, "singular": gettext("planning area"), "plural": gettext("planning areas")},
        ],
    )  # fmt: skip
    whole = Area.objects.get(system=base, parent__isnull=True)
    top = Area.objects.create(
        system=system, area_code=WHOLE_CODE, level=WHOLE_LEVEL, name=whole.name, sort_key=whole.sort_key,
        outline=bytes(whole.outline), label_longitude=whole.label_longitude, label_latitude=whole.label_latitude,
        square_meters=whole.square_meters,
    )  # fmt: skip
    Area.objects.bulk_create(
        Area(
            system=system, area_code=each.code, level=PLANNING_LEVEL, name=each.name,
            sort_key=german_sort_key(each.name), parent=top,
            square_meters=sum(rows[part].square_meters or 0.0 for part in each.parts) or None,
            **joined_outline([bytes(rows[part].outline) for part in each.parts if rows[part].outline]),
        )
        for each in areas
    )  # fmt: skip
    pairs = [(part, each.code) for each in areas for part in each.parts]
    walk = areal.crosswalk_from_places(
        [old for old, _ in pairs], [new for _, new in pairs], from_codes=list(rows),
        to_codes=[each.code for each in areas], basis="whole",
    )  # fmt: skip
    record_change(
        by=by, at=at, object_kind="social_structure.AreaSystem", object_id=str(system.id), fields=["areas"]
    )
    return store_crosswalk(walk, base, system, CrosswalkMethod.WHOLE, "", by=by, at=at)


def _check_parts(areas: Sequence[PlanningArea], rows: Mapping[str, Area]) -> None:
    seen: set[str] = set()
    for each in areas:
        if not each.parts:
            raise CrosswalkError(
                gettext_noop("“{name}” has no areas yet."),
                gettext_noop("Choose at least one, or leave this planning area out."),
                name=each.name,
            )
        for part in each.parts:
            if part not in rows:
                raise CrosswalkError(
                    gettext_noop("There is no area {code} to choose."), gettext_noop("Choose from the list."), code=part
                )  # fmt: skip
            if part in seen:
                raise CrosswalkError(
                    gettext_noop("“{area}” is in two planning areas."),
                    gettext_noop("Leave it in one of them, so that sums stay sums."),
                    area=rows[part].name,
                )
            seen.add(part)
