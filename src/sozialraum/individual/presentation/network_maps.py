"""A network map as its page and its files show it: pure functions of what was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from uuid import UUID

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.analytics.networks import Horizon
from sozialraum.individual.queries import NetworkMapView
from sozialraum.network.network_maps import (
    MapPerson,
    MapRow,
    Said,
    Sheet,
    as_graphml,
    draw_network,
    map_rows,
    said_of,
)
from sozialraum.network.network_maps.forms import MapPersonForm, person_form, ring_of
from sozialraum.network.network_maps.sheet import RINGS
from sozialraum.network.network_maps.wording import HORIZONS, answer_of


@dataclass(frozen=True, slots=True)
class Ring:
    """One of three buttons that put somebody nearer or farther."""

    word: str
    distance: float
    pressed: bool


@dataclass(frozen=True, slots=True)
class Picked:
    """The one person who is shown beside the map."""

    person: MapPerson
    row: MapRow
    form: MapPersonForm
    rings: tuple[Ring, ...]
    knows: tuple[MapPerson, ...]
    others: tuple[MapPerson, ...]


@dataclass(frozen=True, slots=True)
class NetworkMapPage:
    """All that the page of one map shows."""

    case_id: UUID
    view: NetworkMapView
    answer: str
    drawing: SafeString
    said: tuple[Said, ...]
    rows: tuple[MapRow, ...]
    picked: Picked | None
    new_form: MapPersonForm
    compared: bool
    editable: bool


def page_of(
    view: NetworkMapView,
    *,
    case_id: UUID,
    selected: str,
    compared: bool,
    may_write: bool,
    form: MapPersonForm | None,
) -> NetworkMapPage:
    """Put together what the page shows; ``form`` is one that was sent with faults."""
    before = view.before if compared else None
    month = date_format(view.before_on, "F") if view.before_on else ""
    editable = view.latest and may_write
    rows = tuple(map_rows(view.sheet, before=before))
    if form is not None and form.data.get("key"):
        selected = form.data["key"]
    picked = next((row for row in rows if row.person.key == selected), None)
    return NetworkMapPage(
        case_id=case_id, view=view, answer=answer_of(view.sheet, before=before, month=month),
        drawing=_drawing(view, before, selected=selected, movable=editable),
        said=tuple(said_of(view.sheet, middle=view.owner.name, before=before, month=month)), rows=rows,
        picked=_picked(view.sheet, picked, form) if picked else None,
        new_form=form if form is not None and picked is None else person_form(auto_id="new_%s"), compared=compared,
        editable=editable,
    )  # fmt: skip


def title_of(view: NetworkMapView) -> str:
    """What the picture shows, for a screen reader and a file."""
    return _("Network map of %(name)s, %(day)s") % {
        "name": view.owner.name, "day": date_format(view.drawn_on, "DATE_FORMAT"),
    }  # fmt: skip


def _drawing(
    view: NetworkMapView, before: Sheet | None, *, selected: str = "", movable: bool = False
) -> SafeString:
    return draw_network(
        view.sheet,
        middle=view.owner.name,
        title=title_of(view),
        before=before,
        selected=selected,
        movable=movable,
    )


def _picked(sheet: Sheet, row: MapRow, form: MapPersonForm | None) -> Picked:
    person = row.person
    knows = sheet.knows(person.key)
    others = tuple(each for each in sheet.people if each not in knows and each.key != person.key)
    rings = tuple(Ring(str(HORIZONS[ring]), RINGS[ring], pressed=ring_of(person) == ring) for ring in Horizon)
    return Picked(person, row, form or person_form(person, auto_id="edit_%s"), rings, knows, others)


def _as_svg(view: NetworkMapView) -> bytes:
    return str(_drawing(view, None)).encode()


def _as_png(view: NetworkMapView) -> bytes:
    return png_of(_as_svg(view))


def png_of(drawing: bytes) -> bytes:
    """A drawing as a picture for those who cannot open the other form."""
    import typst

    page = b'#set page(width: auto, height: auto, margin: 8mm)\n#image("map.svg", width: 190mm)'
    fonts = Path(str(files("sozialraum.foundation.ui"))) / "fonts"
    return bytes(
        typst.compile(  # type: ignore[call-overload]  # its types lack the input by parts
            {"main": page, "map.svg": drawing}, format="png", ppi=200, font_paths=[fonts] if fonts.is_dir() else []
        )
    )  # fmt: skip


def _as_graphml(view: NetworkMapView) -> bytes:
    return as_graphml(view.sheet, middle=view.owner.name)


FILES: dict[str, tuple[str, Callable[[NetworkMapView], bytes]]] = {
    "svg": ("image/svg+xml", _as_svg),
    "png": ("image/png", _as_png),
    "graphml": ("application/graphml+xml", _as_graphml),
}
"""Forms in which a person takes the own map along: content type and writer."""
