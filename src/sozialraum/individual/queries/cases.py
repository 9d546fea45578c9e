"""Reading case space: every function takes the grant first and answers with plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import pyarrow as pa
from django.db import connection
from django.db.models import OuterRef, Subquery

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.audit.queries import RecordedAct, acts_on
from sozialraum.foundation.database import statements
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.encryption import unseal
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import FAMILY, STAFF
from sozialraum.individual.enums import CaseState, MemberKind, StatementKind
from sozialraum.individual.models import Case, EntrustedNote, Member, PlainWording, Statement, TrustedPerson
from sozialraum.social_structure.queries import area_names, area_page


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One family in the list of those somebody is there for; ``substitute`` where it is in place of a colleague."""

    id: UUID
    number: str
    family_name: str
    area_code: str
    area_vintage: str
    area_name: str
    state: CaseState
    opened_on: date
    ended_on: date | None
    last_said_on: date | None
    substitute: bool = False
    merged_into: UUID | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the family."""

    id: UUID
    kind: MemberKind
    full_name: str
    called: str
    born_on: date | None
    user_id: UUID | None

    @classmethod
    def of(cls, member: Member) -> Self:
        """A stored member as the pages read it."""
        return cls(
            id=member.id, kind=MemberKind(member.kind), full_name=member.full_name, called=member.called,
            born_on=member.born_on, user_id=member.user_id,
        )  # fmt: skip

    @property
    def name(self) -> str:
        """How the family calls this person."""
        return self.called or self.full_name

    @property
    def initials(self) -> str:
        """One or two letters for the small round sign."""
        return "".join(part[0] for part in self.full_name.split()[:2]).upper()


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said: speaker, kind, day and words, unchanged."""

    id: UUID
    kind: StatementKind
    text: str
    own_action: str
    strength: int | None
    verbatim: bool
    said_on: date
    version: int
    speaker: Person | None
    professional: str
    recorded_by: UUID
    recorded_at: datetime
    private: bool = False
    language: str = "de"
    plain: str = ""
    """The latest wording in plain words, where what was said has not been changed since."""

    @property
    def own_words(self) -> bool:
        """Whether somebody of the family speaks."""
        return self.speaker is not None

    @property
    def speaker_name(self) -> str:
        """The name shown beside the words."""
        return self.speaker.name if self.speaker else self.professional


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as those see it who are there for the family.

    ``private`` are words of a private moment, for the speaker and for who wrote them down: they stand apart, so that no
    page, plan or sheet shows them among the others by accident.
    """

    case: CaseRow
    people: tuple[Person, ...]
    words: tuple[Words, ...]
    area_url: str = ""
    private: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looked at or changed these data, when and why: as the family reads it."""

    at: datetime
    user_id: UUID | None
    name: str
    role: str
    action: str
    purpose: str
    outcome: str
    object_kind: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """An entrusted note, opened for its author."""

    id: UUID
    text: str
    written_at: datetime


# every list of families asks for them; written by hand (ADR 13)
_CASES = (
    "SELECT id, number, family_name, area_code, area_vintage, state, opened_on, ended_on, merged_into, NULL::date AS said_on"
    " FROM person_case WHERE id = ANY(%(ids)s)"
)
# not joined: hundreds of cases would be sought among as many, and row-level security for each of them anew
_WITH_LAST_WORDS = (
    f"{_CASES} UNION ALL SELECT case_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, max(said_on)"  # noqa: S608 - constants
    " FROM person_statement WHERE case_id = ANY(%(ids)s)"
    " AND (agreed_with_provider OR case_id <> ALL(%(provided)s::uuid[])) GROUP BY case_id"
)


def cases(grant: Grant) -> list[CaseRow]:
    """The cases that the grant covers, by family name."""
    values = {"ids": list(grant.subject.ids), "provided": provided_cases(grant)}
    found = statements.rows(_WITH_LAST_WORDS, values)
    said = {row[0]: row[-1] for row in found if row[1] is None}
    rows = _case_rows([row for row in found if row[1] is not None], said)
    return sorted(rows, key=lambda row: (german_sort_key(row.family_name), row.number))


