"""What files say about themselves is found where their formats keep it, and nothing else is taken for it."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio.raw
import pytest
import shapely
import xlsxwriter

from sozialraum.warehouse.sources import read_table
from sozialraum.warehouse.sources.provenance import said_in

ISO = """<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
<gmd:contact><gmd:CI_ResponsibleParty><gmd:individualName><gco:CharacterString>Erika Muster</gco:CharacterString></gmd:individualName>
<gmd:organisationName><gco:CharacterString>Amt für Statistik</gco:CharacterString></gmd:organisationName></gmd:CI_ResponsibleParty></gmd:contact>
<gmd:title><gco:CharacterString>Stadtteile 2024</gco:CharacterString></gmd:title>
<gmd:useLimitation><gco:CharacterString>Es gilt: Datenlizenz Deutschland – Namensnennung – Version 2.0 (siehe govdata.de)</gco:CharacterString></gmd:useLimitation>
</gmd:MD_Metadata>"""
LICENCE = "Datenlizenz Deutschland – Namensnennung – Version 2.0"


def told(data: bytes, path: Path | None = None) -> dict[str, str]:
    return {each.what: each.text for each in said_in(data, path)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quelle: Amt für Statistik;;\nid;people\n1;2\n", {"publisher": "Amt für Statistik"}),
        ("id;people\n1;2\n\n© 2021 Stadt Flensburg, dl-de/by-2-0\n", {"publisher": "Stadt Flensburg", "licence": "dl-de/by-2-0"}),
        ("# Titel: Kinder in Armut\n# Lizenz = CC BY 4.0\nid,n\n1,2\n", {"title": "Kinder in Armut", "licence": "CC BY 4.0"}),
        ("id;Quelle;Lizenz\n1;Amt;frei\n", {}),
    ],
)  # fmt: skip
def test_lines_above_and_below_a_table(text: str, expected: dict[str, str]) -> None:
    assert told(text.encode()) == expected
    assert told(text.encode("cp1252")) == expected


def test_the_head_of_geojson_but_no_name_of_a_layer() -> None:
    document = {"type": "FeatureCollection", "name": "lor_plr", "features": []}
    assert told(json.dumps(document).encode()) == {}
    document["metadata"] = {"title": "Planungsräume 2021", "publisher": {"name": "Senat"}, "license": "CC0"}
    assert told(json.dumps(document).encode()) == {
        "title": "Planungsräume 2021",
        "publisher": "Senat",
        "licence": "CC0",
    }


def test_contents_of_a_geopackage(tmp_path: Path) -> None:
    place = tmp_path / "areas.gpkg"
    shapes = np.array([shapely.to_wkb(shapely.box(9, 52, 10, 53))], object)
    pyogrio.raw.write(
        place, shapes, [np.array(["1"], object)], fields=["key"], layer="areas", geometry_type="Polygon", crs="EPSG:4326",
        layer_options={"IDENTIFIER": "Stadtteile der Stadt", "DESCRIPTION": "Quelle: Vermessungsamt"},
    )  # fmt: skip
    assert told(place.read_bytes()) == {"title": "Stadtteile der Stadt", "publisher": "Vermessungsamt"}
    assert said_in(place.read_bytes())[0].place == "in the contents of the GeoPackage"


def test_the_metadata_beside_a_shapefile(tmp_path: Path) -> None:
    place = tmp_path / "areas.shp"
    place.write_bytes(b"\x00\x00\x27\x0a")
    (tmp_path / "areas.shp.xml").write_text(ISO)
    expected = {"title": "Stadtteile 2024", "publisher": "Amt für Statistik", "licence": LICENCE}
    assert told(place.read_bytes(), place) == expected
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("areas.shp.xml", ISO)
    assert told(packed.getvalue()) == expected


def test_a_workbook_names_its_house_and_no_person() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        book.set_properties(
            {"author": "Erika Muster", "company": "Statistikamt Nord", "title": "Profile der Stadtteile"}
        )
        sheet = book.add_worksheet("Hinweise")
        sheet.write(0, 0, "Lizenz: dl-de/by-2-0")
    assert told(packed.getvalue()) == {
        "title": "Profile der Stadtteile",
        "publisher": "Statistikamt Nord",
        "licence": "dl-de/by-2-0",
    }


def test_metadata_of_parquet() -> None:
    table = pa.table({"id": ["1"]}).replace_schema_metadata(
        {"publisher": "Amt", "license": "CC0", "pandas": "{}"}
    )
    written = io.BytesIO()
    pq.write_table(table, written)
    assert told(written.getvalue()) == {"publisher": "Amt", "licence": "CC0"}


def test_what_cannot_be_read_says_nothing() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x><title>&a;</title></x>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("docProps/core.xml", bomb)
    assert told(packed.getvalue()) == {}
    assert told(b"PK\x03\x04 no zip") == {}
    assert told(b"SQLite format 3\x00 no database") == {}
    assert told(b'{"features": [') == {}


def test_the_workbook_of_hamburg(shared_data: Path) -> None:
    place = shared_data / "hamburg_stadtteile_2014" / "Daten_fuer_die_Stadtteilprofile_2014.xlsx"
    assert told(place.read_bytes()) == {"publisher": "Statistikamt Nord"}


def test_a_table_carries_what_its_file_says() -> None:
    table = read_table("Quelle: Amt für Statistik\nid;people\n1;2\n2;3\n".encode(), "people.csv")
    said = table.says("publisher")
    assert said is not None
    assert (said.text, said.place) == ("Amt für Statistik", "in a line of the file")
    assert table.says("licence") is None
