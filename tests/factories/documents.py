"""Accessible PDF as a reader's program judges it."""

from __future__ import annotations

import re

import page

UA = page.ValidationProfile.PDF_UA_1
PROFILES = (UA, page.ValidationProfile.PDF_A_2A)
_LENGTH_RULE = "STREAM-LENGTH"
_STREAM = re.compile(rb"(?<!\d)(\d+) 0 obj\s*<<(.*?)>>\s*stream\r?\n", re.S)


def faults_of(document: bytes, *profiles: page.ValidationProfile) -> list[str]:
    """The rules that a document breaks, of PDF/UA-1 and PDF/A-2a where none are named.

    A compressed stream whose last byte happens to be a carriage return stands before the line feed that ends it; the
    validator takes both for the end of the line and counts one byte less than the document rightly says. Where the
    length leads exactly to ``endstream``, that is no fault of the document. It comes with about one in ten files.
    """
    right = set(_numbers_of_right_length(document))
    return [
        f"{fault.rule_id}: {fault.message}"
        for profile in profiles or PROFILES
        for fault in page.validate_pdf_bytes(document, profile=profile).failures
        if not (_LENGTH_RULE in fault.rule_id and fault.object_id.object_number in right)
    ]


def pages_of(document: bytes) -> int:
    """How many pages a document has."""
    return len(re.findall(rb"/Type\s*/Page\b", document))


def _numbers_of_right_length(document: bytes) -> list[int]:
    found = []
    for match in _STREAM.finditer(document):
        length = re.search(rb"/Length (\d+)", match[2])
        if length and document[match.end() + int(length[1]) :].startswith(b"\nendstream"):
            found.append(int(match[1]))
    return found
