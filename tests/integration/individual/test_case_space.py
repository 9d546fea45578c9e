"""Who sees and writes what in case space, from the gate to the words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.cases import grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.errors import Conflict
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import StatementKind
from sozialraum.individual.models import StatementVersion

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_worker_and_family_read_the_same_words() -> None:
    family = make_family()
    for actor in (family.worker, family.mother, family.son):
        file = queries.case_file(grant_for(actor, family.case_id))
        assert [words.text for words in file.words] == ["Ich will wieder in die Schule."]
        assert file.words[0].kind is StatementKind.WILL
        assert file.words[0].speaker_name == "Jonas"


OTHERS = [
    (Role.CASE_WORKER, ScopeKind.OFFICE, ""),
    (Role.TEAM_LEAD, ScopeKind.TEAM, "nord"),
    (Role.PROVIDER_LEAD, ScopeKind.PROVIDER, "bruecke"),
    (Role.PLANNER, ScopeKind.OFFICE, ""),
    (Role.CONTROLLER, ScopeKind.OFFICE, ""),
    (Role.HEAD_OF_OFFICE, ScopeKind.OFFICE, ""),
    (Role.COMMITTEE_MEMBER, ScopeKind.OFFICE, ""),
    (Role.OMBUDSPERSON, ScopeKind.OFFICE, ""),
    (Role.RESIDENT, ScopeKind.OFFICE, ""),
    (Role.DATA_PROTECTION_OFFICER, ScopeKind.OFFICE, ""),
    (Role.ADMINISTRATOR, ScopeKind.OFFICE, ""),
]


@pytest.mark.parametrize(("role", "kind", "key"), OTHERS)
@pytest.mark.parametrize("action", [Action.READ, Action.WRITE, Action.EXPORT])
def test_nobody_else_passes_the_gate(role: Role, kind: ScopeKind, key: str, action: Action) -> None:
    family = make_family()
    stranger = make_actor(role, scope_kind=kind, scope_key=key)
    with pytest.raises(Denied):
        grant_for(stranger, family.case_id, action)
    denial = AuditEntry.objects.using("audit").latest("id")
    assert (denial.outcome, denial.actor_id, denial.subject_id) == (
        "denied",
        stranger.user_id,
        str(family.case_id),
    )


def test_team_lead_reads_the_own_team_and_does_not_write() -> None:
    family = make_family(team_code="hafen")
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    assert queries.case_file(grant_for(lead, family.case_id)).case.family_name == "Kessler"
    with pytest.raises(Denied):
        grant_for(lead, family.case_id, Action.WRITE)
    assert family.case_id in [row.id for row in queries.families_of(lead, at=AT)]
    other = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="nord")
    assert queries.families_of(other, at=AT) == []


def test_staff_without_second_factor_stay_outside() -> None:
    family = make_family()
    without = Actor(family.worker.user_id, family.worker.roles, second_factor=False)
    with pytest.raises(Denied) as shut:
        grant_for(without, family.case_id)
    assert "second factor" in shut.value.decision.reason


def test_provider_reads_only_what_was_agreed() -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.record_statement(
        grant,
        text="Ich packe die Tasche selbst.",
        said_on=TODAY,
        speaker_id=family.son_id,
        agreed_with_provider=True,
    )
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    file = queries.case_file(grant_for(provider, family.case_id))
    assert [words.text for words in file.words] == ["Ich packe die Tasche selbst."]


def test_second_editor_sees_both_texts_and_nothing_is_lost() -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.revise_statement(
        grant, family.will_id, text="Ich gehe wieder hin.", version=1, acts_oneself=True, own_action="x"
    )
    with pytest.raises(Conflict) as conflict:
        services.revise_statement(grant, family.will_id, text="Ich will nicht.", version=1)
    assert (conflict.value.theirs, conflict.value.mine, conflict.value.version) == (
        "Ich gehe wieder hin.",
        "Ich will nicht.",
        2,
    )


def test_one_sitting_is_one_version_and_words_stay_with_their_speaker() -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    for version in (1, 2):
        services.revise_statement(grant, family.will_id, text=f"Satz {version}", version=version)
    assert StatementVersion.objects.count() == 0
    later = grant_for(family.son, family.case_id, Action.WRITE, at=AT + timedelta(days=1))
    services.revise_statement(later, family.will_id, text="Ich gehe hin.", version=3)
    assert list(StatementVersion.objects.values_list("version", "text")) == [(3, "Satz 2")]
    mother = grant_for(family.mother, family.case_id, Action.WRITE)
    with pytest.raises(services.Refused):
        services.revise_statement(mother, family.will_id, text="Er geht hin.", version=4)
    with pytest.raises(services.Refused):
        services.record_statement(mother, text="Er geht hin.", said_on=TODAY, speaker_id=family.son_id)


def test_h4_own_words_and_professional_view_stay_apart() -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(services.Refused):
        services.record_statement(grant, text="Er soll zur Schule.", said_on=TODAY, kind=StatementKind.WILL)
    with pytest.raises(services.Refused):
        services.record_statement(
            grant, text="…", said_on=TODAY, kind=StatementKind.MANDATE, speaker_id=family.son_id
        )
    view = services.record_statement(
        grant, text="Morgens ist es eng.", said_on=TODAY, kind=StatementKind.PROFESSIONAL_VIEW
    )
    file = queries.case_file(grant_for(family.worker, family.case_id))
    assert {words.id for words in file.words} == {family.will_id, view}


def test_h7_entrusted_note_is_read_by_its_author_alone() -> None:
    family = make_family(team_code="hafen")
    services.entrust(grant_for(family.worker, family.case_id, Action.WRITE), text="Das sage ich nur Ihnen.")
    assert [note.text for note in queries.entrusted_notes(grant_for(family.worker, family.case_id))] == [
        "Das sage ich nur Ihnen."
    ]
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    for other in (lead, family.mother, family.son):
        assert queries.entrusted_notes(grant_for(other, family.case_id)) == []


def test_family_sees_who_read() -> None:
    family = make_family()
    grant_for(family.worker, family.case_id)
    found = queries.readers(grant_for(family.son, family.case_id, purpose=Purpose.OWN_DATA))
    assert ("Toni Berger", "read", "granted") in [(each.name, each.action, each.outcome) for each in found]


def test_counts_leave_without_persons() -> None:
    from sozialraum.foundation.privacy import gate
    from sozialraum.foundation.privacy.gate import Subject

    for _ in range(3):
        make_family(area_code="0302")
    planner = make_actor(Role.PLANNER)
    grant = gate.open(planner, Purpose.PLANNING, Action.READ, Subject("case", ()), at=AT)
    counts = queries.active_case_counts(grant, area_vintage="2023", reference_date=TODAY)
    assert counts.to_pylist() == [{"area_code": "0302", "cases": 3}]
