"""Network maps of people of the family: begun, changed act by act, and taken back step by step.

A map is changed by acts on the sheet as it is stored now, so two people at one map do not overwrite each other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.models import Member, NetworkSheet, NetworkSheetVersion
from sozialraum.individual.services.records import Refused, note_change, user_of, writable
from sozialraum.individual.services.shares import give_share
from sozialraum.individual.services.sittings import keep_step, step_back, store_content
from sozialraum.network.network_maps import Sheet

NO_SUCH_MAP = "This case has no such map."


@transaction.atomic
def begin_network_map(grant: Grant, *, owner_id: UUID, on: date) -> UUID:
    """Begin a map for somebody of the family, on the sheet of the last one where there is one; returns its id.

    A second beginning on one day returns the same map. Whoever draws it with the person is shown it by that
    (:func:`give_share`), until the person takes it back. Raises :class:`Refused` for a day before the last map.
    """
    case_id = writable(grant)
    owner = Member.objects.filter(id=owner_id, case_id=case_id).first()
    if owner is None or owner.user_id != user_of(grant):
        give_share(grant, owner_id=owner_id, thing=SharedThing.NETWORK_MAP, recipient_id=user_of(grant))
    last = NetworkSheet.objects.filter(owner_id=owner_id).order_by("-drawn_on").first()
    if last is not None and last.drawn_on == on:
        return last.id
    if last is not None and last.drawn_on > on:
        raise Refused(
            gettext_noop("There is a later map already."), gettext_noop("Go on with the latest one.")
        )
    sheet = NetworkSheet.objects.create(
        case_id=case_id, owner_id=owner_id, drawn_on=on, content=last.content if last else Sheet().as_json(),
        begun_by=user_of(grant), begun_at=grant.at, changed_by=user_of(grant), changed_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.NetworkSheet", sheet.id, ["drawn_on"])
    return sheet.id


@transaction.atomic
def change_network_map(grant: Grant, sheet_id: UUID, act: Callable[[Sheet], Sheet]) -> int:
    """Do one act on a map; returns the version that is stored now.

    Every step of a sitting (thirty minutes of one person without a pause) can be taken back; of earlier sittings the
    beginning is kept. Raises :class:`gate.Denied` where the actor has no such map, ``SheetError`` where the sheet
    does not allow the act, :class:`Refused` where a later map has been begun.
    """
    row = _open(grant, sheet_id)
    before = Sheet.from_json(row.content)
    after = act(before)
    if after == before:
        return row.version
    keep_step(grant, row, NetworkSheetVersion, "sheet")
    return store_content(grant, row, after.as_json())


@transaction.atomic
def undo_on_network_map(grant: Grant, sheet_id: UUID) -> int:
    """Take back the last act of the running sitting; returns the version that is stored now.

    Raises :class:`Refused` where there is nothing of one's own to take back.
    """
    row = _open(grant, sheet_id)
    instead = gettext_noop("Change the map as it should be.")
    content = step_back(grant, row, NetworkSheetVersion, "sheet", instead=instead)
    return store_content(grant, row, content)


def _open(grant: Grant, sheet_id: UUID) -> NetworkSheet:
    row = NetworkSheet.objects.select_for_update().filter(id=sheet_id, case_id=writable(grant)).first()
    if row is None:
        raise gate.Denied(Decision.no(NO_SUCH_MAP))
    if NetworkSheet.objects.filter(owner_id=row.owner_id, drawn_on__gt=row.drawn_on).exists():
        raise Refused(
            gettext_noop("This map is closed: a later one was begun."),
            gettext_noop("Go on with the latest one."),
        )
    return row
