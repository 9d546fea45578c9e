"""What families wait for in the cases of a grant, for the start page: asked in one statement for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import CaseState, PlanState, Track
from sozialraum.individual.queries.plans import DueReview
from sozialraum.individual.queries.process import DueStep, HandoverRow
from sozialraum.individual.rules.process import step_due_on


@dataclass(frozen=True, slots=True)
class DueObjection:
    """An objection that has no answer yet: the day for it, or the last day for its form where it is only ``announced``."""

    case_id: UUID
    family_name: str
    due_on: date
    announced: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Steps, reviews and objections, the earliest first of each; handovers with id and name of the family."""

    steps: tuple[DueStep, ...]
    reviews: tuple[DueReview, ...]
    handovers: tuple[tuple[UUID, str, HandoverRow], ...]
    objections: tuple[DueObjection, ...]


# every part has the columns of the first: kind, id of the case, name of the family, two days, two texts, three ids
_WAITING: Final = """
SELECT 'step' AS kind, c.id AS case_id, c.family_name,
  coalesce(last.taken_on, CASE WHEN c.state = %(concern)s THEN c.opened_on END) AS day, NULL::date AS other_day,
  c.state AS text, '' AS other_text, NULL::uuid AS id, NULL::uuid AS from_id, NULL::uuid AS to_id
FROM person_case c LEFT JOIN (
  SELECT DISTINCT ON (s.case_id) s.case_id, s.taken_on FROM person_case_step s
  WHERE s.case_id = ANY(%(ids)s) AND s.track = %(help)s ORDER BY s.case_id, s.id DESC
) last ON last.case_id = c.id
WHERE c.id = ANY(%(ids)s) AND c.ended_on IS NULL AND c.state = ANY(%(with_period)s)
UNION ALL
SELECT 'review', plan.case_id, plan.family_name, plan.review_on, NULL, '', '', NULL, NULL, NULL FROM (
  SELECT DISTINCT ON (p.case_id) p.case_id, c.family_name, p.review_on
  FROM person_help_plan p JOIN person_case c ON c.id = p.case_id
  WHERE p.case_id = ANY(%(ids)s) AND p.state = %(fixed)s AND c.ended_on IS NULL ORDER BY p.case_id, p.number DESC
) plan WHERE plan.review_on <= %(reviews_until)s
UNION ALL
SELECT 'handover', h.case_id, c.family_name, (h.begun_at AT TIME ZONE 'UTC')::date, h.joint_talk_on, h.without_talk,
  h.family_note, h.id, h.from_id, h.to_id
FROM person_handover h JOIN person_case c ON c.id = h.case_id
WHERE h.case_id = ANY(%(ids)s) AND h.done_at IS NULL AND h.withdrawn_at IS NULL
UNION ALL
SELECT 'objection', o.case_id, c.family_name, coalesce(o.answer_due_on, o.last_day), o.came_on, '', '', NULL, NULL, NULL
FROM person_formal_objection o JOIN person_case c ON c.id = o.case_id
WHERE o.case_id = ANY(%(ids)s) AND o.state = 'open' AND c.merged_into IS NULL
"""
_WITH_PERIOD: Final = [state.value for state in CaseState if step_due_on(state, date(2000, 1, 1))]


def waiting(grant: Grant, *, reviews_until: date) -> Waiting:
    """What is due or agreed in the cases of this grant; reviews of the latest fixed plan as far as due by a day."""
    by_kind: dict[str, list[tuple[Any, ...]]] = {}
    for kind, *row in statements.rows(
        _WAITING,
        {
            "ids": list(grant.subject.ids), "concern": CaseState.CONCERN.value, "help": Track.HELP.value,
            "fixed": PlanState.FIXED.value, "with_period": _WITH_PERIOD, "reviews_until": reviews_until,
        },
    ):  # fmt: skip
        by_kind.setdefault(kind, []).append(tuple(row))
    steps = (_step(row) for row in by_kind.get("step", ()))
    reviews = (DueReview(case_id, name, day) for case_id, name, day, *_ in by_kind.get("review", ()))
    return Waiting(
        steps=tuple(sorted((step for step in steps if step), key=lambda each: each.due_on)),
        reviews=tuple(sorted(reviews, key=lambda each: each.review_on)),
        handovers=_handovers(by_kind.get("handover", [])),
        objections=tuple(
            DueObjection(case_id, name, day, came_on is None)
            for case_id, name, day, came_on, *_ in sorted(
                by_kind.get("objection", ()), key=lambda row: row[2]
            )
        ),
    )


def _step(row: tuple[Any, ...]) -> DueStep | None:
    case_id, name, since, _, state, *_ = row
    due_on = step_due_on(CaseState(state), since) if since else None
    return DueStep(case_id, name, CaseState(state), since, due_on) if due_on else None


def _handovers(found: list[tuple[Any, ...]]) -> tuple[tuple[UUID, str, HandoverRow], ...]:
    names = names_of({key for row in found for key in row[7:9]}) if found else {}
    return tuple(
        (
            case_id, family_name,
            HandoverRow(
                id=number, from_id=from_id, from_name=names.get(from_id, ""), to_name=names.get(to_id, ""), to_id=to_id,
                joint_talk_on=joint_talk_on, without_talk=without_talk, family_note=family_note, family_note_by=None,
                begun_on=begun_on, done_on=None,
            ),
        )
        for case_id, family_name, begun_on, joint_talk_on, without_talk, family_note, number, from_id, to_id in found
    )  # fmt: skip
