"""The municipality's own areas: what other floors ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.social_structure.models import Area, AreaSystem
from sozialraum.social_structure.queries.areas import EDITION


@dataclass(frozen=True, slots=True)
class PlanningSystem:
    """The cut in force: its code, its vintage and its finest level."""

    id: int
    code: str
    vintage: int
    name: str
    level: str


@kept(EDITION)
def planning_system(*, on: date | None = None) -> PlanningSystem | None:
    """The official cut that holds on a day (today's latest where none is named); ``None`` before any came in."""
    found = AreaSystem.objects.filter(base__isnull=True).order_by("-valid_from", "-id").defer("background")
    if on is not None:
        found = found.filter(valid_from__lte=on)
    system = found.first()
    if system is None:
        return None
    return PlanningSystem(system.id, system.code, system.vintage, system.name, system.levels[-1]["code"])


def area_choices() -> list[tuple[str, str]]:
    """The areas of the finest level with key and name, in German order, for choosing one."""
    return list(_choices())


@kept(EDITION)
def _choices() -> tuple[tuple[str, str], ...]:
    system = planning_system()
    if system is None:
        return ()
    found = Area.objects.filter(system_id=system.id, level=system.level).order_by("sort_key", "area_code")
    return tuple(found.values_list("area_code", "name"))


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of these areas in the cut in force; unknown keys are absent."""
    known = _names()
    return {code: known[code] for code in dict.fromkeys(codes) if code in known}


@kept(EDITION, size=4)
def _names() -> dict[str, str]:
    system = planning_system()
    found = Area.objects.filter(system_id=system.id) if system else Area.objects.none()
    return dict(found.order_by("area_code").values_list("area_code", "name"))


def area_names_then(system_code: str, vintage: str, codes: Iterable[str]) -> dict[str, str]:
    """The names that these areas have in their own cut, whatever cut is in force; unknown keys are absent.

    What was computed or decided for a cut keeps its names when a new cut comes. The names in force stand in for a cut that
    is not here.
    """
    known = _names_then(system_code, int(vintage)) if vintage.isdecimal() else {}
    return {code: known[code] for code in dict.fromkeys(codes) if code in known} or area_names(codes)


@kept(EDITION, size=8)
def _names_then(system_code: str, vintage: int) -> dict[str, str]:
    found = Area.objects.filter(system__code=system_code, system__vintage=vintage)
    return dict(found.order_by("area_code").values_list("area_code", "name"))


def area_page(area_code: str, vintage: str, *, inside: bool = True) -> str:
    """Where the page of an area of the cut in force is; empty for a key of another cut, whose areas differ.

    Who does not see figures in the house (``can_view_figures``) is led to the page that is open to everybody.
    """
    system = planning_system()
    if system is None or str(system.vintage) != vintage:
        return ""
    if area_code not in _names():
        return ""
    name = "social_structure:area" if inside else "open:area"
    return address_of(name, system.code, system.vintage, area_code)


def area_parents(system_id: int) -> dict[str, str]:
    """The key of the area above, for every area of a cut that has one."""
    return dict(_parents(system_id))


@kept(EDITION, size=4)
def districts_by_area(system_id: int) -> Mapping[str, str]:
    """The key of the district of every area of a cut: the coarsest area below the whole."""
    parents = area_parents(system_id)
    roots = set(parents.values()) - parents.keys()
    # a single root is the whole, which is no district
    ends = {"", *(roots if len(roots) == 1 else ())}
    found = {}
    for code in parents:
        top = code
        for _step in range(len(parents)):
            if parents.get(top, "") in ends:
                break
            top = parents[top]
        found[code] = top
    return found


@kept(EDITION, size=1024)
def areas_below(system_id: int, area_code: str) -> frozenset[str]:
    """An area of a cut and everything below it, by key."""
    children = _children(system_id)
    found: set[str] = set()
    waiting = [area_code]
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting += children.get(code, ())
    return frozenset(found)


@kept(EDITION, size=8)
def _children(system_id: int) -> dict[str, list[str]]:
    children: dict[str, list[str]] = {}
    for code, above in _parents(system_id).items():
        children.setdefault(above, []).append(code)
    return children


@kept(EDITION, size=8)
def _parents(system_id: int) -> dict[str, str]:
    return dict(
        Area.objects.filter(system_id=system_id, parent__isnull=False).values_list(
            "area_code", "parent__area_code"
        )
    )


def area_middles(system_id: int) -> dict[str, tuple[float, float]]:
    """Where the name of every area of a cut stands, as longitude and latitude; of larger ones the mean of their parts."""
    return dict(_middles(system_id))


@kept(EDITION, size=8)
def _middles(system_id: int) -> dict[str, tuple[float, float]]:
    located = Area.objects.filter(
        system_id=system_id, label_longitude__isnull=False, label_latitude__isnull=False
    )
    found = {
        code: (float(x or 0), float(y or 0))
        for code, x, y in located.values_list("area_code", "label_longitude", "label_latitude")
    }
    for code in _children(system_id):
        parts = [found[each] for each in areas_below(system_id, code) if each in found]
        if code not in found and parts:
            found[code] = (sum(x for x, _y in parts) / len(parts), sum(y for _x, y in parts) / len(parts))
    return found
