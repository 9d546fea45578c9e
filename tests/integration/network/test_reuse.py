"""How much of what field work opened was used: as a released table, by team and year, nobody's single use among it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from factories.browsers import browser_of, stop_clock
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.release import Kind, Withheld
from sozialraum.network.field_work.access import Unit
from sozialraum.network.field_work.enums import FieldKind
from sozialraum.network.field_work.reuse import latest_of, reuse_of, reuse_rates
from sozialraum.network.field_work.services import NewNote, take_over_notes

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
ONE, TWO, THREE = (Unit(team_code=f"T{number}") for number in (1, 2, 3))
OPENED = date(TODAY.year - 1, 3, 3)


def opened(unit: Unit, count: int, *, used: int, day: date = OPENED) -> None:
    notes = [
        NewNote(
            day, FieldKind.ROOM, "Kai 7", 60, resource_name=f"Raum {unit.team_code} {day} {number}",
            resource_used_on=day + timedelta(days=20) if number < used else None,
        )
        for number in range(count)
    ]  # fmt: skip
    take_over_notes([(note, uuid4(), unit) for note in notes], by=make_actor(Role.ADMINISTRATOR), at=AT)


def test_the_rate_leaves_as_a_released_table_and_small_counts_stay() -> None:
    opened(ONE, 40, used=30)
    opened(TWO, 36, used=9)
    opened(THREE, 34, used=2)
    table = reuse_rates(today=TODAY)
    assert table is not None
    assert table.certificate.kind is Kind.RATES
    (line,) = reuse_of(table, ONE)
    shown = [each for unit in (ONE, TWO, THREE, None) for each in reuse_of(table, unit)]
    small = reuse_of(table, THREE)[0].figure
    assert (small.value, small.numerator, small.withheld) == (None, None, Withheld.SMALL_COUNT)
    # with the sum of all and one team hidden, another one stays back as well
    assert sum(each.figure.value is None for each in shown) >= 2
    if line.figure.value is not None:
        assert line.figure.value == 75
    assert line.year == OPENED.year


def test_fewer_than_thirty_give_no_share_and_this_month_does_not_count_yet() -> None:
    opened(ONE, 29, used=20)
    opened(ONE, 40, used=0, day=TODAY.replace(day=1))
    (line,) = reuse_of(reuse_rates(today=TODAY), ONE)
    assert line.year == OPENED.year
    assert (line.figure.value, line.figure.withheld) == (None, Withheld.SMALL_GROUP)
    assert latest_of(reuse_rates(today=TODAY), [ONE, TWO]).keys() == {ONE}


def test_a_later_note_written_there_is_a_use() -> None:
    opened(ONE, 30, used=9)
    later = [
        NewNote(OPENED + timedelta(days=40), FieldKind.GROUP, f"Raum T1 {OPENED} {number}", 60)
        for number in range(20, 26)
    ]
    take_over_notes([(note, uuid4(), TWO) for note in later], by=make_actor(Role.ADMINISTRATOR), at=AT)
    (line,) = reuse_of(reuse_rates(today=TODAY), None)
    assert (line.figure.numerator, line.figure.value) == (15, 50)


def test_the_pages_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    assert reuse_rates(today=TODAY) is None
    opened(ONE, 40, used=30)
    browser = browser_of(make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="T1"))
    assert "30 von 40" in browser.get("/netzwerk/feld/?zeit=jahr").content.decode()
    assert "75 %" in browser.get("/netzwerk/feld/anteile/").content.decode()
