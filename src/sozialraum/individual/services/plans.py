"""Help plans: begun from what is there, worked on together, fixed, signed, reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.revisions import FieldConflict, Values, join, plain
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import PlanState, ReviewResult, SignatureState
from sozialraum.individual.models import Case, GoalRating, HelpPlan, Member, PlanReview, PlanSignature
from sozialraum.individual.queries.plan_material import assembled
from sozialraum.individual.rules.plan_lines import participants_of, services_of, typed_values
from sozialraum.individual.rules.plans import (
    RATINGS,
    Dissent,
    PlanContent,
    may_begin_version,
    missing_to_fix,
)
from sozialraum.individual.services.process import by_staff
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

NO_SUCH_PLAN = "This case has no such plan."
FIXED = gettext_noop("This version is fixed and stays as it is.")
BEGIN_ANEW = gettext_noop("Begin a new version.")


@transaction.atomic
def begin_help_plan(grant: Grant) -> int:
    """Begin a version from what is there already and from the version before; returns its number.

    Voices, goals, steps, contributions and resources are taken over as they stand, so nothing is typed again. Raises
    :class:`Refused` while another draft is worked on.
    """
    case_id = by_staff(grant)
    Case.objects.select_for_update().get(id=case_id)
    latest = HelpPlan.objects.filter(case_id=case_id).order_by("-number").first()
    if not may_begin_version(latest_is_draft=latest is not None and latest.state == PlanState.DRAFT):
        raise Refused(
            gettext_noop("A version is being worked on already."), gettext_noop("Go on with that one.")
        )
    before = PlanContent.from_json(latest.content) if latest else PlanContent()
    content = assembled(grant, before)
    plan = HelpPlan.objects.create(
        case_id=case_id, number=latest.number + 1 if latest else 1, content=content.as_json(), begun_by=user_of(grant),
        begun_at=grant.at, changed_by=user_of(grant), changed_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.HelpPlan", plan.id, ["content"])
    return plan.number


@transaction.atomic
def revise_help_plan(grant: Grant, number: int, *, values: Values, version: int) -> int:
    """Change fields of a draft that was read in ``version``; returns the new version.

    ``values`` are those of :func:`queries.plans.typed_values`. Raises :class:`FieldConflict` where somebody was faster
    and both differ: nothing is overwritten; :class:`Refused` for a fixed version.
    """
    plan = _draft(by_staff(grant), number)
    content = PlanContent.from_json(plan.content)
    mine = {name: plain(value) for name, value in values.items()}
    if plan.version != version:
        joined = join(base=None, theirs=typed_values(content), mine=mine)
        if joined.clashes:
            raise FieldConflict(joined.clashes, taken=joined.taken, version=plan.version)
    return _store(grant, plan, replace(content, **_parsed(mine)), sorted(mine))


@transaction.atomic
def gather_again(grant: Grant, number: int) -> int:
    """Take voices, goals, contributions and resources over anew as they stand now; what was typed stays."""
    plan = _draft(by_staff(grant), number)
    content = PlanContent.from_json(plan.content)
    fresh = assembled(grant, content)
    kept = {name: getattr(content, name) for name in ("participants", "need") if getattr(content, name)}
    return _store(grant, plan, replace(fresh, **kept), ["voices", "goals", "services", "resources"])


@transaction.atomic
def say_otherwise(grant: Grant, number: int, *, words: str, member_id: UUID | None) -> int:
    """Add to a draft what somebody sees differently; it stays there beside everything else, whoever agrees.

    Who of the family is signed in speaks for herself; ``member_id`` ``None`` is the professional.
    """
    case_id = writable(grant)
    if not words.strip():
        raise Refused(
            gettext_noop("There are no words yet."), gettext_noop("Write down what you see differently.")
        )
    plan = _draft(case_id, number)
    name = _speaker(grant, member_id)
    content = PlanContent.from_json(plan.content)
    added = Dissent(name=name, words=words.strip(), own=member_id is not None)
    return _store(grant, plan, replace(content, dissent=(*content.dissent, added)), ["dissent"])


@transaction.atomic
def answer_dissent(grant: Grant, number: int, place: int, *, answer: str, name: str) -> int:
    """Answer what somebody sees differently in a draft, beside the words and never instead of them."""
    plan = _draft(by_staff(grant), number)
    content = PlanContent.from_json(plan.content)
    if not 0 <= place < len(content.dissent):
        raise gate.Denied(Decision.no(NO_SUCH_PLAN))
    told = list(content.dissent)
    told[place] = replace(told[place], answer=answer.strip(), answered_by=name)
    return _store(grant, plan, replace(content, dissent=tuple(told)), ["dissent"])


@transaction.atomic
def fix_help_plan(grant: Grant, number: int) -> None:
    """Fix a version: from now on it never changes, and everybody is asked to sign or to read it again.

    Raises :class:`Refused` while something is missing that a plan must say (:func:`rules.plans.missing_to_fix`).
    """
    plan = _draft(by_staff(grant), number)
    content = PlanContent.from_json(plan.content)
    if missing_to_fix(content):
        raise Refused(
            gettext_noop("The plan does not say everything yet that it must."),
            gettext_noop("The page names what is missing; until then it stays a draft."),
        )
    plan.state, plan.fixed_at = PlanState.FIXED, grant.at
    plan.review_on = date.fromisoformat(content.review_on)
    plan.save(update_fields=["state", "fixed_at", "review_on"])
    note_change(grant, "individual.HelpPlan", plan.id, ["state"])


@transaction.atomic
def sign_help_plan(
    grant: Grant,
    number: int,
    *,
    state: SignatureState,
    words: str = "",
    member_id: UUID | None = None,
    professional_id: UUID | None = None,
) -> None:
    """Keep what somebody says to a fixed plan: signed, wants to read it again, refuses.

    Everybody with an account of her own signs herself; for the others, and for those who sign on paper at the table of
    a provider, the case worker notes it. Raises :class:`Refused` for a draft and for signing in somebody's place.
    """
    case_id = writable(grant)
    plan = _plan(case_id, number)
    if plan.state != PlanState.FIXED:
        raise Refused(gettext_noop("A draft is not signed."), gettext_noop("Fix the plan first."))
    if member_id is not None:
        _check_signs_herself(grant, case_id, member_id)
    elif grant.role in FAMILY:
        raise Refused(gettext_noop("Everybody signs for herself."), gettext_noop("Use your own name."))
    PlanSignature.objects.create(
        case_id=case_id, plan=plan, member_id=member_id,
        professional_id=None if member_id else professional_id or user_of(grant), state=state, words=words.strip(),
        written_by=user_of(grant), said_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.PlanSignature", plan.id, ["state"])


@transaction.atomic
def rate_goal(
    grant: Grant, number: int, *, goal_key: str, value: int, words: str = "", member_id: UUID | None = None
) -> None:
    """Rate how far a goal is reached, from -2 to +2: each person for herself, the professional beside her.

    Raises :class:`Refused` for a value outside the scale, a goal the plan does not have, and rating in somebody's place.
    """
    case_id = writable(grant)
    plan = _plan(case_id, number)
    keys = {each.key for each in PlanContent.from_json(plan.content).goals}
    if value not in RATINGS or goal_key not in keys:
        raise Refused(gettext_noop("This cannot be rated so."), gettext_noop("Choose one of the five steps."))
    if member_id is not None:
        _check_signs_herself(grant, case_id, member_id)
    elif grant.role in FAMILY:
        raise Refused(gettext_noop("Everybody rates for herself."), gettext_noop("Use your own name."))
    GoalRating.objects.create(
        case_id=case_id, plan=plan, goal_key=goal_key, member_id=member_id,
        professional_id=None if member_id else user_of(grant), value=value, words=words.strip(),
        rated_by=user_of(grant), rated_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.GoalRating", plan.id, ["value"])


@transaction.atomic
def review_help_plan(
    grant: Grant,
    number: int,
    *,
    held_on: date,
    suitable: str,
    needed: str,
    result: ReviewResult,
    exit_reached: bool = False,
    text: str = "",
) -> UUID:
    """Keep a review: whether the help is still suitable and still needed, and how it goes on (§ 36 (2) S. 2 SGB VIII)."""
    case_id = by_staff(grant)
    plan = _plan(case_id, number)
    if plan.state != PlanState.FIXED or held_on > timezone.localdate(grant.at):
        raise Refused(
            gettext_noop("A fixed plan is reviewed, on a day that has been."),
            gettext_noop("Choose another day."),
        )
    if not (suitable.strip() and needed.strip()):
        raise Refused(
            gettext_noop("Both questions need an answer: still suitable, still needed?"),
            gettext_noop("One sentence each is enough."),
        )
    made = PlanReview.objects.create(
        case_id=case_id, plan=plan, held_on=held_on, suitable=suitable.strip(), needed=needed.strip(), result=result,
        exit_reached=exit_reached, text=text.strip(), recorded_by=user_of(grant), recorded_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.PlanReview", made.id, ["suitable", "needed", "result"])
    return made.id


def _plan(case_id: UUID, number: int) -> HelpPlan:
    plan = HelpPlan.objects.filter(case_id=case_id, number=number).first()
    if plan is None:
        raise gate.Denied(Decision.no(NO_SUCH_PLAN))
    return plan


def _draft(case_id: UUID, number: int) -> HelpPlan:
    plan = HelpPlan.objects.filter(case_id=case_id, number=number, state=PlanState.DRAFT)
    found = plan.select_for_update().first()
    if found is None:
        _plan(case_id, number)
        raise Refused(FIXED, BEGIN_ANEW)
    return found


def _store(grant: Grant, plan: HelpPlan, content: PlanContent, changed: list[str]) -> int:
    plan.content = content.as_json()
    plan.version += 1
    plan.changed_by, plan.changed_at = user_of(grant), grant.at
    plan.save(update_fields=["content", "version", "changed_by", "changed_at"])
    note_change(grant, "individual.HelpPlan", plan.id, changed)
    return plan.version


def _parsed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values as the content holds them: lines of people and of services become rows."""
    made = dict(values)
    if "participants" in made:
        made["participants"] = participants_of(str(made["participants"]))
    if "services" in made:
        made["services"] = services_of(str(made["services"]))
    return {name: "" if value is None else value for name, value in made.items()}


def _speaker(grant: Grant, member_id: UUID | None) -> str:
    if member_id is None:
        if grant.role in FAMILY:
            raise Refused(
                gettext_noop("Everybody speaks for herself."), gettext_noop("Write down your own words.")
            )
        return names_of([user_of(grant)]).get(user_of(grant), "")
    member = Member.objects.filter(id=member_id, case_id=grant.subject_id).first()
    if member is None or (grant.role in FAMILY and member.user_id != grant.actor.user_id):
        raise Refused(
            gettext_noop("Everybody speaks for herself."), gettext_noop("Write down your own words.")
        )
    return member.called or member.full_name


def _check_signs_herself(grant: Grant, case_id: UUID, member_id: UUID) -> None:
    member = Member.objects.filter(id=member_id, case_id=case_id).first()
    if member is None:
        raise gate.Denied(Decision.no(NO_SUCH_PLAN))
    herself = member.user_id == grant.actor.user_id
    if not herself and (grant.role in FAMILY or member.user_id is not None):
        raise Refused(
            gettext_noop("Whoever has an account of their own answers there."),
            gettext_noop("Ask the person to do it on their own page."),
        )
