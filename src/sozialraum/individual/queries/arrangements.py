"""Reading the tailored arrangement: who carries what, the week, and the share of professionals over time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import ComponentKind, ComponentState, EntryKind, Funding, MemberKind, Ring
from sozialraum.individual.models import (
    ArrangementComponent,
    Case,
    EntryVersion,
    Member,
    ResourceEntry,
    SkippedRing,
)
from sozialraum.individual.queries.cases import CaseFile, Person
from sozialraum.individual.queries.goals import GoalView, action_goals
from sozialraum.individual.rules import years_old
from sozialraum.individual.rules.arrangements import (
    PROFESSIONAL,
    RINGS,
    Carried,
    Extent,
    Share,
    Slot,
    share_on,
    slots_of,
)
from sozialraum.individual.rules.moments import SITTING
from sozialraum.network.enums import ResourceLevel
from sozialraum.network.matching import Match, Need, Source
from sozialraum.network.queries import PlaceRow, place_rows, resources_for

SUGGESTED = 4
RING_OF_LEVEL: dict[ResourceLevel, ComponentKind] = {
    ResourceLevel.NEIGHBORHOOD: ComponentKind.NEIGHBORHOOD, ResourceLevel.MAINSTREAM: ComponentKind.MAINSTREAM,
    ResourceLevel.PROJECT: ComponentKind.PROJECT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComponentView:
    """One contribution as the pages show it; ``extents`` are the way of its minutes a week, oldest first."""

    id: UUID
    kind: ComponentKind
    ring: Ring | None
    who: str
    member: Person | None
    content: str
    slots: tuple[Slot, ...]
    times: tuple[str, ...]
    minutes: int
    extents: tuple[Extent, ...]
    valid_from: date
    valid_until: date | None
    funding: Funding
    goals: tuple[GoalView, ...]
    substitute: str
    checked: bool
    state: ComponentState
    place_id: UUID | None
    version: int

    @property
    def professional(self) -> bool:
        """Whether a professional carries it."""
        return self.kind in PROFESSIONAL


@dataclass(frozen=True, slots=True)
class ArrangementView:
    """The arrangement of a family: what holds today, what is talked about, and what was passed over.

    ``shares`` are the minutes of a week at the beginning, at every change, today, and as they are planned. ``named`` and
    ``places`` are who and what stands in it already, whether agreed, talked about or ended.
    """

    area_code: str
    named: tuple[str, ...]
    places: frozenset[UUID]
    components: tuple[ComponentView, ...]
    proposed: tuple[ComponentView, ...]
    skipped: dict[Ring, str]
    goals: tuple[GoalView, ...]
    people: tuple[Person, ...]
    shares: tuple[Share, ...]
    today: date
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place of the directory that could carry something, with the reasons of its rank; nothing is assigned."""

    match: Match
    place: PlaceRow
    kind: ComponentKind


@dataclass(frozen=True, slots=True)
class CardSuggestion:
    """Somebody or something of the family's card that could carry a part; ``wanted`` is 1 to 3, as the family said."""

    entry_id: UUID
    name: str
    words: str
    wanted: int
    kind: ComponentKind
    place: PlaceRow | None


