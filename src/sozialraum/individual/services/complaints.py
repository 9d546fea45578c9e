"""Complaining in one tap, and answering: whoever complains says who reads it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import ComplaintState
from sozialraum.individual.models import Complaint, ComplaintAnswer
from sozialraum.individual.services.entries import check_words
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

ANSWERED_WITHIN: Final = timedelta(days=14)
"""How long somebody waits for an answer at most; a rule of the house."""
NO_SUCH_COMPLAINT = "There is no such complaint."


@transaction.atomic
def complain(grant: Grant, *, words: str, to_office: bool, to_ombuds: bool, worker_reads: bool) -> UUID:
    """Complain in one's own words to the office, to the ombudsperson, or to both; returns the id.

    Only somebody of the family complains here, only the addressees read it, and the worker where ``worker_reads``.
    That somebody has complained is not put on record with the case, where the worker would see it.
    """
    if grant.role not in FAMILY:
        raise gate.Denied(Decision.no("Here the family complains."))
    check_words(words)
    if not (to_office or to_ombuds):
        raise Refused(
            gettext_noop("Nobody is named who shall read this."), gettext_noop("Choose at least one.")
        )
    author = user_of(grant)
    made = Complaint.objects.create(
        case_id=writable(grant), author_id=author, author_name=names_of([author]).get(author, ""), to_office=to_office,
        to_ombuds=to_ombuds, worker_reads=worker_reads, words=words.strip(), complained_at=grant.at,
        due_on=timezone.localdate(grant.at + ANSWERED_WITHIN),
    )  # fmt: skip
    _note(grant, made.id, ["words"])
    return made.id


@transaction.atomic
def withdraw_complaint(grant: Grant, complaint_id: UUID) -> None:
    """Take one's own complaint back; it stays on record as taken back."""
    found = Complaint.objects.select_for_update().filter(
        id=complaint_id, case_id=writable(grant), author_id=user_of(grant)
    )
    mine = found.first()
    if mine is None:
        raise gate.Denied(Decision.no(NO_SUCH_COMPLAINT))
    mine.state = ComplaintState.WITHDRAWN
    mine.save(update_fields=["state"])
    _note(grant, mine.id, ["state"])


@transaction.atomic
def answer_complaint(actor: Actor, complaint_id: UUID, *, words: str, at: datetime) -> None:
    """Answer as the one who is addressed, in words that whoever complained understands.

    Raises :class:`gate.Denied` for everybody else, :class:`Refused` where it was taken back.
    """
    check_words(words)
    grant = gate.open(
        actor, Purpose.PARTICIPATION, Action.WRITE, Subject("complaint", (complaint_id,)), at=at
    )
    found = Complaint.objects.select_for_update().get(id=complaint_id)
    if found.state == ComplaintState.WITHDRAWN:
        raise Refused(
            gettext_noop("This complaint was taken back."), gettext_noop("Nothing is to be answered.")
        )
    _answer(grant, found, words)
    found.state = ComplaintState.ANSWERED
    found.save(update_fields=["state"])
    _note(grant, found.id, ["state", "answers"])


@transaction.atomic
def answer_as_worker(grant: Grant, complaint_id: UUID, *, words: str) -> None:
    """Say something to a complaint that the worker may read; the answer of the addressee is still awaited."""
    check_words(words)
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("The office answers."))
    found = Complaint.objects.filter(id=complaint_id, case_id=writable(grant), worker_reads=True).first()
    if found is None:
        raise gate.Denied(Decision.no(NO_SUCH_COMPLAINT))
    _answer(grant, found, words)
    note_change(grant, "individual.Complaint", found.id, ["answers"])


def _answer(grant: Grant, complaint: Complaint, words: str) -> None:
    ComplaintAnswer.objects.create(
        case_id=complaint.case_id, complaint=complaint, words=words.strip(), role=grant.role, written_by=user_of(grant),
        written_at=grant.at,
    )  # fmt: skip


def _note(grant: Grant, complaint_id: UUID, fields: list[str]) -> None:
    record(
        using=CHANGES, at=grant.at, actor_id=grant.actor.user_id, role=grant.role, function=gate.function_of(grant.role),
        action=Action.WRITE, purpose=Purpose.PARTICIPATION, outcome=Outcome.CHANGED, subject_kind="complaint",
        subject_ids=[str(complaint_id)], object_kind="individual.Complaint", object_id=str(complaint_id), fields=fields,
    )  # fmt: skip
