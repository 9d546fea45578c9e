"""One family: its people, what they said, wanted and counted on, as far as the case has come."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sozialraum.demo.families.casting import Part
from sozialraum.demo.families.days import TODAY, Way, way_to
from sozialraum.demo.families.people import Names, Somebody, cast, child_of, slots_of
from sozialraum.demo.families.situations import Helper, people_around, sentences
from sozialraum.demo.families.surroundings import NUMBERS, Surroundings
from sozialraum.demo.families.wording import Repeated, Wording, genitive
from sozialraum.individual.enums import (
    AdviceTopic,
    CaseState,
    ConsultationForm,
    GoalLevel,
    GoalState,
    MemberKind,
    ResourceKind,
    StatementKind,
)
from sozialraum.individual.family_files import (
    NewConsultation,
    NewGoal,
    NewMember,
    NewResource,
    NewWords,
)
from sozialraum.individual.rules import years_old

FIRST_TOPICS: Final = (AdviceTopic.SITUATION, AdviceTopic.OTHER_COUNSELING)
SMALL: Final = 6
TALKS_FROM: Final = 3
LANGUAGES: Final = {1: "tr", 2: "pl", 3: "uk", 4: "ar", 5: "sq", 6: "en"}
"""The language of a family by the origin of its name, for who rather speaks it."""


class Telling:
    """Tells one family from what the draw has given it; ``told`` are the sentences of all families so far."""

    def __init__(self, part: Part, around: Surroundings, told: set[str], seed: int) -> None:
        self.part, self.situation, self.around = part, part.situation, around
        row, s = part.row, part.situation
        self.draw = random.Random(f"{seed} family {row['case_number']}")  # noqa: S311 - an invented city, no secret
        draw = self.draw
        self.way: Way = way_to(part.state, row["opened_on"], row["ended_on"], draw)
        self.named = Names(draw, row["family_name"])
        self.worker, self.worker_id = around.worker(row["worker_code"])
        self.named.used |= set(self.worker.split())
        boy = {"f": False, "m": True}.get(s.gender, draw.random() < 0.53)
        born: date = row["child_born_on"]
        self.child = child_of("child", named=self.named, boy=boy, born_on=born)
        self.carer = (
            cast(draw.choice(s.carers), "carer", named=self.named, child_born_on=born, draw=draw)
            if s.carers
            else None
        )
        self.other = (
            cast(s.other, "other", named=self.named, child_born_on=born, draw=draw) if s.other else None
        )
        self.siblings = self._siblings(born)
        self.small = self.carer is not None and years_old(born, today=row["opened_on"]) < SMALL
        self.helpers = self._helpers()
        self.pro = around.professional(part.help_code, self.named, draw)
        slots = around.slots(row["area_code"], row["opened_on"], named=self.named, draw=draw)
        slots |= slots_of(self.child, self.carer, self.other)
        slots |= {"H": self.pro.formal, "W": around.formal(row["worker_code"]), "T": self.pro.provider}
        slots["alter"] = NUMBERS[min(21, years_old(born, today=row["opened_on"]))]
        if self.siblings:
            slots |= {"G": self.siblings[0].called, "Gs": genitive(self.siblings[0].called)}
        self.spoken: dict[str, tuple[str, str]] = {}
        self.said: tuple[NewWords, ...] = ()
        self.own: dict[str, str] = {}
        self.shown_resources: list[str] = []
        self.wording = Wording(draw, boy, self.carer.male if self.carer else boy, slots, told)

    def tell(self) -> tuple[tuple[NewGoal, ...], tuple[NewResource, ...]]:
        """Let everybody speak, once; the goals and resources that come of it. The words are in ``said`` then."""
        if self.reached(CaseState.WILL_AND_GOALS):
            for helper, person in self.helpers:
                if said := self.if_new(person, helper.says):
                    self.spoken[person.key] = said, self.if_new(person, helper.does)
        self.said = tuple(self._words())
        goals = self._goals()
        resources = tuple(self._resources(goals))
        self.shown_resources = [each.words for each in resources if (each.wants_to_use or 0) >= 2]
        return goals, resources

    @property
    def number(self) -> str:
        """The number of the case."""
        return str(self.part.row["case_number"])

    @property
    def people(self) -> list[Somebody]:
        """Everybody who belongs to the family or is counted in, the young people first."""
        adults = [each for each in (self.carer, self.other) if each is not None]
        return [
            self.child,
            *self.siblings,
            *adults,
            *(person for _helper, person in self.helpers if person.key in self.spoken),
        ]

    def say(self, template: str, voice: str = "office") -> str:
        """Words of this family, the same ones wherever they come again in its file; see :meth:`Wording.more`."""
        if template not in self.own:
            self.own[template] = self.wording.more(template, self.listed(f"further_{voice}"))
        return self.own[template]

    def sentence(self, occasion: str) -> str:
        """One of the sentences for what occurs in many families, told nowhere else."""
        listed = list(self.listed(occasion))
        self.draw.shuffle(listed)
        for template in listed[:-1]:
            with suppress(Repeated):
                return self.wording.say(template)
        return self.say(listed[-1])

    def label(self, occasion: str) -> str:
        """A label for what occurs in many families, such as a place; it may come again."""
        return self.wording.plainly(self.draw.choice(self.listed(occasion)))

    def listed(self, occasion: str) -> Sequence[str]:
        """The sentences for an occasion; others where the child is too small to have said or done anything of it."""
        small = sentences().get(f"{occasion}_small", ()) if self.small else ()
        return small or sentences()[occasion]

    def reached(self, state: CaseState) -> bool:
        """Whether the case has come so far."""
        return self.way.reached(state)

    def day(self, state: CaseState, later: int = 0) -> date:
        """The day of a step, or of something a few days later: a day on which somebody works, and never one to come."""
        return self.way.day(state, later)

    @property
    def view_said(self) -> str:
        """The first professional view of the family."""
        return next(each.text for each in self.said if each.kind is StatementKind.PROFESSIONAL_VIEW)

    @property
    def need_said(self) -> str:
        """The latest professional view: the need, where a plan is worked on."""
        return next(each.text for each in reversed(self.said) if each.kind is StatementKind.PROFESSIONAL_VIEW)

    @property
    def talked(self) -> bool:
        """Whether there has been a real talk: in exploration or counseling."""
        return self.reached(CaseState.COUNSELING)

    @property
    def first_talk(self) -> date:
        """The day of the first real talk."""
        explored = self.reached(CaseState.EXPLORATION)
        return self.day(CaseState.EXPLORATION if explored else CaseState.COUNSELING, 1)

    @property
    def second_talk(self) -> date:
        """The day on which will and goals were talked about."""
        return self.day(
            CaseState.WILL_AND_GOALS if self.reached(CaseState.WILL_AND_GOALS) else self.way.steps[-1][0], 2
        )

    def _siblings(self, born: date) -> tuple[Somebody, ...]:
        low, high = self.situation.siblings
        count = self.draw.choice(range(low, high + 1))
        gaps = self.draw.sample((-9, -7, -5, -4, -3, -2, 2, 3, 4, 5, 6), count)
        found = []
        for number, gap in enumerate(gaps):
            day = born + timedelta(days=round(gap * 365 + self.draw.randint(-90, 90)))
            adults = [each for each in (self.carer, self.other) if each is not None]
            old_enough = all((day - each.born_on).days > 17.1 * 365 for each in adults)
            if (
                day < self.way.steps[0][1] - timedelta(days=90)
                and old_enough
                and years_old(day, today=TODAY) < 21
            ):
                found.append(
                    child_of(f"sibling{number}", named=self.named, boy=self.draw.random() < 0.5, born_on=day)
                )
        if low and not found:
            found.append(self._elder(born))
        return tuple(sorted(found, key=lambda each: abs((each.born_on - born).days)))

    def _elder(self, born: date) -> Somebody:
        """A child two years older, where the situation tells of one; its parents are old enough for it then."""
        day = born - timedelta(days=round(365 * 2.3))
        if self.carer is not None and (day - self.carer.born_on).days < 19 * 365:
            self.carer = replace(self.carer, born_on=day - timedelta(days=round(22.4 * 365)))
        if self.other is not None and (day - self.other.born_on).days < 19 * 365:
            self.other = replace(self.other, born_on=day - timedelta(days=round(24.1 * 365)))
        return child_of("sibling0", named=self.named, boy=self.draw.random() < 0.5, born_on=day)

    def _helpers(self) -> list[tuple[Helper, Somebody]]:
        """Two to four people around, at most one of each kind, of different rings where there are."""
        age = years_old(self.child.born_on, today=self.part.row["opened_on"])
        taken = {each.who for each in (self.carer, self.other) if each}
        voice = ("carer" if self.carer else "child") if not (self.situation.with_child and self.carer) else ""
        chosen = people_around(age, taken=taken, voice=voice, draw=self.draw)
        return [
            (
                each,
                cast(
                    each.who,
                    f"helper{number}",
                    named=self.named,
                    child_born_on=self.child.born_on,
                    draw=self.draw,
                ),
            )
            for number, each in enumerate(chosen)
        ]

    def of_helper(self, person: Somebody, template: str, voice: str = "office") -> str:
        """Words in which somebody around is named."""
        return self._naming(person).more(template, self.listed(f"further_{voice}"))

    def _naming(self, person: Somebody) -> Wording:
        slots = {**self.wording.slots, "N": person.called, "Ns": genitive(person.called), "V": person.formal}
        return Wording(self.draw, self.wording.boy, person.male, slots, self.wording.told)

    def if_new(self, person: Somebody, template: str) -> str:
        """The same where it is new; nothing where others have said all of it already."""
        try:
            return self._naming(person).say(template) if template else ""
        except Repeated:
            return ""

    def members(self) -> tuple[NewMember, ...]:
        """The people as the file names them."""
        return tuple(
            NewMember(each.key, each.kind, each.full_name, each.called, each.born_on) for each in self.people
        )

    def _words(self) -> Sequence[NewWords]:
        s, said = self.situation, [self._heard()]
        if not self.talked:
            return said
        day = self.first_talk
        if s.with_child:
            said.append(self._own("child", s.child, s.child_does, day, agreed=True))
        said.append(NewWords(self.say(s.view), day, StatementKind.PROFESSIONAL_VIEW))
        if s.carer and self.carer:
            said.append(self._own("carer", s.carer, s.carer_does, self.second_talk))
        if s.other_says and self.other:
            said.append(self._own("other", s.other_says, s.other_does, self.second_talk))
        grown = [each for each in self.siblings if years_old(each.born_on, today=TODAY) >= TALKS_FROM]
        if grown and (not s.with_child or self.draw.random() < 0.35):
            said.append(
                NewWords(self.sentence("sibling_says"), self.second_talk, by=grown[0].key, acts_oneself=False)
            )
        if s.mandate:
            said.append(NewWords(self.say(s.mandate), self.second_talk, StatementKind.MANDATE))
        if self.reached(CaseState.WILL_AND_GOALS):
            said += [
                self._helper_said(person) for _helper, person in self.helpers if person.key in self.spoken
            ]
        if self.reached(CaseState.PLAN):
            said.append(NewWords(self.say(s.need), self.day(CaseState.PLAN), StatementKind.PROFESSIONAL_VIEW))
        if s.later and self.reached(CaseState.RUNNING):
            said.append(NewWords(self.say(s.later, "child"), self.day(CaseState.RUNNING, 40), by="child"))
        return sorted(said, key=lambda each: each.said_on)

    def _heard(self) -> NewWords:
        by = "carer" if self.carer and self.situation.carers else "child"
        return NewWords(
            self.say(self.situation.heard, self.voice(by)), self.way.steps[0][1], by=by,
            language=self.situation.carer_language if by == "carer" else "de",
        )  # fmt: skip

    def _own(self, by: str, text: str, does: str, day: date, *, agreed: bool = False) -> NewWords:
        return NewWords(
            self.say(text, self.voice(by)), day, by=by, acts_oneself=bool(does),
            own_action=self.say(does, self.voice(by)) if does else "",
            strength=self.draw.choice((6, 7, 7, 8, 8, 9, 10)) if does else None,
            language=self.situation.carer_language if by == "carer" else "de",
            agreed_with_provider=agreed and bool(does),
        )  # fmt: skip

    def _helper_said(self, person: Somebody) -> NewWords:
        said, does = self.spoken[person.key]
        return NewWords(
            said, self.second_talk, by=person.key, acts_oneself=bool(does), own_action=does,
            strength=self.draw.choice((7, 8, 9)) if does else None,
        )  # fmt: skip

    def consultations(self) -> Sequence[NewConsultation]:
        """The advice that was given: by telephone first, then with will and goals."""
        if not self.reached(CaseState.COUNSELING):
            return ()
        adults = [each.key for each in (self.carer, self.other) if each] or ["child"]
        foreign = self.named.place in LANGUAGES and self.draw.random() < 0.25
        first = NewConsultation(
            self.day(CaseState.COUNSELING), self.draw.choice((ConsultationForm.PHONE, ConsultationForm.TALK)),
            FIRST_TOPICS, (adults[0],),
        )  # fmt: skip
        if not self.reached(CaseState.WILL_AND_GOALS):
            return (first,)
        told = NewConsultation(
            self.second_talk,
            ConsultationForm.INTERPRETER if foreign else self.draw.choice((ConsultationForm.AT_HOME, ConsultationForm.TALK)),
            tuple(each for each in AdviceTopic if each not in FIRST_TOPICS),
            (*adults, *(["child"] if self.situation.with_child and adults != ["child"] else [])),
            LANGUAGES[self.named.place] if foreign else "de", self.sentence("advice"),
        )  # fmt: skip
        return first, told

    def _goals(self) -> tuple[NewGoal, ...]:
        if not self.reached(CaseState.WILL_AND_GOALS):
            return ()
        s, day = self.situation, self.second_talk
        owner = s.goal_of if s.goal_of != "carer" or self.carer else "child"
        agreed = self.day(CaseState.PLAN) if self.reached(CaseState.PLAN) else day
        reach_by = agreed + timedelta(weeks=self.draw.randint(6, 11))
        over = self.reached(CaseState.TRANSITION) or self.reached(CaseState.ENDED)
        goal = NewGoal(
            "goal", owner, self.say(s.goal, self.voice(owner)), day, sign=self.say(s.sign, self.voice(owner)), reach_by=reach_by,
            agreed_on=None if self.draw.random() < 0.12 else agreed, state=GoalState.REACHED if over else GoalState.OPEN,
        )  # fmt: skip
        steps = []
        for number, written in enumerate(s.steps):
            who, _, what = written.partition(": ")
            steps.append(
                NewGoal(
                    f"step{number}", owner, self.say(what, "own_step" if "{K}" in who else "step"), day, level=GoalLevel.STEP, parent="goal", verbatim=False,
                    who=self.wording.plainly(who), reach_by=agreed + timedelta(days=14 + 12 * number), state=goal.state,
                )
            )  # fmt: skip
        return (goal, *steps)

    def voice(self, key: str) -> str:
        """Whose way of speaking it is: a child's or a grown-up's."""
        language = self.situation.carer_language
        if key == "carer" and language != "de":
            return language
        return "child" if key == "child" else "carer"

    def _resources(self, goals: Sequence[NewGoal]) -> Sequence[NewResource]:
        if not self.talked or not self.reached(CaseState.EXPLORATION):
            return ()
        s, day = self.situation, self.first_talk
        voice = "child" if s.with_child else "carer"
        tied = ("goal",) if goals else ()
        used = self.day(CaseState.RUNNING) if self.reached(CaseState.RUNNING) else None
        found = []
        if s.strength:
            found.append(
                NewResource(
                    ResourceKind.PERSONAL, self.say(s.strength, voice), day, voice, 3,
                    exception_story=self.say(s.story, voice) if s.story else "", goals=tied,
                )
            )  # fmt: skip
        for helper, person in self.helpers:
            by = helper.by if helper.by == "carer" and self.carer else "child" if s.with_child else "carer"
            found.append(
                NewResource(
                    ResourceKind.SOCIAL, self.of_helper(person, helper.word, by), day, by, self.draw.choice((2, 3, 3)),
                    exception_story=self.if_new(person, helper.story), goals=tied,
                    used_from=used, effect=self.draw.choice((2, 3)) if used else None, person_name=person.called,
                )
            )  # fmt: skip
        if s.thing:
            found.append(
                NewResource(
                    ResourceKind.INFRASTRUCTURAL, self.say(s.thing), day, "", self.draw.choice((1, 2))
                )
            )
        if self.carer and self.draw.random() < 0.75:
            found.append(
                NewResource(
                    ResourceKind.MATERIAL, self.sentence("things"), day, "carer", self.draw.choice((1, 2, 3))
                )
            )
        return found

    @property
    def claimant(self) -> str:
        """Who of the family signs first: a holder of custody, else the young person."""
        parents = [each.key for each in (self.carer, self.other) if each and each.kind is MemberKind.PARENT]
        return parents[0] if parents else "child"
