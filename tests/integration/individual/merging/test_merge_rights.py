"""Nobody sees more by bringing two files together, and the protection of a child takes two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from factories.cases import Family, grant_for, make_family
from factories.merges import (
    ENTRUSTED,
    SECOND_WORDS,
    propose,
    words_in,
    writing,
)
from factories.people import AT, TODAY, again, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import Finding, ReporterKind, SharedThing, Urgency
from sozialraum.individual.models import CarriedRow, CaseMerge, EntrustedNote, Share
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_only_the_lead_of_both_teams_brings_files_together(leading: Family) -> None:
    other = make_family(team_code="aue")
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    for actor in (lead, leading.worker, leading.mother, make_actor(Role.ADMINISTRATOR)):
        context.clear()
        with pytest.raises(Denied):
            queries.merge_files(actor, leading.case_id, other.case_id, at=AT)


def test_h7_an_entrusted_note_stays_bound_to_its_author_and_is_not_carried(
    lead: Actor, leading: Family, former: Family
) -> None:
    propose(lead, leading, former)
    for actor in (lead, leading.worker):
        context.clear()
        for family in (leading, former):
            grant_for(actor, family.case_id)
        assert not EntrustedNote.objects.exists()
    # her task in the shut file has ended; where she goes on with the family, she reads her own note there
    make_actor(
        Role.CASE_WORKER,
        user=_user(former.worker),
        scope_kind=ScopeKind.CASE,
        scope_key=str(leading.case_id),
    )
    context.clear()
    notes = queries.entrusted_notes(grant_for(again(former.worker), former.case_id))
    assert [each.text for each in notes] == [ENTRUSTED]


def _user(actor: Actor) -> Any:
    from sozialraum.foundation.accounts.models import User

    return User.objects.get(id=actor.user_id)


def test_nobody_sees_more_than_before_who_has_no_right_on_the_file_that_leads(
    lead: Actor, leading: Family, former: Family
) -> None:
    provider = make_actor(
        Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(former.case_id), full_name="Anja Roth"
    )
    there = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(leading.case_id))
    services.give_share(
        writing(former), owner_id=former.son_id, thing=SharedThing.OWN_WORDS, recipient_id=provider.user_id
    )
    context.clear()
    stranger = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    propose(lead, leading, former)
    for actor in (former.worker, provider, former.mother, former.son, stranger):
        context.clear()
        with pytest.raises(Denied):
            grant_for(again(actor, second_factor=actor.second_factor), leading.case_id)
    # what was agreed for one provider is not agreed for the next
    assert words_in(there, leading) == set()
    context.clear()
    grant_for(leading.worker, leading.case_id)
    assert not Share.objects.exists()
    # the staff of the shut file has left it, the family keeps its own
    for actor in (former.worker, provider):
        context.clear()
        with pytest.raises(Denied):
            grant_for(again(actor), former.case_id)
    assert SECOND_WORDS in words_in(again(former.son, second_factor=False), former)


def test_an_account_is_let_in_only_where_that_was_chosen(
    lead: Actor, leading: Family, former: Family
) -> None:
    merge_id = propose(lead, leading, former, let_in=[former.son_id], fates={"Jonas": "along"})
    son = again(former.son, second_factor=False)
    assert SECOND_WORDS in words_in(son, leading)
    with pytest.raises(Denied):
        grant_for(again(former.mother, second_factor=False), leading.case_id)
    services.undo_merge(lead, leading.case_id, merge_id, at=AT)
    context.clear()
    with pytest.raises(Denied):
        grant_for(again(former.son, second_factor=False), leading.case_id)


def test_the_shut_file_is_read_by_those_of_the_office_who_go_on_and_written_by_nobody(
    lead: Actor, leading: Family, former: Family
) -> None:
    propose(lead, leading, former)
    assert SECOND_WORDS in words_in(leading.worker, former)
    for actor in (leading.worker, again(former.worker), former.son, former.mother):
        context.clear()
        with pytest.raises(Denied):
            grant_for(actor, former.case_id, Action.WRITE)


def _report(family: Family, *, concluded: bool) -> UUID:
    context.clear()
    grant = grant_for(family.worker, family.case_id, Action.WRITE, Purpose.PROTECTION)
    report_id = services.record_report(
        grant, received_at=AT - timedelta(hours=1), content="Er kam ohne Jacke.", reporter=ReporterKind.HEALTH,
        urgency=Urgency.NEXT_DAY,
    )  # fmt: skip
    if concluded:
        colleague = make_actor(
            Role.CASE_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id), full_name="Kollegin"
        )
        for actor in (family.worker, colleague):
            context.clear()
            services.assess_report(
                grant_for(actor, family.case_id, Action.WRITE, Purpose.PROTECTION), report_id, seen="Ich war dort.",
                finding=Finding.NONE, child_seen_on=TODAY, child_heard=True, parents_heard=True,
            )  # fmt: skip
        context.clear()
        services.conclude_report(
            grant_for(family.worker, family.case_id, Action.WRITE, Purpose.PROTECTION),
            report_id,
            finding=Finding.NONE,
        )
    context.clear()
    return report_id


def test_an_open_report_of_a_danger_is_concluded_first(lead: Actor, leading: Family, former: Family) -> None:
    _report(former, concluded=False)
    with pytest.raises(Refused, match="report of a danger"):
        propose(lead, leading, former)


def test_where_protection_is_involved_a_second_person_confirms_before_anything_moves(
    lead: Actor, leading: Family, former: Family
) -> None:
    _report(former, concluded=True)
    merge_id = propose(lead, leading, former)
    assert SECOND_WORDS not in words_in(leading.worker, leading)
    for act in (services.complete_merge, services.confirm_merge):
        with pytest.raises(Refused, match="second person"):
            act(lead, leading.case_id, merge_id, at=AT)
        context.clear()
    with pytest.raises(Denied):
        services.confirm_merge(leading.mother, leading.case_id, merge_id, at=AT)
    context.clear()
    services.confirm_merge(leading.worker, leading.case_id, merge_id, at=AT)
    context.clear()
    services.complete_merge(lead, leading.case_id, merge_id, at=AT)
    assert SECOND_WORDS in words_in(leading.worker, leading)
    # the report stays where it was told, and is read from there by who protects the child now
    context.clear()
    reports = queries.protection_reports(
        grant_for(leading.worker, former.case_id, Action.READ, Purpose.PROTECTION)
    )
    assert len(reports) == 1


def test_without_the_gate_nothing_of_a_merge_is_there(lead: Actor, leading: Family, former: Family) -> None:
    propose(lead, leading, former)
    context.clear()
    assert not CaseMerge.objects.exists()
    assert not CarriedRow.objects.exists()
    with pytest.raises(Denied):
        queries.merge_files(NOBODY, leading.case_id, former.case_id, at=AT)