def case_file(grant: Grant) -> CaseFile:
    """The one case of this grant with its people and their words, the latest words first.

    A provider's worker receives only the words that were agreed for the provider.
    """
    case_id = grant.subject_id
    people = {
        member.id: Person.of(member)
        for member in Member.objects.filter(case_id=case_id).order_by("born_on", "full_name")
    }
    plainly = PlainWording.objects.filter(statement=OuterRef("pk"), of_version=OuterRef("version"))
    found = (
        Statement.objects.filter(case_id=case_id)
        .exclude(case_id__in=provided_cases(grant), agreed_with_provider=False)
        .annotate(plain=Subquery(plainly.order_by("-written_at").values("text")[:1]))
        .order_by("-said_on", "-recorded_at")
    )
    words = _words(found, people)
    said = {case_id: words[0].said_on} if words else {}
    rows = _case_rows(statements.rows(_CASES, {"ids": [case_id]}), said)
    if not rows:
        raise Case.DoesNotExist
    told, private = (tuple(each for each in words if each.private is kept) for kept in (False, True))
    area = area_page(rows[0].area_code, rows[0].area_vintage)
    return CaseFile(rows[0], tuple(people.values()), told, area, private)


def own_case_file(actor: Actor, *, at: datetime) -> tuple[Grant, CaseFile] | None:
    """The family's own file, for somebody of the family: the grant and what it opens.

    ``None`` where nothing is kept yet, or nothing any more that is open. Raises :class:`gate.Denied` for everybody
    else. Who belongs to several cases sees the latest one.
    """
    ids = tuple(sorted(UUID(key) for key in actor.keys(ScopeKind.CASE, *FAMILY)))
    if not ids:
        raise gate.Denied(Decision.no("This page is for families."))
    grant = gate.open(actor, Purpose.OWN_DATA, Action.READ, Subject("case", ids), at=at)
    if len(ids) > 1:
        found = cases(grant)
        if not found:
            return None
        latest = max(found, key=lambda row: (row.merged_into is None, row.ended_on is None, row.opened_on))
        grant = gate.open(actor, Purpose.OWN_DATA, Action.READ, Subject("case", (latest.id,)), at=at)
    try:
        return grant, case_file(grant)
    except Case.DoesNotExist:
        return None


def own_export_grant(actor: Actor, *, at: datetime) -> Grant:
    """The grant with which somebody of a family takes the own data along, of every case of hers.

    Raises :class:`gate.Denied` for everybody else.
    """
    ids = tuple(sorted(UUID(key) for key in actor.keys(ScopeKind.CASE, *FAMILY)))
    if not ids:
        raise gate.Denied(Decision.no("This page is for families."))
    return gate.open(actor, Purpose.OWN_DATA, Action.EXPORT, Subject("case", ids), at=at)


def readers(grant: Grant, *, case_id: UUID | None = None, limit: int = 200) -> list[Reader]:
    """Who saw or changed the data of a case, newest first: for the person concerned (Art. 15 GDPR, D3).

    ``case_id`` names one of several cases that the grant covers. Whom somebody else of the family trusts appears
    without a name: that is hers to tell.
    """
    wanted = case_id or grant.subject_id
    if wanted not in grant.subject.ids:
        raise gate.Denied(Decision.no("This grant is for another case."))
    acts = acts_on("case", str(wanted), limit=limit)
    own = set(TrustedPerson.objects.filter(case_id=wanted).values_list("account_id", flat=True))
    named = {
        act.actor_id
        for act in acts
        if act.actor_id and (act.role != Role.TRUSTED_PERSON or act.actor_id in own)
    }
    names = names_of(named)
    return [_reader(act, names) for act in acts]


def entrusted_notes(grant: Grant) -> list[Note]:
    """The notes entrusted to this actor; the database shows nobody else's."""
    return [
        Note(note.id, unseal(grant, note.sealed_text, place=note.place), note.written_at)
        for note in EntrustedNote.objects.filter(case_id=grant.subject_id).order_by("-written_at")
    ]


def families_of(actor: Actor, *, at: datetime | None = None) -> list[CaseRow]:
    """The families that this actor is there for: by assignment, or as lead of their team; recorded at the gate.

    Raises :class:`gate.Denied` for everybody who is there for nobody.
    """
    ids = {UUID(key) for key in actor.keys(ScopeKind.CASE, *STAFF)}
    teams = actor.keys(ScopeKind.TEAM, Role.TEAM_LEAD)
    if teams or not ids:
        opened = gate.open(actor, Purpose.SERVICE, Action.LIST, Subject("case", ()), at=at)
        for team in teams:
            ids.update(case_ids_of_team(opened, team))
    if not ids:
        return []
    found = cases(gate.open(actor, Purpose.SERVICE, Action.LIST, Subject("case", tuple(sorted(ids))), at=at))
    own = {held.scope_key for held in actor.roles if not held.substitute}
    covered = actor.keys(ScopeKind.CASE, *STAFF) - own
    return [replace(row, substitute=True) if str(row.id) in covered else row for row in found]


