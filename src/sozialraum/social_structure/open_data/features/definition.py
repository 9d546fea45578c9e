"""The definition of the service in OpenAPI 3.0 (conformance class oas30)."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from sozialraum.social_structure.open_data.features.documents import GEOJSON, HTML, JSON, OPENAPI
from sozialraum.social_structure.open_data.features.wishes import DEFAULT_LIMIT, MOST

_TEXT: Final = {"type": "string"}
_LINKS: Final = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}


def definition(*, title: str, server: str, contact: dict[str, str]) -> dict[str, Any]:
    """The whole definition; ``server`` is the address of the landing page without its last stroke."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": title,
            "version": "1.0.0",
            "description": _("Areas, released indicators and published runs (OGC API Features Part 1)."),
            **({"contact": contact} if contact else {}),
        },
        "servers": [{"url": server}],
        "tags": [{"name": "Capabilities"}, {"name": "Data"}],
        "paths": _paths(),
        "components": {"parameters": _parameters(), "schemas": _schemas(), "responses": _errors()},
    }


def _paths() -> dict[str, Any]:
    one, single = ["collectionId"], ["collectionId", "featureId"]
    asked = ["bbox", "datetime", "limit", "offset", "area_code", "level", "status"]
    return {
        "/": _get("getLandingPage", _("Landing page"), "Capabilities", "landingPage", JSON),
        "/conformance": _get("getConformance", _("Conformance classes"), "Capabilities", "confClasses", JSON),
        "/collections": _get("getCollections", _("Collections"), "Capabilities", "collections", JSON),
        "/collections/{collectionId}": _get(
            "describeCollection", _("One collection"), "Capabilities", "collection", JSON, one
        ),
        "/collections/{collectionId}/items": _get(
            "getFeatures", _("Features of a collection"), "Data", "featureCollectionGeoJSON", GEOJSON, [*one, *asked]
        ),
        "/collections/{collectionId}/items/{featureId}": _get(
            "getFeature", _("One feature"), "Data", "featureGeoJSON", GEOJSON, single
        ),
        "/api": _get("getDefinition", _("This definition"), "Capabilities", "definition", OPENAPI),
    }  # fmt: skip


def _get(
    name: str, summary: str, tag: str, schema: str, kind: str, parameters: list[str] | None = None
) -> dict[str, Any]:
    named = [*(parameters or []), "f"]
    errors = {"400": "InvalidParameter", "429": "TooManyRequests"}
    if parameters:
        errors["404"] = "NotFound"
    body = {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}, HTML: {"schema": _TEXT}}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": [tag],
            "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in named],
            "responses": {
                "200": {"description": summary, "content": body},
                **{code: {"$ref": f"#/components/responses/{each}"} for code, each in sorted(errors.items())},
            },
        }
    }


def _parameters() -> dict[str, Any]:
    numbers = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    return {
        "collectionId": _parameter("collectionId", "path", _TEXT, _("Id of a collection.")),
        "featureId": _parameter("featureId", "path", _TEXT, _("Id of a feature.")),
        "f": _parameter("f", "query", {"type": "string", "enum": ["json", "html"]}, _("Form of the answer.")),
        "bbox": _parameter("bbox", "query", numbers, _("West, south, east, north in degrees (CRS84).")),
        "datetime": _parameter("datetime", "query", _TEXT, _("Date-time or interval of RFC 3339, open with “..”.")),
        "limit": _parameter(
            "limit", "query", {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
            _("How many features a page has."),
        ),
        "offset": _parameter(
            "offset", "query", {"type": "integer", "minimum": 0, "default": 0}, _("How many features come before the page.")
        ),
        "area_code": _parameter("area_code", "query", _TEXT, _("Key of an area.")),
        "level": _parameter("level", "query", _TEXT, _("Level of areas.")),
        "status": _parameter("status", "query", _TEXT, _("observed, missing, suppressed or not_applicable.")),
    }  # fmt: skip


def _parameter(name: str, place: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "name": name, "in": place, "required": place == "path", "description": description, "schema": schema,
        **({"style": "form", "explode": False} if place == "query" else {}),
    }  # fmt: skip


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _listed(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name)}


def _schemas() -> dict[str, Any]:
    numbers = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    moments = {
        "type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "string", "format": "date-time", "nullable": True},
    }  # fmt: skip
    polygon = {"type": "string", "enum": ["Polygon", "MultiPolygon"]}
    return {
        "link": _object(["href", "rel"], href=_TEXT, rel=_TEXT, type=_TEXT, title=_TEXT),
        "landingPage": _object(["links"], title=_TEXT, description=_TEXT, links=_LINKS),
        "confClasses": _object(["conformsTo"], links=_LINKS, conformsTo={"type": "array", "items": _TEXT}),
        "collections": _object(["links", "collections"], links=_LINKS, collections=_listed("collection")),
        "collection": _object(
            ["id", "links"], id=_TEXT, title=_TEXT, description=_TEXT, attribution=_TEXT, links=_LINKS, itemType=_TEXT,
            crs={"type": "array", "items": _TEXT}, extent=_ref("extent"),
        ),
        "extent": _object(
            [],
            spatial=_object([], bbox={"type": "array", "minItems": 1, "items": numbers}, crs=_TEXT),
            temporal=_object([], interval={"type": "array", "minItems": 1, "items": moments}, trs=_TEXT),
        ),
        "featureCollectionGeoJSON": _object(
            ["type", "features"], type={"type": "string", "enum": ["FeatureCollection"]},
            features=_listed("featureGeoJSON"), links=_LINKS,
            numberMatched={"type": "integer", "minimum": 0}, numberReturned={"type": "integer", "minimum": 0},
        ),
        "featureGeoJSON": _object(
            ["type", "geometry", "properties"], type={"type": "string", "enum": ["Feature"]}, id=_TEXT,
            geometry=_object(["type", "coordinates"], type=polygon, coordinates={"type": "array", "items": {}}),
            properties={"type": "object", "additionalProperties": True}, links=_LINKS,
        ),
        "definition": {"type": "object", "additionalProperties": True},
        "exception": _object(["code"], code=_TEXT, description=_TEXT),
    }  # fmt: skip


def _errors() -> dict[str, Any]:
    body = {JSON: {"schema": _ref("exception")}}
    return {
        "InvalidParameter": {"description": _("A parameter is unknown or cannot be read."), "content": body},
        "NotFound": {"description": _("No such collection or feature."), "content": body},
        "TooManyRequests": {"description": _("Too many questions within a minute."), "content": body},
    }