def arrangement(grant: Grant, file: CaseFile | None = None) -> ArrangementView:
    """Who carries what in a family, from the person herself outwards.

    ``file`` is the file of the same case where the caller has read it in this transaction; its people are not asked
    for again then.
    """
    today = timezone.localdate(grant.at)
    members = file.people if file else [
        Person.of(each)
        for each in Member.objects.filter(case_id=grant.subject_id).order_by("born_on", "full_name")
    ]  # fmt: skip
    people = {each.id: each for each in members}
    goals = tuple(action_goals(grant, members))
    found = [
        _view(each, people, goals)
        for each in ArrangementComponent.objects.filter(
            case_id=grant.subject_id, removed_at__isnull=True
        ).order_by("recorded_at")
    ]
    held = [each for each in found if each.state is ComponentState.AGREED]
    user = grant.actor.user_id
    return ArrangementView(
        area_code=file.case.area_code if file else Case.objects.values_list("area_code", flat=True).get(id=grant.subject_id),
        named=tuple(each.who for each in found), places=frozenset(each.place_id for each in found if each.place_id),
        components=tuple(each for each in held if each.valid_until is None or each.valid_until >= today),
        proposed=tuple(each for each in found if each.state is ComponentState.PROPOSED),
        skipped={
            Ring(ring): sentence
            for ring, sentence in SkippedRing.objects.filter(case_id=grant.subject_id).values_list("ring", "sentence")
        },
        goals=goals, people=tuple(people.values()), shares=_shares(held, today), today=today,
        can_undo=user is not None and EntryVersion.objects.filter(
            case_id=grant.subject_id, kind=EntryKind.COMPONENT, replaced_by=user,
            replaced_at__gte=grant.at - SITTING,
        ).exists(),
    )  # fmt: skip


def component(grant: Grant, component_id: UUID) -> tuple[ComponentView, ArrangementView]:
    """One contribution with its arrangement; raises :class:`gate.Denied` where the case has none with this id."""
    view = arrangement(grant)
    for each in (*view.components, *view.proposed):
        if each.id == component_id:
            return each, view
    raise gate.Denied(Decision.no("This case has no such contribution."))


def could_carry(
    grant: Grant, view: ArrangementView, *, text: str = ""
) -> tuple[list[Suggestion], list[CardSuggestion]]:
    """What could still carry something: from the directory (see :func:`_from_the_directory`), and from the card.

    The card is asked once for both; where ``text`` is looked for, the directory alone answers.
    """
    noted = list(
        ResourceEntry.objects.filter(
            Q(place_id__isnull=False) | ~Q(person_name=""), case_id=grant.subject_id, removed_at__isnull=True
        ).order_by("recorded_at")
    )
    on_the_card = {each.place_id for each in noted if each.place_id}
    found = _from_the_directory(grant, view, text, without=[*view.places, *on_the_card])
    return found, [] if text else _from_the_card(grant, view, noted)


def _from_the_card(
    grant: Grant, view: ArrangementView, noted: Sequence[ResourceEntry]
) -> list[CardSuggestion]:
    """Whom and what the family has named on its card and wants to use, and what is not used and carries nothing yet.

    Wanted most first, then what is tied to more goals, then what has helped before; only as far as the card is shown to
    the actor. The directory is only read: it learns of no family.
    """
    said = " ".join(view.named).casefold()
    free = [each for each in noted if (each.wants_to_use or 0) >= 1 and each.used_from is None]
    free = [each for each in free if not each.person_name or each.person_name.casefold() not in said]
    free = [each for each in free if not each.place_id or each.place_id not in view.places]
    ids = {each.place_id for each in free if each.place_id}
    places = place_rows(grant.actor, ids, today=view.today) if ids else {}
    free = [each for each in free if each.person_name or each.place_id in places]
    free.sort(key=lambda each: (each.wants_to_use or 0, len(each.goal_ids), each.effect or 0), reverse=True)
    return [_of_the_card(each, places.get(each.place_id) if each.place_id else None) for each in free]


def _of_the_card(entry: ResourceEntry, place: PlaceRow | None) -> CardSuggestion:
    kind = ComponentKind.FAMILY_FRIENDS
    if place and not entry.person_name:
        kind = RING_OF_LEVEL.get(place.level, ComponentKind.MAINSTREAM)
    name = entry.person_name or (place.name if place else "")
    return CardSuggestion(entry.id, name, entry.words, entry.wants_to_use or 0, kind, place)