def list_own_cases(actor: Actor, *, at: datetime) -> Grant:
    """Open the list of the cases that are assigned to this actor."""
    ids = tuple(sorted(UUID(key) for key in actor.keys(ScopeKind.CASE, *STAFF)))
    return gate.open(actor, Purpose.SERVICE, Action.LIST, Subject("case", ids), at=at)


def case_ids_of_team(grant: Grant, team_code: str) -> tuple[UUID, ...]:
    """The ids of a team's open cases, for asking the gate; a grant for listing opens the answer."""
    if grant.action is not Action.LIST:
        raise ValueError("ids of a team need a grant for listing")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM case_ids_of_team(%s)", [team_code])
        return tuple(row[0] for row in cursor.fetchall())


def case_by_number(grant: Grant, number: str) -> tuple[UUID, str] | None:
    """The id and the team of the case with this number, for asking the gate in an emergency; None where there is none.

    Cases in the restricted archive are not found.
    """
    if grant.purpose is not Purpose.PROTECTION or grant.action is not Action.LIST:
        raise ValueError("a case is found by its number in an emergency only")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, team_code FROM case_by_number(%s)", [number.strip()])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def case_to_let_in(actor: Actor, number: str, at: datetime) -> str | None:
    """The id of the case with this number, so that the administration can let somebody in; asked at the gate.

    ``None`` where there is none, where it is in the restricted archive, and for everybody but the administration.
    """
    try:
        gate.open(actor, Purpose.OPERATION, Action.LIST, Subject("case", ()), at=at)
    except gate.Denied:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM case_id_by_number(%s)", [number])
        row = cursor.fetchone()
    return str(row[0]) if row else None


def active_case_counts(grant: Grant, *, area_vintage: str, reference_date: date) -> pa.Table:
    """Counts of active cases per area: columns ``area_code`` (string) and ``cases`` (int32); areas without a case
    are absent.

    Only a grant for planning opens it, and the counts go nowhere but through ``privacy.release``.
    """
    if grant.subject.ids:
        raise ValueError("counts need a grant for planning, which covers no single case")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT area_code, cases FROM active_cases_by_area(%s, %s)", [area_vintage, reference_date]
        )
        rows = cursor.fetchall()
    return pa.table(
        {
            "area_code": pa.array([row[0] for row in rows], pa.string()),
            "cases": pa.array([row[1] for row in rows], pa.int32()),
        }
    )


def provided_cases(grant: Grant) -> list[UUID]:
    """The cases where the actor works for a provider, who reads of what was said what was agreed for it alone."""
    return [UUID(key) for key in grant.actor.keys(ScopeKind.CASE, Role.PROVIDER_WORKER)]


def _case_rows(found: Sequence[tuple[Any, ...]], last_said_on: Mapping[UUID, date]) -> list[CaseRow]:
    names = area_names({area for _id, _number, _name, area, *_rest in found})
    return [
        CaseRow(
            id=case_id, number=number, family_name=name, area_code=area, area_vintage=vintage,
            area_name=names.get(area, area), state=CaseState(state), opened_on=opened, ended_on=ended,
            last_said_on=last_said_on.get(case_id), merged_into=merged,
        )
        for case_id, number, name, area, vintage, state, opened, ended, merged, _said_on in found
    ]  # fmt: skip


def _words(found: Iterable[Statement], people: dict[UUID, Person]) -> list[Words]:
    statements = list(found)
    names = names_of(each.professional_id for each in statements if each.professional_id)
    return [
        Words(
            id=each.id, kind=StatementKind(each.kind), text=each.text, own_action=each.own_action,
            strength=each.strength, verbatim=each.verbatim, said_on=each.said_on, version=each.version,
            speaker=people.get(each.speaker_id) if each.speaker_id else None,
            professional=names.get(each.professional_id, "") if each.professional_id else "",
            recorded_by=each.recorded_by,
            recorded_at=each.recorded_at, private=each.private, language=each.language,
            plain=getattr(each, "plain", None) or "",
        )
        for each in statements
    ]  # fmt: skip


def _reader(act: RecordedAct, names: dict[UUID, str]) -> Reader:
    return Reader(
        at=act.at, user_id=act.actor_id, name=names.get(act.actor_id, "") if act.actor_id else "", role=act.role, action=act.action,
        purpose=act.purpose, outcome=act.outcome, object_kind=act.object_kind, ground=act.ground,
    )  # fmt: skip
