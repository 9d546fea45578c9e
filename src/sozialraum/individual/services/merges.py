"""Bringing two files of one family together, and taking them apart again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.queries import held_roles, holders_of
from sozialraum.foundation.accounts.services import end_role, give_role, set_aside_roles, take_up_roles
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import FAMILY, STAFF
from sozialraum.individual.enums import MemberKind, MergeState
from sozialraum.individual.models import Case, CaseMerge, Member
from sozialraum.individual.queries.merges import MergeFiles, merge_files
from sozialraum.individual.rules.members import can_be_born
from sozialraum.individual.rules.merges import ALONG, STAYS, fates_fit, may_lead, may_undo
from sozialraum.individual.services.carrying import carry, take_back
from sozialraum.individual.services.records import Refused, user_of

NO_SUCH_MERGE = "This case was not brought together with another one."
SHORTEST_REASON = 10
OF_CASE = {"family_name": ("family_name",), "address": ("area_code", "area_vintage")}
OF_PERSON = ("full_name", "called", "born_on", "kind")


class ChangedSince(SozialraumError):
    """Somebody wrote in one of the two files after it was looked at; nothing was brought together."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("Something was written in one of the two files since you looked."),
            gettext_noop("Look at both once more; what you have entered is kept."),
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the one who brings two files together has chosen; see :class:`CaseMerge` for the words."""

    people: Mapping[str, str]
    taken: Sequence[str] = ()
    let_in: Sequence[UUID] = ()
    worker_of_former: bool = False
    reason: str = field(default="", kw_only=True)


@transaction.atomic
def propose_merge(
    actor: Actor, case_id: UUID, former_id: UUID, chosen: Chosen, *, seen: str, at: datetime
) -> UUID:
    """Bring ``former_id`` into ``case_id``, or ask a second person first where a child's protection is involved.

    ``seen`` is the fingerprint of what was looked at. Returns the id of the merge. Raises :class:`gate.Denied` for
    everybody who does not lead the teams of both, :class:`ChangedSince`, and :class:`Refused` for what cannot be.
    """
    files = merge_files(actor, case_id, former_id, at=at, locked=True)
    _check(files, chosen, seen or "nothing")
    second = files.leading.protected or files.former.protected
    merge = CaseMerge.objects.create(
        case_id=case_id, former_id=former_id, former_number=files.former.case.number, reason=chosen.reason.strip(),
        people=dict(chosen.people), taken=list(chosen.taken), let_in=list(chosen.let_in),
        worker_of_former=chosen.worker_of_former, seen=seen, needs_second=second, proposed_by=user_of(files.grant),
        proposed_at=at,
    )  # fmt: skip
    _note(files.grant, merge, ["state", "reason", "people"])
    if not second:
        _bring_together(files, merge)
    return merge.id


@transaction.atomic
def confirm_merge(actor: Actor, case_id: UUID, merge_id: UUID, *, at: datetime) -> None:
    """Somebody else who protects the child in the leading file has looked as well: it may be done now.

    Raises :class:`gate.Denied` for everybody who has no part in the protection of this child, :class:`Refused` for the
    one who proposed it.
    """
    gate.open(actor, Purpose.PROTECTION, Action.WRITE, Subject("case", (case_id,)), at=at)
    merge = _stored(case_id, merge_id)
    if merge.state != MergeState.PROPOSED:
        raise Refused(gettext_noop("This was answered already."), gettext_noop("Load the page anew."))
    if merge.proposed_by == actor.user_id:
        raise Refused(
            gettext_noop("A second person looks as well."),
            gettext_noop("Ask a colleague who is there for this child."),
        )
    merge.state, merge.confirmed_by, merge.confirmed_at = MergeState.CONFIRMED, actor.user_id, at
    merge.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    grant = gate.open(actor, Purpose.SERVICE, Action.READ, Subject("case", (case_id,)), at=at)
    _note(grant, merge, ["state"])


@transaction.atomic
def complete_merge(actor: Actor, case_id: UUID, merge_id: UUID, *, at: datetime) -> None:
    """Bring together what a second person has confirmed; raises as :func:`propose_merge` does."""
    files, merge = _opened(actor, case_id, merge_id, at=at)
    if merge.state != MergeState.CONFIRMED:
        raise Refused(gettext_noop("A second person looks first."), gettext_noop("Ask her to confirm it."))
    _check(files, _chosen(merge))
    _bring_together(files, merge)


@transaction.atomic
def withdraw_merge(actor: Actor, case_id: UUID, merge_id: UUID, *, at: datetime) -> None:
    """Take a proposal back that was not carried out; nothing has changed."""
    files, merge = _opened(actor, case_id, merge_id, at=at)
    if merge.state not in (MergeState.PROPOSED, MergeState.CONFIRMED):
        raise Refused(gettext_noop("This was answered already."), gettext_noop("Load the page anew."))
    merge.state = MergeState.WITHDRAWN
    merge.save(update_fields=["state"])
    _note(files.grant, merge, ["state"])


@transaction.atomic
def undo_merge(actor: Actor, case_id: UUID, merge_id: UUID, *, at: datetime) -> int:
    """Take two files apart again, as they were; returns how many things stay since somebody went on with them.

    What was written into the leading file since stays there, with whatever it leans on. Raises :class:`Refused` when
    the time is over.
    """
    files, merge = _opened(actor, case_id, merge_id, at=at)
    allowed = may_undo(MergeState(merge.state), merge.done_at, at=at)
    if not allowed:
        raise Refused(
            allowed.reason,
            gettext_noop("Correct single entries instead, or ask the data-protection officer."),
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT put_belongings_back(%s)", [merge.id])
    staying = take_back(merge)
    _put_back(merge)
    Case.objects.filter(id=merge.former_id).update(merged_into=None)
    today, by = timezone.localdate(at), user_of(files.grant)
    for assignment in merge.roles.get("given", []):
        end_role(assignment_id=UUID(assignment), by=by, at=at, on=today - timedelta(days=1))
    take_up_roles(merge.roles.get("ended", []))
    merge.state, merge.undone_by, merge.undone_at = MergeState.UNDONE, by, at
    merge.save(update_fields=["state", "undone_by", "undone_at"])
    _note(files.grant, merge, ["state"])
    return staying


def _check(files: MergeFiles, chosen: Chosen, seen: str = "") -> None:
    fits = may_lead(files.leading.facts, files.former.facts)
    if not fits:
        raise Refused(fits.reason, gettext_noop("Nothing was changed."))
    if seen and files.seen != seen:
        raise ChangedSince
    fits = fates_fit(
        chosen.people, leading=[each.id for each in files.leading.people], former=[each.id for each in files.former.people]
    )  # fmt: skip
    if not fits:
        raise Refused(fits.reason, gettext_noop("Look at the people of both files once more."))
    if len(chosen.reason.strip()) < SHORTEST_REASON:
        raise Refused(
            gettext_noop("Why these two are one family is not said yet."), gettext_noop("Write one sentence.")
        )
    staying = {each for each, fate in chosen.people.items() if fate == STAYS}
    if staying & {str(each) for each in chosen.let_in}:
        raise Refused(
            gettext_noop("Whoever stays in the former file is not let in here."),
            gettext_noop("Choose one of the two."),
        )


def _bring_together(files: MergeFiles, merge: CaseMerge) -> None:
    grant = files.grant
    _take_values(merge)
    _check_births(merge, files)
    merge.roles = _change_roles(grant, merge)
    carry(grant, merge)
    _move_belongings(grant, merge)
    Case.objects.filter(id=merge.former_id).update(merged_into=merge.case_id)
    merge.state, merge.done_by, merge.done_at = MergeState.DONE, user_of(grant), grant.at
    merge.save(update_fields=["state", "done_by", "done_at", "before", "roles"])
    _note(grant, merge, ["state"])


def _move_belongings(grant: Grant, merge: CaseMerge) -> None:
    """Let what belongs to people follow them; the database does it unseen (``individual.migrations.0057``).

    A share ends where its recipient worked for the family in the former file and does not go on.
    """
    today = timezone.localdate(grant.at)
    going_on = holders_of(ScopeKind.CASE, str(merge.case_id), today=today)
    team = Case.objects.values_list("team_code", flat=True).get(id=merge.case_id)
    going_on |= holders_of(ScopeKind.TEAM, team, today=today, role=Role.TEAM_LEAD)
    leaving = {UUID(each["user_id"]) for each in merge.roles["ended"]} - going_on
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT move_belongings(%s, %s, %s, %s, %s)",
            [merge.id, list(going_on), list(leaving), user_of(grant), grant.at],
        )


def _take_values(merge: CaseMerge) -> None:
    """Take over what was chosen from the former file, and remember what stood there before."""
    for name in merge.taken:
        which, _, person = name.partition(":")
        if which in OF_CASE and not person:
            source, target = Case.objects.get(id=merge.former_id), Case.objects.get(id=merge.case_id)
            _take(merge, "case", source, target, OF_CASE[which])
        elif which in OF_PERSON and merge.people.get(person, STAYS) not in (ALONG, STAYS):
            _take(merge, merge.people[person], *_pair(merge, person), (which,))
        else:
            raise Refused(
                gettext_noop("This cannot be taken over."),
                gettext_noop("Load the page anew and choose again."),
            )
    for person in map(str, merge.let_in):
        if merge.people.get(person) not in (ALONG, STAYS, None):
            entered, known = _pair(merge, person)
            if known.user_id is None and entered.user_id is not None:
                _take(merge, str(known.id), entered, known, ("user_id",))


def _pair(merge: CaseMerge, person: str) -> tuple[Member, Member]:
    return (
        Member.objects.get(id=person, case_id=merge.former_id),
        Member.objects.get(id=merge.people[person], case_id=merge.case_id),
    )


def _take(merge: CaseMerge, place: str, source: Case | Member, target: Case | Member, names: Sequence[str]) -> None:  # fmt: skip
    kept = merge.before.setdefault(place, {})
    for name in names:
        old, new = getattr(target, name), getattr(source, name)
        kept[name] = [_plain(target, name), _plain(source, name)]
        if old != new:
            setattr(target, name, new)
    target.save(update_fields=list(names))


def _put_back(merge: CaseMerge) -> None:
    """Put back what stood there before, unless somebody has changed it since."""
    for place, fields in merge.before.items():
        target = Case.objects.get(id=merge.case_id) if place == "case" else Member.objects.get(id=place)
        names = [name for name, (_, after) in fields.items() if _plain(target, name) == after]
        for name in names:
            setattr(target, name, fields[name][0])
        target.save(update_fields=names)


def _plain(target: Case | Member, name: str) -> Any:
    value = getattr(target, name)
    return value if value is None or isinstance(value, str) else str(value)


def _check_births(merge: CaseMerge, files: MergeFiles) -> None:
    """A child may not become older than a parent by bringing two files together."""
    along = [UUID(each) for each, fate in merge.people.items() if fate == ALONG]
    people = [*Member.objects.filter(case_id=merge.case_id), *Member.objects.filter(id__in=along)]
    known = [(each, MemberKind(each.kind), each.born_on) for each in people if each.born_on]
    for person, kind, born_on in known:
        others = [(other_kind, day) for other, other_kind, day in known if other is not person]
        fits = can_be_born(kind, born_on, others=others, today=timezone.localdate(files.grant.at))
        if not fits:
            raise Refused(fits.reason, gettext_noop("Check the day and the year."))


def _change_roles(grant: Grant, merge: CaseMerge) -> dict[str, Any]:
    """Staff leaves the former file; who is there for the family, and whose account is let in, as it was chosen."""
    today = timezone.localdate(grant.at)
    former, leading = str(merge.former_id), str(merge.case_id)
    workers = holders_of(ScopeKind.CASE, former, today=today, role=Role.CASE_WORKER)
    ended = set_aside_roles(former, roles=STAFF, at=grant.at)
    wanted: list[tuple[UUID, Role]] = []
    if merge.worker_of_former:
        if not workers:
            raise Refused(
                gettext_noop("Nobody is there for the family in the second file."),
                gettext_noop("Let the other worker go on."),
            )
        ended += set_aside_roles(leading, roles=[Role.CASE_WORKER], at=grant.at)
        wanted += [(key, Role.CASE_WORKER) for key in workers]
    accounts = Member.objects.filter(id__in=merge.let_in, case_id=merge.former_id, user_id__isnull=False)
    for account in {key for key in accounts.values_list("user_id", flat=True) if key}:
        held = {
            each.role
            for each in held_roles(account, today=today)
            if each.scope_kind is ScopeKind.CASE and each.scope_key == former and each.role in FAMILY
        }
        wanted += [(account, role) for role in held]
    present = {key for role in FAMILY for key in holders_of(ScopeKind.CASE, leading, today=today, role=role)}
    given = [
        give_role(user_id=key, role=role, scope_kind=ScopeKind.CASE, scope_key=leading, at=grant.at, by=user_of(grant))
        for key, role in wanted
        if key not in present
    ]  # fmt: skip
    return {"ended": ended, "given": [str(each.id) for each in given]}


def _opened(actor: Actor, case_id: UUID, merge_id: UUID, *, at: datetime) -> tuple[MergeFiles, CaseMerge]:
    """A proposed merge with both files, held until the transaction ends."""
    gate.open(actor, Purpose.SERVICE, Action.DECIDE, Subject("case", (case_id,)), at=at)
    former_id = _stored(case_id, merge_id).former_id
    files = merge_files(actor, case_id, former_id, at=at, locked=True)
    return files, _stored(case_id, merge_id)


def _stored(case_id: UUID, merge_id: UUID) -> CaseMerge:
    found = CaseMerge.objects.select_for_update().filter(id=merge_id, case_id=case_id).first()
    if found is None:
        raise gate.Denied(Decision.no(NO_SUCH_MERGE))
    return found


def _chosen(merge: CaseMerge) -> Chosen:
    return Chosen(merge.people, merge.taken, merge.let_in, merge.worker_of_former, reason=merge.reason)


def _note(grant: Grant, merge: CaseMerge, fields: Sequence[str]) -> None:
    """Put it on record for both files: whoever looks into one of them later finds it."""
    record(
        using=CHANGES, at=grant.at, actor_id=grant.actor.user_id, role=grant.role,
        function=gate.function_of(grant.role), action=Action.WRITE, purpose=grant.purpose, outcome=Outcome.CHANGED,
        subject_kind="case", subject_ids=[str(merge.case_id), str(merge.former_id)], object_kind="individual.CaseMerge",
        object_id=str(merge.id), fields=fields, ground=merge.state,
    )  # fmt: skip
