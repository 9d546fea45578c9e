"""Maps with pins: open, take part, pin, close and let out what many said."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.network.enums import MissingKind
from sozialraum.network.lived_spaces.access import can_lead_campaign
from sozialraum.network.lived_spaces.counting import spaces_of
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind
from sozialraum.network.lived_spaces.letting_out import released_pins
from sozialraum.network.lived_spaces.linked import runs_before
from sozialraum.network.lived_spaces.models import Pin, PinCampaign, PinPerson, SubjectiveSpace
from sozialraum.network.lived_spaces.rules import (
    LETTERS,
    MOST_PEOPLE,
    MOST_PINS,
    Bounds,
    Grid,
    may_pin,
    spots_fit,
)
from sozialraum.network.services import Refused
from sozialraum.social_structure.queries.outlines import ground_of
from sozialraum.social_structure.snapshots import keep

LATER = _("Ask the one who gave you the code.")


@dataclass(frozen=True, slots=True)
class NewPin:
    """A pin as a device sends it: its own id, and the spot as parts (0 to 1) of the map from west and from south."""

    id: UUID
    kind: PinKind
    part_of_day: PartOfDay
    across: float
    up: float


@transaction.atomic
def open_campaign(
    *, title: str, area_code: str, area_vintage: str, bounds: Bounds, expected: int, opens_at: datetime,
    closes_at: datetime, by: Actor, at: datetime, missing: MissingKind | None = None, code: str = "",
) -> PinCampaign:  # fmt: skip
    """Open a map for so many people. Raises :class:`Refused` where title, size or time make no sense."""
    decision = can_lead_campaign(by)
    if not decision:
        raise gate.Denied(decision)
    if not title.strip() or not 1 <= expected <= MOST_PEOPLE or closes_at <= opens_at:
        raise Refused(
            _("A map has a title, an end after its beginning, and up to 400 people."),
            _("Check what you entered."),
        )
    campaign = PinCampaign.objects.create(
        title=title.strip(), code=code or "".join(secrets.choice(LETTERS) for _turn in range(6)), area_code=area_code,
        area_vintage=area_vintage, bounds=list(bounds), expected=expected, opens_at=opens_at, closes_at=closes_at,
        missing=missing or "", opened_by=by.user_id,
    )  # fmt: skip
    _changed(by, at, campaign, ["title", "area_code", "expected"], Outcome.CHANGED)
    return campaign


@transaction.atomic
def take_part(
    campaign_id: UUID, *, age_group: AgeGroup, gender: Gender, at: datetime, person_id: UUID | None = None
) -> UUID:
    """Begin to pin, without an account; returns the id that the device keeps.

    The number of people is limited to a third more than were expected, so that no script fills a map. The same
    ``person_id`` again is the same person.
    """
    campaign = _open(campaign_id, at, lock=True)
    if person_id and PinPerson.objects.filter(id=person_id, campaign_id=campaign.id).values("id").exists():
        return person_id
    people = PinPerson.objects.filter(campaign_id=campaign.id).values("id").count()
    if people >= most_people(campaign.expected):
        raise Refused(_("All places on this map are taken."), LATER)
    person = PinPerson(campaign_id=campaign.id, age_group=age_group, gender=gender)
    if person_id:
        person.id = person_id
    person.save(force_insert=True)
    return person.id


def most_people(expected: int) -> int:
    """How many may take part where so many are expected."""
    return min(expected + max(expected // 3, 5), MOST_PEOPLE)


@transaction.atomic
def set_pins(campaign_id: UUID, person_id: UUID, pins: Sequence[NewPin], *, at: datetime) -> int:
    """Store pins of one person; returns how many she has now.

    Only the cell of 200 m is stored. A pin sent twice, or twice in one cell, is one. Raises :class:`Refused` past
    thirty pins, after the end, and for spots that do not lie on the map.
    """
    campaign = _open(campaign_id, at)
    if not PinPerson.objects.filter(id=person_id, campaign_id=campaign.id).values("id").exists():
        raise Refused(_("This device does not take part in this map."), LATER)
    if len(pins) > MOST_PINS or not spots_fit([(pin.across, pin.up) for pin in pins]):
        raise Refused(_("These pins do not lie on the map."), LATER)
    grid = _grid(campaign)
    made = [
        Pin(
            id=pin.id, campaign_id=campaign.id, person_id=person_id, kind=pin.kind, part_of_day=pin.part_of_day,
            column=column, row=row,
        )
        for pin in pins
        for column, row in [grid.cell(pin.across, pin.up)]
    ]  # fmt: skip
    Pin.objects.bulk_create(made, ignore_conflicts=True)
    count = Pin.objects.filter(person_id=person_id).values("id").count()
    if count > MOST_PINS:
        raise Refused(_("Thirty pins are enough for one person."), _("Take one back to set another."))
    return count


@transaction.atomic
def take_back_pin(campaign_id: UUID, person_id: UUID, pin_id: UUID, *, at: datetime) -> None:
    """Take an own pin back while the map is open."""
    _open(campaign_id, at)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM lived_spaces_pin WHERE id = %s AND person_id = %s", [pin_id, person_id])


@transaction.atomic
def close_campaign(campaign_id: UUID, *, by: Actor, at: datetime) -> None:
    """Close a map for good, and let out once what five or more said alike (H10).

    Afterwards no pin can be added. What other maps and methods let out within two years among people who may be the same
    enters the proof (:mod:`~sozialraum.network.lived_spaces.linked`). Raises :class:`gate.Denied` for those who lead no campaigns, :class:`Refused` where it is closed already.
    """
    gate.open(by, Purpose.PARTICIPATION, Action.READ, Subject("pin_campaign", ()), at=at)
    campaign = PinCampaign.objects.select_for_update().get(id=campaign_id)
    if campaign.closed_at is not None:
        raise Refused(_("This map is closed already."), _("Its results stand on its page."))
    bounds, ground = _grid(campaign).bounds, ground_of([campaign.area_code])
    before = runs_before(campaign.area_code, bounds, at=at)
    table = released_pins(campaign.id, bounds, ground, campaign.area_code, before=before)
    campaign.closed_at, campaign.table_hash = at, keep(table.table)
    campaign.certificate = table.certificate.as_json()
    campaign.save()
    SubjectiveSpace.objects.bulk_create(
        SubjectiveSpace(campaign=campaign, kind=kind, cells=cells, outside_share=share)
        for kind, cells, share in spaces_of(table)
    )
    _changed(by, at, campaign, ["closed_at", "table_hash"], Outcome.RELEASED)


def _grid(campaign: PinCampaign) -> Grid:
    west, south, east, north = campaign.bounds
    return Grid((west, south, east, north))


def _open(campaign_id: UUID, at: datetime, *, lock: bool = False) -> PinCampaign:
    found = PinCampaign.objects.select_for_update() if lock else PinCampaign.objects.all()
    campaign = found.filter(id=campaign_id).first()
    if campaign is None:
        raise Refused(_("There is no map with this code."), LATER)
    decision = may_pin(
        opens_at=campaign.opens_at, closes_at=campaign.closes_at, closed=campaign.closed_at is not None, at=at
    )
    if not decision:
        raise Refused(decision.reason, LATER)
    return campaign


def _changed(by: Actor, at: datetime, campaign: PinCampaign, fields: Sequence[str], outcome: Outcome) -> None:
    role = by.roles[0].role
    record(
        using=CHANGES, at=at, actor_id=by.user_id, role=role, function=gate.function_of(role), action=Action.WRITE,
        purpose=Purpose.PARTICIPATION, outcome=outcome, subject_kind="network", object_kind="lived_spaces.PinCampaign",
        object_id=str(campaign.id), fields=list(fields),
    )  # fmt: skip
