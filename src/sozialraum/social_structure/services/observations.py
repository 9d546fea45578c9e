"""Bringing in values and taking an import back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import pyarrow as pa
import pyarrow.csv as pa_csv
from django.db import connection, transaction
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import DeliveryKind, ValueStatus
from sozialraum.social_structure.models import AreaSystem, Delivery, Indicator, Observation
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.reading import Finding, Plan, Reading, propose_plan, read_values
from sozialraum.social_structure.services.records import record_change
from sozialraum.social_structure.services.releases import release_indicators
from sozialraum.social_structure.snapshots import keep
from sozialraum.warehouse.sources import SourceTable

COLUMNS = (
    "delivery_id",
    "indicator_id",
    "area_id",
    "reference_date",
    "status",
    "value",
    "numerator",
    "denominator",
)


class ImportRefused(SozialraumError):
    """An import that was not carried out; nothing was stored."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an import does to one indicator at one date: values that are new, other than before, the same."""

    indicator: str
    reference_date: date
    new: int
    changed: int
    same: int
    not_observed: int


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would bring, before anything is stored."""

    plan: Plan
    level: str
    rows: int
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    already_imported_at: datetime | None
    stopped_by: Finding | None

    @property
    def matched_percent(self) -> int:
        """How many of a hundred rows have the key of an area."""
        return round(100 * self.plan.matched_share)


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What an import brought."""

    delivery_id: UUID
    values: int
    observed: int
    indicators: tuple[str, ...]
    reference_dates: tuple[date, ...]
    findings: tuple[Finding, ...]


def preview_import(
    *,
    source: SourceTable,
    system_code: str,
    vintage: int,
    reference_date: date | None,
    plan: Plan | None = None,
) -> ImportPreview:
    """Say what an import would do: the plan (proposed where none is given), changes, findings. Stores nothing."""
    system = system_of(system_code, vintage)
    plan = plan or propose_plan(source, system)
    if not plan.columns or (reference_date is None and not plan.date_column):
        return ImportPreview(plan, plan.level, source.table.num_rows, (), (), None, None)
    reading = read_values(source, plan, system, reference_date=reference_date)
    earlier = _earlier(source, system, reading, reference_date)
    return ImportPreview(
        plan=plan, level=reading.level, rows=source.table.num_rows, changes=tuple(_changes(reading)),
        findings=reading.findings, already_imported_at=earlier.imported_at if earlier else None,
        stopped_by=reading.stopped_by,
    )  # fmt: skip


@transaction.atomic
def import_observations(
    *,
    source: SourceTable,
    system_code: str,
    vintage: int,
    by: UUID | None,
    at: datetime,
    reference_date: date | None = None,
    plan: Plan | None = None,
    publisher: str = "",
    licence: str = "",
) -> ImportDone:
    """Store the values of a table with their status, as one delivery that can be taken back as a whole.

    Keeps the table as read as a snapshot, releases the figures anew, writes the audit trail. Raises :class:`ImportRefused` where the same
    file is already in, or a finding stops the import; then nothing is stored.
    """
    system = system_of(system_code, vintage)
    plan = plan or propose_plan(source, system)
    reading = read_values(source, plan, system, reference_date=reference_date)
    _refuse_repetition(_earlier(source, system, reading, reference_date), source)
    if (stop := reading.stopped_by) is not None:
        raise ImportRefused(
            gettext_noop("“{file}” cannot be imported. {found}"),
            gettext_noop("Correct these rows in the file and import it again. Nothing was stored."),
            file=source.name, found=wording.finding_text(stop.kind, stop.count, stop.column or plan.key_column),
        )  # fmt: skip
    delivery = Delivery.objects.create(
        id=uuid4(), kind=DeliveryKind.VALUES, system=system, level=reading.level, file_name=source.name,
        file_sha256=source.sha256, snapshot_hash=keep(source.table), mapping=reading.plan.as_json(),
        findings=[each.as_json() for each in reading.findings], reference_date=reference_date, source=publisher,
        licence=licence, rows=source.table.num_rows, imported_at=at, imported_by_id=by,
    )  # fmt: skip
    _copy(reading.values, delivery.id)
    record_change(
        by=by,
        at=at,
        object_kind="social_structure.Delivery",
        object_id=str(delivery.id),
        fields=["observations"],
    )
    codes = [each.indicator for each in reading.plan.columns]
    release_indicators(indicator_codes=codes, reference_dates=reading.dates, system=system, by=by, at=at)
    status = reading.values.column("status").to_pylist()
    return ImportDone(
        delivery_id=delivery.id, values=len(status), observed=status.count(ValueStatus.OBSERVED),
        indicators=tuple(each.indicator for each in reading.plan.columns), reference_dates=tuple(reading.dates),
        findings=reading.findings,
    )  # fmt: skip


