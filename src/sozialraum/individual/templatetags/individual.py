"""Tags of the individual floor: how words and their kinds are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sozialraum.foundation.ui.templatetags.shell import icon
from sozialraum.individual.presentation.cases import KINDS, MEMBERS
from sozialraum.individual.presentation.choices import OUTCOMES, REASONS
from sozialraum.individual.presentation.councils import ANSWERS, ROLES, part_in_words
from sozialraum.individual.presentation.councils import RESULTS as COUNCIL_RESULTS
from sozialraum.individual.presentation.goals import HINTS
from sozialraum.individual.presentation.plans import RATING_WORDS, RESULTS, SIGNED, day_in_words
from sozialraum.individual.presentation.process import FORMS, LANGUAGES, TOPICS
from sozialraum.individual.presentation.protection import (
    FINDINGS,
    MEASURES,
    REPORTERS,
    moment_in_words,
    overdue_in_words,
)
from sozialraum.individual.presentation.resource_words import AVAILABILITIES, GOAL_LEVELS, GOAL_STATES
from sozialraum.individual.presentation.team_sheets import RINGS
from sozialraum.individual.presentation.use_value import USE_VALUES
from sozialraum.individual.queries import Person, UseSaid, Words
from sozialraum.individual.queries.choices import ChoiceRow, DecisionRow
from sozialraum.individual.queries.councils import DraftView, GuestRow, ItemView, PlanHandedOver
from sozialraum.individual.queries.plans import RatingRow, ReviewRow, Signer
from sozialraum.individual.queries.process import ConsultationRow
from sozialraum.individual.queries.protection import AssessmentView, MeasureView, ReportRow
from sozialraum.individual.queries.team_sheets import Idea
from sozialraum.individual.rules.goals import GoalHint

register = template.Library()


@register.filter
def kind_word(words: Words) -> str | Promise:
    """The kind as a word."""
    return KINDS[words.kind].word


@register.simple_tag
def kind_icon(words: Words) -> SafeString:
    """The kind as a sign, beside its word."""
    return icon(KINDS[words.kind].icon)


@register.filter
def member_word(person: Person) -> str | Promise:
    """What somebody is to the family."""
    return MEMBERS[person.kind]


@register.filter
def availability_word(availability: str) -> str | Promise:
    """Whether a resource is there today."""
    return AVAILABILITIES[availability]


@register.filter
def goal_level_word(level: str) -> str | Promise:
    """Whether it is a direction, a goal or a step."""
    return GOAL_LEVELS[level]


@register.filter
def goal_state_word(state: str) -> str | Promise:
    """Where a goal stands."""
    return GOAL_STATES[state]


@register.filter
def goal_hint_words(hint: GoalHint) -> str | Promise:
    """A question beside a goal."""
    return HINTS[hint]


@register.simple_tag
def strength(value: int) -> SafeString:
    """Ten small bars; decoration beside the number in words."""
    bars = format_html_join(
        "", "<i{}></i>", ((SafeString(' class="on"') if n < value else "",) for n in range(10))
    )
    return format_html('<span class="strength" aria-hidden="true">{}</span>', bars)


@register.filter
def form_words(held: ConsultationRow) -> str | Promise:
    """In which form something was explained."""
    return FORMS[held.form]


@register.filter
def language_word(held: ConsultationRow) -> str | Promise:
    """In which language something was explained."""
    return LANGUAGES.get(held.language, held.language)


@register.filter
def topic_words(held: ConsultationRow) -> str:
    """What a consultation was about."""
    return "; ".join(str(TOPICS[topic]) for topic in held.topics)


@register.filter
def plan_day(iso: str) -> str:
    """A day of a plan as it is read."""
    return day_in_words(iso)


@register.filter
def report_moment(row: ReportRow) -> str:
    """When a report came."""
    return moment_in_words(row.received_at)


@register.filter
def report_due(row: ReportRow) -> str:
    """Until when two professionals look at a report."""
    if row.due_at < timezone.now():
        return overdue_in_words(row.due_at)
    return _("Two of you look at it together until %(moment)s.") % {"moment": moment_in_words(row.due_at)}


@register.filter
def reporter_word(row: ReportRow) -> str | Promise:
    """Who told."""
    return REPORTERS[row.reporter]


@register.filter
def finding_word(found: ReportRow | AssessmentView) -> str | Promise:
    """What was found, or how one professional sees it."""
    return FINDINGS[found.finding] if found.finding else ""


@register.filter
def measure_word(step: MeasureView) -> str | Promise:
    """What kind of step it is."""
    return MEASURES[step.kind]


@register.filter
def rating_words(rating: RatingRow) -> str | Promise:
    """How far a goal is, in words."""
    return RATING_WORDS[rating.value]


@register.filter
def result_words(review: ReviewRow) -> str | Promise:
    """How the help goes on after a review."""
    return RESULTS[review.result]


@register.filter
def signature_words(signer: Signer) -> str | Promise:
    """What somebody says to a plan."""
    return SIGNED[signer.state] if signer.state else ""


@register.filter
def refusal_words(choice: ChoiceRow) -> str | Promise:
    """Why a choice is not followed."""
    return REASONS[choice.refusal_reason] if choice.refusal_reason else ""


@register.filter
def outcome_words(decision: DecisionRow) -> str:
    """What a claim is answered with."""
    return capfirst(str(OUTCOMES[decision.outcome]))


@register.filter
def ring_words(idea: Idea) -> str | Promise:
    """From which ring an idea comes."""
    return RINGS[idea.ring]


@register.filter
def council_part_words(part: DraftView | ItemView) -> str:
    """Who does a part of the family's plan, until when, and who looks after it."""
    return part_in_words(part)


@register.filter
def council_struck(parts: Iterable[DraftView]) -> list[DraftView]:
    """What the family has struck out of its plan."""
    return [part for part in parts if part.removed]


@register.filter
def council_role_words(guest: GuestRow) -> str | Promise:
    """As what somebody comes to a family council."""
    return ROLES[guest.role]


@register.filter
def council_result_words(item: ItemView) -> str | Promise:
    """What became of a part of the family's plan."""
    return capfirst(str(COUNCIL_RESULTS[item.result])) if item.result else ""


@register.filter
def council_answer_words(plan: PlanHandedOver) -> str | Promise:
    """What the office answered."""
    return ANSWERS[plan.answer] if plan.answer else ""


@register.filter
def lines_for(said: Mapping[UUID, list[str]], person: Person) -> list[str]:
    """What is said of one person in a table by id."""
    return said.get(person.id, [])


@register.filter
def use_words(said: UseSaid) -> str | Promise:
    """What a help is good for, in words."""
    return USE_VALUES[said.value]
