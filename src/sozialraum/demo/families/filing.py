"""The file of a family that was told: its words, and the help built from them, as whole files are brought in."""

from __future__ import annotations

from uuid import UUID

from sozialraum.demo.families.arranging import Arranging
from sozialraum.demo.families.telling import Telling
from sozialraum.individual.enums import CaseState
from sozialraum.individual.family_files import FamilyFile, NewStep


def file_of(told: Telling, case_id: UUID) -> FamilyFile:
    """Tell the family and put its file together; once for a telling, as no sentence is told twice."""
    goals, resources = told.tell()
    built = Arranging(told, goals)
    return FamilyFile(
        case_id=case_id, members=told.members(), words=told.said, consultations=tuple(told.consultations()),
        steps=tuple(
            NewStep(state, day, told.sentence("ended") if state is CaseState.ENDED else "")
            for state, day in told.way.steps
        ),
        goals=goals, resources=resources, skipped=built.skipped, parts=built.parts,
        sheet=built.sheet, choice=built.choice, decision=built.decision, plans=built.plans(),
        meetings=built.meetings(), reminders=built.reminders(), handovers=built.handovers(), maps=built.maps(),
    )  # fmt: skip
