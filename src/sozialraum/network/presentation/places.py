"""How places are said in words: pure functions for pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.ui.tables import pages_shown
from sozialraum.network.enums import Cost, PlaceKind, ResourceSort, Visibility

Text = str | Promise

KINDS: dict[PlaceKind, Text] = {
    PlaceKind.YOUTH_CENTER: gettext_lazy("Youth center"),
    PlaceKind.FAMILY_CENTER: gettext_lazy("Family center"),
    PlaceKind.MEETING_PLACE: gettext_lazy("Meeting place"),
    PlaceKind.PLAYGROUND: gettext_lazy("Playground"),
    PlaceKind.SPORTS_GROUND: gettext_lazy("Sports ground"),
    PlaceKind.CLUB: gettext_lazy("Club"),
    PlaceKind.LIBRARY: gettext_lazy("Library"),
    PlaceKind.SCHOOL: gettext_lazy("School"),
    PlaceKind.DAY_CARE: gettext_lazy("Day nursery"),
    PlaceKind.COUNSELING: gettext_lazy("Advice center"),
    PlaceKind.CULTURE: gettext_lazy("Culture and music"),
    PlaceKind.FAITH: gettext_lazy("Faith community"),
    PlaceKind.GARDEN: gettext_lazy("Garden and park"),
    PlaceKind.HEALTH: gettext_lazy("Health"),
    PlaceKind.LEARNING: gettext_lazy("Learning and making"),
    PlaceKind.SHELTER: gettext_lazy("Shelter"),
    PlaceKind.EVERYDAY: gettext_lazy("Help in everyday life"),
    PlaceKind.OTHER: gettext_lazy("Other place"),
}
SORTS: dict[ResourceSort, Text] = {
    ResourceSort.PLACE: gettext_lazy("a place where one can go"),
    ResourceSort.ACTIVITY: gettext_lazy("something that takes place"),
    ResourceSort.ORGANIZATION: gettext_lazy("who stands behind it"),
}
COSTS: dict[Cost, Text] = {
    Cost.FREE: gettext_lazy("costs nothing"),
    Cost.SMALL: gettext_lazy("costs little"),
    Cost.REGULAR: gettext_lazy("costs something"),
    Cost.UNKNOWN: gettext_lazy("cost not known"),
}
VISIBILITIES: dict[Visibility, Text] = {
    Visibility.PUBLIC: gettext_lazy("Everyone finds it"),
    Visibility.TEAM: gettext_lazy("Only the office and providers find it"),
    Visibility.CONFIDENTIAL: gettext_lazy("Everyone finds it, nobody is told where it is"),
}
LANGUAGES: dict[str, Text] = {
    "de": gettext_lazy("German"), "en": gettext_lazy("English"), "tr": gettext_lazy("Turkish"),
    "ar": gettext_lazy("Arabic"), "uk": gettext_lazy("Ukrainian"), "ru": gettext_lazy("Russian"),
    "pl": gettext_lazy("Polish"), "ro": gettext_lazy("Romanian"), "bg": gettext_lazy("Bulgarian"),
    "fa": gettext_lazy("Persian"), "prs": gettext_lazy("Dari"), "ps": gettext_lazy("Pashto"),
    "ku": gettext_lazy("Kurdish"), "fr": gettext_lazy("French"), "es": gettext_lazy("Spanish"),
    "it": gettext_lazy("Italian"), "el": gettext_lazy("Greek"), "sr": gettext_lazy("Serbian"),
    "hr": gettext_lazy("Croatian"), "sq": gettext_lazy("Albanian"), "vi": gettext_lazy("Vietnamese"),
    "ti": gettext_lazy("Tigrinya"), "so": gettext_lazy("Somali"), "gsg": gettext_lazy("German sign language"),
}  # fmt: skip


PAGE_SIZE = 20


class Pages:
    """Which part of a long list the address asks for, and the numbers of its pager (0 is a gap)."""

    size = PAGE_SIZE

    def __init__(self, get: QueryDict) -> None:
        asked = get.get("page", "")
        self.number = int(asked) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) > 0 else 1

    @property
    def offset(self) -> int:
        """How many entries stand before this page."""
        return (self.number - 1) * self.size

    def of(self, total: int) -> list[int]:
        """The numbers of the pager for so many entries; none where one page holds them all."""
        count = ceil(total / self.size)
        return pages_shown(min(self.number, count), count) if count > 1 else []


def ages_in_words(age_from: int | None, age_to: int | None) -> str:
    """For which ages.

    >>> ages_in_words(None, None)
    ''
    """
    if age_from is not None and age_to is not None:
        return _("%(from)s to %(to)s years") % {"from": age_from, "to": age_to}
    if age_from:
        return _("from %(from)s years") % {"from": age_from}
    if age_to is not None:
        return _("up to %(to)s years") % {"to": age_to}
    return ""


def languages_in_words(codes: Sequence[str]) -> str:
    """The languages besides German, which goes without saying."""
    return ", ".join(str(LANGUAGES.get(code, code)) for code in codes if code != "de")


def freshness_in_words(freshness: Freshness, confirmed_on: date | None, *, today: date) -> str:
    """When somebody said last that an entry holds, in the words of everyday."""
    if confirmed_on is None:
        return _("not confirmed yet. Please call first")
    days = (today - confirmed_on).days
    if days <= 0:
        return _("confirmed today")
    if days == 1:
        return _("confirmed yesterday")
    if days < 14:
        return _("confirmed %(n)s days ago") % {"n": days}
    if days < 60:
        return _("confirmed %(n)s weeks ago") % {"n": days // 7}
    months = ngettext("%(n)s month", "%(n)s months", days // 30) % {"n": days // 30}
    if freshness is Freshness.STALE:
        return _("confirmed %(months)s ago. Please call first") % {"months": months}
    return _("confirmed %(months)s ago") % {"months": months}
