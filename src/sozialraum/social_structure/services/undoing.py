"""Taking a whole import back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.social_structure.enums import DeliveryKind
from sozialraum.social_structure.models import Delivery, Observation
from sozialraum.social_structure.services.carrying import release_and_carry
from sozialraum.social_structure.services.observations import ImportRefused
from sozialraum.social_structure.services.people import undo_people
from sozialraum.social_structure.services.records import record_change

# areas and bridges carry what came after them and are not taken back
TAKEN_BACK = (DeliveryKind.VALUES, DeliveryKind.PEOPLE)


@transaction.atomic
def undo_delivery(*, delivery_id: UUID, by: UUID | None, at: datetime) -> int:
    """Take a whole import back: its values go, the delivery stays with its original table. Returns how many values (of people:
    dates) went.

    The figures are released anew without them. Runs that used the values stay as they are: they keep their own input.
    Raises :class:`ImportRefused` where the delivery is already taken back or brought areas.
    """
    delivery = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if delivery is None or delivery.undone_at is not None or delivery.kind not in TAKEN_BACK:
        raise ImportRefused(
            gettext_noop("This import cannot be taken back."),
            gettext_noop("Only imports of values or people that are still in can be."),
        )
    if delivery.kind == DeliveryKind.PEOPLE:
        removed = undo_people(delivery, by=by, at=at)
    else:
        removed = _undo_values(delivery, by=by, at=at)
    delivery.undone_at, delivery.undone_by_id = at, by
    delivery.save(update_fields=["undone_at", "undone_by_id"])
    record_change(
        by=by,
        at=at,
        object_kind="social_structure.Delivery",
        object_id=str(delivery.id),
        fields=["undone_at"],
    )
    return removed


def _undo_values(delivery: Delivery, *, by: UUID | None, at: datetime) -> int:
    gone = Observation.objects.filter(delivery=delivery)
    codes = sorted(set(gone.values_list("indicator__code", flat=True)))
    dates = sorted(set(gone.values_list("reference_date", flat=True)))
    removed, _ = gone.delete()
    release_and_carry(indicator_codes=codes, reference_dates=dates, system=delivery.system, by=by, at=at)
    return removed
