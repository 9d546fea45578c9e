"""The way of a case: steps, consultations, what a family waits for, and the protection of a child beside it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import AdviceTopic, CaseState, ConsultationForm, Track
from sozialraum.individual.models import Case, CaseStep, Consultation, Member, Reminder
from sozialraum.individual.queries.process import process_facts
from sozialraum.individual.rules.process import may_go_to, states_after
from sozialraum.individual.services.cases import end_case
from sozialraum.individual.services.records import Refused, note_change, user_of, writable


def by_staff(grant: Grant) -> UUID:
    """The case that staff of the office writes in; raises :class:`gate.Denied` for the family's own grants."""
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("Only staff of the office does this."))
    return writable(grant)


@transaction.atomic
def take_step(grant: Grant, to: CaseState, *, on: date, reason: str = "", short_term: bool = False) -> None:
    """Bring a case a step further, back, or to its end; the step and its reason stay on record.

    ``short_term`` says that the help will not be needed for long, so that one professional alone may advise
    (§ 36 (2) S. 1 SGB VIII); that needs a reason, as ending and going back do. Raises :class:`Refused` where the step
    does not follow or something that the law asks for is not on record.
    """
    case = Case.objects.select_for_update().get(id=by_staff(grant))
    facts = process_facts(grant, short_term=short_term)
    if to not in states_after(facts.state):
        raise Refused(
            gettext_noop("This step does not follow from where the case is."),
            gettext_noop("The page says what is asked for, and where it is written down."),
        )
    if not may_go_to(to, facts):
        raise Refused(
            gettext_noop("Something that the law asks for is not on record yet."),
            gettext_noop("The page says what is asked for, and where it is written down."),
        )
    order = list(CaseState)
    backward = to is not CaseState.ENDED and order.index(to) < order.index(facts.state)
    returns = (facts.state, to) in {
        (CaseState.REVIEW, CaseState.RUNNING),
        (CaseState.TRANSITION, CaseState.RUNNING),
    }
    if not reason.strip() and (short_term or to is CaseState.ENDED or (backward and not returns)):
        raise Refused(gettext_noop("This step needs a reason."), gettext_noop("One sentence is enough."))
    if on > timezone.localdate(grant.at) or on < case.opened_on:
        raise Refused(gettext_noop("A step is taken on a day that has been, after the case began."),
                      gettext_noop("Choose another day."))  # fmt: skip
    steps = CaseStep.objects.filter(case=case, track=Track.HELP)
    if not steps.exists():
        _step(grant, case, facts.state, on=case.opened_on)
    if to is CaseState.ENDED:
        end_case(grant, on=on, without_help=not facts.granted)
    else:
        case.state = to
        case.save(update_fields=["state"])
    _step(grant, case, to, on=on, reason=reason.strip(), short_term=short_term)
    note_change(grant, "individual.Case", case.id, ["state"])


def _step(
    grant: Grant, case: Case, state: CaseState, *, on: date, reason: str = "", short_term: bool = False
) -> None:
    CaseStep.objects.create(
        case=case, state=state, reason=reason, short_term=short_term, taken_on=on, taken_by=user_of(grant),
        taken_at=grant.at,
    )  # fmt: skip


@transaction.atomic
def log_consultation(
    grant: Grant,
    *,
    held_on: date,
    form: ConsultationForm,
    topics: Collection[AdviceTopic],
    language: str = "de",
    present: Collection[UUID] = (),
    note: str = "",
) -> UUID:
    """Log what was explained to whom, in which form and language (§§ 5, 9a, 10a, 36 (1) SGB VIII); returns the id.

    Raises :class:`Refused` without a topic, for a day to come, and for somebody who does not belong to the family.
    """
    case_id = by_staff(grant)
    if not topics:
        raise Refused(gettext_noop("No topic is chosen yet."), gettext_noop("Choose what you talked about."))
    if held_on > timezone.localdate(grant.at):
        raise Refused(gettext_noop("This day is still to come."), gettext_noop("Choose the day of the talk."))
    # a foreign key looks past row-level security: the id of somebody else's family would be accepted
    if Member.objects.filter(case_id=case_id, id__in=present).count() != len(set(present)):
        raise Refused(
            gettext_noop("This person does not belong to the family."),
            gettext_noop("Choose one of the family's people."),
        )
    held = Consultation.objects.create(
        case_id=case_id, held_on=held_on, form=form, language=language, topics=[each for each in AdviceTopic if each in topics],
        present=list(dict.fromkeys(present)), note=note.strip(), held_by=user_of(grant), recorded_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.Consultation", held.id, ["held_on", "form", "language", "topics"])
    return held.id


@transaction.atomic
def set_reminder(grant: Grant, *, due_on: date, text: str, waits_for: str = "") -> UUID:
    """Note what a family waits for until a day; returns the id."""
    if not text.strip():
        raise Refused(gettext_noop("There are no words yet."), gettext_noop("Say what is due."))
    made = Reminder.objects.create(
        case_id=by_staff(grant), due_on=due_on, text=text.strip(), waits_for=waits_for.strip(), set_by=user_of(grant),
        set_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.Reminder", made.id, ["due_on", "text"])
    return made.id


@transaction.atomic
def finish_reminder(grant: Grant, reminder_id: UUID, *, done: bool = True) -> None:
    """Tick off what a family waited for, or open it again; raises :class:`gate.Denied` where there is none."""
    found = Reminder.objects.filter(id=reminder_id, case_id=by_staff(grant))
    values = {"done_by": user_of(grant), "done_at": grant.at} if done else {"done_by": None, "done_at": None}
    if not found.update(**values):
        raise gate.Denied(Decision.no("This case has no such reminder."))
    note_change(grant, "individual.Reminder", reminder_id, ["done_at"])


@transaction.atomic
def mark_protection(grant: Grant, *, running: bool, on: date, reason: str) -> None:
    """Mark that the protection of a child runs beside the help, or runs no longer; it moves no step of the help.

    What is looked at and found there is kept apart and never here. Raises :class:`Refused` without a reason.
    """
    case = Case.objects.get(id=by_staff(grant))
    if not reason.strip():
        raise Refused(gettext_noop("This step needs a reason."), gettext_noop("One sentence is enough."))
    CaseStep.objects.create(
        case=case, track=Track.PROTECTION, state=case.state, open=running, reason=reason.strip(), taken_on=on,
        taken_by=user_of(grant), taken_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.CaseStep", case.id, ["track", "open"])
