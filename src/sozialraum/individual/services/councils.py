"""The family council: prepared with the office, talked through among the family alone, handed over, answered, followed up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.encryption import seal, unseal
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.revisions import FieldConflict, Plain, join, plain
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
from sozialraum.individual.queries.councils import council_facts
from sozialraum.individual.rules.councils import (
    asked_before_information,
    followup_in_time,
    may_answer,
    may_hand_over,
    may_stay,
)
from sozialraum.individual.services.arrangements import add_component
from sozialraum.individual.services.entries import check_words, missing
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

PREPARED: Final = (
    "concern", "question", "requirements", "coordinator_name", "coordinator_contact", "independent", "meets_on", "place",
    "care",
)  # fmt: skip
PART: Final = ("who", "what", "until", "kind", "check_by")
KEPT_STATES: Final = 20


@transaction.atomic
def begin_council(grant: Grant, *, question: str = "") -> UUID:
    """Begin to prepare a council; returns its id. One runs at a time; :class:`Refused` for a second one."""
    _office(grant)
    case_id = writable(grant)
    if FamilyCouncil.objects.filter(case_id=case_id, ended_at__isnull=True).exists():
        raise Refused(gettext_noop("A family council is running already."), gettext_noop("Go on with it."))
    council = FamilyCouncil.objects.create(
        case_id=case_id, phase=CouncilPhase.PREPARATION, question=question.strip(), commissioned_by=user_of(grant),
        begun_at=grant.at, changed_by=user_of(grant), changed_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.FamilyCouncil", council.id, ["phase", "question"])
    return council.id


@transaction.atomic
def revise_council(grant: Grant, *, values: Mapping[str, object], version: int) -> int:
    """Write at what the office prepares; returns the version now stored. A draft may have gaps.

    Raises :class:`FieldConflict` where somebody has changed the same, :class:`Refused` once the family talks.
    """
    _office(grant)
    council = _in_phase(grant, CouncilPhase.PREPARATION, CouncilPhase.INFORMATION)
    now = {name: plain(getattr(council, name)) for name in PREPARED}
    changes, council.earlier = _joined(now, council.earlier, council.version, values, version)
    if changes:
        for name, value in changes.items():
            setattr(council, name, date.fromisoformat(str(value)) if name == "meets_on" and value else value)
        council.meets_on = council.meets_on or None
        council.version += 1
        _keep(grant, council, sorted(changes), "version", "earlier")
    return council.version


@transaction.atomic
def invite_to_council(grant: Grant, *, name: str, role: CouncilRole) -> None:
    """Invite somebody; the family invites from its family and network, the office everybody else too."""
    council = _in_phase(grant, CouncilPhase.PREPARATION, CouncilPhase.INFORMATION)
    check_words(name, longest=200)
    if grant.role in FAMILY and role is CouncilRole.COMMISSIONER:
        raise Refused(gettext_noop("The office names its own people."), gettext_noop("Invite whom you want to have there."))  # fmt: skip
    guest, _made = CouncilGuest.objects.update_or_create(
        council=council, name=name.strip(), case_id=council.case_id,
        defaults={"role": role, "invited_by": user_of(grant), "invited_at": grant.at},
    )  # fmt: skip
    note_change(grant, "individual.CouncilGuest", guest.id, ["name", "role"])


@transaction.atomic
def uninvite_from_council(grant: Grant, guest_id: UUID) -> None:
    """Take an invitation back before the council has met; nobody but the family takes back whom the family wants."""
    council = _in_phase(grant, CouncilPhase.PREPARATION, CouncilPhase.INFORMATION)
    guest = CouncilGuest.objects.filter(id=guest_id, council=council).first()
    if guest is None:
        raise missing("This council has no such guest.")
    if grant.role not in FAMILY and guest.invited_by != user_of(grant):
        raise Refused(
            gettext_noop("Somebody else has invited this person."),
            gettext_noop("Whom the family wants to have there, only the family takes off the list."),
        )
    guest.delete()
    note_change(grant, "individual.CouncilGuest", guest_id, ["removed"])


@transaction.atomic
def open_information(grant: Grant) -> None:
    """Go from preparation to the round in which everybody hears the concern; :class:`Refused` while something is missing."""
    _office(grant)
    council = _in_phase(grant, CouncilPhase.PREPARATION)
    asked = asked_before_information(council_facts(grant, council))
    if asked:
        raise Refused(asked[0], gettext_noop("Everything written so far is kept."))
    _go_on(grant, council, CouncilPhase.INFORMATION)


@transaction.atomic
def open_private_phase(grant: Grant, *, attended: Sequence[UUID], stayed: Sequence[UUID]) -> None:
    """All professionals leave: from now on the family writes for itself alone.

    ``attended`` were there when the concern was told, ``stayed`` are there now. Raises :class:`Refused` with a
    professional among them.
    """
    council = _in_phase(grant, CouncilPhase.INFORMATION)
    guests = list(CouncilGuest.objects.filter(council=council))
    allowed = may_stay([CouncilRole(each.role) for each in guests if each.id in stayed])
    if not allowed:
        raise Refused(
            allowed.reason, gettext_noop("The attendance list can be changed at any time until then.")
        )
    for guest in guests:
        guest.attended = guest.id in attended or guest.id in stayed
        guest.stayed = guest.id in stayed
        guest.save(update_fields=["attended", "stayed"])
    council.private_from = grant.at
    _go_on(grant, council, CouncilPhase.PRIVATE, "private_from")


@transaction.atomic
def write_draft(grant: Grant, *, values: Mapping[str, object]) -> UUID:
    """Add a part to what the family writes among itself; returns its id. Nobody else ever reads it here."""
    council = _among_family(grant)
    check_words(values.get("what"))
    draft = CouncilDraft(
        case_id=council.case_id, council=council, written_by=user_of(grant), written_at=grant.at
    )
    _seal(draft, {name: plain(values.get(name)) for name in PART}, {})
    draft.save()
    note_change(grant, "individual.CouncilDraft", draft.id, ["sealed_part"])
    return draft.id


@transaction.atomic
def revise_draft(grant: Grant, draft_id: UUID, *, values: Mapping[str, object], version: int) -> int:
    """Change a part; returns the version now stored. Two of the family who change the same both see both texts."""
    draft = _draft(grant, draft_id)
    check_words(values.get("what", "-"))
    stored = _opened(grant, draft)
    changes, earlier = _joined(stored["now"], stored["earlier"], draft.version, values, version)
    if changes:
        draft.version += 1
        _seal(draft, {**stored["now"], **changes}, earlier)
        draft.written_by, draft.written_at = user_of(grant), grant.at
        draft.save()
        note_change(grant, "individual.CouncilDraft", draft.id, ["sealed_part"])
    return draft.version


@transaction.atomic
def remove_draft(grant: Grant, draft_id: UUID, *, back: bool = False) -> None:
    """Strike a part out, or bring it back; what was struck out is not handed over."""
    draft = _draft(grant, draft_id)
    draft.removed_at = None if back else grant.at
    draft.save(update_fields=["removed_at"])
    note_change(grant, "individual.CouncilDraft", draft.id, ["removed_at"])


@transaction.atomic
def hand_over_plan(grant: Grant) -> UUID:
    """The family hands its plan over: a copy of what stands in it now is what everybody reads; returns the plan's id.

    What the family writes stays sealed. Raises :class:`Refused` for a plan that only professionals carry.
    """
    council = _among_family(grant)
    drafts = CouncilDraft.objects.filter(council=council, removed_at__isnull=True).order_by("id")
    opened = sorted(
        ((each.written_at, _opened(grant, each)["now"]) for each in drafts), key=lambda pair: pair[0]
    )
    parts = [part for _at, part in opened]
    allowed = may_hand_over([ComponentKind(part["kind"]) for part in parts])
    if not allowed:
        raise Refused(allowed.reason, gettext_noop("Your plan is still here, and only you read it."))
    begun = council.private_from or grant.at
    plan = CouncilPlan.objects.create(
        case_id=council.case_id, council=council, number=council.plans.count() + 1, handed_over_by=user_of(grant),
        handed_over_at=grant.at, private_minutes=max(int((grant.at - begun).total_seconds() // 60), 0),
    )  # fmt: skip
    CouncilPlanItem.objects.bulk_create(
        CouncilPlanItem(
            case_id=council.case_id, plan=plan, number=number, who=part["who"] or "", what=part["what"], kind=part["kind"],
            until=date.fromisoformat(part["until"]) if part["until"] else None, check_by=part["check_by"] or "",
        )
        for number, part in enumerate(parts, 1)
    )  # fmt: skip
    _go_on(grant, council, CouncilPhase.DECISION)
    return plan.id


@transaction.atomic
def answer_plan(
    grant: Grant, *, answer: CouncilAnswer, clear: bool, safe: bool, lawful: bool, words: str = "",
    followup_on: date | None = None,
) -> None:  # fmt: skip
    """Answer the family's plan: yes, with conditions, or no with the reason, after which the family goes on.

    Raises :class:`Refused` as :func:`may_answer` says, and for a yes without a day for the follow-up council.
    """
    _office(grant)
    council = _in_phase(grant, CouncilPhase.DECISION)
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
        _go_on(grant, council, CouncilPhase.IMPLEMENTATION, "followup_on")
    elif answer is CouncilAnswer.NO:
        council.private_from = grant.at
        _go_on(grant, council, CouncilPhase.PRIVATE, "followup_on", "private_from")
    else:
        _keep(grant, council, ["followup_on"])


@transaction.atomic
def settle_conditions(grant: Grant, *, agreed: bool) -> None:
    """The family says whether it agrees to the conditions; otherwise it goes on among itself."""
    council = _in_phase(grant, CouncilPhase.DECISION)
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
        _go_on(grant, council, CouncilPhase.IMPLEMENTATION)
        return
    council.private_from = grant.at
    _go_on(grant, council, CouncilPhase.PRIVATE, "private_from")


@transaction.atomic
def take_into_arrangement(grant: Grant, item_id: UUID) -> UUID:
    """Take a part of an accepted plan over into the arrangement, to be talked about there; returns the contribution's id.

    It decides on no claim: a professional's part is granted, if at all, on the ordinary way (H1).
    """
    _office(grant)
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
    _go_on(grant, _in_phase(grant, CouncilPhase.IMPLEMENTATION), CouncilPhase.FOLLOW_UP)


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
    council = _running(grant)
    check_words(words)
    council.ending, council.ended_at = words.strip(), grant.at
    _keep(grant, council, ["ending", "ended_at"])


def _joined(
    now: Mapping[str, Plain], earlier: Mapping[str, Any], stored_version: int, values: Mapping[str, object], version: int
) -> tuple[Mapping[str, Plain], dict[str, Any]]:  # fmt: skip
    base = now if version == stored_version else earlier.get(str(version))
    mine = {name: plain(value) for name, value in values.items()}
    found = join(base=base, theirs=now, mine=mine)
    if found.clashes:
        raise FieldConflict(found.clashes, taken=found.taken, version=stored_version)
    kept = [*earlier.items(), (str(stored_version), dict(now))] if found.changes else [*earlier.items()]
    return found.changes, dict(kept[-KEPT_STATES:])


def _seal(draft: CouncilDraft, now: Mapping[str, Plain], earlier: Mapping[str, Any]) -> None:
    draft.sealed_part = seal(json.dumps({"now": now, "earlier": earlier}), place=draft.seal_place)


def _opened(grant: Grant, draft: CouncilDraft) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(unseal(grant, draft.sealed_part, place=draft.seal_place))
    return stored


def _running(grant: Grant) -> FamilyCouncil:
    found = (
        FamilyCouncil.objects.select_for_update()
        .filter(case_id=writable(grant), ended_at__isnull=True)
        .first()
    )
    if found is None:
        raise missing("No family council is running.")
    return found


def _in_phase(grant: Grant, *phases: CouncilPhase) -> FamilyCouncil:
    council = _running(grant)
    if council.phase not in phases:
        raise Refused(
            gettext_noop("The family council is in another phase by now."),
            gettext_noop("Open the page anew."),
        )
    return council


def _among_family(grant: Grant) -> FamilyCouncil:
    if grant.role not in FAMILY:
        raise gate.Denied(Decision.no("The family is among itself."))
    return _in_phase(grant, CouncilPhase.PRIVATE)


def _draft(grant: Grant, draft_id: UUID) -> CouncilDraft:
    found = CouncilDraft.objects.select_for_update().filter(id=draft_id, council=_among_family(grant)).first()
    if found is None:
        raise missing("The family has written no such part.")
    return found


def _item(grant: Grant, item_id: UUID, *phases: CouncilPhase) -> CouncilPlanItem:
    plan = _latest(_in_phase(grant, *phases))
    found = CouncilPlanItem.objects.select_for_update().filter(id=item_id, plan=plan).first()
    if found is None:
        raise missing("The plan has no such part.")
    return found


def _latest(council: FamilyCouncil) -> CouncilPlan:
    return council.plans.select_for_update().latest("number")


def _office(grant: Grant) -> None:
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("This is the office's part."))


def _check_followup(grant: Grant, answer: CouncilAnswer, day: date | None) -> None:
    if answer is CouncilAnswer.NO:
        return
    if day is None or not followup_in_time(day, today=timezone.localdate(grant.at)):
        raise Refused(
            gettext_noop("The follow-up council takes place in six weeks to three months."),
            gettext_noop("Agree on a day with the family."),
        )


def _go_on(grant: Grant, council: FamilyCouncil, phase: CouncilPhase, *fields: str) -> None:
    council.phase = phase
    _keep(grant, council, ["phase", *fields])


def _keep(grant: Grant, council: FamilyCouncil, fields: Sequence[str], *silent: str) -> None:
    council.changed_by, council.changed_at = user_of(grant), grant.at
    council.save(update_fields=[*fields, *silent, "changed_by", "changed_at"])
    note_change(grant, "individual.FamilyCouncil", council.id, fields)
