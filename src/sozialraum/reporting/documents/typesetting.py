"""Writing a document with Typst: PDF/UA-1 and PDF/A-2a in one file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError

STANDARDS = ["a-2a", "ua-1"]


class DocumentFailed(SozialraumError):
    """A document that could not be written."""


def typeset(
    template: str, content: Mapping[str, Any], pictures: Mapping[str, bytes], *, at: datetime
) -> bytes:
    """The PDF of a template of this folder, which reads ``content`` as data.json and pictures under their names.

    Raises :class:`DocumentFailed` where Typst refuses it, for example because something has no alternative text.
    """
    import typst

    here = files("sozialraum.reporting.documents")
    parts = {"main": (here / template).read_bytes(), "data.json": json.dumps(content).encode(), **pictures}
    fonts = Path(str(files("sozialraum.foundation.ui"))) / "fonts"
    try:
        return bytes(
            typst.compile(  # type: ignore[call-overload]  # its types lack the input by parts
                parts, format="pdf", pdf_standards=STANDARDS, font_paths=[fonts] if fonts.is_dir() else [],
                timestamp=int(at.timestamp()),
            )
        )  # fmt: skip
    except (RuntimeError, typst.TypstError) as error:
        raise DocumentFailed(
            gettext_noop("The PDF could not be written: {detail}."),
            gettext_noop("The page and the tables have the same figures."),
            detail=error,
        ) from error
