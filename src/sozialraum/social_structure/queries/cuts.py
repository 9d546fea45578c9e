"""The cuts of the municipality: which there are, from when to when, and which bridges lead from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from sozialraum.social_structure import wording
from sozialraum.social_structure.models import Area, AreaSystem, Crosswalk
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
    stored = {each.id: each for each in AreaSystem.objects.select_related("base").defer("background")}
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
    found = Crosswalk.objects.filter(to_system__base__isnull=True).select_related("from_system", "to_system")
    lines = []
    for each in found.order_by("-made_at"):
        weights = list(each.parts.values_list("weight", flat=True))
        whole = sum(weight > 0.999 for weight in weights)
        divided = each.parts.filter(weight__lte=0.999).values("from_area").distinct().count()
        lines.append(
            BridgeLine(
                f"{each.from_system.name} {each.from_system.vintage}",
                f"{each.to_system.name} {each.to_system.vintage}",
                method_text(each.method),
                each.source,
                whole,
                divided,
            )
        )
    return lines


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
    rows = Area.objects.filter(system=base, level=base.levels[-1]["code"]).select_related("parent")
    return [
        Choosable(each.area_code, each.name, each.parent.name if each.parent and each.parent.parent_id else "")
        for each in rows.order_by("area_code")
    ]  # fmt: skip
