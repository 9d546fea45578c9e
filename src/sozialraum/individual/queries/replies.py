"""Reading what the family answered, and when the office meets it next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import ReplyKind
from sozialraum.individual.models import Appointment, AppointmentReply, Reply
from sozialraum.individual.queries.cases import Person


@dataclass(frozen=True, slots=True)
class ReplyView:
    """An objection or a word of help, and what was answered; ``own`` says that this actor said it."""

    id: UUID
    kind: ReplyKind
    member: Person
    about: str
    words: str
    said_at: datetime
    answer_due_on: date | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting that is to come, with who said whether it suits: name, yes or no, words."""

    id: UUID
    begins_at: datetime
    minutes: int
    place: str
    topic: str
    who_comes: str
    host: str
    answers: tuple[tuple[str, bool, str], ...]
    mine: bool | None


def replies(grant: Grant) -> list[ReplyView]:
    """Everything the family answered and did not take back, the latest first."""
    found = list(
        Reply.objects.filter(case_id=grant.subject_id, withdrawn_at__isnull=True)
        .select_related("member", "component")
        .order_by("-said_at")
    )
    names = names_of(each.answered_by for each in found if each.answered_by)
    return [
        ReplyView(
            each.id, ReplyKind(each.kind), Person.of(each.member),
            f"{each.component.who} {each.component.content}" if each.component else "", each.words, each.said_at,
            each.answer_due_on, each.answer, names.get(each.answered_by, "") if each.answered_by else "",
            each.answered_at, each.member.user_id is not None and each.member.user_id == grant.actor.user_id,
        )
        for each in found
    ]  # fmt: skip


def meetings(grant: Grant) -> list[MeetingView]:
    """The meetings to come, the next first."""
    found = list(
        Appointment.objects.filter(
            case_id=grant.subject_id, begins_at__gte=grant.at, cancelled_at__isnull=True
        ).order_by("begins_at")
    )
    names = names_of(each.host_id for each in found)
    latest: dict[UUID, dict[UUID, AppointmentReply]] = {}
    for said in (
        AppointmentReply.objects.filter(appointment__in=found).select_related("member").order_by("said_at")
    ):
        latest.setdefault(said.appointment_id, {})[said.member_id] = said
    views = []
    for each in found:
        answers = list(latest.get(each.id, {}).values())
        own = [said.suits for said in answers if said.member.user_id == grant.actor.user_id]
        views.append(
            MeetingView(
                each.id, each.begins_at, each.minutes, each.meeting_place, each.topic, each.who_comes,
                names.get(each.host_id, ""),
                tuple((Person.of(said.member).name, said.suits, said.words) for said in answers),
                own[0] if own else None,
            )
        )  # fmt: skip
    return views
