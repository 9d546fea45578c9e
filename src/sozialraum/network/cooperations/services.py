"""Writing down who works with whom; every write leaves an entry in the audit trail."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.cooperations.access import (
    NOT_YOURS,
    can_note_cooperation,
    can_speak_for,
    sides_of,
)
from sozialraum.network.cooperations.enums import CooperationKind, Rhythm, Side
from sozialraum.network.cooperations.models import Cooperation, OrganizationContact
from sozialraum.network.cooperations.rules import is_official, may_be_noted
from sozialraum.network.enums import ResourceSort, Visibility
from sozialraum.network.field_work.rules import names_in
from sozialraum.network.models import Place
from sozialraum.network.services import Refused
from sozialraum.network.services.places import changed

CHECK = _("Change it and save again. Nothing is lost.")
BATCH = 1_000
KIND, CONTACT = "cooperations.Cooperation", "cooperations.OrganizationContact"


@dataclass(frozen=True, slots=True)
class NewCooperation:
    """Two organizations, in either order, and what joins them; ``noted_as`` says who writes it down: a team, a house.

    ``confirmed`` says which of the two have told on which day that it holds, ``published`` which of them let everybody
    read it; both are only taken from who speaks for that organization.
    """

    first: UUID
    second: UUID
    kinds: Sequence[CooperationKind]
    rhythm: Rhythm
    since: date
    noted_as: str
    about: str = ""
    ended_on: date | None = None
    confirmed: Mapping[UUID, date] = field(default_factory=dict)
    published: Collection[UUID] = ()
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class NewContact:
    """Whom one asks at an organization: a role, and the telephone or address of its office."""

    place_id: UUID
    role: str
    about: str = ""
    phone: str = ""
    email: str = ""
    public: bool = False
    id: UUID = field(default_factory=uuid4)


def note_cooperation(new: NewCooperation, *, by: Actor, at: datetime) -> UUID:
    """Write down that two organizations work together; returns the id. Raises as :func:`note_cooperations` does."""
    return note_cooperations([new], by=by, at=at)[0]


@transaction.atomic
def note_cooperations(news: Sequence[NewCooperation], *, by: Actor, at: datetime) -> list[UUID]:
    """Write down who works with whom, all or none, for example what a round of a quarter has put together.

    Raises :class:`gate.Denied` for who speaks for neither side, or confirms or publishes for another house,
    :class:`Refused` where two already work together, where it is one and the same, or where the words name a person.
    """
    places = _organizations(news)
    running = set(
        Cooperation.objects.filter(
            one_id__in=places, other_id__in=places, ended_on__isnull=True
        ).values_list("one_id", "other_id")
    )  # fmt: skip
    stored = []
    for new in news:
        made = _stored(new, places, by, at)
        pair = (made.one_id, made.other_id)
        if made.ended_on is None and pair in running:
            raise Refused(
                _("That these two work together is written down already."), _("Change what stands there.")
            )
        running.add(pair)
        stored.append(made)
    Cooperation.objects.bulk_create(stored, batch_size=BATCH)
    changed(by, at, [str(each.id) for each in stored], ["kinds", "about", "rhythm", "since"], kind=KIND)
    return [each.id for each in stored]


def _stored(new: NewCooperation, places: Mapping[UUID, Place], by: Actor, at: datetime) -> Cooperation:
    one, other = sorted((new.first, new.second))
    _allow(can_note_cooperation(by, places[one].provider_code, places[other].provider_code))
    for id_ in {*new.confirmed, *new.published}:
        _allow(can_speak_for(by, places[id_].provider_code))
    days = may_be_noted(since=new.since, ended_on=new.ended_on, today=timezone.localdate(at))
    _check(new.kinds, new.about, new.noted_as, days)
    as_ = new.noted_as.strip()
    return Cooperation(
        id=new.id, one_id=one, other_id=other, kinds=list(new.kinds), about=new.about.strip(), rhythm=new.rhythm,
        since=new.since, ended_on=new.ended_on, noted_as=as_, noted_by=by.user_id, noted_at=at, changed_at=at,
        changed_by=by.user_id, one_confirmed_on=new.confirmed.get(one), other_confirmed_on=new.confirmed.get(other),
        one_confirmed_as=as_ if one in new.confirmed else "", other_confirmed_as=as_ if other in new.confirmed else "",
        one_public=one in new.published, other_public=other in new.published,
    )  # fmt: skip


@transaction.atomic
def say_anew(
    cooperation_id: UUID, *, kinds: Sequence[CooperationKind], about: str, rhythm: Rhythm, since: date, as_: str,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Say differently what two organizations do together. What the other side had confirmed it has to confirm anew."""
    found, sides = _spoken_for(cooperation_id, by)
    today = timezone.localdate(at)
    _check(kinds, about, as_, may_be_noted(since=since, ended_on=None, today=today))
    found.kinds, found.about, found.rhythm, found.since = list(kinds), about.strip(), rhythm, since
    for side in Side:
        if side not in sides:
            setattr(found, f"{side}_confirmed_on", None)
            setattr(found, f"{side}_confirmed_as", "")
    _save(found, by, at, ["kinds", "about", "rhythm", "since"])


