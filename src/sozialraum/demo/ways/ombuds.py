"""What a mother does when her claim is refused: she objects, and lets somebody of the ombuds office in beside her."""

from __future__ import annotations

from datetime import date
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
from sozialraum.individual.enums import MemberKind, SharedThing

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


def object_and_call(crowd: Crowd, case_id: UUID, way: Way) -> None:
    """Let the mother in, object in her name, answer as the office, and let Ms Behnke of the ombuds office in by letter."""
    mother = next(each for each in way.told["member"] if each["kind"] == MemberKind.PARENT)
    account = NewPerson(username="sandra.vogel", full_name=mother["full_name"])
    add_people([account], by=crowd.personas["case_worker"], at=on(ACCOUNT_ON))
    give_roles(
        [NewRole(account.id, Role.PARENT, ScopeKind.CASE, str(case_id), valid_from=ACCOUNT_ON)],
        by=crowd.personas["case_worker"], at=on(ACCOUNT_ON),
    )  # fmt: skip
    worker = crowd.persona("case_worker")
    services.add_member(
        _writing(worker, case_id, ACCOUNT_ON, 9), kind=MemberKind.PARENT, full_name=mother["full_name"],
        called=mother["called"], born_on=mother["born_on"], user_id=account.id,
    )  # fmt: skip
    herself = crowd.actor(account.id)
    reply_id = services.object_to(_writing(herself, case_id, OBJECTED_ON, 19), words=OBJECTION)
    services.answer_reply(_writing(worker, case_id, ANSWERED_ON, 9), reply_id, answer=ANSWER)
    _id, code = services.let_in(
        _writing(herself, case_id, LET_IN_ON, 16), full_name="Renate Behnke", relation="Ombudsstelle Lindenfurt",
        things=(SharedThing.OWN_WORDS, SharedThing.PLAN, SharedThing.MEETINGS), until=UNTIL,
    )  # fmt: skip
    accept_invitation(code=code, at=on(LET_IN_ON, 18), username="renate.behnke")


def _writing(actor: Actor, case_id: UUID, day: date, hour: int) -> Grant:
    return gate.open(actor, Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=on(day, hour))
