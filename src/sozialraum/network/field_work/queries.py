"""Reading the log of field work: notes without persons, and figures of whole teams, never of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from sozialraum.foundation.database import statements
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work.access import Unit, can_read_unit
from sozialraum.network.field_work.enums import Dimension, FieldKind, FieldPurpose, FieldResult, WorkLevel
from sozialraum.network.field_work.models import EDITION, FieldAgreement, FieldNote
from sozialraum.network.field_work.rules import level_of


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note as a colleague reads it; ``own`` says that the reader wrote it, nobody else is named."""

    id: UUID
    done_on: date
    kind: FieldKind
    dimension: Dimension
    purpose: FieldPurpose | None
    place_id: UUID | None
    place_name: str
    area_code: str
    minutes: int
    partners: tuple[str, ...]
    residents: int | None
    results: tuple[FieldResult, ...]
    missing: MissingKind | None
    sentence: str
    resource_name: str
    resource_used_on: date | None
    own: bool
    unit: Unit


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that somebody was at: its name, its entry in the directory where it has one, and its area."""

    name: str
    place_id: UUID | None
    area_code: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which share (of 1) of how many minutes a week goes to the field, from a day on."""

    share: Decimal
    weekly_minutes: int
    valid_from: date


@dataclass(frozen=True, slots=True)
class FieldTime:
    """How much working time went to the field. ``share`` and ``agreed`` are of 1; ``None`` where nothing is agreed."""

    minutes: int
    working_minutes: int | None
    agreed: Decimal | None

    @property
    def share(self) -> float | None:
        """The share of the working time."""
        return self.minutes / self.working_minutes if self.working_minutes else None


@dataclass(frozen=True, slots=True)
class FieldBalance:
    """What field work of a team or of all was in a time: time, levels, kinds, areas, and what was opened and used."""

    time: FieldTime
    notes: int
    residents: int
    levels: dict[tuple[WorkLevel, Dimension], int]
    kinds: dict[FieldKind, int]
    areas: dict[str, int]
    opened: int
    used: int

    @property
    def opened_per_100_hours(self) -> float | None:
        """How many resources were opened in a hundred hours; ``None`` below ten hours, which say nothing."""
        return self.opened / (self.time.minutes / 6_000) if self.time.minutes >= 600 else None


def last_note(actor: Actor) -> NoteRow | None:
    """The actor's own latest note, to repeat it."""
    found = FieldNote.objects.filter(worker_id=actor.user_id).first() if actor.user_id else None
    return _row(found, actor) if found else None


def own_note(actor: Actor, note_id: UUID) -> NoteRow | None:
    """The actor's own note of this id."""
    found = FieldNote.objects.filter(id=note_id, worker_id=actor.user_id).first() if actor.user_id else None
    return _row(found, actor) if found else None


def own_minutes(actor: Actor, *, since: date, until: date) -> int:
    """The actor's own field time in minutes; nobody else reads it."""
    return 0 if actor.user_id is None else _minutes_of(actor.user_id, since, until)


# start pages of everybody who works in the field ask for it
@kept(EDITION, size=512)
def _minutes_of(worker_id: UUID, since: date, until: date) -> int:
    ((minutes,),) = statements.rows(_OWN_MINUTES, [worker_id, since, until])
    return int(minutes)


_OWN_MINUTES = "SELECT coalesce(sum(minutes), 0) FROM field_work_fieldnote WHERE worker_id = %s AND done_on BETWEEN %s AND %s"


def usual_places(actor: Actor, units: Collection[Unit], *, limit: int = 5) -> list[PlaceChoice]:
    """Where the actor was lately, most often first, filled up with the places of the team."""
    if actor.user_id is None:
        return []
    own = FieldNote.objects.filter(worker_id=actor.user_id)[:60]
    team = FieldNote.objects.filter(_of(units)).exclude(worker_id=actor.user_id)[:60]
    seen: Counter[PlaceChoice] = Counter()
    for weight, notes in ((3, own), (1, team)):
        for note in notes:
            seen[PlaceChoice(note.place_name, note.place_id, note.area_code)] += weight
    by_name: dict[str, PlaceChoice] = {}
    for choice, _weight in seen.most_common():
        by_name.setdefault(choice.name, choice)
    return list(by_name.values())[:limit]


