"""Released figures: the only ones that pages, maps and downloads can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from sozialraum.foundation.database.editions import kept, mark_of
from sozialraum.foundation.privacy.release import Certificate, ReleasedTable, reopen
from sozialraum.social_structure.models import Release
from sozialraum.social_structure.queries.areas import EDITION
from sozialraum.social_structure.snapshots import fetch


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What a page prints about a release."""

    number: int
    subject: str
    released_at: datetime
    table_hash: str
    proof_digest: str
    threshold: int


def released(subject: str, system_id: int, reference_date: date) -> ReleasedTable | None:
    """The latest release of a subject at a date; None where there is none."""
    found = _latest(subject, system_id, reference_date)
    return None if found is None else _reopened(found.table_hash, found.certificate)


def release_facts(subject: str, system_id: int, reference_date: date) -> ReleaseFacts | None:
    """What is printed about the latest release of a subject at a date."""
    found = _latest(subject, system_id, reference_date)
    return None if found is None else found.facts


def earlier_releases(subject: str, system_id: int, reference_date: date) -> list[ReleasedTable]:
    """Every release of a subject at a date so far: what somebody may have kept."""
    found = Release.objects.filter(subject=subject, system_id=system_id, reference_date=reference_date)
    return [_reopened(each.table_hash, json.dumps(each.certificate)) for each in found]


def releases_close_by(subject: str, system_id: int, reference_date: date) -> list[ReleasedTable]:
    """The latest releases of the nearest day before and of the nearest day after a date."""
    days = released_dates(subject, system_id)
    before = [day for day in days if day < reference_date][-1:]
    after = [day for day in days if day > reference_date][:1]
    found = (released(subject, system_id, day) for day in before + after)
    return [table for table in found if table is not None]


def released_dates(subject: str, system_id: int) -> list[date]:
    """The reference dates at which a subject is released, oldest first."""
    return list(_dates(subject, system_id))


@dataclass(frozen=True, slots=True)
class _Latest:
    facts: ReleaseFacts
    table_hash: str
    certificate: str


def _dates(subject: str, system_id: int) -> tuple[date, ...]:
    if mark_of(EDITION) is not None:
        return tuple(_by_date(subject, system_id))
    found = Release.objects.filter(subject=subject, system_id=system_id)
    return tuple(sorted(set(found.values_list("reference_date", flat=True))))


def _latest(subject: str, system_id: int, reference_date: date) -> _Latest | None:
    if mark_of(EDITION) is not None:
        return _by_date(subject, system_id).get(reference_date)
    # whoever is just releasing one date after the other must not read all the others each time
    found = Release.objects.filter(subject=subject, system_id=system_id, reference_date=reference_date)
    return next(map(_told, found[:1]), None)


@kept(EDITION, size=512)
def _by_date(subject: str, system_id: int) -> Mapping[date, _Latest]:
    """The latest release of a subject at every date, oldest first: one statement for all dates."""
    found = Release.objects.filter(subject=subject, system_id=system_id).order_by("reference_date", "id")
    return MappingProxyType({each.reference_date: _told(each) for each in found})


def _told(release: Release) -> _Latest:
    facts = ReleaseFacts(
        number=release.id, subject=release.subject, released_at=release.released_at, table_hash=release.table_hash,
        proof_digest=release.proof_digest, threshold=release.threshold,
    )  # fmt: skip
    return _Latest(facts, release.table_hash, json.dumps(release.certificate))


@lru_cache(maxsize=512)
def _reopened(table_hash: str, certificate: str) -> ReleasedTable:
    """A release never changes, so it may be kept in memory by its hash."""
    return reopen(fetch(table_hash), Certificate.from_json(json.loads(certificate)))
