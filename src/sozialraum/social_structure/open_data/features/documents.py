"""The JSON documents of OGC API Features Part 1: landing page, conformance, collections, features, exceptions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext

from sozialraum.social_structure.open_data.features.collections import Collection
from sozialraum.social_structure.open_data.features.wishes import Wish
from sozialraum.social_structure.open_data.files import CRS84

JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
HTML: Final = "text/html"
OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.0"
CONFORMANCE: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{each}"
    for each in ("core", "oas30", "html", "geojson")
)
GREGORIAN: Final = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
Link = dict[str, str]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The whole addresses of the service; ``absolute`` makes one of a path."""

    absolute: Callable[[str], str]

    def at(self, name: str, *parts: str) -> str:
        """The address of a view with these parts."""
        return self.absolute(reverse(f"features:{name}", args=[quote(part, safe="") for part in parts]))

    def here(self, name: str, *parts: str, kind: str, **query: str) -> tuple[Link, Link]:
        """Links to this document and to its other form, ``kind`` being the media type of this one."""
        base, kinds = self.at(name, *parts), (JSON if kind == HTML else HTML, kind)
        other, own = (
            f"{base}?{urlencode({**query, 'f': 'html' if each == HTML else 'json'})}" for each in kinds
        )
        return link(own, "self", kind), link(other, "alternate", kinds[0])


def link(href: str, rel: str, kind: str = "", title: str = "") -> Link:
    """A link as RFC 8288 and the standard write it."""
    return {"href": href, "rel": rel} | ({"type": kind} if kind else {}) | ({"title": title} if title else {})


def landing(at: Addresses, *, title: str, kind: str) -> dict[str, Any]:
    """The landing page (clause 7.2)."""
    return {
        "title": title,
        "description": gettext(
            "Areas, released indicators and published runs. Every figure has passed disclosure control; what is withheld says why."
        ),
        "links": [
            *at.here("landing", kind=kind),
            link(at.at("definition"), "service-desc", OPENAPI, gettext("Definition (OpenAPI 3.0)")),
            link(f"{at.at('definition')}?f=html", "service-doc", HTML, gettext("Description of the service")),
            link(at.at("conformance"), "conformance", JSON, gettext("What the service conforms to")),
            link(at.at("collections"), "data", JSON, gettext("Collections")),
            link(at.absolute(reverse("open_data:index")), "related", HTML, gettext("Open data")),
        ],
    }


def conformance(at: Addresses, *, kind: str) -> dict[str, Any]:
    """The classes that the service conforms to (clause 7.4)."""
    return {"links": list(at.here("conformance", kind=kind)), "conformsTo": list(CONFORMANCE)}


def collections_document(found: Sequence[Collection], at: Addresses, *, kind: str) -> dict[str, Any]:
    """All collections (clause 7.13)."""
    return {
        "links": list(at.here("collections", kind=kind)),
        "collections": [collection_document(each, at, kind=JSON) for each in found],
    }


def collection_document(each: Collection, at: Addresses, *, kind: str) -> dict[str, Any]:
    """One collection with its extent (clause 7.14)."""
    items = at.at("items", each.id)
    return {
        "id": each.id,
        "title": each.title,
        "description": each.description,
        "attribution": "; ".join(each.sources),
        "extent": {
            "spatial": {"bbox": [list(each.bounds)], "crs": CRS84},
            "temporal": {"interval": [[_moment(day) for day in each.interval]], "trs": GREGORIAN},
        },
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            *at.here("collection", each.id, kind=kind),
            link(items, "items", GEOJSON, each.title),
            link(f"{items}?f=html", "items", HTML, each.title),
            link(each.licence.url, "license", HTML, each.licence.name),
        ],
    }


def _moment(day: date | None) -> str | None:
    return None if day is None else f"{day.isoformat()}T00:00:00Z"


def features_document(
    each: Collection, features: list[dict[str, Any]], at: Addresses, wish: Wish, *, asked: dict[str, str],
    matched: int, kind: str,
) -> dict[str, Any]:  # fmt: skip
    """One page of features with links to the pages around it (clause 7.15 and 7.16).

    The optional ``timeStamp`` is left out: it would make every answer another one, and nothing could be kept.
    """
    query = {name: value for name, value in asked.items() if name != "f"}
    links = [*at.here("items", each.id, kind=kind, **query)]
    form = {"f": "html"} if kind == HTML else {}
    for rel, offset in (("prev", wish.offset - wish.limit), ("next", wish.offset + len(features))):
        if (rel == "prev" and wish.offset > 0) or (rel == "next" and offset < matched):
            page = {**query, **form, "limit": str(wish.limit), "offset": str(max(0, min(offset, matched)))}
            links.append(link(f"{at.at('items', each.id)}?{urlencode(page)}", rel, kind))
    links.append(link(at.at("collection", each.id), "collection", JSON, each.title))
    return {
        "type": "FeatureCollection",
        "features": features,
        "links": links,
        "numberMatched": matched,
        "numberReturned": len(features),
    }


def feature_document(
    each: Collection, feature: dict[str, Any], at: Addresses, *, kind: str
) -> dict[str, Any]:
    """One feature (clause 7.17)."""
    return {
        **feature,
        "links": [
            *at.here("feature", each.id, feature["id"], kind=kind),
            link(at.at("collection", each.id), "collection", JSON, each.title),
            link(each.licence.url, "license", HTML, each.licence.name),
        ],
    }


def exception(code: str, description: str) -> dict[str, str]:
    """What an error says (clause 7.5.1)."""
    return {"code": code, "description": description}
