"""Names on a drawn map: no two lie over each other, on a wide page or on a phone; the larger area keeps its name."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations

from sozialraum.foundation.ui.map_names import FONT_SIZE, SMALL_MAP_SIZE, MapName, draw_names

# as the districts of a large city lie: close together in the middle, with long names
CLOSE = [
    MapName("Mitte", (430, 330), 39), MapName("Friedrichshain-Kreuzberg", (480, 372), 20),
    MapName("Charlottenburg-Wilmersdorf", (300, 395), 65), MapName("Lichtenberg", (600, 335), 52),
    MapName("Marzahn-Hellersdorf", (690, 360), 62), MapName("Treptow-Köpenick", (800, 560), 168),
    MapName("Neukölln", (520, 525), 45), MapName("Steglitz-Zehlendorf", (270, 530), 103),
    MapName("Tempelhof-Schöneberg", (440, 490), 53),
]  # fmt: skip


def drawn(names: list[MapName]) -> list[ET.Element]:
    return list(ET.fromstring(draw_names(names)))  # noqa: S314 (our own drawing)


def overlap(one: ET.Element, other: ET.Element, font_size: float) -> bool:
    # half a letter's height a character is narrower than any of these names is drawn
    across = font_size * 0.5 * (len(one.text or "") + len(other.text or "")) / 2
    x, y = (abs(float(one.get(axis, "0")) - float(other.get(axis, "0"))) for axis in ("x", "y"))
    return x < across and y < font_size * 0.8


def test_no_name_lies_over_another_at_either_size() -> None:
    names = drawn(CLOSE)
    always = [each for each in names if each.get("class") != "on-wide"]
    assert not [pair for pair in combinations(names, 2) if overlap(*pair, FONT_SIZE)]
    assert not [pair for pair in combinations(always, 2) if overlap(*pair, SMALL_MAP_SIZE)]
    assert 3 < len(always) < len(names)


def test_the_larger_area_keeps_its_name_and_one_alone_always_does() -> None:
    small, large = MapName("Klein", (100, 100), 1), MapName("Groß", (104, 102), 9)
    assert [each.text for each in drawn([small, large])] == ["Groß"]
    assert [each.text for each in drawn([small])] == ["Klein"]
