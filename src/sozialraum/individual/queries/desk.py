"""What waits on the desk of somebody who is there for families: all of it in one statement, for the start page.

Row-level security is planned and started anew with each statement and each table named in it, which costs more than
the few rows that are found. The cases are therefore read once, and every part takes the name of the family from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.utils import timezone

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import CaseState, PlanState, Track
from sozialraum.individual.queries.cases import provided_cases
from sozialraum.individual.queries.missing_nearby import Answered, UntoldMark, answered, themes_to_tell
from sozialraum.individual.queries.plans import DueReview
from sozialraum.individual.queries.process import DueStep, HandoverRow
from sozialraum.individual.queries.protection import ProtectionDue
from sozialraum.individual.rules.process import step_due_on

CAME_IN: Final = timedelta(days=14)
IN_SIGHT: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class CameIn:
    """Words that somebody of a family wrote down herself."""

    case_id: UUID
    speaker: str
    text: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """Something noted for a day: a meeting with ``begins_at``, or what a family waits for with ``due_on``.

    ``suits`` is the latest answer to a meeting by ``answered_by``, ``None`` while nobody has answered.
    """

    case_id: UUID
    family_name: str
    text: str
    more: str
    due_on: date | None
    begins_at: datetime | None
    minutes: int | None
    suits: bool | None
    answered_by: str


@dataclass(frozen=True, slots=True)
class DueObjection:
    """An objection that has no answer yet: the day for it, or the last day for its form where it is only ``announced``."""

    case_id: UUID
    family_name: str
    due_on: date
    announced: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What came in and what is due in the cases of a grant, the earliest first of each; of what came in the latest.

    ``names`` are those of the families in whose cases two have still to look at a report (``protection``).
    """

    came_in: tuple[CameIn, ...]
    protection: tuple[ProtectionDue, ...]
    names: dict[UUID, str]
    answered: tuple[Answered, ...]
    steps: tuple[DueStep, ...]
    noted: tuple[Noted, ...]
    reviews: tuple[DueReview, ...]
    objections: tuple[DueObjection, ...]
    handovers: tuple[tuple[UUID, str, HandoverRow], ...]


class _Row(NamedTuple):
    """One row of any part; what the columns hold is said by its kind."""

    kind: str
    case_id: UUID
    family_name: Any
    day: Any
    other_day: Any
    at: Any
    text: str
    more: str
    who: str
    minutes: int | None
    suits: bool | None
    id: Any
    from_id: Any
    to_id: Any


