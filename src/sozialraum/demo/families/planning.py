"""The help plan of one family in its versions: what it says, who signs it or not, how far the goal is reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sozialraum.demo.city.working_days import working_day
from sozialraum.demo.families.days import TODAY
from sozialraum.demo.families.surroundings import MONTHS
from sozialraum.demo.families.telling import Telling
from sozialraum.individual.enums import CaseState, MemberKind, ReviewResult, SignatureState
from sozialraum.individual.family_files import NewGoal, NewPart, NewPlan, NewRating, NewReview, NewSignature
from sozialraum.individual.rules import years_old
from sozialraum.individual.rules.plans import (
    Dissent,
    Participant,
    PlanContent,
    PlanGoal,
    Service,
    Step,
    Voice,
)
from sozialraum.individual.rules.process import review_due_on

OUT_OF_HOME: Final = frozenset({"33", "34", "19"})
SIGNS_FROM: Final = 12
YOUNGEST_ASKED: Final = 4
GROWN: Final = 16


class Planning:
    """Writes the versions from what has been told and arranged; there is a plan by now."""

    def __init__(self, told: Telling, goals: Sequence[NewGoal], parts: Sequence[NewPart]) -> None:
        self.told, self.goals, self.parts, self.situation = told, goals, parts, told.situation
        self.draw, self.say, self.reached, self.day = told.draw, told.say, told.reached, told.day

    def plans(self) -> tuple[NewPlan, ...]:
        """The versions of the help plan."""
        told, s = self.told, self.situation
        first_day = self.day(CaseState.PLAN, 1)
        agreed = self.reached(CaseState.RUNNING)
        fixed = self.day(CaseState.RUNNING) if agreed else None
        if not agreed and self.draw.random() < 0.45:
            fixed = first_day
        content = self._content(first_day, s.summary, fixed or first_day)
        reviewed = [day for state, day in told.way.steps if state is CaseState.REVIEW]
        after = [day for state, day in told.way.steps if state in (CaseState.RUNNING, CaseState.TRANSITION)]
        held = bool(reviewed) and any(
            day > reviewed[0] or state is CaseState.TRANSITION
            for state, day in told.way.steps
            if day >= reviewed[0] and state is not CaseState.REVIEW
        )
        first = NewPlan(
            content, first_day, fixed, self._signatures(fixed, complete=agreed),
            ratings=self._ratings(reviewed[0]) if reviewed and (held or self.draw.random() < 0.5) else (),
            reviews=(self._review(reviewed[0]),) if held else (),
        )  # fmt: skip
        if not held:
            return (first,)
        again = [day for day in after if day >= reviewed[0]]
        second_day = again[0] if again else reviewed[0]
        second = NewPlan(
            self._content(reviewed[0], s.then, second_day, first=content), reviewed[0], second_day,
            self._signatures(second_day, complete=True),
        )  # fmt: skip
        return (first, second)

    def _content(
        self, day: date, summary: str, fixed: date, *, first: PlanContent | None = None
    ) -> PlanContent:
        told, s = self.told, self.situation
        away = told.part.help_code in OUT_OF_HOME
        review = working_day(review_due_on(fixed, youngest_born_on=told.child.born_on))
        if told.part.state is CaseState.REVIEW and first is None:
            # nobody waits for a review that is just being held
            review = max(review, told.way.last)
        if first is not None:
            return PlanContent(**{
                **{name: getattr(first, name) for name in PlanContent.__slots__}, "meeting_on": day.isoformat(),
                "summary": self.say(summary), "review_on": review.isoformat(), "siblings": self._siblings(),
                # where a child lives elsewhere the end is that of the first plan: it depends on where home will be
                "exit_when": first.exit_when if away else told.sentence("exit_again"), "dissent": (),
            })  # fmt: skip
        goal = self.goals[0]
        return PlanContent(
            plan_for=told.child.full_name, meeting_on=day.isoformat(), place=told.label("places"),
            participants=self._participants(), voices=self._voices(), need=told.need_said, help_kind=told.part.help_code,
            services=tuple(
                Service(part.who, part.content.rstrip("."), hours(part.minutes) if part.minutes else "", since(part.valid_from))
                for part in self.parts
            ),
            siblings=self._siblings(), out_of_home=away, perspective=self.say(s.perspective) if away else "",
            with_parents=self.say(s.with_parents) if away else "",
            parents_counseling=self.say(s.parents_counseling) if away else "",
            goals=(
                PlanGoal(
                    goal.key, self._called(goal.owner), goal.words, goal.sign, "",
                    tuple(Step(each.who, each.words, each.reach_by.isoformat() if each.reach_by else "") for each in self.goals[1:]),
                ),
            ),
            resources=tuple(told.shown_resources), dissent=self._dissent(), review_on=review.isoformat(),
            exit_when=self.say(s.exit), afterwards=self.say(s.after), summary=self.say(summary),
        )  # fmt: skip

    def _called(self, key: str) -> str:
        return next(each.called for each in self.told.people if each.key == key)

    def _participants(self) -> tuple[Participant, ...]:
        told = self.told
        child = years_old(told.child.born_on, today=TODAY)
        heard = told.label("heard_small") if child < 7 else ""
        found = [Participant(told.child.full_name, "", heard)] if self.situation.with_child else []
        found += [Participant(each.full_name) for each in (told.carer, told.other) if each is not None]
        found += [Participant(told.pro.full_name, told.pro.provider), Participant(told.worker, "Jugendamt")]
        return tuple(found)

    def _voices(self) -> tuple[Voice, ...]:
        names = {each.key: each.called for each in self.told.people}
        return tuple(
            Voice(names[each.by], "will" if each.own_action else "wish", each.said_on.isoformat(), each.text, own=True,
                  own_action=each.own_action, agreed_with_provider=each.agreed_with_provider)
            for each in self.told.said if each.by and each.acts_oneself is not None
        )  # fmt: skip

    def _siblings(self) -> str:
        told = self.told
        if told.siblings and self.situation.siblings_say:
            return self.say(self.situation.siblings_say)
        if not told.siblings:
            return told.sentence("no_siblings")
        # what a sibling may want depends on its age: a baby has no homework, and nobody walks a grown-up to school
        years = years_old(told.siblings[0].born_on, today=told.way.last)
        if years < YOUNGEST_ASKED and told.carer is not None:
            return told.sentence("siblings_tiny")
        return told.sentence("siblings_grown" if years >= GROWN else "siblings")

    def _dissent(self) -> tuple[Dissent, ...]:
        s = self.situation
        if not s.dissent or self.draw.random() < 0.35:
            return ()
        name = self.told.other or self.told.carer or self.told.child
        return (
            Dissent(
                name.called,
                self.say(s.dissent),
                own=True,
                answer=self.say(s.answer),
                answered_by=self.told.worker,
            ),
        )

    def _signatures(self, fixed: date | None, *, complete: bool) -> tuple[NewSignature, ...]:
        told = self.told
        if fixed is None:
            return ()
        signed = [NewSignature(SignatureState.SIGNED, fixed)]
        young = years_old(told.child.born_on, today=TODAY)
        asked = [each.key for each in (told.carer, told.other) if each and each.kind is MemberKind.PARENT]
        asked += ["child"] if young >= SIGNS_FROM or not asked else []
        for place, key in enumerate(asked):
            chance = self.draw.random()
            if place == 0 and complete:
                signed.append(NewSignature(SignatureState.SIGNED, fixed, key))
            elif chance < 0.62:
                signed.append(
                    NewSignature(
                        SignatureState.SIGNED,
                        min(TODAY, fixed + timedelta(days=self.draw.randint(0, 6))),
                        key,
                    )
                )
            elif chance < 0.78:
                words = told.sentence("reads_again_young" if key == "child" else "reads_again")
                signed.append(NewSignature(SignatureState.READS_AGAIN, fixed, key, words))
            elif chance < 0.86:
                words = told.sentence("refuses_young" if key == "child" else "refuses")
                signed.append(NewSignature(SignatureState.REFUSED, fixed, key, words))
        return tuple(signed)

    def _ratings(self, day: date) -> tuple[NewRating, ...]:
        own = self.draw.choice((-1, 0, 0, 1, 1, 2))
        beside = max(-2, min(2, own + self.draw.choice((-1, 0, 0, 1))))
        voice = "child" if self.situation.with_child else "carer"
        return (
            NewRating("goal", own, day, voice, self.say(self.situation.rated, voice)),
            NewRating(
                "goal", beside, day, "", self.told.sentence(f"rated_{'well' if beside > 0 else 'so_so'}")
            ),
        )

    def _review(self, day: date) -> NewReview:
        s = self.situation
        over = self.reached(CaseState.TRANSITION)
        return NewReview(
            day, self.say(s.suitable), self.told.sentence("no_longer_needed") if over else self.say(s.needed),
            ReviewResult.TRANSITION if over else ReviewResult.CONTINUE, exit_reached=over,
        )  # fmt: skip


def hours(minutes: int) -> str:
    """Minutes of a week as a plan says them.

    >>> hours(60), hours(150), hours(80)
    ('eine Stunde in der Woche', '2,5 Stunden in der Woche', 'eine Stunde und 20 Minuten in der Woche')
    """
    whole, rest = divmod(minutes, 60)
    if whole and rest not in (0, 30):
        return f"{'eine Stunde' if whole == 1 else f'{whole} Stunden'} und {rest} Minuten in der Woche"
    if minutes == 60:
        return "eine Stunde in der Woche"
    if minutes < 60:
        return f"{minutes} Minuten in der Woche"
    return f"{minutes / 60:g} Stunden in der Woche".replace(".", ",")


def since(day: date) -> str:
    """From when on, as a plan says it."""
    return f"ab {day.day}. {MONTHS[day.month - 1]} {day.year}"
