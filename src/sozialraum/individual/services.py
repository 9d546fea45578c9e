"""Writing in case space: every function takes a grant that the gate has given for writing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.errors import Conflict, SozialraumError
from sozialraum.foundation.accounts.services import NewRole, give_role, give_roles
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.encryption import seal
from sozialraum.foundation.privacy.enums import EmergencyKind
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.privacy.services import check_emergency_attempts
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import FAMILY, can_open_case, can_view_case
from sozialraum.individual.enums import CaseState, MemberKind, StatementKind
from sozialraum.individual.models import Case, EntrustedNote, Member, Statement, StatementVersion
from sozialraum.individual.queries import case_by_number
from sozialraum.individual.rules import OWN_WORDS, STRENGTHS, kind_of_own_words, may_revise, may_speak
from sozialraum.social_structure.queries import planning_system

NOTHING_OPENED = gettext_noop("No case could be opened with this number.")
CHECK_NUMBER = gettext_noop("Check the number with the one who gave it to you. The attempt is on record.")
LONGEST_STATEMENT = 20_000
NO_SUCH_WORDS = "This case has no such words."
SITTING = timedelta(minutes=10)


class Refused(SozialraumError):
    """What was asked for breaks a rule of the field; nothing was stored."""


@dataclass(frozen=True, slots=True)
class TakenOverCase:
    """One case as another system hands it over: the statistical core, no words."""

    number: str
    family_name: str
    area_code: str
    area_vintage: str
    team_code: str
    state: CaseState
    opened_on: date
    ended_on: date | None = None
    worker_id: UUID | None = None


@transaction.atomic
def open_case(
    actor: Actor,
    *,
    number: str,
    family_name: str,
    area_code: str,
    area_vintage: str,
    team_code: str,
    at: datetime,
    opened_on: date | None = None,
    state: CaseState = CaseState.CONCERN,
) -> Grant:
    """Open a case and make the actor its holder; returns the grant to write in it.

    Raises :class:`gate.Denied` where the actor may not open cases.
    """
    decision = can_open_case(actor)
    if not decision or actor.user_id is None:
        raise gate.Denied(decision)
    case_id = uuid.uuid4()
    give_role(
        user_id=actor.user_id, role=Role.CASE_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(case_id), at=at,
        by=actor.user_id,
    )  # fmt: skip
    holder = actor.with_role(ScopedRole(Role.CASE_WORKER, ScopeKind.CASE, str(case_id)))
    grant = gate.open(holder, Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=at)
    Case.objects.create(
        id=case_id, number=number, family_name=family_name, area_code=area_code, area_vintage=area_vintage,
        team_code=team_code, state=state, opened_on=opened_on or at.date(),
    )  # fmt: skip
    _changed(grant, "individual.Case", case_id, ["number", "family_name", "area_code", "state"])
    return grant


@transaction.atomic
def open_concern(actor: Actor, *, family_name: str, area_code: str, at: datetime) -> Grant:
    """Open a case for a new concern in the actor's own team, with the next number of the year."""
    teams = sorted(actor.keys(ScopeKind.TEAM, Role.CASE_WORKER))
    system = planning_system()
    if system is None:
        raise Refused(
            "There are no areas yet.", "Ask the planners to bring in the areas of the municipality first."
        )
    return open_case(
        actor, number=next_case_number(at.year), family_name=family_name, area_code=area_code,
        area_vintage=str(system.vintage), team_code=teams[0] if teams else "", at=at,
    )  # fmt: skip


class NotOpened(SozialraumError):
    """The case was not opened in an emergency; whether it exists is not said. The attempt is on record."""


def open_in_emergency(actor: Actor, *, number: str, kind: EmergencyKind, reason: str, at: datetime) -> Grant:
    """Open the case with this number for a short time, for reading, with a written reason.

    Whoever may read the case anyway receives the ordinary grant and no emergency is recorded. Raises
    :class:`gate.Denied` for everybody without the right, :class:`NotOpened` alike for a number that does not exist
    and for a case that stays shut, :class:`TooManyAttempts` after too many of them within an hour. Called inside
    the transaction of the request.
    """
    asking = gate.open(actor, Purpose.PROTECTION, Action.LIST, Subject("case", ()), at=at)
    check_emergency_attempts(actor, at=at)
    found = case_by_number(asking, number)
    if found is None:
        no = Decision.no("unknown number")
        gate.record_emergency_attempt(actor, "case", no, at=at)
        raise NotOpened(NOTHING_OPENED, CHECK_NUMBER)
    case_id, team_code = found
    subject = Subject("case", (case_id,))
    if can_view_case(actor, case_id, team_code):
        return gate.open(actor, Purpose.SERVICE, Action.READ, subject, at=at)
    try:
        return gate.open_in_emergency(actor, subject, kind=kind, reason=reason, notify_scope=team_code, at=at)
    except gate.Denied as shut:
        raise NotOpened(NOTHING_OPENED, CHECK_NUMBER) from shut


