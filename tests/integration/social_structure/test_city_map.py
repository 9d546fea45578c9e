"""The city map: form and classes by kind, two indicators, what the browser fetches, files to keep."""

from __future__ import annotations

import gzip
import html
import json
import math
import re
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from factories.areas import DAY, QUARTERS, SHARES, bring_in, make_areas, table
from factories.browsers import signed_in
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui import live_maps
from sozialraum.foundation.ui.tables import table_from_request
from sozialraum.social_structure.queries.city_map import Wish, city_map
from sozialraum.social_structure.views.columns import city_columns

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
TWO = (
    "key;basic_income_under_18_zaehler;basic_income_under_18_nenner;unemployment_zaehler;unemployment_nenner"
)


@pytest.fixture
def planner() -> Client:
    make_areas()
    bring_in(table(SHARES))
    more = [f"{code};{20 + 9 * place};{300 + place}" for place, code in enumerate(QUARTERS)]
    bring_in(table(more, "key;unemployment_zaehler;unemployment_nenner"), name="more.csv")
    return signed_in(Role.PLANNER)


def page(client: Client, **asked: str) -> str:
    answer = client.get(reverse("social_structure:map"), {"indicator": "basic_income_under_18", **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def figures(client: Client, **asked: str) -> dict[str, list[object]]:
    answer = client.get(
        reverse("social_structure:map_figures"), {"indicator": "basic_income_under_18", **asked}
    )
    return {row[0]: row[1:] for row in answer.json()["areas"]}


def test_page_and_browser_paint_the_same_released_figures(planner: Client) -> None:
    text = page(planner)
    written = json.loads(re.search(r'id="city-map-figures"[^>]*>([^<]*)<', text).group(1))  # type: ignore[union-attr]
    assert {row[0]: row[1:] for row in written["areas"]} == figures(planner)
    assert figures(planner)["0103"][0] == -2
    assert "2,2" not in str(figures(planner)["0103"])


def test_a_share_is_colored_a_number_gets_circles_and_both_say_why(planner: Client) -> None:
    assert "Ein Anteil wird durch Farbe gezeigt" in page(planner)
    text = page(planner, show="counts")
    assert "deren Fläche ihr folgt" in text
    assert "map-circles" in text
    circles = figures(planner, show="counts")
    assert circles["0202"][3] == max(row[3] for row in circles.values())
    # the surface follows the number: 90 children against 60
    assert circles["0202"][3] / circles["0101"][3] == pytest.approx((90 / 60) ** 0.5, rel=0.02)
    assert circles["0103"][0] == -2


@pytest.mark.parametrize(
    ("method", "reason"),
    [("", "feste Grenzen"), ("quantile", "etwa gleich viele Gebiete"), ("natural", "Fisher und Jenks"), ("even", "gleich breit"), ("nonsense", "feste Grenzen")],
)  # fmt: skip
def test_every_way_to_class_gives_its_reason(planner: Client, method: str, reason: str) -> None:
    assert reason in page(planner, classes=method)


def test_two_indicators_stand_beside_each_other_or_in_one_map(planner: Client) -> None:
    beside = page(planner, compare="unemployment")
    assert beside.count("data-live-map") == 2
    assert "zum oberen Drittel" in beside
    crossed = page(planner, compare="unemployment", together="crossed")
    assert crossed.count("data-live-map") == 1
    assert "key-crossed" in crossed
    assert figures(planner, compare="unemployment", together="crossed")["0103"][0] == -2
    assert page(planner, compare="basic_income_under_18").count("data-live-map") == 1


def test_outlines_are_kept_for_good_under_their_fingerprint(planner: Client) -> None:
    url = re.search(r'data-ground="([^"]+)"', page(planner)).group(1)  # type: ignore[union-attr]
    plain = planner.get(url)
    packed = planner.get(url, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in plain["Cache-Control"]
    assert gzip.decompress(packed.content) == plain.content
    kinds = [each["properties"]["kind"] for each in json.loads(plain.content)["features"]]
    assert kinds.count("area") == 6
    assert planner.get(url.replace(".geojson", "0.geojson")).status_code == 404
    assert Client().get(url).status_code == 302
    assert signed_in(Role.ADMINISTRATOR).get(url).status_code == 404


def test_a_tile_is_answered_compressed_and_an_empty_one_with_nothing(planner: Client) -> None:
    digest = re.search(r'data-ground="[^"]*/(\w+)\.geojson"', page(planner)).group(1)  # type: ignore[union-attr]
    where = ["town", 2023, "quarter", digest]
    column = int((9.01 + 180) / 360 * 4096)
    row = int((1 - math.asinh(math.tan(math.radians(52.01))) / math.pi) / 2 * 4096)
    found = [
        planner.get(reverse("social_structure:map_tile", args=[*where, 12, column, row + step]), headers={"Accept-Encoding": "gzip"})
        for step in range(-3, 4)
    ]  # fmt: skip
    assert {each.status_code for each in found} == {200, 204}
    assert any(b"0101" in gzip.decompress(each.content) for each in found if each.status_code == 200)
    assert planner.get(reverse("social_structure:map_tile", args=[*where, 22, 0, 0])).status_code == 404


def test_files_to_keep_hold_what_is_released_and_no_more(planner: Client) -> None:
    asked = {"indicator": "basic_income_under_18", "compare": "unemployment"}
    answer = planner.get(reverse("social_structure:map_geojson"), asked)
    features = {each["id"]: each["properties"] for each in json.loads(answer.content)["features"]}
    assert features["0101"]["basic_income_under_18_value"] == pytest.approx(30.0)
    assert features["0103"]["basic_income_under_18_numerator"] is None
    assert features["0103"]["basic_income_under_18_withheld"] == "small_count"
    assert "unemployment_value" in features["0101"]
    drawn = planner.get(reverse("social_structure:map_picture"), {**asked, "format": "svg"})
    assert drawn["Content-Disposition"].endswith('.svg"')
    assert "Freigabe" in drawn.content.decode()
    painted = planner.get(reverse("social_structure:map_picture"), {**asked, "format": "png"})
    assert painted.content.startswith(b"\x89PNG")
    assert planner.get(reverse("social_structure:map_picture"), {**asked, "format": "exe"}).status_code == 404


def test_the_table_picks_areas_and_a_name_is_as_good_as_a_key(planner: Client) -> None:
    text = page(planner, area="Quartier 4")
    assert 'data-picked="0202"' in text
    assert "area=0101" in text


def test_a_view_in_the_address_is_kept_and_nonsense_is_not(planner: Client) -> None:
    assert 'data-at="12.5/52.1/9.1"' in page(planner, at="12.5/52.1/9.1")
    assert "data-at" not in page(planner, at="x/y/z")
    assert "data-at" not in page(planner, at='1/2/3"><script>')


def test_hidden_places_stay_hidden_for_whoever_opens_the_address(planner: Client) -> None:
    assert 'data-assets="off"' not in page(planner)
    assert 'data-assets="off"' in page(planner, without="places")


def test_files_offered_on_the_page_are_of_what_it_shows(planner: Client) -> None:
    text = page(planner, indicator="unemployment", area="0101")
    offered = re.findall(r'href="([^"]+)" download', text)
    assert len(set(offered)) == 5
    for url in offered:
        assert "indicator=unemployment" in url
        assert planner.get(urljoin(reverse("social_structure:map"), html.unescape(url))).status_code == 200


def test_dates_are_compared_in_classes_that_fit_them_all(planner: Client) -> None:
    bring_in(
        table([f"{code};{5 + place};{300}" for place, code in enumerate(QUARTERS)], "key;unemployment_zaehler;unemployment_nenner"),
        name="before.csv", day=DAY.replace(year=2024),
    )  # fmt: skip
    keys = [
        re.findall(r'</svg>([^<]+)<span class="n">', page(planner, indicator="unemployment", classes="even", date=f"{year}-12-31"))
        for year in (2024, 2025)
    ]  # fmt: skip
    assert keys[0] == keys[1]
    assert len(keys[0]) >= 2


def test_many_areas_come_as_tiles_and_their_drawing_beside_the_page(
    planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_maps, "MOST_OUTLINES", 3)
    text = page(planner)
    assert re.search(r'data-tiles="[^"]+/{z}/{x}/{y}\.mvt"', text)
    assert "data-area=" not in text
    drawing = re.search(r'<noscript><img class="map" src="([^"]+)"', text).group(1)  # type: ignore[union-attr]
    answer = planner.get(html.unescape(drawing))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.decode().count("data-area=") == 6


def test_the_rows_are_kept_in_the_order_in_which_the_table_would_sort_them(planner: Client) -> None:
    found = city_map(Wish(indicator="basic_income_under_18"))
    assert found is not None
    columns = city_columns(found, lambda row: f"#{row.area.area_code}")
    unknown = [replace(each, options=()) for each in columns]
    request = RequestFactory().get("/")
    sorted_anew = table_from_request(request, unknown, found.rows, name="areas", order="-value")
    assert list(found.ranked) == sorted_anew.matching
    assert found.ranked[-1].figure.value is None
    assert list(found.ranked) != list(found.rows)
    as_kept = table_from_request(
        request, columns, found.ranked, name="areas", order="-value", ordered="-value"
    )
    assert (as_kept.rows, as_kept.choices) == (sorted_anew.rows, sorted_anew.choices)
