"""Inquiries and what is contributed. The application adds answers and can never read them: only counts leave."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.enums import MissingKind
from sozialraum.network.inquiries.enums import AgeSpan, Consent, Method, PictureKind
from sozialraum.network.lived_spaces.enums import Gender, PartOfDay


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]


class Inquiry(models.Model):
    """One run of a method: what for, with whom, where, until when, and how those who take part agreed.

    ``led_as`` is who leads it as everybody reads it, a team or a house. ``meeting`` invites to the talk about the result.
    ``steps`` are the days on which the steps of the guide were done. ``table_hash`` and ``reached_hash`` name the
    released tables after closing: what was said, and who was reached.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    method = models.CharField(max_length=16, choices=_choices(Method))
    title = models.CharField(max_length=160)
    purpose = models.CharField(max_length=300)
    code = models.CharField(max_length=6, unique=True)
    area_code = models.CharField(max_length=40)
    area_vintage = models.CharField(max_length=10)
    bounds = ArrayField(models.FloatField(), size=4)
    age_groups = ArrayField(
        models.CharField(max_length=6, choices=_choices(AgeSpan)), default=list, blank=True
    )
    led_as = models.CharField(max_length=160)
    consent = models.CharField(max_length=14, choices=_choices(Consent))
    meeting = models.CharField(max_length=200, blank=True)
    missing = models.CharField(max_length=20, choices=_choices(MissingKind), blank=True)
    expected = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    steps = models.JSONField(default=dict)
    table_hash = models.CharField(max_length=64, blank=True)
    certificate = models.JSONField(default=dict)
    reached_hash = models.CharField(max_length=64, blank=True)
    reached_certificate = models.JSONField(default=dict)
    opened_by = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-opens_at"]

    class Privacy:
        title = _("Inquiries in the quarter")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = (
            "method", "title", "purpose", "area_code", "area_vintage", "bounds", "age_groups", "led_as", "consent",
            "meeting", "missing", "expected", "opens_at", "closes_at", "closed_at", "table_hash", "certificate",
            "reached_hash", "reached_certificate",
        )  # fmt: skip
        internal = ("id", "code", "steps", "opened_by")

    def __str__(self) -> str:
        return f"inquiry {self.id}"


class InquiryContribution(models.Model):
    """What one person, group or institution contributed: the chosen age and gender, no name, no device, no moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="+")
    age_group = models.CharField(max_length=6, choices=_choices(AgeSpan), blank=True)
    gender = models.CharField(max_length=8, choices=_choices(Gender), blank=True)
    persons = models.PositiveSmallIntegerField(default=1)

    class Privacy:
        title = _("Contributions to inquiries")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        internal = ("id", "inquiry", "age_group", "gender", "persons")

    def __str__(self) -> str:
        return f"contribution {self.id}"


class InquiryAnswer(models.Model):
    """One answer: an option, or a cell of 200 meters; never a point, never free words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="+")
    contribution = models.ForeignKey(InquiryContribution, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=16)
    option = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contribution", "question", "option"], name="inquiry_answer_once")
        ]

    class Privacy:
        title = _("Answers in inquiries")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        internal = ("id", "inquiry", "contribution", "question", "option")

    def __str__(self) -> str:
        return f"answer {self.id}"


class InquiryPicture(models.Model):
    """A drawing or photo. ``sealed`` opens only through the gate; ``shown`` is what was agreed to be shown to all.

    ``agreed`` is the word of who made it, ``approved_at`` that of who leads. What is not both is removed on closing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="+")
    contribution = models.ForeignKey(InquiryContribution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=_choices(PictureKind))
    sealed = models.BinaryField(default=b"")
    agreed = models.BooleanField(default=False)
    approved_at = models.DateTimeField(null=True, blank=True)
    shown = models.BinaryField(default=b"")

    class Privacy:
        title = _("Pictures in inquiries")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = ("kind", "shown")
        internal = ("id", "inquiry", "contribution", "sealed", "agreed", "approved_at")

    def __str__(self) -> str:
        return f"picture {self.id}"


class InquiryRecord(models.Model):
    """What a professional wrote down at a station or in an institution: about places and houses, never about persons.

    ``texts`` holds sentences by question, ``tags`` the chosen options. ``named`` is whether an institution agreed to be
    named. Public after the inquiry is closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="records")
    place_id = models.UUIDField(null=True, blank=True)
    place_name = models.CharField(max_length=200)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    part_of_day = models.CharField(max_length=10, choices=_choices(PartOfDay), blank=True)
    noted_on = models.DateField()
    texts = models.JSONField(default=dict)
    tags = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    named = models.BooleanField(default=True)
    written_by = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["place_name", "noted_on"]
        indexes: ClassVar = [models.Index(fields=["place_id"], name="inquiry_record_by_place")]

    class Privacy:
        title = _("Stations and institutions of inquiries")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = (
            "inquiry", "place_id", "place_name", "longitude", "latitude", "part_of_day", "noted_on", "texts", "tags",
            "named",
        )  # fmt: skip
        internal = ("id", "written_by")

    def __str__(self) -> str:
        return f"record {self.id}"
