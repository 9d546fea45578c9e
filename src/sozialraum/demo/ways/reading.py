"""Reads the ways of `texts/`: each a whole file of a family as plain values, dated day by day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final
from uuid import UUID

from sozialraum.demo.city.stories import PROFESSIONAL, Story
from sozialraum.demo.families.planning import hours, since
from sozialraum.individual.enums import (
    AdviceTopic,
    CaseState,
    ComponentKind,
    ConsultationForm,
    Funding,
    GoalLevel,
    GoalState,
    MemberKind,
    Outcome,
    ResourceKind,
    ReviewResult,
    Ring,
    SignatureState,
    StatementKind,
)
from sozialraum.individual.family_files import (
    FamilyFile,
    NewChoice,
    NewConsultation,
    NewDecision,
    NewGoal,
    NewIdea,
    NewMember,
    NewPart,
    NewPlan,
    NewRating,
    NewResource,
    NewReview,
    NewSheet,
    NewSignature,
    NewStep,
    NewWords,
)
from sozialraum.individual.rules.arrangements import Extent, slots_of
from sozialraum.individual.rules.plans import Participant, PlanContent, PlanGoal, Service, Step, Voice

NAMES: Final = ("brinkmann", "sarpong", "hoang", "vogel", "wulf")
FIRST: Final = (AdviceTopic.SITUATION, AdviceTopic.OTHER_COUNSELING)
OFFICE: Final = "Jugendamt"


@dataclass(frozen=True)
class Way:
    """One family told from the first concern on; ``told`` is its text as it was read."""

    told: Mapping[str, Any]

    @property
    def number(self) -> str:
        """The number of the case."""
        return str(self.told["case_number"])

    @property
    def family_name(self) -> str:
        """The family's name."""
        return str(self.told["family_name"])

    @property
    def story(self) -> bool:
        """Whether a story of the city begins it, with its people and their first words."""
        return bool(self.told.get("story"))

    @property
    def area_code(self) -> str:
        """The quarter in which the family lives."""
        return str(self.told["area_code"])

    @property
    def help_code(self) -> str:
        """The kind of help."""
        return str(self.told["help_kind"])

    @property
    def steps(self) -> tuple[NewStep, ...]:
        """The steps from the first concern on, in order."""
        return tuple(
            NewStep(CaseState(state), day, reason[0] if reason else "")
            for state, day, *reason in self.told["steps"]
        )

    @property
    def state(self) -> CaseState:
        """Where the case stands."""
        return self.steps[-1].state

    @property
    def opened_on(self) -> date:
        """The day of the first concern."""
        return self.steps[0].on

    @property
    def began_on(self) -> date:
        """The day on which the help began."""
        return next(step.on for step in self.steps if step.state is CaseState.RUNNING)

    @property
    def ended_on(self) -> date | None:
        """The day on which the help ended, where it has."""
        return next((step.on for step in self.steps if step.state is CaseState.ENDED), None)

    def file(self, case_id: UUID, *, worker: str, story: Story | None = None) -> FamilyFile:
        """The whole file as it is handed over; ``worker`` is the name of who holds the case."""
        return _Reading(self.told, worker, story).file(case_id, self.steps)


@cache
def ways() -> tuple[Way, ...]:
    """All families that are told from end to end."""
    folder = resources.files("sozialraum.demo.ways").joinpath("texts")
    return tuple(Way(tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))) for name in NAMES)


