"""Whether an export holds together: keys that lead somewhere, days that can be, parents older than their children."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sozialraum.individual.case_files.forms import CaseFiles, Fault, Problem, Row

YOUNGEST_PARENT: Final = 10
EARLIEST: Final = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Known:
    """What this house knows already: areas, teams, providers, workers, and the keys taken over from the same system."""

    areas: Collection[str]
    teams: Collection[str]
    providers: Collection[str]
    workers: Collection[str]
    keys: Collection[str] = frozenset()
    numbers: Collection[str] = frozenset()


def check(files: CaseFiles, known: Known, *, today: date) -> list[Problem]:
    """Every problem of an export, those of reading first; empty where all of it can be taken over.

    >>> from sozialraum.individual.case_files.reading import read_case_files
    >>> house = Known({"0301"}, {"T03"}, (), ())
    >>> child = '{"case":"1","person":"k","kind":"young_person","full_name":"K","born_on":"1980-01-01"}'
    >>> mother = child.replace('"k"', '"m"').replace("young_person", "parent").replace("1980", "1990")
    >>> case = '{"case":"1","family_name":"F","area":"0301","team":"T03","state":"ended","opened_on":"2020-01-01"}'
    >>> tie = '{"case":"1","person":"m","tie":"parent","to":"k"}'
    >>> text = f'{{"cases":[{case}],"people":[{child},{mother}],"ties":[{tie}]}}'
    >>> [each.fault.value for each in check(read_case_files(text.encode()), house, today=date(2026, 1, 1)) if each.grave]
    ['older_than_parent']
    """
    return [
        *files.problems, *_cases(files, known), *_people(files), *_days(files, today), *_ties(files),
        *_households(files), *_helps(files, known),
    ]  # fmt: skip


def _cases(files: CaseFiles, known: Known) -> Iterator[Problem]:
    seen: set[str] = set()
    with_people = {row.text("case") for row in files.rows("people")}
    numbers: set[str] = set()
    for row in files.rows("cases"):
        key, number = row.text("case"), row.text("number")
        if key in seen:
            yield Problem(Fault.TWICE, "cases", row.number, key)
        seen.add(key)
        if key in known.keys:
            yield Problem(Fault.KNOWN, "cases", row.number, key)
            continue
        if number and (number in known.numbers or number in numbers):
            yield Problem(Fault.NUMBER_TAKEN, "cases", row.number, number)
        numbers.add(number)
        if row.text("area") and row.text("area") not in known.areas:
            yield Problem(Fault.NO_AREA, "cases", row.number, row.text("area"))
        if row.text("team") and row.text("team") not in known.teams:
            yield Problem(Fault.NO_TEAM, "cases", row.number, row.text("team"))
        if row.day("ended_on") is None and row.text("worker") not in known.workers:
            yield Problem(Fault.NO_WORKER, "cases", row.number, key)
        if key not in with_people:
            yield Problem(Fault.NOBODY, "cases", row.number, key)


def _people(files: CaseFiles) -> Iterator[Problem]:
    cases = {row.text("case") for row in files.rows("cases")}
    seen: set[tuple[str, str]] = set()
    for row in files.rows("people"):
        key = row.text("case"), row.text("person")
        if key in seen:
            yield Problem(Fault.TWICE, "people", row.number, key[1])
        seen.add(key)
        if row.text("kind") == "young_person" and row.day("born_on") is None:
            yield Problem(Fault.NO_BIRTHDAY, "people", row.number, key[1])
    for table in ("people", "ties", "households", "helps"):
        for row in files.rows(table):
            if row.text("case") and row.text("case") not in cases:
                yield Problem(Fault.NO_CASE, table, row.number, row.text("case"))


def _days(files: CaseFiles, today: date) -> Iterator[Problem]:
    for table, first, last in (
        ("cases", "opened_on", "ended_on"), ("people", "born_on", ""), ("ties", "valid_from", "valid_until"),
        ("households", "valid_from", "valid_until"), ("helps", "begun_on", "ended_on"),
    ):  # fmt: skip
        for row in files.rows(table):
            begin, end = row.day(first), row.day(last)
            if begin and end and end < begin:
                yield Problem(Fault.ENDS_BEFORE, table, row.number, last)
            for name, day in ((first, begin), (last, end)):
                if day and not EARLIEST <= day <= today:
                    yield Problem(Fault.TO_COME, table, row.number, name)


def _ties(files: CaseFiles) -> Iterator[Problem]:
    people = {(row.text("case"), row.text("person")): row for row in files.rows("people")}
    for row in files.rows("ties"):
        one, other = (
            people.get((row.text("case"), row.text("person"))),
            people.get((row.text("case"), row.text("to"))),
        )
        if one is None or other is None:
            yield Problem(
                Fault.NO_PERSON, "ties", row.number, row.text("person") if one is None else row.text("to")
            )
        elif one is other:
            yield Problem(Fault.OWN_PARENT, "ties", row.number, row.text("person"))
        elif row.text("tie") == "parent" and _too_young(one, other):
            yield Problem(Fault.OLDER_THAN_PARENT, "ties", row.number, row.text("to"))


def _too_young(parent: Row, child: Row) -> bool:
    born, later = parent.day("born_on"), child.day("born_on")
    return born is not None and later is not None and later.year - born.year < YOUNGEST_PARENT


def _households(files: CaseFiles) -> Iterator[Problem]:
    people = {(row.text("case"), row.text("person")) for row in files.rows("people")}
    for row in files.rows("households"):
        if (row.text("case"), row.text("person")) not in people:
            yield Problem(Fault.NO_PERSON, "households", row.number, row.text("person"))


def _helps(files: CaseFiles, known: Known) -> Iterator[Problem]:
    people = {(row.text("case"), row.text("person")) for row in files.rows("people")}
    seen: set[tuple[str, str]] = set()
    for row in files.rows("helps"):
        key = row.text("case"), row.text("help")
        if key in seen:
            yield Problem(Fault.TWICE, "helps", row.number, key[1])
        seen.add(key)
        if row.text("person") and (row.text("case"), row.text("person")) not in people:
            yield Problem(Fault.NO_PERSON, "helps", row.number, row.text("person"))
        if row.text("provider") and row.text("provider") not in known.providers:
            yield Problem(Fault.NO_PROVIDER, "helps", row.number, row.text("provider"))
