"""The interface of the directory keeps what it says of itself: every operation, every answer, errors included."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from django.test import Client
from django.urls import get_resolver
from jsonschema.validators import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from factories.field import make_keeper, make_offer, make_place, make_provider
from factories.people import AT
from sozialraum.network.enums import Cost, PlaceKind, ResourceSort, Visibility

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
BASE = "/offen/netzwerk"


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> UUID:
    monkeypatch.setattr("sozialraum.social_structure.open_data.answers.MOST_A_MINUTE", 100_000)
    keeper = make_keeper()
    provider = make_provider(keeper, name="Brücke e. V.")
    make_offer(keeper, provider)
    make_place(
        keeper, name="Frauenhaus", kind=PlaceKind.SHELTER, visibility=Visibility.CONFIDENTIAL, phone="030 1"
    )
    full = make_place(
        keeper, name="Treff", hours="Mo bis Fr, 9 bis 17 Uhr", cost=Cost.FREE, provider_code=provider, longitude=9.8,
        latitude=52.8, address="Kai 7", step_free=True, capacity=8, places_free=2, languages=["de", "tr"], confirmed_at=AT,
        website="https://treff.example", email="treff@example.org", age_from=6, age_to=12, good_for="Kinder",
    )  # fmt: skip
    make_place(keeper, name="Chor", sort=ResourceSort.ACTIVITY, host=full, hours="dienstags, wenn es passt")
    return full


def description() -> dict[str, Any]:
    document: dict[str, Any] = Client().get(f"{BASE}/openapi.json").json()
    return document


def resolved(document: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """What a reference inside the description leads to."""
    while "$ref" in value:
        found: Any = document
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        value = found
    return value


def checked(document: dict[str, Any], path: str, address: str, **headers: str) -> int:
    """Ask, and hold the answer against what the operation says of its status: body, kind, headers."""
    answer = Client().get(f"{BASE}{address}", headers=headers)
    told = resolved(document, document["paths"][path]["get"]["responses"][str(answer.status_code)])
    if "content" not in told:
        assert answer.content == b""
        return answer.status_code
    assert answer["Content-Type"] in told["content"]
    schema = told["content"][answer["Content-Type"]]["schema"]
    whole = {**schema, "components": document["components"]}
    jsonschema.validate(
        json.loads(answer.content), whole, cls=Draft202012Validator, format_checker=jsonschema.FormatChecker()
    )
    for header in told.get("headers", {}):
        assert answer[header]
    return answer.status_code


def test_the_description_is_valid_and_names_every_address(place: UUID) -> None:
    document = description()
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    named = {path.replace("{id}", str(place)) for path in document["paths"]}
    patterns = next(
        each.url_patterns for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "network_open"
    )  # fmt: skip
    assert len(named) == len(patterns)
    for path in named:
        assert get_resolver().resolve(f"{BASE}{path}").namespace == "network_open"
    operations = [each["get"]["operationId"] for each in document["paths"].values()]
    assert len(set(operations)) == len(operations)


def test_every_answer_is_as_described(place: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    document = description()
    asked: dict[str, set[str]] = {path: set() for path in document["paths"]}

    def ask(path: str, address: str, **headers: str) -> None:
        asked[path].add(str(checked(document, path, address, **headers)))

    for path in document["paths"]:
        address = path.replace("{id}", str(place))
        ask(path, address)
        fingerprint = Client().get(f"{BASE}{address}")["ETag"]
        ask(path, address, **{"If-None-Match": fingerprint})
    for path in ("/services", "/organizations"):
        ask(path, f"{path}?page=2&per_page=1")
        ask(path, f"{path}?page=9000")
        for wrong in ("page=0", "page=x", "per_page=201", "per_page=%00", "page=1e3"):
            ask(path, f"{path}?{wrong}")
    ask("/services/{id}", f"/services/{UUID(int=7)}")
    monkeypatch.setattr("sozialraum.social_structure.open_data.answers.MOST_A_MINUTE", 0)
    for path in document["paths"]:
        ask(path, path.replace("{id}", str(place)))
    assert asked == {path: set(each["get"]["responses"]) for path, each in document["paths"].items()}


def test_a_document_that_breaks_the_description_would_be_seen(place: UUID) -> None:
    """The schemas say enough to tell a wrong document from a right one."""
    document = description()
    schema = {"$ref": "#/components/schemas/service", "components": document["components"]}
    right = Client().get(f"{BASE}/services/{place}").json()
    checker = Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert checker.is_valid(right)
    for wrong in (
        {"status": "open"}, {"minimum_age": "6"}, {"schedules": {}}, {"organization": {"id": right["id"]}}, {"id": 7},
        {"assured_date": "gestern"}, {"email": 3},
    ):  # fmt: skip
        assert not checker.is_valid({**right, **wrong}), wrong
