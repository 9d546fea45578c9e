"""What waits for somebody's word: entries, cooperations and cards, asked for as start pages need it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sozialraum.foundation.confirmation import DAYS_FRESH
from sozialraum.foundation.database import statements
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import EDITORS
from sozialraum.network.enums import Visibility
from sozialraum.network.queries.places import EDITION

FIRST: Final = 3
DAYS_BEFORE: Final = 30


class WaitingSort(StrEnum):
    """What waits: an entry, a cooperation of an own house, a card that ends."""

    ENTRY = "entry"
    TIE = "tie"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. ``partner`` is the other house of a cooperation, ``day`` the last confirmation, of a card its end.

    ``many`` of its sort wait altogether. For a cooperation ``key`` is the own house.
    """

    sort: WaitingSort
    key: UUID
    name: str
    partner: str
    day: date | None
    many: int


def waiting_for(actor: Actor, provider_codes: Collection[str], *, today: date) -> list[Waiting]:
    """What waits for the actor's word, the longest waiting first, at most :data:`FIRST` of each sort.

    Entries are those of the own houses, and for who keeps the directory those that she was the last to confirm;
    cooperations are those of the own houses that their side has not confirmed for a year; cards are the own ones and
    those kept for others, from a month before they end.
    """
    if actor.user_id is None:
        return []
    codes, keeps, since = (
        tuple(sorted(provider_codes)),
        actor.has(*EDITORS),
        today - timedelta(days=DAYS_FRESH),
    )
    values = {
        "codes": list(codes), "user": actor.user_id, "today": today, "since": since,
        "until": today + timedelta(days=DAYS_BEFORE), "first": FIRST,
        "shown": [each.value for each in Visibility if each is not Visibility.CONFIDENTIAL],
    }  # fmt: skip
    others = statements.rows(f"{_TIES} UNION ALL {_CARDS}" if codes else _CARDS, values)
    entries = _entries(codes, actor.user_id if keeps else None, since, today) if codes or keeps else ()
    return [*entries, *_waiting(others)]


# whoever keeps the directory of a city was the last to confirm thousands of entries
@kept(EDITION, size=256)
def _entries(codes: tuple[str, ...], keeper: UUID | None, since: date, today: date) -> tuple[Waiting, ...]:
    values = {"codes": list(codes), "keeper": keeper, "since": since, "today": today, "first": FIRST}
    return tuple(_waiting(statements.rows(_ENTRIES, values)))


def _waiting(rows: Iterable[Sequence[Any]]) -> list[Waiting]:
    return [
        Waiting(WaitingSort(sort), key, name, partner, day, many)
        for sort, key, name, partner, day, many in rows
    ]


_OLD_ENTRIES = """
    SELECT id, name, name_sort, confirmed_at FROM network_place
    WHERE {0} AND (confirmed_at IS NULL OR confirmed_at < %(since)s) AND (valid_until IS NULL OR valid_until >= %(today)s)"""
_ENTRIES: Final = f"""
    SELECT 'entry', id, name, '', confirmed_at::date, count(*) OVER () FROM (
        {_OLD_ENTRIES.format("provider_code = ANY(%(codes)s)")}
        UNION {_OLD_ENTRIES.format("confirmed_by = %(keeper)s")}) found
    ORDER BY confirmed_at NULLS FIRST, name_sort LIMIT %(first)s"""  # noqa: S608 - a constant of this module
_OWN_TIES = """
    SELECT own.id, own.name, own.name_sort, c.{1}_id AS partner, c.{0}_confirmed_on AS confirmed_on
    FROM network_place own JOIN cooperations_cooperation c ON c.{0}_id = own.id
    WHERE own.provider_code = ANY(%(codes)s) AND own.visibility = ANY(%(shown)s) AND c.ended_on IS NULL
        AND (c.{0}_confirmed_on IS NULL OR c.{0}_confirmed_on < %(since)s)"""
_TIES: Final = f"""
    (SELECT 'tie', own.id, own.name, partner.name, own.confirmed_on, count(*) OVER ()
     FROM ({_OWN_TIES.format("one", "other")} UNION ALL {_OWN_TIES.format("other", "one")}) own
     JOIN network_place partner ON partner.id = own.partner AND partner.visibility = ANY(%(shown)s)
     ORDER BY own.confirmed_on NULLS FIRST, own.name_sort, partner.name_sort LIMIT %(first)s)"""  # noqa: S608 - constants
_CARDS: Final = """
    (SELECT 'card', id, title, '', valid_until, count(*) OVER () FROM network_residentcard
     WHERE withdrawn_at IS NULL AND valid_until BETWEEN %(today)s AND %(until)s
       AND (user_id = %(user)s OR kept_by = %(user)s)
     ORDER BY valid_until, id LIMIT %(first)s)"""
