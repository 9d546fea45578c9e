"""Writing the places of the field; every write leaves one entry in the audit trail, a batch one for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID, uuid4

from django.db import transaction

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.revisions import FieldConflict, Plain, Save, join, passed_over, plain
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.network.access import can_add_place, can_keep_place
from sozialraum.network.enums import (
    Audience,
    Cost,
    PlaceKind,
    ResourceLevel,
    ResourceSort,
    Rubric,
    Visibility,
)
from sozialraum.network.models import PLACE_FIELDS, Place, PlaceVersion
from sozialraum.network.rules import ages_fit, may_be_located, search_text
from sozialraum.network.schedules import possible, read_hours, schedule_from
from sozialraum.network.schedules import stored as stored_schedule

BATCH: Final = 1_000
SEARCHED: Final = ("name", "description", "good_for", "hours", "address", "equipment", "gives")


class Refused(SozialraumError):
    """What was asked for breaks a rule of the field; nothing was stored."""


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place to be added. ``longitude`` and ``latitude`` in degrees (WGS 84), ``languages`` as ISO codes.

    ``None`` means that nobody knows. A confidential place comes without address, point and area. Times that ``hours``
    says in days and hours become the ``schedule``; what does not fit there stays as words. ``host`` is the place at
    which an activity happens.
    """

    name: str
    kind: PlaceKind
    area_code: str = ""
    area_vintage: str = ""
    longitude: float | None = None
    latitude: float | None = None
    address: str = ""
    description: str = ""
    hours: str = ""
    sort: ResourceSort = ResourceSort.PLACE
    level: ResourceLevel | Literal[""] = ""
    rubrics: Sequence[Rubric] = ()
    host: UUID | None = None
    schedule: Sequence[str] = ()
    good_for: str = ""
    not_for: str = ""
    audience: Audience = Audience.EVERYONE
    age_from: int | None = None
    age_to: int | None = None
    step_free: bool | None = None
    quiet: bool | None = None
    capacity: int | None = None
    places_free: int | None = None
    languages: Sequence[str] = ()
    cost: Cost = Cost.UNKNOWN
    cost_note: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    provider_code: str = ""
    equipment: str = ""
    gives: str = ""
    wants: str = ""
    key_person: str = ""
    confirm_email: str = ""
    source: str = ""
    source_id: str = ""
    visibility: Visibility = Visibility.PUBLIC
    valid_until: date | None = None
    confirmed_at: datetime | None = None
    id: UUID = field(default_factory=uuid4)


@transaction.atomic
def add_places(places: Sequence[NewPlace], *, by: Actor, at: datetime) -> list[UUID]:
    """Add places, all or none; returns their ids in the same order.

    Raises :class:`gate.Denied` where the actor keeps no entries, :class:`Refused` where a place has no name, an
    impossible point or age, or where a confidential one says where it is.
    """
    _allow(can_add_place(by))
    for code in {place.provider_code for place in places}:
        _allow(can_keep_place(by, code))
    for place in places:
        _check({name: plain(getattr(place, name)) for name in PLACE_FIELDS})
    Place.objects.bulk_create([_stored(place, by=by, at=at) for place in places], batch_size=BATCH)
    changed(by, at, [str(place.id) for place in places], PLACE_FIELDS)
    return [place.id for place in places]


@transaction.atomic
def revise_place(
    place_id: UUID, *, values: Mapping[str, object], version: int, by: Actor, at: datetime
) -> int:
    """Change fields of an entry that was read in ``version``; returns the version now stored.

    ``values`` names the fields as :class:`NewPlace` does. What others have changed in other fields meanwhile stays;
    where both changed the same field, :class:`FieldConflict` names both contents and nothing is stored. A change
    confirms the entry. What it said before is kept.
    """
    stored = Place.objects.select_for_update().get(id=place_id)
    _allow(can_keep_place(by, stored.provider_code))
    if "provider_code" in values:
        _allow(can_keep_place(by, str(values["provider_code"])))
    return revise_stored(stored, values=values, version=version, by=by, at=at)


