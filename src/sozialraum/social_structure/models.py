"""Areas, indicators, deliveries, observations, runs and releases."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.fields import SortKeyField
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.social_structure.enums import (
    CrosswalkMethod,
    DeliveryKind,
    Direction,
    IndicatorKind,
    Unit,
    ValueStatus,
)


def _choices(kinds: type) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]  # type: ignore[attr-defined]


class AreaSystem(models.Model):
    """One cut of the municipality into areas: a code and a vintage, valid for a time, with nested levels.

    ``levels`` runs from the whole down to the finest: a list of ``{"code", "singular", "plural"}``.
    ``background`` holds what orients the reader on a map (river, railway) as GeoJSON features. ``base`` is the cut from
    whose areas this one was put together (planning areas); it is empty for an official cut.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=40)
    vintage = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    levels = models.JSONField()
    background = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    base = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="planning_systems"
    )
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "vintage"], name="area_system_is_unique"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="area_system_ends_after_it_begins",
            ),
        ]

    class Privacy:
        title = _("Cuts of areas")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = (
            "id", "code", "vintage", "name", "levels", "background", "valid_from", "valid_until", "base", "source", "licence",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.vintage}"


class Area(models.Model):
    """One statistical unit of a system; ``area_code`` is its official key, text with its leading zeros.

    ``outline`` is WKB in EPSG:4326, simplified together with its neighbors so that borders stay shared; it is
    empty where no geometry was delivered.
    """

    id = models.BigAutoField(primary_key=True)
    system = models.ForeignKey(AreaSystem, on_delete=models.CASCADE, related_name="areas")
    area_code = models.CharField(max_length=40)
    level = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    sort_key = SortKeyField(source="name")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    outline = models.BinaryField(default=b"")
    label_longitude = models.FloatField(null=True, blank=True)
    label_latitude = models.FloatField(null=True, blank=True)
    square_meters = models.FloatField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["area_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "area_code"], name="area_code_is_unique_in_its_system")
        ]

    class Privacy:
        title = _("Areas of a cut")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = (
            "id", "system", "area_code", "level", "name", "sort_key", "parent", "outline", "label_longitude",
            "label_latitude", "square_meters",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.system_id}/{self.level}/{self.area_code}"


class Indicator(models.Model):
    """What is measured: read from a declarative file of the catalogue, or written here by the office.

    ``edited_at`` is set where the office's own definition holds; a new release of the program then leaves it alone.

    ``counts_people`` is false where the numerator counts things (places, offers), which need no protection.
    ``columns`` are names under which published tables carry it, ``count_columns`` those of its numerator,
    ``categories`` the numbers of published classes where the unit is a category, ``breaks`` the fixed borders of map
    classes. ``ages`` (from, up to but not including) lets a count be summed from age groups; ``denominator_code``
    names the stored count that a bare numerator is divided by; ``rhythm_months`` is how often it is delivered.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=60, unique=True)
    name_de = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    question_de = models.CharField(max_length=200, blank=True)
    question_en = models.CharField(max_length=200, blank=True)
    caution_de = models.TextField(blank=True)
    caution_en = models.TextField(blank=True)
    numerator_de = models.CharField(max_length=200, blank=True)
    numerator_en = models.CharField(max_length=200, blank=True)
    denominator_de = models.CharField(max_length=200, blank=True)
    denominator_en = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, choices=_choices(Unit))
    direction = models.CharField(max_length=20, choices=_choices(Direction))
    kind = models.CharField(max_length=20, choices=_choices(IndicatorKind))
    counts_people = models.BooleanField(default=True)
    breaks = ArrayField(models.FloatField(), default=list)
    columns = ArrayField(models.CharField(max_length=120), default=list)
    categories = models.JSONField(default=dict)
    count_columns = ArrayField(models.CharField(max_length=120), default=list)
    ages = ArrayField(models.PositiveSmallIntegerField(), default=list)
    denominator_code = models.SlugField(max_length=60, blank=True)
    rhythm_months = models.PositiveSmallIntegerField(default=12)
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    review_on = models.DateField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]

    class Privacy:
        title = _("Indicators")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = (
            "id", "code", "name_de", "name_en", "question_de", "question_en", "caution_de", "caution_en",
            "numerator_de", "numerator_en", "denominator_de", "denominator_en", "unit", "direction", "kind", "counts_people",
            "breaks",
            "columns", "categories", "count_columns", "ages", "denominator_code", "rhythm_months", "source", "licence", "review_on",
            "edited_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.code


class IndicatorRevision(models.Model):
    """One state of a definition: what held from then on, who wrote it and why. Only grows."""

    id = models.BigAutoField(primary_key=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="revisions")
    definition = models.JSONField()
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    class Privacy:
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("indicator", "definition", "reason", "made_at")
        internal = ("id", "made_by_id")

    def __str__(self) -> str:
        return f"revision {self.id} of {self.indicator_id}"


class Crosswalk(models.Model):
    """How the areas of one cut go over into those of another, so that series survive a new cut."""

    id = models.BigAutoField(primary_key=True)
    from_system = models.ForeignKey(AreaSystem, on_delete=models.CASCADE, related_name="crosswalks_out")
    to_system = models.ForeignKey(AreaSystem, on_delete=models.CASCADE, related_name="crosswalks_in")
    method = models.CharField(max_length=20, choices=_choices(CrosswalkMethod))
    source = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["from_system", "to_system"], name="one_crosswalk_between_two_cuts"
            ),
            models.CheckConstraint(
                condition=~Q(from_system=F("to_system")), name="crosswalk_leads_to_another_cut"
            ),
        ]

    class Privacy:
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("id", "from_system", "to_system", "method", "source", "made_at")
        internal = ("made_by_id",)

    def __str__(self) -> str:
        return f"crosswalk {self.from_system_id} to {self.to_system_id}"


class CrosswalkPart(models.Model):
    """The share (0 to 1) of an old area's people that live in a new area."""

    id = models.BigAutoField(primary_key=True)
    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.CASCADE, related_name="parts")
    from_area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    to_area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["crosswalk", "from_area", "to_area"], name="crosswalk_part_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=1), name="crosswalk_weight_is_a_share"
            ),
        ]

    class Privacy:
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("id", "crosswalk", "from_area", "to_area", "weight")

    def __str__(self) -> str:
        return f"crosswalk part {self.id}"


