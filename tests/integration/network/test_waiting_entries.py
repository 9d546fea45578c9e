"""The entries that wait are counted and paged by the database, and every number is that of judging them one by one."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_provider
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.confirmation import Freshness, freshness_of
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.ui.rows import Asked, RowsAtHand
from sozialraum.network.access import EDITORS, own_providers
from sozialraum.network.enums import AskingState, MailState
from sozialraum.network.models import ConfirmationRequest, Place
from sozialraum.network.presentation.confirmations import COLUMNS, UnconfirmedRows
from sozialraum.network.queries import confirmations
from sozialraum.network.queries.confirmations import (
    By,
    Order,
    Staleness,
    Wanted,
    counts_of_unconfirmed,
    unconfirmed,
)

HERE = ZoneInfo("Europe/Berlin")
NAMES = ("Kanal", "Ärztehaus", "Straße 9", "Strasse 10", "100 % Jugend", "Öko_Treff", "kanal", "Zebra")
MONTHS = 14


def day_of(moment: datetime | None) -> date | None:
    return moment.astimezone(HERE).date() if moment else None


@pytest.fixture
def actors(committing: None) -> list[Actor]:
    """A city with every kind of entry, and who looks at it: planning, two houses, a case worker, a resident."""
    chance = random.Random(7)  # noqa: S311 - a made-up city
    with transaction.atomic():
        keeper = make_actor(Role.PLANNER)
        codes = ["", *(make_provider(make_keeper()) for _ in range(2))]
        workers = [
            make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.PROVIDER, scope_key=code)
            for code in codes[1:]
        ]
        worker = make_actor(Role.CASE_WORKER)
        people = [None, keeper.user_id, workers[0].user_id, worker.user_id]
        # the edges: a day less than a year ago, exactly a year, a day more, around midnight here and in Greenwich
        edges = [
            datetime(2025, 11, day, hour, 30, tzinfo=HERE) for day in (23, 24, 25) for hour in (0, 1, 12, 23)
        ]
        long_ago = [AT - timedelta(days=days) for days in (400, 400, 500, 501, 900)]
        places = Place.objects.bulk_create(
            Place(
                name=f"{chance.choice(NAMES)} {number if number % 3 else ''}".strip(), kind="meeting_place",
                phone=chance.choice(["", "030 1", "030 2", "0171 5"]), provider_code=chance.choice(codes),
                email=chance.choice(["", "", "info@verein.example"]), changed_at=AT, confirmed_by=chance.choice(people),
                confirm_email=chance.choice(["", "treff@verein.example"]),
                confirmed_at=chance.choice([None, AT, *edges, *long_ago, *long_ago]),
                valid_until=chance.choice([None, None, None, TODAY, TODAY - timedelta(days=1)]),
            )
            for number in range(260)
        )  # fmt: skip
        addresses = ["treff@verein.example", "info@verein.example", "alt@verein.example"]
        ConfirmationRequest.objects.bulk_create(
            ConfirmationRequest(
                place=place, address=chance.choice(addresses), state=chance.choice(list(MailState)),
                month=date(2025 + (9 + back) // 12, (9 + back) % 12 + 1, 1),
                asked_at=datetime(2025, 10, 12, 12, tzinfo=HERE) + timedelta(days=30 * back, minutes=chance.randrange(600)),
            )
            for place in places
            for back in chance.sample(range(MONTHS), chance.choice([0, 0, 1, 1, 2, 3, 4]))
        )  # fmt: skip
    return [keeper, *workers, worker, make_actor(Role.RESIDENT)]


def one_by_one(actor: Actor) -> list[Staleness]:
    """The rule in words of one entry: what the statement has to find for all of them."""
    rows = []
    for place in Place.objects.prefetch_related("confirmation_requests"):
        if place.valid_until is not None and place.valid_until < TODAY:
            continue
        if freshness_of(day_of(place.confirmed_at), today=TODAY) is Freshness.CONFIRMED:
            continue
        if not actor.has(*EDITORS) and place.provider_code not in own_providers(actor):
            continue
        address = place.confirm_email or place.email
        since = sorted(
            (
                each
                for each in place.confirmation_requests.all()
                if place.confirmed_at is None or each.asked_at > place.confirmed_at
            ),
            key=lambda each: each.asked_at,
        )
        if not address:
            state = AskingState.NOBODY
        elif since and (since[-1].state, since[-1].address) == (MailState.REFUSED, address):
            state = AskingState.REFUSED
        elif len(since) >= 3:
            state = AskingState.SILENT
        else:
            state = AskingState.ASKED if since else AskingState.WAITING
        own = place.confirmed_by == actor.user_id or place.provider_code in own_providers(actor)
        rows.append(
            Staleness(
                place.id, place.name, place.phone, day_of(place.confirmed_at),
                day_of(since[-1].asked_at) if since else None, state, own,
            )
        )  # fmt: skip
    pressing = list(AskingState)
    return sorted(
        rows,
        key=lambda row: (
            pressing.index(row.state), row.confirmed_on or date.min, german_sort_key(row.name), row.place_id,
        ),
    )  # fmt: skip


def test_counts_and_rows_are_those_of_judging_one_by_one(actors: list[Actor]) -> None:
    for actor in actors:
        expected = one_by_one(actor)
        assert list(unconfirmed(actor, today=TODAY)) == expected
        assert counts_of_unconfirmed(actor, today=TODAY) == Counter((row.state, row.own) for row in expected)
    keeper, worker, *_others, resident = actors
    assert {state for state, _own in counts_of_unconfirmed(keeper, today=TODAY)} == set(AskingState)
    assert {own for _state, own in counts_of_unconfirmed(keeper, today=TODAY)} == {True, False}
    assert 0 < len(unconfirmed(worker, today=TODAY)) < len(unconfirmed(keeper, today=TODAY))
    assert not unconfirmed(resident, today=TODAY)


def test_pages_put_together_are_the_whole(actors: list[Actor]) -> None:
    whole = one_by_one(actors[0])
    pages = [
        unconfirmed(actors[0], today=TODAY, first=first, many=25) for first in range(0, len(whole) + 25, 25)
    ]
    assert [row for page in pages for row in page] == whole
    assert {len(page) for page in pages[:-2]} == {25}


def test_whatever_an_address_asks_the_page_shows_what_a_list_in_memory_would(actors: list[Actor]) -> None:
    for actor in actors[:3]:
        at_hand, paged = RowsAtHand(COLUMNS, one_by_one(actor)), UnconfirmedRows(actor, today=TODAY)
        choices = [each for each in COLUMNS if each.choices]
        assert [paged.texts(each) for each in choices] == [at_hand.texts(each) for each in choices]
        orders = [(each.name, way) for each in COLUMNS if each.name != "telefon" for way in (False, True)] + [
            ("", False)
        ]
        filters: list[dict[str, Any]] = [
            {},
            *({"words": tuple(words.casefold().split())} for words in (
                "KANAL", "ärzte", "straße", "STRASSE 1", "100 %", "%", "_", "\\", "nirgends", "ka al",
            )),
            *({"chosen": ((column.name, text),)} for column in choices for text in at_hand.texts(column)),
            {"chosen": (("stand", "gibt es nicht"),)},
            {"chosen": (("wer", "niemand"),)},
            {"words": ("kanal",), "chosen": tuple((column.name, max(at_hand.texts(column))) for column in choices)},
        ]  # fmt: skip
        for order, narrowed in itertools.product(orders, filters):
            asked = Asked(order=order, **narrowed)
            expected, found = at_hand.found(asked), paged.found(asked)
            assert list(found[:25]) == list(expected[:25]), asked
            assert list(found[25:50]) == list(expected[25:50]), asked
            assert (len(found), list(found)) == (len(expected), list(expected)), asked


def test_a_telephone_is_put_in_order_as_it_is_written(actors: list[Actor]) -> None:
    rows = unconfirmed(actors[0], today=TODAY, order=Order(By.PHONE, descending=True))
    assert [row.phone for row in rows] == sorted((row.phone for row in rows), reverse=True)


def test_what_is_kept_follows_every_change(actors: list[Actor]) -> None:
    keeper = actors[0]

    def seen() -> tuple[list[Staleness], int]:
        rows = unconfirmed(keeper, today=TODAY, wanted=Wanted(("zebra",)), many=1000)
        return list(rows), sum(counts_of_unconfirmed(keeper, today=TODAY).values())

    before = seen()
    assert seen() == before
    waiting = next(row for row in before[0] if row.state is AskingState.WAITING)
    with transaction.atomic():
        ConfirmationRequest.objects.create(
            place_id=waiting.place_id, address="treff@verein.example", month=TODAY.replace(day=1), asked_at=AT
        )
    asked = seen()
    assert {row.place_id: row.state for row in asked[0]}[waiting.place_id] is AskingState.ASKED
    assert asked[1] == before[1]
    with transaction.atomic():
        ConfirmationRequest.objects.filter(place_id=waiting.place_id).update(
            state=MailState.REFUSED, address=Place.objects.get(id=waiting.place_id).confirm_email or "info@verein.example"
        )  # fmt: skip
    assert {row.place_id: row.state for row in seen()[0]}[waiting.place_id] is AskingState.REFUSED
    with transaction.atomic():
        Place.objects.filter(id=waiting.place_id).update(confirmed_at=AT)
    after = seen()
    assert waiting.place_id not in {row.place_id for row in after[0]}
    assert after[1] == before[1] - 1


def test_a_page_reads_the_rows_it_shows_however_long_the_directory(
    actors: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    read: list[int] = []
    rows = confirmations.statements.rows

    def counted(*given: Any) -> list[tuple[Any, ...]]:
        found = rows(*given)
        read.append(len(found))
        return found

    monkeypatch.setattr(confirmations.statements, "rows", counted)
    with transaction.atomic():
        browser = browser_of(actors[0])

    def asked(query: str) -> tuple[list[int], bytes]:
        read.clear()
        page = browser.get(f"/netzwerk/nachfragen/{query}")
        assert page.status_code == 200
        return list(read), page.content

    queries = ("", "?page=2", "?q=kanal&size=10", "?sort=-bestaetigt", "?wer=jemand+anderes")
    before = {query: asked(query)[0] for query in queries}
    with transaction.atomic():
        more = [Place(name=f"Kanal {n}", kind="meeting_place", changed_at=AT) for n in range(400)]
        Place.objects.bulk_create(more)
    for query in queries:
        numbers, page = asked(query)
        assert len(numbers) == len(before[query]) <= 3, query
        # at most ten counts, one for each state and side, and the rows of one page
        assert all(number <= 25 for number in numbers), (query, numbers)
        assert page.count(b"<tr>") == (11 if "size=10" in query else 26), query
    assert asked("")[0] == []


def test_a_file_holds_every_entry(actors: list[Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    with transaction.atomic():
        browser = browser_of(actors[0])
    file = browser.get("/netzwerk/nachfragen/?format=csv").content.decode("utf-8-sig")
    names = [row.name for row in one_by_one(actors[0])]
    assert [line.split(";")[0].strip('"') for line in file.splitlines()[1:]] == names
