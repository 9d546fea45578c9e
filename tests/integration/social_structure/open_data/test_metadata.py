"""The catalog for machines holds to DCAT-AP.de 3.0, in every form it is offered in."""

from __future__ import annotations

import pytest
from django.test import Client
from pyshacl import validate
from rdflib import DCAT, DCTERMS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from factories.dcat_shapes import SHAPES
from factories.open_data import published_run
from factories.people import AT
from factories.sign_ins import make_person
from sozialraum.foundation.ui.services import found_installation
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.open_data import queries

# the library's own warning about its own past
pytestmark = [
    pytest.mark.django_db(databases=["default", "audit"]),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyshacl.*"),
]
FORMS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


@pytest.fixture
def run() -> Run:
    make_person(password=None)
    found_installation(
        municipality_name="Kleinstadt", office_name="Jugendamt", language="de", at=AT, by=None,
        contact_email="daten@kleinstadt.example",
    )  # fmt: skip
    return published_run(values="dl-de/by-2.0")


def read(address: str, form: str) -> Graph:
    answer = Client().get(address)
    assert answer.status_code == 200
    return Graph().parse(data=answer.content, format=form)


def faults(graph: Graph) -> str:
    conforms, _, text = validate(
        graph, shacl_graph=Graph().parse(data=SHAPES, format="turtle"), inference="none"
    )
    return "" if conforms else str(text)


def test_catalog_and_data_set_hold_to_the_specification(run: Run) -> None:
    assert faults(read("/offen/daten/katalog.ttl", "turtle")) == ""
    assert faults(read(f"/offen/daten/laeufe/{run.number}/metadaten.ttl", "turtle")) == ""


def test_shapes_find_what_is_missing(run: Run) -> None:
    graph = read("/offen/daten/katalog.ttl", "turtle")
    graph.remove((None, DCTERMS.publisher, None))
    graph.remove((None, DCTERMS.license, None))
    assert "publisher" in faults(graph)
    assert "license" in faults(graph)


def test_all_forms_say_the_same(run: Run) -> None:
    turtle, *others = (read(f"/offen/daten/katalog.{ending}", form) for ending, form in FORMS.items())
    assert len(turtle) > 60
    for other in others:
        assert isomorphic(turtle, other)


def test_files_are_named_with_address_checksum_licence_and_attribution(run: Run) -> None:
    graph = read("/offen/daten/katalog.ttl", "turtle")
    dataset = queries.datasets(run.number)[0]
    for file in dataset.files:
        address = URIRef(f"http://testserver{file.url}")
        assert (address, DCAT.downloadURL, address) in graph
        assert (address, DCTERMS.license, URIRef("http://dcat-ap.de/def/licenses/dl-by-de/2.0")) in graph
        checksum = graph.value(address, URIRef("http://spdx.org/rdf/terms#checksum"))
        assert (
            str(graph.value(checksum, URIRef("http://spdx.org/rdf/terms#checksumValue"))).lower()
            == file.sha256
        )
        text = graph.value(address, URIRef("http://dcat-ap.de/def/dcatde/licenseAttributionByText"))
        assert isinstance(text, Literal)
        assert str(text).startswith("Kleinstadt; Statistikamt; Amt; dl-de/by-2.0")


def test_an_empty_house_has_an_empty_catalog() -> None:
    make_person(password=None)
    assert faults(read("/offen/daten/katalog.ttl", "turtle")) == ""
    assert Client().get("/offen/daten/katalog.doc").status_code == 404
