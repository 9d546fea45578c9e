"""Tables of places, as offices and associations keep them, read as entries of the directory.

A column that is not assigned says nothing: an import never empties what people have written by hand.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

import shapely

from sozialraum.analytics.messages import Message, gettext_noop
from sozialraum.analytics.tables import find_column
from sozialraum.network.entry_relations import (
    columns_of_people,
    host_of,
    is_of_a_person,
    offer_of,
    organization_of,
    proposed_sort,
)
from sozialraum.network.enums import Cost, PlaceKind, ResourceSort
from sozialraum.network.models import Place
from sozialraum.network.rules import OLDEST, folded
from sozialraum.network.services.places import NewPlace
from sozialraum.warehouse.sources import SourceTable
from sozialraum.warehouse.sources.source_table import GEOMETRY

# what a column can say, and how such columns are usually named; what stands first is tried first
TARGETS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "bezeichnung", "einrichtung", "e_name", "titel", "einrichtungsname", "name der einrichtung"),
    "source_id": ("id", "nr", "nummer", "e_nr", "bsn", "kennung", "schlüssel", "einrichtungsnummer", "objektid"),
    "kind": ("art", "typ", "kategorie", "einrichtungsart", "schulart", "e_art", "kind", "type"),
    "sort": ("eintragsart", "art des eintrags", "entry_type", "ressourcenart"),
    "host": ("veranstaltungsort", "findet statt in", "ort des angebots", "place_name", "venue"),
    "description": ("beschreibung", "angebot", "angebote", "inhalt", "description", "ang_1"),
    "provider": ("träger", "traegername", "trägername", "t_name", "sponsor_name", "betreiber", "träger der einrichtung", "traeger"),
    "street": ("straße", "strasse", "adresse", "anschrift", "street", "e_strasse", "straße und hausnummer", "address"),
    "house_number": ("hausnummer", "hausnr", "hnr", "e_hnr", "hausnr."),
    "postcode": ("plz", "postleitzahl", "zip_code", "e_plz", "zip"),
    "town": ("ort", "stadt", "e_ort", "city", "gemeinde"),
    "longitude": ("lon", "lng", "longitude", "länge", "längengrad", "geo_lon", "x"),
    "latitude": ("lat", "latitude", "breite", "breitengrad", "geo_lat", "y"),
    "phone": ("telefon", "tel", "e_tel", "phone", "phone_number", "telefonnummer", "rufnummer"),
    "email": ("e-mail", "email", "mail", "e_mail"),
    "website": ("website", "web", "internet", "e_web", "url", "homepage"),
    "hours": ("öffnungszeiten", "zeiten", "hours", "geöffnet"),
    "good_for": ("zielgruppe", "für wen", "zielgr1", "good_for"),
    "age_from": ("alter von", "alter ab", "age_from", "mindestalter", "ab alter"),
    "age_to": ("alter bis", "age_to", "höchstalter", "bis alter"),
    "capacity": ("plätze", "platzzahl", "places", "e_platz", "kapazität", "anzahl plätze"),
    "cost_note": ("kosten", "preis", "beitrag", "cost"),
    "step_free": ("barrierefrei", "rollstuhl", "stufenlos", "step_free"),
}  # fmt: skip
# words by which a table says what a place is; the first that fits decides
KIND_WORDS: Final[Sequence[tuple[PlaceKind, tuple[str, ...]]]] = (
    (PlaceKind.DAY_CARE, ("kita", "kindertages", "kindergarten", "krippe", "hort", "tageseinrichtung", "eltern kind gruppe")),
    (PlaceKind.FAMILY_CENTER, ("familienzentrum", "familienbildung", "mehrgenerationenhaus", "elterncafe")),
    (PlaceKind.YOUTH_CENTER, ("jugendfreizeit", "jugendclub", "jugendzentrum", "jugendhaus", "abenteuerspielplatz", "madchen", "jfe")),
    (PlaceKind.PLAYGROUND, ("spielplatz", "bolzplatz")),
    (PlaceKind.SPORTS_GROUND, ("sportplatz", "sporthalle", "turnhalle", "schwimm", "freibad")),
    (PlaceKind.LIBRARY, ("bibliothek", "bucherei", "mediathek")),
    (PlaceKind.LEARNING, ("volkshochschule", "musikschule", "nachhilfe", "lernwerkstatt", "makerspace")),
    (PlaceKind.SCHOOL, ("schule", "gymnasium", "oberstufe", "gemeinschaftsschule", "berufsbildung")),
    (PlaceKind.COUNSELING, ("beratung", "sozialdienst", "jugendamt")),
    (PlaceKind.CULTURE, ("museum", "theater", "kino", "kultur", "musik")),
    (PlaceKind.FAITH, ("kirche", "moschee", "synagoge", "gemeindehaus", "pfarr")),
    (PlaceKind.GARDEN, ("garten", "park")),
    (PlaceKind.HEALTH, ("arzt", "praxis", "klinik", "gesundheit", "hebamme")),
    (PlaceKind.CLUB, ("verein", "sportclub", "club")),
    (PlaceKind.MEETING_PLACE, ("treff", "nachbarschaft", "stadtteilzentrum", "begegnung", "seniorenzentrum")),
)  # fmt: skip
OF_PEOPLE: Final = gettext_noop(
    "This is a table of people (column {column}). People come in by no table: each says for herself what is read of her. Write a card together."
)
YES: Final = frozenset({"ja", "yes", "1", "true", "x", "wahr"})
NO: Final = frozenset({"nein", "no", "0", "false", "falsch"})
LONGEST: Final = {each.name: each.max_length or 4_000 for each in Place._meta.fields if each.max_length}
# Central Europe in degrees: a longitude that would be a latitude here was put into the wrong column
LATITUDES, LONGITUDES = (46.0, 56.0), (5.0, 16.0)


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a table is read: which column says what (by :data:`TARGETS`), and what no column says.

    ``source`` names where the table comes from; ``kind`` and ``sort`` are what its entries are where no column says it;
    ``as_of`` is the moment at which the publisher held it to be true, ``None`` where nobody said. With
    ``organizations`` the carriers become entries as well, with ``offers`` places get what their kind is there for.
    """

    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    kind: PlaceKind = PlaceKind.OTHER
    as_of: datetime | None = None
    sort: ResourceSort = ResourceSort.PLACE
    organizations: bool = False
    offers: Mapping[PlaceKind, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowFault:
    """Something that keeps rows out: what is wrong, and in which rows of the file."""

    message: Message
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReadEntries:
    """The entries of a table in the order of its rows, what kept rows out, and the fields that it says."""

    entries: tuple[NewPlace, ...]
    faults: tuple[RowFault, ...]
    fields: frozenset[str]


class _Unfit(Exception):
    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template)
        self.template, self.values = template, values


