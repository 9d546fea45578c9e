"""What a mother does when her claim is refused: she objects, and lets somebody of the ombuds office in beside her."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sozialraum.demo.calendar import on
from sozialraum.demo.people import Crowd
from sozialraum.demo.ways.reading import Way
from sozialraum.foundation.accounts.services import (
    NewPerson,
    NewRole,
    accept_invitation,
    add_people,
    give_roles,
)
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import AdviceTopic, ConsultationForm, MemberKind, Outcome, SharedThing

ACCOUNT_ON, OBJECTED_ON, ANSWERED_ON, LET_IN_ON = (
    date(2025, 3, 6), date(2025, 5, 26), date(2025, 5, 30), date(2025, 5, 30),
)  # fmt: skip
UNTIL = date(2026, 3, 31)
OBJECTION = (
    "Ich widerspreche dem Brief vom 22. Mai. Die Schule hat mir schriftlich gegeben, dass sie niemanden hat. Wenn beide sagen, "
    "der andere, dann sitzt Lion im Sekretariat. Bitte prüfen Sie noch einmal, und zwar vor den Sommerferien."
)  # fmt: skip
ANSWER = (
    "Ihr Widerspruch ist angekommen und hält die Frist ein. Wir prüfen neu und fragen die Schule bis zum 20. Juni schriftlich. "
    "Frau Behnke von der Ombudsstelle ist zu allen Gesprächen eingeladen, wenn Sie das möchten."
)  # fmt: skip


def refuse_and_object(crowd: Crowd, case_id: UUID, way: Way) -> None:
    """Refuse the claim first; then the mother objects, and lets Ms Behnke of the ombuds office in beside her."""
    people = _know_the_family(crowd, case_id, way)
    _refuse(crowd, case_id, way.told["refused"], people, way.help_code)
    worker, herself = crowd.persona("case_worker"), crowd.actor(people["account"])
    reply_id = services.object_to(_opened(herself, case_id, OBJECTED_ON, 19), words=OBJECTION)
    services.answer_reply(_opened(worker, case_id, ANSWERED_ON, 9), reply_id, answer=ANSWER)
    _id, code = services.let_in(
        _opened(herself, case_id, LET_IN_ON, 16), full_name="Renate Behnke", relation="Ombudsstelle Lindenfurt",
        things=(SharedThing.OWN_WORDS, SharedThing.PLAN, SharedThing.MEETINGS), until=UNTIL,
    )  # fmt: skip
    accept_invitation(code=code, at=on(LET_IN_ON, 18), username="renate.behnke")


def _know_the_family(crowd: Crowd, case_id: UUID, way: Way) -> dict[str, UUID]:
    """Add everybody of the family, the mother with her account; returns who is who, by what the family calls them."""
    mother = next(each for each in way.told["member"] if each["kind"] == MemberKind.PARENT)
    account = NewPerson(username="sandra.vogel", full_name=mother["full_name"])
    add_people([account], by=crowd.personas["case_worker"], at=on(ACCOUNT_ON))
    give_roles(
        [NewRole(account.id, Role.PARENT, ScopeKind.CASE, str(case_id), valid_from=ACCOUNT_ON)],
        by=crowd.personas["case_worker"], at=on(ACCOUNT_ON),
    )  # fmt: skip
    grant = _opened(crowd.persona("case_worker"), case_id, ACCOUNT_ON, 9)
    found = {"account": account.id}
    for each in way.told["member"]:
        found[each["called"]] = services.add_member(
            grant, kind=MemberKind(each["kind"]), full_name=each["full_name"], called=each["called"],
            born_on=each["born_on"], user_id=account.id if each is mother else None,
        )  # fmt: skip
    return found


def _refuse(
    crowd: Crowd, case_id: UUID, told: Mapping[str, Any], people: Mapping[str, UUID], help_kind: str
) -> None:
    """Advice, list, choice, and the decision that was taken first: each on its day, by who did it."""
    worker = crowd.persona("case_worker")
    services.log_consultation(
        _opened(worker, case_id, told["explained_on"]), held_on=told["explained_on"], form=ConsultationForm.PLAIN_TEXT,
        topics=list(AdviceTopic), present=[people["Mama"], people["Lion"]], note=told["note"],
    )  # fmt: skip
    services.show_options(
        _opened(worker, case_id, told["shown_on"]), help_kind=help_kind, on=told["shown_on"]
    )
    services.record_choice(
        _opened(worker, case_id, told["chosen_on"]), other=told["wish"], member_id=people["Mama"], words=told["words"],
        on=told["chosen_on"],
    )  # fmt: skip
    decision_id = services.prepare_decision(
        _opened(worker, case_id, told["prepared_on"]), outcome=Outcome.REFUSED, content=told["content"], reasons=told["reasons"]
    )  # fmt: skip
    lead = crowd.persona("team_lead")
    services.decide_claim(_opened(lead, case_id, told["decided_on"], action=Action.DECIDE), decision_id)
    services.note_letter_sent(_opened(worker, case_id, told["sent_on"]), decision_id, on=told["sent_on"])


def _opened(
    actor: Actor, case_id: UUID, day: date, hour: int = 10, *, action: Action = Action.WRITE
) -> Grant:
    return gate.open(actor, Purpose.SERVICE, action, Subject("case", (case_id,)), at=on(day, hour))
