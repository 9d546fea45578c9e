"""A family comes to another worker: planned, talked about by all three, completed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.queries import held_roles, holders_of
from sozialraum.foundation.accounts.services import end_role, give_role
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.models import Case, Handover, Member
from sozialraum.individual.services.process import by_staff
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

NONE_RUNNING = "No handover is running in this case."


@transaction.atomic
def begin_handover(grant: Grant, *, to_id: UUID, joint_talk_on: date | None = None) -> UUID:
    """Plan that a colleague of the same team takes over; returns the id. Nothing opens for the colleague yet.

    A second call changes the plan that is running. Raises :class:`Refused` for somebody who is no case worker of the team.
    """
    case = Case.objects.get(id=by_staff(grant))
    today = timezone.localdate(grant.at)
    team = holders_of(ScopeKind.TEAM, case.team_code, today=today, role=Role.CASE_WORKER)
    if to_id == user_of(grant) or to_id not in team:
        raise Refused(
            gettext_noop("Only a colleague of the same team can take over."),
            gettext_noop("Choose one of them."),
        )
    running, _made = Handover.objects.update_or_create(
        case=case, done_at=None, withdrawn_at=None,
        defaults={"from_id": user_of(grant), "to_id": to_id, "joint_talk_on": joint_talk_on, "begun_at": grant.at},
    )  # fmt: skip
    note_change(grant, "individual.Handover", running.id, ["to_id", "joint_talk_on"])
    return running.id


@transaction.atomic
def say_at_handover(grant: Grant, *, member_id: UUID, words: str) -> None:
    """Keep what the family wants the new person to know, in its own words.

    Who of the family is signed in speaks for herself only.
    """
    running = _running(writable(grant))
    if grant.role in FAMILY and not _is_oneself(grant, member_id):
        raise Refused(
            gettext_noop("Everybody speaks for herself."), gettext_noop("Write down your own words.")
        )
    running.family_note, running.family_note_by = words.strip(), member_id
    running.save(update_fields=["family_note", "family_note_by"])
    note_change(grant, "individual.Handover", running.id, ["family_note"])


@transaction.atomic
def complete_handover(grant: Grant, *, without_talk: str = "") -> None:
    """Give the case to the colleague from today on; the giver's own right ends with today.

    What was entrusted to the giver stays hers and is not handed over (§ 65 SGB VIII). Raises :class:`Refused` where the
    talk of all three has not been and no reason is given.
    """
    case_id = by_staff(grant)
    running, today = _running(case_id), timezone.localdate(grant.at)
    warm = running.joint_talk_on is not None and running.joint_talk_on <= today
    if not warm and not without_talk.strip():
        raise Refused(
            gettext_noop("The talk of all three has not been yet."),
            gettext_noop("Enter its day, or say in a sentence why there is none."),
        )
    give_role(
        user_id=running.to_id, role=Role.CASE_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(case_id), at=grant.at,
        by=user_of(grant),
    )  # fmt: skip
    for held in held_roles(running.from_id, today=today):
        if held.scope_kind is ScopeKind.CASE and held.scope_key == str(case_id):
            end_role(assignment_id=held.id, by=user_of(grant), at=grant.at, on=today)
    running.without_talk = "" if warm else without_talk.strip()
    running.done_at = grant.at
    running.save(update_fields=["without_talk", "done_at"])
    note_change(grant, "individual.Handover", running.id, ["done_at"])


@transaction.atomic
def withdraw_handover(grant: Grant) -> None:
    """Take a planned handover back; nothing changes."""
    running = _running(by_staff(grant))
    running.withdrawn_at = grant.at
    running.save(update_fields=["withdrawn_at"])
    note_change(grant, "individual.Handover", running.id, ["withdrawn_at"])


def _running(case_id: UUID) -> Handover:
    found = (
        Handover.objects.select_for_update()
        .filter(case_id=case_id, done_at__isnull=True, withdrawn_at__isnull=True)
        .first()
    )
    if found is None:
        raise gate.Denied(Decision.no(NONE_RUNNING))
    return found


def _is_oneself(grant: Grant, member_id: UUID) -> bool:
    return Member.objects.filter(id=member_id, case_id=grant.subject_id, user_id=grant.actor.user_id).exists()
