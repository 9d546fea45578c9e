"""Reading a resource card: the database lets through what the family shows to the actor, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import Availability, EntryKind, ResourceKind, SharedThing
from sozialraum.individual.models import (
    Case,
    EntryVersion,
    Genogram,
    Member,
    NetworkSheet,
    ResourceCard,
    ResourceEntry,
    Share,
)
from sozialraum.individual.queries.cases import Person
from sozialraum.individual.queries.goals import GoalView, action_goals
from sozialraum.individual.queries.network_maps import possible_recipients
from sozialraum.individual.rules import may_revise
from sozialraum.individual.rules.moments import SECOND_THOUGHTS, SITTING
from sozialraum.individual.rules.resource_cards import CardEntry, CardFigures, card_figures, deficit_words
from sozialraum.network.network_maps import Sheet
from sozialraum.network.queries import PlaceRow, place_rows, places_in, places_named


@dataclass(frozen=True, slots=True)
class ResourceView:
    """One thing to build on. ``speaker`` is a member; where it is None a ``professional`` noted it.

    ``own_words`` says that this actor may change the words; ``lacks`` are words that speak of a lack.
    """

    id: UUID
    kind: ResourceKind
    words: str
    speaker: Person | None
    professional: str
    wants_to_use: int | None
    availability: Availability
    exception_story: str
    goals: tuple[GoalView, ...]
    place_id: UUID | None
    place_name: str
    person_name: str
    used_from: date | None
    used_until: date | None
    effect: int | None
    family_only: bool
    version: int
    own_words: bool
    lacks: tuple[str, ...]
    recorded_at: datetime

    @property
    def speaker_name(self) -> str:
        """Who is named under the words."""
        return self.speaker.name if self.speaker else self.professional


@dataclass(frozen=True, slots=True)
class CardShare:
    """Somebody outside the family who sees the card, or parts of it; ``taken_back`` a moment ago."""

    id: UUID
    name: str
    until: date | None
    since: date
    parts: tuple[ResourceKind, ...]
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class ResourceCardView:
    """The card of a family as the actor may see it.

    ``begun`` is False where there is none, or none that is shown. ``owning`` says that the actor is of the family.
    """

    begun: bool
    owning: bool
    people: tuple[Person, ...]
    entries: tuple[ResourceView, ...]
    goals: tuple[GoalView, ...]
    figures: CardFigures
    can_undo: bool
    shares: tuple[CardShare, ...]
    recipients: tuple[tuple[UUID, str], ...]


def resource_card(grant: Grant) -> ResourceCardView:
    """The family's card with its goals and, for the family, who sees it."""
    members = list(Member.objects.filter(case_id=grant.subject_id).order_by("born_on", "full_name"))
    people = tuple(Person.of(each) for each in members)
    owning = grant.role in FAMILY or not any(each.user_id for each in members)
    card = ResourceCard.objects.filter(case_id=grant.subject_id).first()
    goals = tuple(action_goals(grant))
    entries = tuple(_entries(grant, card, people, goals)) if card else ()
    return ResourceCardView(
        begun=card is not None, owning=owning, people=people, entries=entries, goals=goals,
        figures=card_figures(
            CardEntry(each.kind, each.speaker is not None, bool(each.goals), each.used_from is not None)
            for each in entries
        ),
        can_undo=card is not None and _can_undo(grant),
        shares=tuple(_shares(grant, card)) if card and owning else (),
        recipients=tuple(_recipients(grant, people)) if card and owning else (),
    )  # fmt: skip


def resource(grant: Grant, entry_id: UUID) -> tuple[ResourceView, ResourceCardView]:
    """One entry with its card; raises :class:`gate.Denied` alike for one that is not there and one that is not shown."""
    card = resource_card(grant)
    found = next((each for each in card.entries if each.id == entry_id), None)
    if found is None:
        raise gate.Denied(Decision.no("This case has no such entry."))
    return found, card


def names_around(grant: Grant) -> list[str]:
    """Whom an entry can be tied to, as the family calls them: its people, and who stands on the maps that are shown."""
    found = {Person.of(each).name for each in Member.objects.filter(case_id=grant.subject_id)}
    for sheet in NetworkSheet.objects.filter(case_id=grant.subject_id):
        found |= {person.name for person in Sheet.from_json(sheet.content).people}
    for content in Genogram.objects.filter(case_id=grant.subject_id).values_list("content", flat=True):
        found |= {str(person.get("name", "")) for person in content["people"]}
    return sorted(filter(None, found))


