"""What belongs to people themselves and came along when two files became one."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.models.cases import Case
from sozialraum.individual.models.merges import CaseMerge


class MovedBelonging(models.Model):
    """One map, genogram, card, entry of a card, or share whose tie to the former file was moved: from where, to whom.

    Written and read by the database's own functions alone (``individual.migrations.0057``): that somebody has a map at
    all is known to those she shows it to, and not to whoever brings files together. ``thing`` is what is shown by a
    share, ``kind`` the kind of row; ``version`` the one that was moved, ``was_of`` and ``is_of`` the members,
    ``was_in`` the card of an entry, ``was_for`` its goals, ``ended_at`` when a share ended with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    merge = models.ForeignKey(CaseMerge, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    row_id = models.UUIDField()
    version = models.PositiveIntegerField(null=True)
    was_of = models.UUIDField(null=True)
    is_of = models.UUIDField(null=True)
    was_in = models.UUIDField(null=True)
    was_for = ArrayField(models.UUIDField(), default=list, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "person_moved_belonging"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merge", "kind", "row_id"], name="belonging_moved_once")
        ]

    class Privacy:
        title = _("What of a person’s own came along with her")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (
            "id", "case", "merge", "thing", "kind", "row_id", "version", "was_of", "is_of", "was_in", "was_for",
            "ended_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"moved belonging {self.id}"
