"""The catalog for machines: DCAT-AP.de 3.0 as Turtle, RDF/XML and JSON-LD.

Terms and cardinalities are those of the published specification (DCAT-AP.de 3.0 on top of DCAT-AP 3.0); a test checks
every catalog against shapes written from it. What the house does not know (the key of the municipality, its number as
a supplier of GovData) is left out and never invented.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF
from rdflib.term import Node

from sozialraum.social_structure.open_data.enums import FileFormat
from sozialraum.social_structure.open_data.files import CATALOG_TYPES, CRS84, MEDIA_TYPES
from sozialraum.social_structure.open_data.queries import Dataset, File, Publisher

ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
DCATDE: Final = Namespace("http://dcat-ap.de/def/dcatde/")
DCATAP: Final = Namespace("http://data.europa.eu/r5r/")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
PREFIXES: Final = {
    "dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "vcard": VCARD, "adms": ADMS, "dcatde": DCATDE, "dcatap": DCATAP,
    "spdx": SPDX,
}  # fmt: skip
_EU: Final = "http://publications.europa.eu/resource/authority"
_IANA: Final = "https://www.iana.org/assignments/media-types"
_GEOCODING: Final = "http://dcat-ap.de/def/politicalGeocoding/Level/municipality"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses that the catalog names, whole: ``absolute`` makes one of a path."""

    absolute: Callable[[str], str]
    catalog: str
    service: str
    definition: str


def serialize(graph: Graph, ending: str) -> bytes:
    """The graph in the format of an ending of :data:`CATALOG_TYPES`."""
    text: str = graph.serialize(format=CATALOG_TYPES[ending][0])
    return text.encode()


def catalog_graph(
    found: Sequence[Dataset], publisher: Publisher, at: Addresses, *, outlines: tuple[float, ...] | None
) -> Graph:
    """The whole catalog with its data sets and the service; ``outlines`` are west, south, east, north of the city."""
    graph = _graph()
    catalog, agent = URIRef(at.absolute(at.catalog)), _agent(graph, publisher, at)
    graph.add((catalog, RDF.type, DCAT.Catalog))
    _say(
        graph,
        catalog,
        DCTERMS.title,
        lambda: gettext("Open data of %(publisher)s") % {"publisher": publisher.name},
    )
    _say(
        graph, catalog, DCTERMS.description,
        lambda: gettext("Indices of living conditions by area and the figures they are made of, after disclosure control."),
    )  # fmt: skip
    graph.add((catalog, DCTERMS.publisher, agent))
    graph.add((catalog, FOAF.homepage, catalog))
    for language in ("DEU", "ENG"):
        graph.add((catalog, DCTERMS.language, URIRef(f"{_EU}/language/{language}")))
    graph.add((catalog, DCAT.themeTaxonomy, URIRef(f"{_EU}/data-theme")))
    if found:
        latest = max(each.opened_at for each in found)
        graph.add((catalog, DCTERMS.modified, Literal(latest.isoformat(), datatype=XSD.dateTime)))
    for each in found:
        graph.add((catalog, DCAT.dataset, _dataset(graph, each, publisher, agent, at, outlines)))
    graph.add((catalog, DCAT.service, _service(graph, found, agent, at)))
    return graph


def dataset_graph(
    each: Dataset, publisher: Publisher, at: Addresses, *, outlines: tuple[float, ...] | None
) -> Graph:
    """One data set alone."""
    graph = _graph()
    _dataset(graph, each, publisher, _agent(graph, publisher, at), at, outlines)
    return graph


def _graph() -> Graph:
    graph = Graph(bind_namespaces="core")
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space)
    return graph


def _say(graph: Graph, subject: Node, term: URIRef, words: Callable[[], str]) -> None:
    """The same words in both languages of the house."""

    for language in ("de", "en"):
        with translation.override(language):
            graph.add((subject, term, Literal(words(), lang=language)))


def _agent(graph: Graph, publisher: Publisher, at: Addresses) -> Node:
    agent = URIRef(f"{at.absolute(at.catalog)}#publisher")
    graph.add((agent, RDF.type, FOAF.Organization))
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(publisher.name, lang="de")))
    graph.add((agent, DCTERMS.type, URIRef("http://purl.org/adms/publishertype/LocalAuthority")))
    if publisher.email:
        graph.add((agent, FOAF.mbox, URIRef(f"mailto:{publisher.email}")))
    return agent


