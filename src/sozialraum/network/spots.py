"""All places found on one map, as many as there are: near ones drawn together as a disc with their number.

Drawn on the server as SVG, so that it needs no graphics card, prints, and is reached by keyboard: each disc is a link to
its part of the map, each single sign one to its entry. Discs are made anew for each of the :data:`ZOOMS`; a script shows
those of the size that is seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from sozialraum.analytics.networks import Name, place_names
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.drawing import ASSET, INK, PAPER, element, number, picture, text_of, words
from sozialraum.network.directory.asked import WHOLE_MAP, Window
from sozialraum.network.directory.catalog import Spot
from sozialraum.network.maps import STALE_INK, Bounds, Project, ground_drawing
from sozialraum.social_structure.queries import area_choices
from sozialraum.social_structure.queries.outlines import ground_of

WIDTH, HEIGHT = 1120.0, 700.0
CELL: Final = 56.0
ZOOMS: Final = (1, 2)
SIGN: Final = 7.0
LETTERS: Final = 13.5
MOST_NAMED: Final = 60
NARROWEST: Final = 0.004  # degrees of latitude: about 450 m from the upper edge to the lower
AIR: Final = 0.04
DISC: Final = "#fbf3e6"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places that are drawn as one sign: where on the sheet, which of them, and the window that holds them all."""

    x: float
    y: float
    spots: tuple[int, ...]
    window: Window


def spots_map(
    spots: Sequence[Spot], window: Window, *, address: Callable[[Window], str], entry: Callable[[Spot], str] | None = None
) -> SafeString:  # fmt: skip
    """The map of all ``spots``; ``window`` is the part that was asked for, ``address`` leads to another part.

    Empty where nothing has a point or nothing is known of the ground.
    """
    ground = ground_of(code for code, _name in area_choices()) if spots else None
    if ground is None:
        return SafeString("")
    points = np.array([(each.longitude, each.latitude) for each in spots])
    project, bounds = _sheet(points if window == WHOLE_MAP else np.array([window[:2], window[2:]]))
    at = np.array([project(x, y) for x, y in points.tolist()])
    drawing = element(
        "g", ground_drawing(ground, project, bounds, named=len(spots) <= MOST_NAMED), class_="ground"
    )
    leads = entry or (lambda spot: address_of("network:place", spot.id))
    for zoom in ZOOMS:
        found = clusters(at, points, cell=CELL / zoom)
        signs = "".join(_sign(each, spots, zoom, address, leads) for each in found)
        drawing += element("g", signs + "".join(_names(found, spots, zoom)), class_=f"at-{zoom}")
    many = ngettext("one place", "%(n)s places", len(spots)) % {"n": number(len(spots))}
    title = _("Map of %(places)s. Near ones are drawn together; the list says the same.") % {"places": many}
    return picture(
        drawing, width=WIDTH, height=HEIGHT, title=title, marker="levels spots", role="group", data_unit=1, data_most=3
    )  # fmt: skip


def clusters(at: NDArray[np.float64], points: NDArray[np.float64], *, cell: float) -> list[Cluster]:
    """Points of a sheet put together by the cells of a grid, so that no two signs touch.

    ``at`` and ``points`` have shape (n, 2): units of the sheet and degrees. A sign stands in the middle of its points, but
    never nearer to the edge of its cell than it reaches.
    """
    if not len(at):
        return []
    cells = np.floor(at / cell).astype(np.int64)
    _keys, where = np.unique(cells, axis=0, return_inverse=True)
    where = where.reshape(-1)
    order = np.argsort(where, kind="stable")
    found = []
    for members in np.split(order, np.flatnonzero(np.diff(where[order])) + 1):
        reach = radius_of(len(members), cell)
        corner = cells[members[0]] * cell
        x, y = np.clip(at[members].mean(axis=0), corner + reach, corner + cell - reach)
        (west, south), (east, north) = points[members].min(axis=0), points[members].max(axis=0)
        found.append(
            Cluster(
                float(x),
                float(y),
                tuple(members.tolist()),
                (float(west), float(south), float(east), float(north)),
            )
        )
    return found


