"""The language of the command line: that of the shell (LANG), from the same catalogue as the pages."""

from __future__ import annotations

from gettext import translation
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parents[1] / "locale"
_catalogue = translation("django", localedir=str(CATALOGUE), fallback=True)
SPOKEN = _catalogue.info().get("language", "en")
"""Code of the shell's language where a catalogue serves it, else ``en``: for texts that Django translates."""


def gettext(message: str) -> str:
    """Return ``message`` in the shell's language, or as it is where the catalogue has no text for it."""
    return _catalogue.gettext(message) if message else message
