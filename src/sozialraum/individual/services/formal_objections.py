"""Objecting to a decision, and what the office makes of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import ObjectionForm, ObjectionState
from sozialraum.individual.models import FormalObjection, GrantDecision, Member
from sozialraum.individual.rules.formal_objections import answer_due_on, arrived_on, last_day_to_object
from sozialraum.individual.services.entries import check_words, member_of
from sozialraum.individual.services.process import by_staff
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

KIND = "individual.FormalObjection"
NO_SUCH_OBJECTION = "This case has no such objection."


@transaction.atomic
def announce_objection(grant: Grant, decision_id: UUID, *, words: str = "") -> UUID:
    """Say on the own page that one objects; returns the id, the running one where there is one.

    It is not in the form of the law by this: the office takes it down, or a signed letter follows. Raises
    :class:`gate.Denied` for everybody but the family, and for decisions that were not sent.
    """
    case_id = writable(grant)
    member = Member.objects.filter(case_id=case_id, user_id=user_of(grant)).first()
    if grant.role not in FAMILY or member is None:
        raise gate.Denied(Decision.no("Here the family objects."))
    decision = _decision(case_id, decision_id)
    running = FormalObjection.objects.filter(
        decision=decision, member=member, state=ObjectionState.OPEN
    ).first()
    if running is not None:
        return running.id
    if words.strip():
        check_words(words)
    received = arrived_on(decision.sent_on or timezone.localdate(grant.at))
    made = FormalObjection.objects.create(
        case_id=case_id, decision=decision, member=member, form=ObjectionForm.ANNOUNCED, words=words.strip(),
        received_on=received, last_day=last_day_to_object(received, instructed=True), recorded_by=user_of(grant),
        recorded_at=grant.at,
    )  # fmt: skip
    note_change(grant, KIND, made.id, ["form", "words"])
    return made.id


@transaction.atomic
def record_objection(
    grant: Grant,
    decision_id: UUID,
    *,
    member_id: UUID,
    form: ObjectionForm,
    came_on: date,
    received_on: date | None = None,
    instructed: bool = True,
    words: str = "",
    spoken_for: str = "",
) -> UUID:
    """Put on record that an objection came, in one of the forms of the law; completes one that was announced.

    Without ``received_on`` the decision counts as received on the fourth day after it was posted. One that comes too
    late is put on record as any other: whether it is heard nevertheless is decided with the answer (§ 60 VwGO).
    """
    case_id, today = by_staff(grant), timezone.localdate(grant.at)
    decision, member = _decision(case_id, decision_id), member_of(grant, member_id)
    received = received_on or arrived_on(decision.sent_on or today)
    if form is ObjectionForm.ANNOUNCED:
        raise Refused(
            gettext_noop("An objection is signed, sent in the electronic form of the law, or taken down."),
            gettext_noop("Choose how it came."),
        )
    if came_on > today or received > today:
        raise Refused(gettext_noop("This day is still to come."), gettext_noop("Choose another day."))
    if came_on < (decision.sent_on or came_on):
        raise Refused(
            gettext_noop("This is before the letter went out."), gettext_noop("Check the day and the year.")
        )
    if words.strip():
        check_words(words)
    found = FormalObjection.objects.select_for_update().filter(
        decision=decision, member=member, state=ObjectionState.OPEN
    )
    made = found.first() or FormalObjection(
        case_id=case_id, decision=decision, member=member, recorded_by=user_of(grant), recorded_at=grant.at
    )
    made.form, made.came_on, made.received_on, made.instructed = form, came_on, received, instructed
    made.last_day = last_day_to_object(received, instructed=instructed)
    made.answer_due_on = answer_due_on(came_on)
    made.words, made.spoken_for = words.strip() or made.words, spoken_for.strip()
    made.save()
    note_change(grant, KIND, made.id, ["form", "came_on", "received_on", "instructed", "last_day"])
    return made.id


@transaction.atomic
def answer_objection(
    grant: Grant, objection_id: UUID, *, remedied: bool, answer: str, passed_to: str = ""
) -> None:
    """Remedy it, or pass it on to whoever decides on it; only on a grant to decide, as for the decision itself (H2).

    A remedy is a new decision, which is prepared as any other. Raises :class:`Refused` where it is not in the form of
    the law yet, was answered already, or nobody is named to whom it goes on.
    """
    if grant.action is not Action.DECIDE:
        raise gate.Denied(Decision.no("This grant is not for deciding."))
    found = _open(objection_id, grant.subject_id)
    check_words(answer)
    if found.came_on is None:
        raise Refused(
            gettext_noop("It is only announced so far."), gettext_noop("Take it down with the family first.")
        )
    if not remedied and not passed_to.strip():
        raise Refused(
            gettext_noop("Who decides on it is not said yet."), gettext_noop("Name the authority it goes to.")
        )
    found.state = ObjectionState.REMEDIED if remedied else ObjectionState.PASSED_ON
    found.answer, found.passed_to = answer.strip(), "" if remedied else passed_to.strip()
    found.answered_by, found.answered_at = user_of(grant), grant.at
    found.save(update_fields=["state", "answer", "passed_to", "answered_by", "answered_at"])
    note_change(grant, KIND, found.id, ["state", "answer", "passed_to"])


@transaction.atomic
def withdraw_objection(grant: Grant, objection_id: UUID) -> None:
    """Take an objection back: by whoever announced it, or put on record by the office; it stays on record."""
    found = _open(objection_id, writable(grant))
    if grant.role in FAMILY and found.member.user_id != user_of(grant):
        raise gate.Denied(Decision.no(NO_SUCH_OBJECTION))
    found.state = ObjectionState.WITHDRAWN
    found.save(update_fields=["state"])
    note_change(grant, KIND, found.id, ["state"])


def _decision(case_id: UUID, decision_id: UUID) -> GrantDecision:
    # a foreign key looks past row-level security: the id of somebody else's decision would be accepted
    found = GrantDecision.objects.filter(id=decision_id, case_id=case_id, sent_on__isnull=False).first()
    if found is None:
        raise gate.Denied(Decision.no("This case has no such decision."))
    return found


def _open(objection_id: UUID, case_id: UUID) -> FormalObjection:
    wanted = FormalObjection.objects.select_related("member").filter(id=objection_id, case_id=case_id)
    if not wanted.exists():
        raise gate.Denied(Decision.no(NO_SUCH_OBJECTION))
    # once it is answered the database lets nobody lock it
    found = wanted.select_for_update(of=("self",)).first()
    if found is None or found.state != ObjectionState.OPEN:
        raise Refused(gettext_noop("This was answered already."), gettext_noop("Load the page anew."))
    return found
