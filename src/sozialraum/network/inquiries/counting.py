"""From answers to released counts, and who was reached: the database counts, the proof hides, the gate lets out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyarrow as pa
from django.db import connection

from sozialraum.foundation.privacy.release import (
    DEFAULT_THRESHOLD,
    ROUNDED_TO,
    ReleasedTable,
    ReleaseRefused,
    release_rounded,
    rounded,
)
from sozialraum.network.inquiries.enums import AgeSpan, Method, QuestionKind, Unit
from sozialraum.network.inquiries.queries import closed_inquiries
from sozialraum.network.inquiries.sheets import MethodSheet
from sozialraum.network.lived_spaces.counting import (
    ALL,
    Count,
    Crowd,
    key,
    protected_counts,
    release_counts,
    shown_of,
    sides_of,
)
from sozialraum.network.lived_spaces.enums import Gender
from sozialraum.network.lived_spaces.linked import (
    RunBefore,
    Said,
    earlier_of,
    known_sizes,
    sides_with_earlier,
)
from sozialraum.network.lived_spaces.rules import Bounds, Grid
from sozialraum.social_structure.queries.outlines import Ground, ground_of
from sozialraum.warehouse.snapshots import content_hash

REACHED = "reached"
_AXES = {"age": tuple(AgeSpan), "gender": tuple(Gender)}


@dataclass(frozen=True, slots=True)
class Reached:
    """How many contributed, by age and gender: exact numbers that stay inside until they are rounded."""

    total: int
    by_age: dict[str, int]
    by_gender: dict[str, int]


def released_answers(
    inquiry_id: UUID, sheet: MethodSheet, bounds: Bounds, ground: Ground | None, area_code: str,
    *, before: Sequence[RunBefore] = (), near: Sequence[ReleasedTable] = (),
) -> ReleasedTable:  # fmt: skip
    """Count the persons behind every answer, by age and by gender, and let out what nobody can be recognized by.

    ``before`` are earlier runs of any method among people who may be the same, ``near`` what this method let out in this area:
    together with them no small count may follow, neither from what both show nor under the assumption of
    ``small_counts.turnover``. Needs a transaction that the gate has opened for participation.
    """
    by_question = counted_answers(inquiry_id)
    persons = people_of(inquiry_id)
    grid = Grid(bounds)
    axes = _AXES if sheet.unit is Unit.PERSON else {}
    groups = {"age": persons.by_age, "gender": persons.by_gender}
    known = {axis: {group: _told(count) for group, count in groups[axis].items()} for axis in axes}
    for axis, sizes in known_sizes((), axes, before).items():
        for group, (_least, most) in sizes.items():
            if groups[axis][group] <= most:
                known[axis][group] = min(known[axis][group][0], most), min(known[axis][group][1], most)
    found: dict[str, float | None] = {}
    for question in sheet.questions:
        counts = by_question.get(question.key, [])
        if not question.counted:
            continue
        spots = question.kind is QuestionKind.SPOTS
        sides = sides_of(counts, grid, ground, area_code) if spots else {}
        earlier = earlier_of(
            _statement(sheet.method, question.key), counts, before, area_code=area_code, bounds=bounds, axes=axes,
            sides=sides,
        )  # fmt: skip
        found |= dict(
            protected_counts(
                question.key, counts, axes,
                sides_with_earlier(sides, earlier, grid, ground, area_code) if spots else None,
                crowd=Crowd(_told(persons.total)[1], known, one_each=question.kind is QuestionKind.ONE), before=earlier,
            )
        )  # fmt: skip
    if persons.total < DEFAULT_THRESHOLD:
        found = dict.fromkeys(found)  # that so few said anything at all would tell what they said
    return release_counts(found, near=near)


def answers_before(area_code: str, bounds: Bounds, at: datetime) -> Iterator[RunBefore]:
    """Closed inquiries among people who may be the same. Needs a transaction that the gate has opened for participation."""
    for row, table in closed_inquiries(area_code, bounds, at=at):
        said, sizes = {}, defaultdict[str, dict[str, int]](dict)
        counted, ground = counted_answers(row.id), ground_of([row.area_code])
        for question in row.sheet.questions:
            counts = counted.get(question.key, [])
            spots = question.kind is QuestionKind.SPOTS
            sides = sides_of(counts, Grid(row.bounds), ground, row.area_code) if spots else {}
            said[_statement(row.method, question.key)] = Said(counts, shown_of(table, question.key), sides)
            if question.kind is QuestionKind.ONE and row.sheet.unit is Unit.PERSON:
                for axis, of in _AXES.items():
                    for group in of:
                        told = table.figure(key(question.key, ALL, **{axis: group})).value
                        if told:
                            sizes[axis][group] = max(sizes[axis].get(group, 0), int(told))
        yield RunBefore(row.id, row.method, row.area_code, row.bounds, said, sizes)


def _statement(method: Method, question: str) -> str:
    return f"{method}.{question}"


def counted_answers(inquiry_id: UUID) -> dict[str, list[Count]]:
    """Persons by question, option, age and gender. Needs a transaction that the gate has opened for participation."""
    by_question: dict[str, list[Count]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM inquiry_counts(%s)", [inquiry_id])
        for question, option, age, gender, persons in cursor.fetchall():
            by_question[question].append((option, (age, gender), persons))
    return by_question


def _status(count: int) -> str:
    return "observed" if count >= DEFAULT_THRESHOLD else "suppressed"


def people_of(inquiry_id: UUID) -> Reached:
    """Who contributed so far. Needs a transaction that the gate has opened for participation."""
    by_age, by_gender, total = dict.fromkeys(map(str, AgeSpan), 0), dict.fromkeys(map(str, Gender), 0), 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM inquiry_people(%s)", [inquiry_id])
        for age, gender, persons in cursor.fetchall():
            total += persons
            if age:
                by_age[age] += persons
            if gender:
                by_gender[gender] += persons
    return Reached(total, by_age, by_gender)


def _told(count: int) -> tuple[int, int]:
    """What the released number of a group says: fewer than five, or a multiple of five that is two off at the most."""
    if count < DEFAULT_THRESHOLD:
        return 0, DEFAULT_THRESHOLD - 1
    told = rounded(count)
    return max(told - ROUNDED_TO // 2, DEFAULT_THRESHOLD), told + ROUNDED_TO // 2


def released_people(reached: Reached) -> ReleasedTable | None:
    """Who was reached, rounded to fives; fewer than five stay back, nobody and four alike. ``None`` where even that tells."""
    ages = {key(REACHED, ALL, age=age): count for age, count in reached.by_age.items()}
    genders = {key(REACHED, ALL, gender=gender): count for gender, count in reached.by_gender.items()}
    counts = {key(REACHED, ALL): reached.total} | ages | genders
    table = pa.table(
        {
            "area_code": pa.array(list(counts), pa.string()), "status": pa.array([_status(each) for each in counts.values()], pa.string()),
            "value": pa.array([float(each) if each >= DEFAULT_THRESHOLD else None for each in counts.values()], pa.float64()),
        }
    )  # fmt: skip
    # a question that everybody answered tells the exact number of all; groups that stay back leave the rest open
    whole = [
        part
        for part in (ages, genders)
        if sum(part.values()) == reached.total and min(part.values()) >= DEFAULT_THRESHOLD
    ]
    sums = [(tuple(part), reached.total) for part in whole]
    try:
        return release_rounded(table, source_hash=content_hash(table), inhabitants={}, sums=sums)
    except ReleaseRefused:
        return None