@transaction.atomic
def confirm_cooperation(cooperation_id: UUID, *, side: Side, as_: str, by: Actor, at: datetime) -> None:
    """Say for one side that it still holds; ``as_`` says who told it, for example the house or who was called."""
    found = _own_side(cooperation_id, side, by)
    if not as_.strip():
        raise Refused(_("Say who confirms it: the house, or who was asked."), CHECK)
    _without_names(as_)
    setattr(found, f"{side}_confirmed_on", timezone.localdate(at))
    setattr(found, f"{side}_confirmed_as", as_.strip())
    _save(found, by, at, [f"{side}_confirmed_on", f"{side}_confirmed_as"])


@transaction.atomic
def publish_cooperation(cooperation_id: UUID, *, side: Side, public: bool, by: Actor, at: datetime) -> None:
    """Let everybody read it as far as one side is concerned, or take that back; public is what both have published."""
    found = _own_side(cooperation_id, side, by)
    setattr(found, f"{side}_public", public)
    _save(found, by, at, [f"{side}_public"])


@transaction.atomic
def end_cooperation(cooperation_id: UUID, *, ended_on: date, why: str, by: Actor, at: datetime) -> None:
    """Say that it has ended; it stays in the network of earlier days."""
    found, _sides = _spoken_for(cooperation_id, by)
    decision = may_be_noted(since=found.since, ended_on=ended_on, today=timezone.localdate(at))
    if not decision:
        raise Refused(decision.reason, CHECK)
    _without_names(why)
    found.ended_on, found.ended_why = ended_on, why.strip()
    _save(found, by, at, ["ended_on", "ended_why"])


def add_contact(new: NewContact, *, by: Actor, at: datetime) -> UUID:
    """Write down whom one asks at an organization; returns the id. Raises as :func:`add_contacts` does."""
    return add_contacts([new], by=by, at=at)[0]


@transaction.atomic
def add_contacts(news: Sequence[NewContact], *, by: Actor, at: datetime) -> list[UUID]:
    """Write down whom one asks at organizations, all or none.

    Raises :class:`gate.Denied` for who does not speak for one of them, :class:`Refused` for names of people, cell
    phones, and contacts that cannot be reached.
    """
    places = Place.objects.in_bulk({new.place_id for new in news})
    stored = []
    for new in news:
        place = places.get(new.place_id)
        if place is None:
            raise gate.Denied(Decision.no("There is no such organization."))
        _allow(can_speak_for(by, place.provider_code))
        _reachable(new)
        stored.append(
            OrganizationContact(
                id=new.id, place=place, role=new.role.strip(), about=new.about.strip(), phone=new.phone.strip(),
                email=new.email, public=new.public, confirmed_on=timezone.localdate(at), noted_by=by.user_id,
                changed_at=at,
            )
        )  # fmt: skip
    OrganizationContact.objects.bulk_create(stored, batch_size=BATCH)
    changed(by, at, [str(each.id) for each in stored], ["role", "phone", "email", "public"], kind=CONTACT)
    return [each.id for each in stored]


