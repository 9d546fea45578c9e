"""Counting somebody who came without a case: one more, or one less where it was a slip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.organization.direct_access.access import can_count_visits
from sozialraum.organization.direct_access.enums import AgeGroup
from sozialraum.organization.direct_access.models import DirectAccessCount
from sozialraum.social_structure.queries import area_choices, planning_system

MOST_AT_ONCE = 200


class NotCounted(SozialraumError):
    """This cannot be counted; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Visits:
    """People of one age from one quarter who came to a provider in a month."""

    provider_code: str
    area_code: str
    month: date
    age_group: AgeGroup
    count: int = 1


def count_visit(actor: Actor, visits: Visits, *, at: datetime) -> int:
    """Count people who came, or take them off again with a negative number; returns the new count of the month.

    Nothing is kept of the moment or of a person. Raises :class:`gate.Denied` for another provider,
    :class:`NotCounted` for a month to come or long past, an unknown quarter, or less than nobody.
    """
    return count_visits(actor, [visits], at=at)[-1]


@transaction.atomic
def count_visits(actor: Actor, several: Iterable[Visits], *, at: datetime) -> list[int]:
    """Count several at once, for example a paper list; one entry in the audit trail names provider and months alone."""
    wanted = list(several)
    system, areas = planning_system(), {code for code, _ in area_choices()}
    if system is None:
        raise NotCounted(
            gettext_noop("There are no areas yet."),
            gettext_noop("Bring in the areas of the municipality first."),
        )
    for each in wanted:
        decision = can_count_visits(actor, each.provider_code)
        if not decision:
            raise gate.Denied(decision)
        _check(each, areas, today=timezone.localdate(at))
    counts = _add(wanted, str(system.vintage))
    for code in sorted({each.provider_code for each in wanted}):
        record(
            using=CHANGES, at=at, actor_id=actor.user_id, role=Role.PROVIDER_WORKER,
            function=gate.function_of(Role.PROVIDER_WORKER), action=Action.WRITE, purpose=Purpose.PLANNING,
            outcome=Outcome.CHANGED, subject_kind="provider", subject_ids=[code],
            object_kind="direct_access.DirectAccessCount", fields=["count"],
        )  # fmt: skip
    return counts


def _check(visits: Visits, areas: set[str], *, today: date) -> None:
    if visits.area_code not in areas:
        raise NotCounted(gettext_noop("There is no such quarter."), gettext_noop("Choose one from the list."))
    if visits.month.replace(day=1) > today or visits.month.year < today.year - 3:
        raise NotCounted(
            gettext_noop("This month cannot be counted."), gettext_noop("Choose a month of the last years.")
        )
    if not visits.count or abs(visits.count) > MOST_AT_ONCE:
        raise NotCounted(
            gettext_noop("This number cannot be."), gettext_noop("Count at most 200 people at once.")
        )


def _add(wanted: Sequence[Visits], vintage: str) -> list[int]:
    """Add in the database, since two people of a provider may count at the same moment; the new counts in order."""
    table = DirectAccessCount._meta.db_table
    keys = "provider_code, area_code, area_vintage, month, age_group"
    rows = [
        (
            each.provider_code,
            each.area_code,
            vintage,
            each.month.replace(day=1),
            each.age_group.value,
            each.count,
        )
        for each in wanted
    ]
    if len({row[:5] for row in rows}) < len(rows):
        raise NotCounted(
            gettext_noop("The same line comes twice."),
            gettext_noop("Add the numbers of both lines up first."),
        )
    came = (
        "unnest(%s::text[], %s::text[], %s::text[], %s::date[], %s::text[], %s::integer[])"
        " AS came (provider_code, area_code, area_vintage, month, age_group, count)"
    )
    columns: list[Any] = [list(column) for column in zip(*rows, strict=True)]
    same = " AND ".join(f"now.{key.strip()} = came.{key.strip()}" for key in keys.split(","))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({keys}, count) SELECT {keys}, 0 FROM {came} ON CONFLICT DO NOTHING",  # noqa: S608 - constants of this module
                columns,
            )
            cursor.execute(
                f"UPDATE {table} now SET count = now.count + came.count FROM {came} WHERE {same}"  # noqa: S608 - constants of this module
                " RETURNING now.provider_code, now.area_code, now.area_vintage, now.month, now.age_group, now.count",
                columns,
            )
            found = {row[:5]: row[5] for row in cursor.fetchall()}
            return [found[row[:5]] for row in rows]
    except IntegrityError as error:
        raise NotCounted(
            gettext_noop("Nobody is counted here yet."), gettext_noop("There is nothing to take off.")
        ) from error
