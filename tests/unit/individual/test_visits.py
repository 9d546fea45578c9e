"""Who looked: one talk is one line, and what was done in another capacity is another line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.utils import translation

from sozialraum.individual.presentation.cases import Visit, visits
from sozialraum.individual.queries import Reader

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KATRIN, HENRIK = uuid4(), uuid4()


def act(
    action: str,
    outcome: str,
    *,
    minutes: int = 0,
    by: UUID = KATRIN,
    purpose: str = "service",
    ground: str = "",
) -> Reader:
    name = "Katrin Ahlers" if by == KATRIN else "Henrik Sievers"
    return Reader(
        AT + timedelta(minutes=minutes), by, name, "case_worker", action, purpose, outcome, "", ground
    )


def lines(*acts: Reader) -> list[Visit]:
    with translation.override("en"):
        return [
            Visit(each.name, each.role, each.last_at, str(each.deed), str(each.reason), each.times)
            for each in visits(acts, own_id=None)
        ]


def test_reading_and_writing_in_one_talk_are_one_line() -> None:
    (line,) = lines(
        act("read", "granted"), act("write", "granted", minutes=1), act("write", "changed", minutes=2),
        act("write", "changed", minutes=9),
    )  # fmt: skip
    assert line.deed == "has read your words and written something down"
    assert (line.times, line.last_at) == (2, AT + timedelta(minutes=9))


def test_reading_alone_and_writing_alone_say_what_they_are() -> None:
    assert lines(act("read", "granted"))[0].deed == "has read your words"
    assert lines(act("write", "granted"), act("write", "changed"))[0].deed == "has written something down"
    assert lines(act("write", "granted"))[0].deed == "has opened your file to write"


def test_other_days_people_and_reasons_stay_apart() -> None:
    found = lines(
        act("read", "granted"), act("read", "granted", minutes=24 * 60), act("read", "granted", by=HENRIK),
        act("read", "denied"), act("read", "granted", purpose="protection", ground="emergency: danger"),
        act("export", "granted"),
    )  # fmt: skip
    assert len(found) == 6
    assert {each.times for each in found} == {1}


def test_a_substitute_is_told_as_one() -> None:
    (line,) = lines(act("read", "granted", ground="substitute"), act("write", "changed", minutes=1))
    assert line.reason == "in place of a colleague who is away"


def test_the_own_looks_are_left_out() -> None:
    assert visits([act("read", "granted")], own_id=KATRIN) == []
