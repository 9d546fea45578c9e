"""What leaves case space: counts that name nobody, and from which nobody can be inferred."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.areas import make_areas
from factories.counts import make_cases
from factories.people import AT, TODAY, make_actor
from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.privacy.release import ReleasedTable, Withheld
from sozialraum.individual.enums import CaseState
from sozialraum.individual.models import Case
from sozialraum.individual.queries import families_of
from sozialraum.reporting.extracts import ACTIVE_CASES, release_active_cases
from sozialraum.social_structure.models import Release

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
COUNTS = {"0101": 12, "0102": 3, "0103": 9, "0201": 8, "0202": 0, "0203": 7}
NORTH = ("0101", "0102", "0103")


@pytest.fixture
def planner() -> Actor:
    make_areas()
    make_cases(COUNTS)
    return make_actor(Role.PLANNER)


def let_out(actor: Actor) -> ReleasedTable:
    return release_active_cases(actor, reference_date=TODAY, at=AT)


def hidden(table: ReleasedTable) -> set[str]:
    return {figure.area_code for figure in table if figure.value is None}


def test_counts_are_shown_zero_is_a_count_and_small_ones_stay(planner: Actor) -> None:
    table = let_out(planner)
    assert {code: table.figure(code).value for code in ("0201", "0202", "0203", "02")} == {
        "0201": 8.0, "0202": 0.0, "0203": 7.0, "02": 15.0,
    }  # fmt: skip
    small = table.figure("0102")
    assert (small.value, small.numerator, small.withheld) == (None, None, Withheld.SMALL_COUNT)
    assert 3.0 not in [value for row in table.table.to_pylist() for value in row.values()]


def test_a_second_count_stays_so_that_the_small_one_is_not_the_rest(planner: Actor) -> None:
    table = let_out(planner)
    gone = hidden(table)
    protecting = {figure.area_code for figure in table if figure.withheld is Withheld.PROTECTS_OTHERS}
    assert protecting
    shown_total = table.figure("01").value is not None
    assert len(gone & set(NORTH)) >= 2 if shown_total else "01" in protecting
    for figure in table:
        if figure.value is not None and figure.area_code in COUNTS:
            assert figure.value == COUNTS[figure.area_code]


def test_only_active_cases_of_the_cut_in_force_count(planner: Actor) -> None:
    make_cases({"0201": 6}, state=CaseState.ENDED)
    make_cases({"0201": 6}, vintage=2019)
    assert let_out(planner).figure("0201").value == 8.0


def test_a_second_count_of_the_same_month_is_refused(planner: Actor) -> None:
    let_out(planner)
    make_cases({"0201": 3})
    with pytest.raises(SozialraumError) as refused:
        let_out(planner)
    assert "month" in str(refused.value)
    assert Release.objects.filter(subject=ACTIVE_CASES).count() == 1


def test_on_a_day_before_they_came_nobody_is_counted(planner: Actor) -> None:
    earlier = release_active_cases(planner, reference_date=TODAY - timedelta(days=400), at=AT)
    assert {figure.value for figure in earlier} == {0.0}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PLANNER, Role.CONTROLLER, Role.HEAD_OF_OFFICE}))
def test_nobody_else_receives_counts_nor_learns_whether_there_are_areas(role: Role) -> None:
    stranger = make_actor(role)
    with pytest.raises(Denied):
        let_out(stranger)
    assert not Release.objects.exists()
    denial = AuditEntry.objects.using("audit").latest("id")
    assert (denial.actor_id, denial.outcome, denial.purpose) == (stranger.user_id, "denied", "planning")


@pytest.mark.parametrize("role", [Role.PLANNER, Role.CONTROLLER, Role.HEAD_OF_OFFICE])
def test_who_counts_sees_no_row(role: Role) -> None:
    make_areas()
    make_cases(COUNTS)
    context.clear()
    actor = make_actor(role)
    let_out(actor)
    assert not Case.objects.exists()
    with pytest.raises(Denied):
        families_of(actor, at=AT)


def test_without_areas_it_is_said_what_to_do() -> None:
    with pytest.raises(SozialraumError) as refused:
        let_out(make_actor(Role.PLANNER))
    assert "areas" in str(refused.value)
