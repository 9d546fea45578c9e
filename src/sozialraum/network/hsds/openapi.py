"""What the interface of the directory says about itself: OpenAPI 3.1."""

from __future__ import annotations

from typing import Any, Final

from sozialraum.network.hsds.documents import VERSION
from sozialraum.network.hsds.fields import (
    DATES,
    EMAILS,
    LISTS,
    MOMENTS,
    NUMBERS,
    ONE,
    REQUIRED,
    SEVERAL,
    TIMES,
    URIS,
)

JSON: Final = "application/json"
MOST_PAGES, MOST_ON_A_PAGE = 999_999, 200


def description(address: str) -> dict[str, Any]:
    """The description of the interface at this address."""
    page = [
        _number("page", "The number of the page, from 1.", MOST_PAGES),
        _number("per_page", "Entries on a page.", MOST_ON_A_PAGE),
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Directory", "version": VERSION,
            "description": "Public places, activities and offers as Open Referral HSDS 3. No sign-in; at most 300 questions a minute.",
        },
        "servers": [{"url": address.rstrip("/")}],
        "paths": {
            "/": _get("getDetails", "Version and profile", _reference("details")),
            "/services": _get("listServices", "A page of services", _reference("services"), page),
            "/services/{id}": _get("getService", "One service", _reference("service"), [_identifier()], missing=True),
            "/organizations": _get("listOrganizations", "A page of organizations", _reference("organizations"), page),
            "/openapi.json": _get("getDescription", "This description", {"type": "object", "required": ["openapi", "paths"]}),
        },
        "components": {"schemas": _schemas(), "responses": _errors()},
    }  # fmt: skip


def _get(
    name: str, summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]] | None = None, *, missing: bool = False
) -> dict[str, Any]:  # fmt: skip
    answers: dict[str, Any] = {
        "200": {"description": summary, "content": {JSON: {"schema": schema}}},
        "304": {
            "description": "Nothing has changed since the fingerprint that was sent along (If-None-Match)."
        },
        "429": {"$ref": "#/components/responses/TooManyQuestions"},
    }
    if missing:
        answers["404"] = {"$ref": "#/components/responses/Missing"}
    elif parameters:
        answers["400"] = {"$ref": "#/components/responses/Unreadable"}
    return {
        "get": {"operationId": name, "summary": summary, "parameters": parameters or [], "responses": answers}
    }


def _errors() -> dict[str, Any]:
    content = {JSON: {"schema": _reference("error")}}
    wait = {"description": "Seconds until the next question.", "schema": {"type": "integer"}}
    return {
        "Unreadable": {"description": "A number of the address cannot be read.", "content": content},
        "Missing": {"description": "There is none.", "content": content},
        "TooManyQuestions": {
            "description": "Too many questions; ask again in a minute.", "headers": {"Retry-After": wait}, "content": content,
        },
    }  # fmt: skip


def _number(name: str, text: str, most: int) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": text,
        "schema": {"type": "integer", "minimum": 1, "maximum": most},
    }


def _identifier() -> dict[str, Any]:
    return {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> dict[str, Any]:
    details = ("version", "profile", "openapi_url")
    return {
        "error": {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}},
        "details": {
            "type": "object",
            "required": list(details),
            "properties": {each: {"type": "string"} for each in details},
        },
        "services": _page("service"),
        "organizations": _page("organization"),
        **{kind: _document(kind) for kind in REQUIRED},
    }


def _page(name: str) -> dict[str, Any]:
    numbers = ("total_items", "total_pages", "page_number", "size")
    properties: dict[str, Any] = {each: {"type": "integer", "minimum": 0} for each in numbers}
    properties |= {each: {"type": "boolean"} for each in ("first_page", "last_page", "empty")}
    properties["contents"] = {"type": "array", "items": _reference(name)}
    return {"type": "object", "required": list(properties), "properties": properties}


def _document(kind: str) -> dict[str, Any]:
    """An object of HSDS by what the published schema says of its fields; further text fields are allowed."""
    properties: dict[str, Any] = {each: _field(kind, each) for each in REQUIRED[kind]}
    properties |= {each: _field(kind, each) for (of, each) in LISTS if of == kind}
    return {
        "type": "object",
        "required": list(REQUIRED[kind]),
        "properties": properties,
        "patternProperties": {f"^{each}$": _field(kind, each) for each in _TYPED if each not in properties},
        "additionalProperties": {"type": "string"},
    }


def _field(kind: str, name: str) -> dict[str, Any]:
    if (kind, name) in LISTS:
        return {"type": "string", "enum": sorted(LISTS[kind, name])}
    if name in ONE:
        return _reference(ONE[name])
    if name in SEVERAL:
        return {"type": "array", "items": _reference(SEVERAL[name])}
    return {"type": "number"} if name in NUMBERS else {"type": "string", **_FORMATS.get(name, {})}


_FORMATS: Final = {
    "id": {"format": "uuid"}, **{each: {"format": "uri"} for each in URIS}, **{each: {"format": "email"} for each in EMAILS},
    **{each: {"format": "date"} for each in DATES}, **{each: {"format": "date-time"} for each in MOMENTS},
    **{each: {"pattern": "^[0-2][0-9]:[0-5][0-9]"} for each in TIMES},
}  # fmt: skip
_TYPED: Final = sorted({*ONE, *SEVERAL, *NUMBERS, *_FORMATS} - {"id"})
