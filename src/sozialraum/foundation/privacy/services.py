"""Writing in the privacy room: the review of emergencies and the notices about them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.queries import count_denials
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.enums import NoticeKind, Verdict
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.privacy.models import EmergencyAccess, Notice
from sozialraum.foundation.privacy.queries import check_supervision, notices_for
from sozialraum.foundation.privacy.rules import ATTEMPTS_WINDOW, may_attempt_emergency
from sozialraum.foundation.vocabulary import Action, Purpose

ATTEMPT_LOCK = 0x50A1_E3E6


class TooManyAttempts(SozialraumError):
    """Somebody named cases in an emergency too often within an hour."""


def check_emergency_attempts(actor: Actor, *, at: datetime) -> None:
    """Count this person's attempts; raises :class:`TooManyAttempts` where the hour's number is used up.

    Two attempts of one person at the same moment wait for each other until the transaction ends.
    """
    if actor.user_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ATTEMPT_LOCK, str(actor.user_id)])
    since = at - ATTEMPTS_WINDOW
    refused = count_denials(
        actor_id=actor.user_id, purpose=Purpose.PROTECTION, ground=gate.EMERGENCY, since=since
    )
    opened = EmergencyAccess.objects.filter(actor_id=actor.user_id, opened_at__gt=since).count()
    decision = may_attempt_emergency(refused + opened)
    if not decision:
        raise TooManyAttempts(
            decision.reason, gettext_noop("Call your team lead or wait an hour; in danger call 110.")
        )


@transaction.atomic
def review_emergency(grant: Grant, access_id: UUID, *, verdict: Verdict, remark: str) -> None:
    """Record what the data-protection officer found; final, and told to the one who opened.

    Raises ``SozialraumError`` where it was reviewed already, where the reviewer is the one who opened, or where
    anything but "justified" comes without a remark.
    """
    check_supervision(grant)
    access = EmergencyAccess.objects.get(id=access_id)
    if access.verdict:
        raise SozialraumError(
            gettext_noop("This access was reviewed already."), gettext_noop("Nothing was changed.")
        )
    if access.actor_id == grant.actor.user_id:
        raise SozialraumError(
            gettext_noop("Nobody reviews their own access."), gettext_noop("Ask your deputy to review it.")
        )
    if verdict is not Verdict.JUSTIFIED and not remark.strip():
        raise SozialraumError(
            gettext_noop("This finding needs words."), gettext_noop("Write down what follows from it.")
        )
    EmergencyAccess.objects.filter(id=access_id).update(
        verdict=verdict, remark=remark.strip(), reviewed_by=grant.actor.user_id, reviewed_at=grant.at
    )
    Notice.objects.create(
        kind=NoticeKind.EMERGENCY_REVIEWED, user_id=access.actor_id, subject_kind=access.subject_kind,
        subject_id=str(access.subject_id), object_id=access.id, made_at=grant.at,
    )  # fmt: skip
    record(
        using=CHANGES, at=grant.at, actor_id=grant.actor.user_id, role=grant.role, function=gate.function_of(grant.role),
        action=Action.WRITE, purpose=Purpose.SUPERVISION, outcome=Outcome.CHANGED, subject_kind=access.subject_kind,
        subject_ids=[str(access.subject_id)], object_kind="privacy.EmergencyAccess", object_id=str(access.id),
        fields=["verdict"], ground=f"{gate.EMERGENCY} review: {verdict}",
    )  # fmt: skip


@transaction.atomic
def mark_notice_seen(actor: Actor, notice_id: int, *, at: datetime) -> None:
    """Note that an addressee has seen a notice; one that is not addressed to the actor stays as it is."""
    if any(notice.id == notice_id for notice in notices_for(actor, limit=500)):
        Notice.objects.filter(id=notice_id, seen_at__isnull=True).update(seen_by=actor.user_id, seen_at=at)