def notes_of(
    actor: Actor,
    units: Collection[Unit],
    *,
    since: date,
    until: date,
    area_codes: Collection[str] = (),
    limit: int = 500,
) -> list[NoteRow]:
    """The notes of these teams and providers, the latest first; those that the actor may not read are left out."""
    readable = [unit for unit in units if can_read_unit(actor, unit)]
    found = FieldNote.objects.filter(_of(readable), done_on__range=(since, until))
    if area_codes:
        found = found.filter(area_code__in=set(area_codes))
    return [_row(note, actor) for note in found[:limit]]


def opened_resources(actor: Actor, units: Collection[Unit], *, limit: int = 12) -> list[NoteRow]:
    """What these teams opened in the field, the latest first."""
    readable = [unit for unit in units if can_read_unit(actor, unit)]
    return [
        _row(note, actor)
        for note in FieldNote.objects.filter(_of(readable)).exclude(resource_name="")[:limit]
    ]


def field_balance(units: Sequence[Unit], *, since: date, until: date) -> FieldBalance:
    """The figures of these teams and providers from ``since`` to ``until``, both days included.

    Counts of people are what workers counted at a place, not persons of a register; no figure is of one worker.
    """
    notes = FieldNote.objects.filter(_of(units), done_on__range=(since, until)).order_by()
    levels: Counter[tuple[WorkLevel, Dimension]] = Counter()
    kinds: Counter[FieldKind] = Counter()
    for kind, dimension, minutes in notes.values_list("kind", "dimension").annotate(Sum("minutes")):
        levels[level_of(FieldKind(kind)), Dimension(dimension)] += minutes
        kinds[FieldKind(kind)] += minutes
    areas = dict(notes.exclude(area_code="").values_list("area_code").annotate(Sum("minutes")))
    opened = Q(resource_name__gt="")
    sums = notes.aggregate(
        notes=Count("id"), residents=Sum("residents"), opened=Count("id", filter=opened),
        used=Count("id", filter=opened & Q(resource_used_on__isnull=False)),
    )  # fmt: skip
    return FieldBalance(
        time=_time(units, sum(kinds.values()), since=since, until=until), notes=sums["notes"],
        residents=sums["residents"] or 0, levels=dict(levels), kinds=dict(kinds.most_common()),
        areas=dict(sorted(areas.items(), key=lambda each: -each[1])), opened=sums["opened"], used=sums["used"],
    )  # fmt: skip


def agreements(units: Collection[Unit]) -> dict[Unit, Sequence[Agreement]]:
    """What was agreed with each of these, the latest first; nothing for whom nothing was agreed."""
    every = _agreements()
    return {unit: every[unit] for unit in units if unit in every}


@kept(EDITION, size=1)
def _agreements() -> Mapping[Unit, Sequence[Agreement]]:
    found: dict[Unit, list[Agreement]] = {}
    for team, provider, share, minutes, day in statements.rows(_AGREED):
        found.setdefault(Unit(team, provider), []).append(Agreement(share, minutes, day))
    return found


_AGREED = (
    "SELECT team_code, provider_code, share, weekly_minutes, valid_from FROM field_work_fieldagreement"
    " ORDER BY valid_from DESC"
)


@kept(EDITION, size=1)
def units_with_log() -> Sequence[Unit]:
    """Every team and provider with an agreement or a note."""
    codes: set[tuple[str, str]] = set(statements.rows(_WITH_NOTES))
    return [
        Unit(*pair)
        for pair in sorted(codes | {(unit.team_code, unit.provider_code) for unit in _agreements()})
    ]


# from one code to the next by the index: a city writes a hundred thousand notes and has some hundred codes
_WITH_NOTES = """
WITH RECURSIVE team AS (
  (SELECT team_code AS code FROM field_work_fieldnote ORDER BY team_code LIMIT 1)
  UNION ALL
  SELECT (SELECT n.team_code FROM field_work_fieldnote n WHERE n.team_code > team.code ORDER BY n.team_code LIMIT 1)
  FROM team WHERE team.code IS NOT NULL
), provider AS (
  (SELECT provider_code AS code FROM field_work_fieldnote ORDER BY provider_code LIMIT 1)
  UNION ALL
  SELECT (SELECT n.provider_code FROM field_work_fieldnote n WHERE n.provider_code > provider.code
          ORDER BY n.provider_code LIMIT 1)
  FROM provider WHERE provider.code IS NOT NULL
)
SELECT code, '' FROM team WHERE code <> '' UNION ALL SELECT '', code FROM provider WHERE code <> ''
"""


