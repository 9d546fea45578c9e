"""A family that was entered twice: two files become one, and it can be undone exactly."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from factories.cases import Family, grant_for, make_family
from factories.merges import (
    REASON,
    SECOND_WORDS,
    people_of,
    propose,
    words_in,
    writing,
)
from factories.people import AT, TODAY, again, make_actor
from sozialraum.foundation.accounts.models import RoleAssignment
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.audit.queries import acts_on
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import HOUSE, Actor, Role
from sozialraum.foundation.privacy.gate import Denied, Subject
from sozialraum.foundation.privacy.retention.engine import due_counts, due_list
from sozialraum.foundation.privacy.retention.rules import months_later
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.contributions import find_families
from sozialraum.individual.enums import MemberKind
from sozialraum.individual.models import CarriedRow, CaseMerge, Member, Statement
from sozialraum.individual.services import Chosen, Refused
from sozialraum.individual.services.merges import ChangedSince

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def _snapshot(lead: Actor, *families: Family) -> dict[str, list[Any]]:
    """Every row of both cases that the lead and the authors can see, and the running roles in them."""
    found: dict[str, list[Any]] = {}
    for actor in (lead, *(each.worker for each in families)):
        context.clear()
        for purpose in (Purpose.PROTECTION, Purpose.SERVICE):
            for family in families:
                context.clear()
                try:
                    grant_for(actor, family.case_id, Action.READ, purpose)
                except Denied:
                    continue
                for model in apps.get_app_config("individual").get_models():
                    if model in (CaseMerge, CarriedRow) or not model._meta.db_table.startswith("person_"):
                        continue
                    rows = [
                        tuple(str(value) for value in row)
                        for row in model._default_manager.order_by("pk").values_list()
                    ]
                    found[f"{actor.user_id}/{purpose}/{family.case_id}/{model.__name__}"] = rows
    keys = [str(each.case_id) for each in families]
    # a role that ran for some days stays on record as one that has ended
    roles = RoleAssignment.objects.filter(scope_key__in=keys, valid_until__isnull=True)
    found["roles"] = [tuple(map(str, row)) for row in roles.order_by("id").values_list()]
    context.clear()
    return found


def test_two_files_become_one_and_every_word_keeps_its_speaker_and_day(
    lead: Actor, leading: Family, former: Family
) -> None:
    propose(lead, leading, former)
    file = queries.case_file(grant_for(leading.worker, leading.case_id))
    said = next(each for each in file.words if each.text == SECOND_WORDS)
    assert (said.speaker.id if said.speaker else None, said.said_on, said.recorded_by) == (
        leading.son_id,
        TODAY,
        former.worker.user_id,
    )
    assert sorted(each.full_name for each in file.people) == [
        "Jonas Kessler",
        "Miriam Kessler",
        "Werner Kessler",
    ]


def test_undo_restores_both_files_exactly(lead: Actor, leading: Family, former: Family) -> None:
    before = _snapshot(lead, leading, former)
    merge_id = propose(
        lead,
        leading,
        former,
        taken=["family_name", "address", f"called:{former.son_id}"],
        worker_of_former=True,
    )
    assert _snapshot(lead, leading, former) != before
    assert services.undo_merge(lead, leading.case_id, merge_id, at=AT + timedelta(days=29)) == 0
    assert _snapshot(lead, leading, former) == before


def test_what_was_written_later_stays_with_the_file_it_was_written_to(
    lead: Actor, leading: Family, former: Family
) -> None:
    merge_id = propose(lead, leading, former)
    grant = writing(leading)
    grandfather = Member.objects.get(case_id=leading.case_id, called="Opa")
    services.record_statement(
        grant, text="Ich fahre ihn hin.", said_on=TODAY, speaker_id=grandfather.id, acts_oneself=None
    )
    wording = Statement.objects.get(case_id=leading.case_id, text=SECOND_WORDS)
    services.say_plainly(grant, wording.id, text="Er geht zu Opa.")
    context.clear()
    staying = services.undo_merge(lead, leading.case_id, merge_id, at=AT)
    assert staying == 2
    assert {"Ich fahre ihn hin.", SECOND_WORDS} <= words_in(leading.worker, leading)
    assert "Der Großvater ist erreichbar." not in words_in(leading.worker, leading)
    assert "Ich fahre ihn hin." not in words_in(again(former.worker), former)


def test_after_thirty_days_it_is_not_undone_any_more(lead: Actor, leading: Family, former: Family) -> None:
    merge_id = propose(lead, leading, former)
    with pytest.raises(Refused, match="30 days"):
        services.undo_merge(lead, leading.case_id, merge_id, at=AT + timedelta(days=31))


def test_siblings_in_another_household_stay_in_their_own_file(
    lead: Actor, leading: Family, former: Family
) -> None:
    propose(lead, leading, former, fates={"Jonas": "stays", "Miriam": "along"})
    assert SECOND_WORDS not in words_in(leading.worker, leading)
    assert SECOND_WORDS in words_in(lead, former)


def test_the_number_of_the_shut_file_leads_on(lead: Actor, leading: Family, former: Family) -> None:
    number = queries.case_file(grant_for(former.worker, former.case_id)).case.number
    propose(lead, leading, former)
    administrator = make_actor(Role.ADMINISTRATOR)
    assert queries.case_to_let_in(administrator, number, AT) == str(leading.case_id)
    hits = find_families(lead, number, 5)
    assert [hit.url for hit in hits] == [f"/individuum/{leading.case_id}/"]


def test_both_trails_remain_and_name_the_bringing_together(
    lead: Actor, leading: Family, former: Family
) -> None:
    propose(lead, leading, former)
    for family in (leading, former):
        acts = AuditEntry.objects.filter(subject_id=str(family.case_id), object_kind="individual.CaseMerge")
        assert {act.ground for act in acts} == {"proposed", "done"}
        assert acts_on("case", str(family.case_id))


def test_both_files_are_kept_until_the_later_of_the_two_periods(
    lead: Actor, leading: Family, former: Family
) -> None:
    services.revise_member(
        writing(former), former.son_id, kind=MemberKind.YOUNG_PERSON, full_name="Jonas Kessler", called="Jonas",
        born_on=date(2019, 5, 1),
    )  # fmt: skip
    services.end_case(writing(former), on=TODAY, without_help=True)
    propose(lead, leading, former)
    later = AT + timedelta(days=2_000)
    context.clear()
    assert not {leading.case_id, former.case_id} & {
        each.id for each in due_list(today=later.date(), at=later)
    }
    assert not due_counts(today=later.date(), at=later)
    services.end_case(writing(leading), on=TODAY + timedelta(days=400))
    context.clear()
    first = months_later(TODAY + timedelta(days=400), 12)
    for days in (-1, 0, 1, 2_000, 50_000):
        day = first + timedelta(days=days)
        judged = Counter((each.retention, each.step) for each in due_list(today=day, at=later))
        assert due_counts(today=day, at=later) == judged
        assert sum(judged.values()) == (2 if days >= 0 else 0)
    gate.open(HOUSE, Purpose.RETENTION, Action.LIST, Subject("case", ()), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ended_on, without_help, born_on FROM case_retention_facts() ORDER BY id")
        facts = {row[0]: row[1:] for row in cursor.fetchall()}
    wanted = (TODAY + timedelta(days=400), False, date(2019, 5, 1))
    assert facts == {leading.case_id: wanted, former.case_id: wanted}


def test_counts_know_the_family_once(lead: Actor, leading: Family, former: Family) -> None:
    planner = make_actor(Role.PLANNER)

    def counted() -> int:
        context.clear()
        grant = gate.open(planner, Purpose.PLANNING, Action.LIST, Subject("case", ()), at=AT)
        table = queries.active_case_counts(grant, area_vintage="2023", reference_date=TODAY)
        return sum(table.column("cases").to_pylist())

    before = counted()
    propose(lead, leading, former)
    assert counted() == before - 1


def test_two_editors_at_once_what_changed_since_it_was_looked_at_is_not_brought_together(
    lead: Actor, leading: Family, former: Family
) -> None:
    seen = queries.merge_files(lead, leading.case_id, former.case_id, at=AT).seen
    people = people_of(lead, leading, former)
    services.record_statement(
        writing(former), text="Noch etwas.", said_on=TODAY, speaker_id=former.son_id, acts_oneself=None
    )
    context.clear()
    with pytest.raises(ChangedSince):
        services.propose_merge(
            lead, leading.case_id, former.case_id, Chosen(people, reason=REASON), seen=seen, at=AT
        )
    assert "Noch etwas." not in words_in(leading.worker, leading)
    propose(lead, leading, former)
    with pytest.raises(Refused, match="already"):
        propose(lead, make_family(), former, people={})


def test_a_merge_that_breaks_off_in_the_middle_leaves_nothing(
    lead: Actor, leading: Family, former: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _snapshot(lead, leading, former)

    def broken(_: object) -> str:
        if CaseMerge.objects.exists() and Statement.objects.filter(text=SECOND_WORDS).count() > 1:
            raise ConnectionError
        return "x" * 64

    monkeypatch.setattr("sozialraum.individual.services.carrying.fingerprint", broken)
    with pytest.raises(ConnectionError), transaction.atomic():
        propose(lead, leading, former)
    monkeypatch.undo()
    assert _snapshot(lead, leading, former) == before
    grant_for(lead, leading.case_id)
    assert not CaseMerge.objects.exists()
