"""Bringing in values and taking an import back."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from django.db import connection, transaction
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import DeliveryKind, ValueStatus
from sozialraum.social_structure.models import AreaSystem, Delivery, Indicator, Observation
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.carrying import release_and_carry
from sozialraum.social_structure.services.reading import Finding, Plan, Reading, propose_plan, read_values
from sozialraum.social_structure.services.records import record_change
from sozialraum.social_structure.snapshots import keep
from sozialraum.warehouse.sources import SourceTable

COPIED_AT_ONCE = 100_000
Progress = Callable[[int, int, str], None]
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
    if not plan.columns or (reference_date is None and not plan.says_dates):
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
    progress: Progress | None = None,
) -> ImportDone:
    """Store the values of a table with their status, as one delivery that can be taken back as a whole.

    Keeps the table as read as a snapshot, releases the figures anew, writes the audit trail. ``progress`` is told
    what is done, of how much, and (a source text to translate) at which step. Raises :class:`ImportRefused` where the same
    file is already in, or a finding stops the import; then nothing is stored.
    """
    say = progress or silent
    system = system_of(system_code, vintage)
    say(0, 0, gettext_noop("The table is being read."))
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
    _copy(reading.values, delivery.id, say)
    record_change(
        by=by,
        at=at,
        object_kind="social_structure.Delivery",
        object_id=str(delivery.id),
        fields=["observations"],
    )
    release_and_carry(
        indicator_codes=[each.indicator for each in reading.plan.columns], reference_dates=reading.dates, system=system,
        by=by, at=at, progress=say,
    )  # fmt: skip
    observed = pc.equal(reading.values.column("status"), ValueStatus.OBSERVED.value)
    return ImportDone(
        delivery_id=delivery.id, values=reading.values.num_rows, observed=pc.sum(observed).as_py() or 0,
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


def silent(done: int, total: int, step: str) -> None:
    """Tell nobody how far an import is."""


def _copy(values: pa.Table, delivery_id: UUID, say: Progress) -> None:
    """Write the rows by COPY, a part at a time: Arrow writes the text, PostgreSQL reads it, in the running transaction."""
    step = gettext_noop("The values are being stored.")
    table = values.append_column("delivery_id", pa.repeat(str(delivery_id), values.num_rows)).select(COLUMNS)
    statement = f"COPY {Observation._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for start in range(0, table.num_rows, COPIED_AT_ONCE):
            say(start, table.num_rows, step)
            text = io.BytesIO()
            pa_csv.write_csv(
                table.slice(start, COPIED_AT_ONCE),
                text,
                pa_csv.WriteOptions(include_header=False, quoting_style="needed"),
            )
            copy.write(text.getbuffer())


def _changes(reading: Reading) -> list[Change]:
    place = ["indicator_id", "reference_date", "area_id"]
    stored = (
        Observation.objects.filter(indicator_id__in=reading.indicator_ids, reference_date__in=reading.dates)
        .order_by(*place, "-delivery__imported_at")
        .distinct(*place)
        .values_list(*place, "value")
    )
    rows = list(stored)
    present = pa.table(
        [
            pa.array([row[0] for row in rows], pa.int64()), pa.array([row[1] for row in rows], pa.date32()),
            pa.array([row[2] for row in rows], pa.int64()), pa.array([row[3] for row in rows], pa.float64()),
            pa.array([True] * len(rows), pa.bool_()),
        ],
        names=[*place, "before", "known"],
    )  # fmt: skip
    joined = reading.values.select([*place, "value"]).join(present, keys=place, join_type="left outer")
    known = pc.fill_null(joined["known"], fill_value=False)
    equal = pc.fill_null(pc.equal(joined["value"], joined["before"]), fill_value=False)
    same = pc.or_(equal, pc.and_(pc.is_null(joined["value"]), pc.is_null(joined["before"])))
    tallied = pa.table(
        {
            "indicator_id": joined["indicator_id"], "reference_date": joined["reference_date"],
            "new": pc.cast(pc.invert(known), pa.int64()),
            "changed": pc.cast(pc.and_(known, pc.invert(same)), pa.int64()),
            "same": pc.cast(pc.and_(known, same), pa.int64()),
            "unknown": pc.cast(pc.is_null(joined["value"]), pa.int64()),
        }
    )  # fmt: skip
    counts = ("new", "changed", "same", "unknown")
    grouped = tallied.group_by(["indicator_id", "reference_date"]).aggregate(
        [(name, "sum") for name in counts]
    )
    codes = dict(Indicator.objects.values_list("id", "code"))
    changes = [
        Change(codes[row["indicator_id"]], row["reference_date"], *(row[f"{name}_sum"] for name in counts))
        for row in grouped.to_pylist()
    ]
    return sorted(changes, key=lambda each: (each.indicator, each.reference_date))
