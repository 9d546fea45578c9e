"""Helps as they run, and what the official statistics ask about them: codes beside the case, never its description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import MemberKind, Outcome
from sozialraum.individual.models import GrantDecision, Help, Member, SurveyRecord
from sozialraum.individual.services.records import Refused, note_change, user_of, writable
from sozialraum.individual.surveys.facts import FOR_FAMILIES

OLDEST = 120
NO_SUCH_HELP = "This case has no such help."


@dataclass(frozen=True, slots=True)
class SurveyAnswers:
    """What the survey page hands in: codes by question, and what belongs to the help and its young people.

    ``born`` are birthdays by the id of the young person; only those that were not known yet are taken.
    """

    answers: Mapping[str, Any]
    begun_on: date
    ended_on: date | None = None
    member_id: UUID | None = None
    provider_code: str = ""
    born: Mapping[UUID, date] = field(default_factory=dict)


def begin_help(grant: Grant, decision: GrantDecision) -> None:
    """Let a help begin that was just granted, unless one of this kind and provider is running already.

    Called in the transaction of the decision. A help for one young person belongs to that one where the family has no
    other; otherwise the survey page asks.
    """
    if decision.outcome == Outcome.REFUSED or decision.valid_from is None:
        return
    provider = decision.choice.provider_code
    open_ = Help.objects.filter(case_id=decision.case_id, help_kind=decision.help_kind, ended_on__isnull=True)
    if open_.filter(provider_code=provider).exists():
        return
    young = list(Member.objects.filter(case_id=decision.case_id, kind=MemberKind.YOUNG_PERSON)[:2])
    alone = young[0] if len(young) == 1 and decision.help_kind not in FOR_FAMILIES else None
    made = Help.objects.create(
        case_id=decision.case_id, member=alone, decision=decision, help_kind=decision.help_kind, provider_code=provider,
        begun_on=decision.valid_from, recorded_by=user_of(grant), recorded_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.Help", made.id, ["help_kind", "begun_on", "provider_code"])


@transaction.atomic
def note_help(
    grant: Grant, *, help_kind: str, begun_on: date, member_id: UUID | None = None, provider_code: str = ""
) -> UUID:
    """Put a help on record that was granted before the case was kept here; returns its id.

    Raises :class:`gate.Denied` for the family, :class:`Refused` for a day to come and for somebody else's child.
    """
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("Only staff of the office does this."))
    if begun_on > timezone.localdate(grant.at):
        raise Refused(gettext_noop("This day is still to come."), gettext_noop("Choose another day."))
    _check_young(grant, member_id)
    made = Help.objects.create(
        case_id=writable(grant), member_id=member_id, help_kind=help_kind, provider_code=provider_code,
        begun_on=begun_on, recorded_by=user_of(grant), recorded_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.Help", made.id, ["help_kind", "begun_on", "provider_code"])
    return made.id


def end_helps(grant: Grant, *, on: date) -> None:
    """End what still runs when a case ends; a help that was to begin later never began and ends on its first day."""
    for each in Help.objects.filter(case_id=writable(grant), ended_on__isnull=True):
        each.ended_on = max(on, each.begun_on)
        each.save(update_fields=["ended_on"])
        note_change(grant, "individual.Help", each.id, ["ended_on"])


@transaction.atomic
def keep_survey(grant: Grant, help_id: UUID, *, given: SurveyAnswers) -> None:
    """Keep what the survey needs of one help; a draft may have gaps, the plausibility list names them.

    Raises :class:`gate.Denied` for the family and for a help of another case, :class:`Refused` for days that cannot be
    and for somebody who does not belong to the family.
    """
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("Only staff of the office does this."))
    found = Help.objects.select_for_update().filter(id=help_id, case_id=writable(grant)).first()
    if found is None:
        raise gate.Denied(Decision.no(NO_SUCH_HELP))
    _check_days(given, today=timezone.localdate(grant.at))
    _check_young(grant, given.member_id)
    found.begun_on, found.ended_on = given.begun_on, given.ended_on
    found.member_id, found.provider_code = given.member_id, given.provider_code
    found.save(update_fields=["begun_on", "ended_on", "member", "provider_code"])
    for member in Member.objects.filter(case_id=grant.subject_id, id__in=given.born, born_on__isnull=True):
        member.born_on = given.born[member.id]
        member.save(update_fields=["born_on"])
        note_change(grant, "individual.Member", member.id, ["born_on"])
    record, _new = SurveyRecord.objects.update_or_create(
        help_id=found.id, case_id=grant.subject_id,
        defaults={
            "answers": dict(given.answers), "recorded_by": user_of(grant), "recorded_at": grant.at,
        },
    )  # fmt: skip
    note_change(grant, "individual.SurveyRecord", record.id, ["answers"])


def _check_young(grant: Grant, member_id: UUID | None) -> None:
    young = Member.objects.filter(case_id=grant.subject_id, kind=MemberKind.YOUNG_PERSON)
    if member_id is not None and not young.filter(id=member_id).exists():
        raise Refused(
            gettext_noop("This person does not belong to the family."),
            gettext_noop("Choose one of the family's young people."),
        )


def _check_days(given: SurveyAnswers, *, today: date) -> None:
    if given.ended_on is not None and given.ended_on < given.begun_on:
        raise Refused(gettext_noop("A help cannot end before it begins."), gettext_noop("Check both days."))
    if given.ended_on is not None and given.ended_on > today:
        raise Refused(
            gettext_noop("This day is still to come."),
            gettext_noop("Leave it open until the help has ended."),
        )
    for born in given.born.values():
        if born > today or born.year < today.year - OLDEST:
            raise Refused(gettext_noop("This birthday cannot be."), gettext_noop("Check the year."))
