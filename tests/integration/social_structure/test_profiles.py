"""The page of an area, behind the sign-in and open to all: what stands there, and what must not."""

from __future__ import annotations

import io
import re

import pyarrow as pa
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from factories.areas import AT, DAY, QUARTERS, SHARES, bring_in, make_areas, table
from factories.browsers import signed_in
from factories.field import make_keeper, make_place
from factories.sign_ins import make_person
from sozialraum.foundation.privacy.actors import NOBODY, Role
from sozialraum.network.enums import Visibility
from sozialraum.network.services import record_streets
from sozialraum.social_structure.contributions import AreaKey, Theme, _registered, register_themes
from sozialraum.social_structure.models import Area
from sozialraum.social_structure.queries import open_areas
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.queries.profiles import area_profile
from sozialraum.social_structure.services import record_and_release

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def address(code: str, *, room: str = "open") -> str:
    return reverse(f"{room}:area", args=["town", 2023, code])


@pytest.fixture(autouse=True)
def founded() -> None:
    """The first account ends the first run, so that strangers are asked as on any day."""
    make_person(password=None)


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.fixture
def town() -> None:
    make_areas()
    bring_in(table(SHARES))


def test_everybody_reads_the_open_page_without_signing_in(town: None) -> None:
    index = read(Client(), reverse("open:index"))
    assert all(address(code) in index for code in QUARTERS)
    text = read(Client(), address("0101"))
    assert "Was macht Quartier 0 aus?" in text
    assert "30,0\u00a0%" in text
    assert text.index("Was da ist") < text.index("Wie Familien hier leben")


def test_an_open_house_without_areas_says_so() -> None:
    assert "Noch sind keine Gebiete eingelesen." in read(Client(), reverse("open:index"))
    assert Client().get(address("0101")).status_code == 404


@pytest.mark.parametrize("code", [*QUARTERS, "01", "02"])
def test_no_open_page_tells_what_the_release_keeps_back(town: None, code: str) -> None:
    profile = area_profile(
        system_code="town", vintage=2023, area_code=code, actor=None, today=DAY, open_page=True
    )  # type: ignore[arg-type]
    assert profile is not None
    shares = released("indicator:basic_income_under_18", profile.area.system.id, DAY)
    assert shares is not None
    text = read(Client(), address(code))
    figure = shares.figure(code)
    for row in SHARES:
        key, count, people = row.split(";")
        if shares.figure(key).value is None:
            hidden = f"{100 * int(count) / int(people):.1f}".replace(".", ",")
            assert not re.search(rf"\b{hidden}\s%", text), (code, key)
    if figure.value is None:
        assert "gesperrt" in text


def test_the_open_page_shows_neither_runs_nor_what_is_for_those_who_work_here(town: None) -> None:
    keeper = make_keeper()
    head = "id;inhabitants;S1;S3;S4;D1;D3;D4"
    rows = [f"{code};900;{3 + n};{5 + n * n};{10 + 3 * n};{n - 2};{n % 3};{1 - n}" for n, code in enumerate(QUARTERS)]  # fmt: skip
    bring_in(table(rows, head), name="mss.csv")
    record_and_release(
        recipe_name="berlin-mss-2019", system_code="town", vintage=2023, level="quarter", reference_date=DAY,
        title="Aufwachsen", reason="Prüfung", by=None, at=AT,
    )  # fmt: skip
    make_place(keeper, name="Jugendhaus Kai", area_code="0101")
    make_place(keeper, name="Zuflucht", area_code="0101", visibility=Visibility.TEAM)
    inside = read(signed_in(Role.PLANNER), address("0101", room="social_structure"))
    for reader in (Client(), signed_in(Role.PLANNER)):
        outside = read(reader, address("0101"))
        assert "Jugendhaus Kai" in outside
        assert "Zuflucht" not in outside
        assert "Aufwachsen" not in outside
        assert "/sozialstruktur/gebiete/" not in outside
    assert "Aufwachsen" in inside
    assert "Zuflucht" not in inside


def test_themes_of_another_floor_stand_between_places_and_figures(town: None) -> None:
    def themes(actor: object, area: AreaKey, today: object) -> list[Theme]:
        return [Theme("Licht am Kai", f"Gebiet {area.area_code}")]

    register_themes(themes)
    try:
        text = read(Client(), address("0101"))
    finally:
        _registered.themes.remove(themes)
    assert text.index("Was da ist") < text.index("Licht am Kai") < text.index("Wie Familien hier leben")


def test_a_page_asks_as_many_questions_with_many_places_as_with_one(town: None) -> None:
    client, keeper = signed_in(Role.RESIDENT), make_keeper()
    counts = []
    for number in range(4):
        make_place(
            keeper, name=f"Ort {number}", area_code="0101", longitude=9.004 + number / 1000, latitude=52.014
        )
        read(client, address("0101", room="social_structure"))
        with CaptureQueriesContext(connection) as asked:
            read(client, address("0101", room="social_structure"))
        counts.append(len(asked))
    assert counts[0] == counts[-1], counts


