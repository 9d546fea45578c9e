"""Who was asked by mail whether something still holds, and what became of the mail."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.edition_marks import EditionMark
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.enums import MailState
from sozialraum.network.models.places import Place


class ConfirmationRequest(models.Model):
    """One question by mail: about an entry (``place``), or about a cooperation, a card or a story (``about``).

    Whether it was answered says what it asks about, an entry by its ``confirmed_at``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, null=True, blank=True, related_name="confirmation_requests"
    )
    about = models.UUIDField(null=True, blank=True)
    address = models.EmailField()
    month = models.DateField()
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=[(state.value, state.name) for state in MailState], default=MailState.WAITING
    )

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            # whatever else goes wrong: nobody is asked twice in a month about one entry
            models.UniqueConstraint(fields=["place", "month"], name="confirmation_asked_once_a_month"),
            models.UniqueConstraint(fields=["about", "address", "month"], name="question_asked_once_a_month"),
            models.CheckConstraint(
                condition=models.Q(place__isnull=True) ^ models.Q(about__isnull=True),
                name="question_is_about_one",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["address", "asked_at"], name="confirmation_by_address")]

    class Privacy:
        title = _("Questions by mail whether something still holds")
        purpose = Purpose.PLANNING
        retention = Retention.JOB
        internal = ("id", "place", "about", "address", "month", "asked_at", "state")

    def __str__(self) -> str:
        return f"confirmation request {self.id}"


class AskingEdition(EditionMark):
    """One row with a mark that changes whenever somebody was asked, or what became of a mail has changed."""

    class Privacy(EditionMark.Privacy):
        title = _("Editions of the questions by mail")