def _reachable(new: NewContact) -> None:
    if not new.role.strip():
        raise Refused(_("Say the role: who picks up the telephone there."), CHECK)
    _without_names(new.role, new.about)
    official = is_official(new.phone)
    if not official:
        raise Refused(official.reason, CHECK)
    if not (new.phone or new.email):
        raise Refused(_("A contact has a telephone number or an e-mail address."), CHECK)


@transaction.atomic
def confirm_contact(contact_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Say that a contact still holds; returns the id of its organization."""
    found = _contact(contact_id, by)
    found.confirmed_on, found.changed_at = timezone.localdate(at), at
    found.save(update_fields=["confirmed_on", "changed_at"])
    changed(by, at, [str(contact_id)], ["confirmed_on"], kind=CONTACT)
    return found.place_id


@transaction.atomic
def remove_contact(contact_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Take a contact out; returns the id of its organization."""
    found = _contact(contact_id, by)
    place_id = found.place_id
    found.delete()
    changed(by, at, [str(contact_id)], ["removed"], kind=CONTACT)
    return place_id


def _contact(contact_id: UUID, by: Actor) -> OrganizationContact:
    found = (
        OrganizationContact.objects.select_for_update(of=("self",))
        .select_related("place")
        .filter(id=contact_id)
        .first()
    )
    if found is None:
        raise gate.Denied(Decision.no("There is no such contact."))
    _allow(can_speak_for(by, found.place.provider_code))
    return found


def _organizations(news: Sequence[NewCooperation]) -> dict[UUID, Place]:
    if any(new.first == new.second for new in news):
        raise Refused(_("An organization does not work together with itself."), _("Choose another one."))
    asked = {id_ for new in news for id_ in (new.first, new.second)}
    found = {each.id: each for each in Place.objects.filter(id__in=asked)}
    if len(found) != len(asked):
        raise gate.Denied(Decision.no("There is no such organization."))
    for each in found.values():
        if each.sort == ResourceSort.ACTIVITY:
            raise Refused(_("What takes place is no organization."), _("Choose who stands behind it."))
        if each.visibility == Visibility.CONFIDENTIAL:
            raise Refused(
                _("A confidential house stands on no map of who works with whom."),
                _("Leave it out: partners would lead to it."),
            )
    return found


def _check(kinds: Sequence[CooperationKind], about: str, as_: str, days: Decision) -> None:
    if not kinds:
        raise Refused(_("Say what the two do together."), CHECK)
    if not as_.strip():
        raise Refused(_("Say who writes this down: a team or a house."), CHECK)
    if not days:
        raise Refused(days.reason, CHECK)
    _without_names(about)


def _without_names(*texts: str) -> None:
    if named := names_in(" ".join(texts)):
        raise Refused(
            _("This looks like a name: {names}. Here stand houses and roles, no people."),
            CHECK,
            names=", ".join(named),
        )


def _spoken_for(cooperation_id: UUID, by: Actor) -> tuple[Cooperation, frozenset[Side]]:
    found = (
        Cooperation.objects.select_for_update(of=("self",))
        .select_related("one", "other")
        .filter(id=cooperation_id, ended_on__isnull=True)
        .first()
    )
    if found is None:
        raise gate.Denied(Decision.no("There is no such cooperation any more."))
    sides = sides_of(by, found.one.provider_code, found.other.provider_code)
    if not sides:
        raise gate.Denied(Decision.no(NOT_YOURS))
    return found, sides


def _own_side(cooperation_id: UUID, side: Side, by: Actor) -> Cooperation:
    found, sides = _spoken_for(cooperation_id, by)
    if side not in sides:
        raise gate.Denied(Decision.no(NOT_YOURS))
    return found


def _save(found: Cooperation, by: Actor, at: datetime, fields: Sequence[str]) -> None:
    found.changed_at, found.changed_by = at, by.user_id
    found.save()
    changed(by, at, [str(found.id)], fields, kind=KIND)


def _allow(decision: Decision) -> None:
    if not decision:
        raise gate.Denied(decision)
