"""Keeping the register of experienced professionals, and writing down what one of them advised."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import can_keep_advisers
from sozialraum.individual.models import ExperiencedProfessional, ProtectionAdvice
from sozialraum.individual.queries.advisers import adviser_choices, without_names
from sozialraum.individual.services.entries import check_words
from sozialraum.individual.services.records import Refused, note_change, user_of
from sozialraum.individual.services.second_views import report_in_charge


class NamesFound(Refused):
    """What was typed names somebody. ``question`` and ``advice`` read as they would be kept."""

    def __init__(self, question: str, advice: str) -> None:
        super().__init__(
            gettext_noop("Names, days or places stood in it. They are replaced; nothing is stored yet."),
            gettext_noop("Read it once more and keep it then."),
        )
        self.question, self.advice = question, advice


@transaction.atomic
def keep_adviser(
    actor: Actor, *, full_name: str, qualification: str, employer: str, valid_from: date, focus: str = "",
    provider_code: str = "", phone: str = "", email: str = "", reachable: str = "", account_id: UUID | None = None,
    published: bool = False, valid_until: date | None = None, adviser_id: UUID | None = None, at: datetime,
) -> UUID:  # fmt: skip
    """Enter an experienced professional, or mend her entry; returns its id. Nobody is removed: her time ends.

    Raises :class:`gate.Denied` for everybody who does not keep the register, :class:`Refused` without a way to reach her.
    """
    allowed = can_keep_advisers(actor)
    if not allowed or actor.user_id is None:
        raise gate.Denied(allowed)
    if not (phone.strip() or email.strip()):
        raise Refused(
            gettext_noop("Nobody could reach her."), gettext_noop("Enter a telephone number or an e-mail.")
        )
    if valid_until is not None and valid_until < valid_from:
        raise Refused(gettext_noop("It would end before it begins."), gettext_noop("Check both days."))
    values = {
        "full_name": full_name.strip(), "qualification": qualification.strip(), "focus": focus.strip(),
        "employer": employer.strip(), "provider_code": provider_code, "phone": phone.strip(), "email": email.strip(),
        "reachable": reachable.strip(), "account_id": account_id, "published": published, "valid_from": valid_from,
        "valid_until": valid_until, "kept_by": actor.user_id, "kept_at": at,
    }  # fmt: skip
    if adviser_id is None:
        adviser_id = ExperiencedProfessional.objects.create(**values).id
    elif not ExperiencedProfessional.objects.filter(id=adviser_id).update(**values):
        raise Refused(gettext_noop("There is no such entry."), gettext_noop("Load the page anew."))
    role = actor.roles[0].role if actor.roles else ""
    record(
        using=CHANGES, at=at, actor_id=actor.user_id, role=role, function=gate.function_of(role), action=Action.WRITE,
        purpose=Purpose.PROTECTION, outcome=Outcome.CHANGED, subject_kind="experienced_professional",
        subject_ids=[str(adviser_id)], object_kind="individual.ExperiencedProfessional", object_id=str(adviser_id),
        fields=sorted(values),
    )  # fmt: skip
    return adviser_id


@transaction.atomic
def record_advice(
    grant: Grant, report_id: UUID, *, adviser_id: UUID, advised_on: date, question: str, advice: str
) -> UUID:
    """Write down without names what an experienced professional was asked about a report and advised; returns the id.

    Raises :class:`NamesFound` where names stood in it, with the words as they may be kept, and :class:`Refused` for
    somebody who stands too near to the case.
    """
    report = report_in_charge(grant, report_id)
    check_words(question)
    check_words(advice)
    found = {each.adviser.id: each for each in adviser_choices(grant, report_id)}.get(adviser_id)
    if found is None or found.nearness:
        raise Refused(
            found.nearness if found else gettext_noop("There is no such entry."),
            gettext_noop("Choose somebody from outside the case."),
        )
    if not timezone.localdate(report.received_at) <= advised_on <= timezone.localdate(grant.at):
        raise Refused(
            gettext_noop("Nobody can have advised then."), gettext_noop("Enter a day since the report came.")
        )
    clean = without_names(grant, question, advice)
    if clean != (question.strip(), advice.strip()):
        raise NamesFound(*clean)
    made = ProtectionAdvice.objects.create(
        case_id=report.case_id, report=report, adviser_id=adviser_id, advised_on=advised_on, question=clean[0],
        advice=clean[1], recorded_by=user_of(grant), recorded_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.ProtectionAdvice", made.id, ["adviser", "question", "advice"])
    return made.id
