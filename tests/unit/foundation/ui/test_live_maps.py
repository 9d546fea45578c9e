"""Moving maps: neighbors keep their border, figures say what the drawing says, tiles hold every area."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import shapely

from factories.maps import LABELS, coloring, figures, outlines
from sozialraum.foundation.ui.live_maps import (
    ASSET,
    MOST_OUTLINES,
    RING,
    figures_document,
    ground_document,
    ground_of,
    kept,
    tile,
    write_tiles,
)
from sozialraum.foundation.ui.map_pictures import Pictured, PictureFailed, as_png, map_sheet
from sozialraum.foundation.ui.maps import Outline, colored_map, draw_sheet


def grid(side: int) -> list[Outline]:
    """Squares whose corners have more digits than a map keeps."""
    step = 0.0123456789
    return [
        Outline(
            f"{row:03}{column:03}", f"Feld {row}/{column}",
            shapely.to_wkb(shapely.box(9 + column * step, 52 + row * step, 9 + (column + 1) * step, 52 + (row + 1) * step)),
        )
        for row in range(side) for column in range(side)
    ]  # fmt: skip


def test_neighbors_share_their_border_to_the_last_digit() -> None:
    collection = json.loads(ground_document(grid(4), [], []))
    areas = [
        shapely.geometry.shape(each["geometry"])
        for each in collection["features"]
        if each["properties"]["kind"] == "area"
    ]
    assert len(areas) == 16
    assert shapely.coverage_is_valid(areas)
    assert shapely.union_all(areas).area == pytest.approx(sum(each.area for each in areas))


def test_the_ground_has_points_borders_names_and_what_orients() -> None:
    river = {
        "properties": {"kind": "water"},
        "geometry": {"type": "LineString", "coordinates": [[0, 52], [4, 53]]},
    }
    other = {"properties": {"kind": "forest"}, "geometry": {"type": "Point", "coordinates": [0, 0]}}
    collection = json.loads(ground_document(outlines(), outlines()[:1], [river, other]))
    kinds = [each["properties"]["kind"] for each in collection["features"]]
    assert sorted(set(kinds)) == ["area", "border", "district", "point", "water"]
    assert kinds.count("point") == 4


def test_names_at_the_edges_are_placed_before_the_others() -> None:
    collection = json.loads(ground_document(grid(5), grid(5)[:5], []))
    names = [
        each["properties"]["name"]
        for each in collection["features"]
        if each["properties"]["kind"] == "district"
    ]
    inside = grid(5)[2].name
    assert len(names) == 5
    assert names.index(inside) == 4


def test_many_areas_go_into_tiles_that_lie_in_the_extent(tmp_path: Path) -> None:
    many = grid(40)
    ground = ground_of(many)
    assert ground is not None
    assert ground.tiled == (len(many) > MOST_OUTLINES)
    kinds = {each["properties"]["kind"] for each in json.loads(ground_document(many, [], []))["features"]}
    assert "area" not in kinds
    write_tiles(many, tmp_path / "maps" / "a.mbtiles")
    zoom = ground.first_zoom
    scale = 1 << zoom
    column = int((ground.bounds[0] + 180) / 360 * scale)
    found = [
        data for row in range(scale) for at in (column, column + 1)
        if (data := tile(tmp_path / "maps" / "a.mbtiles", zoom, at, row))
    ]  # fmt: skip
    content = b"".join(gzip.decompress(each) for each in found)
    assert all(each.area_code.encode() in content for each in many)
    assert tile(tmp_path / "maps" / "a.mbtiles", zoom, 0, 0) is None
    assert [each.name for each in (tmp_path / "maps").iterdir()] == ["a.mbtiles"]


def test_another_outline_is_another_fingerprint() -> None:
    assert ground_of(grid(2)) != ground_of(grid(3))
    assert ground_of([Outline("a", "A", b"")]) is None


def test_a_kept_document_is_made_once(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"{}"

    path = tmp_path / "maps" / "x.gz"
    assert gzip.decompress(kept(path, make)) == gzip.decompress(kept(path, make)) == b"{}"
    assert len(made) == 1


def test_figures_for_the_browser_say_what_the_drawing_says() -> None:
    document = figures_document(["a", "b", "c", "d"], figures(), coloring(), labels=LABELS, assets={"a": 3})
    rows = {row[0]: row[1:] for row in document["areas"]}
    assert rows["a"] == [0, "20.0", RING | ASSET, 0]
    assert rows["b"] == [-2, "gesperrt", 0, 0]  # three people: not even the browser gets the number
    assert rows["c"][:2] == [-1, "fehlt"]
    assert rows["d"][:2] == [-3, "unter 300"]
    assert document["fills"] == ["#000000", "#ffffff"]


def test_a_picture_carries_title_key_and_notes() -> None:
    drawn = colored_map(draw_sheet(outlines()), figures(), coloring(), title="Karte", labels=LABELS)
    sheet = map_sheet(
        [Pictured(drawn, 300, "Anteil", "Anteil & Zahl")],
        title="Titel",
        subtitle="Ort",
        notes=["Quelle: Amt"],
        name="n",
    )
    assert "Anteil &amp; Zahl" in sheet
    assert "Quelle: Amt" in sheet
    assert as_png(sheet, width=600).startswith(b"\x89PNG")
    with pytest.raises(PictureFailed):
        as_png("<svg")