class Delivery(models.Model):
    """One imported file: what it was, how it was read, who imported it, and whether the import was taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=_choices(DeliveryKind))
    system = models.ForeignKey(AreaSystem, on_delete=models.PROTECT, related_name="deliveries")
    level = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    snapshot_hash = models.CharField(max_length=64)
    mapping = models.JSONField()
    findings = models.JSONField(default=list)
    reference_date = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    rows = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by_id = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-imported_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file_sha256", "system", "level", "reference_date"], condition=Q(undone_at__isnull=True),
                nulls_distinct=False, name="file_is_imported_once",
            )
        ]  # fmt: skip

    class Privacy:
        title = _("Deliveries of tables")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "kind", "system", "level", "file_name", "file_sha256", "snapshot_hash", "mapping", "findings",
            "reference_date", "source", "licence", "rows", "imported_at", "imported_by_id", "undone_at",
            "undone_by_id",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"delivery {self.id}"


class Observation(models.Model):
    """One value of one indicator in one area at one date. A value is there exactly where it is observed."""

    id = models.BigAutoField(primary_key=True)
    # One trigger checks all rows of a statement at once (migration 0007): checked row by row, a million values would
    # take as long again. The constraint and the index below serve every query.
    delivery = models.ForeignKey(
        Delivery,
        on_delete=models.PROTECT,
        related_name="observations",
        db_index=False,
        db_constraint=False,
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="observations",
        db_index=False,
        db_constraint=False,
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="observations", db_index=False, db_constraint=False
    )
    reference_date = models.DateField()
    status = models.CharField(max_length=20, choices=_choices(ValueStatus))
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "reference_date", "area", "delivery"], name="observation_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(status="observed", value__isnull=False)
                | (~Q(status="observed") & Q(value__isnull=True, numerator__isnull=True)),
                name="observation_has_value_exactly_where_observed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["delivery"], name="observation_by_delivery"),
        ]

    class Privacy:
        title = _("Values of indicators")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "delivery", "indicator", "area", "reference_date", "status", "value", "numerator", "denominator",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"observation {self.id}"


class Run(models.Model):
    """A published figure is a run: inputs by hash, parameters, code version, result. Never changed, never removed.

    ``intervals_hash`` is the table of ranges of ranks of the first index (empty where they cannot be drawn),
    ``interval_parameters`` what they were drawn with; ``places`` is how many places were to be given, 0 for none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    reason = models.TextField()
    system = models.ForeignKey(AreaSystem, on_delete=models.PROTECT, related_name="runs")
    level = models.CharField(max_length=40)
    reference_date = models.DateField()
    recipe_name = models.CharField(max_length=80)
    parameters = models.JSONField()
    recipe_fingerprint = models.CharField(max_length=64)
    snapshot_hash = models.CharField(max_length=64)
    delivery_ids = ArrayField(models.UUIDField())
    code_version = models.CharField(max_length=40)
    result_hash = models.CharField(max_length=64)
    excluded = models.JSONField()
    intervals_hash = models.CharField(max_length=64, blank=True)
    interval_parameters = models.JSONField(default=dict)
    places = models.PositiveIntegerField(default=0)
    sources = ArrayField(models.CharField(max_length=300), default=list)
    created_at = models.DateTimeField()
    created_by_id = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]

    class Privacy:
        title = _("Runs of an index")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("id", "delivery_ids", "created_by_id")
        public = (
            "number", "title", "reason", "system", "level", "reference_date", "recipe_name", "parameters",
            "recipe_fingerprint", "snapshot_hash", "code_version", "result_hash", "excluded", "intervals_hash",
            "interval_parameters", "places", "sources", "created_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Release(models.Model):
    """What was let out: a table after disclosure control, by its hash, with the rule and the proof. Only grows.

    ``subject`` names what the figures are about (an indicator, a run, a count of another floor); together with
    system and reference date it finds the earlier releases against which a new one is checked.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=120)
    system = models.ForeignKey(AreaSystem, on_delete=models.PROTECT, related_name="releases")
    reference_date = models.DateField()
    source_hash = models.CharField(max_length=64)
    table_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    threshold = models.PositiveSmallIntegerField()
    proof_digest = models.CharField(max_length=64)
    certificate = models.JSONField()
    released_at = models.DateTimeField()
    released_by_id = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "system", "reference_date", "-id"], name="release_by_subject")
        ]

    class Privacy:
        title = _("Released tables")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("id", "released_by_id")
        public = (
            "subject", "system", "reference_date", "source_hash", "table_hash", "kind", "threshold", "proof_digest",
            "certificate", "released_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"release {self.id} of {self.subject}"


class Edition(models.Model):
    """One row with a mark that changes whenever areas, indicators, releases or runs have changed.

    What the floor keeps in memory belongs to a mark (:mod:`sozialraum.foundation.database.editions`).
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    mark = models.UUIDField()

    class Privacy:
        title = _("Editions of the stored areas")
        purpose = Purpose.OPERATION
        retention = Retention.WHILE_NEEDED
        public = ("id", "mark")

    def __str__(self) -> str:
        return str(self.mark)
