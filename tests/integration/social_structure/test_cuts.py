"""A cut comes in by the browser as a whole or not at all, and every fault stands where it can be mended."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories.areas import QUARTERS, make_areas, square
from factories.browsers import signed_in
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui.services import found_installation
from sozialraum.social_structure.models import Area, AreaSystem, Delivery, Indicator

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
UPLOAD = "social_structure:upload_areas"
Rows = list[tuple[str, str, dict[str, object]]]
DISTRICTS: Rows = [("01", "Nord", square(0, 1, 3)), ("02", "Süd", square(0, 0, 3))]
TOWN: Rows = [
    (code, f"Quartier {place}", square(place % 3, 1 - place // 3)) for place, code in enumerate(QUARTERS)
]


def geojson(name: str, rows: Rows) -> SimpleUploadedFile:
    features = [
        {"type": "Feature", "properties": {"key": key, "name": title}, "geometry": shape}
        for key, title, shape in rows
    ]
    document = {"type": "FeatureCollection", "features": features}
    return SimpleUploadedFile(name, json.dumps(document).encode())


def shapefile(folder: Path, stem: str, rows: Rows) -> list[Path]:
    path = folder / f"{stem}.shp"
    wkb = shapely.to_wkb([shapely.geometry.shape(shape) for _key, _title, shape in rows])
    fields = [[key for key, _title, _shape in rows], [title for _key, title, _shape in rows]]
    pyogrio.raw.write(
        path, wkb, [_objects(each) for each in fields], ["key", "name"],
        geometry_type="Polygon", crs="EPSG:4326", encoding="UTF-8",
    )  # fmt: skip
    return sorted(folder.glob(f"{stem}.*"))


def _objects(values: list[str]) -> Any:
    import numpy as np

    return np.array(values, dtype=object)


def dropped(client: Client, *files: SimpleUploadedFile) -> str:
    """Drop files and return the address of the page that shows what was recognized."""
    answer = client.post(reverse(UPLOAD), {"files": list(files)})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return str(answer["Location"])


def recognized(client: Client, url: str) -> dict[str, str]:
    """What the page holds, as a browser would send it back."""
    form = client.get(url).context["form"]
    fields = [field for part in (form.cut, *form.levels) for field in part]
    return {field.html_name: str(field.value() or "") for field in fields}


@pytest.fixture
def planner() -> Client:
    found_installation(municipality_name="Kleinstadt", at=timezone.now(), by=None)
    return signed_in(Role.PLANNER)


def test_dropped_together_recognized_and_brought_in(planner: Client) -> None:
    # in the wrong order on purpose: the coarsest level is the one with the fewest areas
    url = dropped(planner, geojson("quartiere.geojson", TOWN), geojson("bezirke.geojson", DISTRICTS))
    page = planner.get(url)
    text = page.content.decode()
    assert page.status_code == 200
    assert "2 Bezirke und 6 Quartiere" in text
    assert "Nord, Süd" in text
    assert text.count("<title>Quartier ") == 6
    assert not AreaSystem.objects.exists()
    values = recognized(planner, url)
    assert values["whole_name"] == "Kleinstadt"
    assert (values["level0-singular"], values["level0-key_column"], values["level0-name_column"]) == (
        "Bezirk", "key", "name",
    )  # fmt: skip
    values |= {"vintage": "2023", "code": "town", "level1-plural": "Kieze", "import": "1"}
    done = planner.post(url, values, follow=True)
    assert done.redirect_chain == [(reverse("social_structure:data_room"), 302)]
    assert "2 Bezirke und 6 Kieze" in done.content.decode()
    assert reverse("social_structure:upload") in done.content.decode()
    system = AreaSystem.objects.get()
    assert [each["plural"] for each in system.levels] == ["Kleinstadt", "Bezirke", "Kieze"]
    assert (system.code, system.vintage, system.valid_from.isoformat()) == ("town", 2023, "2023-01-01")
    parents = Area.objects.filter(level="level-2").values_list("area_code", "parent__area_code")
    assert dict(parents) == {code: code[:2] for code in QUARTERS}
    assert Delivery.objects.filter(kind="areas", imported_by_id__isnull=False).count() == 2
    assert Indicator.objects.exists()
    assert planner.get(url).status_code == 422  # the upload is used up


@pytest.mark.parametrize("packed", ["zip", "parts"])
def test_shapefiles_come_in_a_zip_or_with_their_parts(planner: Client, packed: str, tmp_path: Path) -> None:
    parts = [*shapefile(tmp_path, "bezirke", DISTRICTS), *shapefile(tmp_path, "quartiere", TOWN)]
    if packed == "zip":
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as pack:
            for part in parts:
                pack.write(part, f"daten/{part.name}")
            pack.writestr("daten/liesmich.pdf", b"%PDF")
        files = [SimpleUploadedFile("gebiete.zip", archive.getvalue())]
    else:
        files = [SimpleUploadedFile(part.name.replace(".shp", ".SHP"), part.read_bytes()) for part in parts]
    url = dropped(planner, *files)
    text = planner.get(url).content.decode()
    assert "2 Bezirke und 6 Quartiere" in text
    assert planner.post(url, recognized(planner, url) | {"import": "1"}).status_code == 302
    assert Area.objects.count() == 9


def test_an_area_in_several_rows_is_named_before_it_becomes_one(planner: Client) -> None:
    island = ("02", "Süd", square(5, 0))
    url = dropped(
        planner, geojson("quartiere.geojson", TOWN), geojson("bezirke.geojson", [*DISTRICTS, island])
    )
    # a key that stands twice is proposed by nobody: whoever knows the file says that it is the key
    chosen = {"level0-key_column": "key", "level0-name_column": "name", "look": "1"}
    page = planner.post(url, recognized(planner, url) | chosen)
    assert page.status_code == 200
    assert page.context["joined"] == ("02",)
    assert "aus ihren Umrissen wird einer: 02." in page.content.decode()


def test_levels_in_the_wrong_order_stay_typed_and_nothing_is_stored(planner: Client) -> None:
    url = dropped(planner, geojson("quartiere.geojson", TOWN), geojson("bezirke.geojson", DISTRICTS))
    values = recognized(planner, url)
    swapped = values | {"level0-place": "2", "level1-place": "1", "source": "Vermessungsamt", "import": "1"}
    answer = planner.post(url, swapped)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "gehört zu keinem Gebiet" in form.levels[0].errors["key_column"][0]
    assert 'value="Vermessungsamt"' in answer.content.decode()
    assert not AreaSystem.objects.exists()
    assert not Area.objects.exists()
    both_coarsest = planner.post(url, values | {"level1-place": "1", "import": "1"})
    assert both_coarsest.status_code == 422
    assert "place" in both_coarsest.context["form"].levels[1].errors
    only_one = planner.post(url, values | {"level0-place": "", "level0-key_column": "", "import": "1"})
    assert only_one.status_code == 302
    assert Area.objects.filter(level="level-2").count() == 6


def test_a_cut_that_is_there_says_so_at_once_and_again(planner: Client) -> None:
    make_areas()
    url = dropped(planner, geojson("quartiere.geojson", TOWN))
    values = recognized(planner, url) | {"code": "town", "vintage": "2023", "import": "1"}
    answer = planner.post(url, values)
    assert answer.status_code == 422
    assert "gibt es schon" in answer.context["form"].cut.errors["vintage"][0]
    assert AreaSystem.objects.count() == 1
    assert planner.post(url, values | {"vintage": "2024"}).status_code == 302
    assert AreaSystem.objects.count() == 2


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([geojson("bezirke.geojson", DISTRICTS), SimpleUploadedFile("quartiere.geojson", b'{"type": "Feat')], ["quartiere.geojson"]),
        ([SimpleUploadedFile("leer.geojson", b""), SimpleUploadedFile("karte.pdf", b"%PDF-1.7")], ["leer"]),
        ([SimpleUploadedFile("a.zip", b"PK\x03\x04broken"), SimpleUploadedFile("karte.pdf", b"%PDF-1.7")], ["a.zip", "karte.pdf"]),
        ([geojson("a.geojson", DISTRICTS), geojson("a.geojson", TOWN)], ["a.geojson"]),
        ([SimpleUploadedFile("bezirke.dbf", b"\x03" * 40)], ["bezirke.dbf"]),
        ([], ["Dieses Feld"]),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read_are_named_at_the_field(
    planner: Client, files: list[SimpleUploadedFile], said: list[str]
) -> None:
    for file in files:
        file.seek(0)
    answer = planner.post(reverse(UPLOAD), {"files": files})
    assert answer.status_code == 422
    errors = " ".join(answer.context["form"].errors["files"])
    assert [word for word in said if word not in errors] == []
    assert not Delivery.objects.exists()


def test_too_much_at_once_is_refused_with_the_other_way(
    planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sozialraum.social_structure.forms.uploads.LARGEST_AREAS", 1_000)
    answer = planner.post(reverse(UPLOAD), {"files": [geojson("quartiere.geojson", TOWN)]})
    assert answer.status_code == 422
    assert "sozialraum import --areas" in answer.context["form"].errors["files"][0]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("01", "Nord", square(0, 1)), ("01", "Süd", square(0, 0))], "für „Nord“ und für „Süd“"),
        ([("01", "x" * 201, square(0, 1)), ("02", "Süd", square(0, 0))], "länger als 200"),
        ([("01", "Nord", {"type": "Point", "coordinates": [9, 52]})], "keine Umrisse"),
    ],
)
def test_a_file_that_is_no_level_is_told_at_its_key(planner: Client, rows: Rows, said: str) -> None:
    url = dropped(planner, geojson("bezirke.geojson", rows))
    values = recognized(planner, url) | {"level0-key_column": "key", "level0-name_column": "name"}
    answer = planner.post(url, values | {"import": "1"})
    assert answer.status_code == 422
    assert said in answer.context["form"].levels[0].errors["key_column"][0]
    assert not AreaSystem.objects.exists()


def test_the_same_keys_at_two_levels_are_refused(planner: Client) -> None:
    url = dropped(
        planner, geojson("bezirke.geojson", DISTRICTS), geojson("quartiere.geojson", [*TOWN, DISTRICTS[0]])
    )
    answer = planner.post(url, recognized(planner, url) | {"import": "1"})
    assert answer.status_code == 422
    assert not AreaSystem.objects.exists()


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.ADMINISTRATOR, Role.CASE_WORKER])
def test_only_planning_and_controlling_bring_in_areas(planner: Client, role: Role) -> None:
    url = dropped(planner, geojson("bezirke.geojson", DISTRICTS))
    values = recognized(planner, url) | {"import": "1"}
    stranger = signed_in(role)
    assert stranger.get(reverse(UPLOAD)).status_code == 404
    assert stranger.post(reverse(UPLOAD), {"files": [geojson("a.geojson", TOWN)]}).status_code == 404
    assert stranger.post(url, values).status_code == 404
    assert Client().post(url, values).status_code == 302
    assert not AreaSystem.objects.exists()


@pytest.mark.parametrize("name", ["index", "map", "data_room", "upload"])
def test_an_empty_house_leads_to_the_areas(planner: Client, name: str) -> None:
    text = planner.get(reverse(f"social_structure:{name}")).content.decode()
    assert f'href="{reverse(UPLOAD)}"' in text
    if name != "upload":
        resident = signed_in(Role.RESIDENT).get(reverse(f"social_structure:{name}")).content.decode()
        assert reverse(UPLOAD) not in resident


def test_a_list_with_official_keys_keeps_them_and_speaks_of_areas(planner: Client) -> None:
    rows = "".join(f"AB{place:02}-x,0110{place:04},Viertel {place}\n" for place in range(1, 9))
    table = SimpleUploadedFile("table_1.csv", f"UUID,Viertel (Nummer),Viertel (Name)\n{rows}".encode())
    url = dropped(planner, table)
    said = recognized(planner, url)
    assert (said["level0-key_column"], said["level0-name_column"]) == ("Viertel (Nummer)", "Viertel (Name)")
    assert (said["level0-singular"], said["level0-plural"]) == ("Gebiet", "Gebiete")
    assert planner.post(url, said | {"import": "1"}).status_code == 302
    assert set(Area.objects.filter(level="level-1").values_list("area_code", flat=True)) >= {
        "01100001",
        "01100008",
    }
    assert "8 Gebiete sind da" in planner.get(reverse("social_structure:data_room")).content.decode()
    # back in the browser, after the files have done their work
    assert "schon eingelesen" in planner.get(url).content.decode()
