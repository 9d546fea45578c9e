"""Reading inquiries: what everybody may know of them, and what was let out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.release import Certificate, ReleasedTable, reopen
from sozialraum.network.enums import MissingKind
from sozialraum.network.inquiries.enums import AgeSpan, Consent, Method, QuestionKind, Unit
from sozialraum.network.inquiries.methods import SHEETS
from sozialraum.network.inquiries.models import Inquiry, InquiryContribution, InquiryRecord
from sozialraum.network.inquiries.sheets import MethodSheet
from sozialraum.network.lived_spaces.counting import key
from sozialraum.network.lived_spaces.enums import PartOfDay
from sozialraum.network.lived_spaces.rules import Bounds, overlap
from sozialraum.network.themes.queries import PinEvidence, above, areas_within
from sozialraum.social_structure.snapshots import fetch

LAYERS = ("material", "interaction", "rules", "symbols")
"""The four layers of a place (Läpple, DOMAIN 6.4), as the questions of the walk ask for them."""

COMPARED = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class InquiryRow:
    """An inquiry; ``code`` is for those who lead it and those who have it."""

    id: UUID
    method: Method
    title: str
    purpose: str
    code: str
    area_code: str
    area_vintage: str
    bounds: Bounds
    age_groups: tuple[AgeSpan, ...]
    led_as: str
    consent: Consent
    meeting: str
    missing: MissingKind | None
    expected: int
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    steps: Mapping[str, str]

    @property
    def sheet(self) -> MethodSheet:
        """What its method asks."""
        return SHEETS[self.method]


@dataclass(frozen=True, slots=True)
class Results:
    """What was let out of a closed inquiry; ``reached`` is ``None`` where even rounded numbers would tell."""

    said: ReleasedTable
    reached: ReleasedTable | None


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A station or an institution as everybody may read it."""

    place_id: UUID | None
    place_name: str
    longitude: float | None
    latitude: float | None
    part_of_day: PartOfDay | None
    noted_on: date
    texts: Mapping[str, str]
    tags: tuple[str, ...]


def inquiries() -> list[InquiryRow]:
    """Every inquiry, the latest first."""
    return [_row(each) for each in Inquiry.objects.all()]


def inquiry(inquiry_id: UUID) -> InquiryRow | None:
    """One inquiry by its id."""
    found = Inquiry.objects.filter(id=inquiry_id).first()
    return _row(found) if found else None


def inquiry_of_code(code: str) -> InquiryRow | None:
    """The inquiry of a code, however it was typed."""
    found = Inquiry.objects.filter(code=code.strip().upper()[:6]).first()
    return _row(found) if found else None


def contributions(row: InquiryRow) -> int:
    """How many contributions there are so far, for those who lead."""
    if row.sheet.unit is Unit.STATION:
        return InquiryRecord.objects.filter(inquiry_id=row.id).count()
    return InquiryContribution.objects.filter(inquiry_id=row.id).values("id").count()


def results_of(inquiry_id: UUID) -> Results | None:
    """What was let out of an inquiry; ``None`` while it is open."""
    found = Inquiry.objects.filter(id=inquiry_id, closed_at__isnull=False).first()
    if found is None:
        return None
    reached = (
        _reopened(found.reached_hash, json.dumps(found.reached_certificate)) if found.reached_hash else None
    )
    return Results(_reopened(found.table_hash, json.dumps(found.certificate)), reached)


def closed_inquiries(
    area_code: str, bounds: Bounds, *, at: datetime
) -> list[tuple[InquiryRow, ReleasedTable]]:
    """The inquiries closed within two years in this area, one above or below it, or on largely the same map.

    The same people may have answered there: what a new one lets out is proven together with these.
    """
    found = Inquiry.objects.filter(closed_at__gte=at - COMPARED, closed_at__lte=at).order_by("closed_at")
    near = {area_code, *above(area_code), *areas_within(area_code)}
    rows = [(_row(each), each) for each in found]
    return [
        (row, _reopened(each.table_hash, json.dumps(each.certificate)))
        for row, each in rows if row.area_code in near or overlap(row.bounds, bounds)
    ]  # fmt: skip


def records_of(row: InquiryRow) -> list[RecordRow]:
    """The stations or institutions of an inquiry: those that may be named, after closing for everybody."""
    return [_record(each) for each in InquiryRecord.objects.filter(inquiry_id=row.id, named=True)]


def layers_of(place_id: UUID) -> list[tuple[InquiryRow, RecordRow]]:
    """What closed walks wrote down about a place of the directory, the latest first."""
    found = InquiryRecord.objects.filter(
        place_id=place_id, inquiry__closed_at__isnull=False, inquiry__method=Method.WALK
    ).select_related("inquiry")
    return [(_row(each.inquiry), _record(each)) for each in found.order_by("-noted_on", "part_of_day")]


def said_on(area_codes: Collection[str]) -> Iterator[tuple[MissingKind, str, PinEvidence]]:
    """Closed inquiries of these areas in which five or more said that something is missing: evidence for themes."""
    for each in Inquiry.objects.filter(area_code__in=set(area_codes), closed_at__isnull=False):
        row = _row(each)
        wanted = [
            (question.key, option.value, option.missing)
            for question in row.sheet.questions if question.kind is QuestionKind.MANY
            for option in question.options if option.missing is not None
        ]  # fmt: skip
        results = results_of(row.id) if wanted else None
        for question, option, missing in wanted if results else ():
            persons = results.said.figure(key(question, option)).value if results else None
            if persons:
                said = PinEvidence(
                    _("said so in: %(inquiry)s") % {"inquiry": row.title}, int(persons),
                    reverse("network:inquiry", args=[row.id]),
                )  # fmt: skip
                yield missing, each.area_code, said


@lru_cache(maxsize=64)
def _reopened(table_hash: str, certificate: str) -> ReleasedTable:
    return reopen(fetch(table_hash), Certificate.from_json(json.loads(certificate)))


def _record(each: InquiryRecord) -> RecordRow:
    return RecordRow(
        place_id=each.place_id, place_name=each.place_name, longitude=each.longitude, latitude=each.latitude,
        part_of_day=PartOfDay(each.part_of_day) if each.part_of_day else None, noted_on=each.noted_on,
        texts=dict(each.texts), tags=tuple(each.tags),
    )  # fmt: skip


def _row(each: Inquiry) -> InquiryRow:
    west, south, east, north = each.bounds
    return InquiryRow(
        id=each.id, method=Method(each.method), title=each.title, purpose=each.purpose, code=each.code,
        area_code=each.area_code, area_vintage=each.area_vintage, bounds=(west, south, east, north),
        age_groups=tuple(AgeSpan(age) for age in each.age_groups), led_as=each.led_as, consent=Consent(each.consent),
        meeting=each.meeting, missing=MissingKind(each.missing) if each.missing else None, expected=each.expected,
        opens_at=each.opens_at, closes_at=each.closes_at, closed_at=each.closed_at, steps=dict(each.steps),
    )  # fmt: skip
