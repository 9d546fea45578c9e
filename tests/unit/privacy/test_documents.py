"""What the tests count as a fault of a document, and what is only the validator's."""

from __future__ import annotations

import re

import typst

from factories.documents import faults_of

SOURCE = b'#set document(title: "Blatt")\n#set text(lang: "de")\n= Blatt\n'


def _written(text: str) -> bytes:
    parts = {"main": SOURCE + text.encode()}
    return bytes(typst.compile(parts, format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=0))  # type: ignore[call-overload]


def test_a_stream_that_ends_with_a_carriage_return_is_no_fault() -> None:
    endings = [
        document
        for document in (_written(f"Wort {number}") for number in range(60))
        if re.search(rb"\r\nendstream", document)
    ]
    assert endings, "none of sixty documents ends a stream with a carriage return"
    assert all(faults_of(each) == [] for each in endings)


def test_a_wrong_length_is_still_a_fault() -> None:
    document = _written("Wort")
    length = re.search(rb"/Length (\d+)", document)
    assert length is not None
    wrong = str(int(length[1]) - 1).rjust(len(length[1]), "0").encode()
    assert faults_of(document.replace(length[0], b"/Length " + wrong, 1)) != []
