"""What an address asks of the city map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; everything that is empty or unknown is chosen.

    ``compare`` is a second indicator and ``together`` how it is set beside the first, ``classes`` the way to class,
    ``counts`` asks for the numbers behind a share.
    """

    indicator: str = ""
    areas: str = ""
    reference_date: date | None = None
    picked: str = ""
    compare: str = ""
    together: str = ""
    classes: str = ""
    counts: bool = False

    def query(self) -> str:
        """The same wish as a part of an address."""
        asked = {
            "indicator": self.indicator, "areas": self.areas,
            "date": self.reference_date.isoformat() if self.reference_date else "", "compare": self.compare,
            "together": self.together, "classes": self.classes, "show": "counts" if self.counts else "",
            "area": self.picked,
        }  # fmt: skip
        return urlencode({name: value for name, value in asked.items() if value})
