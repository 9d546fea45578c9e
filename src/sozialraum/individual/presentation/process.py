"""The way of a case in words: what is done, what the law asks next and why, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from sozialraum.foundation.ui.drawing import number
from sozialraum.individual.enums import AdviceTopic, CaseState, ConsultationForm, Requirement
from sozialraum.individual.presentation.cases import STATES
from sozialraum.individual.queries.cases import CaseFile
from sozialraum.individual.queries.process import CaseProcess, Continuity, DueStep, HandoverRow, StepRow
from sozialraum.individual.rules.process import (
    OPTIONAL,
    ORDER,
    may_go_to,
    met,
    missing_for,
    required_for,
    states_after,
)

STEPS: dict[str, str | Promise] = {
    CaseState.CONCERN: gettext_lazy("First concern"),
    CaseState.COUNSELING: gettext_lazy("Counseling"),
    CaseState.EXPLORATION: gettext_lazy("What is there?"),
    CaseState.WILL_AND_GOALS: gettext_lazy("Will and goals"),
    CaseState.FAMILY_COUNCIL: gettext_lazy("Family council"),
    CaseState.TEAM: gettext_lazy("Advice in the team"),
    CaseState.OFFER: gettext_lazy("Choice of help"),
    CaseState.DECISION: gettext_lazy("Decision"),
    CaseState.PLAN: gettext_lazy("Help plan"),
    CaseState.RUNNING: gettext_lazy("Help is running"),
    CaseState.REVIEW: pgettext_lazy("step", "Review"),
    CaseState.TRANSITION: gettext_lazy("Transition"),
    CaseState.ENDED: gettext_lazy("End"),
    CaseState.AFTERCARE: gettext_lazy("Aftercare"),
}

WHY: dict[str, tuple[str | Promise, str]] = {
    CaseState.CONCERN: (gettext_lazy("Everybody may ask for help, without a form and without the right words. A child may be advised without the parents where it needs that."), "§ 16 (3) SGB I, § 8 (3) SGB VIII"),
    CaseState.COUNSELING: (gettext_lazy("The family learns what there is, what it costs and what follows from it, in a way it understands."), "§ 10a, § 36 (1) SGB VIII"),
    CaseState.EXPLORATION: (gettext_lazy("First comes what is there already: own strengths, people, places. It is asked of the family itself."), "§ 10a (2) Nr. 1, § 62 (2) SGB VIII"),
    CaseState.WILL_AND_GOALS: (gettext_lazy("What the people want themselves leads. A wish, a will, a professional view and a mandate stay four things."), "§§ 5, 8 SGB VIII"),
    CaseState.FAMILY_COUNCIL: (gettext_lazy("The family may make a plan of its own first, with everybody it wants to have there. This step is voluntary."), "§ 36 (1) SGB VIII"),
    CaseState.TEAM: (gettext_lazy("Where help is likely to be needed for long, several professionals advise. They see a sheet without names, and they do not decide."), "§ 36 (2) S. 1, § 64 (2a) SGB VIII"),
    CaseState.OFFER: (gettext_lazy("The family sees every help that fits, outside the quarter as well, and chooses."), "§ 5, § 36a (1), § 37c (3) SGB VIII"),
    CaseState.DECISION: (gettext_lazy("Staff of the office decides on the claim, with reasons and in writing. No budget is looked at."), "§ 27, § 36a (1) SGB VIII, §§ 31, 35, 36 SGB X"),
    CaseState.PLAN: (gettext_lazy("All who are concerned write down together what they agree on, and where they differ."), "§ 36 (2) to (5) SGB VIII"),
    CaseState.RUNNING: (gettext_lazy("What was agreed happens, by everybody who said so."), "§ 27 SGB VIII"),
    CaseState.REVIEW: (gettext_lazy("Regularly, all look together: is the help still suitable and still needed?"), "§ 36 (2) S. 2 SGB VIII"),
    CaseState.TRANSITION: (gettext_lazy("What comes afterwards is agreed before the help ends, a year before for young adults."), "§ 36b, § 41 (3) SGB VIII"),
    CaseState.ENDED: (gettext_lazy("A help ends when it is no longer needed, or when the family no longer wants it."), "§ 27, § 99 (1) SGB VIII"),
    CaseState.AFTERCARE: (gettext_lazy("Somebody stays within reach for a time, as the plan says."), "§ 41a SGB VIII"),
}  # fmt: skip
"""Why there is a step, and the statute it rests on; the statute is for professionals alone."""

REQUIREMENTS: dict[str, tuple[str | Promise, str]] = {
    Requirement.ADVICE_BEGUN: (gettext_lazy("A first consultation is on record"), "§ 10a (1) SGB VIII"),
    Requirement.OWN_WORDS: (gettext_lazy("Somebody of the family has said in own words what shall change"), "§ 5, § 8 (1) SGB VIII"),
    Requirement.YOUNG_HEARD: (gettext_lazy("The young person has been heard"), "§ 8 (1), § 36 (1) SGB VIII"),
    Requirement.TEAM_ADVICE: (gettext_lazy("Several professionals have advised, or the help will be short and it says why"), "§ 36 (2) S. 1 SGB VIII"),
    Requirement.CHOICE_EXPLAINED: (gettext_lazy("The right to choose has been explained"), "§ 5 (1) SGB VIII"),
    Requirement.ADVICE_COMPLETE: (gettext_lazy("All seven topics of counseling have been talked about"), "§ 10a (2) SGB VIII"),
    Requirement.OMBUDS_NAMED: (gettext_lazy("The ombuds office has been named"), "§ 9a SGB VIII"),
    Requirement.OPTIONS_SHOWN: (gettext_lazy("The family has seen the list of helps that fit"), "§ 5, § 36a (1) SGB VIII"),
    Requirement.CHOICE_MADE: (gettext_lazy("What the family chose is on record"), "§ 5 (2), § 37c (3) SGB VIII"),
    Requirement.GRANTED: (gettext_lazy("Staff of the office has granted the help"), "§ 36a (1) SGB VIII"),
    Requirement.LETTER_SENT: (gettext_lazy("The letter with reasons and remedy has been sent"), "§§ 35, 36, 37 SGB X"),
    Requirement.PLAN_AGREED: (gettext_lazy("The help plan is agreed and fixed"), "§ 36 (2) S. 2 SGB VIII"),
    Requirement.REVIEWED: (gettext_lazy("The review is on record"), "§ 36 (2) S. 2 SGB VIII"),
}  # fmt: skip

TOPICS: dict[str, str | Promise] = {
    AdviceTopic.SITUATION: gettext_lazy("The situation, what is needed and what is there already"),
    AdviceTopic.SERVICES: gettext_lazy("What youth welfare offers, and how one gets it"),
    AdviceTopic.OTHER_PAYERS: gettext_lazy("What other offices pay for"),
    AdviceTopic.EFFECTS: gettext_lazy("What the help can bring, and what may follow from it"),
    AdviceTopic.PROCEDURES: gettext_lazy("How it goes on, and who decides"),
    AdviceTopic.SOCIAL_SPACE: gettext_lazy("What there is near by for everybody"),
    AdviceTopic.OTHER_COUNSELING: gettext_lazy("Where else one can get advice"),
    AdviceTopic.CHOICE: gettext_lazy("The right to wish and to choose"),
    AdviceTopic.OMBUDS: gettext_lazy("The ombuds office: independent, free, also against the office"),
}
FORMS: dict[str, str | Promise] = {
    ConsultationForm.TALK: gettext_lazy("In a talk at the office"),
    ConsultationForm.AT_HOME: gettext_lazy("At the family's home"),
    ConsultationForm.PHONE: gettext_lazy("By phone"),
    ConsultationForm.VIDEO: gettext_lazy("By video"),
    ConsultationForm.PLAIN_TEXT: gettext_lazy("With a sheet in plain language"),
    ConsultationForm.INTERPRETER: gettext_lazy("With an interpreter"),
    ConsultationForm.SIGN_LANGUAGE: gettext_lazy("In sign language"),
}
LANGUAGES: dict[str, str | Promise] = {
    "de": gettext_lazy("German"), "tr": gettext_lazy("Turkish"), "ar": gettext_lazy("Arabic"),
    "uk": gettext_lazy("Ukrainian"), "ru": gettext_lazy("Russian"), "pl": gettext_lazy("Polish"),
    "ro": gettext_lazy("Romanian"), "fa": gettext_lazy("Persian"), "ku": gettext_lazy("Kurdish"),
    "en": gettext_lazy("English"), "fr": gettext_lazy("French"), "bg": gettext_lazy("Bulgarian"),
    "und": gettext_lazy("another language"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing the law asks for before the next step; ``url`` is where it is written down."""

    text: str | Promise
    law: str
    met: bool
    url: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step of the way as the page shows it."""

    state: CaseState
    title: str | Promise
    why: str | Promise
    law: str
    done: bool
    now: bool
    taken: StepRow | None
    optional: bool


@dataclass(frozen=True, slots=True)
class Onward:
    """A step that may follow, with what is still asked for."""

    state: CaseState
    title: str | Promise
    missing: tuple[Asked, ...]
    allowed: bool
    back: bool

    @property
    def ends(self) -> bool:
        """Whether it is the end, which needs a sentence."""
        return self.state is CaseState.ENDED


@dataclass(frozen=True, slots=True)
class WayPage:
    """The page "Where do we stand?"."""

    answer: str
    steps: tuple[ShownStep, ...]
    next: Onward | None
    returning: Onward | None
    asked: tuple[Asked, ...]
    others: tuple[Onward, ...]
    topics_told: tuple[tuple[str | Promise, date | None], ...]
    continuity: str

    @property
    def there(self) -> tuple[Asked, ...]:
        """What is asked for and is on record."""
        return tuple(each for each in self.asked if each.met)


def way_page(file: CaseFile, process: CaseProcess, *, today: date) -> WayPage:
    """The way of one case for the page, with what is asked for before the next step."""
    facts = process.facts
    here = ORDER.index(facts.state)
    taken = {step.state: step for step in reversed(process.steps)}
    onward = [_onward(state, process, file) for state in states_after(facts.state)]
    forward = [each for each in onward if not each.back]
    # a transition and the time after lead to the end; everywhere else the end is another way
    near_the_end = facts.state in (CaseState.TRANSITION, CaseState.AFTERCARE)
    ahead = next((each for each in forward if each.ends is near_the_end), None)
    # after a review the help mostly goes on: that is no way back
    returning = next(
        (each for each in onward if facts.state is CaseState.REVIEW and each.state is CaseState.RUNNING), None
    )
    asked = (
        tuple(
            _asked(each, file, is_met=met(each, facts))
            for each in required_for(ahead.state, coming_from=facts.state, begun_in=facts.begun_in)
        )
        if ahead
        else ()
    )
    told: dict[AdviceTopic, date] = {}
    for held in process.consultations:
        for topic in held.topics:
            told.setdefault(topic, held.held_on)
    return WayPage(
        answer=_answer(file, process, ahead, today=today),
        steps=tuple(
            ShownStep(
                state, STEPS[state], *WHY[state], done=place < here and (state in taken or state not in OPTIONAL),
                now=state is facts.state, taken=taken.get(state), optional=state in OPTIONAL,
            )
            for place, state in enumerate(ORDER)
            if state is not CaseState.AFTERCARE or facts.state is CaseState.AFTERCARE
        ),
        next=ahead, returning=returning, asked=asked,
        others=tuple(each for each in onward if each not in (ahead, returning)),
        topics_told=tuple((TOPICS[topic], told.get(topic)) for topic in AdviceTopic),
        continuity=continuity_in_words(process.continuity, today=today),
    )  # fmt: skip


def _onward(state: CaseState, process: CaseProcess, file: CaseFile) -> Onward:
    facts = process.facts
    missing = tuple(_asked(each, file, is_met=False) for each in missing_for(state, facts))
    back = state is not CaseState.ENDED and ORDER.index(state) < ORDER.index(facts.state)
    return Onward(state, STEPS[state], missing, bool(may_go_to(state, facts)), back)


def _asked(requirement: Requirement, file: CaseFile, *, is_met: bool) -> Asked:
    text, law = REQUIREMENTS[requirement]
    place = PLACES.get(requirement, "individual:consultation")
    return Asked(text, law, is_met, reverse(place, args=[file.case.id]))


PLACES: dict[str, str] = {
    Requirement.OWN_WORDS: "individual:conversation",
    Requirement.YOUNG_HEARD: "individual:conversation",
    Requirement.TEAM_ADVICE: "individual:team_sheet",
    Requirement.OPTIONS_SHOWN: "individual:choice",
    Requirement.CHOICE_MADE: "individual:choice",
    Requirement.GRANTED: "individual:choice",
    Requirement.LETTER_SENT: "individual:choice",
    Requirement.PLAN_AGREED: "individual:plan",
    Requirement.REVIEWED: "individual:plan",
}
"""Where what is asked for is written down; without a place of its own it is a matter of a consultation."""


def _answer(file: CaseFile, process: CaseProcess, ahead: Onward | None, *, today: date) -> str:
    values = {"name": file.case.family_name, "state": STATES[process.facts.state]}
    here = _("Family %(name)s: %(state)s.") % values
    if ahead is None:
        return here
    if ahead.missing:
        count = len(ahead.missing)
        open_ = ngettext(
            "Before the next step, “%(step)s”, one thing is still open.",
            "Before the next step, “%(step)s”, %(count)s things are still open.", count,
        ) % {"count": number(count), "step": ahead.title}  # fmt: skip
    else:
        open_ = _("Everything is there for the next step, “%(step)s”.") % {"step": ahead.title}
    due = ""
    if process.due_on:
        day = date_format(process.due_on, "DATE_FORMAT")
        due = (_("The family has been waiting for it since %(day)s.") if process.due_on < today
               else _("The family may expect it by %(day)s.")) % {"day": day}  # fmt: skip
    return " ".join(part for part in (here, open_, due) if part)


def continuity_in_words(continuity: Continuity, *, today: date) -> str:
    """How steadily somebody has been there, as a sentence about the family and not about the workers."""
    months = (today.year - continuity.since.year) * 12 + today.month - continuity.since.month
    since = date_format(continuity.since, "DATE_FORMAT")
    same = ngettext("for %(count)s month", "for %(count)s months", months) % {"count": months}
    first = (_("%(name)s has been there for the family since %(day)s, %(same)s.") if months
             else _("%(name)s has been there for the family since %(day)s.")) % {
        "name": continuity.name or _("Nobody named"), "day": since, "same": same}  # fmt: skip
    if continuity.persons == 1:
        return f"{first} {_('It has had one contact person from the beginning.')}"
    changed = ngettext(
        "The contact person has changed once.",
        "The contact person has changed %(count)s times.",
        continuity.persons - 1,
    ) % {"count": number(continuity.persons - 1)}
    warm = ngettext(
        "%(count)s time all three talked before.",
        "%(count)s times all three talked before.",
        continuity.warm,
    ) % {"count": number(continuity.warm)}
    return f"{first} {changed} {warm}"


DUE_TITLES: dict[str, str | Promise] = {
    CaseState.CONCERN: gettext_lazy("First talk with family %(name)s"),
    CaseState.DECISION: gettext_lazy("Decision and letter for family %(name)s"),
    CaseState.PLAN: gettext_lazy("Help plan with family %(name)s"),
}
DUE_TEXTS: dict[str, str | Promise] = {
    CaseState.CONCERN: gettext_lazy("Asked for help on %(day)s. The family waits for a first talk."),
    CaseState.DECISION: gettext_lazy("Chosen on %(day)s. The family waits for an answer in writing."),
    CaseState.PLAN: gettext_lazy("Granted on %(day)s. The family waits to agree on what happens."),
}


def due_in_words(due: DueStep) -> tuple[str, str]:
    """A step that a family may expect: the title, and what the family waits for."""
    title = str(DUE_TITLES[due.state]) % {"name": due.family_name}
    return title, str(DUE_TEXTS[due.state]) % {"day": date_format(due.since, "MONTH_DAY_FORMAT")}


def handover_in_words(handover: HandoverRow) -> str:
    """What is agreed about a handover, and what is missing."""
    if handover.joint_talk_on is None:
        return _("%(name)s takes over. The talk of all three has no day yet.") % {"name": handover.to_name}
    if not handover.family_note:
        return _(
            "The first meeting of all three is agreed. The family has not said yet what may be passed on."
        )
    return _("The first meeting of all three is agreed.")
