"""The maps of the city map's page: drawn, and to be moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.foundation.ui.live_maps import Ground, LiveMap, figures_document
from sozialraum.foundation.ui.maps import ColoredMap, Coloring, Sheet, colored_map
from sozialraum.social_structure.queries.areas import Level, SystemFacts, sheet_of
from sozialraum.social_structure.queries.grounds import ground_of_level
from sozialraum.social_structure.queries.map_layers import Crossing, Layer


@dataclass(frozen=True, slots=True)
class Panel:
    """One map of the page: drawn and to be moved, with what its key and its sentence are made of.

    ``drawn`` is what templates have drawn from it alone.
    """

    title: str
    reference_date: date
    map: ColoredMap
    live: LiveMap
    key_title: str
    key: SafeString | None
    reasons: tuple[str, ...]
    figures_document: Mapping[str, Any]
    directions: tuple[str, ...] = ()
    sizes: tuple[tuple[str, SafeString], ...] = ()
    drawn: dict[Any, SafeString] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def drawing(self) -> str:
        """The drawing inside the page; empty where it is so large that it is fetched beside it."""
        return "" if self.live.drawing_url else self.map.svg


@dataclass(frozen=True, slots=True)
class Drawing:
    """What all maps of a page share: the areas, which of them have many places, which one is picked, the address."""

    system: SystemFacts
    level: Level
    area_codes: tuple[str, ...]
    assets: Mapping[str, int]
    picked: str
    query: str


def panels_of(
    drawing: Drawing, first: Layer, second: Layer | None, crossing: Crossing | None
) -> tuple[Panel, ...]:
    """One map, two beside each other, or two indicators in one; none where no geometry was delivered."""
    sheet = sheet_of(drawing.system.id, drawing.level.code, drawing.system.levels[0].code)
    ground = ground_of_level(drawing.system.id, drawing.level.code)
    if sheet is None or ground is None:
        return ()
    if crossing is not None and second is not None:
        title = gettext("%(first)s and %(second)s") % {
            "first": first.indicator.name,
            "second": second.indicator.name,
        }
        return (
            _panel(drawing, sheet, ground, first.figures, crossing.coloring, name="city-map", title=title,
                   day=first.reference_date, key_title=gettext("How both meet"), key=crossing.key,
                   reasons=(crossing.class_reason,), directions=(
                       gettext("upward: %(indicator)s") % {"indicator": first.indicator.name},
                       gettext("to the right: %(indicator)s") % {"indicator": second.indicator.name},
                   )),
        )  # fmt: skip
    layers = [("city-map", first)] if second is None else [("city-map", first), ("second-map", second)]
    return tuple(
        _panel(drawing, sheet, ground, layer.figures, layer.coloring, name=name, title=layer.indicator.name,
               day=layer.reference_date, key_title=_key_title(layer, drawing.level), key=layer.key, sizes=layer.sizes,
               reasons=tuple(filter(None, (layer.form_reason, layer.class_reason))))
        for name, layer in layers
    )  # fmt: skip


def _key_title(layer: Layer, level: Level) -> str:
    if layer.by_circles:
        return layer.indicator.numerator or layer.indicator.name
    return gettext("Value and number of %(areas)s") % {"areas": level.plural}


def _panel(
    drawing: Drawing,
    sheet: Sheet,
    ground: Ground,
    figures: ReleasedTable,
    coloring: Coloring,
    *,
    name: str,
    title: str,
    day: date,
    key_title: str,
    key: SafeString | None,
    reasons: tuple[str, ...],
    directions: tuple[str, ...] = (),
    sizes: tuple[tuple[str, SafeString], ...] = (),
) -> Panel:
    labels = sign_labels()
    said = gettext("Map of %(whole)s: %(indicator)s by %(level)s. The table below has the same values.") % {
        "whole": drawing.system.whole_name, "indicator": title, "level": drawing.level.singular,
    }  # fmt: skip
    colored = colored_map(
        sheet,
        figures,
        coloring,
        title=said,
        labels=labels,
        picked=drawing.picked,
        assets=drawing.assets,
        prefix=name,
    )
    if key is not None and len(colored.classes) in {1, 9}:
        # circles and crossed colors have a key of their own
        colored = ColoredMap(colored.svg, (), colored.unknown)
    cut = [drawing.system.code, drawing.system.vintage, drawing.level.code, ground.digest]
    tiles = reverse("social_structure:map_tile", args=[*cut, 0, 0, 0]).replace("/0/0/0.", "/{z}/{x}/{y}.")
    beside = f"?{drawing.query}&panel={name}"
    painted = figures_document(drawing.area_codes, figures, coloring, labels=labels, assets=drawing.assets)
    live = LiveMap(
        name=name, title=said, ground_url=reverse("social_structure:map_ground", args=cut), bounds=ground.bounds,
        tiles_url=tiles if ground.tiled else "", zooms=ground.zooms, picked=drawing.picked, linked="city",
        # of thousands of areas the figures come after the page, which then answers its reader at once
        figures=None if ground.tiled else painted,
        figures_url=reverse("social_structure:map_figures") + beside,
        drawing_url=reverse("social_structure:map_drawing") + beside if ground.tiled else "",
        height=round(sheet.height),
    )  # fmt: skip
    return Panel(title, day, colored, live, key_title, key, reasons, painted, directions, sizes)


def sign_labels() -> dict[str, str]:
    """What the signs of a map mean."""
    return {
        "missing": gettext("Value is missing"),
        "suppressed": gettext("suppressed, too few cases"),
        "blank": gettext("under 300 people"),
        "ring": gettext("cannot be told apart from the whole with certainty"),
        "up": gettext("getting worse"),
        "down": gettext("getting better"),
    }
