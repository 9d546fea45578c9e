"""JSON schemas of OGC API Features Part 1, written from the requirements of OGC 17-069r4 and RFC 7946."""

from __future__ import annotations

from typing import Any

LINKS: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {each: {"type": "string"} for each in ("href", "rel", "type", "hreflang", "title")},
    },
}
# table 3: a landing page leads at least to definition, conformance and data
LANDING = {
    "type": "object",
    "required": ["links"],
    "properties": {"title": {"type": "string"}, "description": {"type": "string"}, "links": LINKS},
}
# 7.4: an array of addresses of conformance classes
CONFORMANCE = {
    "type": "object",
    "required": ["conformsTo"],
    "properties": {
        "conformsTo": {"type": "array", "items": {"type": "string", "format": "uri"}, "minItems": 1}
    },
}
_NUMBERS = {
    "type": "array",
    "items": {"type": "number"},
    "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
}
_INTERVAL = {
    "type": "array",
    "minItems": 2,
    "maxItems": 2,
    "items": {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"},
}
# 7.14.2: id and links are required, an extent has CRS84 and the Gregorian calendar
COLLECTION = {
    "type": "object",
    "required": ["id", "links"],
    "properties": {
        "id": {"type": "string", "pattern": "^[A-Za-z0-9._-]+$"},
        "links": LINKS,
        "itemType": {"const": "feature"},
        "crs": {"type": "array", "items": {"const": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
        "extent": {
            "type": "object",
            "properties": {
                "spatial": {
                    "type": "object",
                    "properties": {
                        "bbox": {"type": "array", "minItems": 1, "items": _NUMBERS},
                        "crs": {"const": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
                    },
                },
                "temporal": {
                    "type": "object",
                    "properties": {
                        "interval": {"type": "array", "minItems": 1, "items": _INTERVAL},
                        "trs": {"const": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
                    },
                },
            },
        },
    },
}
COLLECTIONS = {
    "type": "object",
    "required": ["links", "collections"],
    "properties": {"links": LINKS, "collections": {"type": "array", "items": COLLECTION}},
}
_POSITION = {"type": "array", "minItems": 2, "maxItems": 3, "items": {"type": "number"}}
_RING = {"type": "array", "minItems": 4, "items": _POSITION}
_POLYGON = {"type": "array", "minItems": 1, "items": _RING}
FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": ["string", "integer"]},
        "properties": {"type": "object"},
        "links": LINKS,
        "geometry": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["type", "coordinates"],
                    "properties": {"type": {"const": name}, "coordinates": coordinates},
                }
                for name, coordinates in (
                    ("Polygon", _POLYGON),
                    ("MultiPolygon", {"type": "array", "minItems": 1, "items": _POLYGON}),
                )
            ]
        },
    },
}
FEATURES = {
    "type": "object",
    "required": ["type", "features", "links", "numberReturned"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": FEATURE},
        "links": LINKS,
        "numberMatched": {"type": "integer", "minimum": 0},
        "numberReturned": {"type": "integer", "minimum": 0},
    },
}
EXCEPTION = {
    "type": "object",
    "required": ["code"],
    "properties": {"code": {"type": "string"}, "description": {"type": "string"}},
}
