"""How residents' cards are said in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.cells import Column
from sozialraum.network.enums import CardDirection, CardVisibility
from sozialraum.network.presentation.directory import RUBRICS

DIRECTIONS: Final[Mapping[CardDirection, str | Promise]] = {
    CardDirection.CAN: gettext_lazy("I can do this and gladly do it"),
    CardDirection.WOULD_LIKE: gettext_lazy("I would like this"),
}
READERS: Final[Mapping[CardVisibility, str | Promise]] = {
    CardVisibility.PUBLIC: gettext_lazy("everybody"),
    CardVisibility.TEAM: gettext_lazy("who works in the field"),
    CardVisibility.CASE: gettext_lazy("case workers only"),
}


def kept_card_columns(quarters: Mapping[str, str]) -> list[Column]:
    """Card, what it is about, direction, quarter, last day and the way to change it, for who keeps many cards."""
    return [
        Column("karte", _("Card"), lambda row: row.title, link=lambda row: address_of("network:card", row.id), search=True),
        Column("richtung", _("Can or would like"), lambda row: str(_WORDS[row.direction]), choices=True),
        Column("rubrik", _("Rubric"), lambda row: str(RUBRICS[row.rubric]), choices=True),
        Column("quartier", _("Quarter"), lambda row: quarters.get(row.area_code), choices=True),
        Column("bis", _("Until"), lambda row: row.valid_until),
        Column("aendern", _("Change"), lambda _row: _("Change"), link=lambda row: address_of("network:edit_card", row.id), sortable=False),
    ]  # fmt: skip


_WORDS: Final[Mapping[CardDirection, str | Promise]] = {
    CardDirection.CAN: gettext_lazy("can do it"),
    CardDirection.WOULD_LIKE: gettext_lazy("would like it"),
}
