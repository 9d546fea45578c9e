"""A family that was entered twice: two files become one, nobody sees more by it, and it can be undone exactly."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction

from factories.browsers import stop_clock
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, again, make_actor
from sozialraum.foundation.accounts.models import RoleAssignment
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.audit.queries import acts_on
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import HOUSE, NOBODY, Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied, Grant, Subject
from sozialraum.foundation.privacy.retention.engine import due_list
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.contributions import find_families
from sozialraum.individual.enums import Finding, MemberKind, ReporterKind, SharedThing, StatementKind, Urgency
from sozialraum.individual.models import CarriedRow, CaseMerge, EntrustedNote, Member, Share, Statement
from sozialraum.individual.services import Chosen, Refused
from sozialraum.individual.services.merges import ChangedSince

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
REASON = "Jonas wurde im Oktober noch einmal aufgenommen."
ENTRUSTED = "Nur dir gesagt."
SECOND_WORDS = "Ich will zu Opa, wenn es laut wird."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def lead() -> Actor:
    return make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen", full_name="Sabine Brandt")


@pytest.fixture
def leading() -> Family:
    return make_family()


@pytest.fixture
def former() -> Family:
    """The same family, entered a second time by somebody else, who was told something in confidence."""
    family = make_family(family_name="Keßler")
    grant = _write(family)
    services.record_statement(
        grant, text=SECOND_WORDS, said_on=TODAY, speaker_id=family.son_id, acts_oneself=True, own_action="Ich gehe los.",
        agreed_with_provider=True,
    )  # fmt: skip
    services.record_statement(
        grant,
        text="Der Großvater ist erreichbar.",
        said_on=TODAY,
        kind=StatementKind.PROFESSIONAL_VIEW,
    )
    services.entrust(grant, text=ENTRUSTED)
    services.set_reminder(grant, due_on=date(2026, 12, 1), text="Rückruf", waits_for="")
    services.add_member(grant, kind=MemberKind.RELATIVE, full_name="Werner Kessler", called="Opa")
    context.clear()
    return family


def _write(family: Family) -> Grant:
    context.clear()
    return grant_for(family.worker, family.case_id, Action.WRITE)


def _people(lead: Actor, leading: Family, former: Family, **fates: str) -> dict[str, str]:
    files = queries.merge_files(lead, leading.case_id, former.case_id, at=AT)
    pairs = queries.pairs_of(files)
    people = {str(each.id): str(pairs.get(each.id, "along")) for each in files.former.people}
    return people | {
        str(each.id): fates[each.full_name.split()[0]]
        for each in files.former.people
        if each.full_name.split()[0] in fates
    }


def _propose(lead: Actor, leading: Family, former: Family, **changes: Any) -> UUID:
    context.clear()
    seen = queries.merge_files(lead, leading.case_id, former.case_id, at=AT).seen
    fates = changes.pop("fates", {})
    chosen = Chosen(
        changes.pop("people", None) or _people(lead, leading, former, **fates), reason=REASON, **changes
    )
    made = services.propose_merge(lead, leading.case_id, former.case_id, chosen, seen=seen, at=AT)
    context.clear()
    return made


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


def _words(actor: Actor, family: Family) -> set[str]:
    context.clear()
    return {each.text for each in queries.case_file(grant_for(actor, family.case_id)).words}


def test_two_files_become_one_and_every_word_keeps_its_speaker_and_day(
    lead: Actor, leading: Family, former: Family
) -> None:
    _propose(lead, leading, former)
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
    merge_id = _propose(
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
    merge_id = _propose(lead, leading, former)
    grant = _write(leading)
    grandfather = Member.objects.get(case_id=leading.case_id, called="Opa")
    services.record_statement(
        grant, text="Ich fahre ihn hin.", said_on=TODAY, speaker_id=grandfather.id, acts_oneself=None
    )
    wording = Statement.objects.get(case_id=leading.case_id, text=SECOND_WORDS)
    services.say_plainly(grant, wording.id, text="Er geht zu Opa.")
    context.clear()
    staying = services.undo_merge(lead, leading.case_id, merge_id, at=AT)
    assert staying == 2
    assert {"Ich fahre ihn hin.", SECOND_WORDS} <= _words(leading.worker, leading)
    assert "Der Großvater ist erreichbar." not in _words(leading.worker, leading)
    assert "Ich fahre ihn hin." not in _words(again(former.worker), former)


def test_after_thirty_days_it_is_not_undone_any_more(lead: Actor, leading: Family, former: Family) -> None:
    merge_id = _propose(lead, leading, former)
    with pytest.raises(Refused, match="30 days"):
        services.undo_merge(lead, leading.case_id, merge_id, at=AT + timedelta(days=31))


def test_siblings_in_another_household_stay_in_their_own_file(
    lead: Actor, leading: Family, former: Family
) -> None:
    _propose(lead, leading, former, fates={"Jonas": "stays", "Miriam": "along"})
    assert SECOND_WORDS not in _words(leading.worker, leading)
    assert SECOND_WORDS in _words(lead, former)


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
    _propose(lead, leading, former)
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
        _write(former), owner_id=former.son_id, thing=SharedThing.OWN_WORDS, recipient_id=provider.user_id
    )
    context.clear()
    stranger = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    _propose(lead, leading, former)
    for actor in (former.worker, provider, former.mother, former.son, stranger):
        context.clear()
        with pytest.raises(Denied):
            grant_for(again(actor, second_factor=actor.second_factor), leading.case_id)
    # what was agreed for one provider is not agreed for the next
    assert _words(there, leading) == set()
    context.clear()
    grant_for(leading.worker, leading.case_id)
    assert not Share.objects.exists()
    # the staff of the shut file has left it, the family keeps its own
    for actor in (former.worker, provider):
        context.clear()
        with pytest.raises(Denied):
            grant_for(again(actor), former.case_id)
    assert SECOND_WORDS in _words(again(former.son, second_factor=False), former)


def test_an_account_is_let_in_only_where_that_was_chosen(
    lead: Actor, leading: Family, former: Family
) -> None:
    merge_id = _propose(lead, leading, former, let_in=[former.son_id], fates={"Jonas": "along"})
    son = again(former.son, second_factor=False)
    assert SECOND_WORDS in _words(son, leading)
    with pytest.raises(Denied):
        grant_for(again(former.mother, second_factor=False), leading.case_id)
    services.undo_merge(lead, leading.case_id, merge_id, at=AT)
    context.clear()
    with pytest.raises(Denied):
        grant_for(again(former.son, second_factor=False), leading.case_id)


def test_the_shut_file_is_read_by_those_of_the_office_who_go_on_and_written_by_nobody(
    lead: Actor, leading: Family, former: Family
) -> None:
    _propose(lead, leading, former)
    assert SECOND_WORDS in _words(leading.worker, former)
    for actor in (leading.worker, again(former.worker), former.son, former.mother):
        context.clear()
        with pytest.raises(Denied):
            grant_for(actor, former.case_id, Action.WRITE)


def test_the_number_of_the_shut_file_leads_on(lead: Actor, leading: Family, former: Family) -> None:
    number = queries.case_file(grant_for(former.worker, former.case_id)).case.number
    _propose(lead, leading, former)
    administrator = make_actor(Role.ADMINISTRATOR)
    assert queries.case_to_let_in(administrator, number, AT) == str(leading.case_id)
    hits = find_families(lead, number, 5)
    assert [hit.url for hit in hits] == [f"/individuum/{leading.case_id}/"]


def test_both_trails_remain_and_name_the_bringing_together(
    lead: Actor, leading: Family, former: Family
) -> None:
    _propose(lead, leading, former)
    for family in (leading, former):
        acts = AuditEntry.objects.filter(subject_id=str(family.case_id), object_kind="individual.CaseMerge")
        assert {act.ground for act in acts} == {"proposed", "done"}
        assert acts_on("case", str(family.case_id))


def test_both_files_are_kept_until_the_later_of_the_two_periods(
    lead: Actor, leading: Family, former: Family
) -> None:
    services.revise_member(
        _write(former), former.son_id, kind=MemberKind.YOUNG_PERSON, full_name="Jonas Kessler", called="Jonas",
        born_on=date(2019, 5, 1),
    )  # fmt: skip
    services.end_case(_write(former), on=TODAY, without_help=True)
    _propose(lead, leading, former)
    later = AT + timedelta(days=2_000)
    context.clear()
    assert not {leading.case_id, former.case_id} & {
        each.id for each in due_list(today=later.date(), at=later)
    }
    services.end_case(_write(leading), on=TODAY + timedelta(days=400))
    context.clear()
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
    _propose(lead, leading, former)
    assert counted() == before - 1


def test_two_editors_at_once_what_changed_since_it_was_looked_at_is_not_brought_together(
    lead: Actor, leading: Family, former: Family
) -> None:
    seen = queries.merge_files(lead, leading.case_id, former.case_id, at=AT).seen
    people = _people(lead, leading, former)
    services.record_statement(
        _write(former), text="Noch etwas.", said_on=TODAY, speaker_id=former.son_id, acts_oneself=None
    )
    context.clear()
    with pytest.raises(ChangedSince):
        services.propose_merge(
            lead, leading.case_id, former.case_id, Chosen(people, reason=REASON), seen=seen, at=AT
        )
    assert "Noch etwas." not in _words(leading.worker, leading)
    _propose(lead, leading, former)
    with pytest.raises(Refused, match="already"):
        _propose(lead, make_family(), former, people={})


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
        _propose(lead, leading, former)
    monkeypatch.undo()
    assert _snapshot(lead, leading, former) == before
    grant_for(lead, leading.case_id)
    assert not CaseMerge.objects.exists()


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
        _propose(lead, leading, former)


def test_where_protection_is_involved_a_second_person_confirms_before_anything_moves(
    lead: Actor, leading: Family, former: Family
) -> None:
    _report(former, concluded=True)
    merge_id = _propose(lead, leading, former)
    assert SECOND_WORDS not in _words(leading.worker, leading)
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
    assert SECOND_WORDS in _words(leading.worker, leading)
    # the report stays where it was told, and is read from there by who protects the child now
    context.clear()
    reports = queries.protection_reports(
        grant_for(leading.worker, former.case_id, Action.READ, Purpose.PROTECTION)
    )
    assert len(reports) == 1


def test_without_the_gate_nothing_of_a_merge_is_there(lead: Actor, leading: Family, former: Family) -> None:
    _propose(lead, leading, former)
    context.clear()
    assert not CaseMerge.objects.exists()
    assert not CarriedRow.objects.exists()
    with pytest.raises(Denied):
        queries.merge_files(NOBODY, leading.case_id, former.case_id, at=AT)
