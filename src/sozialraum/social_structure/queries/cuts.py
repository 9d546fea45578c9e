"""The cuts of the municipality: which there are, from when to when, and which bridges lead from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from sozialraum.foundation.database import statements
from sozialraum.social_structure import wording
from sozialraum.social_structure.models import Area, AreaSystem
from sozialraum.social_structure.queries.areas import area_systems


@dataclass(frozen=True, slots=True)
class BridgeLine:
    """One bridge: from where, where to, and where its weights come from."""

    from_name: str
    to_name: str
    method: str
    source: str
    unchanged: int
    divided: int


@dataclass(frozen=True, slots=True)
class CutLine:
    """One cut with its levels and validity; ``base`` names the cut that planning areas were put together from."""

    key: str
    name: str
    vintage: int
    levels: str
    valid_from: date
    valid_until: date | None
    base: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Choosable:
    """An area that can be put into a planning area."""

    code: str
    name: str
    district: str


def cut_lines() -> list[CutLine]:
    """Every cut, official ones first."""
    stored = {
        each.id: each
        for each in AreaSystem.objects.select_related("base").defer("background", "base__background")
    }
    lines = []
    for facts in area_systems():
        row = stored[facts.id]
        counted = [wording.counted_areas(each.count, each.singular, each.plural) for each in facts.levels]
        base = f"{row.base.name} {row.base.vintage}" if row.base else ""
        lines.append(
            CutLine(
                f"{row.code}:{row.vintage}", row.name, row.vintage, wording.joined(counted), row.valid_from,
                row.valid_until, base, row.source, row.licence,
            )
        )  # fmt: skip
    return lines


def bridge_lines() -> list[BridgeLine]:
    """Every bridge between two official cuts, the latest first."""
    return [
        BridgeLine(
            f"{old} {old_vintage}", f"{new} {new_vintage}", method_text(method), source, whole, divided
        )
        for old, old_vintage, new, new_vintage, method, source, whole, divided in statements.rows(_BRIDGES)
    ]


_BRIDGES = """
SELECT f.name, f.vintage, t.name, t.vintage, c.method, c.source, count(p.id) FILTER (WHERE p.weight > 0.999),
       count(DISTINCT p.from_area_id) FILTER (WHERE p.weight <= 0.999)
FROM social_structure_crosswalk c
JOIN social_structure_areasystem f ON f.id = c.from_system_id
JOIN social_structure_areasystem t ON t.id = c.to_system_id
LEFT JOIN social_structure_crosswalkpart p ON p.crosswalk_id = c.id
WHERE t.base_id IS NULL
GROUP BY c.id, f.id, t.id ORDER BY c.made_at DESC
"""


def method_text(method: str) -> str:
    """Where the weights of a bridge come from, in a few words."""
    return {
        "given": gettext("given table"),
        "addresses": gettext("addresses"),
        "geometry": gettext("laid over each other"),
        "whole": gettext("whole areas"),
    }[method]


def choosable_areas(base: AreaSystem) -> list[Choosable]:
    """The finest areas of a cut with the district each belongs to."""
    found = Area.objects.filter(system=base, level=base.levels[-1]["code"]).order_by("area_code")
    rows = found.values_list("area_code", "name", "parent__name", "parent__parent_id")
    return [Choosable(code, name, above if above and whole else "") for code, name, above, whole in rows]
