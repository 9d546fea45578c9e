"""Bringing in people by age and sex, saying before what it would do, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import DeliveryKind
from sozialraum.social_structure.models import AreaSystem, Delivery
from sozialraum.social_structure.queries.areas import area_system
from sozialraum.social_structure.queries.people import PeopleTable, people_tables
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.observations import Progress, silent
from sozialraum.social_structure.services.people.letting_out import let_people_out, withdraw_people
from sozialraum.social_structure.services.people.plans import PeoplePlan, PeopleReading, PeopleRefused
from sozialraum.social_structure.services.people.proposals import propose_people_plan
from sozialraum.social_structure.services.people.reading import read_people
from sozialraum.social_structure.services.reading import Finding
from sozialraum.social_structure.services.records import record_change
from sozialraum.social_structure.snapshots import fetch, keep
from sozialraum.warehouse.sources import SourceTable


@dataclass(frozen=True, slots=True)
class PeopleDone:
    """What came in: people by date, and keys that no area has."""

    delivery_id: UUID
    people: dict[date, int]
    unmatched: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PeopleChange:
    """What an import does at a date: everybody counted, areas wholly known, of how many, and the people shown so far
    (rounded), None where nothing is.
    """

    day: date
    people: int
    areas: int
    of_areas: int
    before: int | None


@dataclass(frozen=True, eq=False)
class PeoplePreview:
    """What an import of people would bring, before anything is stored; ``reading`` is None where the plan does not say enough."""

    plan: PeoplePlan
    rows: int
    reading: PeopleReading | None
    changes: tuple[PeopleChange, ...]
    already_imported_at: datetime | None

    @property
    def matched_percent(self) -> int:
        """How many of a hundred rows have the key of an area."""
        return round(100 * self.plan.matched_share)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noticed."""
        return self.reading.findings if self.reading else ()

    @property
    def stopped_by(self) -> Finding | None:
        """The finding that stops the import."""
        return self.reading.stopped_by if self.reading else None


def preview_people(
    *,
    source: SourceTable,
    system_code: str,
    vintage: int,
    reference_date: date | None,
    plan: PeoplePlan | None = None,
) -> PeoplePreview:
    """Say what an import of people would do. Stores nothing."""
    system = system_of(system_code, vintage)
    plan = plan or propose_people_plan(source, system)
    if not plan.is_whole or (reference_date is None and not plan.date_column):
        return PeoplePreview(plan, source.table.num_rows, None, (), None)
    reading = read_people(source, plan, system, reference_date=reference_date)
    earlier = _earlier(source, system, reference_date)
    return PeoplePreview(
        plan, source.table.num_rows, reading, _changes(system, reading), earlier.imported_at if earlier else None
    )  # fmt: skip


@transaction.atomic
def import_people(
    *, source: SourceTable, system_code: str, vintage: int, by: UUID | None, at: datetime, reference_date: date | None = None,
    plan: PeoplePlan | None = None, publisher: str = "", licence: str = "", progress: Progress | None = None,
) -> PeopleDone:  # fmt: skip
    """Bring in people by finest area, sex and age, as one delivery that can be taken back as a whole.

    What is kept is the table as it came; what is let out are groups of five years (the table's own, where it does not tell
    these apart), every count rounded to a multiple of five (``privacy.release.release_rounded``). A date that is brought in
    again is replaced; taken back, the former delivery counts again. Raises :class:`PeopleRefused` where the plan does not
    say enough, a finding stops the import, no area is known, or the file is in already; then nothing is stored.
    """
    say = progress or silent
    system = system_of(system_code, vintage)
    say(0, 0, gettext_noop("The table is being read."))
    plan = plan or propose_people_plan(source, system)
    reading = read_people(source, plan, system, reference_date=reference_date)
    _refuse(source, plan, reading, _earlier(source, system, reference_date))
    delivery = Delivery.objects.create(
        id=uuid4(), kind=DeliveryKind.PEOPLE, system=system, level=system.levels[-1]["code"], file_name=source.name,
        file_sha256=source.sha256, snapshot_hash=keep(source.table),
        mapping={**plan.as_json(), "decimal": source.decimal, "dates": [day.isoformat() for day in reading.days]},
        findings=[each.as_json() for each in reading.findings], reference_date=reference_date, source=publisher,
        licence=licence, rows=source.table.num_rows, imported_at=at, imported_by_id=by,
    )  # fmt: skip
    record_change(
        by=by, at=at, object_kind="social_structure.Delivery", object_id=str(delivery.id), fields=["people"]
    )
    for place in range(len(reading.days)):
        say(place, len(reading.days), gettext_noop("The figures are being checked and released."))
        let_people_out(system, reading, place, by=by, at=at)
    return PeopleDone(
        delivery.id, {day: reading.people(place) for place, day in enumerate(reading.days)}, reading.unmatched,
        reading.findings,
    )  # fmt: skip


