"""The network of an area as files: the picture, and the graph for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sozialraum.foundation.ui.map_pictures import as_png
from sozialraum.network.cooperations.pages import NetworkPage
from sozialraum.network.cooperations.wording import RHYTHMS, kinds_in_words
from sozialraum.network.network_maps import write_graphml

NODES = (("name", "string"), ("kind", "string"), ("area_code", "string"), ("outside", "boolean"))
EDGES = (
    ("together", "string"), ("about", "string"), ("rhythm", "string"), ("since", "string"), ("confirmed", "string"),
)  # fmt: skip


def _svg(page: NetworkPage) -> bytes:
    return str(page.drawn(linked=False)).encode()


def _png(page: NetworkPage) -> bytes:
    return as_png(_svg(page).decode())


def _graphml(page: NetworkPage) -> bytes:
    shown = [*page.found.organizations, *page.found.partners_outside]
    nodes = [
        (
            str(each.id),
            {
                "name": each.name, "kind": each.kind.value, "area_code": each.area_code,
                "outside": each.id not in page.found.here,
            },
        )
        for each in shown
    ]  # fmt: skip
    edges = [
        (
            str(row.one.id), str(row.other.id),
            {
                "together": kinds_in_words(row.kinds), "about": row.about, "rhythm": str(RHYTHMS[row.rhythm]),
                "since": row.since.isoformat(), "confirmed": row.confirmation.value,
            },
        )
        for row in page.found.cooperations
    ]  # fmt: skip
    return write_graphml(NODES, EDGES, nodes, edges)


FILES: Mapping[str, tuple[str, Callable[[NetworkPage], bytes]]] = {
    "svg": ("image/svg+xml", _svg),
    "png": ("image/png", _png),
    "graphml": ("application/graphml+xml", _graphml),
}
"""What can be taken along: content type and writer."""
