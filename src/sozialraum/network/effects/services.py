"""Telling what came of field work, with the consent of everybody told of; taking it back holds at once and everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import NOBODY, Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.effects.access import (
    can_keep_effect,
    can_release_effect,
    can_tell_effect,
    tells_of_oneself,
)
from sozialraum.network.effects.consent_links import read_consent_token
from sozialraum.network.effects.enums import ConsentManner, EffectAudience
from sozialraum.network.effects.models import EffectConsent, EffectStory
from sozialraum.network.effects.queries import agreed_to
from sozialraum.network.effects.rules import COVERS, TO_ASK_AGAIN, consent_holds, may_be_told
from sozialraum.network.field_work.access import Unit, units_of
from sozialraum.network.field_work.queries import notes_that_are
from sozialraum.network.field_work.rules import names_in
from sozialraum.network.queries import place_rows
from sozialraum.network.services import Refused
from sozialraum.network.services.places import changed
from sozialraum.network.themes import queries as theme_queries

CHECK = _("Change it and save again. Nothing is lost.")
KIND: Final = "effects.EffectStory"


@dataclass(frozen=True, slots=True)
class NewEffect:
    """What came of something, in own words. ``persons`` counts the single people it tells of, who tells it included.

    ``note_ids``, ``place_id`` and ``theme_id`` say what it came of; ``audience`` how far it is told at most.
    """

    title: str
    text: str
    told_as: str
    area_code: str
    area_vintage: str
    persons: int
    audience: EffectAudience = EffectAudience.TEAM
    theme_id: UUID | None = None
    place_id: UUID | None = None
    note_ids: Sequence[UUID] = ()
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class NewConsent:
    """One person told of agrees: ``person_as`` is what the story calls them, ``guardian_agreed`` counts for ``minor``."""

    person_as: str
    audience: EffectAudience
    valid_until: date
    manner: ConsentManner = ConsentManner.WRITTEN
    minor: bool = False
    guardian_agreed: bool = False


@transaction.atomic
def tell_effect(
    new: NewEffect, *, unit: Unit, by: Actor, at: datetime, own: NewConsent | None = None
) -> UUID:
    """Write down what came of something; returns its id.

    Nobody but its keeper reads it before the people told of have agreed. Who tells as a resident tells of herself and
    agrees by ``own``. Raises :class:`gate.Denied` for those who tell nothing and for a theme or notes that the actor does
    not read, :class:`Refused` where something is missing, where words name a person, or where ``own`` does not hold.
    """
    _allow(can_tell_effect(by))
    alone = tells_of_oneself(by)
    if by.user_id is None or (not alone and unit not in units_of(by)):
        raise gate.Denied(Decision.no("You do not work for this team."))
    checked = may_be_told(
        title=new.title, text=new.text, told_as=new.told_as, area_code=new.area_code, persons=new.persons
    )
    if not checked:
        raise Refused(checked.reason, CHECK)
    if alone and (new.persons != 1 or own is None):
        raise Refused(_("You tell of yourself here."), _("A team that you trust tells of others with you."))
    _without_names(new.title, new.text, new.told_as)
    day = timezone.localdate(at)
    if new.theme_id and theme_queries.theme(by, new.theme_id, today=day) is None:
        raise gate.Denied(Decision.no("There is no such theme."))
    place = place_rows(by, [new.place_id], today=day).get(new.place_id) if new.place_id else None
    if new.place_id and (place is None or place.confidential):
        # the quarter of a story would tell where a confidential place is
        raise Refused(_("This entry cannot be told of."), _("Tell it without the entry."))
    if set(new.note_ids) - notes_that_are(new.note_ids, units=[unit]) or (alone and new.note_ids):
        raise gate.Denied(Decision.no("There is no such note."))
    EffectStory.objects.create(
        id=new.id, title=new.title.strip(), text=new.text.strip(), told_as=new.told_as.strip(), told_on=day,
        persons=new.persons, audience=new.audience, area_code=new.area_code, area_vintage=new.area_vintage,
        team_code=unit.team_code, provider_code=unit.provider_code, theme_id=new.theme_id, place_id=new.place_id,
        note_ids=list(new.note_ids), user_id=by.user_id if alone else None, kept_by=by.user_id, changed_at=at,
    )  # fmt: skip
    changed(by, at, [str(new.id)], ["title", "text", "persons", "audience"], kind=KIND)
    if own is not None:
        note_consent(new.id, own, by=by, at=at)
    return new.id


@transaction.atomic
def note_consent(story_id: UUID, given: NewConsent, *, by: Actor, at: datetime) -> UUID:
    """Write down that one person told of agrees; returns the id of the consent, for a link to take it back.

    Raises :class:`Refused` where everybody has agreed already or the consent does not hold.
    """
    story = _kept(story_id, by)
    day = timezone.localdate(at)
    if story.consents.filter(withdrawn_at__isnull=True).count() >= story.persons:
        raise Refused(_("Everybody told of has agreed already."), _("Look at the list of consents."))
    if not given.person_as.strip():
        raise Refused(_("Say who agrees, as the story calls them."), CHECK)
    _without_names(given.person_as)
    _hold(given.audience, given.valid_until, minor=given.minor, guardian=given.guardian_agreed, day=day)
    consent = EffectConsent.objects.create(
        story=story, person_as=given.person_as.strip(), audience=given.audience, manner=given.manner, minor=given.minor,
        guardian_agreed=given.guardian_agreed, given_on=day, valid_until=given.valid_until,
    )  # fmt: skip
    _touched(story, by, at, ["consents"])
    return consent.id


@transaction.atomic
def renew_consent(
    consent_id: UUID, *, audience: EffectAudience, valid_until: date, by: Actor, at: datetime
) -> None:
    """Somebody told of was asked again: for which readers now, and until when."""
    consent = _held(consent_id)
    story = _kept(consent.story_id, by)
    day = timezone.localdate(at)
    _hold(audience, valid_until, minor=consent.minor, guardian=consent.guardian_agreed, day=day)
    consent.audience, consent.valid_until, consent.given_on = audience, valid_until, day
    consent.save(update_fields=["audience", "valid_until", "given_on"])
    _touched(story, by, at, ["consents"])


@transaction.atomic
def withdraw_consent(consent_id: UUID, *, by: Actor, at: datetime) -> None:
    """Somebody told of takes the consent back: the words are gone at once, from every page, list and file."""
    consent = _held(consent_id)
    story = _kept(consent.story_id, by)
    _end(story, consent, by=by, at=at)


@transaction.atomic
def answer_consent_by_link(token: str, *, narrower: EffectAudience | None, at: datetime) -> None:
    """By the link that was handed over: take the consent back (``None``), or let fewer read it from now on.

    Raises :class:`Refused` where the link does not hold any more or would open it to more readers.
    """
    consent_id = read_consent_token(token)
    consent = (
        EffectConsent.objects.select_for_update().filter(id=consent_id, withdrawn_at__isnull=True).first()
        if consent_id
        else None
    )
    if consent is None:
        raise Refused(_("This link does not hold any more."), _("The consent was taken back already."))
    story = EffectStory.objects.select_for_update().get(id=consent.story_id)
    if narrower is None:
        _end(story, consent, by=NOBODY, at=at)
        return
    if EffectAudience(consent.audience) not in COVERS[narrower]:
        raise Refused(_("By a link fewer may read it, not more."), _("Ask the team to write it down anew."))
    consent.audience = narrower
    consent.save(update_fields=["audience"])
    _touched(story, NOBODY, at, ["consents"])


@transaction.atomic
def release_effect(story_id: UUID, *, released: bool, by: Actor, at: datetime) -> None:
    """Let everybody read it, or take it off the public pages; for leads and planning.

    Raises :class:`Refused` where not everybody told of has agreed to be read by everybody.
    """
    _allow(can_release_effect(by))
    story = _story(story_id)
    if released:
        agreed = agreed_to(story, list(story.consents.all()), today=timezone.localdate(at))
        if agreed is not EffectAudience.PUBLIC:
            raise Refused(
                _("Not everybody told of has agreed that everybody reads it."), _("Ask them first.")
            )
        story.released_by, story.released_at = by.user_id, at
    else:
        story.released_at = story.released_by = None
    _touched(story, by, at, ["released_at"])


@transaction.atomic
def widen_effect(story_id: UUID, *, audience: EffectAudience, by: Actor, at: datetime) -> None:
    """Say how far it is told at most; what was released for everybody is not any more where that is less."""
    story = _kept(story_id, by)
    story.audience = audience
    if audience is not EffectAudience.PUBLIC:
        story.released_at = story.released_by = None
    _touched(story, by, at, ["audience"])


@transaction.atomic
def withdraw_effect(story_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a story back whole, with its consents; for who keeps it."""
    _kept(story_id, by).delete()
    changed(by, at, [str(story_id)], ["id"], kind=KIND)


