"""What an address of the city map asks for."""

from __future__ import annotations

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.social_structure.queries.city_map import Wish
from sozialraum.social_structure.services.reading import date_from


def wish_of(request: HouseRequest) -> Wish:
    """The wish in the address; what makes no sense is left to the query."""
    asked = request.GET
    return Wish(
        indicator=asked.get("indicator", ""), areas=asked.get("areas", ""), reference_date=date_from(asked.get("date", "")),
        picked=asked.get("area", "").strip(), compare=asked.get("compare", ""), together=asked.get("together", ""),
        classes=asked.get("classes", ""), counts=asked.get("show") == "counts",
    )  # fmt: skip
