"""What hangs on a row of a table: who stands behind a place, what happens there, and that people come in by no table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from sozialraum.network.enums import PlaceKind, ResourceSort
from sozialraum.network.rules import folded
from sozialraum.network.services.places import NewPlace

# words by which a table says what an entry is; the first that fits decides
SORT_WORDS: Final[tuple[tuple[ResourceSort, tuple[str, ...]], ...]] = (
    (ResourceSort.ACTIVITY, ("angebot", "kurs", "gruppe", "veranstaltung", "offer", "activity", "service", "termin")),
    (ResourceSort.ORGANIZATION, ("organisation", "organization", "trager", "traeger", "verein", "verband", "initiative")),
    (ResourceSort.PLACE, ("ort", "einrichtung", "place", "location", "raum", "platz", "standort", "gebaude")),
)  # fmt: skip
PERSON_WORDS: Final = ("person", "burger", "ehrenamtlich", "freiwillige", "privat", "nachbar", "mensch")
# a table with such a column is one of people, whatever else it says
PERSON_COLUMNS: Final = frozenset(
    {"vorname", "nachname", "familienname", "geburtsdatum", "geburtstag", "geburtsjahr", "first name", "last name",
     "date of birth"}
)  # fmt: skip
# what stands in a column of carriers and is the name of none
NO_NAMES: Final = frozenset(
    {"offentlich", "privat", "frei", "kommunal", "staatlich", "stadtisch", "kirchlich", "keine angabe", "unbekannt",
     "sonstige", "sonstiger", "n a", "public", "private", ""}
)  # fmt: skip


def proposed_sort(text: str) -> ResourceSort | None:
    """What an entry is by the words of a table; ``None`` where none of them is known.

    >>> proposed_sort("Angebot"), proposed_sort("Träger"), proposed_sort("Treffpunkt")
    (<ResourceSort.ACTIVITY: 'activity'>, <ResourceSort.ORGANIZATION: 'organization'>, None)
    """
    said = folded(text)
    return next((sort for sort, words in SORT_WORDS if any(word in said.split() for word in words)), None)


def is_of_a_person(text: str) -> bool:
    """Whether a table says of an entry that it is somebody.

    >>> is_of_a_person("Person mit Fähigkeit"), is_of_a_person("Angebot")
    (True, False)
    """
    said = folded(text)
    return any(word in said for word in PERSON_WORDS)


def columns_of_people(columns: Iterable[str]) -> tuple[str, ...]:
    """The columns by which a table shows that it lists people.

    >>> columns_of_people(["Vorname", "Fähigkeit", "Straße"])
    ('Vorname',)
    """
    return tuple(each for each in columns if folded(each) in PERSON_COLUMNS)


def made_source_id(sort: str, *parts: str) -> str:
    """The number in the source of an entry that a table names and does not number: the same name, the same number."""
    return f"{sort}:{hashlib.sha256('|'.join(map(folded, parts)).encode()).hexdigest()[:32]}"


def organization_of(entry: NewPlace, provider: str) -> NewPlace | None:
    """The organization that stands behind an entry, by the name in the column of carriers; ``None`` where it names none."""
    if folded(provider) in NO_NAMES or entry.provider_code:
        return None
    return NewPlace(
        name=provider, kind=entry.kind, sort=ResourceSort.ORGANIZATION, source=entry.source,
        source_id=made_source_id("organization", provider), confirmed_at=entry.confirmed_at,
    )  # fmt: skip


def host_of(entry: NewPlace, name: str, kind: PlaceKind) -> NewPlace | None:
    """The place at which an offer takes place, where the table names one."""
    if not name:
        return None
    return NewPlace(
        name=name, kind=kind, sort=ResourceSort.PLACE, address=entry.address, longitude=entry.longitude,
        latitude=entry.latitude, source=entry.source, source_id=made_source_id("place", name, entry.address),
        confirmed_at=entry.confirmed_at,
    )  # fmt: skip


def offer_of(place: NewPlace, offers: Mapping[PlaceKind, str]) -> NewPlace | None:
    """What a place of this kind is there for, as an offer of its own; ``None`` where nothing is said for the kind."""
    name = offers.get(place.kind, "")
    if not name or place.sort is not ResourceSort.PLACE:
        return None
    return replace(
        NewPlace(name=f"{name}: {place.name}"[:200], kind=place.kind, sort=ResourceSort.ACTIVITY), host=place.id,
        address=place.address, longitude=place.longitude, latitude=place.latitude, phone=place.phone,
        email=place.email, website=place.website, age_from=place.age_from, age_to=place.age_to, hours=place.hours,
        provider_code=place.provider_code, source=place.source, source_id=made_source_id("activity", place.source_id),
        confirmed_at=place.confirmed_at,
    )  # fmt: skip
