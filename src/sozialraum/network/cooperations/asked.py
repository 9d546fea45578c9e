"""The page of a network that an address asks for, and the fields by which a reader narrows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from sozialraum.foundation.database.editions import kept, mark_of
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.cooperations import wording
from sozialraum.network.cooperations.filters import Grouping, NetworkFilter
from sozialraum.network.cooperations.pages import NetworkPage
from sozialraum.network.cooperations.queries import EDITION, reader_of
from sozialraum.social_structure.queries import planning_system
from sozialraum.social_structure.queries.areas import EDITION as AREAS


def network_page(actor: Actor, get: Mapping[str, str], *, today: date) -> NetworkPage:
    """The page that an address asks for; what makes no sense in it is left out."""
    day = _day(get.get("tag", ""), today) or today
    before = _day(get.get("seit", ""), today)
    return _page(
        mark_of(AREAS), reader=reader_of(actor), area_code=get.get("gebiet", "").replace("\0", "")[:40], today=today, day=day,
        before_day=before if before and before < day else None, picked_key=get.get("org", "")[:40],
        system=planning_system(), filter=NetworkFilter.asked(get),
        grouped_by=next((each for each in Grouping if each.value == get.get("gruppen")), None),
        wanted_open=tuple(key for key in get.get("offen", "").replace("\0", "")[:2000].split(",") if key),
    )  # fmt: skip


# what a page tells takes a second in a large city and is the same for all who see the same; it is worked out when asked for
@kept(EDITION, size=6)
def _page(_areas: UUID | None, /, **asked: Any) -> NetworkPage:
    return NetworkPage(**asked)


def _day(text: str, today: date) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and date(1950, 1, 1) <= day <= today else None


def filter_choices(chosen: NetworkFilter) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """The fields that narrow a network: name in the address, label, choices, the one chosen."""
    fields: list[tuple[str, str, Mapping[Any, wording.Text], str | None]] = [
        ("haeuser", _("Organizations"), wording.SECTORS, chosen.houses),
        ("was", _("What they do together"), wording.KINDS, chosen.kind),
        ("fest", _("How firm"), wording.FIRM, chosen.firmness),
    ]
    return [
        (name, label, [(key.value, str(text)) for key, text in choices.items()], value or "")
        for name, label, choices, value in fields
    ]
