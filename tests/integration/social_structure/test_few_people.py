"""Areas with few people: what is shown of them does not depend on the order in which tables come."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from factories.areas import AT, DAY, QUARTERS, SHARES, bring_in, make_areas, table
from factories.sign_ins import make_person
from sozialraum.foundation.jobs.enums import JobState
from sozialraum.foundation.jobs.models import Job
from sozialraum.foundation.jobs.performance import perform
from sozialraum.foundation.jobs.rules import LOST_AFTER
from sozialraum.foundation.jobs.services import recover_lost
from sozialraum.foundation.privacy.release import Withheld
from sozialraum.social_structure.models import Indicator, Release
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.queries.inputs import INHABITANTS, indicator_figures
from sozialraum.social_structure.services import undo_delivery
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.crosswalks import import_crosswalk
from sozialraum.social_structure.services.releases import let_out
from sozialraum.warehouse.sources import read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
SUBJECT = "indicator:basic_income_under_18"
ELECTION = date(2026, 2, 23)
"""A later day, for which the register has no table of its own."""
FEW = {"0202": 250}


@pytest.fixture(autouse=True)
def town() -> None:
    make_person(password=None)
    make_areas()


def people(**others: int) -> bytes:
    counts = dict.fromkeys(QUARTERS, 4_100) | others
    return table([f"{code};{count}" for code, count in counts.items()], head=f"key;{INHABITANTS}")


def blank(day: date = DAY, vintage: int = 2023) -> frozenset[str]:
    shown = released(SUBJECT, system_of("town", vintage).id, day)
    assert shown is not None
    return shown.held_back(Withheld.FEW_INHABITANTS)


def test_the_register_may_come_before_or_after_the_figures() -> None:
    bring_in(people(**FEW), name="people.csv")
    bring_in(table(SHARES))
    assert blank() == set(FEW)


def test_a_register_that_comes_later_blanks_what_was_shown_until_the_next_one() -> None:
    bring_in(table(SHARES))
    bring_in(table([*SHARES[:-1], "0203;26;120"]), name="later.csv", day=ELECTION)
    assert (blank(), blank(ELECTION)) == (frozenset(), frozenset())
    came = bring_in(people(**FEW), name="people.csv")
    assert (blank(), blank(ELECTION)) == (set(FEW), set(FEW))
    bring_in(people(), name="more.csv", day=date(2026, 1, 31))
    assert (blank(), blank(ELECTION)) == (set(FEW), frozenset())
    undo_delivery(delivery_id=came.delivery_id, by=None, at=AT)
    assert blank() == frozenset()


def test_a_register_that_changes_nothing_releases_nothing_anew() -> None:
    bring_in(table(SHARES))
    before = Release.objects.filter(subject=SUBJECT).count()
    bring_in(people(), name="people.csv")
    assert Release.objects.filter(subject=SUBJECT).count() == before


def test_days_before_the_first_register_take_that_one() -> None:
    bring_in(table(SHARES))
    assert blank() == frozenset()
    came = bring_in(people(**FEW), name="people.csv", day=ELECTION)
    assert blank() == set(FEW)
    bring_in(people(), name="before.csv", day=date(2025, 1, 31))
    assert blank() == frozenset()
    undo_delivery(delivery_id=came.delivery_id, by=None, at=AT)
    assert blank() == frozenset()


def test_figures_carried_into_a_cut_follow_its_register() -> None:
    bring_in(table(SHARES))
    make_areas(vintage=2024)
    same = table([f"{code};{code};1" for code in QUARTERS], head="old;new;share")
    import_crosswalk(
        source=read_table(same, "bridge.csv"), from_system=system_of("town", 2023), to_system=system_of("town", 2024),
        by=None, at=AT,
    )  # fmt: skip
    assert blank(vintage=2024) == frozenset()
    came = bring_in(people(**FEW), name="people.csv", day=ELECTION, vintage=2024)
    assert (blank(), blank(vintage=2024)) == (frozenset(), set(FEW))
    undo_delivery(delivery_id=came.delivery_id, by=None, at=AT)
    assert blank(vintage=2024) == frozenset()


def test_an_upgrade_looks_at_what_was_released_before() -> None:
    bring_in(people(**FEW), name="people.csv")
    bring_in(table(SHARES))
    release_as_before()
    assert blank() == frozenset()
    with connection.cursor() as cursor:
        cursor.execute(import_module("sozialraum.social_structure.migrations.0011_release_anew").ASK)
    asked = Job.objects.get()
    recover_lost(at=asked.created_at + 2 * LOST_AFTER)
    perform(asked.id, clock=lambda: AT)
    asked.refresh_from_db()
    assert (asked.state, blank()) == (JobState.DONE, set(FEW))


def release_as_before() -> None:
    """The shares as if nobody knew how many people live there."""
    system, shares = system_of("town", 2023), Indicator.objects.get(code="basic_income_under_18")
    figures = indicator_figures(shares, system, DAY)
    let_out(SUBJECT, figures, system, DAY, inhabitants={}, by=None, at=AT)
