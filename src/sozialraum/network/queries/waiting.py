"""What waits for somebody's word: entries, cooperations and cards, asked for by one statement, as start pages need it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sozialraum.foundation.confirmation import DAYS_FRESH
from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import EDITORS
from sozialraum.network.enums import Visibility

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
    values = {
        "codes": sorted(provider_codes), "user": actor.user_id, "keeps": actor.has(*EDITORS), "today": today,
        "since": today - timedelta(days=DAYS_FRESH), "until": today + timedelta(days=DAYS_BEFORE), "first": FIRST,
        "shown": [each.value for each in Visibility if each is not Visibility.CONFIDENTIAL],
    }  # fmt: skip
    return [
        Waiting(WaitingSort(sort), key, name, partner, day, many)
        for sort, key, name, partner, day, many in statements.rows(_WAITING, values)
    ]


_END = "(c.{0}_confirmed_on IS NULL OR c.{0}_confirmed_on < %(since)s)"
_WAITING: Final = f"""
    (SELECT 'entry', id, name, '', confirmed_at::date, count(*) OVER () FROM network_place
     WHERE (provider_code = ANY(%(codes)s) OR %(keeps)s AND confirmed_by = %(user)s)
       AND (confirmed_at IS NULL OR confirmed_at < %(since)s) AND (valid_until IS NULL OR valid_until >= %(today)s)
     ORDER BY confirmed_at NULLS FIRST, name_sort LIMIT %(first)s)
    UNION ALL
    (SELECT 'tie', own.id, own.name, partner.name, c.confirmed_on, count(*) OVER ()
     FROM (SELECT c.one_id AS own, c.other_id AS partner, c.one_confirmed_on AS confirmed_on FROM cooperations_cooperation c
           WHERE c.ended_on IS NULL AND {_END.format("one")}
           UNION ALL
           SELECT c.other_id, c.one_id, c.other_confirmed_on FROM cooperations_cooperation c
           WHERE c.ended_on IS NULL AND {_END.format("other")}) c
     JOIN network_place own ON own.id = c.own AND own.provider_code = ANY(%(codes)s) AND own.visibility = ANY(%(shown)s)
     JOIN network_place partner ON partner.id = c.partner AND partner.visibility = ANY(%(shown)s)
     ORDER BY c.confirmed_on NULLS FIRST, own.name_sort, partner.name_sort LIMIT %(first)s)
    UNION ALL
    (SELECT 'card', id, title, '', valid_until, count(*) OVER () FROM network_residentcard
     WHERE withdrawn_at IS NULL AND valid_until BETWEEN %(today)s AND %(until)s
       AND (user_id = %(user)s OR kept_by = %(user)s)
     ORDER BY valid_until, id LIMIT %(first)s)"""  # noqa: S608 - two constants of this module