def radius_of(many: int, cell: float) -> float:
    """How large the sign of so many places is: it grows with their number and never fills its cell.

    >>> [round(radius_of(many, 56.0), 1) for many in (1, 2, 50, 5000)]
    [7.0, 14.9, 20.5, 25.8]
    """
    scale = cell / CELL
    return SIGN * scale if many == 1 else min(cell * 0.46, (14.0 + 1.35 * math.log2(many / 1.2)) * scale)


def _sheet(points: NDArray[np.float64]) -> tuple[Project, Bounds]:
    """The projection of a sheet that holds these points with some air (equirectangular, north up), and its bounds."""
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    shrink = math.cos(math.radians((south + north) / 2))
    high = max((north - south), (east - west) * shrink * HEIGHT / WIDTH, NARROWEST) * (1 + 2 * AIR)
    scale = HEIGHT / high
    middle_x, middle_y = (west + east) / 2, (south + north) / 2

    def project(longitude: float, latitude: float) -> tuple[float, float]:
        return (
            round(WIDTH / 2 + (longitude - middle_x) * shrink * scale, 1),
            round(HEIGHT / 2 - (latitude - middle_y) * scale, 1),
        )

    half_x, half_y = WIDTH / 2 / (shrink * scale), HEIGHT / 2 / scale
    return project, (middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)


def _sign(
    cluster: Cluster,
    spots: Sequence[Spot],
    zoom: int,
    address: Callable[[Window], str],
    entry: Callable[[Spot], str],
) -> str:
    reach = radius_of(len(cluster.spots), CELL / zoom)
    if len(cluster.spots) == 1:
        spot = spots[cluster.spots[0]]
        sign = element(
            "circle", cx=round(cluster.x, 1), cy=round(cluster.y, 1), r=round(reach, 1), fill=ASSET if spot.fresh else PAPER,
            stroke=PAPER if spot.fresh else STALE_INK, stroke_width=round(2 / zoom, 1),
        )  # fmt: skip
        return element(
            "a", element("title", text_of(spot.name)) + sign, href=entry(spot), aria_label=spot.name
        )
    many = len(cluster.spots)
    size = reach * (0.85 if many < 100 else 0.72 if many < 1000 else 0.58)
    said = ngettext("one place", "%(n)s places", many) % {"n": number(many)}
    sign = element(
        "circle", cx=round(cluster.x, 1), cy=round(cluster.y, 1), r=round(reach, 1), fill=DISC, stroke=ASSET,
        stroke_width=round(2 / zoom, 1),
    ) + words(
        number(many), round(cluster.x, 1), round(cluster.y + size * 0.36, 1), text_anchor="middle", font_size=round(size, 1),
        font_weight=600,
    )  # fmt: skip
    names = [spots[place].name for place in cluster.spots[:3]]
    rest = _("%(names)s and others") if many > len(names) else "%(names)s"
    told = f"{said}: {rest % {'names': ', '.join(names)}}"
    return element(
        "a", element("title", text_of(told)) + sign, href=address(_around(cluster.window)), aria_label=told
    )


def _around(window: Window) -> Window:
    """The window of a disc with a little room, so that places on its edge stay inside when degrees are written short."""
    west, south, east, north = window
    room = 0.00002
    return west - room, south - room, east + room, north + room


def _names(found: Sequence[Cluster], spots: Sequence[Spot], zoom: int) -> Iterator[str]:
    """The names of single places where so few are on the map that they can be read."""
    singles = [each for each in found if len(each.spots) == 1]
    if len(singles) > MOST_NAMED * zoom:
        return
    size = LETTERS / zoom
    asked = [
        Name(
            str(place), each.x, each.y, SIGN / zoom, size * 0.56 * len(spots[each.spots[0]].name), size * 1.25
        )
        for place, each in enumerate(singles)
    ]
    discs = []
    for each in found:
        if len(each.spots) > 1:
            reach = radius_of(len(each.spots), CELL / zoom)
            discs.append((each.x - reach, each.y - reach, each.x + reach, each.y + reach))
    for key, place in place_names(asked, taken=discs, bounds=(0, 0, WIDTH, HEIGHT)).items():
        if place.line is None:
            yield words(
                spots[singles[int(key)].spots[0]].name, round(place.x, 1), round(place.y + size * 0.36, 1), text_anchor="middle",
                font_size=round(size, 2), fill=INK, paint_order="stroke", stroke=PAPER, stroke_width=round(size / 3.5, 1),
                stroke_linejoin="round", pointer_events="none",
            )  # fmt: skip
