"""Reading what the shell of every page shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import caches

from sozialraum.foundation.accounts.queries import nobody_yet
from sozialraum.foundation.ui.models import THE_ONE, Installation

CACHE_KEY = "ui.installation"
CACHE_SECONDS = 60
CHANGEABLE = (
    "municipality_name", "office_name", "language", "ombuds_office_name", "ombuds_office_phone", "contact_email",
    "contact_phone", "imprint", "privacy_contact",
)  # fmt: skip
"""What the administration may change; ``demo`` is not among it."""


@dataclass(frozen=True, slots=True)
class InstallationFacts:
    """Whose house this is, as pages show it."""

    municipality_name: str
    office_name: str
    language: str
    demo: bool
    ombuds_office_name: str
    ombuds_office_phone: str
    contact_email: str
    contact_phone: str
    imprint: str
    privacy_contact: str

    @property
    def ombuds_phone_link(self) -> str:
        """The ombuds office's number as a ``tel:`` address; empty without a number."""
        digits = "".join(sign for sign in self.ombuds_office_phone if sign.isdigit() or sign == "+")
        return f"tel:{digits}" if digits else ""


def installation_facts() -> InstallationFacts | None:
    """The facts about this installation, or ``None`` before it is founded.

    Kept in the process for a minute, because every page asks; founding and changing clear it.
    """
    facts: InstallationFacts | None = caches["process"].get(CACHE_KEY)
    if facts is None:
        row = Installation.objects.filter(id=THE_ONE).first()
        if row is None:
            return None
        facts = InstallationFacts(**{name: getattr(row, name) for name in InstallationFacts.__slots__})
        caches["process"].set(CACHE_KEY, facts, CACHE_SECONDS)
    return facts


def stored_installation() -> dict[str, str] | None:
    """What the house says about itself as it is stored this moment, for changing it; ``None`` before the founding."""
    return Installation.objects.filter(id=THE_ONE).values(*CHANGEABLE).first()


def is_untouched() -> bool:
    """Whether this installation still waits for its first run: no name and not a single account."""
    return installation_facts() is None and nobody_yet()
