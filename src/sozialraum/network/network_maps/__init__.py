"""The generic network map: its sheet and what can be done on it, its picture, its sentences.

Whoever keeps network maps (families, organizations of an area) stores the sheet where it belongs and uses these.
"""

from sozialraum.network.network_maps.drawing import Look, draw_network
from sozialraum.network.network_maps.files import as_graphml, write_graphml
from sozialraum.network.network_maps.sheet import MapPerson, Sheet, SheetError
from sozialraum.network.network_maps.wording import MapRow, Said, map_rows, said_of

__all__ = [
    "Look",
    "MapPerson",
    "MapRow",
    "Said",
    "Sheet",
    "SheetError",
    "as_graphml",
    "draw_network",
    "map_rows",
    "said_of",
    "write_graphml",
]
