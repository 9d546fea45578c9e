"""Writing in the log of field work; every write leaves an entry in the audit trail, a batch one for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work.access import Unit, can_agree_field_time, can_log_field_work, units_of
from sozialraum.network.field_work.enums import Dimension, FieldKind, FieldPurpose, FieldResult
from sozialraum.network.field_work.models import FieldAgreement, FieldNote
from sozialraum.network.field_work.rules import dimension_of, may_be_logged
from sozialraum.network.services import Refused

BATCH: Final = 1_000
FIELDS: Final = (
    "done_on", "kind", "dimension", "purpose", "place_id", "place_name", "area_code", "area_vintage", "minutes", "partners",
    "residents", "results", "missing", "sentence", "resource_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note from the field. Kind, place and minutes are needed; ``residents`` is a count, ``None`` where not counted.

    ``id`` comes from the device: the same id again is the same note. ``resource_used_on`` holds for logs that are taken
    over; in the own log :func:`mark_resource_used` says it.
    """

    done_on: date
    kind: FieldKind
    place_name: str
    minutes: int
    place_id: UUID | None = None
    area_code: str = ""
    area_vintage: str = ""
    dimension: Dimension = Dimension.CASE_INDEPENDENT
    purpose: FieldPurpose | None = None
    partners: Sequence[str] = ()
    residents: int | None = None
    results: Sequence[FieldResult] = ()
    missing: MissingKind | None = None
    sentence: str = ""
    resource_name: str = ""
    resource_used_on: date | None = None
    id: UUID = field(default_factory=uuid4)


@transaction.atomic
def log_field_work(note: NewNote, *, by: Actor, at: datetime, unit: Unit | None = None) -> UUID:
    """Store a note, or change the own note of this id; sent twice it is stored once.

    ``unit`` names one of several teams or providers that the actor works for. Raises :class:`gate.Denied` for whoever
    does not work in the field and for a note of somebody else, :class:`Refused` where the note makes no sense.
    """
    worker_id, mine = _working(by, unit)
    checked = may_be_logged(
        done_on=note.done_on, minutes=note.minutes, residents=note.residents, results=note.results,
        today=timezone.localdate(at),
    )  # fmt: skip
    if not checked:
        raise Refused(checked.reason, _("Change it and save again. Nothing is lost."))
    if not note.place_name.strip():
        raise Refused(_("A note says where it was."), _("Choose a place or write its name."))
    # a note sent twice at the same moment waits here for the first one
    kept, new = FieldNote.objects.select_for_update().get_or_create(
        id=note.id, defaults=_values(note, at) | {"worker_id": worker_id, "logged_at": at} | _owner(mine)
    )
    if kept.worker_id != worker_id:
        raise gate.Denied(Decision.no("Somebody else wrote this note."))
    values = _values(note, at)
    if not new and any(getattr(kept, name) != values[name] for name in FIELDS):
        for name, value in values.items():
            setattr(kept, name, value)
        kept.save()
        _changed(by, at, [str(note.id)], FIELDS)
    elif new:
        _changed(by, at, [str(note.id)], FIELDS)
    return note.id


@transaction.atomic
def take_over_notes(notes: Sequence[tuple[NewNote, UUID, Unit]], *, by: Actor, at: datetime) -> None:
    """Take over the log that teams kept elsewhere: each note with its worker and team; only the administration may."""
    if not by.has(Role.ADMINISTRATOR):
        raise gate.Denied(Decision.no("The administration takes over what was kept elsewhere."))
    FieldNote.objects.bulk_create(
        [
            FieldNote(
                id=note.id,
                worker_id=worker_id,
                logged_at=at,
                resource_used_on=note.resource_used_on,
                **_values(note, at),
                **_owner(unit),
            )
            for note, worker_id, unit in notes
        ],
        batch_size=BATCH,
    )
    _changed(by, at, [str(note.id) for note, _worker, _unit in notes], FIELDS)