@transaction.atomic
def take_over_cases(actor: Actor, cases: Sequence[TakenOverCase], *, at: datetime) -> list[UUID]:
    """Take over cases from another system, all or none; returns their new ids in the same order.

    ``worker_id`` becomes the holder of a case; who takes over cannot read the others afterwards.
    """
    decision = can_open_case(actor)
    if not decision:
        raise gate.Denied(decision)
    ids = [uuid.uuid4() for _ in cases]
    gate.open(actor, Purpose.SERVICE, Action.TAKE_OVER, Subject("case", tuple(ids)), at=at)
    Case.objects.bulk_create(
        Case(
            id=case_id, number=case.number, family_name=case.family_name, area_code=case.area_code,
            area_vintage=case.area_vintage, team_code=case.team_code, state=case.state,
            opened_on=case.opened_on, ended_on=case.ended_on,
        )
        for case_id, case in zip(ids, cases, strict=True)
    )  # fmt: skip
    give_roles(
        [
            NewRole(case.worker_id, Role.CASE_WORKER, ScopeKind.CASE, str(case_id))
            for case_id, case in zip(ids, cases, strict=True)
            if case.worker_id
        ],
        by=actor.user_id,
        at=at,
    )
    return ids


@transaction.atomic
def add_member(
    grant: Grant,
    *,
    kind: MemberKind,
    full_name: str,
    called: str = "",
    born_on: date | None = None,
    user_id: UUID | None = None,
) -> UUID:
    """Add somebody to the family; returns the member's id."""
    member = Member.objects.create(
        case_id=_writable(grant),
        kind=kind,
        full_name=full_name,
        called=called,
        born_on=born_on,
        user_id=user_id,
    )
    _changed(grant, "individual.Member", member.id, ["kind", "full_name", "born_on"])
    return member.id


@transaction.atomic
def record_statement(
    grant: Grant,
    *,
    text: str,
    said_on: date,
    kind: StatementKind = StatementKind.OPEN,
    speaker_id: UUID | None = None,
    acts_oneself: bool | None = None,
    own_action: str = "",
    strength: int | None = None,
    verbatim: bool = True,
    language: str = "de",
    agreed_with_provider: bool = False,
    statement_id: UUID | None = None,
) -> UUID:
    """Record what somebody said, in the speaker's own words; returns the statement's id.

    Own words (``speaker_id`` given) become wish or will by :func:`rules.kind_of_own_words`; a professional's view
    or mandate has no family speaker and is the actor's own. Raises :class:`Refused` for an empty or overlong
    text, a strength outside 0 to 10, or a kind that does not fit its speaker.
    """
    if speaker_id is not None and kind in OWN_WORDS:
        kind = kind_of_own_words(acts_oneself=acts_oneself, own_action=own_action)
    fits = may_speak(kind, by_family=speaker_id is not None)
    if not fits:
        raise Refused(fits.reason, "Choose another speaker or another kind.")
    _check_words(text, strength)
    # a foreign key looks past row-level security: the id of somebody else's family would be accepted
    if speaker_id is not None and not Member.objects.filter(id=speaker_id, case_id=grant.subject_id).exists():
        raise Refused("This person does not belong to the family.", "Choose one of the family's people.")
    if grant.role in FAMILY and not (speaker_id and _is_oneself(grant, speaker_id)):
        raise Refused("Everybody speaks for herself.", "Write down your own words.")
    statement = Statement.objects.create(
        id=statement_id or uuid.uuid4(), case_id=_writable(grant), speaker_id=speaker_id,
        professional_id=None if speaker_id else grant.actor.user_id, kind=kind, text=text, own_action=own_action,
        strength=strength, verbatim=verbatim, language=language, said_on=said_on,
        agreed_with_provider=agreed_with_provider, recorded_by=_user(grant), recorded_at=grant.at,
        changed_by=_user(grant), changed_at=grant.at,
    )  # fmt: skip
    _changed(grant, "individual.Statement", statement.id, ["kind", "text"])
    return statement.id


@transaction.atomic
def keep_words(
    grant: Grant,
    statement_id: UUID,
    *,
    version: int,
    said_on: date,
    speaker_id: UUID | None,
    kind: StatementKind,
    text: str,
    acts_oneself: bool | None = None,
    own_action: str = "",
    strength: int | None = None,
) -> int:
    """Keep words while they are spoken: version 0 records them under this id, every later version changes them.

    Returns the version that is stored now. A page that is sent twice keeps its words once. Raises
    :class:`gate.Denied` alike for an id that this case does not have and for one that another case has.
    """
    words = {"text": text, "acts_oneself": acts_oneself, "own_action": own_action, "strength": strength}
    if version or Statement.objects.filter(id=statement_id).exists():
        return revise_statement(grant, statement_id, version=version, **words)  # type: ignore[arg-type]
    try:
        record_statement(
            grant,
            said_on=said_on,
            speaker_id=speaker_id,
            kind=kind,
            statement_id=statement_id,
            **words,  # type: ignore[arg-type]
        )
    except IntegrityError as taken:
        raise gate.Denied(Decision.no(NO_SUCH_WORDS)) from taken
    return 1


