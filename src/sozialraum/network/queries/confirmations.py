"""Which entries nobody has confirmed for a year, who was asked, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from sozialraum.foundation.confirmation import DAYS_FRESH
from sozialraum.foundation.database import statements
from sozialraum.foundation.database.editions import kept, mark_of
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import EDITORS, own_providers
from sozialraum.network.confirmation_links import Link
from sozialraum.network.enums import AskingState, MailState
from sozialraum.network.models import Place
from sozialraum.network.queries.places import EDITION, PlaceRow, row_of
from sozialraum.network.rules import MOST_UNANSWERED

ASKING: Final = "network_askingedition"
PRESSING: Final = tuple(AskingState)


@dataclass(frozen=True, slots=True)
class Staleness:
    """One entry that waits for its confirmation, and how far the asking is."""

    place_id: UUID
    name: str
    phone: str
    confirmed_on: date | None
    asked_on: date | None
    state: AskingState
    own: bool


class By(StrEnum):
    """What waiting entries are put in order by; ``PRESSING`` is their usual order, with which all others end."""

    PRESSING = "pressing"
    NAME = "name_sort"
    PHONE = 'phone COLLATE "C"'
    OWN = "own"
    ASKED = "asked_on"
    CONFIRMED = "confirmed_on"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which waiting entries are asked for: those whose name holds all ``words`` (case set aside), of these states.

    ``own`` says whether it was the actor or her house who said so last; ``None`` takes both.
    """

    words: tuple[str, ...] = ()
    states: tuple[AskingState, ...] = PRESSING
    own: bool | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """How waiting entries are put in order: by what, or by the state in the order of ``states``."""

    by: By = By.PRESSING
    descending: bool = False
    states: tuple[AskingState, ...] = PRESSING


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whose entries are read: all of them, or those of some providers; and who "own" is."""

    all: bool
    codes: tuple[str, ...]
    user: UUID | None


Counts = Mapping[tuple[AskingState, bool], int]


def counts_of_unconfirmed(actor: Actor, *, today: date, words: tuple[str, ...] = ()) -> Counts:
    """How many entries wait that the actor keeps: by how far the asking is, and whether they are her own."""
    return _counts(mark_of(ASKING), _reader(actor), today, words)


def unconfirmed(
    actor: Actor, *, today: date, wanted: Wanted = Wanted(), order: Order = Order(), first: int = 0, many: int | None = None
) -> Sequence[Staleness]:  # fmt: skip
    """The entries that the actor keeps and that nobody has confirmed for a year, those first where the asking failed.

    Of them those from number ``first``, at most ``many``; no more are read.
    """
    read = _read if many is None else _part
    return read(mark_of(ASKING), _reader(actor), today, wanted, order, first, many)


def _reader(actor: Actor) -> _Reader:
    return _Reader(actor.has(*EDITORS), tuple(sorted(own_providers(actor))), actor.user_id)


@kept(EDITION, size=64)
def _counts(_asking: UUID | None, reader: _Reader, today: date, words: tuple[str, ...]) -> Counts:
    values = _values(reader, today, Wanted(words))
    found = statements.rows(_COUNTS.format(judged=_judged(reader)), values)
    return MappingProxyType({(AskingState(state), own): many for state, own, many in found})


def _read(
    _asking: UUID | None, reader: _Reader, today: date, wanted: Wanted, order: Order, first: int, many: int | None
) -> tuple[Staleness, ...]:  # fmt: skip
    statement = _ROWS.format(judged=_judged(reader), order=_order(order))
    values = {
        **_values(reader, today, wanted),
        "sorted": [each.value for each in order.states],
        "first": first,
        "many": many,
    }
    return tuple(
        Staleness(key, name, phone, confirmed_on, asked_on, AskingState(state), own)
        for key, name, phone, confirmed_on, asked_on, state, own in statements.rows(statement, values)
    )


_part = kept(EDITION, size=64)(_read)


def _judged(reader: _Reader) -> str:
    return _JUDGED.format(kept="TRUE" if reader.all else "p.provider_code = ANY(%(codes)s)")


def _order(order: Order) -> str:
    if order.by is By.PRESSING:
        return ""
    return f"{order.by.value} {'DESC' if order.descending else 'ASC'} NULLS LAST,"


def _values(reader: _Reader, today: date, wanted: Wanted) -> dict[str, Any]:
    begin = datetime.combine(today - timedelta(days=DAYS_FRESH), time.min)
    return {
        "codes": list(reader.codes), "user": reader.user, "today": today, "since": timezone.make_aware(begin),
        "zone": timezone.get_current_timezone_name(), "refused": MailState.REFUSED.value, "most": MOST_UNANSWERED,
        "words": [f"%{_literal(word)}%" for word in wanted.words], "states": [each.value for each in wanted.states],
        "own": wanted.own,
    }  # fmt: skip


def _literal(word: str) -> str:
    return word.replace("\0", "").replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


_ADDRESS: Final = "coalesce(nullif(p.confirm_email, ''), p.email)"
# only what was asked since the last confirmation counts; the last answer of the mail server holds for its address alone
_ASKED: Final = f"""
    SELECT r.place_id, count(*) AS times, max(r.asked_at) AS asked_at,
        (array_agg(r.state = %(refused)s AND r.address = {_ADDRESS} ORDER BY r.asked_at DESC))[1] AS refused
    FROM network_confirmationrequest r JOIN network_place p ON p.id = r.place_id
    WHERE p.confirmed_at IS NULL OR r.asked_at > p.confirmed_at GROUP BY r.place_id"""  # noqa: S608 - a constant
_JUDGED: Final = f"""
    SELECT p.id, p.name, p.name_sort, p.phone, (p.confirmed_at AT TIME ZONE %(zone)s)::date AS confirmed_on,
        (asked.asked_at AT TIME ZONE %(zone)s)::date AS asked_on,
        CASE WHEN {_ADDRESS} = '' THEN 'nobody' WHEN asked.refused THEN 'refused' WHEN asked.times >= %(most)s THEN 'silent'
            WHEN asked.times > 0 THEN 'asked' ELSE 'waiting' END AS state,
        coalesce(p.confirmed_by = %(user)s, FALSE) OR p.provider_code = ANY(%(codes)s) AS own
    FROM network_place p LEFT JOIN ({_ASKED}) asked ON asked.place_id = p.id
    WHERE {{kept}} AND (p.valid_until IS NULL OR p.valid_until >= %(today)s)
        AND (p.confirmed_at IS NULL OR p.confirmed_at < %(since)s)
        AND replace(lower(p.name), 'ß', 'ss') LIKE ALL (%(words)s::text[])"""  # noqa: S608 - a constant
_COUNTS: Final = "SELECT state, own, count(*) FROM ({judged}) judged GROUP BY state, own"
_ROWS: Final = """
    SELECT id, name, phone, confirmed_on, asked_on, state, own FROM ({judged}) judged
    WHERE state = ANY(%(states)s) AND (%(own)s::boolean IS NULL OR own = %(own)s)
    ORDER BY {order} array_position(%(sorted)s::text[], state), confirmed_on NULLS FIRST, name_sort, id
    LIMIT %(many)s OFFSET %(first)s"""


def place_of_link(link: Link, *, today: date) -> tuple[PlaceRow, bool] | None:
    """The entry that a link is for, and whether it was answered since; the link itself is the leave to read it."""
    place = Place.objects.select_related("host").filter(id=link.place_id).first()
    return (row_of(place, today=today), link.used(place.confirmed_at)) if place else None
