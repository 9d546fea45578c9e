"""What the families of the city miss near by, as their workers marked it over the year."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import END_OF_MONTH, NOW
from sozialraum.demo.city.plan import City
from sozialraum.demo.gaps import KINDS, TOLD, gaps_of
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.queries import families_of
from sozialraum.individual.services import Mark

# how likely a family misses the first, second, third, fourth gap of its quarter; then anything else
SHARES: Final = (0.62, 0.55, 0.5, 0.1)
ELSE: Final = 0.04
TEAMS: Final = ("T02", "T03", "T06")  # the teams that began with it this year


def mark_missing(city: City, crowd: Crowd) -> None:
    """The workers of three teams mark for their families what they miss."""
    for row in city.staff.to_pylist():
        if row["role"] == "case_worker" and row["team_code"] in TEAMS:
            draw = random.Random(f"{city.seed} missing {row['person_code']}")  # noqa: S311 - an invented city
            _mark(crowd, crowd.staff[row["person_code"]], draw)


def _mark(crowd: Crowd, worker: UUID, draw: random.Random) -> None:
    actor = crowd.actor(worker)
    with transaction.atomic():
        rows = [row for row in families_of(actor, at=NOW) if row.ended_on is None]
        wanted: dict[UUID, list[Mark]] = defaultdict(list)
        for row in rows:
            gaps = gaps_of(row.area_code)
            kinds = [kind for kind, share in zip(gaps, SHARES, strict=False) if draw.random() < share]
            if row.area_code not in TOLD and draw.random() < ELSE:
                kinds.append(draw.choice(KINDS))
            for kind in dict.fromkeys(kinds):
                day = END_OF_MONTH - timedelta(days=draw.randrange(330))
                wanted[row.id].append(Mark(row.id, kind, max(day, row.opened_on)))
        marks = [mark for found in wanted.values() for mark in found]
        if marks:
            grant = gate.open(
                actor, Purpose.SERVICE, Action.WRITE, Subject("case", tuple(sorted(wanted))), at=NOW
            )
            services.take_over_missing_nearby(grant, marks)
