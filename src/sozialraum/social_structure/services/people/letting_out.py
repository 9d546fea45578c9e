"""Letting people out by age and sex: every count rounded to fives, whole areas kept back where a count could be told."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.privacy.release import release_rounded
from sozialraum.social_structure.models import AreaSystem, Indicator, Release
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.queries.people import PEOPLE, cell_key
from sozialraum.social_structure.services.people.plans import PeopleReading
from sozialraum.social_structure.services.people.words import OLDEST
from sozialraum.social_structure.services.records import record_change
from sozialraum.social_structure.snapshots import keep
from sozialraum.warehouse.snapshots import content_hash


def let_people_out(
    system: AreaSystem, reading: PeopleReading, place: int, *, by: UUID | None, at: datetime
) -> None:
    """Release the people of a date of a reading; where nothing has changed, the present release stays."""
    known = reading.known(place)
    codes = [code for code, told in zip(reading.codes, known, strict=True) if told]
    _release(
        system, reading.days[place], codes, reading.counts[place][known], reading.sexes, reading.bands, by=by, at=at
    )  # fmt: skip


def withdraw_people(system: AreaSystem, day: date, *, by: UUID | None, at: datetime) -> None:
    """Release that nobody's age is known at a date any more: what pages show from now on."""
    _release(system, day, [], np.zeros((0, 1, 1)), ("all",), (0,), by=by, at=at)


def _release(
    system: AreaSystem, day: date, codes: list[str], counts: NDArray[np.float64], sexes: tuple[str, ...],
    bands: tuple[int, ...], *, by: UUID | None, at: datetime,
) -> None:  # fmt: skip
    keys = [cell_key(code, sex, first) for code in codes for sex in sexes for first in bands]
    table = pa.table(
        {
            "area_code": pa.array(keys, pa.string()),
            "status": pa.array(["observed"] * len(keys), pa.string()),
            "value": pa.array(counts.reshape(-1), pa.float64()),
        }
    )
    source_hash = content_hash(table)
    present = released(PEOPLE, system.id, day)
    if present is not None and present.certificate.source_hash == source_hash:
        return
    per_area = len(sexes) * len(bands)
    totals = np.repeat(counts.sum(axis=(1, 2)), per_area).tolist()
    let = release_rounded(
        table, source_hash=source_hash, sums=_known_sums(system, day, codes, sexes, bands),
        inhabitants=dict(zip(keys, totals, strict=True)), together=[keys[at : at + per_area] for at in range(0, len(keys), per_area)],
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


def _known_sums(
    system: AreaSystem, day: date, codes: list[str], sexes: tuple[str, ...], bands: tuple[int, ...]
) -> list[tuple[list[str], int]]:
    """Exact numbers of people that are released elsewhere, with the groups that make them up."""
    edges = [*bands, OLDEST + 1]
    counted = {"inhabitants": (0, OLDEST + 1)} | {
        code: (ages[0], min(ages[1], OLDEST + 1))
        for code, ages in Indicator.objects.exclude(ages=[]).values_list("code", "ages")
    }
    found = []
    for indicator, (low, high) in counted.items():
        exact = released(f"indicator:{indicator}", system.id, day) if {low, high} <= set(edges) else None
        if exact is None:
            continue
        inside = [first for first, beyond in pairwise(edges) if low <= first and beyond <= high]
        found += [
            ([cell_key(code, sex, first) for sex in sexes for first in inside], round(value))
            for code in codes
            if (value := exact.figure(code).value) is not None
        ]
    return found
