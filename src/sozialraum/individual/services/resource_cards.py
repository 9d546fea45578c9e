"""The resource card of a family: begun, filled in everybody's own words, tied to goals, and taken back step by step."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import Availability, MemberKind, ResourceKind, SharedThing
from sozialraum.individual.models import Member, ResourceCard, ResourceEntry
from sozialraum.individual.rules import may_revise
from sozialraum.individual.services.entries import (
    check_goals,
    check_words,
    member_of,
    missing,
    note_new,
    remove,
    revise,
    stamp,
    step_back,
)
from sozialraum.individual.services.records import Refused, note_change, user_of, writable
from sozialraum.individual.services.shares import give_share
from sozialraum.network.queries import place_sheet

STEPS: Final = range(4)
OWN_FIELDS: Final = frozenset({"words", "exception_story"})
NO_SUCH_CARD: Final = "This case has no such card."


@transaction.atomic
def begin_resource_card(grant: Grant) -> UUID:
    """Begin the card of a family, or go on with the one there is; returns its id.

    Whoever begins it with the family from outside is shown it by that (:func:`give_share`), until the family takes
    it back. Raises :class:`Refused` where it was taken back, and where the family has nobody yet.
    """
    case_id = writable(grant)
    card = ResourceCard.objects.select_related("owner").filter(case_id=case_id).first()
    owner = card.owner if card else _first_of(case_id)
    if grant.role not in FAMILY:
        give_share(grant, owner_id=owner.id, thing=SharedThing.RESOURCE_CARD, recipient_id=user_of(grant))
    # what was not shown a moment ago may be there now
    card = card or ResourceCard.objects.filter(case_id=case_id).first()
    if card is not None:
        return card.id
    card = ResourceCard.objects.create(
        case_id=case_id, owner=owner, begun_by=user_of(grant), begun_at=grant.at
    )
    note_change(grant, "individual.ResourceCard", card.id, ["owner"])
    return card.id


@transaction.atomic
def add_resource(
    grant: Grant,
    *,
    kind: ResourceKind,
    words: str,
    speaker_id: UUID | None = None,
    wants_to_use: int | None = None,
    availability: Availability = Availability.NOW,
    exception_story: str = "",
    goal_ids: tuple[UUID, ...] = (),
    place_id: UUID | None = None,
    person_name: str = "",
    family_only: bool = False,
    entry_id: UUID | None = None,
) -> UUID:
    """Write down one thing to build on, in the words of a member (``speaker_id``) or as the professional's own note.

    Words that speak of a lack are kept as they are: they are asked about beside the entry, never refused. Raises
    :class:`Refused` for empty words, for somebody of another family, where somebody of the family writes for
    another, and where anybody else would hide an entry in the family. ``entry_id`` is given where it was written
    without a connection: sent twice, it is written down once.
    """
    check_words(words)
    card = _card(grant)
    if entry_id and ResourceEntry.objects.filter(id=entry_id, case_id=grant.subject_id).exists():
        return entry_id
    if grant.role in FAMILY and (
        speaker_id is None or member_of(grant, speaker_id).user_id != user_of(grant)
    ):
        raise Refused(
            gettext_noop("Everybody speaks for herself."), gettext_noop("Write down your own words.")
        )
    if speaker_id is not None:
        member_of(grant, speaker_id)
    tied = {"goal_ids": goal_ids, "place_id": place_id}
    _check({"wants_to_use": wants_to_use, "family_only": family_only, **tied}, grant)
    try:
        with transaction.atomic():
            entry = ResourceEntry.objects.create(
                id=entry_id or uuid.uuid4(), **stamp(grant), card=card, kind=kind, words=words, speaker_id=speaker_id,
                professional_id=None if speaker_id else user_of(grant), wants_to_use=wants_to_use,
                availability=availability, exception_story=exception_story, goal_ids=list(goal_ids), place_id=place_id,
                person_name=person_name.strip(), family_only=family_only,
            )  # fmt: skip
    except IntegrityError as taken:
        raise missing("This card has no such entry.") from taken
    return note_new(grant, entry)


@transaction.atomic
def revise_resource(grant: Grant, entry_id: UUID, *, values: Mapping[str, object], version: int) -> int:
    """Change an entry that was read in ``version``; returns the version now stored.

    The words belong to the one who spoke them; whether one wants to use it, and for what, everybody may say who
    writes on the card. Raises :class:`FieldConflict` where both changed the same field.
    """
    entry = _open(grant, entry_id)
    touched = {name for name, value in values.items() if getattr(entry, name) != value}
    if any(getattr(entry, name) for name in touched & OWN_FIELDS):
        allowed = may_revise(
            actor_id=grant.actor.user_id, scribe_id=entry.recorded_by,
            owner_id=entry.speaker.user_id if entry.speaker else entry.professional_id,
            same_day=timezone.localdate(grant.at) == timezone.localdate(entry.recorded_at),
        )  # fmt: skip
        if not allowed:
            raise Refused(allowed.reason, gettext_noop("Record your own words beside it."))
    if "words" in values:
        check_words(values["words"])
    days = {name: values.get(name, getattr(entry, name)) for name in ("used_from", "used_until")}
    _check({**{name: values[name] for name in touched}, **days}, grant)
    return revise(grant, entry, values=values, version=version)


@transaction.atomic
def remove_resource(grant: Grant, entry_id: UUID) -> None:
    """Take an entry off the card; a step back brings it back."""
    remove(grant, _open(grant, entry_id))


@transaction.atomic
def undo_on_resource_card(grant: Grant) -> None:
    """Take back one's own last change on the card within half an hour.

    Raises :class:`Refused` where there is none.
    """
    step_back(grant, ResourceEntry, ResourceEntry.objects.filter(card=_card(grant)))


def _check(values: Mapping[str, object], grant: Grant) -> None:
    for name in ("wants_to_use", "effect"):
        step = values.get(name)
        if step is not None and step not in STEPS:
            raise Refused(gettext_noop("This step does not exist."), gettext_noop("Choose one of the four."))
    if values.get("family_only") and grant.role not in FAMILY:
        raise Refused(
            gettext_noop("Only the family keeps something to itself."),
            gettext_noop("Ask the family to mark it."),
        )
    check_goals(grant, values.get("goal_ids"))
    place_id = values.get("place_id")
    today = timezone.localdate(grant.at)
    if isinstance(place_id, UUID) and place_sheet(grant.actor, place_id, today=today) is None:
        raise Refused(
            gettext_noop("The directory has no such place."),
            gettext_noop("Choose one of the list, or leave it open."),
        )
    begun, over = values.get("used_from"), values.get("used_until")
    if begun and over and str(over) < str(begun):
        raise Refused(gettext_noop("It ends before it begins."), gettext_noop("Change one of the two days."))


def _card(grant: Grant) -> ResourceCard:
    card = ResourceCard.objects.filter(case_id=writable(grant)).first()
    if card is None:
        raise missing(NO_SUCH_CARD)
    return card


def _open(grant: Grant, entry_id: UUID) -> ResourceEntry:
    entry = (
        ResourceEntry.objects.select_for_update(of=("self",))
        .select_related("speaker")
        .filter(id=entry_id, case_id=writable(grant), removed_at__isnull=True)
        .first()
    )
    if entry is None:
        raise missing(NO_SUCH_CARD)
    return entry


def _first_of(case_id: UUID) -> Member:
    """In whose name the card is shown: the oldest young person, else the oldest of the family."""
    people = list(Member.objects.filter(case_id=case_id).order_by("born_on", "full_name"))
    order = sorted(people, key=lambda each: each.kind != MemberKind.YOUNG_PERSON)
    if not order:
        raise Refused(gettext_noop("Nobody belongs to the family yet."), gettext_noop("Add somebody first."))
    return order[0]
