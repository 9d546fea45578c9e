"""The start page puts in order what the floors contribute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole
from sozialraum.foundation.ui import contributions
from sozialraum.foundation.ui.start import HouseLine, Moment, News, Resume, Today, has_own_page, start_page

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MOMENT = Moment(now=NOW, today=date(2026, 11, 24))
PLANNER = Actor(None, roles=(ScopedRole(Role.PLANNER),))


@pytest.fixture
def given() -> Iterator[list[object]]:
    """What one floor contributes; the other floors are silent in these tests."""
    before = contributions._registered.today
    values: list[object] = []
    contributions._registered.today = [lambda actor, moment: values]  # type: ignore[list-item, return-value]
    yield values
    contributions._registered.today = before


def due(title: str, days: int, prominence: int = 0) -> Today:
    return Today(title, "", "network", due_on=MOMENT.today + timedelta(days=days), prominence=prominence)


def appointment(title: str, hour: int, days: int = 0) -> Today:
    return Today(title, "", "network", at=datetime(2026, 11, 24 + days, hour, tzinfo=UTC))


def titles(things: Sequence[Today]) -> list[str]:
    return [thing.title for thing in things]


def test_appointments_stand_by_hour_and_the_next_one_is_named(given: list[object]) -> None:
    given += [appointment("late", 15), appointment("early", 8), appointment("middle", 11)]
    page = start_page(PLANNER, MOMENT)
    assert titles(page.appointments) == ["early", "middle", "late"]
    assert page.next_appointment is not None
    assert page.next_appointment.title == "middle"


def test_deadlines_stand_by_day_and_weight_and_one_button_is_filled(given: list[object]) -> None:
    given += [due("far", 6), due("light", 0), due("heavy", 0, prominence=2), due("over", -3)]
    page = start_page(PLANNER, MOMENT)
    assert [each.thing.title for each in page.deadlines] == ["over", "heavy", "light", "far"]
    assert [each.first for each in page.deadlines] == [True, False, False, False]
    assert [each.late for each in page.deadlines] == [True, True, True, False]


def test_only_one_button_is_filled_when_an_appointment_comes_first(given: list[object]) -> None:
    given += [due("today", 0), appointment("soon", 12)]
    assert not any(each.first for each in start_page(PLANNER, MOMENT).deadlines)


def test_an_appointment_of_another_day_is_a_deadline(given: list[object]) -> None:
    given += [appointment("tomorrow", 9, days=1)]
    page = start_page(PLANNER, MOMENT)
    assert page.appointments == []
    assert [each.thing.title for each in page.deadlines] == ["tomorrow"]


def test_the_sentence_counts_what_needs_somebody(given: list[object]) -> None:
    given += [due("a", 0), due("b", -1), due("c", 3), appointment("d", 12)]
    with translation.override("en"):
        page = start_page(PLANNER, MOMENT)
    assert page.need_today == "One appointment today and two things need you today"
    assert page.have_time == "one more has time"


def test_an_empty_day_says_nothing_of_numbers(given: list[object]) -> None:
    assert given == []
    page = start_page(PLANNER, MOMENT)
    assert (page.need_today, page.have_time, page.deadlines) == ("", "", [])


def words_of(speaker: str) -> News:
    return News("New", "/", "Look", words="I go there.", speaker=speaker)


@pytest.mark.parametrize(
    ("speakers", "sentence"),
    [
        ([], ""),
        (["Jonas"], "Jonas has written something to you."),
        (["Jonas", "Jonas"], "Jonas has written something to you."),
        (["Jonas", "Lotte"], "Jonas and Lotte have written something to you."),
        (["Jonas", "Lotte", "Mina"], "Jonas and 2 others have written something to you."),
    ],
)
def test_own_words_that_came_in_are_said_with_their_speakers(
    given: list[object], speakers: list[str], sentence: str
) -> None:
    given += [*map(words_of, speakers), News("New", "/", "Look", text="a plain line")]
    with translation.override("en"):
        assert start_page(PLANNER, MOMENT).came_in == sentence


def test_long_lists_are_cut_and_can_be_shown_whole(given: list[object]) -> None:
    given += [due(f"number {number}", number) for number in range(12)]
    assert start_page(PLANNER, MOMENT).hidden_deadlines == 5
    assert len(start_page(PLANNER, MOMENT, everything=True).deadlines) == 12


def test_the_house_says_why_a_floor_is_closed(given: list[object]) -> None:
    given += [
        HouseLine("participation", "Round one", "until Friday"),
        HouseLine("individual", "must not show"),
    ]
    floors = {floor.room.app_name: floor for floor in start_page(PLANNER, MOMENT).floors}
    assert floors["participation"].text == "Round one"
    assert not floors["individual"].room.open
    assert str(floors["individual"].text) != "must not show"
    assert str(floors["individual"].note)


def test_the_latest_draft_comes_first(given: list[object]) -> None:
    given += [Resume("older", "/a", saved_at=NOW - timedelta(days=2)), Resume("newer", "/b", saved_at=NOW)]
    assert [each.title for each in start_page(PLANNER, MOMENT).resumes] == ["newer", "older"]


@pytest.mark.parametrize("times", [{}, {"due_on": MOMENT.today, "at": NOW}])
def test_a_thing_has_either_a_day_or_an_hour(times: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        Today("both or none", "", "network", **times)  # type: ignore[arg-type]


def test_families_start_on_their_own_page() -> None:
    assert has_own_page(Actor(None, roles=(ScopedRole(Role.YOUNG_PERSON),)))
    assert not has_own_page(Actor(None, roles=(ScopedRole(Role.PARENT), ScopedRole(Role.CASE_WORKER))))
    assert not has_own_page(Actor(None))