def places_around(grant: Grant) -> list[str]:
    """The places of the family's quarter by name. The directory learns of no family: it is only read."""
    area = Case.objects.values_list("area_code", flat=True).get(id=grant.subject_id)
    found = places_in(grant.actor, [area], today=timezone.localdate(grant.at))
    return list(dict.fromkeys(each.name for each in found))


def place_called(grant: Grant, name: str) -> UUID | None:
    """The place of this name, anywhere in the directory; the nearer one where two share it."""
    area = Case.objects.values_list("area_code", flat=True).get(id=grant.subject_id)
    found = places_named(grant.actor, name, today=timezone.localdate(grant.at))
    return min(found, key=lambda each: each.area_code != area).id if found else None


def _entries(
    grant: Grant, card: ResourceCard, people: tuple[Person, ...], goals: tuple[GoalView, ...]
) -> list[ResourceView]:
    found = list(ResourceEntry.objects.filter(card=card, removed_at__isnull=True).order_by("recorded_at"))
    names = names_of(each.professional_id for each in found if each.professional_id)
    known = {each.id: each for each in people}
    today = timezone.localdate(grant.at)
    tied = {each.place_id for each in found if each.place_id}
    places = place_rows(grant.actor, tied, today=today) if tied else {}
    return [_view(grant, each, known, names, goals, places) for each in found]


def _view(
    grant: Grant, entry: ResourceEntry, people: dict[UUID, Person], names: dict[UUID, str],
    goals: tuple[GoalView, ...], places: Mapping[UUID, PlaceRow],
) -> ResourceView:  # fmt: skip
    speaker = people.get(entry.speaker_id) if entry.speaker_id else None
    today = timezone.localdate(grant.at)
    place = places.get(entry.place_id) if entry.place_id else None
    own = may_revise(
        actor_id=grant.actor.user_id, scribe_id=entry.recorded_by,
        owner_id=speaker.user_id if speaker else entry.professional_id,
        same_day=today == timezone.localdate(entry.recorded_at),
    )  # fmt: skip
    return ResourceView(
        id=entry.id, kind=ResourceKind(entry.kind), words=entry.words, speaker=speaker,
        professional=names.get(entry.professional_id, "") if entry.professional_id else "",
        wants_to_use=entry.wants_to_use, availability=Availability(entry.availability),
        exception_story=entry.exception_story, goals=tuple(each for each in goals if each.id in entry.goal_ids),
        place_id=entry.place_id if place else None, place_name=place.name if place else "",
        person_name=entry.person_name,
        used_from=entry.used_from, used_until=entry.used_until, effect=entry.effect, family_only=entry.family_only,
        version=entry.version, own_words=bool(own), lacks=deficit_words(entry.words), recorded_at=entry.recorded_at,
    )  # fmt: skip


def _can_undo(grant: Grant) -> bool:
    user = grant.actor.user_id
    return user is not None and EntryVersion.objects.filter(
        kind=EntryKind.RESOURCE, case_id=grant.subject_id, replaced_by=user,
        replaced_at__gte=grant.at - SITTING,
    ).exists()  # fmt: skip


def _shares(grant: Grant, card: ResourceCard) -> list[CardShare]:
    today = timezone.localdate(grant.at)
    found = Share.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=grant.at - SECOND_THOUGHTS, withdrawn_by=grant.actor.user_id),
        case_id=card.case_id, thing=SharedThing.RESOURCE_CARD,
    ).order_by("given_at")  # fmt: skip
    names = names_of(each.recipient_id for each in found)
    return [
        CardShare(
            each.id, names.get(each.recipient_id, ""), each.until, timezone.localdate(each.given_at),
            tuple(ResourceKind(part) for part in each.parts), each.withdrawn_at is not None,
        )
        for each in found
    ]  # fmt: skip


def _recipients(grant: Grant, people: tuple[Person, ...]) -> list[tuple[UUID, str]]:
    """Whom the family could show its card to: those with a task in the case who are not of the family."""
    family = {each.user_id for each in people if each.user_id}
    return [
        pair for pair in possible_recipients(grant, thing=SharedThing.RESOURCE_CARD) if pair[0] not in family
    ]