def _earlier(
    source: SourceTable, system: AreaSystem, reading: Reading, reference_date: date | None
) -> Delivery | None:
    return Delivery.objects.filter(
        file_sha256=source.sha256, system=system, level=reading.level, reference_date=reference_date,
        undone_at__isnull=True,
    ).first()  # fmt: skip


def _refuse_repetition(earlier: Delivery | None, source: SourceTable) -> None:
    if earlier is not None:
        raise ImportRefused(
            gettext_noop("“{file}” was already imported on {day}."),
            gettext_noop("Nothing was stored. Take that import back first if you want to bring it in again."),
            file=source.name, day=f"{earlier.imported_at:%d.%m.%Y}",
        )  # fmt: skip


def _copy(values: pa.Table, delivery_id: UUID) -> None:
    """Write the rows by COPY: Arrow writes the text, PostgreSQL reads it, in the running transaction."""
    table = values.append_column("delivery_id", pa.array([str(delivery_id)] * values.num_rows)).select(
        COLUMNS
    )
    text = io.BytesIO()
    pa_csv.write_csv(table, text, pa_csv.WriteOptions(include_header=False, quoting_style="needed"))
    statement = f"COPY {Observation._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text.getvalue())


def _changes(reading: Reading) -> list[Change]:
    values = reading.values
    codes = dict(Indicator.objects.values_list("id", "code"))
    present = {
        (indicator_id, day, area_id): value
        for indicator_id, day, area_id, value in Observation.objects.filter(
            indicator_id__in=set(values.column("indicator_id").to_pylist()), reference_date__in=reading.dates
        )
        .order_by("delivery__imported_at")
        .values_list("indicator_id", "reference_date", "area_id", "value")
    }
    counted: dict[tuple[int, date], list[int]] = {}
    for row in values.select(["indicator_id", "reference_date", "area_id", "value"]).to_pylist():
        key = (row["indicator_id"], row["reference_date"])
        place = (*key, row["area_id"])
        tally = counted.setdefault(key, [0, 0, 0, 0])
        tally[0 if place not in present else 2 if present[place] == row["value"] else 1] += 1
        tally[3] += row["value"] is None
    return [Change(codes[indicator], day, *tally) for (indicator, day), tally in counted.items()]


@transaction.atomic
def undo_delivery(*, delivery_id: UUID, by: UUID | None, at: datetime) -> int:
    """Take a whole import back: its values go, the delivery stays with its original table. Returns how many went.

    The figures are released anew without them. Runs that used the values stay as they are: they keep their own input. Raises :class:`ImportRefused` where the
    delivery is already taken back or brought areas.
    """
    delivery = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if delivery is None or delivery.undone_at is not None or delivery.kind != DeliveryKind.VALUES:
        raise ImportRefused(
            gettext_noop("This import cannot be taken back."),
            gettext_noop("Only imports of values that are still in can be."),
        )
    gone = Observation.objects.filter(delivery=delivery)
    codes = sorted(set(gone.values_list("indicator__code", flat=True)))
    dates = sorted(set(gone.values_list("reference_date", flat=True)))
    removed, _ = gone.delete()
    release_indicators(indicator_codes=codes, reference_dates=dates, system=delivery.system, by=by, at=at)
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