def _dataset(
    graph: Graph, each: Dataset, publisher: Publisher, agent: Node, at: Addresses, outlines: tuple[float, ...] | None
) -> Node:  # fmt: skip

    page = URIRef(at.absolute(each.url))
    dataset = URIRef(f"{page}#data")
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((dataset, DCTERMS.title, Literal(each.title, lang="de")))
    _say(graph, dataset, DCTERMS.description, lambda: description_of(each))
    graph.add((dataset, DCTERMS.identifier, Literal(each.number)))
    graph.add((dataset, DCTERMS.publisher, agent))
    graph.add((dataset, DCTERMS.creator, agent))
    graph.add((dataset, DCTERMS.issued, _moment(each.opened_at)))
    graph.add((dataset, DCTERMS.modified, _moment(each.opened_at)))
    graph.add((dataset, DCTERMS.accrualPeriodicity, URIRef(f"{_EU}/frequency/NEVER")))
    graph.add((dataset, DCTERMS.accessRights, URIRef(f"{_EU}/access-right/PUBLIC")))
    graph.add((dataset, DCTERMS.language, URIRef(f"{_EU}/language/DEU")))
    graph.add((dataset, DCAT.theme, URIRef(f"{_EU}/data-theme/SOCI")))
    graph.add((dataset, DCAT.landingPage, page))
    graph.add((page, RDF.type, FOAF.Document))
    for word in (
        "Sozialraum",
        "Sozialstruktur",
        "Jugendhilfeplanung",
        each.level.plural,
        each.system.whole_name,
    ):
        graph.add((dataset, DCAT.keyword, Literal(word, lang="de")))
    day = Literal(each.reference_date.isoformat(), datatype=XSD.date)
    period = BNode()
    graph.add((dataset, DCTERMS.temporal, period))
    graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
    graph.add((period, DCAT.startDate, day))
    graph.add((period, DCAT.endDate, day))
    _place(graph, dataset, outlines)
    graph.add((dataset, DCATDE.politicalGeocodingLevelURI, URIRef(_GEOCODING)))
    contact = BNode()
    graph.add((dataset, DCAT.contactPoint, contact))
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, RDF.type, VCARD.Kind))
    graph.add((contact, VCARD.fn, Literal(publisher.office or publisher.name)))
    if publisher.email:
        graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{publisher.email}")))
    for source in each.sources:
        told = BNode()
        graph.add((dataset, DCTERMS.provenance, told))
        graph.add((told, RDF.type, DCTERMS.ProvenanceStatement))
        graph.add((told, RDFS.label, Literal(source, lang="de")))
    for file in each.files:
        graph.add((dataset, DCAT.distribution, _distribution(graph, each, file, page, publisher, at)))
    return dataset


def description_of(each: Dataset) -> str:
    """What a data set holds, in one or two sentences of the reader's language."""
    words = {
        "recipe": each.recipe, "areas": each.level.plural, "whole": each.system.whole_name,
        "day": each.reference_date.isoformat(), "reason": each.reason,
    }  # fmt: skip
    said = gettext(
        "%(recipe)s: index, rank and class of the %(areas)s of %(whole)s at %(day)s, one row an area with status, licence and sources."
    )
    return f"{said % words} {each.dates_said}".rstrip()


def _distribution(
    graph: Graph, each: Dataset, file: File, page: Node, publisher: Publisher, at: Addresses
) -> Node:
    address = URIRef(at.absolute(file.url))
    graph.add((address, RDF.type, DCAT.Distribution))
    graph.add((address, DCTERMS.title, Literal(f"{each.title} ({file.format.value})", lang="de")))
    _say(graph, address, DCTERMS.description, lambda: FORMAT_WORDS[file.format]())
    graph.add((address, DCAT.accessURL, page))
    graph.add((address, DCAT.downloadURL, address))
    graph.add((address, DCTERMS.license, URIRef(each.licence.listed)))
    if each.licence.attribution:
        graph.add(
            (
                address,
                DCATDE.licenseAttributionByText,
                Literal(each.attribution(publisher.name), lang="de"),
            )
        )
    graph.add((address, DCTERMS["format"], URIRef(f"{_EU}/file-type/{file.format.name}")))
    graph.add((address, DCAT.mediaType, URIRef(f"{_IANA}/{MEDIA_TYPES[file.format].partition(';')[0]}")))
    graph.add((address, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)))
    graph.add((address, DCTERMS.issued, _moment(each.opened_at)))
    graph.add((address, DCTERMS.modified, _moment(each.opened_at)))
    graph.add((address, ADMS.status, URIRef(f"{_EU}/distribution-status/COMPLETED")))
    graph.add(
        (
            address,
            DCATAP.availability,
            URIRef(f"{_EU}/planned-availability/STABLE"),
        )
    )
    graph.add((address, DCTERMS.language, URIRef(f"{_EU}/language/DEU")))
    if file.format is not FileFormat.CSV and each.with_outlines:
        graph.add((address, DCTERMS.conformsTo, URIRef(CRS84)))
    checksum = BNode()
    graph.add((address, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)))
    return address


FORMAT_WORDS: Final[dict[FileFormat, Callable[[], str]]] = {
    FileFormat.CSV: lambda: gettext("A table with comma and decimal point in UTF-8."),
    FileFormat.GEOJSON: lambda: gettext("Outlines and figures in longitude and latitude, for maps."),
    FileFormat.PARQUET: lambda: gettext("A table with types, and with outlines where they are open; for pandas, R and DuckDB."),
}  # fmt: skip


def _service(graph: Graph, found: Sequence[Dataset], agent: Node, at: Addresses) -> Node:
    service = URIRef(at.absolute(at.service))
    graph.add((service, RDF.type, DCAT.DataService))
    _say(
        graph, service, DCTERMS.title,
        lambda: gettext("Areas, released indicators and runs as OGC API Features"),
    )  # fmt: skip
    graph.add((service, DCTERMS.publisher, agent))
    graph.add((service, DCAT.endpointURL, service))
    graph.add((service, DCAT.endpointDescription, URIRef(at.absolute(at.definition))))
    graph.add(
        (service, DCTERMS.conformsTo, URIRef("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"))
    )
    graph.add((service, DCTERMS.accessRights, URIRef(f"{_EU}/access-right/PUBLIC")))
    for each in found:
        if each.with_outlines:
            graph.add((service, DCAT.servesDataset, URIRef(f"{at.absolute(each.url)}#data")))
    return service


def _place(graph: Graph, dataset: Node, outlines: tuple[float, ...] | None) -> None:
    if outlines is None:
        return
    west, south, east, north = outlines
    ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    place = BNode()
    graph.add((dataset, DCTERMS.spatial, place))
    graph.add((place, RDF.type, DCTERMS.Location))
    kind = URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")
    graph.add((place, DCAT.bbox, Literal(f"POLYGON(({ring}))", datatype=kind)))


def _moment(moment: datetime) -> Node:
    return Literal(moment.isoformat(), datatype=XSD.dateTime)
