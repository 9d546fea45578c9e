"""Two files with a running help each: both helps run on, the deadline of the second plan comes along, undo is exact."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from factories.cases import Family, grant_for
from factories.merges import people_of, propose, writing
from factories.people import AT, TODAY
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.individual.enums import PlanState
from sozialraum.individual.models import Help, HelpPlan, Reminder, SurveyRecord
from sozialraum.individual.services import Refused, undo_merge

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
REVIEW = TODAY + timedelta(days=80)


def running(family: Family, kind: str) -> UUID:
    """A help for the son that runs, with what the statistics know of it."""
    writer = writing(family).actor.user_id
    stamp = {"case_id": family.case_id, "recorded_by": writer, "recorded_at": AT}
    made = Help.objects.create(
        **stamp, member_id=family.son_id, help_kind=kind, provider_code="P07", begun_on=date(2026, 3, 2)
    )
    SurveyRecord.objects.create(**stamp, help=made, answers={"sex": {str(family.son_id): "1"}})
    context.clear()
    return made.id


def plan(family: Family, state: PlanState) -> None:
    """A help plan with a day for its review."""
    writer = writing(family).actor.user_id
    HelpPlan.objects.create(
        case_id=family.case_id, number=1, state=state, review_on=REVIEW, begun_by=writer, begun_at=AT, changed_by=writer,
        changed_at=AT, fixed_at=AT if state is PlanState.FIXED else None,
    )  # fmt: skip
    context.clear()


def rows(actor: Actor, *families: Family) -> list[tuple[str, ...]]:
    """Helps, what the statistics know of them, what is due, and plans, in these files."""
    context.clear()
    for family in families:
        grant_for(actor, family.case_id)
    found = [
        tuple(map(str, row))
        for model in (Help, SurveyRecord, Reminder, HelpPlan)
        for row in model._default_manager.order_by("pk").values_list()
    ]
    context.clear()
    return found


def test_both_helps_run_on_in_the_file_that_leads(lead: Actor, leading: Family, former: Family) -> None:
    first, second = running(leading, "31"), running(former, "30")
    for family in (leading, former):
        plan(family, PlanState.FIXED)
    before = rows(lead, leading, former)
    merge_id = propose(lead, leading, former)
    grant_for(leading.worker, leading.case_id)
    assert set(Help.objects.values_list("id", "member_id")) == {
        (first, leading.son_id),
        (second, leading.son_id),
    }
    assert SurveyRecord.objects.get(help_id=second).answers["sex"] == {str(leading.son_id): "1"}
    assert Reminder.objects.filter(due_on=REVIEW).count() == 1
    # the plan of the file that leads leads; the other one is read where it was made
    assert list(HelpPlan.objects.values_list("case_id", flat=True)) == [leading.case_id]
    context.clear()
    grant_for(leading.worker, former.case_id)
    assert HelpPlan.objects.filter(case_id=former.case_id).exists()
    assert not Help.objects.filter(case_id=former.case_id).exists()
    context.clear()
    assert undo_merge(lead, leading.case_id, merge_id, at=AT) == 0
    assert rows(lead, leading, former) == before


def test_a_help_that_somebody_went_on_with_stays(lead: Actor, leading: Family, former: Family) -> None:
    running(leading, "31")
    second = running(former, "30")
    merge_id = propose(lead, leading, former)
    writing(leading)
    Help.objects.filter(id=second).update(ended_on=TODAY)
    context.clear()
    assert undo_merge(lead, leading.case_id, merge_id, at=AT) == 1
    grant_for(leading.worker, leading.case_id)
    assert Help.objects.filter(id=second, ended_on=TODAY).exists()


def test_the_same_help_granted_twice_is_ended_once_first(
    lead: Actor, leading: Family, former: Family
) -> None:
    for family in (leading, former):
        running(family, "31")
    with pytest.raises(Refused, match="granted in both"):
        propose(lead, leading, former)


def test_a_help_for_somebody_who_stays_does_not_leave_her(
    lead: Actor, leading: Family, former: Family
) -> None:
    running(leading, "31")
    running(former, "30")
    people = people_of(lead, leading, former, Jonas="stays")
    with pytest.raises(Refused, match="somebody who stays"):
        propose(lead, leading, former, people=people)


def test_a_plan_that_is_being_written_is_fixed_first(lead: Actor, leading: Family, former: Family) -> None:
    running(leading, "31")
    running(former, "30")
    plan(former, PlanState.DRAFT)
    with pytest.raises(Refused, match="being written"):
        propose(lead, leading, former)
