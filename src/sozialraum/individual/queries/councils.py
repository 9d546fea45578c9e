"""Reading a family council: the office sees that the family talks, and nothing of what it writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.encryption import unseal
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import ComponentKind, CouncilAnswer, CouncilPhase, CouncilResult, CouncilRole
from sozialraum.individual.models import (
    CouncilDraft,
    CouncilGuest,
    CouncilPlan,
    CouncilPlanItem,
    FamilyCouncil,
    Genogram,
    Member,
    NetworkSheet,
)
from sozialraum.individual.rules.councils import PROFESSIONALS, CouncilFacts, asked_before_information
from sozialraum.network.network_maps import Sheet


@dataclass(frozen=True, slots=True)
class GuestRow:
    """Somebody invited; ``removable`` says that the actor may take the invitation back."""

    id: UUID
    name: str
    role: CouncilRole
    attended: bool
    stayed: bool
    removable: bool

    @property
    def professional(self) -> bool:
        """Whether this person leaves before the family talks."""
        return self.role in PROFESSIONALS


@dataclass(frozen=True, slots=True)
class DraftView:
    """A part of what the family writes among itself."""

    id: UUID
    who: str
    what: str
    until: date | None
    kind: ComponentKind
    check_by: str
    version: int
    removed: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """A part of a plan that was handed over."""

    id: UUID
    who: str
    what: str
    until: date | None
    kind: ComponentKind
    check_by: str
    result: CouncilResult | None
    result_words: str
    component_id: UUID | None


@dataclass(frozen=True, slots=True)
class PlanHandedOver:
    """A plan as the family handed it over, with the answer to it; ``leave_of`` where it was on paper and taken down."""

    number: int
    handed_over_by: str
    handed_over_at: datetime
    minutes: int
    answer: CouncilAnswer | None
    words: str
    answered_by: str
    answered_at: datetime | None
    agreed: bool
    leave_of: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class CouncilStanding:
    """Where a council stands, for one sentence about it; ``answered`` where the office has answered the last plan."""

    phase: CouncilPhase
    meets_on: date | None
    place: str
    private_from: datetime | None
    followup_on: date | None
    ending: str
    ended_at: datetime | None
    answered: bool


@dataclass(frozen=True, slots=True)
class CouncilView:
    """A family council as the actor sees it; ``drafts`` is empty for everybody who is not of the family.

    ``asked`` are the sentences that say what is still missing before all can meet.
    """

    id: UUID
    phase: CouncilPhase
    concern: str
    question: str
    requirements: tuple[str, ...]
    coordinator_name: str
    coordinator_contact: str
    independent: bool
    meets_on: date | None
    place: str
    care: str
    version: int
    commissioned_by: str
    private_from: datetime | None
    followup_on: date | None
    ending: str
    ended_at: datetime | None
    guests: tuple[GuestRow, ...]
    plans: tuple[PlanHandedOver, ...]
    drafts: tuple[DraftView, ...]
    asked: tuple[str, ...] = ()

    @property
    def plan(self) -> PlanHandedOver | None:
        """The plan that was handed over last."""
        return self.plans[-1] if self.plans else None

    @property
    def answered(self) -> bool:
        """Whether the office has answered the plan that was handed over last."""
        return self.plan is not None and bool(self.plan.answer)

    @property
    def before(self) -> tuple[PlanHandedOver, ...]:
        """The plans handed over before it."""
        return self.plans[:-1]

    @property
    def among_themselves(self) -> bool:
        """Whether the family is talking alone."""
        return self.phase is CouncilPhase.PRIVATE and self.ended_at is None

    @property
    def preparing(self) -> bool:
        """Whether invitations and the office's part can still be changed."""
        return self.phase in {CouncilPhase.PREPARATION, CouncilPhase.INFORMATION} and self.ended_at is None


def is_council_open_to(grant: Grant) -> bool:
    """Whether a council may be looked at with this grant: it is the family's and the office's, not a provider's."""
    return grant.role != Role.PROVIDER_WORKER


def council_standing(grant: Grant) -> CouncilStanding | None:
    """Where the council that runs, or the last one, stands: in one statement, and nothing of what the family wrote.

    None where there is none. Raises :class:`gate.Denied` for whoever works for a provider.
    """
    if not is_council_open_to(grant):
        raise gate.Denied(Decision.no("A family council is between the family and the office."))
    last = CouncilPlan.objects.filter(council=OuterRef("pk")).order_by("-number").values("answer")[:1]
    found = (
        FamilyCouncil.objects.filter(case_id=grant.subject_id)
        .order_by("-begun_at")
        .values_list(
            "phase", "meets_on", "place", "private_from", "followup_on", "ending", "ended_at", Subquery(last)
        )
        .first()
    )
    if found is None:
        return None
    phase, meets_on, place, private_from, followup_on, ending, ended_at, answer = found
    return CouncilStanding(
        CouncilPhase(phase), meets_on, place, private_from, followup_on, ending, ended_at, bool(answer)
    )


