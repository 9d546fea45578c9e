"""The language of the command line: that of the shell (LANG), from the same catalogue as the pages."""

from __future__ import annotations

import gettext
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parents[1] / "locale"
_catalogue = gettext.translation("django", localedir=str(CATALOGUE), fallback=True)


def translate(message: str) -> str:
    """Return ``message`` in the shell's language, or as it is where the catalogue has no text for it."""
    return _catalogue.gettext(message) if message else message
