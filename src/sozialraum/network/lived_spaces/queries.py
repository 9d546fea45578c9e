"""Reading maps with pins: what everybody may know of them, and what was let out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.release import Certificate, ReleasedTable, reopen
from sozialraum.network.enums import MissingKind
from sozialraum.network.lived_spaces.enums import PinKind
from sozialraum.network.lived_spaces.models import PinCampaign, PinPerson, SubjectiveSpace
from sozialraum.network.lived_spaces.rules import Bounds, overlap
from sozialraum.network.themes.queries import PinEvidence, above, areas_within
from sozialraum.social_structure.snapshots import fetch

COMPARED = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A map with pins; ``code`` is for those who lead it and those who have it."""

    id: UUID
    title: str
    code: str
    area_code: str
    area_vintage: str
    bounds: Bounds
    expected: int
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    people: int


def campaigns() -> list[CampaignRow]:
    """Every map, the latest first."""
    return [_row(each) for each in PinCampaign.objects.all()]


def campaign(campaign_id: UUID) -> CampaignRow | None:
    """One map by its id."""
    found = PinCampaign.objects.filter(id=campaign_id).first()
    return _row(found) if found else None


def campaign_of_code(code: str) -> CampaignRow | None:
    """The map of a code, however it was typed."""
    found = PinCampaign.objects.filter(code=code.strip().upper()[:6]).first()
    return _row(found) if found else None


def released_of(campaign_id: UUID) -> ReleasedTable | None:
    """What was let out of a map; ``None`` while it is open."""
    found = PinCampaign.objects.filter(id=campaign_id, closed_at__isnull=False).first()
    return _reopened(found.table_hash, json.dumps(found.certificate)) if found else None


def closed_maps(area_code: str, bounds: Bounds, *, at: datetime) -> list[tuple[CampaignRow, ReleasedTable]]:
    """The maps closed within two years in this area, one above or below it, or of largely the same section."""
    found = PinCampaign.objects.filter(closed_at__gte=at - COMPARED, closed_at__lte=at).order_by("closed_at")
    near = {area_code, *above(area_code), *areas_within(area_code)}
    rows = [(_row(each), each) for each in found if each.area_code in near or overlap(_bounds(each), bounds)]
    return [(row, _reopened(each.table_hash, json.dumps(each.certificate))) for row, each in rows]


def outside_shares(campaign_id: UUID) -> dict[PinKind, float | None]:
    """For each kind the released share of spots outside the planning area."""
    found = SubjectiveSpace.objects.filter(campaign_id=campaign_id)
    return {PinKind(kind): share for kind, share in found.values_list("kind", "outside_share")}


def pins_on(area_codes: Collection[str]) -> Iterator[tuple[MissingKind, str, PinEvidence]]:
    """Closed maps that asked for something missing, with the key of their area: the spot that most people wished for."""
    found = SubjectiveSpace.objects.filter(
        kind=PinKind.WISH, campaign__closed_at__isnull=False, campaign__area_code__in=set(area_codes)
    )
    for space in found.exclude(campaign__missing="").select_related("campaign"):
        most = max((persons for _column, _row, persons in space.cells), default=0)
        if most:
            pinned = PinEvidence(
                _("pinned “I would like to be here” at the same spot"), most,
                reverse("network:pin_campaign", args=[space.campaign_id]),
            )  # fmt: skip
            yield MissingKind(space.campaign.missing), space.campaign.area_code, pinned


@lru_cache(maxsize=32)
def _reopened(table_hash: str, certificate: str) -> ReleasedTable:
    return reopen(fetch(table_hash), Certificate.from_json(json.loads(certificate)))


def _row(each: PinCampaign) -> CampaignRow:
    return CampaignRow(
        id=each.id, title=each.title, code=each.code, area_code=each.area_code, area_vintage=each.area_vintage,
        bounds=_bounds(each), expected=each.expected, opens_at=each.opens_at, closes_at=each.closes_at,
        closed_at=each.closed_at, people=PinPerson.objects.filter(campaign_id=each.id).values("id").count(),
    )  # fmt: skip


def _bounds(each: PinCampaign) -> Bounds:
    west, south, east, north = each.bounds
    return west, south, east, north