def revise_stored(
    stored: Place, *, values: Mapping[str, object], version: int, by: Actor, at: datetime
) -> int:
    """Change a locked entry for somebody who was found to be allowed to; see :func:`revise_place`."""
    if unknown := set(values) - set(PLACE_FIELDS):
        msg = f"a place has no such fields: {sorted(unknown)}"
        raise ValueError(msg)
    theirs = {name: plain(getattr(stored, name)) for name in PLACE_FIELDS}
    base = theirs if version == stored.version else _as_of(stored, version)
    found = join(base=base, theirs=theirs, mine={name: plain(value) for name, value in values.items()})
    if found.clashes:
        raise FieldConflict(found.clashes, taken=found.taken, version=stored.version)
    if not found.changes:
        return stored.version
    changes = dict(found.changes)
    if "hours" in changes and "schedule" not in changes:
        changes["schedule"] = stored_schedule(read_hours(str(changes["hours"])) or ())
    merged = {**theirs, **changes}
    _check(merged)
    PlaceVersion.objects.create(
        place=stored, version=stored.version, values=theirs, saved_by=stored.changed_by,
        saved_at=stored.changed_at,
    )  # fmt: skip
    saves = [
        Save(*row) for row in stored.versions.order_by("version").values_list("id", "saved_by", "saved_at")
    ]
    stored.versions.filter(id__in=passed_over([*saves, Save(0, by.user_id, at)], at=at)).delete()
    for name, value in changes.items():
        setattr(stored, name, _day(value) if name == "valid_until" else value)
    stored.search_text = search_text(PlaceKind(stored.kind), (str(merged[name]) for name in SEARCHED))
    stored.version += 1
    stored.changed_by = stored.confirmed_by = by.user_id
    stored.changed_at = stored.confirmed_at = at
    stored.save()
    changed(by, at, [str(stored.id)], sorted(found.changes))
    return stored.version


@transaction.atomic
def confirm_place(place_id: UUID, *, by: Actor, at: datetime) -> None:
    """Say that an entry still holds: one tap of those who keep it."""
    stored = Place.objects.select_for_update().get(id=place_id)
    _allow(can_keep_place(by, stored.provider_code))
    stored.confirmed_by, stored.confirmed_at = by.user_id, at
    stored.save(update_fields=["confirmed_by", "confirmed_at"])
    changed(by, at, [str(place_id)], ["confirmed_at"])


def _stored(place: NewPlace, *, by: Actor, at: datetime) -> Place:
    values = {name: getattr(place, name) for name in PLACE_FIELDS}
    values["languages"], values["rubrics"] = list(place.languages), list(place.rubrics)
    values["schedule"] = list(place.schedule) or stored_schedule(read_hours(place.hours) or ())
    return Place(
        id=place.id, **values, host_id=place.host, source=place.source, source_id=place.source_id, confirmed_at=place.confirmed_at,
        confirmed_by=by.user_id if place.confirmed_at else None, changed_by=by.user_id, changed_at=at,
        search_text=search_text(place.kind, (str(getattr(place, name)) for name in SEARCHED)),
    )  # fmt: skip


def _check(values: Mapping[str, Plain]) -> None:
    if not str(values["name"]).strip():
        raise Refused(_("A place has a name."), _("Enter the name that people know."))
    located = may_be_located(
        Visibility(str(values["visibility"])), address=str(values["address"]), area_code=str(values["area_code"]),
        longitude=_number(values["longitude"]), latitude=_number(values["latitude"]),
    )  # fmt: skip
    if not located:
        raise Refused(located.reason, _("Take the location away or choose another visibility."))
    written = read_hours(str(values["hours"])) or ()
    try:
        schedule = schedule_from(values["schedule"] or stored_schedule(written))
    except ValueError as error:
        raise Refused(
            _("These times cannot be read."), _("Name days and hours, or say it in words.")
        ) from error
    times = possible(schedule)
    if not times:
        raise Refused(times.reason, _("Look at days and hours once more."))
    ages = ages_fit(_age(values["age_from"]), _age(values["age_to"]))
    if not ages:
        raise Refused(ages.reason, _("Change one of the two ages or leave it open."))


def _allow(decision: Decision) -> None:
    if not decision:
        raise gate.Denied(decision)


def _as_of(place: Place, version: int) -> dict[str, Plain] | None:
    found = PlaceVersion.objects.filter(place=place, version=version).values_list("values", flat=True).first()
    return dict(found) if found is not None else None


def _number(value: Plain) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _age(value: Plain) -> int | None:
    return value if isinstance(value, int) else None


def _day(value: Plain) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def changed(
    by: Actor, at: datetime, ids: Sequence[str], fields: Sequence[str], *, kind: str = "network.Place"
) -> None:
    """Leave one entry in the audit trail: who changed which fields of what, never what they say."""
    role = by.roles[0].role if by.roles else Role.ADMINISTRATOR
    record(
        using=CHANGES, at=at, actor_id=by.user_id, role=role, function=gate.function_of(role), action=Action.WRITE,
        purpose=Purpose.PLANNING, outcome=Outcome.CHANGED, subject_kind="network", object_kind=kind,
        object_id=ids[0] if len(ids) == 1 else "", fields=list(fields),
        ground=f"count {len(ids)}" if len(ids) != 1 else "",
    )  # fmt: skip
