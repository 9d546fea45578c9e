"""How residents' cards are said in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sozialraum.network.enums import CardDirection, CardVisibility

DIRECTIONS: Final[Mapping[CardDirection, str | Promise]] = {
    CardDirection.CAN: gettext_lazy("I can do this and gladly do it"),
    CardDirection.WOULD_LIKE: gettext_lazy("I would like this"),
}
READERS: Final[Mapping[CardVisibility, str | Promise]] = {
    CardVisibility.PUBLIC: gettext_lazy("everybody"),
    CardVisibility.TEAM: gettext_lazy("who works in the field"),
    CardVisibility.CASE: gettext_lazy("case workers only"),
}
