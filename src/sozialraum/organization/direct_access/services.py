"""Counting somebody who came without a case: one more, or one less where it was a slip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
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
    counts = [_add(each, str(system.vintage)) for each in wanted]
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


def _add(visits: Visits, vintage: str) -> int:
    row, _new = DirectAccessCount.objects.get_or_create(
        provider_code=visits.provider_code, area_code=visits.area_code, area_vintage=vintage,
        month=visits.month.replace(day=1), age_group=visits.age_group,
    )  # fmt: skip
    # in the database, since two people of a provider may count at the same moment
    changed = DirectAccessCount.objects.filter(id=row.id, count__gte=-visits.count)
    if not changed.update(count=F("count") + visits.count):
        raise NotCounted(
            gettext_noop("Nobody is counted here yet."), gettext_noop("There is nothing to take off.")
        )
    row.refresh_from_db(fields=["count"])
    return row.count
