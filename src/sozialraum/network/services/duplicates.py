"""Making one entry of two, taking it back, and saying that two are two."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.revisions import plain
from sozialraum.network.access import can_merge_places
from sozialraum.network.models import PLACE_FIELDS, DifferentPlaces, Place, PlaceMerge, PlaceVersion
from sozialraum.network.services.places import Refused, changed, revise_place

# what an entry takes over where it says nothing itself; where it is found and by whom stays its own
FILLED: Final = tuple(
    name
    for name in PLACE_FIELDS
    if name not in {"name", "kind", "sort", "visibility", "valid_until", "audience", "cost"}
)
# a place is where it is as a whole
POINT: Final = frozenset({"longitude", "latitude"})
UNSAID: Final[tuple[object, ...]] = (None, "", [], ())


@transaction.atomic
def merge_places(kept_id: UUID, gone_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Make one entry of two; returns the id of the merge, by which it can be taken back.

    What ``kept`` does not say it takes over from ``gone``; what takes place at ``gone`` takes place at ``kept`` from
    now on; ``gone`` ends with yesterday, so that nobody finds it and its address leads on. Raises
    :class:`gate.Denied` for those who keep no foreign entries, :class:`Refused` where one of the two is no longer there
    or where one is confidential and the other is not: what is not stored must not come back by a merge.
    """
    _allow(by)
    found = {each.id: each for each in Place.objects.select_for_update().filter(id__in=[kept_id, gone_id])}
    open_merge = PlaceMerge.objects.filter(gone_id__in=[kept_id, gone_id], undone_at__isnull=True).exists()
    if len(found) != 2 or open_merge:
        raise Refused(_("One of the two entries is no longer there."), _("Look at the list again."))
    kept, gone = found[kept_id], found[gone_id]
    if (kept.visibility == "confidential") != (gone.visibility == "confidential"):
        raise Refused(
            _("One of the two is confidential, the other is not."),
            _("Change one of them first, or leave both."),
        )
    after = revise_place(kept.id, values=_filled(kept, gone), version=kept.version, by=by, at=at)
    moved = list(Place.objects.filter(host=gone).values_list("id", flat=True))
    Place.objects.filter(id__in=moved).update(host=kept, changed_at=at)
    merge = PlaceMerge.objects.create(
        kept=kept, gone=gone, version_before=kept.version, version_after=after, ended_before=gone.valid_until,
        moved=moved, made_by=by.user_id, made_at=at,
    )  # fmt: skip
    yesterday = timezone.localdate(at) - timedelta(days=1)
    Place.objects.filter(id=gone.id).update(valid_until=yesterday, changed_at=at)
    changed(by, at, [str(gone.id)], ["merged"])
    return merge.id


@transaction.atomic
def undo_merge(merge_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Make two of one again; returns whether ``kept`` says what it said before, too.

    Where somebody has changed ``kept`` since the merge, their words stay. Raises as :func:`merge_places` does.
    """
    _allow(by)
    merge = (
        PlaceMerge.objects.select_for_update()
        .filter(id=merge_id, undone_at__isnull=True)
        .select_related("kept")
        .first()
    )
    if merge is None:
        raise Refused(_("This merge was taken back already."), _("Look at the list again."))
    Place.objects.filter(id=merge.gone_id).update(valid_until=merge.ended_before, changed_at=at)
    Place.objects.filter(id__in=merge.moved, host_id=merge.kept_id).update(
        host_id=merge.gone_id, changed_at=at
    )
    earlier = PlaceVersion.objects.filter(place_id=merge.kept_id, version=merge.version_before).first()
    unchanged = merge.kept.version == merge.version_after
    if unchanged and earlier is not None and merge.version_after != merge.version_before:
        revise_place(merge.kept_id, values=earlier.values, version=merge.version_after, by=by, at=at)
    merge.undone_by, merge.undone_at = by.user_id, at
    merge.save(update_fields=["undone_by", "undone_at"])
    changed(by, at, [str(merge.gone_id)], ["merged"])
    return unchanged


@transaction.atomic
def say_different(one: UUID, other: UUID, *, by: Actor, at: datetime) -> None:
    """Remember that two entries are two, so that nobody is asked again. Raises :class:`gate.Denied`."""
    _allow(by)
    first, second = sorted((one, other))
    if first == second or Place.objects.filter(id__in=[first, second]).count() != 2:
        raise Refused(_("One of the two entries is no longer there."), _("Look at the list again."))
    DifferentPlaces.objects.get_or_create(
        first_id=first, second_id=second, defaults={"said_by": by.user_id, "said_at": at}
    )
    changed(by, at, [str(first)], ["different"], kind="network.DifferentPlaces")


def _filled(kept: Place, gone: Place) -> dict[str, object]:
    located = kept.longitude is not None
    return {
        name: plain(getattr(gone, name))
        for name in FILLED
        if getattr(kept, name) in UNSAID
        and getattr(gone, name) not in UNSAID
        and not (located and name in POINT)
    }


def _allow(by: Actor) -> None:
    decision = can_merge_places(by)
    if not decision:
        raise gate.Denied(decision)
