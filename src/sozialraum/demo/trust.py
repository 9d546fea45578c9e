"""Whom Jonas Kessler trusts: his aunt, who came in with his letter."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import ahead, on
from sozialraum.demo.people import Crowd
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.services import accept_invitation
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.rules.trust import LONGEST

LET_IN_ON, UNTIL = date(2026, 10, 6), date(2027, 3, 31)
THINGS = (
    SharedThing.OWN_WORDS, SharedThing.GOALS, SharedThing.MEETINGS, SharedThing.CONTRIBUTIONS, SharedThing.NETWORK_MAP,
)  # fmt: skip
PERSONA = "trusted_person"


def let_aunt_in(crowd: Crowd, case_id: UUID) -> None:
    """Jonas writes the letter on his phone; his aunt opens her access the next day."""
    with transaction.atomic():
        grant = gate.open(
            crowd.persona("young_person"), Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)),
            at=on(LET_IN_ON, 18),
        )  # fmt: skip
        _id, code = services.let_in(
            grant,
            full_name="Silke Kessler",
            relation="meine Tante",
            things=THINGS,
            until=min(ahead(UNTIL), LET_IN_ON + LONGEST),
        )
        aunt = accept_invitation(code=code, at=on(LET_IN_ON, 20), username=PERSONA)
        User.objects.filter(id=aunt.id).update(persona=PERSONA)
