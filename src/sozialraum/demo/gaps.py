"""What is missing in which quarter of the city: the one truth behind marks in cases, notes from the field and themes."""

from __future__ import annotations

from typing import Final

from sozialraum.demo.city.plan import City
from sozialraum.network.enums import MissingKind

# Alte Werft is told by the screens: Saturdays, homework, nights, fathers
TOLD: Final = {
    "0301": (MissingKind.WEEKEND, MissingKind.HOMEWORK, MissingKind.FATHERS, MissingKind.NIGHT),
    "0302": (MissingKind.HOMEWORK, MissingKind.WEEKEND, MissingKind.FATHERS),
}
KINDS: Final = tuple(MissingKind)


def gaps_of(area_code: str) -> tuple[MissingKind, ...]:
    """What is missing in a quarter, the most missed first; three or four kinds, always the same for a quarter."""
    if area_code in TOLD:
        return TOLD[area_code]
    number = int(area_code, 10 if area_code.isdigit() else 36)  # larger cities have keys such as A0109
    first = (number * 7) % len(KINDS)
    step = 3 + number % 5
    found = [KINDS[(first + step * place) % len(KINDS)] for place in range(3 + number % 2)]
    return tuple(dict.fromkeys(found))


def quarters(city: City) -> list[str]:
    """The keys of the quarters of today, in order."""
    rows = city.areas.to_pylist()
    return sorted(
        row["area_code"] for row in rows if row["level"] == "quarter" and row["area_vintage"] == "2023"
    )