def proposed_columns(source: SourceTable) -> dict[str, str]:
    """Which column of a file probably says what, by its name; every column is used once."""
    found: dict[str, str] = {}
    for target, names in TARGETS.items():
        column = find_column(source.table, names)
        if column is not None and column in source.columns and column not in found.values():
            found[target] = column
    return found


def proposed_kind(text: str) -> PlaceKind | None:
    """What a place is, by the words of a table; ``None`` where none of them is known.

    >>> proposed_kind("Jugendfreizeiteinrichtungen (JFE)"), proposed_kind("Integrierte Sekundarschule")
    (<PlaceKind.YOUTH_CENTER: 'youth_center'>, <PlaceKind.SCHOOL: 'school'>)
    """
    said = folded(text)
    return next((kind for kind, words in KIND_WORDS if any(word in said for word in words)), None)


def read_entries(source: SourceTable, plan: TablePlan, *, providers: Mapping[str, str]) -> ReadEntries:
    """The rows of a file as entries; a row that cannot be one is left out and named.

    ``providers`` maps the names of known providers, folded, to their codes; the name of an unknown one becomes part of
    the description. The same identifier twice keeps out the later row.
    """
    entries: dict[str, NewPlace] = {}
    made: dict[str, NewPlace] = {}
    faults: dict[tuple[str, tuple[tuple[str, object], ...]], list[int]] = {}
    people = columns_of_people(source.columns)
    for number, row in enumerate(_rows(source), start=source.first_row):
        try:
            if people:
                raise _Unfit(OF_PEOPLE, column=people[0])
            entry = _entry(row, source, plan, providers)
            if entry.source_id in entries:
                raise _Unfit(gettext_noop("The same place stands in the file twice."))
        except _Unfit as unfit:
            faults.setdefault((unfit.template, tuple(unfit.values.items())), []).append(number)
            continue
        entries[entry.source_id] = _related(
            entry, _words(row, plan, "host"), _words(row, plan, "provider"), plan, made
        )
    return ReadEntries(
        (*(each for key, each in made.items() if key not in entries), *entries.values()),
        tuple(RowFault(Message(text, dict(values)), tuple(rows)) for (text, values), rows in faults.items()),
        _fields(source, plan),
    )  # fmt: skip


def _related(
    entry: NewPlace, host: str, provider: str, plan: TablePlan, made: dict[str, NewPlace]
) -> NewPlace:
    """The entry with its place, and in ``made`` what hangs on it: each place and organization once a file."""
    if entry.sort is ResourceSort.ACTIVITY and (place := host_of(entry, host, plan.kind)):
        entry = replace(entry, host=made.setdefault(place.source_id, place).id)
    if plan.organizations and (behind := organization_of(entry, provider)):
        made.setdefault(behind.source_id, behind)
    if offer := offer_of(entry, plan.offers):
        made[offer.source_id] = offer
    return entry


def _fields(source: SourceTable, plan: TablePlan) -> frozenset[str]:
    said = {
        target for target in plan.columns if target in LONGEST or target in _NUMBERS or target == "step_free"
    }
    if plan.columns.keys() & {"street", "house_number", "postcode", "town"}:
        said.add("address")
    if source.has_geometry or {"longitude", "latitude"} <= plan.columns.keys():
        said |= {"longitude", "latitude", "area_code", "area_vintage"}
    if "provider" in plan.columns:
        said |= {"provider_code", "description"}
    if "cost_note" in plan.columns:
        said.add("cost")
    return frozenset(said - {"source_id"})