def family_council(grant: Grant) -> CouncilView | None:
    """The council that runs, or the last one; None where there is none.

    Raises :class:`gate.Denied` for whoever works for a provider: a council is the family's and the office's.
    """
    if not is_council_open_to(grant):
        raise gate.Denied(Decision.no("A family council is between the family and the office."))
    council = FamilyCouncil.objects.filter(case_id=grant.subject_id).order_by("-begun_at").first()
    if council is None:
        return None
    plans = list(CouncilPlan.objects.filter(council=council).order_by("number"))
    people = {
        council.commissioned_by,
        *(each.handed_over_by for each in plans),
        *(each.answered_by for each in plans),
    }
    names = names_of(each for each in people if each)
    items: dict[UUID, list[ItemView]] = {each.id: [] for each in plans}
    for item in CouncilPlanItem.objects.filter(plan__in=plans).order_by("number"):
        items[item.plan_id].append(_item(item))
    return CouncilView(
        id=council.id, phase=CouncilPhase(council.phase), concern=council.concern, question=council.question,
        requirements=tuple(council.requirements), coordinator_name=council.coordinator_name,
        coordinator_contact=council.coordinator_contact, independent=council.independent, meets_on=council.meets_on,
        place=council.place, care=council.care, version=council.version,
        commissioned_by=names.get(council.commissioned_by, ""), private_from=council.private_from,
        followup_on=council.followup_on, ending=council.ending, ended_at=council.ended_at,
        guests=tuple(_guest(grant, each) for each in CouncilGuest.objects.filter(council=council).order_by("invited_at", "name")),
        plans=tuple(_plan(each, names, tuple(items[each.id])) for each in plans), drafts=tuple(council_drafts(grant, council.id)),
        asked=tuple(asked_before_information(council_facts(grant, council))) if council.phase == CouncilPhase.PREPARATION else (),
    )  # fmt: skip


def council_drafts(grant: Grant, council_id: UUID) -> list[DraftView]:
    """What the family writes among itself: empty for everybody else, by rule here and by the database."""
    if grant.role not in FAMILY:
        return []
    found = CouncilDraft.objects.filter(case_id__in=grant.subject.ids, council_id=council_id).order_by(
        "written_at"
    )
    return [_draft(grant, each) for each in found]


def people_to_invite(grant: Grant, council: CouncilView) -> list[tuple[str, CouncilRole]]:
    """Who could be invited: members, and the people of the maps and genograms that the actor may see; invited ones not."""
    known = {each.name.casefold() for each in council.guests}
    found: dict[str, CouncilRole] = {}
    for member in Member.objects.filter(case_id=grant.subject_id).order_by("born_on", "full_name"):
        found[member.full_name] = CouncilRole.FAMILY
        known |= {member.called.casefold()} if member.called else set()
    for genogram in Genogram.objects.filter(case_id=grant.subject_id):
        for each in genogram.content.get("people", []):
            if each.get("name") and not each.get("died") and not each.get("deceased"):
                found.setdefault(str(each["name"]), CouncilRole.FAMILY)
    latest = {
        each.owner_id: each
        for each in NetworkSheet.objects.filter(case_id=grant.subject_id).order_by("drawn_on")
    }
    for sheet in latest.values():
        for person in Sheet.from_json(sheet.content).people:
            if person.human and not person.deceased and not person.professional:
                found.setdefault(person.name, CouncilRole.NETWORK)
    return [(name, role) for name, role in found.items() if name.casefold() not in known]


def council_facts(grant: Grant, council: FamilyCouncil) -> CouncilFacts:
    """What is prepared, as the rules read it."""
    return CouncilFacts(
        concern=council.concern, question=council.question, requirements=council.requirements,
        coordinator=council.coordinator_name, independent=council.independent,
        staff=tuple(names_of([council.commissioned_by]).values()), meets_on=council.meets_on, place=council.place,
        roles=[CouncilRole(each.role) for each in CouncilGuest.objects.filter(council=council, case_id=grant.subject_id)],
    )  # fmt: skip


def _guest(grant: Grant, guest: CouncilGuest) -> GuestRow:
    removable = grant.role in FAMILY or guest.invited_by == grant.actor.user_id
    return GuestRow(guest.id, guest.name, CouncilRole(guest.role), guest.attended, guest.stayed, removable)


def _draft(grant: Grant, draft: CouncilDraft) -> DraftView:
    now: dict[str, Any] = json.loads(unseal(grant, draft.sealed_part, place=draft.seal_place))["now"]
    return DraftView(
        draft.id, now["who"] or "", now["what"], date.fromisoformat(now["until"]) if now["until"] else None,
        ComponentKind(now["kind"]), now["check_by"] or "", draft.version, draft.removed_at is not None,
    )  # fmt: skip


def _item(item: CouncilPlanItem) -> ItemView:
    return ItemView(
        item.id, item.who, item.what, item.until, ComponentKind(item.kind), item.check_by,
        CouncilResult(item.result) if item.result else None, item.result_words, item.component_id,
    )  # fmt: skip


def _plan(plan: CouncilPlan, names: dict[UUID, str], items: tuple[ItemView, ...]) -> PlanHandedOver:
    return PlanHandedOver(
        plan.number, names.get(plan.handed_over_by, ""), plan.handed_over_at, plan.private_minutes,
        CouncilAnswer(plan.answer) if plan.answer else None, plan.words,
        names.get(plan.answered_by, "") if plan.answered_by else "", plan.answered_at, plan.agreed_by is not None, plan.leave_of, items,
    )  # fmt: skip