@transaction.atomic
def erase_ended_effects(*, today: date) -> int:
    """Erase what was taken back or whose consent ended and was not given anew; returns how many stories are gone."""
    gone = today - TO_ASK_AGAIN
    ended = EffectStory.objects.filter(
        Q(ended_at__date__lt=gone) | Q(consents__valid_until__lt=gone)
    ).values_list("id", flat=True)
    found = EffectStory.objects.filter(id__in=list(ended))
    count = found.count()
    found.delete()
    return count


def _end(story: EffectStory, consent: EffectConsent, *, by: Actor, at: datetime) -> None:
    consent.withdrawn_at, consent.person_as = at, ""
    consent.save(update_fields=["withdrawn_at", "person_as"])
    story.title = story.text = ""
    story.released_at = story.released_by = None
    story.ended_at = at
    _touched(story, by, at, ["ended_at", "title", "text"])


def _hold(audience: EffectAudience, valid_until: date, *, minor: bool, guardian: bool, day: date) -> None:
    decision = consent_holds(
        audience=audience, valid_until=valid_until, minor=minor, guardian_agreed=guardian, today=day
    )
    if not decision:
        raise Refused(decision.reason, _("Ask the person and write down what they agree to."))


def _story(story_id: UUID) -> EffectStory:
    story = EffectStory.objects.select_for_update().filter(id=story_id, ended_at__isnull=True).first()
    if story is None:
        raise gate.Denied(Decision.no("There is no such story."))
    return story


def _kept(story_id: UUID, by: Actor) -> EffectStory:
    story = _story(story_id)
    unit = Unit(story.team_code, story.provider_code)
    _allow(can_keep_effect(by, kept_by=story.kept_by, unit=unit))
    return story


def _held(consent_id: UUID) -> EffectConsent:
    found = EffectConsent.objects.select_for_update().filter(id=consent_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise gate.Denied(Decision.no("There is no such consent."))
    return found


def _without_names(*texts: str) -> None:
    if named := names_in(" ".join(texts)):
        raise Refused(
            _("This looks like a name: {names}. Tell it without names."), CHECK, names=", ".join(named)
        )


def _allow(decision: Decision) -> None:
    if not decision:
        raise gate.Denied(decision)


def _touched(story: EffectStory, by: Actor, at: datetime, fields: Sequence[str]) -> None:
    story.changed_at = at
    story.save()
    changed(by, at, [str(story.id)], fields, kind=KIND)
