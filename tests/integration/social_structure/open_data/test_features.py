"""OGC API Features Part 1: each test names the requirement of OGC 17-069r4 that it checks."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.areas import DAY, QUARTERS
from factories.feature_schemas import (
    COLLECTION,
    COLLECTIONS,
    CONFORMANCE,
    EXCEPTION,
    FEATURE,
    FEATURES,
    LANDING,
)
from factories.open_data import published_run
from factories.sign_ins import make_person
from sozialraum.social_structure.models import Run

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
BASE = "/offen/ogc"
AREAS = "areas-town-2023-quarter"
INDICATOR = "indicator-basic_income_under_18-town-2023"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("sozialraum.social_structure.open_data.answers.MOST_A_MINUTE", 100_000)
    make_person(password=None)
    return published_run()


def get(path: str, schema: dict[str, Any], expected: int = 200, **query: str) -> dict[str, Any]:
    answer = Client().get(f"{BASE}{path}", query)
    assert answer.status_code == expected, answer.content[:300]
    document: dict[str, Any] = answer.json()
    jsonschema.validate(document, schema)
    return document


def link(document: dict[str, Any], rel: str) -> dict[str, str]:
    found: dict[str, str] = next(each for each in document["links"] if each["rel"] == rel)
    return found


def ids(document: dict[str, Any]) -> list[str]:
    return [each["id"] for each in document["features"]]


def test_root_leads_to_definition_conformance_and_data(run: Run) -> None:  # /req/core/root-success
    page = get("/", LANDING)
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= {
        each["rel"] for each in page["links"]
    }
    for rel in ("service-desc", "service-doc", "conformance", "data", "self", "alternate"):
        address = urlsplit(link(page, rel)["href"])
        answer = Client().get(f"{address.path}?{address.query}")
        assert answer.status_code == 200
        assert answer["Content-Type"].partition(";")[0] == link(page, rel)["type"].partition(";")[0]


def test_conformance_names_four_classes(run: Run) -> None:  # /req/core/conformance-success
    page = get("/conformance", CONFORMANCE)
    assert {each.rsplit("/", 1)[1] for each in page["conformsTo"]} == {"core", "oas30", "html", "geojson"}


def test_every_collection_leads_to_items_and_licence(run: Run) -> None:  # /req/core/fc-md-items-links
    page = get("/collections", COLLECTIONS)
    names = [each["id"] for each in page["collections"]]
    assert {AREAS, INDICATOR, f"run-{run.number}"} <= set(names)
    for each in page["collections"]:
        assert link(each, "license")["href"].startswith("https://")
        single = get(f"/collections/{each['id']}", COLLECTION)
        assert {key: single[key] for key in ("id", "title", "extent")} == {
            key: each[key] for key in ("id", "title", "extent")
        }
        items = get(f"/collections/{each['id']}/items", FEATURES)
        assert items["numberReturned"] == len(items["features"]) <= items["numberMatched"]


def test_pages_follow_each_other_without_gap(run: Run) -> None:  # /req/core/fc-limit-response-1, fc-links
    first = get(f"/collections/{AREAS}/items", FEATURES, limit="4")
    assert (first["numberReturned"], first["numberMatched"]) == (4, 6)
    address = urlsplit(link(first, "next")["href"])
    second = Client().get(f"{address.path}?{address.query}").json()
    assert ids(first) + ids(second) == list(QUARTERS)
    assert "next" not in {each["rel"] for each in second["links"]}
    assert link(second, "prev")
    assert (
        len(get(f"/collections/{AREAS}/items", FEATURES, limit="100000")["features"]) == 6
    )  # more than the maximum is no error


def test_a_box_selects_what_it_meets(run: Run) -> None:  # /req/core/fc-bbox-response
    inside = get(f"/collections/{AREAS}/items", FEATURES, bbox="9.001,52.001,9.002,52.002")
    assert ids(inside) == ["0201"]
    assert get(f"/collections/{AREAS}/items", FEATURES, bbox="0,0,1,1")["numberMatched"] == 0
    around = get(f"/collections/{AREAS}/items", FEATURES, bbox="9.021,52,-170,53")  # over the antimeridian
    assert ids(around) == ["0103", "0203"]


def test_time_selects_what_it_meets(run: Run) -> None:  # /req/core/fc-time-response
    path = f"/collections/{INDICATOR}/items"
    whole = get(path, FEATURES)["numberMatched"]
    assert whole == 8
    assert get(path, FEATURES, datetime=f"{DAY}T00:00:00Z")["numberMatched"] == whole
    assert get(path, FEATURES, datetime="2020-01-01T00:00:00Z/..")["numberMatched"] == whole
    assert get(path, FEATURES, datetime="../2020-01-01T00:00:00Z")["numberMatched"] == 0
    # an area has the time of its cut
    areas = f"/collections/{AREAS}/items"
    assert get(areas, FEATURES, datetime="2022-12-31T23:00:00Z")["numberMatched"] == 0
    assert get(areas, FEATURES, datetime="2024-01-01T00:00:00Z")["numberMatched"] == 6


def test_properties_filter(run: Run) -> None:  # /rec/core/fc-filters
    path = f"/collections/{INDICATOR}/items"
    assert ids(get(path, FEATURES, area_code="0102")) == [f"0102-{DAY}"]
    assert get(path, FEATURES, level="district")["numberMatched"] == 2
    assert get(f"/collections/{AREAS}/items", FEATURES, status="observed")["numberMatched"] == 0


def test_one_feature_is_the_one_of_the_collection(run: Run) -> None:  # /req/core/f-success, f-links
    feature = get(f"/collections/{INDICATOR}/items/0102-{DAY}", FEATURE)
    listed = get(f"/collections/{INDICATOR}/items", FEATURES, area_code="0102")["features"][0]
    assert {key: feature[key] for key in listed} == listed
    assert (feature["properties"]["numerator"], feature["properties"]["denominator"]) == (30.0, 150.0)
    assert {"self", "collection"} <= {each["rel"] for each in feature["links"]}


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/", {"color": "red"}, 400),  # /req/core/query-param-unknown
        ("/collections", {"f": "xml"}, 400),
        (f"/collections/{AREAS}/items", {"limit": "0"}, 400),  # /req/core/query-param-invalid
        (f"/collections/{AREAS}/items", {"bbox": "1,2,3"}, 400),
        (f"/collections/{AREAS}/items", {"datetime": "yesterday"}, 400),
        (f"/collections/{AREAS}/items", {"Limit": "5"}, 400),  # names are case-sensitive
        ("/collections/nowhere", {}, 404),
        ("/collections/nowhere/items", {}, 404),
        (f"/collections/{AREAS}/items/9999", {}, 404),
    ],
)
def test_errors_say_what_is_wrong(run: Run, path: str, query: dict[str, str], status: int) -> None:
    assert get(path, EXCEPTION, status, **query)["description"]


def test_form_follows_the_parameter_and_else_the_header(run: Run) -> None:  # /req/html, /req/geojson
    path = f"{BASE}/collections/{AREAS}/items"
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert Client().get(path)["Content-Type"] == "application/geo+json"
    assert Client().get(path, headers=browser)["Content-Type"].startswith("text/html")
    assert Client().get(f"{path}?f=json", headers=browser)["Content-Type"] == "application/geo+json"
    for page in (
        "/", "/conformance", "/collections", "/api", f"/collections/{AREAS}", f"/collections/{AREAS}/items",
        f"/collections/{AREAS}/items/0101",
    ):  # fmt: skip
        answer = Client().get(f"{BASE}{page}", {"f": "html"})
        assert answer.status_code == 200
        assert b"<h1>" in answer.content


def test_answers_are_kept_until_something_changes(run: Run) -> None:
    path = f"{BASE}/collections/{AREAS}/items"
    first = Client().get(path)
    assert "public" in first["Cache-Control"]
    assert "Accept" in first["Vary"]
    assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_the_definition_is_whole(run: Run) -> None:  # /req/oas30/oas-definition-2
    document = Client().get(f"{BASE}/api").json()
    assert document["openapi"].startswith("3.0.")
    assert {operation for path in document["paths"].values() for operation in path} == {"get"}

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if "$ref" in value else []
            return own + [each for part in value.values() for each in references(part)]
        return [each for part in value for each in references(part)] if isinstance(value, list) else []

    for reference in references(document):
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
        assert place
    for address in document["paths"]:
        path = address.format(collectionId=INDICATOR, featureId=f"0102-{DAY}")
        answer = Client().get(f"{BASE}{path}")
        assert answer.status_code == 200
        described = document["paths"][address]["get"]["responses"]["200"]["content"]
        assert answer["Content-Type"] in described
        schema = described[answer["Content-Type"]]["schema"]
        jsonschema.validate(answer.json(), _closed({**schema, "components": document["components"]}))


def _closed(value: Any) -> Any:
    """OpenAPI's word for what may be null, in the words of JSON schema."""
    if isinstance(value, dict):
        found = {name: _closed(each) for name, each in value.items() if name != "nullable"}
        return found | ({"type": [value["type"], "null"]} if value.get("nullable") else {})
    return [_closed(each) for each in value] if isinstance(value, list) else value


