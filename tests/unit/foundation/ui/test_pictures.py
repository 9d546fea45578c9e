"""Maps and charts: the signs for what is not known, names that cannot break the drawing, gaps that stay gaps."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from factories.maps import LABELS, coloring, figures, outlines
from sozialraum.foundation.privacy.release import Figure
from sozialraum.foundation.ui.charts import Moment, axis_for, bullet, strip, time_series
from sozialraum.foundation.ui.maps import Outline, colored_map, draw_sheet, location_map

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314 (our own drawing)


def test_each_kind_of_not_knowing_has_its_own_sign() -> None:
    found = colored_map(draw_sheet(outlines()), figures(), coloring(), title="Karte", labels=LABELS)
    drawn = parsed(found.svg)
    fills = {
        path.get("data-area"): path.get("fill") for path in drawn.iter(f"{SVG}path") if path.get("data-area")
    }
    assert fills == {"a": "#000000", "b": "url(#map-suppressed)", "c": "url(#map-missing)", "d": "#ffffff"}
    assert [(row.label, row.count) for row in found.classes] == [("viel", 1), ("wenig", 0)]
    assert {row.label: row.count for row in found.unknown} == {
        "fehlt": 1,
        "gesperrt": 1,
        "unter 300": 1,
        "unklar": 1,
    }
    assert drawn.get("aria-label") == "Karte"
    assert drawn.find(f".//{SVG}path[@data-area='a']/{SVG}title").text == "Alte <Werft> & Co: 20.0"  # type: ignore[union-attr]


def test_areas_without_outline_are_left_out_and_none_at_all_is_said() -> None:
    sheet = draw_sheet([*outlines(), Outline("e", "E", b"")])
    assert sheet.area("e") is None
    with pytest.raises(ValueError, match="geometry"):
        draw_sheet([Outline("e", "E", b"")])


def test_location_map_is_well_formed() -> None:
    drawn = parsed(location_map(draw_sheet(outlines()), "a", "b", title="Lage"))
    assert drawn.get("role") == "img"


def test_bullet_says_suppressed_by_dots_and_draws_no_value() -> None:
    table = figures()
    drawn = parsed(bullet(table.figure("b"), axis_for([80.0]), whole=table.figure("a")))
    assert not [each for each in drawn.iter(f"{SVG}circle") if each.get("fill") == "#0b5757"]
    assert any("suppressed" in str(each.get("fill")) for each in drawn.iter(f"{SVG}rect"))


def test_strip_keeps_its_labels_inside() -> None:
    table = figures()
    drawn = parsed(
        strip(
            table.figure("a"),
            table.figure("a"),
            axis_for([20.0]),
            title="t",
            value_label="20,0 %",
            whole_label="Stadt 20,0 %",
        )
    )
    for label in drawn.iter(f"{SVG}text"):
        assert 0 < float(str(label.get("x"))) < 296


def test_a_gap_in_a_series_stays_a_gap_and_estimates_are_dashed() -> None:
    table = figures()
    known: Figure = table.figure("a")
    gap: Figure = table.figure("c")
    here = [
        Moment("2015", known, estimated=True),
        Moment("2016", known, estimated=True),
        Moment("2017", gap),
        Moment("2018", known),
        Moment("2019", known),
    ]
    drawn = parsed(
        time_series(
            here, here, title="Reihe", here_label="A", whole_label="Stadt", unit=" %", cut_label="neu"
        )
    )
    lines = [each for each in drawn.iter(f"{SVG}path") if each.get("stroke") == "#0b5757"]
    assert sorted(str(each.get("stroke-dasharray")) for each in lines) == ["6 4", "None"]
    assert len(list(drawn.iter(f"{SVG}circle"))) == 4
