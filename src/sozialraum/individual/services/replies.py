"""What the family answers: to a meeting, and to what was agreed; the office answers objections by a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import ReplyKind
from sozialraum.individual.models import Appointment, AppointmentReply, ArrangementComponent, Member, Reply
from sozialraum.individual.services.entries import check_words, missing
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

ANSWERED_WITHIN: Final = timedelta(days=7)
"""How long the office may take to answer an objection."""


@transaction.atomic
def arrange_meeting(
    grant: Grant, *, begins_at: datetime, topic: str, minutes: int = 60, place: str = "", who_comes: str = ""
) -> UUID:
    """Note when the office meets the family; returns its id. Raises :class:`Refused` for a time that is over."""
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("Meetings are arranged by the office, and answered by the family."))
    check_words(topic)
    if begins_at <= grant.at:
        raise Refused(gettext_noop("This time is over."), gettext_noop("Choose a later one."))
    meeting = Appointment.objects.create(
        case_id=writable(grant), begins_at=begins_at, minutes=minutes, meeting_place=place, topic=topic,
        who_comes=who_comes, host_id=user_of(grant), recorded_by=user_of(grant), recorded_at=grant.at,
    )  # fmt: skip
    note_change(
        grant, "individual.Appointment", meeting.id, ["begins_at", "meeting_place", "topic", "who_comes"]
    )
    return meeting.id


@transaction.atomic
def answer_meeting(grant: Grant, meeting_id: UUID, *, suits: bool, words: str = "") -> None:
    """Say whether a meeting suits oneself; the latest answer holds."""
    meeting = Appointment.objects.filter(id=meeting_id, case_id=writable(grant)).first()
    if meeting is None:
        raise missing("This case has no such meeting.")
    AppointmentReply.objects.create(
        case_id=meeting.case_id, appointment=meeting, member=_oneself(grant), suits=suits, words=words.strip(),
        said_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.Appointment", meeting.id, ["replies"])


@transaction.atomic
def object_to(grant: Grant, *, words: str, component_id: UUID | None = None) -> UUID:
    """Say no to something that was agreed, or to all of it; the office answers within seven days."""
    check_words(words)
    due = timezone.localdate(grant.at + ANSWERED_WITHIN)
    return _reply(grant, ReplyKind.OBJECTION, words=words, component_id=component_id, answer_due_on=due)


@transaction.atomic
def say_it_helped(grant: Grant, *, component_id: UUID | None = None, words: str = "") -> UUID:
    """Say that something has helped."""
    return _reply(grant, ReplyKind.HELPED, words=words, component_id=component_id)


@transaction.atomic
def withdraw_reply(grant: Grant, reply_id: UUID) -> None:
    """Take one's own answer back; it stays on record as taken back."""
    reply = Reply.objects.filter(id=reply_id, case_id=writable(grant), member=_oneself(grant)).first()
    if reply is None:
        raise missing("This case has no such answer.")
    if reply.withdrawn_at is None:
        reply.withdrawn_at = grant.at
        reply.save(update_fields=["withdrawn_at"])
        note_change(grant, "individual.Reply", reply.id, ["withdrawn_at"])


@transaction.atomic
def answer_reply(grant: Grant, reply_id: UUID, *, answer: str) -> None:
    """Answer an objection, in words that the family understands."""
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("The office answers."))
    check_words(answer)
    reply = Reply.objects.select_for_update().filter(id=reply_id, case_id=writable(grant)).first()
    if reply is None or reply.withdrawn_at is not None:
        raise missing("This case has no such objection.")
    reply.answer, reply.answered_by, reply.answered_at = answer, user_of(grant), grant.at
    reply.save(update_fields=["answer", "answered_by", "answered_at"])
    note_change(grant, "individual.Reply", reply.id, ["answer"])


def _reply(grant: Grant, kind: ReplyKind, *, component_id: UUID | None, **said: object) -> UUID:
    case_id = writable(grant)
    # a foreign key looks past row-level security: the id of somebody else's family would be accepted
    if component_id and not ArrangementComponent.objects.filter(id=component_id, case_id=case_id).exists():
        raise missing("This case has no such contribution.")
    reply = Reply.objects.create(
        case_id=case_id,
        member=_oneself(grant),
        kind=kind,
        component_id=component_id,
        said_at=grant.at,
        **said,
    )
    note_change(grant, "individual.Reply", reply.id, ["kind", "words"])
    return reply.id


def _oneself(grant: Grant) -> Member:
    member = Member.objects.filter(case_id=grant.subject_id, user_id=user_of(grant)).first()
    if member is None:
        raise gate.Denied(Decision.no("Only the family answers here."))
    return member