def counts_of_notes_on_missing(
    area_codes: Collection[str], *, since: date, until: date
) -> dict[tuple[MissingKind, str], int]:
    """How many notes of these areas name something as missing, by kind and area: notes of workers, no persons."""
    return {
        (MissingKind(kind), area_code): count
        for kind, area_code, count in statements.rows(_MISSING, [list(area_codes), since, until])
    }


_MISSING = (
    "SELECT missing, area_code, count(*) FROM field_work_fieldnote WHERE area_code = ANY(%s) AND missing <> ''"
    " AND done_on BETWEEN %s AND %s GROUP BY missing, area_code"
)


def notes_that_are(note_ids: Collection[UUID], *, units: Collection[Unit]) -> set[UUID]:
    """Those of these notes that are there and belong to these teams or providers."""
    return set(FieldNote.objects.filter(_of(units), id__in=set(note_ids)).values_list("id", flat=True))


def note_for_politics(actor: Actor, note_id: UUID) -> NoteRow | None:
    """A note that says that politics is needed, if the actor reads the log that it stands in."""
    found = FieldNote.objects.filter(id=note_id, results__contains=[FieldResult.POLITICS.value]).first()
    row = _row(found, actor) if found else None
    return row if row is not None and can_read_unit(actor, row.unit) else None


def count_of_notes_for_politics(area_codes: Collection[str], *, since: date, until: date) -> int:
    """How many notes of these areas say that politics is needed: notes of workers, no persons."""
    ((count,),) = statements.rows(_FOR_POLITICS, [list(area_codes), FieldResult.POLITICS.value, since, until])
    return int(count)


_FOR_POLITICS = (
    "SELECT count(*) FROM field_work_fieldnote WHERE area_code = ANY(%s) AND %s = ANY(results)"
    " AND done_on BETWEEN %s AND %s"
)


def _time(units: Sequence[Unit], minutes: int, *, since: date, until: date) -> FieldTime:
    """Working time of all units that have agreed on something; days before an agreement hold none."""
    working = 0.0
    agreed = Decimal(0)
    for unit in units:
        lines = list(
            FieldAgreement.objects.filter(
                team_code=unit.team_code, provider_code=unit.provider_code, valid_from__lte=until
            ).order_by("valid_from")
        )
        for number, line in enumerate(lines):
            begins = max(line.valid_from, since)
            ends = lines[number + 1].valid_from if number + 1 < len(lines) else None
            days = (
                (min(ends, until) if ends else until).toordinal()
                + (0 if ends and ends <= until else 1)
                - begins.toordinal()
            )
            if days > 0:
                working += line.weekly_minutes * days / 7
                agreed += line.share * Decimal(line.weekly_minutes * days) / 7
    if not working:
        return FieldTime(minutes, None, None)
    return FieldTime(minutes, round(working), (agreed / Decimal(working)).quantize(Decimal("0.001")))


def _of(units: Collection[Unit]) -> Q:
    found = Q(pk__in=[])
    for unit in units:
        found |= Q(team_code=unit.team_code, provider_code=unit.provider_code)
    return found


def _row(note: FieldNote, actor: Actor) -> NoteRow:
    return NoteRow(
        id=note.id, done_on=note.done_on, kind=FieldKind(note.kind), dimension=Dimension(note.dimension),
        purpose=FieldPurpose(note.purpose) if note.purpose else None, place_id=note.place_id, place_name=note.place_name,
        area_code=note.area_code, minutes=note.minutes, partners=tuple(note.partners), residents=note.residents,
        results=tuple(FieldResult(each) for each in note.results),
        missing=MissingKind(note.missing) if note.missing else None, sentence=note.sentence,
        resource_name=note.resource_name, resource_used_on=note.resource_used_on,
        own=note.worker_id == actor.user_id, unit=Unit(note.team_code, note.provider_code),
    )  # fmt: skip