PARAMETERS = st.dictionaries(
    st.sampled_from(["bbox", "datetime", "limit", "offset", "area_code", "level", "status", "f"]),
    st.one_of(
        st.text(max_size=12),
        st.integers(-5, 2000).map(str),
        st.just("9,52,9.01,52.01"),
        st.sampled_from(["2025-12-31T00:00:00Z", "../2026-01-01T00:00:00Z", "json", "quarter", "0101"]),
    ),
    max_size=4,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=PARAMETERS)
def test_whatever_is_asked_the_answer_is_as_described(run: Run, query: dict[str, str]) -> None:
    answer = Client().get(f"{BASE}/collections/{INDICATOR}/items", query)
    assert answer.status_code in {200, 400}
    if answer["Content-Type"] == "application/geo+json":
        jsonschema.validate(answer.json(), FEATURES)
    elif answer.status_code == 400:
        jsonschema.validate(answer.json(), EXCEPTION)


def test_every_link_leads_to_an_answer_that_the_definition_describes(run: Run) -> None:
    document = Client().get(f"{BASE}/api").json()
    described = {
        re.compile(re.sub(r"\{\w+\}", "[^/]+", path)): each["get"]["responses"]
        for path, each in document["paths"].items()
    }
    seen: set[str] = set()
    waiting = [f"{BASE}/"]
    while waiting:
        address = waiting.pop()
        path = address.split("?")[0].removeprefix(BASE)
        if address in seen:
            continue
        seen.add(address)
        answer = Client().get(address)
        responses = next(each for pattern, each in described.items() if pattern.fullmatch(path))
        kind = answer["Content-Type"].removesuffix("; charset=utf-8")
        schema = responses[str(answer.status_code)]["content"][kind]["schema"]
        if "json" not in kind:
            continue
        found = answer.json()
        jsonschema.validate(found, _closed({**schema, "components": document["components"]}))
        own = [
            *found.get("links", []),
            *(each for one in found.get("collections", []) for each in one["links"]),
        ]
        waiting += [
            place.path + (f"?{place.query}" if place.query else "")
            for place in (urlsplit(each["href"]) for each in own)
            if place.path.startswith(f"{BASE}/")
        ]
        waiting += [f"{BASE}{path}/{each['id']}" for each in found.get("features", [])]
    assert len(seen) > 20
    for path in ("/collections/nowhere", f"/collections/{AREAS}/items/nowhere"):
        jsonschema.validate(Client().get(f"{BASE}{path}").json(), EXCEPTION)