@transaction.atomic
def withdraw_note(note_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take an own note out of the log. Raises :class:`gate.Denied` for somebody else's."""
    FieldNote.objects.filter(id=_own(note_id, by).id).delete()
    _changed(by, at, [str(note_id)], ["id"])


@transaction.atomic
def mark_resource_used(note_id: UUID, *, used_on: date | None, by: Actor, at: datetime) -> None:
    """Say that what came of a note has been used since, for a family or by the quarter; whoever is of the team may.

    No family is named. ``None`` takes it back.
    """
    note = FieldNote.objects.select_for_update().filter(id=note_id).first()
    if note is None or Unit(note.team_code, note.provider_code) not in units_of(by):
        raise gate.Denied(Decision.no("Only the team itself says this."))
    if not note.resource_name:
        raise Refused(
            _("This note opened nothing that could be used."), _("Write into the note what was opened.")
        )
    note.resource_used_on = used_on
    note.save(update_fields=["resource_used_on"])
    _changed(by, at, [str(note_id)], ["resource_used_on"])


@transaction.atomic
def agree_field_time(
    unit: Unit, *, share: Decimal, weekly_minutes: int, valid_from: date, by: Actor, at: datetime
) -> None:
    """Note which share of the weekly working minutes of a team or a provider goes to the field from a day on."""
    decision = can_agree_field_time(by, unit)
    if not decision:
        raise gate.Denied(decision)
    if not 0 < share <= 1 or weekly_minutes <= 0:
        raise Refused(
            _("A share lies above 0 and up to 100 percent of a working time."), _("Check both numbers.")
        )
    FieldAgreement.objects.update_or_create(
        team_code=unit.team_code, provider_code=unit.provider_code, valid_from=valid_from,
        defaults={"share": share, "weekly_minutes": weekly_minutes, "agreed_by": by.user_id, "agreed_at": at},
    )  # fmt: skip
    _changed(
        by, at, [unit.team_code or unit.provider_code], ["share", "weekly_minutes"], kind="FieldAgreement"
    )


def _working(by: Actor, unit: Unit | None) -> tuple[UUID, Unit]:
    decision = can_log_field_work(by)
    units = units_of(by)
    if not decision or by.user_id is None:
        raise gate.Denied(decision)
    if unit is not None and unit not in units:
        raise gate.Denied(Decision.no("You do not work for this team."))
    return by.user_id, unit or units[0]


def _own(note_id: UUID, by: Actor) -> FieldNote:
    note = FieldNote.objects.select_for_update().filter(id=note_id).first()
    if note is None or note.worker_id != by.user_id:
        raise gate.Denied(Decision.no("Somebody else wrote this note."))
    return note


def _owner(unit: Unit) -> dict[str, str]:
    return {"team_code": unit.team_code, "provider_code": unit.provider_code}


def _values(note: NewNote, at: datetime) -> dict[str, object]:
    return {
        "done_on": note.done_on, "kind": note.kind, "dimension": dimension_of(note.kind, note.dimension),
        "purpose": note.purpose or "", "place_id": note.place_id, "place_name": note.place_name.strip(),
        "area_code": note.area_code, "area_vintage": note.area_vintage, "minutes": note.minutes,
        "partners": [name.strip() for name in note.partners if name.strip()], "residents": note.residents,
        "results": list(note.results), "missing": note.missing or "", "sentence": note.sentence.strip(),
        "resource_name": note.resource_name.strip(), "changed_at": at,
    }  # fmt: skip


def _changed(
    by: Actor, at: datetime, ids: Sequence[str], fields: Sequence[str], *, kind: str = "FieldNote"
) -> None:
    role = by.roles[0].role if by.roles else Role.ADMINISTRATOR
    record(
        using=CHANGES, at=at, actor_id=by.user_id, role=role, function=gate.function_of(role), action=Action.WRITE,
        purpose=Purpose.PLANNING, outcome=Outcome.CHANGED, subject_kind="network", object_kind=f"field_work.{kind}",
        object_id=ids[0] if len(ids) == 1 else "", fields=list(fields),
        ground=f"count {len(ids)}" if len(ids) != 1 else "",
    )  # fmt: skip
