"""The family's own plan: handed over or taken down by its leave, answered, agreed on, taken over, followed up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import (
    ComponentKind,
    ComponentState,
    CouncilAnswer,
    CouncilPhase,
    CouncilResult,
    CouncilRole,
)
from sozialraum.individual.models import (
    CouncilDraft,
    CouncilGuest,
    CouncilPlan,
    CouncilPlanItem,
    FamilyCouncil,
)
from sozialraum.individual.rules.councils import followup_in_time, may_answer, may_hand_over, may_take_down
from sozialraum.individual.services.arrangements import add_component
from sozialraum.individual.services.councils import (
    among_family,
    by_the_office,
    go_on,
    in_phase,
    keep_council,
    opened_part,
    running_council,
)
from sozialraum.individual.services.entries import check_words, missing
from sozialraum.individual.services.records import Refused, note_change, user_of


@transaction.atomic
def hand_over_plan(grant: Grant) -> UUID:
    """The family hands its plan over: a copy of what stands in it now is what everybody reads; returns the plan's id.

    What the family writes stays sealed. Raises :class:`Refused` for a plan that only professionals carry.
    """
    council = among_family(grant)
    drafts = CouncilDraft.objects.filter(council=council, removed_at__isnull=True).order_by("id")
    opened = sorted(
        ((each.written_at, opened_part(grant, each)["now"]) for each in drafts), key=lambda pair: pair[0]
    )
    parts = [part for _at, part in opened]
    allowed = may_hand_over([ComponentKind(part["kind"]) for part in parts])
    if not allowed:
        raise Refused(allowed.reason, gettext_noop("Your plan is still here, and only you read it."))
    return _keep_plan(grant, council, parts)


@transaction.atomic
def take_down_plan(grant: Grant, *, parts: Sequence[Mapping[str, Any]], leave_of: UUID) -> UUID:
    """Take down the plan that a family wrote on paper, after its private talk and by its leave; returns the plan's id.

    ``leave_of`` is the guest of the family who gave the leave: somebody who stayed while the family was among itself.
    For families that do not write here themselves; what others of the family wrote here stays sealed, unread and out of
    the plan. Raises :class:`Refused` without that leave, and for a plan that only professionals carry.
    """
    by_the_office(grant)
    council = in_phase(grant, CouncilPhase.PRIVATE)
    given = CouncilGuest.objects.filter(id=leave_of, council=council).first()
    allowed = may_take_down(
        CouncilRole(given.role) if given else None, stayed=given is not None and given.stayed,
        kinds=[ComponentKind(str(part["kind"])) for part in parts],
    )  # fmt: skip
    if not allowed or given is None:
        raise Refused(
            allowed.reason, gettext_noop("Ask the family; without its leave nothing is taken down.")
        )
    told = [{**part, "until": str(part.get("until") or "")} for part in parts]
    return _keep_plan(grant, council, told, leave_of=given.name)


def _keep_plan(
    grant: Grant, council: FamilyCouncil, parts: Sequence[Mapping[str, Any]], *, leave_of: str = ""
) -> UUID:
    """Keep a plan as it is given to the office, and go on to the answer."""
    begun = council.private_from or grant.at
    plan = CouncilPlan.objects.create(
        case_id=council.case_id, council=council, number=council.plans.count() + 1, handed_over_by=user_of(grant),
        handed_over_at=grant.at, private_minutes=max(int((grant.at - begun).total_seconds() // 60), 0), leave_of=leave_of,
    )  # fmt: skip
    CouncilPlanItem.objects.bulk_create(
        CouncilPlanItem(
            case_id=council.case_id, plan=plan, number=number, who=part["who"] or "", what=part["what"], kind=part["kind"],
            until=date.fromisoformat(str(part["until"])) if part["until"] else None, check_by=part["check_by"] or "",
        )
        for number, part in enumerate(parts, 1)
    )  # fmt: skip
    go_on(grant, council, CouncilPhase.DECISION)
    return plan.id


@transaction.atomic
def answer_plan(
    grant: Grant, *, answer: CouncilAnswer, clear: bool, safe: bool, lawful: bool, words: str = "",
    followup_on: date | None = None,
) -> None:  # fmt: skip
    """Answer the family's plan: yes, with conditions, or no with the reason, after which the family goes on.

    Raises :class:`Refused` as :func:`may_answer` says, and for a yes without a day for the follow-up council.
    """
    by_the_office(grant)
    council = in_phase(grant, CouncilPhase.DECISION)
    plan = _latest(council)
    allowed = may_answer(answer, clear=clear, safe=safe, lawful=lawful, words=words)
    if plan.answer:
        allowed = Decision.no(gettext_noop("The family has the answer already."))
    if not allowed:
        raise Refused(
            allowed.reason, gettext_noop("Nothing was answered. The plan stays as it was handed over.")
        )
    _check_followup(grant, answer, followup_on)
    plan.answer, plan.clear, plan.safe, plan.lawful, plan.words = answer, clear, safe, lawful, words.strip()
    plan.answered_by, plan.answered_at = user_of(grant), grant.at
    plan.save()
    note_change(grant, "individual.CouncilPlan", plan.id, ["answer", "clear", "safe", "lawful", "words"])
    council.followup_on = followup_on
    if answer is CouncilAnswer.YES:
        go_on(grant, council, CouncilPhase.IMPLEMENTATION, "followup_on")
    elif answer is CouncilAnswer.NO:
        council.private_from = grant.at
        go_on(grant, council, CouncilPhase.PRIVATE, "followup_on", "private_from")
    else:
        keep_council(grant, council, ["followup_on"])


@transaction.atomic
def settle_conditions(grant: Grant, *, agreed: bool) -> None:
    """The family says whether it agrees to the conditions; otherwise it goes on among itself."""
    council = in_phase(grant, CouncilPhase.DECISION)
    plan = _latest(council)
    if grant.role not in FAMILY:
        raise gate.Denied(Decision.no("The family says whether it agrees."))
    if plan.answer != CouncilAnswer.CONDITIONS:
        raise Refused(
            gettext_noop("There are no conditions to agree to."), gettext_noop("Wait for the answer.")
        )
    if agreed:
        plan.agreed_by = user_of(grant)
        plan.save(update_fields=["agreed_by"])
        go_on(grant, council, CouncilPhase.IMPLEMENTATION)
        return
    council.private_from = grant.at
    go_on(grant, council, CouncilPhase.PRIVATE, "private_from")


@transaction.atomic
def take_into_arrangement(grant: Grant, item_id: UUID) -> UUID:
    """Take a part of an accepted plan over into the arrangement, to be talked about there; returns the contribution's id.

    It decides on no claim: a professional's part is granted, if at all, on the ordinary way (H1).
    """
    by_the_office(grant)
    item = _item(grant, item_id, CouncilPhase.IMPLEMENTATION, CouncilPhase.FOLLOW_UP)
    if item.component_id is not None:
        raise Refused(
            gettext_noop("This part stands in the arrangement already."), gettext_noop("Look at it there.")
        )
    today = timezone.localdate(grant.at)
    item.component_id = add_component(
        grant, kind=ComponentKind(item.kind), who=item.who, content=item.what, valid_from=today,
        valid_until=item.until if item.until and item.until >= today else None, state=ComponentState.PROPOSED,
    )  # fmt: skip
    item.save(update_fields=["component_id"])
    note_change(grant, "individual.CouncilPlanItem", item.id, ["component_id"])
    return item.component_id


@transaction.atomic
def open_follow_up(grant: Grant) -> None:
    """Come together again to see what became of each part."""
    go_on(grant, in_phase(grant, CouncilPhase.IMPLEMENTATION), CouncilPhase.FOLLOW_UP)


@transaction.atomic
def note_result(grant: Grant, item_id: UUID, *, result: CouncilResult, words: str = "") -> None:
    """Write down what became of a part of the plan; family and office both may."""
    item = _item(grant, item_id, CouncilPhase.FOLLOW_UP)
    item.result, item.result_words, item.result_by = result, words.strip(), user_of(grant)
    item.save(update_fields=["result", "result_words", "result_by"])
    note_change(grant, "individual.CouncilPlanItem", item.id, ["result", "result_words"])


@transaction.atomic
def end_council(grant: Grant, *, words: str) -> None:
    """End a council, in every phase: it is voluntary. Raises :class:`Refused` without a sentence."""
    council = running_council(grant)
    check_words(words)
    council.ending, council.ended_at = words.strip(), grant.at
    keep_council(grant, council, ["ending", "ended_at"])


def _item(grant: Grant, item_id: UUID, *phases: CouncilPhase) -> CouncilPlanItem:
    plan = _latest(in_phase(grant, *phases))
    found = CouncilPlanItem.objects.select_for_update().filter(id=item_id, plan=plan).first()
    if found is None:
        raise missing("The plan has no such part.")
    return found


def _latest(council: FamilyCouncil) -> CouncilPlan:
    return council.plans.select_for_update().latest("number")


def _check_followup(grant: Grant, answer: CouncilAnswer, day: date | None) -> None:
    if answer is CouncilAnswer.NO:
        return
    if day is None or not followup_in_time(day, today=timezone.localdate(grant.at)):
        raise Refused(
            gettext_noop("The follow-up council takes place in six weeks to three months."),
            gettext_noop("Agree on a day with the family."),
        )
