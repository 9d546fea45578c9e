"""Areas with few people: what is shown of them does not depend on the order in which tables come."""

from __future__ import annotations

from datetime import date

import pytest

from factories.areas import AT, DAY, QUARTERS, SHARES, bring_in, make_areas, table
from factories.sign_ins import make_person
from sozialraum.foundation.privacy.release import Withheld
from sozialraum.social_structure.models import Release
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.services import undo_delivery
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.releases import INHABITANTS

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
