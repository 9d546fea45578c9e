"""Three objections to decisions: one was remedied, one goes on to whoever decides, one waits for its answer."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import NOW, on
from sozialraum.demo.people import Crowd
from sozialraum.demo.ways.ombuds import OBJECTED_ON, OBJECTION
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import MemberKind, ObjectionForm, Outcome
from sozialraum.individual.queries.formal_objections import SentDecision

STORIES = frozenset({"Kessler", "Wulf", "Riedel", "Brinkmann", "Sarpong", "Hoang"})
REFUSED = "Vogel"
OTHERS_DECIDE = "Widerspruchsstelle der Stadt Lindenfurt"
VOGELS_READ = (
    "Wir haben neu geprüft und heben die Ablehnung vom 21. Mai auf. Die Schule hat schriftlich erklärt, dass sie niemanden hat; "
    "bis das geklärt ist, darf Lion nicht warten. Der neue Bescheid liegt bei."
)
ASKED_FOR_ANOTHER = "Ich hatte ein anderes Haus genannt, das näher an der Schule liegt. Warum es das nicht wird, verstehe ich aus dem Brief nicht."
STAYS = (
    "Ihr Wunsch war berechtigt. Das andere Haus hat uns für dieses Jahr abgesagt, und so lange zu warten schien uns nicht richtig. "
    "Wir bleiben deshalb dabei und geben Ihren Widerspruch weiter; dort wird noch einmal unabhängig entschieden."
)
TOO_SHORT = (
    "Mit der Hilfe bin ich einverstanden, mit der Zeit nicht. In einem halben Jahr fangen wir gerade erst an."
)


def object_to_decisions(crowd: Crowd) -> None:
    """Put the objections on record as the case worker did, and answer them as the lead of the team did."""
    with transaction.atomic():
        own = queries.list_own_cases(crowd.persona("case_worker"), at=NOW)
        names = queries.family_names(own, list(own.subject.ids))
    sent: list[tuple[SentDecision, UUID, str]] = []
    for case_id in sorted(own.subject.ids, key=str):
        with transaction.atomic():
            sent += [
                (each, case_id, names[case_id])
                for each in queries.sent_decisions(_grant(crowd, case_id, NOW.date(), Action.READ))
            ]
    told = sorted(
        (each for each in sent if each[2] not in STORIES | {REFUSED}),
        key=lambda one: (one[0].sent_on, one[2]),
    )
    late = [each for each in told if date(2026, 9, 1) <= each[0].sent_on <= date(2026, 11, 1)]
    earlier = [each for each in told if date(2026, 1, 1) <= each[0].sent_on <= date(2026, 7, 31)]
    for decision, case_id, name in sent:
        if name == REFUSED and decision.outcome is Outcome.REFUSED:
            _object(
                crowd,
                case_id,
                decision,
                OBJECTION,
                ObjectionForm.WRITTEN,
                answer=VOGELS_READ,
                remedied=True,
                came_on=OBJECTED_ON,
            )
    if earlier:
        decision, case_id, _name = earlier[-1]
        _object(crowd, case_id, decision, ASKED_FOR_ANOTHER, ObjectionForm.WRITTEN, answer=STAYS)
    if late:
        decision, case_id, _name = late[-1]
        _object(crowd, case_id, decision, TOO_SHORT, ObjectionForm.TAKEN_DOWN)


def _object(
    crowd: Crowd,
    case_id: UUID,
    decision: SentDecision,
    words: str,
    form: ObjectionForm,
    *,
    answer: str = "",
    remedied: bool = False,
    came_on: date | None = None,
) -> None:
    came_on = came_on or decision.sent_on + timedelta(days=18)
    with transaction.atomic():
        grant = _grant(crowd, case_id, came_on, Action.WRITE)
        people = queries.case_file(grant).people
        parent = next((each for each in people if each.kind is MemberKind.PARENT), people[0])
        made = services.record_objection(
            grant, decision.id, member_id=parent.id, form=form, came_on=came_on, words=words
        )
    if answer:
        with transaction.atomic():
            services.answer_objection(
                _grant(crowd, case_id, came_on + timedelta(days=45), Action.DECIDE), made, remedied=remedied, answer=answer,
                passed_to="" if remedied else OTHERS_DECIDE,
            )  # fmt: skip


def _grant(crowd: Crowd, case_id: UUID, day: date, action: Action) -> Grant:
    key = "team_lead" if action is Action.DECIDE else "case_worker"
    return gate.open(crowd.persona(key), Purpose.SERVICE, action, Subject("case", (case_id,)), at=on(day, 11))
