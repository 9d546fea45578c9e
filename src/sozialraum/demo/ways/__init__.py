"""Families told from the first concern on, written by hand from end to end: three as far as aftercare, one that was
refused and called in the ombuds office, and one whose child was protected beside the help.

Their texts stand in `texts/`, one file a family; what a file leaves out is in `city/base/stories.toml`.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import NOW, on
from sozialraum.demo.city.stories import STORY_WORKER, Story
from sozialraum.demo.people import Crowd
from sozialraum.demo.ways.ombuds import refuse_and_object
from sozialraum.demo.ways.reading import Way, ways
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import CaseState
from sozialraum.individual.services import TakenOverCase, TakenOverHelp

VINTAGE, TEAM = "2023", "T03"
WITH_A_HELP = frozenset({CaseState.RUNNING, CaseState.ENDED, CaseState.AFTERCARE})
REFUSED_FIRST = "Vogel"

__all__ = ["bring_in", "tell_ways", "way_of"]


def way_of(family_name: str, offered: Collection[str]) -> Way | None:
    """The way of a family, where it is told from end to end and somebody offers its help (``offered``, legal bases)."""
    return next((each for each in _told(offered) if each.family_name == family_name), None)


def tell_ways(crowd: Crowd, offered: Collection[str]) -> dict[str, UUID]:
    """Tell the ways of all families that no story begins; returns the ids of their cases by the family's name."""
    return {way.family_name: bring_in(crowd, way) for way in _told(offered) if not way.story}


def _told(offered: Collection[str]) -> list[Way]:
    """A small city has no offer for some of them: nobody there could have been granted it."""
    return [each for each in ways() if each.help_code in offered]


@transaction.atomic
def bring_in(crowd: Crowd, way: Way, story: Story | None = None) -> UUID:
    """Open the case on its day and bring its whole file in; the words of a ``story`` come first. Returns the id."""
    worker, lead = crowd.persona("case_worker"), crowd.persona("team_lead")
    (case_id,) = services.take_over_cases(
        worker,
        [
            TakenOverCase(
                number=way.number, family_name=way.family_name, area_code=way.area_code, area_vintage=VINTAGE,
                team_code=TEAM, state=way.state, opened_on=way.opened_on, ended_on=way.ended_on,
                worker_id=crowd.personas["case_worker"], helps=_helps(way),
            )
        ],
        at=on(way.opened_on),
    )  # fmt: skip
    if way.family_name == REFUSED_FIRST:
        refuse_and_object(crowd, case_id, way)
    file = way.file(case_id, worker=" ".join(STORY_WORKER), story=story)
    services.take_over_files(_grant(crowd, "case_worker", case_id, Action.WRITE), [file])
    if file.decision and file.decision.decided_on and lead.user_id:
        services.note_decided(_grant(crowd, "team_lead", case_id, Action.DECIDE), [file])
    return case_id


def _helps(way: Way) -> tuple[TakenOverHelp, ...]:
    """The help on record for the official statistics, once it has begun."""
    if way.state not in WITH_A_HELP:
        return ()
    return (
        TakenOverHelp(help_kind=way.help_code, begun_on=way.began_on, ended_on=way.ended_on, key=way.number),
    )


def _grant(crowd: Crowd, persona: str, case_id: UUID, action: Action) -> Grant:
    return gate.open(crowd.persona(persona), Purpose.SERVICE, action, Subject("case", (case_id,)), at=NOW)
