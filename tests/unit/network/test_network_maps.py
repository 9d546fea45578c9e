"""The sheet of a network map, its picture, its files and its sentences."""

from __future__ import annotations

import math
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from sozialraum.analytics.networks import Direction, Sector, Support, Tie
from sozialraum.network.network_maps import (
    MapPerson,
    Sheet,
    SheetError,
    as_graphml,
    draw_network,
    map_rows,
    said_of,
)
from sozialraum.network.network_maps.forms import MapPersonForm, person_form

EMRE = MapPerson("emre", "Emre", Sector.FRIENDS, 25, 45, supports={Support.SOCIAL: Direction.MUTUAL})
MAMA = MapPerson("mama", "Mama", Sector.FAMILY, 20, 300, tie=Tie.MULTIPLEX, note="nachts arbeiten")
STEIN = MapPerson("stein", "Dr. <Stein> & Co", Sector.PROFESSIONALS, 85, 200)


@pytest.fixture
def sheet() -> Sheet:
    drawn = Sheet().with_person(EMRE).with_person(MAMA).with_person(STEIN)
    return drawn.tied("mama", "emre", known=True)


def test_a_stored_sheet_comes_back_as_it_was(sheet: Sheet) -> None:
    assert Sheet.from_json(sheet.as_json()) == sheet
    assert Sheet.from_json({}) == Sheet()


def test_a_place_decides_the_sector(sheet: Sheet) -> None:
    moved = sheet.moved("emre", distance=500, angle=-80)
    assert moved.person("emre").sector is Sector.FAMILY
    assert moved.person("emre").distance == 120
    assert not moved.person("emre").alter.connectable


def test_who_is_taken_off_takes_the_ties_along(sheet: Sheet) -> None:
    assert sheet.without("mama").ties == frozenset()
    with pytest.raises(SheetError):
        sheet.without("mama").moved("mama", distance=1, angle=1)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_is_needed_and_has_an_end(name: str) -> None:
    with pytest.raises(SheetError):
        Sheet().with_person(MapPerson("a", name, Sector.FAMILY, 10, 300))


def test_the_map_has_an_end() -> None:
    full = Sheet(tuple(MapPerson(str(n), "x", Sector.FAMILY, 10, 300) for n in range(120)))
    with pytest.raises(SheetError):
        full.with_person(MapPerson("more", "x", Sector.FAMILY, 10, 300))


def test_the_drawing_escapes_names_and_is_whole_xml(sheet: Sheet) -> None:
    with translation.override("de"):
        drawn = ET.fromstring(  # noqa: S314 - drawn a line above
            draw_network(sheet, middle="Jonas", title="Karte", before=Sheet((EMRE,)), movable=True)
        )
    signs = {each.get("data-key"): each for each in drawn.iter("{http://www.w3.org/2000/svg}g")}
    assert set(signs) == {"emre", "mama", "stein"}
    assert "".join(signs["stein"].itertext()) == "Dr. <Stein> & Co neu"
    assert "".join(signs["emre"].itertext()) == "Emre"
    assert all(each.get("tabindex") == "0" for each in signs.values())


def test_graphml_is_read_by_another_library(sheet: Sheet) -> None:
    import io

    import networkx as nx

    graph = nx.read_graphml(io.BytesIO(as_graphml(sheet, middle="Jonas")))
    assert set(graph) == {"ego", "emre", "mama", "stein"}
    assert graph.nodes["stein"]["name"] == "Dr. <Stein> & Co"
    assert math.isclose(graph.nodes["mama"]["distance"], 20)
    assert set(map(frozenset, graph.edges)) >= {frozenset({"mama", "emre"}), frozenset({"ego", "mama"})}


def test_sentences_compare_with_the_map_before(sheet: Sheet) -> None:
    with translation.override("de"):
        said = said_of(sheet, middle="Jonas", before=Sheet((EMRE,)), month="September")
    assert (said[0].number, said[0].text) == (3, "Menschen haben Kontakt zu Jonas.")
    assert said[0].change == "Im September war es 1."
    assert said[1].text == "sind nah: Emre und Mama."
    assert said[-1].text == "kennt hier sonst niemanden: Dr. <Stein> & Co."


def test_the_table_says_what_the_drawing_says(sheet: Sheet) -> None:
    with translation.override("de"):
        rows = {row.person.key: row for row in map_rows(sheet, before=Sheet((EMRE,)))}
    assert rows["emre"].knows == "Mama"
    assert rows["emre"].gives == rows["emre"].receives == "Gesellschaft"
    assert rows["mama"].contact == "auf mehrere Arten"
    assert rows["stein"].change == "neu dabei"


def test_the_form_keeps_a_place_within_the_ring(sheet: Sheet) -> None:
    form = MapPersonForm({**person_form(MAMA).initial, "name": "Mutti"})
    assert form.is_valid(), form.errors
    changed = form.act()(sheet).person("mama")
    assert (changed.name, changed.distance, changed.angle) == ("Mutti", 20, 300)


def test_another_sector_finds_another_place(sheet: Sheet) -> None:
    form = MapPersonForm({**person_form(MAMA).initial, "sector": "colleagues", "ring": "far"})
    assert form.is_valid(), form.errors
    changed = form.act()(sheet).person("mama")
    assert 90 < changed.angle < 180
    assert changed.distance == 84
