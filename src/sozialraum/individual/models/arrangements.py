"""The tailored arrangement: who carries what, and which rings were passed over with which reason."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import ComponentKind, ComponentState, Funding, Ring
from sozialraum.individual.models.cases import Case, Member
from sozialraum.individual.models.entries import KEPT, Entry


class ArrangementComponent(Entry):
    """One contribution to what a family has agreed on; it has a kind of funding and never an amount (H1).

    ``times`` are the times of an ordinary week as ``"mo 06:45-07:15"``; ``minutes`` are those of a week. ``extents``
    is the way of the minutes: ``{"from": day, "minutes": number, "planned": bool, "reason": text}``, oldest first.
    ``checked`` says for volunteers that the certificate of conduct (§ 72a SGB VIII), consent and insurance are settled.
    """

    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in ComponentKind])
    who = models.CharField(max_length=200)
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user_id = models.UUIDField(null=True, blank=True)
    place_id = models.UUIDField(null=True, blank=True)
    content = models.TextField()
    times = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    extents = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    funding = models.CharField(
        max_length=20, choices=[(k.value, k.name) for k in Funding], default=Funding.NONE
    )
    goal_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    substitute = models.CharField(max_length=200, blank=True)
    checked = models.BooleanField(default=False)
    state = models.CharField(
        max_length=20, choices=[(k.value, k.name) for k in ComponentState], default=ComponentState.AGREED
    )

    class Meta:
        db_table = "person_arrangement_component"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="component_ends_after_it_begins",
            )
        ]

    class Privacy:
        title = _("Contributions to arrangements")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (*KEPT, "user_id", "funding", "checked")
        social = (
            "kind", "who", "member", "place_id", "content", "times", "minutes", "extents", "valid_from", "valid_until",
            "goal_ids", "substitute", "state",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"component {self.id}"


class SkippedRing(models.Model):
    """A ring of the arrangement that was passed over, and the sentence that says why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    ring = models.CharField(max_length=20, choices=[(k.value, k.name) for k in Ring])
    sentence = models.TextField()
    skipped_by = models.UUIDField()
    skipped_at = models.DateTimeField()

    class Meta:
        db_table = "person_skipped_ring"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "ring"], name="ring_skipped_once")]

    class Privacy:
        title = _("Rings passed over in arrangements")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "ring", "skipped_by", "skipped_at")
        social = ("sentence",)

    def __str__(self) -> str:
        return f"skipped ring {self.id}"
