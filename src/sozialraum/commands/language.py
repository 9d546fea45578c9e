"""The language of the command line: that of the shell (LANG), from the same catalogue as the pages."""

from __future__ import annotations

from gettext import bindtextdomain, textdomain, translation
from pathlib import Path

from sozialraum.analytics.messages import gettext_noop

CATALOGUE = Path(__file__).resolve().parents[1] / "locale"
_catalogue = translation("django", localedir=str(CATALOGUE), fallback=True)
# the library of the command line asks Python's own catalogue, when it first shows a help
bindtextdomain("django", str(CATALOGUE))
textdomain("django")
OF_THE_HELP = (
    gettext_noop("Options"), gettext_noop("Arguments"), gettext_noop("Commands"), gettext_noop("[default: {}]"),
    gettext_noop("[env var: {}]"), gettext_noop("[required]"), gettext_noop("Aborted."),
)  # fmt: skip
SPOKEN = _catalogue.info().get("language", "en")
"""Code of the shell's language where a catalogue serves it, else ``en``: for texts that Django translates."""


def gettext(message: str) -> str:
    """Return ``message`` in the shell's language, or as it is where the catalogue has no text for it."""
    return _catalogue.gettext(message) if message else message
