"""Where stored values come from, with the licences noted at their deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.social_structure.enums import DeliveryKind
from sozialraum.social_structure.models import Crosswalk, Delivery, Indicator, Run
from sozialraum.social_structure.open_data.rules import Source
from sozialraum.social_structure.queries.run_inputs import indicator_days

Key = tuple[str, int, date]


def sources_of(run: Run) -> list[Source]:
    """Where a run's values come from, those that shares were divided by included."""
    rows = Delivery.objects.filter(id__in=run.delivery_ids).values_list(
        "source", "licence", "system__source", "file_name"
    )
    found = {_source(source, licence, of_system, file) for source, licence, of_system, file in rows}
    days = {day for _, day in indicator_days(run)}
    divided = Indicator.objects.filter(
        observations__delivery_id__in=run.delivery_ids, observations__reference_date__in=days
    ).exclude(denominator_code="")
    codes = set(divided.values_list("denominator_code", flat=True).distinct())
    for key, sources in _given(codes).items():
        if key[1] == run.system_id and key[2] in days:
            found |= sources
    return sorted(found, key=lambda each: (german_sort_key(each.name), each.licence))


@dataclass(frozen=True, slots=True)
class _Bridge:
    from_system_id: int
    sources: frozenset[Source]


@dataclass(frozen=True, slots=True)
class Origins:
    """Whose values stand in the releases of indicators."""

    given: dict[Key, frozenset[Source]]
    bridges: dict[int, list[_Bridge]]
    divided_by: dict[str, str]

    @classmethod
    def of_everything(cls) -> Origins:
        """Read from what is stored now."""
        divided = Indicator.objects.exclude(denominator_code="").values_list("code", "denominator_code")
        return cls(_given(), _bridges(), dict(divided))

    def of(
        self, code: str, system_id: int, day: date, seen: frozenset[int] = frozenset()
    ) -> frozenset[Source]:
        """The sources of a released indicator: of the cut itself, else of the cuts that it was carried over from."""
        if (own := self.given.get((code, system_id, day))) is not None:
            return own | self.given.get((self.divided_by.get(code, ""), system_id, day), frozenset())
        found: frozenset[Source] = frozenset()
        for bridge in self.bridges.get(system_id, []):
            if bridge.from_system_id not in seen:
                before = self.of(code, bridge.from_system_id, day, seen | {system_id})
                found |= before | bridge.sources if before else before
        return found


def _bridges() -> dict[int, list[_Bridge]]:
    tables = Delivery.objects.filter(kind=DeliveryKind.CROSSWALK.value, undone_at__isnull=True)
    by_system: dict[int, set[Source]] = {}
    for system_id, *said in tables.values_list(
        "system_id", "source", "licence", "system__source", "file_name"
    ):
        by_system.setdefault(system_id, set()).add(_source(*said))
    found: dict[int, list[_Bridge]] = {}
    for start, end in Crosswalk.objects.order_by("id").values_list("from_system_id", "to_system_id"):
        found.setdefault(end, []).append(_Bridge(start, frozenset(by_system.get(end, set()))))
    return found


def _given(codes: Iterable[str] | None = None) -> dict[Key, frozenset[Source]]:
    """Whose values are stored of indicators (all of them, or those named) in a cut at a date."""
    named = None if codes is None else list(codes)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.code, d.system_id, o.reference_date, d.source, d.licence, s.source, d.file_name
            FROM (SELECT DISTINCT indicator_id, reference_date, delivery_id FROM social_structure_observation
                  WHERE %(all)s OR indicator_id IN (SELECT id FROM social_structure_indicator WHERE code = ANY(%(codes)s))) o
            JOIN social_structure_delivery d ON d.id = o.delivery_id
            JOIN social_structure_indicator i ON i.id = o.indicator_id
            JOIN social_structure_areasystem s ON s.id = d.system_id
            """,
            {"all": named is None, "codes": named or []},
        )
        rows = cursor.fetchall()
    found: dict[Key, set[Source]] = {}
    for code, system_id, day, *said in rows:
        found.setdefault((code, system_id, day), set()).add(_source(*said))
    return {key: frozenset(each) for key, each in found.items()}


def _source(source: str, licence: str, of_system: str, file: str) -> Source:
    return Source(source or of_system or file, licence)
