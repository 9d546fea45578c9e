"""Whether a whole file keeps the rules that hold for each of its records: asked before anything of it is stored."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import AdviceTopic, CaseState, MemberKind, Outcome, SignatureState
from sozialraum.individual.family_files import FamilyFile, NewPlan, NewWords
from sozialraum.individual.rules import OWN_WORDS, STRENGTHS, kind_of_own_words, may_speak, years_old
from sozialraum.individual.rules.arrangements import RINGS, rings_before, slot_of
from sozialraum.individual.rules.choice import DecisionFacts, may_decide, may_refuse_choice
from sozialraum.individual.rules.plans import RATINGS, is_agreed, missing_to_fix
from sozialraum.individual.rules.process import TOPICS_OF_ADVICE, ProcessFacts, missing_for, states_after
from sozialraum.individual.rules.team_sheets import may_close_advice, may_name_idea
from sozialraum.individual.services.records import Refused

HEARD_FROM = 3


def check_file(file: FamilyFile) -> None:
    """Raise :class:`Refused` for the first rule of the field that a file breaks; the words of it are never named."""
    for allowed in _answers(file):
        if not allowed:
            raise Refused(
                allowed.reason,
                gettext_noop(
                    "Nothing of the file was stored. Mend it where it comes from and bring it in again."
                ),
            )


def kind_of(words: NewWords) -> str:
    """The kind under which words are kept: a will only where an own act is named (H4)."""
    if words.by and words.kind in OWN_WORDS:
        return kind_of_own_words(acts_oneself=words.acts_oneself, own_action=words.own_action)
    return words.kind


def _answers(file: FamilyFile) -> Iterator[Decision]:
    yield from _people(file)
    yield from _said(file)
    yield from _arrangement(file)
    yield from _advice(file)
    yield from _claim(file)
    for plan in file.plans:
        yield from _plan(file, plan)
    yield from _way(file)


def _people(file: FamilyFile) -> Iterator[Decision]:
    keys = [each.key for each in file.members]
    goals = [each.key for each in file.goals]
    yield _must(
        len(keys) == len(set(keys)) and len(goals) == len(set(goals)), "Two records have the same key."
    )
    named = (
        [each.by for each in file.words]
        + [each.by for each in file.resources]
        + [each.owner for each in file.goals]
    )
    named += [each.member for each in file.parts] + [each.owner for each in file.maps]
    named += [use.by for each in file.parts for use in each.uses]
    named += [key for each in file.consultations for key in each.present]
    yield _must(set(filter(None, named)) <= set(keys), "This person does not belong to the family.")
    used = {each.parent for each in file.goals} | {
        key
        for keys in ([each.goals for each in file.resources] + [each.goals for each in file.parts])
        for key in keys
    }
    yield _must(used - {""} <= set(goals), "The family has no such goal.")


def _said(file: FamilyFile) -> Iterator[Decision]:
    for each in file.words:
        yield may_speak(each.kind, by_family=bool(each.by))
        yield _must(bool(each.text.strip()), "There are no words yet.")
        yield _must(
            each.strength is None or each.strength in STRENGTHS, "The strength is a number from 0 to 10."
        )


def _arrangement(file: FamilyFile) -> Iterator[Decision]:
    looked_at = {ring for ring, sentence, _day in file.skipped if sentence.strip()}
    looked_at |= {ring for each in file.parts if (ring := RINGS[each.kind]) is not None}
    for part in file.parts:
        yield _must(set(rings_before(part.kind)) <= looked_at, "A ring before this one is empty.")
        yield _must(
            all(use.by and use.on >= part.valid_from for use in part.uses), "Nobody can have said this."
        )
        yield _must(all(slot_of(time) for time in part.times), "This is no time of a week.")
        yield _must(
            all(each.reason.strip() for each in part.later), "Hours change at a review, for a reason."
        )


def _advice(file: FamilyFile) -> Iterator[Decision]:
    if file.sheet is None:
        return
    for idea in file.sheet.ideas:
        yield may_name_idea(idea.text, phase=6)
    if file.sheet.closed_on is not None:
        yield may_close_advice(
            ideas=len(file.sheet.ideas), alternatives=sum(each.offered for each in file.sheet.ideas),
            professionals=len(file.sheet.professionals),
        )  # fmt: skip


def _claim(file: FamilyFile) -> Iterator[Decision]:
    topics = _topics(file)
    if file.choice is not None:
        yield _must(AdviceTopic.CHOICE in topics, "The right to choose has not been explained yet.")
        if file.choice.refusal is not None:
            yield may_refuse_choice(file.choice.refusal, help_kind=file.choice.help_kind)
    if file.decision is not None:
        chosen = file.choice is not None and file.choice.chosen_on is not None
        yield may_decide(
            DecisionFacts(
                choice_explained=AdviceTopic.CHOICE in topics, advice_complete=topics >= TOPICS_OF_ADVICE,
                options_shown=file.choice is not None, choice_made=chosen, reasons=file.decision.reasons,
                valid_from=file.decision.valid_from, grants=file.decision.outcome is not Outcome.REFUSED,
            )
        )  # fmt: skip


def _plan(file: FamilyFile, plan: NewPlan) -> Iterator[Decision]:
    yield _must(
        plan.fixed_on is None or not missing_to_fix(plan.content),
        "The plan does not say everything yet that it must.",
    )
    yield _must(plan.fixed_on is not None or not plan.signatures, "A draft is not signed.")
    yield _must(plan.fixed_on is not None or plan is file.plans[-1], "A version is being worked on already.")
    goals = {each.key for each in plan.content.goals}
    yield _must(
        all(each.value in RATINGS and each.goal in goals for each in plan.ratings), "This cannot be rated so."
    )


def _way(file: FamilyFile) -> Iterator[Decision]:
    """Each step follows from the one before it, and where the case stands everything is on record that the law asks for."""
    for before, after in zip(file.steps, file.steps[1:], strict=False):
        yield _must(
            after.state in states_after(before.state), "This step does not follow from where the case is."
        )
        yield _must(after.on >= before.on, "A step is taken after the one before it.")
        needs_words = after.state is CaseState.ENDED and not after.reason.strip()
        yield _must(not needs_words, "This step needs a reason.")
    for step in file.steps:
        if step.state not in (CaseState.ENDED, CaseState.AFTERCARE):
            missing = missing_for(step.state, _facts(file))
            yield _must(not missing, "Something that the law asks for is not on record yet.")


def _facts(file: FamilyFile) -> ProcessFacts:
    own = [each for each in file.words if each.by]
    first = file.steps[0]
    young = {each.key: each.born_on for each in file.members if each.kind is MemberKind.YOUNG_PERSON}
    old_enough = [
        key
        for key, born in young.items()
        if born is None or years_old(born, today=file.steps[-1].on) >= HEARD_FROM
    ]
    claimants = {
        each.key for each in file.members if each.kind in (MemberKind.YOUNG_PERSON, MemberKind.PARENT)
    }
    signed = [each for plan in file.plans for each in plan.signatures if each.state is SignatureState.SIGNED]
    decided = file.decision is not None and file.decision.decided_on is not None
    return ProcessFacts(
        state=first.state, begun_in=first.state, topics=_topics(file), own_words=bool(own),
        young_heard=not old_enough or any(each.by in young for each in own),
        team_advised=file.sheet is not None and file.sheet.closed_on is not None,
        options_shown=file.choice is not None,
        choice_made=file.choice is not None and file.choice.chosen_on is not None,
        granted=decided and file.decision is not None and file.decision.outcome is not Outcome.REFUSED,
        letter_sent=decided and file.decision is not None and file.decision.sent_on is not None,
        plan_agreed=is_agreed(
            fixed=any(plan.fixed_on for plan in file.plans), by_worker=any(not each.by for each in signed),
            by_claimant=any(each.by in claimants for each in signed),
        ),
        reviewed=any(plan.reviews for plan in file.plans),
    )  # fmt: skip


def _topics(file: FamilyFile) -> frozenset[AdviceTopic]:
    return frozenset(topic for each in file.consultations for topic in each.topics)


def _must(holds: object, otherwise: str) -> Decision:
    return Decision.yes() if holds else Decision.no(otherwise)
