"""What follows from the words of a family: contributions ring by ring, the team's advice, choice, decision, plans."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sozialraum.demo.calendar import ahead
from sozialraum.demo.city.working_days import working_day
from sozialraum.demo.families.days import TODAY
from sozialraum.demo.families.drawing import drawn_map
from sozialraum.demo.families.people import Somebody
from sozialraum.demo.families.planning import Planning, hours
from sozialraum.demo.families.telling import Telling
from sozialraum.demo.families.wording import days_in
from sozialraum.individual.enums import (
    CaseState,
    ComponentKind,
    Funding,
    GoalLevel,
    Outcome,
    Ring,
    UseValue,
)
from sozialraum.individual.family_files import (
    NewChoice,
    NewDecision,
    NewGoal,
    NewHandover,
    NewIdea,
    NewMap,
    NewMeeting,
    NewPart,
    NewPlan,
    NewReminder,
    NewSheet,
    NewUse,
)
from sozialraum.individual.rules import years_old
from sozialraum.individual.rules.arrangements import RINGS, Extent, slots_of
from sozialraum.individual.rules.use_value import FIRST_AFTER

KINDS: Final = {
    "family_friends": ComponentKind.FAMILY_FRIENDS, "neighborhood": ComponentKind.NEIGHBORHOOD,
    "mainstream": ComponentKind.MAINSTREAM, "project": ComponentKind.PROJECT,
}  # fmt: skip
SKIPPED: Final = (Ring.FAMILY_FRIENDS, Ring.NEIGHBORHOOD, Ring.MAINSTREAM, Ring.PROJECT)
RING_OF: Final = {"family": Ring.FAMILY_FRIENDS}
EXTENT: Final = {
    "place": "ein Platz, Tag und Nacht", "day_place": "ein Platz an fünf Nachmittagen", "foster": "Pflegegeld, Beratung der Pflegeeltern",
}  # fmt: skip

ANSWERS: Final = 0.9
SPEAKS_FOR_ITSELF: Final = 8
WEIGHTS: Final = (45, 33, 16, 6)
"""How the four answers fall, from "helps a lot" to "makes it harder"."""


class Arranging:
    """Builds on what a :class:`Telling` has told so far; each part is there only where the case has come to it."""

    def __init__(self, told: Telling, goals: Sequence[NewGoal]) -> None:
        self.told, self.goals, self.situation = told, goals, told.situation
        self.draw, self.say, self.reached, self.day = told.draw, told.say, told.reached, told.day
        self.parts: tuple[NewPart, ...] = tuple(self._parts()) if goals else ()
        self.skipped = tuple(self._skipped())
        self.sheet = self._sheet() if self.reached(CaseState.TEAM) else None
        self.choice = self._choice() if self.reached(CaseState.OFFER) else None
        self.decision = self._decision() if self.reached(CaseState.DECISION) else None

    def _parts(self) -> list[NewPart]:
        told, s = self.told, self.situation
        begun = self.day(CaseState.RUNNING) if self.reached(CaseState.RUNNING) else told.second_talk
        own = self.say(s.own)
        own_at = _on_days(s.own_at, days_in(own))
        found = [
            NewPart(
                ComponentKind.OWN, self._owner.called, own, begun, own_at, _minutes(own_at),
                member=self._owner.key, goals=("goal",),
            )
        ]  # fmt: skip
        for helper, person in told.helpers:
            if helper.ring in ("family_friends", "neighborhood") or self.reached(CaseState.PLAN):
                content = told.of_helper(person, helper.part)
                times = _on_days(helper.at, days_in(content))
                found.append(
                    NewPart(
                        KINDS[helper.ring], person.called if helper.sector == "family" else person.full_name,
                        content, begun, times, _minutes(times),
                        member=person.key if person.key in told.spoken else "", goals=("goal",),
                        funding=Funding.OPEN_OFFERS if helper.ring in ("mainstream", "project") else Funding.NONE,
                    )
                )  # fmt: skip
        if self.reached(CaseState.PLAN):
            if s.open:
                content = self.say(s.open)
                times = _on_days(s.open_at, days_in(content))
                found.append(
                    NewPart(
                        KINDS[s.open_ring], told.wording.plainly(s.open_who), content, begun, times, _minutes(times),
                        goals=("goal",), funding=Funding.AREA_PROJECT if s.open_ring == "project" else Funding.OPEN_OFFERS,
                    )
                )  # fmt: skip
            found.append(self._professional(begun))
        found = [replace(part, uses=tuple(self._uses(part))) for part in found]
        return sorted(found, key=lambda part: list(Ring).index(RINGS[part.kind] or Ring.PROFESSIONAL))

    def _professional(self, begun: date) -> NewPart:
        told, s = self.told, self.situation
        place = s.place != "hours"
        later: tuple[Extent, ...] = ()
        again = [day for state, day in told.way.steps if state is CaseState.RUNNING][1:]
        if again and s.help_minutes >= 120 and not place:
            fewer = max(30, round(s.help_minutes * 0.66 / 30) * 30)
            later = (Extent(again[0], fewer, reason=told.sentence("fewer_hours")),)
        return NewPart(
            ComponentKind.PROFESSIONAL_PLACE if place else ComponentKind.PROFESSIONAL_HOURS,
            f"{told.pro.full_name}, {told.pro.provider}"[:200], self.say(s.help), begun, (), s.help_minutes,
            funding=Funding.DAILY_RATE if place else Funding.HOURS, goals=("goal",), later=later,
            valid_until=told.way.ended_on,
        )  # fmt: skip

    def _uses(self, part: NewPart) -> Iterator[NewUse]:
        """What the young people and their parents say it is good for: six weeks after it began, and in each year that follows.

        Few write why; by far the most only tap one of the four answers.
        """
        told = self.told
        draw = random.Random(f"{told.number} {part.who} helps")  # noqa: S311 - an invented city, no secret
        known = (told.child, *told.siblings, told.carer, told.other)
        asked = [each for each in known if each is not None and each.key != part.member]
        until = min(part.valid_until or TODAY, TODAY)
        if not self.reached(CaseState.RUNNING):
            return
        for each in asked:
            if years_old(each.born_on, today=part.valid_from) < SPEAKS_FOR_ITSELF:
                continue
            day = part.valid_from + FIRST_AFTER + timedelta(days=draw.randrange(20))
            while day <= until:
                if draw.random() < ANSWERS:
                    yield NewUse(each.key, draw.choices(list(UseValue), WEIGHTS)[0], day)
                day += timedelta(days=300 + draw.randrange(60))

    @property
    def _owner(self) -> Somebody:
        carer = self.told.carer
        return carer if self.situation.own_by == "carer" and carer else self.told.child

    def _skipped(self) -> list[tuple[Ring, str, date]]:
        if not self.reached(CaseState.PLAN):
            present = {RINGS[each.kind] for each in self.parts}
            wanted = [
                ring
                for ring in (Ring.FAMILY_FRIENDS,)
                if Ring.NEIGHBORHOOD in present and ring not in present
            ]
        else:
            present = {RINGS[each.kind] for each in self.parts}
            wanted = [ring for ring in SKIPPED if ring not in present]
        return [(ring, self.told.sentence(f"no_{ring.value}"), self.told.second_talk) for ring in wanted]

    def _sheet(self) -> NewSheet:
        told, s = self.told, self.situation
        names, _colleague = told.around.colleagues(told.part.row["worker_code"], self.draw)
        ideas = []
        for number, written in enumerate(s.ideas):
            ring, _, text = written.partition(": ")
            ideas.append(
                NewIdea(RING_OF.get(ring) or Ring(ring), text, number == len(s.ideas) - 1, number < 2)
            )
        closed = self.reached(CaseState.OFFER)
        return NewSheet(
            question=s.question, lines=self._lines(), made_on=self.day(CaseState.TEAM),
            professionals=tuple(names) if closed else (), providers=(told.pro.provider,) if closed else (),
            ideas=tuple(ideas) if closed or self.draw.random() < 0.4 else (),
            dissent=told.label("team_dissent") if closed and self.draw.random() < 0.2 else "",
            closed_on=self.day(CaseState.TEAM) if closed else None,
        )  # fmt: skip

    def _lines(self) -> tuple[str, ...]:
        told = self.told
        who = [f"– {each.full_name}, {years_old(each.born_on, today=TODAY)} Jahre" for each in told.people]
        said = [
            f"– {told.wording.slots['K']}: {each.words}"
            for each in self.goals
            if each.level is GoalLevel.ACTION
        ]
        return ("Wer", *who, "", "Ziele", *said, "", "Das Anliegen", f"– {told.view_said}")

    def _choice(self) -> NewChoice:
        told = self.told
        shown = self.day(CaseState.OFFER, 1)
        chosen = self.reached(CaseState.DECISION)
        by = told.claimant
        return NewChoice(
            told.part.help_code, shown, self.day(CaseState.DECISION) if chosen else None, by if chosen else "",
            told.sentence("chosen_by_young" if by == "child" else "chosen") if chosen else "", self.draw.randrange(40),
        )  # fmt: skip

    def _decision(self) -> NewDecision:
        s = self.situation
        planned = self.reached(CaseState.PLAN)
        prepared = self.day(CaseState.DECISION, 1)
        decided = planned or self.draw.random() < 0.4
        on = working_day(min(prepared + timedelta(days=2), self.day(CaseState.PLAN) if planned else TODAY))
        return NewDecision(
            Outcome.GRANTED, self.say(s.help).rstrip("."), self.say(s.reasons), min(prepared, on), valid_from=on + timedelta(days=3),
            extent=self._extent(), decided_on=on if decided else None, sent_on=on if planned else None,
        )  # fmt: skip

    def _extent(self) -> str:
        if self.situation.place != "hours":
            return EXTENT[self.situation.place]
        return f"bis zu {hours(self.situation.help_minutes)}"

    def plans(self) -> tuple[NewPlan, ...]:
        """The versions of the help plan."""
        return Planning(self.told, self.goals, self.parts).plans() if self.reached(CaseState.PLAN) else ()

    def meetings(self) -> tuple[NewMeeting, ...]:
        """The next meeting, where one is arranged."""
        told = self.told
        if self.reached(CaseState.ENDED) or self.draw.random() > 0.62:
            return ()
        day = working_day(ahead(TODAY + timedelta(days=self.draw.randint(4, 33))))
        if day <= TODAY:
            day = TODAY + timedelta(days=3)
        at = datetime.combine(
            day, time(self.draw.choice((8, 9, 13, 14, 15)), self.draw.choice((0, 15, 30))), tzinfo=UTC
        )
        who = ", ".join([told.child.called, *(each.called for each in (told.carer,) if each), told.worker])
        return (
            NewMeeting(
                at,
                told.label("topics"),
                told.label("places"),
                who,
                TODAY - timedelta(days=self.draw.randint(1, 9)),
            ),
        )

    def reminders(self) -> tuple[NewReminder, ...]:
        """What the family waits for, in some families."""
        if self.reached(CaseState.ENDED) or self.draw.random() > 0.14:
            return ()
        text, _, waits = self.told.label("waits").partition(": ")
        return (
            NewReminder(
                ahead(TODAY + timedelta(days=self.draw.randint(-2, 18))),
                text,
                waits,
                TODAY - timedelta(days=self.draw.randint(2, 12)),
            ),
        )

    def handovers(self) -> tuple[NewHandover, ...]:
        """A change of the worker, in some families that have been there for long."""
        told = self.told
        opened = told.way.steps[0][1]
        if (told.way.last - opened).days < 150 or self.draw.random() > 0.2:
            return ()
        _names, before = told.around.colleagues(told.part.row["worker_code"], self.draw)
        done = working_day(opened + timedelta(days=self.draw.randint(90, 140)))
        warm = self.draw.random() < 0.8
        by = "child" if self.situation.with_child else "carer"
        return (
            NewHandover(
                before, done - timedelta(days=16), done, done - timedelta(days=3) if warm else None,
                "" if warm else told.label("no_talk"), told.sentence("tell_the_new_one"), by,
            ),
        )  # fmt: skip

    def maps(self) -> tuple[NewMap, ...]:
        """The network map that was drawn with the child, or with who carries the daily life."""
        told = self.told
        if not self.reached(CaseState.EXPLORATION) or self.draw.random() > 0.72:
            return ()
        owner = (
            told.child
            if self.situation.with_child and years_old(told.child.born_on, today=TODAY) >= 6
            else told.carer
        )
        if owner is None:
            return ()
        return (NewMap(owner.key, told.first_talk, drawn_map(told, owner)),)


def _minutes(times: Sequence[str]) -> int:
    return sum(slot.minutes for slot in slots_of(times))


def _on_days(times: Sequence[str], days: Sequence[str]) -> tuple[str, ...]:
    """The times of a week on the days that the words name; as they are where the words name none."""
    if not days:
        return tuple(times)
    return tuple(f"{day} {times[place % len(times)].split(' ')[1]}" for place, day in enumerate(days))