def said_on_the_card(grant: Grant, entry_id: str) -> dict[str, str]:
    """Who is named by an entry of the card, to begin a contribution with; empty where it is not shown or not there."""
    with suppress(ValueError):
        found = ResourceEntry.objects.filter(
            id=UUID(entry_id), case_id=grant.subject_id, removed_at__isnull=True
        ).first()
        return {"who": found.person_name} if found and found.person_name else {}
    return {}


def _from_the_directory(
    grant: Grant, view: ArrangementView, text: str, *, without: Sequence[UUID]
) -> list[Suggestion]:
    """Places that could carry something, the most everyday first, at least one outside the area where there is one.

    Only the quarter and the age leave the case, and only in memory: the directory learns of no family.
    """
    born = [each.born_on for each in view.people if each.kind is MemberKind.YOUNG_PERSON and each.born_on]
    age = years_old(min(born), today=view.today) if born else None
    found = resources_for(
        grant.actor, Need(words=text, age=age, area_code=view.area_code), today=view.today, limit=SUGGESTED,
        sources=[Source.PLACE], levels=list(RING_OF_LEVEL), without=without,
    )  # fmt: skip
    return [
        Suggestion(match, shown, RING_OF_LEVEL[match.candidate.level])
        for match, shown in found
        if isinstance(shown, PlaceRow)
    ]


def age_of_young_person(grant: Grant, *, today: date) -> int | None:
    """How old the young person of the case is; with several the eldest, ``None`` where no birthday is known."""
    born = (
        Member.objects.filter(case_id=grant.subject_id, kind=MemberKind.YOUNG_PERSON, born_on__isnull=False)
        .order_by("born_on")
        .values_list("born_on", flat=True)
        .first()
    )
    return years_old(born, today=today) if born else None


def places_known(grant: Grant) -> list[UUID]:
    """The entries of the directory that stand in the arrangement already, agreed or still talked about."""
    found = ArrangementComponent.objects.filter(
        case_id=grant.subject_id, removed_at__isnull=True, place_id__isnull=False
    ).values_list("place_id", flat=True)
    return [each for each in found if each]


def _shares(held: list[ComponentView], today: date) -> tuple[Share, ...]:
    """At the beginning, where a review changed the hours of professionals, today, and as it is planned next."""
    carried = [Carried(each.kind, each.valid_from, each.valid_until, each.extents) for each in held]
    if not carried:
        return ()
    begun = min(each.begins_on for each in carried)
    reviewed = {
        extent.begins_on for each in carried if each.kind in PROFESSIONAL for extent in each.extents if extent.reason
        and not extent.planned
    }  # fmt: skip
    now = share_on(today, carried)
    past = [share_on(day, carried) for day in sorted(day for day in {begun, *reviewed} if day < today)]
    told = [each for each in past if (each.total, each.professional) != (now.total, now.professional)]
    planned = sorted(
        {
            extent.begins_on
            for each in carried
            for extent in each.extents
            if extent.planned and extent.begins_on > today
        }
    )
    return (
        *told[:1],
        *told[1:][-2:],
        now,
        *(share_on(day, carried, planned=True) for day in planned[:1]),
    )


def _view(
    component: ArrangementComponent, people: dict[UUID, Person], goals: tuple[GoalView, ...]
) -> ComponentView:
    kind = ComponentKind(component.kind)
    member = people.get(component.member_id) if component.member_id else None
    return ComponentView(
        id=component.id, kind=kind, ring=RINGS[kind], who=member.name if member else component.who, member=member,
        content=component.content, slots=slots_of(component.times), times=tuple(component.times),
        minutes=component.minutes,
        extents=tuple(
            Extent(date.fromisoformat(each["from"]), each["minutes"], each["planned"], each["reason"])
            for each in component.extents
        ),
        valid_from=component.valid_from, valid_until=component.valid_until, funding=Funding(component.funding),
        goals=tuple(each for each in goals if each.id in component.goal_ids), substitute=component.substitute,
        checked=component.checked, state=ComponentState(component.state), place_id=component.place_id,
        version=component.version,
    )  # fmt: skip
