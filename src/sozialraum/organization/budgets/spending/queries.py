"""Reading lines of a budget, and plan against actual by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import pyarrow.compute as pc

from sozialraum.analytics.budget.actuals import MONTHS, YearEnd, year_end
from sozialraum.errors import SozialraumError
from sozialraum.organization.budgets.models import BudgetLine, LedgerImport
from sozialraum.organization.enums import OfferKind
from sozialraum.social_structure import snapshots
from sozialraum.warehouse.ledger_files import (
    Booked,
    ColumnChoice,
    booked_by_month,
    column_choice,
    read_ledger,
)
from sozialraum.warehouse.sources import SourceTable

SHOWN = 5


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a budget; ``amount`` in cents."""

    id: UUID
    number: int
    area_code: str
    title: str
    offer_kind: OfferKind
    provider_code: str
    goal: str
    effect: str
    review_on: date
    amount: int
    account: str
    version: int


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import of bookings; ``counts`` where its bookings are part of the figures."""

    id: UUID
    number: int
    file_name: str
    rows: int
    total: int
    control_total: int | None
    booked_until: date
    imported_at: datetime
    undone_at: datetime | None
    counts: bool

    @property
    def difference(self) -> int:
        """What is missing (below zero: too much) against the sum of the finance system, in cents."""
        return 0 if self.control_total is None else self.control_total - self.total


@dataclass(frozen=True, slots=True)
class LineActual:
    """A line with its bookings by month (cents, 12) and what the year will come to."""

    line: LineRow
    months: tuple[int, ...]
    end: YearEnd

    @property
    def booked(self) -> int:
        """What is booked so far."""
        return sum(self.months)


@dataclass(frozen=True, slots=True)
class PlanActual:
    """Plan against actual of a year. Lines, unassigned accounts and other years add up to ``total``, to the cent."""

    year: int
    closed: int
    booked_until: date
    lines: tuple[LineActual, ...]
    unassigned: tuple[tuple[str, int], ...]
    outside: int
    total: int
    end: YearEnd

    @property
    def planned(self) -> int:
        """The sum of all lines."""
        return sum(each.line.amount for each in self.lines)

    @property
    def booked(self) -> int:
        """What is booked on lines so far."""
        return sum(each.booked for each in self.lines)

    @property
    def months(self) -> tuple[int, ...]:
        """What is booked on lines by month."""
        return tuple(sum(each.months[place] for each in self.lines) for place in range(MONTHS))

    @property
    def difference(self) -> int:
        """What was counted when the files came in, less what is shown: zero unless a file was damaged since."""
        return self.total - self.booked - sum(amount for _account, amount in self.unassigned) - self.outside


def lines_of(draft_id: UUID) -> tuple[LineRow, ...]:
    """The lines of a budget in their order."""
    return tuple(_line(each) for each in BudgetLine.objects.filter(draft_id=draft_id))


@dataclass(frozen=True, slots=True)
class LineShares:
    """What the lines of a budget say of its rules: ``written`` cents in all, the share of youth work in them (None without
    lines), and cents by area and provider where one is named.
    """

    written: int
    youth_work: float | None
    by_provider: Mapping[tuple[str, str], int]


def line_shares(draft_id: UUID) -> LineShares:
    """Sum the lines of a budget for the rules that look at them."""
    written = youth_work = 0
    by_provider: dict[tuple[str, str], int] = defaultdict(int)
    rows = BudgetLine.objects.filter(draft_id=draft_id).values_list(
        "area_code", "offer_kind", "provider_code", "amount"
    )
    for area, kind, provider, amount in rows:
        written += amount
        youth_work += amount if kind == OfferKind.YOUTH_WORK else 0
        if provider:
            by_provider[area, provider] += amount
    return LineShares(written, youth_work / written if written else None, dict(by_provider))


def line_of(line_id: UUID) -> LineRow | None:
    """One line."""
    found = BudgetLine.objects.filter(id=line_id).first()
    return None if found is None else _line(found)


def imports_of(draft_id: UUID) -> tuple[ImportRow, ...]:
    """The imports of a year, the latest first."""
    found = list(LedgerImport.objects.filter(draft_id=draft_id))
    counting = {each.id for each in _counting(found)}
    return tuple(
        ImportRow(
            each.id, each.number, each.file_name, each.rows, each.total, each.control_total, each.booked_until,
            each.imported_at, each.undone_at, each.id in counting,
        )
        for each in reversed(found)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerPreview:
    """What a file of bookings would bring, before anything is stored; ``problem`` where it cannot be read so.

    ``first`` are its first bookings: account, day, cents. Texts of the file are never shown.
    """

    choice: ColumnChoice
    rows: int = 0
    total: int = 0
    first_day: date | None = None
    last_day: date | None = None
    first: tuple[tuple[str, date, int], ...] = ()
    problem: SozialraumError | None = None


def ledger_preview(source: SourceTable, given: Mapping[str, str]) -> LedgerPreview:
    """Look into a file with the columns that were chosen, else those of the last import, else by name. Stores nothing."""
    chosen = {name: column for name, column in given.items() if column}
    choice = column_choice(source, {**last_mapping(), **chosen})
    try:
        ledger = read_ledger(source, choice.chosen)
    except SozialraumError as error:
        return LedgerPreview(choice, problem=error)
    days = ledger.table["booked_on"]
    first = tuple(
        (row["account"], row["booked_on"], row["amount"]) for row in ledger.table.slice(0, SHOWN).to_pylist()
    )
    return LedgerPreview(
        choice, ledger.table.num_rows, ledger.total, pc.min(days).as_py(), pc.max(days).as_py(), first
    )


def last_mapping() -> dict[str, str]:
    """From which columns the last file was read; empty before any."""
    return LedgerImport.objects.order_by("-imported_at").values_list("mapping", flat=True).first() or {}


def plan_actual(draft_id: UUID, year: int) -> PlanActual | None:
    """Plan against actual of a year by line and month; None before any bookings came in."""
    counting = _counting(list(LedgerImport.objects.filter(draft_id=draft_id)))
    if not counting:
        return None
    booked = booked_by_month([snapshots.place(each.snapshot_hash) for each in counting], year)
    until, total = max(each.booked_until for each in counting), sum(each.total for each in counting)
    return compared(lines_of(draft_id), booked, year=year, until=until, total=total)


def compared(lines: Sequence[LineRow], booked: Booked, *, year: int, until: date, total: int) -> PlanActual:
    """Give every booking its place: a line by its account, else unassigned, else another year.

    ``total`` is the sum that was counted when the files came in, in cents.
    """
    closed = _closed_months(year, until)
    accounts = {line.account for line in lines if line.account}
    actual = tuple(
        LineActual(line, months, year_end(months, closed=closed, plan=line.amount))
        for line in lines
        for months in [booked.by_account.get(line.account, (0,) * MONTHS) if line.account else (0,) * MONTHS]
    )
    rest: dict[str, int] = defaultdict(int)
    for account, months in booked.by_account.items():
        if account not in accounts:
            rest[account] += sum(months)
    every_month = [sum(each.months[place] for each in actual) for place in range(MONTHS)]
    return PlanActual(
        year=year, closed=closed, booked_until=until, lines=actual, unassigned=tuple(sorted(rest.items())),
        outside=booked.outside, total=total,
        end=year_end(every_month, closed=closed, plan=sum(line.amount for line in lines)),
    )  # fmt: skip


def _closed_months(year: int, until: date) -> int:
    """How many months of the year are over and booked whole.

    >>> _closed_months(2026, date(2026, 10, 31)), _closed_months(2026, date(2026, 11, 20)), _closed_months(2026, date(2027, 1, 5))
    (10, 10, 12)
    """
    if until.year != year:
        return MONTHS if until.year > year else 0
    following = date(year + until.month // MONTHS, until.month % MONTHS + 1, 1)
    return until.month if (following - until).days == 1 else until.month - 1


def _counting(found: Sequence[LedgerImport]) -> list[LedgerImport]:
    """The imports that make up the figures: those since the last one that stands for the whole year so far."""
    standing: list[LedgerImport] = []
    for each in found:
        if each.undone_at is None:
            standing = [each] if each.replaces else [*standing, each]
    return standing


def _line(found: BudgetLine) -> LineRow:
    return LineRow(
        found.id, found.number, found.area_code, found.title, OfferKind(found.offer_kind), found.provider_code, found.goal,
        found.effect, found.review_on, found.amount, found.account, found.version,
    )  # fmt: skip
