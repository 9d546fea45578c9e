"""The public steps of a year in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sozialraum.foundation.accounts.titles import ROLE_TITLES
from sozialraum.foundation.privacy.actors import Role
from sozialraum.organization.budgets.presentation import euros
from sozialraum.participation.rounds.enums import Outcome, Position, Stage, StepKind
from sozialraum.participation.rounds.presentation.words import OUTCOMES, POSITIONS, STAGES, circle_name
from sozialraum.participation.rounds.queries import StepRow


@dataclass(frozen=True, slots=True)
class StepLine:
    """A public step in words."""

    number: int
    when: Any
    title: str
    text: str
    check: str


def step_lines(steps: Sequence[StepRow], names: Mapping[str, str]) -> tuple[StepLine, ...]:
    """The public steps in words, the latest first."""
    return tuple(
        StepLine(step.number, step.taken_at, _step_title(step, names), _step_text(step), step.step_hash[:8])
        for step in reversed(steps)
    )


def _step_title(step: StepRow, names: Mapping[str, str]) -> str:
    content = step.content
    circle = circle_name(step.area_code, names)
    if step.kind is StepKind.PUBLISHED:
        return _("Formula published, %(reserve)s in reserve") % {"reserve": euros(content["reserve"])}
    if step.kind is StepKind.STAGE_OPENED:
        return str(STAGES[step.stage][0])
    if step.kind is StepKind.DATES_MOVED:
        return _("Days moved")
    if step.kind is StepKind.REQUEST_SUBMITTED:
        return _("%(circle)s asks for %(amount)s") % {"circle": circle, "amount": euros(content["amount"])}
    if step.kind is StepKind.REQUEST_WITHDRAWN:
        return _("%(circle)s takes request %(number)s back") % {"circle": circle, "number": content["number"]}
    if step.kind is StepKind.RECORD_ADDED:
        return _("Record: %(circle)s") % {
            "circle": STAGES[Stage.DECIDED][1] if step.stage is Stage.COMMITTEE else circle
        }
    if step.kind is StepKind.PROPOSED:
        return _("Proposal %(loop)s: %(total)s") % {"loop": content["loop"], "total": euros(content["total"])}
    if step.kind is StepKind.VOICE_GIVEN:
        return f"{circle} {POSITIONS[Position(content['position'])][1]}"
    if step.kind is StepKind.OBJECTION_RAISED:
        who = circle if step.area_code else str(ROLE_TITLES[Role(content["speaker"])])
        return _("Objection %(number)s: %(who)s") % {"number": content["number"], "who": who}
    if step.kind is StepKind.OBJECTION_ANSWERED:
        return _("Answer to objection %(number)s") % {"number": content["number"]}
    if step.kind is StepKind.MINORITY_VIEW:
        return _("Minority view to objection %(number)s") % {"number": content["number"]}
    return _("Decision: %(outcome)s") % {"outcome": OUTCOMES[Outcome(content["outcome"])]}


def _step_text(step: StepRow) -> str:
    content = step.content
    if step.kind is StepKind.REQUEST_SUBMITTED:
        return f"{content['title']}. {content['goal']}"
    for name in ("text", "reason", "answer", "explanation", "title"):
        if content.get(name):
            return str(content[name])
    return ""


def days_moved(steps: Sequence[StepRow]) -> int:
    """How often days were moved, for calendars."""
    return sum(step.kind is StepKind.DATES_MOVED for step in steps)