def undo_people(delivery: Delivery, *, by: UUID | None, at: datetime) -> int:
    """Take people out again, within the caller's transaction: at each of the delivery's dates the delivery before it counts
    again, read anew from its kept table; where there is none, nothing is shown. Returns the number of dates.
    """
    system = delivery.system
    open_days = _dates(delivery)
    dates = len(open_days)
    others = Delivery.objects.filter(kind=DeliveryKind.PEOPLE, system=system, undone_at__isnull=True)
    for other in others.exclude(id=delivery.id).order_by("-imported_at"):
        if open_days & _dates(other):
            reading = _read_again(other)
            for place, day in enumerate(reading.days):
                if day in open_days:
                    let_people_out(system, reading, place, by=by, at=at)
                    open_days.discard(day)
    for day in sorted(open_days):
        withdraw_people(system, day, by=by, at=at)
    return dates


def _dates(delivery: Delivery) -> set[date]:
    return {date.fromisoformat(day) for day in delivery.mapping["dates"]}


def _read_again(delivery: Delivery) -> PeopleReading:
    kept = {name: each for name, each in delivery.mapping.items() if name not in {"decimal", "dates"}}
    source = SourceTable(
        name=delivery.file_name, format="", table=fetch(delivery.snapshot_hash), decimal=delivery.mapping["decimal"],
        sha256=delivery.file_sha256,
    )  # fmt: skip
    return read_people(
        source, PeoplePlan.from_json(kept), delivery.system, reference_date=delivery.reference_date
    )


def _earlier(source: SourceTable, system: AreaSystem, reference_date: date | None) -> Delivery | None:
    return Delivery.objects.filter(
        file_sha256=source.sha256, system=system, kind=DeliveryKind.PEOPLE, reference_date=reference_date,
        undone_at__isnull=True,
    ).first()  # fmt: skip


def _refuse(source: SourceTable, plan: PeoplePlan, reading: PeopleReading, earlier: Delivery | None) -> None:
    if earlier is not None:
        raise PeopleRefused(
            gettext_noop("“{file}” was already imported on {day}."),
            gettext_noop("Nothing was stored. Take that import back first if you want to bring it in again."),
            file=source.name, day=f"{earlier.imported_at:%d.%m.%Y}",
        )  # fmt: skip
    if (stop := reading.stopped_by) is not None:
        raise PeopleRefused(
            gettext_noop("“{file}” cannot be imported. {found}"),
            gettext_noop("Correct these rows in the file and import it again. Nothing was stored."),
            file=source.name, found=wording.finding_text(stop.kind, stop.count, stop.column or plan.key_column),
        )  # fmt: skip
    if not any(reading.known(place).any() for place in range(len(reading.days))):
        raise PeopleRefused(
            gettext_noop("“{file}” tells the people of no area wholly."),
            gettext_noop("Look at what was noticed in the preview. Nothing was stored."), file=source.name,
        )  # fmt: skip


def _changes(system: AreaSystem, reading: PeopleReading) -> tuple[PeopleChange, ...]:
    facts = area_system(system.code, system.vintage)
    shown: dict[date, PeopleTable] = {each.day: each for each in people_tables(facts)} if facts else {}
    return tuple(
        PeopleChange(
            day, reading.people(place), int(reading.known(place).sum()), len(reading.codes),
            int(shown[day].counts.sum()) if day in shown else None,
        )
        for place, day in enumerate(reading.days)
    )  # fmt: skip
