"""Which released figures may stand on a page for everybody: those whose sources let them be passed on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure.enums import DeliveryKind
from sozialraum.social_structure.models import Delivery
from sozialraum.social_structure.open_data.rules import Source, licence_of_all
from sozialraum.social_structure.open_data.sources import Origins
from sozialraum.social_structure.queries.areas import EDITION, SystemFacts
from sozialraum.social_structure.queries.figures import released_dates
from sozialraum.social_structure.queries.indicators import PREFIX, released_indicators
from sozialraum.social_structure.queries.people import PEOPLE, people_tables
from sozialraum.social_structure.wording import joined

Shown = Callable[[str, int, date], bool]
"""Whether the figures of a subject in a cut at a date may be shown to the reader."""


def to_who_works_here(subject: str, system_id: int, day: date) -> bool:  # noqa: ARG001 - one answer of two
    """Behind the sign-in every released figure may be shown."""
    return True


def to_everybody(subject: str, system_id: int, day: date) -> bool:
    """Without sign-in only figures under an open licence; one that is not noted or not known closes them."""
    return bool(licence_of_all(_sources(subject, system_id, day)))


def closed_said(system: SystemFacts, shown: Shown) -> str:
    """The figures of a cut whose latest values may not be shown, each with its sources; empty where all may."""
    newest = [(each.name, PREFIX + each.code) for each in released_indicators(system)]
    newest.append((gettext("People by age and sex"), PEOPLE))
    by_source: dict[tuple[str, ...], list[str]] = {}
    for name, subject in newest:
        # of people only the days that still tell somebody count: one whose import was taken back tells nobody
        people = [each.day for each in people_tables(system)] if subject == PEOPLE else None
        days = released_dates(subject, system.id) if people is None else people
        if days and not shown(subject, system.id, days[-1]):
            against = licence_of_all(_sources(subject, system.id, days[-1])).stands_against
            by_source.setdefault(
                tuple(sorted({each.name for each in against}, key=german_sort_key)), []
            ).append(name)
    return " ".join(
        gettext("%(names)s (source: %(sources)s).")
        % {"names": ", ".join(names), "sources": joined(list(sources)) or gettext("source not noted")}
        for sources, names in sorted(by_source.items())
    )


def _sources(subject: str, system_id: int, day: date) -> list[Source]:
    if subject.startswith(PREFIX):
        found = _origins().of(subject.removeprefix(PREFIX), system_id, day)
    else:
        found = _of_people(system_id, day)
    return sorted(found, key=lambda each: (german_sort_key(each.name), each.licence))


@kept(EDITION, size=1)
def _origins() -> Origins:
    return Origins.of_everything()


@kept(EDITION, size=64)
def _of_people(system_id: int, day: date) -> frozenset[Source]:
    """Whose counts of people they are; a file with many dates names none, and so counts for every date."""
    rows = Delivery.objects.filter(kind=DeliveryKind.PEOPLE, system_id=system_id, undone_at__isnull=True)
    return frozenset(
        Source(source or of_system or file, licence)
        for source, licence, of_system, file, of_day in rows.values_list(
            "source", "licence", "system__source", "file_name", "reference_date"
        )
        if of_day in {None, day}
    )
