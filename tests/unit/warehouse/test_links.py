"""Links as RDF: read as a table of keys, refused where damaged; other files stay what they are."""

from __future__ import annotations

import doctest

import pytest

from sozialraum.warehouse.sources import SourceError, links, read_table

TURTLE = b"""@prefix dct: <http://purl.org/dc/terms/> .
<https://example.org/plr_0101> dct:hasVersion <https://example.org/new#plr_0110> ; dct:title "ein Name" .
"""


def test_links_are_pairs_of_keys_and_texts_are_none() -> None:
    source = read_table(TURTLE, "links.ttl")
    assert source.format == "links"
    assert source.table.to_pylist() == [{"from": "0101", "relation": "hasVersion", "to": "0110"}]
    triples = b"<https://example.org/a_1> <https://example.org/became> <https://example.org/a_2> .\n"
    assert read_table(triples, "links.nt").table.to_pylist() == [
        {"from": "1", "relation": "became", "to": "2"}
    ]


def test_the_examples_hold() -> None:
    assert doctest.testmod(links).failed == 0


@pytest.mark.parametrize(
    "data", [TURTLE.replace(b" ;", b""), b"@prefix dct: <http://purl.org/dc/terms/> .\n", TURTLE[:90]]
)
def test_damaged_or_empty_links_are_named(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_table(data, "links.ttl")


def test_a_table_is_no_list_of_links() -> None:
    assert read_table(b"@id;n\n0101;3\n", "werte.csv").format == "csv"