# every part has the columns of ``_Row``, in its order
_WORDS: Final = """
(SELECT 'words' AS kind, said.case_id, NULL::text AS family_name, NULL::date AS day, NULL::date AS other_day,
  said.recorded_at AS at, said.text, '' AS more, coalesce(nullif(m.called, ''), m.full_name) AS who,
  NULL::integer AS minutes, NULL::boolean AS suits, NULL::uuid AS id, NULL::uuid AS from_id, NULL::uuid AS to_id
FROM person_statement said JOIN person_member m ON m.id = said.speaker_id AND m.user_id = said.recorded_by
WHERE said.case_id = ANY(%(ids)s) AND said.recorded_at >= %(came_in)s
  AND (said.agreed_with_provider OR said.case_id <> ALL(%(provided)s::uuid[]))
ORDER BY said.recorded_at DESC LIMIT %(words)s)
"""
_DESK: Final = f"""
WITH own AS MATERIALIZED (
  SELECT id, family_name, state, opened_on, ended_on, merged_into FROM person_case WHERE id = ANY(%(ids)s)
)
{_WORDS}
UNION ALL
SELECT 'protection', due.case_id, own.family_name, NULL, NULL, due.due_at, '', '', '', NULL, NULL, due.report_id, NULL, NULL
FROM reports_to_look_at() due LEFT JOIN own ON own.id = due.case_id
UNION ALL
SELECT 'mark', marked.case_id, NULL, marked.marked_on, NULL, NULL, marked.kind, marked.area_code, '', NULL, NULL, NULL,
  NULL, NULL
FROM person_missing_nearby marked
WHERE marked.case_id = ANY(%(ids)s) AND marked.withdrawn_at IS NULL AND marked.told_at IS NULL
  AND marked.kind = ANY(%(missing)s)
UNION ALL
SELECT 'step', own.id, own.family_name, coalesce(last.taken_on, CASE WHEN own.state = %(concern)s THEN own.opened_on END),
  NULL, NULL, own.state, '', '', NULL, NULL, NULL, NULL, NULL
FROM own LEFT JOIN (
  SELECT DISTINCT ON (s.case_id) s.case_id, s.taken_on FROM person_case_step s
  WHERE s.case_id = ANY(ARRAY(SELECT id FROM own WHERE ended_on IS NULL AND state = ANY(%(with_period)s)))
    AND s.track = %(help)s ORDER BY s.case_id, s.id DESC
) last ON last.case_id = own.id
WHERE own.ended_on IS NULL AND own.state = ANY(%(with_period)s)
UNION ALL
SELECT 'noted', r.case_id, (SELECT family_name FROM own WHERE own.id = r.case_id), r.due_on, NULL, NULL, r.text, r.waits_for, '',
  NULL, NULL, NULL, NULL, NULL
FROM person_reminder r
WHERE r.case_id = ANY(%(ids)s) AND r.done_at IS NULL
UNION ALL
SELECT 'noted', a.case_id, (SELECT family_name FROM own WHERE own.id = a.case_id), NULL, NULL, a.begins_at, a.topic,
  a.meeting_place, coalesce(said.full_name, ''), a.minutes, said.suits, NULL, NULL, NULL
FROM person_appointment a LEFT JOIN LATERAL (
  SELECT reply.suits, m.full_name FROM person_appointment_reply reply LEFT JOIN person_member m ON m.id = reply.member_id
  WHERE reply.appointment_id = a.id ORDER BY reply.said_at DESC LIMIT 1
) said ON true
WHERE a.case_id = ANY(%(ids)s) AND a.cancelled_at IS NULL AND a.begins_at >= %(begin)s AND a.begins_at < %(end)s
UNION ALL
SELECT 'review', own.id, own.family_name, plan.review_on, NULL, NULL, '', '', '', NULL, NULL, NULL, NULL, NULL FROM (
  SELECT DISTINCT ON (p.case_id) p.case_id, p.review_on FROM person_help_plan p
  WHERE p.case_id = ANY(%(ids)s) AND p.state = %(fixed)s ORDER BY p.case_id, p.number DESC
) plan JOIN own ON own.id = plan.case_id WHERE plan.review_on <= %(reviews_until)s AND own.ended_on IS NULL
UNION ALL
SELECT 'objection', o.case_id, own.family_name, coalesce(o.answer_due_on, o.last_day), o.came_on, NULL, '', '', '', NULL, NULL,
  NULL, NULL, NULL
FROM person_formal_objection o JOIN own ON own.id = o.case_id
WHERE o.case_id = ANY(%(ids)s) AND o.state = 'open' AND own.merged_into IS NULL
UNION ALL
SELECT 'handover', h.case_id, own.family_name, (h.begun_at AT TIME ZONE 'UTC')::date, h.joint_talk_on, NULL,
  h.without_talk, h.family_note, '', NULL, NULL, h.id, h.from_id, h.to_id
FROM person_handover h JOIN own ON own.id = h.case_id
WHERE h.case_id = ANY(%(ids)s) AND h.done_at IS NULL AND h.withdrawn_at IS NULL
"""  # noqa: S608 - constants of this module
_WITH_PERIOD: Final = [state.value for state in CaseState if step_due_on(state, date(2000, 1, 1))]


def latest_own_words(grant: Grant, *, limit: int) -> tuple[CameIn, ...]:
    """What families wrote themselves in the two weeks before the grant, newest first.

    A provider's worker receives only the words that were agreed for the provider.
    """
    return _came_in(_Row(*row) for row in statements.rows(_WORDS, _own_words(grant, limit)))


