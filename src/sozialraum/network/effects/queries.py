"""Reading what came of field work: always as far as everybody told of agrees on this very day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import NOBODY, Actor
from sozialraum.network.effects.access import can_keep_effect, can_release_effect, reads_in_the_city
from sozialraum.network.effects.enums import ConsentManner, EffectAudience
from sozialraum.network.effects.models import EffectConsent, EffectStory
from sozialraum.network.effects.rules import ASK_BEFORE, COVERS, audience_of
from sozialraum.network.field_work.access import Unit, units_of

EDITION = "effects_effectedition"


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person told of has agreed to."""

    id: UUID
    person_as: str
    audience: EffectAudience
    manner: ConsentManner
    minor: bool
    given_on: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What came of something, as this reader may read it.

    ``open_to`` is who reads it today: ``None`` as long as somebody told of has not agreed, ``CITY`` where everybody may and
    nobody has released it. Consents are there for those who keep the story alone.
    """

    id: UUID
    title: str
    text: str
    told_as: str
    told_on: date
    area_code: str
    area_vintage: str
    unit: Unit
    theme_id: UUID | None
    theme_title: str
    place_id: UUID | None
    persons: int
    audience: EffectAudience
    open_to: EffectAudience | None
    released: bool
    to_release: bool
    keeps: bool
    may_release: bool
    consents: tuple[Consent, ...] = ()
    notes: int = 0


def effects(
    actor: Actor,
    *,
    today: date,
    area_codes: Collection[str] = (),
    theme_id: UUID | None = None,
    place_id: UUID | None = None,
    units: Collection[Unit] = (),
    since: date | None = None,
    limit: int = 60,
) -> list[EffectRow]:
    """What the actor may read today, the latest first; what one keeps oneself is among it, agreed to or not."""
    found = readable(actor, today=today)
    if area_codes:
        found = found.filter(area_code__in=set(area_codes))
    if theme_id:
        found = found.filter(theme_id=theme_id)
    if place_id:
        found = found.filter(place_id=place_id)
    if units:
        found = found.filter(_of(units))
    if since:
        found = found.filter(told_on__gte=since)
    return [
        _row(each, actor, today)
        for each in found.select_related("theme").prefetch_related("consents")[:limit]
    ]


def effect(actor: Actor, story_id: UUID, *, today: date) -> EffectRow | None:
    """One story; ``None`` where there is none for this actor today."""
    found = readable(actor, today=today).filter(id=story_id).select_related("theme").first()
    return _row(found, actor, today) if found else None


def readable(actor: Actor, *, today: date) -> QuerySet[EffectStory]:
    """The stories that the actor may read on a day: what everybody told of agrees to, and what one keeps oneself."""
    counted = {audience: f"agreed_{audience}" for audience in EffectAudience}
    found = EffectStory.objects.filter(ended_at__isnull=True).annotate(
        **{counted[audience]: Count("consents", filter=_holding(audience, today)) for audience in counted}
    )

    def agreed(audience: EffectAudience) -> Q:
        return Q(**{f"{counted[audience]}__gte": F("persons")}, audience__in=COVERS[audience])

    open_to = agreed(EffectAudience.PUBLIC) & Q(released_at__isnull=False)
    if reads_in_the_city(actor):
        open_to |= agreed(EffectAudience.CITY)
    if units := units_of(actor):
        open_to |= agreed(EffectAudience.TEAM) & _of(units)
    if actor.user_id is not None:
        open_to |= Q(kept_by=actor.user_id)
    return found.filter(open_to).order_by("-told_on", "id")


def public_effects(
    *, today: date, area_codes: Collection[str] = (), theme_id: UUID | None = None
) -> list[EffectRow]:
    """What everybody reads, from memory: a consent taken back makes a new edition, so it is gone with the next page."""
    return [
        row
        for row, last_day in _at_hand()[1]
        if today <= last_day and (not area_codes or row.area_code in area_codes)
        and (theme_id is None or row.theme_id == theme_id)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """A story that waits for somebody: its id and team, and until when its first consent holds; no words of it."""

    id: UUID
    unit: Unit
    kept_by: UUID
    agreed: int
    persons: int
    last_day: date | None
    to_release: bool
    ended_on: date | None


def waiting(*, today: date) -> list[Waiting]:
    """The stories that lack a consent, that nobody has released yet, whose consent ends soon, or that were taken back."""
    return [
        each
        for each in _at_hand()[0]
        if each.ended_on
        or each.agreed < each.persons
        or each.to_release
        or (each.last_day and each.last_day <= today + ASK_BEFORE)
    ]


@dataclass(frozen=True, slots=True)
class ConsentSheet:
    """What somebody reads who looks at the own consent by a link: the words, and who reads them until when."""

    consent: Consent
    title: str
    text: str
    told_as: str
    open_to: EffectAudience | None
    held: bool


def consent_sheet(consent_id: UUID, *, today: date) -> ConsentSheet | None:
    """The consent of a link with the story; ``None`` where it was taken back or the story is gone."""
    found = (
        EffectConsent.objects.filter(id=consent_id, withdrawn_at__isnull=True, story__ended_at__isnull=True)
        .select_related("story")
        .first()
    )
    if found is None:
        return None
    story = found.story
    return ConsentSheet(
        consent=_consent(found), title=story.title, text=story.text, told_as=story.told_as,
        open_to=open_to(story, list(story.consents.all()), today=today), held=found.valid_until >= today,
    )  # fmt: skip


def agreed_to(story: EffectStory, consents: Sequence[EffectConsent], *, today: date) -> EffectAudience | None:
    """How far everybody told of agrees on a day, whether it was released or not."""
    given = [(EffectAudience(c.audience), c.valid_until) for c in consents if c.withdrawn_at is None]
    return audience_of(given, persons=story.persons, at_most=EffectAudience(story.audience), today=today)


def open_to(story: EffectStory, consents: Sequence[EffectConsent], *, today: date) -> EffectAudience | None:
    """Who reads a story on a day; what everybody may read and nobody released is read in the city."""
    widest = agreed_to(story, consents, today=today)
    if widest is EffectAudience.PUBLIC and story.released_at is None:
        return EffectAudience.CITY
    return widest


@kept(EDITION, size=4)
def _at_hand() -> tuple[tuple[Waiting, ...], tuple[tuple[EffectRow, date], ...]]:
    """How all stories stand, without a word of them; and what was released, with the day on which its first consent ends."""
    today = timezone.localdate()
    held = Q(consents__withdrawn_at__isnull=True)
    standing = EffectStory.objects.annotate(
        agreed=Count("consents", filter=held), last_day=Min("consents__valid_until", filter=held),
        for_all=Count("consents", filter=held & Q(consents__audience=EffectAudience.PUBLIC)),
    ).order_by("id")  # fmt: skip
    released = readable(NOBODY, today=today).select_related("theme").prefetch_related("consents")
    return tuple(_waiting(each) for each in standing), tuple(
        (_row(each, NOBODY, today), min((c.valid_until for c in each.consents.all()), default=date.max))
        for each in released
    )


def _waiting(each: Any) -> Waiting:
    """``each`` is a story with the counts of its consents."""
    return Waiting(
        each.id, Unit(each.team_code, each.provider_code), each.kept_by, each.agreed, each.persons, each.last_day,
        to_release=each.ended_at is None and each.released_at is None
        and each.audience == EffectAudience.PUBLIC and each.for_all >= each.persons,
        ended_on=timezone.localdate(each.ended_at) if each.ended_at else None,
    )  # fmt: skip


def _holding(audience: EffectAudience, today: date) -> Q:
    return Q(
        consents__withdrawn_at__isnull=True, consents__valid_until__gte=today,
        consents__audience__in=COVERS[audience],
    )  # fmt: skip


def _of(units: Collection[Unit]) -> Q:
    found = Q(pk__in=[])
    for unit in units:
        found |= Q(team_code=unit.team_code, provider_code=unit.provider_code)
    return found


def _consent(found: EffectConsent) -> Consent:
    return Consent(
        found.id, found.person_as, EffectAudience(found.audience), ConsentManner(found.manner), found.minor,
        found.given_on, found.valid_until,
    )  # fmt: skip


def _row(story: EffectStory, actor: Actor, today: date) -> EffectRow:
    unit = Unit(story.team_code, story.provider_code)
    keeps = bool(can_keep_effect(actor, kept_by=story.kept_by, unit=unit))
    consents = list(story.consents.all())
    theme = story.theme if story.theme and story.theme.public else None
    return EffectRow(
        id=story.id, title=story.title, text=story.text, told_as=story.told_as, told_on=story.told_on,
        area_code=story.area_code, area_vintage=story.area_vintage, unit=unit, theme_id=theme.id if theme else None,
        theme_title=theme.title if theme else "", place_id=story.place_id, persons=story.persons,
        audience=EffectAudience(story.audience),
        open_to=open_to(story, consents, today=today), released=story.released_at is not None,
        to_release=story.released_at is None
        and agreed_to(story, consents, today=today) is EffectAudience.PUBLIC, keeps=keeps,
        may_release=bool(can_release_effect(actor)),
        consents=tuple(_consent(each) for each in consents if each.withdrawn_at is None) if keeps else (),
        notes=len(story.note_ids),
    )  # fmt: skip
