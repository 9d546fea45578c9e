"""The rows of one family's file, tied together; nothing is stored here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from sozialraum.individual.enums import GoalLevel, MemberKind, PlanState, Ring, SharedThing
from sozialraum.individual.family_files import FamilyFile, NewChoice, NewPlan
from sozialraum.individual.models import (
    Appointment,
    ArrangementComponent,
    CaseStep,
    Choice,
    Consultation,
    Goal,
    GoalRating,
    GrantDecision,
    Handover,
    HelpPlan,
    Member,
    NetworkSheet,
    OptionList,
    PlanReview,
    PlanSignature,
    Reminder,
    ResourceCard,
    ResourceEntry,
    Share,
    SkippedRing,
    Statement,
    TeamSheet,
    UseRating,
)
from sozialraum.individual.queries.choices import Option
from sozialraum.individual.queries.team_sheets import ROLES
from sozialraum.individual.rules.choice import offer_in_words
from sozialraum.individual.rules.plans import PlanGoal
from sozialraum.individual.rules.team_sheets import MINUTES, Known, scrub
from sozialraum.individual.services.family_files.checks import kind_of

ORDER: Sequence[type[Model]] = (
    Member, Share, Statement, Consultation, CaseStep, Goal, ResourceCard, ResourceEntry, SkippedRing, ArrangementComponent,
    UseRating, TeamSheet, OptionList, Choice, GrantDecision, HelpPlan, PlanSignature, GoalRating, PlanReview, Appointment, Reminder,
    Handover, NetworkSheet,
)  # fmt: skip
"""The tables in an order in which each finds what it rests on."""

GIVEN_OUT_FOR = timedelta(days=30)


class FileRows:
    """Collects the rows of a file, by table; ``by`` is the professional who holds the case."""

    def __init__(
        self,
        file: FamilyFile,
        *,
        by: UUID,
        names: Sequence[Known],
        options: Sequence[Option],
        present: Mapping[tuple[UUID, str, date | None], UUID],
    ) -> None:
        self.file, self.by, self.options = file, by, options
        self.rows: dict[type[Model], list[Model]] = {table: [] for table in ORDER}
        self.known_here = {
            each.key: present[key]
            for each in file.members
            if (key := (file.case_id, each.full_name, each.born_on)) in present
        }
        keys = [each.key for each in file.members] + [each.key for each in file.goals]
        self.ids = {key: self.known_here.get(key) or uuid.uuid4() for key in keys}
        self.known = (*_names_of(file), *names)
        for part in (
            self._people,
            self._said,
            self._way,
            self._built,
            self._advised,
            self._chosen,
            self._planned,
            self._due,
        ):
            part()

    def _add(self, row: Model) -> None:
        self.rows[type(row)].append(row)

    def _stamp(self, day: date) -> dict[str, Any]:
        at = moment(day)
        return {"recorded_by": self.by, "recorded_at": at, "changed_by": self.by, "changed_at": at}

    def _people(self) -> None:
        for each in (one for one in self.file.members if one.key not in self.known_here):
            self._add(
                Member(
                    id=self.ids[each.key], case_id=self.file.case_id, kind=each.kind, full_name=each.full_name,
                    called=each.called, born_on=each.born_on,
                )
            )  # fmt: skip

    def _said(self) -> None:
        for each in self.file.words:
            speaker = self.ids[each.by] if each.by else None
            self._add(
                Statement(
                    case_id=self.file.case_id, speaker_id=speaker, professional_id=None if speaker else self.by,
                    kind=kind_of(each), text=each.text, own_action=each.own_action, strength=each.strength,
                    language=each.language, said_on=each.said_on, agreed_with_provider=each.agreed_with_provider,
                    **self._stamp(each.said_on),
                )
            )  # fmt: skip

    def _way(self) -> None:
        for told in self.file.consultations:
            self._add(
                Consultation(
                    case_id=self.file.case_id, held_on=told.held_on, form=told.form, language=told.language,
                    topics=list(told.topics), present=[self.ids[key] for key in told.present], note=told.note,
                    held_by=self.by, recorded_at=moment(told.held_on),
                )
            )  # fmt: skip
        for step in self.file.steps:
            self._add(
                CaseStep(
                    case_id=self.file.case_id, state=step.state, reason=step.reason, taken_on=step.on, taken_by=self.by,
                    taken_at=moment(step.on),
                )
            )  # fmt: skip
        for each in self.file.handovers:
            self._add(
                Handover(
                    case_id=self.file.case_id, from_id=each.from_id, to_id=self.by, joint_talk_on=each.joint_talk_on,
                    without_talk=each.without_talk, family_note=each.family_note,
                    family_note_by=self.ids[each.family_note_by] if each.family_note_by else None,
                    begun_at=moment(each.begun_on), done_at=moment(each.done_on),
                )
            )  # fmt: skip

    def _built(self) -> None:
        places: dict[GoalLevel, int] = {}
        for each in self.file.goals:
            places[each.level] = places.get(each.level, -1) + 1
            self._add(
                Goal(
                    id=self.ids[each.key], case_id=self.file.case_id, level=each.level, owner_id=self.ids[each.owner],
                    parent_id=self.ids[each.parent] if each.parent else None, words=each.words, verbatim=each.verbatim,
                    sign=each.sign, who=each.who, reach_by=each.reach_by, agreed_on=each.agreed_on, state=each.state,
                    position=places[each.level], **self._stamp(each.on),
                )
            )  # fmt: skip
        if self.file.resources:
            self._card()
        for ring, sentence, day in self.file.skipped:
            self._add(
                SkippedRing(
                    case_id=self.file.case_id, ring=ring, sentence=sentence, skipped_by=self.by, skipped_at=moment(day)
                )
            )  # fmt: skip
        for part in self.file.parts:
            first = {
                "from": part.valid_from.isoformat(),
                "minutes": part.minutes,
                "planned": False,
                "reason": "",
            }
            later = [
                {
                    "from": one.begins_on.isoformat(),
                    "minutes": one.minutes,
                    "planned": one.planned,
                    "reason": one.reason,
                }
                for one in part.later
            ]
            held = [one.minutes for one in part.later if not one.planned]
            component = ArrangementComponent(
                case_id=self.file.case_id, kind=part.kind, who=part.who, content=part.content, times=list(part.times),
                member_id=self.ids[part.member] if part.member else None,
                minutes=held[-1] if held else part.minutes, extents=[first, *later], valid_from=part.valid_from,
                valid_until=part.valid_until, funding=part.funding, goal_ids=[self.ids[key] for key in part.goals],
                substitute=part.substitute, **self._stamp(part.valid_from),
            )  # fmt: skip
            self._add(component)
            for use in part.uses:
                self._add(
                    UseRating(
                        case_id=self.file.case_id, component=component, member_id=self.ids[use.by], value=use.value,
                        words=use.words, said_at=moment(use.on),
                    )
                )  # fmt: skip
        for drawn in self.file.maps:
            self._shared(drawn.owner, SharedThing.NETWORK_MAP, drawn.drawn_on)
            at = moment(drawn.drawn_on)
            self._add(
                NetworkSheet(
                    case_id=self.file.case_id, owner_id=self.ids[drawn.owner], drawn_on=drawn.drawn_on,
                    content=drawn.sheet.as_json(), begun_by=self.by, begun_at=at, changed_by=self.by, changed_at=at,
                )
            )  # fmt: skip

    def _card(self) -> None:
        day = min(each.on for each in self.file.resources)
        card = ResourceCard(
            case_id=self.file.case_id,
            owner_id=self.ids[self._first()],
            begun_by=self.by,
            begun_at=moment(day),
        )
        self._shared(self._first(), SharedThing.RESOURCE_CARD, day)
        self._add(card)
        for each in self.file.resources:
            self._add(
                ResourceEntry(
                    case_id=self.file.case_id, card=card, kind=each.kind, words=each.words,
                    speaker_id=self.ids[each.by] if each.by else None, professional_id=None if each.by else self.by,
                    wants_to_use=each.wants_to_use, availability=each.availability, exception_story=each.exception_story,
                    goal_ids=[self.ids[key] for key in each.goals], used_from=each.used_from, effect=each.effect,
                    person_name=each.person_name,
                    **self._stamp(each.on),
                )
            )  # fmt: skip

    def _first(self) -> str:
        """In whose name the card is shown: the oldest young person, else the oldest of the family."""
        ordered = sorted(
            self.file.members,
            key=lambda each: (each.kind is not MemberKind.YOUNG_PERSON, each.born_on or date.max),
        )
        return ordered[0].key

    def _shared(self, owner: str, thing: SharedThing, day: date) -> None:
        if any(each.thing == thing and each.owner_id == self.ids[owner] for each in self.rows[Share]):  # type: ignore[attr-defined]  # rows of Share
            return
        self._add(
            Share(
                case_id=self.file.case_id, owner_id=self.ids[owner], thing=thing, recipient_id=self.by, given_by=self.by,
                given_at=moment(day),
            )
        )  # fmt: skip

    def _advised(self) -> None:
        sheet = self.file.sheet
        if sheet is None:
            return
        ideas = [
            {
                "ring": Ring(each.ring).value,
                "text": self._without_names(each.text),
                "provider": each.provider,
                "offered": each.offered,
            }
            for each in sheet.ideas
        ]
        self._add(
            TeamSheet(
                case_id=self.file.case_id, number=1, question=self._without_names(sheet.question),
                body=self._without_names("\n".join(sheet.lines)), checked_by=self.by, checked_at=moment(sheet.made_on),
                expires_on=sheet.made_on + GIVEN_OUT_FOR, phase=max(MINUTES) if sheet.closed_on else 6 if ideas else 1,
                professionals=list(sheet.professionals), providers=list(sheet.providers), ideas=ideas,
                dissent=self._without_names(sheet.dissent), made_by=self.by, made_at=moment(sheet.made_on),
                closed_at=moment(sheet.closed_on) if sheet.closed_on else None,
            )
        )  # fmt: skip

    def _without_names(self, text: str) -> str:
        return scrub(text.strip(), self.known)

    def _chosen(self) -> None:
        told = self.file.choice
        if told is None:
            return
        shown = OptionList(
            case_id=self.file.case_id, help_kind=told.help_kind, options=[asdict(each) for each in self.options],
            shown_on=told.shown_on, shown_by=self.by, shown_at=moment(told.shown_on),
        )  # fmt: skip
        self._add(shown)
        if told.chosen_on is None:
            return
        listed = None if told.other else self._listed(told)
        refused = told.refusal
        choice = Choice(
            case_id=self.file.case_id, option_list=shown,
            chosen=offer_in_words(listed.provider, listed.name) if listed else told.other,
            provider_code=listed.provider_code if listed else "", member_id=self.ids[told.by] if told.by else None,
            words=told.words, chosen_on=told.chosen_on, recorded_by=self.by, recorded_at=moment(told.chosen_on),
            refusal_reason=refused.reason if refused else "", refusal_text=refused.text if refused else "",
            cost_wished=refused.cost_wished if refused else None,
            cost_comparable=refused.cost_comparable if refused else None,
        )  # fmt: skip
        self._add(choice)
        said = self.file.decision
        if said is not None:
            self._add(
                GrantDecision(
                    case_id=self.file.case_id, choice=choice, outcome=said.outcome, help_kind=told.help_kind,
                    content=said.content, extent=said.extent, valid_from=said.valid_from, reasons=said.reasons,
                    prepared_by=self.by, prepared_at=moment(said.prepared_on),
                )
            )  # fmt: skip

    def _listed(self, told: NewChoice) -> Option:
        of_provider = [each for each in self.options if told.provider and each.provider == told.provider]
        return of_provider[0] if of_provider else self.options[told.place % len(self.options)]

    def _planned(self) -> None:
        for number, each in enumerate(self.file.plans, 1):
            content = each.content
            goals = tuple(_named(goal, self.ids) for goal in content.goals)
            fixed = moment(each.fixed_on) if each.fixed_on else None
            plan = HelpPlan(
                case_id=self.file.case_id, number=number, content=replace(content, goals=goals).as_json(),
                state=PlanState.FIXED if fixed else PlanState.DRAFT, begun_by=self.by, begun_at=moment(each.begun_on),
                changed_by=self.by, changed_at=fixed or moment(each.begun_on), fixed_at=fixed,
                review_on=date.fromisoformat(content.review_on) if fixed and content.review_on else None,
            )  # fmt: skip
            self._add(plan)
            self._answered(plan, each)

    def _answered(self, plan: HelpPlan, told: NewPlan) -> None:
        case_id, by = self.file.case_id, self.by
        for said in told.signatures:
            self._add(
                PlanSignature(
                    case_id=case_id, plan=plan, member_id=self.ids[said.by] if said.by else None,
                    professional_id=None if said.by else by, state=said.state, words=said.words, written_by=by,
                    said_at=moment(said.on),
                )
            )  # fmt: skip
        for rated in told.ratings:
            self._add(
                GoalRating(
                    case_id=case_id, plan=plan, goal_key=str(self.ids[rated.goal]),
                    member_id=self.ids[rated.by] if rated.by else None, professional_id=None if rated.by else by,
                    value=rated.value, words=rated.words, rated_by=by, rated_at=moment(rated.on),
                )
            )  # fmt: skip
        for held in told.reviews:
            self._add(
                PlanReview(
                    case_id=case_id, plan=plan, held_on=held.held_on, suitable=held.suitable, needed=held.needed,
                    result=held.result, exit_reached=held.exit_reached, text=held.text, recorded_by=by,
                    recorded_at=moment(held.held_on),
                )
            )  # fmt: skip

    def _due(self) -> None:
        for each in self.file.meetings:
            self._add(
                Appointment(
                    case_id=self.file.case_id, begins_at=each.begins_at, minutes=each.minutes, meeting_place=each.place,
                    topic=each.topic, who_comes=each.who_comes, host_id=self.by, recorded_by=self.by,
                    recorded_at=moment(each.arranged_on),
                )
            )  # fmt: skip
        for due in self.file.reminders:
            self._add(
                Reminder(
                    case_id=self.file.case_id, due_on=due.due_on, text=due.text, waits_for=due.waits_for, set_by=self.by,
                    set_at=moment(due.set_on),
                )
            )  # fmt: skip


def moment(day: date, hour: int = 13) -> datetime:
    """The moment under which a record of a day is kept where its hour is not known: early in the afternoon."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def _named(goal: PlanGoal, ids: Mapping[str, UUID]) -> PlanGoal:
    return replace(goal, key=str(ids[goal.key]))


def _names_of(file: FamilyFile) -> list[Known]:
    """The names of the family with what stands for them on a team sheet, counted by kind."""
    counted: dict[MemberKind, int] = {}
    found = []
    for person in sorted(file.members, key=lambda each: (each.kind.value, each.born_on or date.max)):
        counted[person.kind] = counted.get(person.kind, 0) + 1
        forms = (person.full_name, person.called, *person.full_name.split())
        found.append(Known(tuple(filter(None, forms)), f"[{ROLES[person.kind]} {counted[person.kind]}]"))
    return found
