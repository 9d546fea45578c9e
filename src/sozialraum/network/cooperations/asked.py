"""The page of a network that an address asks for, and the fields by which a reader narrows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.cooperations import wording
from sozialraum.network.cooperations.filters import Grouping, NetworkFilter
from sozialraum.network.cooperations.pages import NetworkPage
from sozialraum.network.cooperations.queries import CooperationRow
from sozialraum.social_structure.queries import planning_system


def network_page(actor: Actor, get: Mapping[str, str], *, today: date) -> NetworkPage:
    """The page that an address asks for; what makes no sense in it is left out."""
    day = _day(get.get("tag", ""), today) or today
    before = _day(get.get("seit", ""), today)
    return NetworkPage(
        actor=actor, area_code=get.get("gebiet", "").replace("\0", "")[:40], today=today, day=day,
        before_day=before if before and before < day else None, picked_key=get.get("org", "")[:40],
        system=planning_system(), filter=NetworkFilter.asked(get),
        grouped_by=next((each for each in Grouping if each.value == get.get("gruppen")), None),
        wanted_open=tuple(key for key in get.get("offen", "").replace("\0", "")[:2000].split(",") if key),
    )  # fmt: skip


def _day(text: str, today: date) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and date(1950, 1, 1) <= day <= today else None


def rows_of(page: NetworkPage) -> Sequence[CooperationRow]:
    """The cooperations of the table: in the order of names."""
    return sorted(page.found.cooperations, key=lambda row: (row.one.name, row.other.name))


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
