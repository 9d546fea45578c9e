"""Links between things as RDF (Turtle, N-Triples): a table of pairs, by the last part of their addresses."""

from __future__ import annotations

import re
from typing import Final

import pyarrow as pa

from sozialraum.analytics.messages import gettext_noop
from sozialraum.warehouse.sources.source_table import SourceError

FROM, RELATION, TO = "from", "relation", "to"
MOST_BYTES: Final = 32 << 20
_BEGINS: Final = re.compile(rb"\s*(@prefix|@base|PREFIX\s|BASE\s|<https?://[^>\s]*>\s+<)", re.IGNORECASE)
_KIND: Final = re.compile(r"^[A-Za-z]+_")


def is_links(data: bytes) -> bool:
    """Whether a file begins as Turtle or N-Triples do.

    >>> is_links(b"@prefix dct: <http://purl.org/dc/terms/> ."), is_links(b"key;value")
    (True, False)
    """
    return bool(_BEGINS.match(data[:4096].removeprefix(b"\xef\xbb\xbf")))


def read_links(data: bytes, *, source: str) -> pa.Table:
    """The links of a file as text columns ``from``, ``relation``, ``to``, in the order of their keys.

    A key is what stands last in an address, without the kind of thing before an underscore: ``…/plr_01011101`` gives
    ``01011101``. What leads to plain text and not to another thing is left out. SourceError for a file that is damaged,
    too large, or holds no links. Nothing is fetched from the network.

    >>> table = read_links(b"@prefix a: <http://e.org/> . a:plr_01 a:became a:plr_02 , a:plr_03 .", source="a.ttl")
    >>> table.to_pylist()[1]
    {'from': '01', 'relation': 'became', 'to': '03'}
    """
    from rdflib import Graph, URIRef

    if len(data) > MOST_BYTES:
        raise SourceError(
            gettext_noop("“{source}” is larger than {limit} MiB, also unpacked."),
            gettext_noop("Split the table, or leave out columns that are not needed."),
            source=source,
            limit=MOST_BYTES >> 20,
        )
    graph = Graph()
    try:
        # Turtle reads N-Triples too
        graph.parse(data=data, format="turtle")
    # the parser raises its own errors, and those of whatever it stumbles over
    except Exception as error:
        raise SourceError(
            gettext_noop("The links in “{source}” cannot be read: the file is damaged or incomplete."),
            gettext_noop("Export it again and choose the new file."),
            source=source,
        ) from error
    rows = sorted(
        (_key(start), _last(relation), _key(end))
        for start, relation, end in graph
        if isinstance(start, URIRef) and isinstance(end, URIRef)
    )
    if not rows:
        raise SourceError(
            gettext_noop("“{source}” holds no links."),
            gettext_noop("It needs lines that lead from one thing to another."),
            source=source,
        )
    columns = zip(*rows, strict=True)
    return pa.table(
        {
            name: pa.array(column, pa.string())
            for name, column in zip((FROM, RELATION, TO), columns, strict=True)
        }
    )


def _last(address: object) -> str:
    return re.split(r"[/#]", str(address).rstrip("/#"))[-1]


def _key(address: object) -> str:
    return _KIND.sub("", _last(address))