class _Reading:
    """Makes the records of one text; a key is what the family calls somebody."""

    def __init__(self, told: Mapping[str, Any], worker: str, story: Story | None) -> None:
        self.told, self.worker = told, worker
        listed = [asdict(each) for each in story.members] if story else told["member"]
        self.members = tuple(
            NewMember(each["called"], MemberKind(each["kind"]), each["full_name"], each["called"], each["born_on"])
            for each in listed
        )  # fmt: skip
        self.words = tuple(sorted(self._words(story), key=lambda each: each.said_on))
        self.goals = tuple(self._goals())
        self.parts = tuple(self._parts())

    def file(self, case_id: UUID, steps: tuple[NewStep, ...]) -> FamilyFile:
        told = self.told
        return FamilyFile(
            case_id=case_id, members=self.members, words=self.words, consultations=tuple(self._consultations()),
            steps=steps, goals=self.goals, resources=tuple(self._resources()),
            skipped=tuple((Ring(ring), sentence, day) for ring, sentence, day in told.get("skipped", ())),
            parts=self.parts, sheet=self._sheet(), choice=NewChoice(help_kind=told["help_kind"], **told["choice"]),
            decision=_decision(told["decision"]), plans=tuple(self._plans()),
        )  # fmt: skip

    def _words(self, story: Story | None) -> Iterator[NewWords]:
        for said in story.statements if story else ():
            professional = said.by == PROFESSIONAL
            yield NewWords(
                said.text, said.said_on, StatementKind(said.kind), "" if professional else said.by, said.acts_oneself,
                said.own_action, said.strength, said.language,
            )  # fmt: skip
        for each in self.told.get("words", ()):
            kind = StatementKind(each.get("kind", "open"))
            own = kind is StatementKind.OPEN
            does = each.get("does", "")
            yield NewWords(
                each["text"], each["on"], kind, each["by"] if own else "",
                None if not own or each.get("undecided") else bool(does), does, each.get("strength"),
                each.get("language", "de"), agreed_with_provider=bool(does),
            )  # fmt: skip

    def _consultations(self) -> Iterator[NewConsultation]:
        for each in self.told["consultation"]:
            topics = FIRST if each["topics"] == "first" else tuple(t for t in AdviceTopic if t not in FIRST)
            yield NewConsultation(
                each["on"], ConsultationForm(each["form"]), topics, tuple(each["present"]),
                each.get("language", "de"), each["note"],
            )  # fmt: skip

    def _goals(self) -> Iterator[NewGoal]:
        for number, each in enumerate(self.told["goal"]):
            key, state = f"goal{number}", GoalState(each.get("state", "open"))
            yield NewGoal(
                key, each["owner"], each["words"], each["on"], sign=each["sign"], reach_by=each["reach_by"],
                agreed_on=each["agreed_on"], state=state,
            )  # fmt: skip
            for place, (who, what, until) in enumerate(each["steps"]):
                yield NewGoal(
                    f"{key}step{place}", each["owner"], what, each["on"], level=GoalLevel.STEP, parent=key,
                    verbatim=False, who=who, reach_by=until, state=state,
                )  # fmt: skip

    def _resources(self) -> Iterator[NewResource]:
        for each in self.told["resource"]:
            used = each.get("used_from")
            yield NewResource(
                ResourceKind(each["kind"]), each["words"], each["on"], each.get("by", ""), each.get("wants", 2),
                exception_story=each.get("story", ""), goals=("goal0",), used_from=used,
                effect=each.get("effect") if used else None,
            )  # fmt: skip

    def _parts(self) -> Iterator[NewPart]:
        keys = {each.key for each in self.members}
        for each in self.told["part"]:
            times = tuple(each.get("times", ()))
            minutes = each.get("minutes") or sum(slot.minutes for slot in slots_of(times))
            yield NewPart(
                ComponentKind(each["kind"]), each["who"], each["content"], each["from"], times, minutes,
                member=each["who"] if each["who"] in keys else "", funding=Funding(each.get("funding", "none")),
                goals=("goal0",), valid_until=each.get("until"),
                later=tuple(Extent(day, fewer, reason=reason) for day, fewer, reason in each.get("later", ())),
            )  # fmt: skip

    def _sheet(self) -> NewSheet:
        sheet = self.told["sheet"]
        ideas = [each.split(": ", 1) for each in sheet["ideas"]]
        return NewSheet(
            question=sheet["question"], lines=tuple(sheet["lines"]), made_on=sheet["on"],
            professionals=tuple(sheet["professionals"]), providers=tuple(sheet.get("providers", ())),
            ideas=tuple(
                NewIdea(Ring(ring), text, provider=number + 1 == len(ideas), offered=number < 2)
                for number, (ring, text) in enumerate(ideas)
            ),
            dissent=sheet.get("dissent", ""), closed_on=sheet["on"],
        )  # fmt: skip

    def _plans(self) -> Iterator[NewPlan]:
        for each in self.told["plan"]:
            yield NewPlan(
                self._content(each), each["begun_on"], each.get("fixed_on"),
                tuple(
                    NewSignature(SignatureState(state), day, by, words)
                    for by, state, day, words in each.get("signatures", ())
                ),
                tuple(
                    NewRating("goal0", value, day, by, words) for by, value, day, words in each.get("ratings", ())
                ),
                tuple(
                    NewReview(
                        held["on"], held["suitable"], held["needed"], ReviewResult(held["result"]),
                        held.get("text", ""), held.get("exit_reached", False),
                    )
                    for held in each.get("review", ())
                ),
            )  # fmt: skip

    def _content(self, each: Mapping[str, Any]) -> PlanContent:
        day: date = each["begun_on"]
        names = {member.key: member.full_name for member in self.members}
        return PlanContent(
            plan_for=names[self.told["plan_for"]], meeting_on=day.isoformat(), place=each["place"],
            participants=(
                *(Participant(names.get(one, one)) for one in each["participants"]),
                Participant(self.worker, OFFICE),
            ),
            voices=self._voices(day), need=self._need(day), help_kind=self.told["help_kind"], services=self._services(day),
            siblings=each["siblings"], goals=self._plan_goals(),
            resources=tuple(one["words"] for one in self.told["resource"] if one["on"] <= day),
            review_on=each["review_on"].isoformat(), exit_when=each["exit_when"], afterwards=each["afterwards"],
            summary=each["summary"],
        )  # fmt: skip

    def _voices(self, day: date) -> tuple[Voice, ...]:
        return tuple(
            Voice(
                said.by, "will" if said.own_action else "wish", said.said_on.isoformat(), said.text, own=True,
                own_action=said.own_action, agreed_with_provider=said.agreed_with_provider,
            )
            for said in self.words
            if said.by and said.acts_oneself is not None and said.said_on <= day
        )  # fmt: skip

    def _need(self, day: date) -> str:
        views = [
            each.text
            for each in self.words
            if each.kind is StatementKind.PROFESSIONAL_VIEW and each.said_on <= day
        ]
        return views[-1]

    def _services(self, day: date) -> tuple[Service, ...]:
        return tuple(
            Service(part.who, part.content.rstrip("."), hours(part.minutes) if part.minutes else "", since(part.valid_from))
            for part in self.parts if part.valid_from <= day or part.valid_until is None
        )  # fmt: skip

    def _plan_goals(self) -> tuple[PlanGoal, ...]:
        steps: dict[str, list[Step]] = {}
        for each in self.goals:
            if each.parent and each.reach_by:
                steps.setdefault(each.parent, []).append(
                    Step(each.who, each.words, each.reach_by.isoformat())
                )
        return tuple(
            PlanGoal(each.key, each.owner, each.words, each.sign, "", tuple(steps.get(each.key, ())))
            for each in self.goals
            if not each.parent
        )


def _decision(told: Mapping[str, Any]) -> NewDecision:
    values: dict[str, Any] = {**told, "outcome": Outcome(told["outcome"])}
    return NewDecision(**values)