@transaction.atomic
def revise_statement(
    grant: Grant,
    statement_id: UUID,
    *,
    text: str,
    version: int,
    acts_oneself: bool | None = None,
    own_action: str = "",
    strength: int | None = None,
) -> int:
    """Change a statement that was read in ``version``; returns the new version.

    What it said before is kept, except within one sitting (ten minutes by the same person). Own words are changed
    by the speaker, or on the same day by the one who wrote them down; a professional's only by herself. Raises
    :class:`Conflict` with both texts where somebody was faster: nothing is overwritten;
    :class:`gate.Denied` where the case has no such statement.
    """
    _check_words(text, strength)
    statement = (
        Statement.objects.select_for_update(of=("self",))
        .select_related("speaker")
        .filter(id=statement_id, case_id=_writable(grant))
        .first()
    )
    if statement is None:
        raise gate.Denied(Decision.no(NO_SUCH_WORDS))
    if statement.version != version:
        raise Conflict(theirs=statement.text, mine=text, version=statement.version)
    owner = statement.speaker.user_id if statement.speaker else statement.professional_id
    allowed = may_revise(
        actor_id=grant.actor.user_id, owner_id=owner, scribe_id=statement.recorded_by,
        same_day=timezone.localdate(grant.at) == timezone.localdate(statement.recorded_at),
    )  # fmt: skip
    if not allowed:
        raise Refused(allowed.reason, "Record your own words beside it.")
    if statement.changed_by != grant.actor.user_id or grant.at - statement.changed_at > SITTING:
        _keep_version(statement)
    if statement.kind in OWN_WORDS:
        statement.kind = kind_of_own_words(acts_oneself=acts_oneself, own_action=own_action)
    statement.text, statement.own_action, statement.strength = text, own_action, strength
    statement.version += 1
    statement.changed_by, statement.changed_at = _user(grant), grant.at
    statement.save(
        update_fields=["kind", "text", "own_action", "strength", "version", "changed_by", "changed_at"]
    )
    _changed(grant, "individual.Statement", statement.id, ["kind", "text", "own_action", "strength"])
    return statement.version


def _is_oneself(grant: Grant, member_id: UUID) -> bool:
    return Member.objects.filter(id=member_id, user_id=grant.actor.user_id).exists()


def _keep_version(statement: Statement) -> None:
    StatementVersion.objects.create(
        case_id=statement.case_id, statement=statement, version=statement.version, text=statement.text,
        own_action=statement.own_action, strength=statement.strength, saved_by=statement.changed_by,
        saved_at=statement.changed_at,
    )  # fmt: skip


@transaction.atomic
def entrust(grant: Grant, *, text: str) -> UUID:
    """Keep what was entrusted to the actor alone (§ 65 SGB VIII): sealed, bound to its row and its author."""
    note = EntrustedNote(case_id=_writable(grant), author_id=_user(grant), written_at=grant.at)
    note.sealed_text = seal(text, place=note.place)
    note.save(force_insert=True)
    _changed(grant, "individual.EntrustedNote", note.id, ["sealed_text"])
    return note.id


@transaction.atomic
def end_case(grant: Grant, *, on: date, without_help: bool = False) -> None:
    """End a case; it stays readable for its holder and its family until its retention says otherwise.

    ``without_help`` says that counseling was all there was: such a case is kept for a much shorter time.
    """
    case = Case.objects.select_for_update().get(id=_writable(grant))
    if on < case.opened_on:
        raise Refused("A case cannot end before it begins.", "Enter a later day.")
    case.state, case.ended_on, case.without_help = CaseState.ENDED, on, without_help
    case.save(update_fields=["state", "ended_on", "without_help"])
    _changed(grant, "individual.Case", case.id, ["state", "ended_on", "without_help"])


def next_case_number(year: int) -> str:
    """The next free case number of a year, for example ``2026-00017``; numbers are never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('person_case_number')")
        return f"{year}-{cursor.fetchone()[0]:05d}"


def _writable(grant: Grant) -> UUID:
    if grant.action is not Action.WRITE:
        raise gate.Denied(Decision.no("This grant is for reading."))
    return grant.subject_id


def _user(grant: Grant) -> UUID:
    if grant.actor.user_id is None:
        raise gate.Denied(Decision.no("Nobody is signed in."))
    return grant.actor.user_id


def _check_words(text: str, strength: int | None) -> None:
    if not text.strip():
        raise Refused("There are no words yet.", "Write down what was said.")
    if len(text) > LONGEST_STATEMENT:
        raise Refused(
            f"This is longer than {LONGEST_STATEMENT} signs.",
            "Record the most important part, and the rest as its own.",
        )
    if strength is not None and strength not in STRENGTHS:
        raise Refused("The strength is a number from 0 to 10.", "Choose one of them or leave it open.")


def _changed(grant: Grant, object_kind: str, object_id: UUID, fields: Sequence[str]) -> None:
    record(
        using=CHANGES, at=grant.at, actor_id=grant.actor.user_id, role=grant.role, function=gate.function_of(grant.role),
        action=Action.WRITE, purpose=grant.purpose, outcome=Outcome.CHANGED, subject_kind="case",
        subject_ids=[str(grant.subject_id)], object_kind=object_kind, object_id=str(object_id), fields=fields,
    )  # fmt: skip
