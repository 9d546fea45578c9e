"""The only exit of case space: counts, taken by the database itself and let out by the release gate.

What leaves is a released table. Neither a row nor a name of a case is ever read here: the application may only call
a counting function, inside a transaction that the gate has opened for planning.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.privacy.release import ReleasedTable, ReleaseRefused
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.queries import active_case_counts, missing_nearby_counts
from sozialraum.network.enums import MissingKind
from sozialraum.network.themes.rules import missing_subject
from sozialraum.organization.direct_access.queries import counts_by_area
from sozialraum.social_structure.queries import area_choices, area_parents, planning_system
from sozialraum.social_structure.queries.figures import released_dates
from sozialraum.social_structure.services import release_counts

ACTIVE_CASES = "active_cases"
DIRECT_ACCESS = "direct_access"
ALREADY_OUT = gettext_noop("The counts of this month are out already.")
NEXT_MONTH = gettext_noop(
    "Count again next month: two counts close together would tell who came and who went."
)


@transaction.atomic
def release_active_cases(actor: Actor, *, reference_date: date, at: datetime) -> ReleasedTable:
    """Count the active cases of every quarter on a day and let out what may be shown (H10, § 64 (3) SGB VIII).

    A quarter without a case counts zero. Counts leave once a month: two of them close together, also a
    correction of the same day, would tell of a hidden count who came and who went, however well each is protected
    for itself. The months before and after enter the proof (``small_counts``). Raises :class:`gate.Denied` for roles without counts, :class:`SozialraumError` where the municipality
    has no areas yet, or where the counts of this month are out.
    """
    grant = gate.open(actor, Purpose.PLANNING, Action.READ, Subject("case", ()), at=at)
    system = planning_system(on=reference_date)
    if system is None:
        raise SozialraumError("There are no areas yet.", "Bring in the areas of the municipality first.")
    months = {(day.year, day.month) for day in released_dates(ACTIVE_CASES, system.id)}
    if (reference_date.year, reference_date.month) in months:
        raise SozialraumError(ALREADY_OUT, NEXT_MONTH)
    taken = active_case_counts(grant, area_vintage=str(system.vintage), reference_date=reference_date)
    counts = dict.fromkeys((code for code, _ in area_choices()), 0)
    counts |= {row["area_code"]: row["cases"] for row in taken.to_pylist() if row["area_code"] in counts}
    return release_counts(
        subject=ACTIVE_CASES, system_code=system.code, vintage=system.vintage, reference_date=reference_date,
        counts=counts, parents=area_parents(system.id), by=actor.user_id, at=at,
    )  # fmt: skip


@transaction.atomic
def release_missing_nearby(
    actor: Actor, *, reference_date: date, at: datetime
) -> dict[MissingKind, ReleasedTable]:
    """Count what families miss near by, kind by kind, and let out what may be shown (H10, § 64 (3) SGB VIII).

    Each kind is a table of its own over all areas; a family that misses two things counts in two tables, and no sum
    over kinds is ever published. A kind for which no way is proven that keeps the small counts of both months stays back
    until the next month and is not in the answer. Once a month, like the active cases and for the same reason. Raises
    :class:`gate.Denied` for roles without counts, :class:`SozialraumError` without areas or twice a month.
    """
    grant = gate.open(actor, Purpose.PLANNING, Action.READ, Subject("case", ()), at=at)
    system = planning_system(on=reference_date)
    if system is None:
        raise SozialraumError("There are no areas yet.", "Bring in the areas of the municipality first.")
    days = [day for kind in MissingKind for day in released_dates(missing_subject(kind), system.id)]
    if (reference_date.year, reference_date.month) in {(day.year, day.month) for day in days}:
        raise SozialraumError(ALREADY_OUT, NEXT_MONTH)
    taken = missing_nearby_counts(grant, area_vintage=str(system.vintage), reference_date=reference_date)
    areas, parents = [code for code, _ in area_choices()], area_parents(system.id)
    counted = {(row["kind"], row["area_code"]): row["families"] for row in taken.to_pylist()}
    released = {}
    for kind in MissingKind:
        with suppress(ReleaseRefused):
            released[kind] = release_counts(
                subject=missing_subject(kind), system_code=system.code, vintage=system.vintage,
                reference_date=reference_date, counts={code: counted.get((kind.value, code), 0) for code in areas},
                parents=parents, by=actor.user_id, at=at,
            )  # fmt: skip
    return released


def month_before(day: date) -> date:
    """The last day of the month before a day.

    >>> month_before(date(2026, 3, 9))
    datetime.date(2026, 2, 28)
    """
    return day.replace(day=1) - timedelta(days=1)


@transaction.atomic
def release_direct_access(actor: Actor, *, today: date, at: datetime) -> ReleasedTable | None:
    """Let out how many people came to providers without a case in the month before, by quarter (§ 36a (2) SGB VIII).

    A month is let out once; where it is out already, nothing happens and ``None`` is returned. Raises
    :class:`gate.Denied` for roles without counts, :class:`SozialraumError` where there are no areas yet.
    """
    month = month_before(today)
    system = planning_system(on=month)
    if system is None:
        raise SozialraumError("There are no areas yet.", "Bring in the areas of the municipality first.")
    taken = counts_by_area(actor, area_vintage=str(system.vintage), month=month)
    if month in released_dates(DIRECT_ACCESS, system.id):
        return None
    return release_counts(
        subject=DIRECT_ACCESS, system_code=system.code, vintage=system.vintage, reference_date=month,
        counts={code: taken.get(code, 0) for code, _ in area_choices()}, parents=area_parents(system.id),
        by=actor.user_id, at=at,
    )  # fmt: skip
