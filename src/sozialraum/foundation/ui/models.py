"""What is known about the installation itself: whose house this is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention

THE_ONE = 1


class Installation(models.Model):
    """The one municipality this house belongs to; there is exactly one row once the house is founded.

    ``imprint`` and ``privacy_contact`` are the municipality's own texts (plain text, blank lines make
    paragraphs) for the pages that the law asks for. ``demo`` marks a database that was built as a demo city;
    it is set at the founding and never changes.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    municipality_name = models.CharField(max_length=120)
    office_name = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=8, default="de")
    demo = models.BooleanField(default=False, editable=False)
    ombuds_office_name = models.CharField(max_length=160, blank=True)
    ombuds_office_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    imprint = models.TextField(blank=True)
    privacy_contact = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=THE_ONE), name="installation_is_one")]

    class Privacy:
        title = _("Details of the installation")
        purpose = Purpose.OPERATION
        retention = Retention.WHILE_NEEDED
        public = (
            "municipality_name", "office_name", "language", "demo", "ombuds_office_name",
            "ombuds_office_phone", "contact_email", "contact_phone", "imprint", "privacy_contact",
        )  # fmt: skip
        internal = ("id", "created_at")

    def __str__(self) -> str:
        return self.municipality_name