def test_large_figures_are_numbers_and_never_reasons(town: None) -> None:
    rows = [f"{code};{250 if code == '0202' else 4_000};40" for code in QUARTERS]
    bring_in(table(rows, "key;inhabitants;volunteering"), name="people.csv")
    for code, large in (("0201", ["4.000", "40,0"]), ("0202", ["250"])):
        profile = area_profile(
            system_code="town", vintage=2023, area_code=code, actor=NOBODY, today=DAY, open_page=True
        )
        assert profile is not None
        assert [figure for _name, figure in profile.figures.conditions.key_figures] == large
    assert "Hier leben weniger als 300 Menschen." in read(Client(), address("0202"))


@pytest.mark.parametrize("licence", ["", "nur für den Dienstgebrauch"])
def test_the_open_page_has_no_figure_that_must_not_be_passed_on(licence: str) -> None:
    make_areas()
    bring_in(table(SHARES))
    rows = [f"{code};900;{20 + place};{90 + place}" for place, code in enumerate(QUARTERS)]
    head = "key;inhabitants;youth_unemployment_zaehler;youth_unemployment_nenner"
    bring_in(table(rows, head), name="youth.csv", licence=licence)
    inside, outside = (
        read(signed_in(Role.RESIDENT), address("0101", room="social_structure")),
        read(Client(), address("0101")),
    )
    assert "22,2\u00a0%" in inside
    assert "Darf nicht weitergegeben werden" not in inside
    assert "30,0\u00a0%" in outside
    assert "22,2\u00a0%" not in outside
    told = outside[outside.index("Darf nicht weitergegeben werden") :]
    assert "(Quelle: Statistikamt)." in told[:400]
    for name in ("open_area_xlsx", "open_area_pdf"):
        assert Client().get(reverse(f"reporting:{name}", args=["town", 2023, "0101"])).status_code == 200
    book = Client().get(reverse("reporting:open_area_xlsx", args=["town", 2023, "0101"])).content
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book))
    cells = [
        cell
        for name in sheets.sheet_names
        for row in sheets.get_sheet_by_name(name).to_python()
        for cell in row
    ]
    assert any(isinstance(cell, float) and abs(cell - 30.0) < 0.01 for cell in cells)
    assert not any(isinstance(cell, float) and abs(cell - 22.22) < 0.01 for cell in cells)


def test_where_no_source_lets_figures_go_the_open_page_says_so() -> None:
    make_areas()
    bring_in(table(SHARES), licence="")
    text = read(Client(), address("0101"))
    assert "Die Werte zu den Lebensbedingungen dürfen nicht weitergegeben werden." in text
    assert "30,0\u00a0%" not in text


def test_the_open_list_is_searched_by_name_key_and_district(monkeypatch: pytest.MonkeyPatch) -> None:
    make_areas()
    address = reverse("open:index")
    assert "Quartier 4" not in read(Client(), f"{address}?bezirk=01").split('class="open-list"')[1]
    found = read(Client(), f"{address}?suche=0203").split('class="open-list"')[1]
    assert "Quartier 5" in found
    assert "Quartier 1" not in found
    assert "So heißt kein Gebiet" in read(Client(), f"{address}?suche=Nirgends")
    monkeypatch.setattr(open_areas, "A_PAGE", 4)
    first, last = (
        read(Client(), f"{address}?seite={page}").split('class="open-list"')[1] for page in ("", "9")
    )
    assert ("Quartier 3" in first, "Quartier 4" in first) == (True, False)
    assert ("Quartier 3" in last, "Quartier 4" in last) == (False, True)


def test_names_in_the_open_list_are_text_and_the_chosen_district_is_marked() -> None:
    make_areas()
    Area.objects.filter(area_code="0101").update(name="Am <i>Kai</i> & Co")
    text = read(Client(), f"{reverse('open:index')}?bezirk=01")
    assert "<i>Kai" not in text
    assert "Am &lt;i&gt;Kai&lt;/i&gt; &amp; Co</a>" in text.split('class="open-list"')[1]
    assert re.findall(r'<option value="([^"]*)" selected>', text) == ["01"]


def test_ways_follow_the_streets_and_go_around_steps() -> None:
    keeper = make_keeper()
    make_areas()
    # quarter 0101 lies west of 0102; beyond the border, steps go straight to the place and a street goes around them
    make_place(
        keeper, name="Bücherei am Hang", area_code="0102", area_vintage="2023", longitude=9.0125, latitude=52.015,
        visibility=Visibility.PUBLIC,
    )  # fmt: skip
    before = read(Client(), address("0101"))
    assert "Luftlinie" in before
    nodes = pa.table(
        {
            "node_id": ["west", "border", "place", "north"],
            "longitude": [9.0075, 9.0098, 9.0126, 9.0112], "latitude": [52.015, 52.015, 52.015, 52.0165],
        }
    )  # fmt: skip
    edges = pa.table(
        {
            "from_node": ["west", "border", "border", "north"], "to_node": ["border", "place", "north", "place"],
            "metres": [160.0, 195.0, 320.0, 320.0], "kind": ["street", "steps", "street", "street"],
        }
    )  # fmt: skip
    record_streets(nodes, edges, source="Tiefbauamt", licence="CC0", by=keeper, at=AT)
    text = " ".join(re.sub(r"<[^>]+>", " ", read(Client(), address("0101"))).split())
    found = re.search(r"Bücherei am Hang (\d+) Min\. · ohne Stufen (\d+) Min\.", text)
    assert found is not None
    assert int(found[2]) > 2 * int(found[1])
    assert "Straßen: Tiefbauamt" in text
    assert "Stufen sind im Straßennetz nicht verzeichnet" not in text
