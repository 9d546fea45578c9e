"""Whom somebody trusts, as she reads it; and what a trusted person is shown, which the database alone decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.enums import PlanState, SharedThing, StatementKind
from sozialraum.individual.models import HelpPlan, Member, Share, Statement, TrustedPerson
from sozialraum.individual.queries.arrangements import ArrangementView, arrangement
from sozialraum.individual.queries.cases import Person
from sozialraum.individual.queries.genograms import GenogramView, genogram, genograms
from sozialraum.individual.queries.goals import GoalView, goals
from sozialraum.individual.queries.network_maps import NetworkMapView, network_map, network_maps
from sozialraum.individual.queries.replies import MeetingView, meetings
from sozialraum.individual.rules.plans import PlanContent
from sozialraum.individual.rules.trust import SHOWABLE, OwnPartOfPlan, own_part_of_plan


@dataclass(frozen=True, slots=True)
class TrustedRow:
    """Somebody whom the actor has let in: what she sees, until when; ``joined`` says that the letter was used."""

    id: UUID
    full_name: str
    relation: str
    things: tuple[SharedThing, ...]
    until: date
    since: datetime
    joined: bool
    over: bool


@dataclass(frozen=True, slots=True)
class ShownWords:
    """Something the person said."""

    kind: StatementKind
    text: str
    own_action: str
    said_on: date


@dataclass(frozen=True, slots=True)
class ShownBy:
    """What one person of a family shows; what she does not show is empty or None."""

    owner: Person
    until: date
    things: frozenset[SharedThing]
    words: tuple[ShownWords, ...]
    goals: tuple[GoalView, ...]
    meetings: tuple[MeetingView, ...]
    doing: ArrangementView | None
    plan: OwnPartOfPlan | None
    network_map: NetworkMapView | None
    genogram: GenogramView | None


def trusted_people(grant: Grant) -> list[TrustedRow]:
    """Whom the actor has let in and not sent away, the latest last; nobody else's trusted people are readable."""
    found = list(
        TrustedPerson.objects.filter(
            case_id=grant.subject_id, owner__user_id=grant.actor.user_id, ended_at__isnull=True
        ).order_by("named_at")
    )
    running: dict[UUID, set[str]] = {}
    for recipient, thing in Share.objects.filter(
        case_id=grant.subject_id, recipient_id__in=[each.account_id for each in found], withdrawn_at__isnull=True
    ).values_list("recipient_id", "thing"):  # fmt: skip
        running.setdefault(recipient, set()).add(thing)
    joined = names_of(each.account_id for each in found)
    return [
        TrustedRow(
            each.id, each.full_name, each.relation,
            tuple(thing for thing in SHOWABLE if thing in running.get(each.account_id, set())), each.until, each.named_at,
            joined=each.account_id in joined, over=each.until < timezone.localdate(grant.at),
        )
        for each in found
    ]  # fmt: skip


def shown_to(actor: Actor, *, at: datetime) -> list[ShownBy]:
    """What the families show to this actor today; raises :class:`gate.Denied` for whom nobody has let in.

    Every family is opened at the gate by consent and on record; the list is empty where everything was taken back or
    has run out.
    """
    ids = sorted(UUID(key) for key in actor.keys(ScopeKind.CASE, Role.TRUSTED_PERSON))
    if not ids:
        raise gate.Denied(Decision.no("This page is for those whom somebody of a family has let in."))
    shown = []
    for case_id in ids:
        grant = gate.open(actor, Purpose.CONSENT, Action.READ, Subject("case", (case_id,)), at=at)
        shown += _of_family(grant)
    return shown


def _of_family(grant: Grant) -> list[ShownBy]:
    shares = Share.objects.filter(case_id=grant.subject_id, recipient_id=grant.actor.user_id or UUID(int=0))
    given: dict[UUID, list[Share]] = {}
    for each in shares.filter(
        thing__in=SHOWABLE, until__gte=timezone.localdate(grant.at), withdrawn_at__isnull=True
    ):
        given.setdefault(each.owner_id, []).append(each)
    owners = Member.objects.filter(case_id=grant.subject_id, id__in=given).order_by("born_on", "full_name")
    return [_shown(grant, owner, given[owner.id]) for owner in owners]


def _shown(grant: Grant, owner: Member, given: list[Share]) -> ShownBy:
    things = frozenset(SharedThing(each.thing) for each in given)
    every = goals(grant) if SharedThing.GOALS in things else []
    return ShownBy(
        owner=Person.of(owner), until=min(each.until for each in given if each.until), things=things,
        words=tuple(_words(grant, owner)) if SharedThing.OWN_WORDS in things else (),
        goals=tuple(each for each in every if each.owner.id == owner.id),
        meetings=tuple(meetings(grant)) if SharedThing.MEETINGS in things else (),
        doing=arrangement(grant) if SharedThing.CONTRIBUTIONS in things else None,
        plan=_plan(grant, owner) if SharedThing.PLAN in things else None,
        network_map=_map(grant, owner) if SharedThing.NETWORK_MAP in things else None,
        genogram=_genogram(grant, owner) if SharedThing.GENOGRAM in things else None,
    )  # fmt: skip


def _words(grant: Grant, owner: Member) -> list[ShownWords]:
    found = Statement.objects.filter(case_id=grant.subject_id, speaker=owner).order_by(
        "-said_on", "-recorded_at"
    )
    return [ShownWords(StatementKind(each.kind), each.text, each.own_action, each.said_on) for each in found]


def _plan(grant: Grant, owner: Member) -> OwnPartOfPlan | None:
    latest = (
        HelpPlan.objects.filter(case_id=grant.subject_id, state=PlanState.FIXED).order_by("-number").first()
    )
    if latest is None:
        return None
    names = {owner.full_name, owner.called} - {""}
    return own_part_of_plan(PlanContent.from_json(latest.content), *names)


def _map(grant: Grant, owner: Member) -> NetworkMapView | None:
    row = next((each for each in network_maps(grant) if each.owner.id == owner.id and each.id), None)
    return network_map(grant, row.id) if row and row.id else None


def _genogram(grant: Grant, owner: Member) -> GenogramView | None:
    row = next((each for each in genograms(grant) if each.owner.id == owner.id and each.id), None)
    return genogram(grant, row.id) if row and row.id else None
