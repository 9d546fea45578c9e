"""Bringing in the register's people by age and sex, and letting them out rounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import numpy as np
import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.privacy.release import release_rounded
from sozialraum.social_structure.enums import DeliveryKind
from sozialraum.social_structure.models import AreaSystem, Delivery, Release
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.queries.people import BANDS, PEOPLE, SEXES, cell_key
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.carrying import finest_codes
from sozialraum.social_structure.services.records import record_change
from sozialraum.social_structure.snapshots import keep
from sozialraum.warehouse.snapshots import content_hash
from sozialraum.warehouse.sources import SourceTable, parse_values, repair_keys

OLDEST: Final = 120
FITTING: Final = 0.8
_SEX: Final = {
    "w": 0, "f": 0, "weiblich": 0, "female": 0, "frau": 0, "frauen": 0, "2": 0,
    "m": 1, "männlich": 1, "maennlich": 1, "male": 1, "mann": 1, "männer": 1, "1": 1,
}  # fmt: skip
_AGE: Final = re.compile(r"alter|(^|_)age", re.IGNORECASE)
_COUNT: Final = re.compile(r"anzahl|personen|einwohner|persons|people|count|insgesamt", re.IGNORECASE)
_DAY: Final = re.compile(r"stichtag|datum|date|jahr|year", re.IGNORECASE)
# totals of the same date that are released exactly; a rounded count must not be told by them
_TOTALS: Final = {
    "inhabitants": (0, None),
    "inhabitants_under_15": (0, 15),
    "inhabitants_65_and_over": (65, None),
}


class PeopleRefused(SozialraumError):
    """A table of people that was not brought in; nothing was stored."""


@dataclass(frozen=True, slots=True)
class PeopleDone:
    """What came in: people by date, and rows whose key no area has."""

    delivery_id: UUID
    people: dict[date, int]
    unmatched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    days: list[date]
    # dates, areas, sexes, bands
    counts: np.ndarray
    unmatched: tuple[str, ...]
    columns: dict[str, str]


@transaction.atomic
def import_people(
    *, source: SourceTable, system_code: str, vintage: int, by: UUID | None, at: datetime, reference_date: date | None = None,
    publisher: str = "", licence: str = "",
) -> PeopleDone:  # fmt: skip
    """Bring in people by finest area, sex and year of age: one row each, as registers write them.

    The columns are recognized: the key by the areas' keys, the sex by its words, age, date and count by their names; a
    combination without a row is zero. What is kept is the table as it came; what is let out are five-year groups, every
    count rounded to a multiple of five (``privacy.release.release_rounded``). Raises :class:`PeopleRefused` where a column
    cannot be told, a cell is no number, or the file is in already.
    """
    system = system_of(system_code, vintage)
    codes = finest_codes(system)
    found = _read(source, codes, reference_date)
    if Delivery.objects.filter(file_sha256=source.sha256, system=system, kind=DeliveryKind.PEOPLE).exists():
        raise PeopleRefused(
            gettext_noop("“{file}” was brought in already."),
            gettext_noop("Nothing was stored."),
            file=source.name,
        )
    delivery = Delivery.objects.create(
        kind=DeliveryKind.PEOPLE, system=system, level=system.levels[-1]["code"], file_name=source.name,
        file_sha256=source.sha256, snapshot_hash=keep(source.table), mapping=found.columns,
        reference_date=reference_date, source=publisher, licence=licence, rows=source.table.num_rows, imported_at=at,
        imported_by_id=by,
    )  # fmt: skip
    record_change(
        by=by, at=at, object_kind="social_structure.Delivery", object_id=str(delivery.id), fields=["people"]
    )
    for place, day in enumerate(found.days):
        _let_out(system, codes, found.counts[place], day, by=by, at=at)
    return PeopleDone(
        delivery.id,
        {day: int(found.counts[place].sum()) for place, day in enumerate(found.days)},
        found.unmatched,
    )


def _let_out(
    system: AreaSystem, codes: list[str], counts: np.ndarray, day: date, *, by: UUID | None, at: datetime
) -> None:
    keys = [cell_key(code, sex, first) for code in codes for sex in SEXES for first in BANDS]
    totals = dict(zip(codes, counts.sum(axis=(1, 2)).tolist(), strict=True))
    table = pa.table(
        {
            "area_code": pa.array(keys, pa.string()),
            "status": pa.array(["observed"] * len(keys), pa.string()),
            "value": pa.array(counts.reshape(-1), pa.float64()),
        }
    )
    known = [
        ([cell_key(code, sex, first) for sex in SEXES for first in BANDS if low <= first and (high is None or first < high)], total)
        for indicator, (low, high) in _TOTALS.items()
        for code, total in _exact(system, indicator, day, codes).items()
    ]  # fmt: skip
    source_hash = content_hash(table)
    present = released(PEOPLE, system.id, day)
    if present is not None and present.certificate.source_hash == source_hash:
        return
    let = release_rounded(
        table, source_hash=source_hash, sums=known,
        inhabitants={cell_key(code, sex, first): totals[code] for code in codes for sex in SEXES for first in BANDS},
    )  # fmt: skip
    stored = Release.objects.create(
        subject=PEOPLE, system=system, reference_date=day, source_hash=source_hash, table_hash=keep(let.table),
        kind=let.certificate.kind.value, threshold=let.certificate.rule.threshold,
        proof_digest=let.certificate.proof_digest, certificate=let.certificate.as_json(), released_at=at,
        released_by_id=by,
    )  # fmt: skip
    record_change(
        by=by, at=at, object_kind="social_structure.Release", object_id=str(stored.id), fields=["table_hash"],
        outcome=Outcome.RELEASED, ground=PEOPLE,
    )  # fmt: skip


def _exact(system: AreaSystem, indicator: str, day: date, codes: list[str]) -> dict[str, int]:
    table = released(f"indicator:{indicator}", system.id, day)
    if table is None:
        return {}
    return {code: round(value) for code in codes if (value := table.figure(code).value) is not None}


def _read(source: SourceTable, codes: list[str], reference_date: date | None) -> _Read:
    key = _column(
        source, lambda cells: repair_keys(cells, frozenset(codes)).matched, gettext_noop("the key of an area")
    )
    sex = _column(
        source,
        lambda cells: sum(each.strip().casefold() in _SEX for each in cells),
        gettext_noop("the sex"),
        but={key},
    )
    rest = [name for name in source.columns if name not in {key, sex}]
    age = next((name for name in rest if _AGE.search(name)), "")
    count = next((name for name in rest if _COUNT.search(name) and name != age), "")
    day = next((name for name in rest if _DAY.search(name) and name not in {age, count}), "")
    if not age or not count or not (day or reference_date):
        raise PeopleRefused(
            gettext_noop("“{file}” does not say age, number or date of the people."),
            gettext_noop("Name the columns alter, personen and stichtag, or give the reference date."), file=source.name,
        )  # fmt: skip
    keys = repair_keys(source.table.column(key).to_pylist(), frozenset(codes))
    ages = _numbers(source, age)
    counts = _numbers(source, count)
    days = [reference_date] * source.table.num_rows if not day else [_day(text) for text in source.table.column(day).to_pylist()]  # fmt: skip
    sexes = [_SEX.get((text or "").strip().casefold(), -1) for text in source.table.column(sex).to_pylist()]
    if (
        min(sexes, default=0) < 0
        or None in days
        or not ((ages >= 0) & (ages <= OLDEST) & (counts >= 0)).all()
    ):
        raise PeopleRefused(
            gettext_noop("“{file}” has a row without a sex, an age from 0 to {oldest}, a number or a date."),
            gettext_noop("Correct the row and bring the file in again. Nothing was stored."), file=source.name, oldest=OLDEST,
        )  # fmt: skip
    known_days = sorted({each for each in days if each is not None})
    place = {code: at for at, code in enumerate(codes)}
    cells = np.zeros((len(known_days), len(codes), len(SEXES), len(BANDS)))
    missed = set(keys.unmatched)
    rows = np.array([at for at in range(source.table.num_rows) if at not in missed], np.intp)
    np.add.at(
        cells,
        (
            np.array([known_days.index(days[at]) for at in rows], np.intp),
            np.array([place[str(keys.values[at])] for at in rows], np.intp),
            np.array(sexes, np.intp)[rows],
            np.minimum(ages[rows] // 5, len(BANDS) - 1).astype(np.intp),
        ),
        counts[rows],
    )
    unmatched = tuple(sorted({str(source.table.column(key)[at]) for at in missed}))
    return _Read(
        known_days, cells, unmatched, {"key_column": key, "sex": sex, "age": age, "count": count, "date": day}
    )


def _column(
    source: SourceTable, fits: Callable[[list[str]], int], what: str, *, but: frozenset[str] | set[str] = frozenset()
) -> str:  # fmt: skip
    for name in source.columns:
        cells = [each for each in source.table.column(name).to_pylist()[:2000] if each]
        if name not in but and cells and fits(cells) > FITTING * len(cells):
            return name
    raise PeopleRefused(
        gettext_noop("“{file}” has no column with {what}."),
        gettext_noop("It needs one row for each area, sex and year of age."), file=source.name, what=what,
    )  # fmt: skip


def _numbers(source: SourceTable, name: str) -> np.ndarray:
    return np.asarray(
        parse_values(source.table.column(name), decimal=source.decimal).values, dtype=np.float64
    )


def _day(text: str | None) -> date | None:
    """A day as registers write it: ``31.12.2025``, ``2025-12-31``, or a year for its last day."""
    written = (text or "").strip()
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return date(int(written), 12, 31) if re.fullmatch(r"\d{4}", written) else None