def _rows(source: SourceTable) -> Iterator[dict[str, Any]]:
    for batch in source.table.to_batches(max_chunksize=1_000):
        yield from batch.to_pylist()


def _entry(
    row: Mapping[str, Any], source: SourceTable, plan: TablePlan, providers: Mapping[str, str]
) -> NewPlace:
    said = partial(_words, row, plan)
    if is_of_a_person(said("sort")):
        raise _Unfit(
            gettext_noop(
                "People come in by no table: each says for herself what is read of her. Write a card together."
            )
        )
    name = said("name")
    if not name:
        raise _Unfit(gettext_noop("No name stands in the row."))
    address = _address(said)
    identifier = (
        said("source_id") or hashlib.sha256(f"{folded(name)}|{folded(address)}".encode()).hexdigest()[:32]
    )
    longitude, latitude = _point(row, source, said)
    kind = proposed_kind(said("kind")) if said("kind") else None
    provider = said("provider")
    code = providers.get(folded(provider), "") if provider else ""
    behind = f"Träger: {provider}" if provider and not code else ""
    ages = _number(said("age_from"), OLDEST), _number(said("age_to"), OLDEST)
    if None not in ages and ages[1] < ages[0]:  # type: ignore[operator]  # neither is None here
        raise _Unfit(gettext_noop("The highest age lies below the lowest."))
    cost = said("cost_note")
    return NewPlace(
        name=name, kind=kind or plan.kind, sort=proposed_sort(said("sort")) or plan.sort, address=address, longitude=longitude,
        latitude=latitude, description=" ".join(filter(None, (said("description"), behind))), hours=said("hours"),
        good_for=said("good_for"), age_from=ages[0], age_to=ages[1], capacity=_number(said("capacity"), 100_000),
        step_free=_yes_or_no(said("step_free")), phone=said("phone"), email=_email(said("email")),
        website=_website(said("website")), provider_code=code, cost_note=cost,
        cost=Cost.FREE if folded(cost) in {"kostenlos", "kostenfrei", "frei", "0"} else Cost.UNKNOWN,
        source=plan.source, source_id=identifier[: LONGEST["source_id"]], confirmed_at=plan.as_of,
    )  # fmt: skip


def _words(row: Mapping[str, Any], plan: TablePlan, target: str) -> str:
    """What the row says about something, on one line; nothing where no column says it."""
    column = plan.columns.get(target)
    text = re.sub(r"\s+", " ", str(row.get(column) or "")).replace("\0", "").strip() if column else ""
    return text[: 200 if target in _READ else LONGEST.get(target, 4_000)]


def _address(said: Callable[[str], str]) -> str:
    street = " ".join(filter(None, (said("street"), said("house_number"))))
    town = " ".join(filter(None, (said("postcode"), said("town"))))
    return ", ".join(filter(None, (street, town)))[: LONGEST["address"]]


def _point(
    row: Mapping[str, Any], source: SourceTable, said: Callable[[str], str]
) -> tuple[float | None, float | None]:
    if source.has_geometry and row.get(GEOMETRY):
        middle = shapely.point_on_surface(shapely.from_wkb(row[GEOMETRY]))
        return (float(middle.x), float(middle.y)) if not middle.is_empty else (None, None)
    texts = said("longitude"), said("latitude")
    if not any(texts):
        return None, None
    try:
        longitude, latitude = (float(text.replace(",", ".")) for text in texts)
    except ValueError:
        raise _Unfit(gettext_noop("The coordinates are no numbers, or one of the two is missing.")) from None
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise _Unfit(gettext_noop("The coordinates are no degrees of longitude and latitude (WGS 84)."))
    if _within(longitude, LATITUDES) and _within(latitude, LONGITUDES):
        raise _Unfit(gettext_noop("Longitude and latitude stand in each other's column."))
    return (None, None) if longitude == latitude == 0 else (longitude, latitude)


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


# what is read for what it means, and not stored as it stands
_READ: Final = frozenset({"sort", "kind", "host", "provider"})
_NUMBERS: Final = frozenset({"age_from", "age_to", "capacity"})


def _number(text: str, most: int) -> int | None:
    found = re.match(r"\s*(\d{1,6})(?:[.,]0+)?\b", text)
    if text and found is None:
        return None
    number = int(found[1]) if found else None
    if number is not None and number > most:
        raise _Unfit(gettext_noop("A number is too large: {text}."), text=text[:40])
    return number


def _yes_or_no(text: str) -> bool | None:
    said = folded(text)
    return True if said in YES else False if said in NO else None


def _email(text: str) -> str:
    return text if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) else ""


def _website(text: str) -> str:
    if not text or " " in text or "." not in text:
        return ""
    return text if text.startswith(("http://", "https://")) else f"https://{text}"