def desk(grant: Grant, *, words: int, reviews_until: date) -> Desk:
    """Everything that waits in the cases of this grant for a case worker of the office: at most ``words`` that came in,
    reviews of the latest fixed plan as far as due by a day, meetings from today on for two weeks.
    """
    closed = themes_to_tell(grant)
    begin = timezone.localtime(grant.at).replace(hour=0, minute=0, second=0, microsecond=0)
    values = _own_words(grant, words) | {
        "missing": list({theme.missing.value for theme in closed}),
        "concern": CaseState.CONCERN.value, "help": Track.HELP.value, "fixed": PlanState.FIXED.value,
        "with_period": _WITH_PERIOD, "reviews_until": reviews_until, "begin": begin, "end": begin + IN_SIGHT,
    }  # fmt: skip
    found: dict[str, list[_Row]] = {}
    for row in statements.rows(_DESK, values):
        found.setdefault(row[0], []).append(_Row(*row))
    protection = sorted(found.get("protection", ()), key=lambda row: row.at)
    reviews = (DueReview(row.case_id, row.family_name, row.day) for row in found.get("review", ()))
    steps = (_step(row) for row in found.get("step", ()))
    return Desk(
        came_in=_came_in(found.get("words", ())),
        protection=tuple(ProtectionDue(row.case_id, row.id, row.at) for row in protection),
        names={row.case_id: row.family_name for row in protection if row.family_name is not None},
        answered=answered(closed, [UntoldMark(row.case_id, row.text, row.more, row.day) for row in found.get("mark", ())]),
        steps=tuple(sorted((step for step in steps if step), key=lambda each: each.due_on)),
        noted=tuple(sorted((_noted(row) for row in found.get("noted", ())), key=_when)),
        reviews=tuple(sorted(reviews, key=lambda each: each.review_on)),
        objections=tuple(
            DueObjection(row.case_id, row.family_name, row.day, row.other_day is None)
            for row in sorted(found.get("objection", ()), key=lambda row: row.day)
        ),
        handovers=_handovers(found.get("handover", [])),
    )  # fmt: skip


def _own_words(grant: Grant, limit: int) -> dict[str, Any]:
    return {
        "ids": list(grant.subject.ids), "came_in": grant.at - CAME_IN, "provided": provided_cases(grant), "words": limit
    }  # fmt: skip


def _came_in(rows: Iterable[_Row]) -> tuple[CameIn, ...]:
    found = (CameIn(row.case_id, row.who, row.text, row.at) for row in rows)
    return tuple(sorted(found, key=lambda each: each.said_at, reverse=True))


def _step(row: _Row) -> DueStep | None:
    state = CaseState(row.text)
    due_on = step_due_on(state, row.day) if row.day else None
    return DueStep(row.case_id, row.family_name, state, row.day, due_on) if due_on else None


def _noted(row: _Row) -> Noted:
    return Noted(
        row.case_id, row.family_name, row.text, row.more, row.day, row.at, row.minutes, row.suits, row.who
    )


def _when(noted: Noted) -> datetime:
    return noted.begins_at or datetime.combine(noted.due_on or date.max, time(), UTC)


def _handovers(found: Sequence[_Row]) -> tuple[tuple[UUID, str, HandoverRow], ...]:
    names = names_of({key for row in found for key in (row.from_id, row.to_id)}) if found else {}
    return tuple(
        (
            row.case_id, row.family_name,
            HandoverRow(
                id=row.id, from_id=row.from_id, from_name=names.get(row.from_id, ""), to_name=names.get(row.to_id, ""),
                to_id=row.to_id, joint_talk_on=row.other_day, without_talk=row.text, family_note=row.more,
                family_note_by=None, begun_on=row.day, done_on=None,
            ),
        )
        for row in found
    )  # fmt: skip
