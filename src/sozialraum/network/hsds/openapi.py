"""What the interface of the directory says about itself: OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from sozialraum.network.hsds.documents import VERSION


def description(address: str) -> dict[str, Any]:
    """The description of the interface at this address."""
    page = [
        _number("page", "The number of the page, from 1.", 999_999),
        _number("per_page", "Entries on a page.", 200),
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Directory", "version": VERSION,
            "description": "Public places, activities and offers as Open Referral HSDS 3. No sign-in; at most 300 questions a minute.",
        },
        "servers": [{"url": address.rstrip("/")}],
        "paths": {
            "/": _get("Version and profile", {"type": "object"}),
            "/services": _get("A page of services", _page("service"), page),
            "/services/{id}": _get("One service", _reference("service"), [_identifier()], missing=True),
            "/organizations": _get("A page of organizations", _page("organization"), page),
        },
        "components": {"schemas": {"service": _document(["id", "name", "status"]), "organization": _document(["id", "name", "description"])}},
    }  # fmt: skip


def _get(
    summary: str,
    schema: dict[str, Any],
    parameters: list[dict[str, Any]] | None = None,
    *,
    missing: bool = False,
) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {"description": summary, "content": {"application/json": {"schema": schema}}},
        "429": {"description": "Too many questions; ask again in a minute."},
    }
    if missing:
        answers["404"] = {"description": "There is none."}
    elif parameters:
        answers["400"] = {"description": "A number of the address cannot be read."}
    return {"get": {"summary": summary, "parameters": parameters or [], "responses": answers}}


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


def _page(name: str) -> dict[str, Any]:
    numbers = ("total_items", "total_pages", "page_number", "size")
    properties: dict[str, Any] = {each: {"type": "integer"} for each in numbers}
    properties |= {each: {"type": "boolean"} for each in ("first_page", "last_page", "empty")}
    properties["contents"] = {"type": "array", "items": _reference(name)}
    return {"type": "object", "required": list(properties), "properties": properties}


def _document(required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": {each: {"type": "string"} for each in required},
        "additionalProperties": True,
    }
