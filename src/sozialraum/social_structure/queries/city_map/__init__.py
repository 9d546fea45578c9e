"""The city map: one indicator, one cut, one date, with its key, its table and its sentence."""

from sozialraum.social_structure.queries.city_map.drawing import city_map
from sozialraum.social_structure.queries.city_map.parts import Answer, AreaRow, CityMap, Option, Picked
from sozialraum.social_structure.queries.city_map.wish import Wish

__all__ = [
    "Answer",
    "AreaRow",
    "CityMap",
    "Option",
    "Picked",
    "Wish",
    "city_map",
]
