"""Rules of the network floor: what a place may say about itself, and how words are compared in a search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.enums import CardVisibility, PlaceKind, ResourceLevel, Visibility

SHORTEST_WORD: Final = 3
OLDEST: Final = 120
BETWEEN_WORDS: Final = re.compile(r"[^a-z0-9]+")
LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
)
SPELLED_OUT: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"))

# what people call these places; searched together with the entry's own words
WORDS: Final[Mapping[PlaceKind, str]] = {
    PlaceKind.YOUTH_CENTER: "Jugendzentrum Jugendhaus Jugendtreff Jugendclub offene Tür youth centre",
    PlaceKind.FAMILY_CENTER: "Familienzentrum Familientreff Elterncafé family centre",
    PlaceKind.MEETING_PLACE: "Treffpunkt Nachbarschaftstreff Bürgerhaus Stadtteilladen Café meeting place",
    PlaceKind.PLAYGROUND: "Spielplatz playground",
    PlaceKind.SPORTS_GROUND: "Sportplatz Bolzplatz Skaterbahn Schwimmbad Halle sports ground",
    PlaceKind.CLUB: "Verein Sportverein club",
    PlaceKind.LIBRARY: "Bücherei Bibliothek Lesen library",
    PlaceKind.SCHOOL: "Schule school",
    PlaceKind.DAY_CARE: "Kita Kindergarten Krippe Kindertagesstätte Hort day care nursery",
    PlaceKind.COUNSELING: "Beratung Beratungsstelle Sprechstunde advice counselling",
    PlaceKind.CULTURE: "Kultur Museum Musik Theater Kino culture",
    PlaceKind.FAITH: "Kirche Gemeinde Moschee Synagoge Tempel faith",
    PlaceKind.GARDEN: "Garten Park Bauernhof garden",
    PlaceKind.HEALTH: "Arzt Praxis Hebamme Gesundheit health",
    PlaceKind.LEARNING: "Nachhilfe Hausaufgaben Lernen Sprachkurs Werkstatt learning",
    PlaceKind.SHELTER: "Schutz Frauenhaus Notschlafstelle Zuflucht shelter",
    PlaceKind.EVERYDAY: "Alltag Hilfe leihen tauschen reparieren everyday",
    PlaceKind.OTHER: "",
}

# what a kind of place is, as long as nobody says otherwise
LEVELS: Final[Mapping[PlaceKind, ResourceLevel]] = {
    PlaceKind.MEETING_PLACE: ResourceLevel.NEIGHBORHOOD,
    PlaceKind.GARDEN: ResourceLevel.NEIGHBORHOOD,
    PlaceKind.EVERYDAY: ResourceLevel.NEIGHBORHOOD,
    PlaceKind.FAMILY_CENTER: ResourceLevel.PROJECT,
    PlaceKind.YOUTH_CENTER: ResourceLevel.PROJECT,
    PlaceKind.COUNSELING: ResourceLevel.PROFESSIONAL,
    PlaceKind.HEALTH: ResourceLevel.PROFESSIONAL,
    PlaceKind.SHELTER: ResourceLevel.PROFESSIONAL,
}

# asking by mail: at most one mail in so many days, so many entries in it, and so often without an answer
MONTH_DAYS: Final = 30
MOST_ENTRIES_A_MAIL: Final = 10
MOST_UNANSWERED: Final = 3

CONSENTED: Final = ("full_name", "phone", "email")
LONGEST_CONSENT_DAYS: Final = 366
# who reads a field that was opened for somebody: team's fields are read by case workers, public ones by everybody
READERS: Final[Mapping[CardVisibility, frozenset[CardVisibility]]] = {
    CardVisibility.PUBLIC: frozenset({CardVisibility.PUBLIC}),
    CardVisibility.TEAM: frozenset({CardVisibility.PUBLIC, CardVisibility.TEAM}),
    CardVisibility.CASE: frozenset(CardVisibility),
}


def level_of(kind: PlaceKind, said: str) -> ResourceLevel:
    """How close to everyday life a place is: what its entry says, or what its kind usually is.

    >>> level_of(PlaceKind.CLUB, ""), level_of(PlaceKind.CLUB, "project")
    (<ResourceLevel.MAINSTREAM: 'mainstream'>, <ResourceLevel.PROJECT: 'project'>)
    """
    return ResourceLevel(said) if said else LEVELS.get(kind, ResourceLevel.MAINSTREAM)


def may_read_field(
    consents: Mapping[str, Mapping[str, str]], name: str, *, reader: CardVisibility, today: date
) -> bool:
    """Whether a resident has opened this field of the card for such a reader, today still.

    >>> consents = {"phone": {"for": "team", "until": "2027-05-01"}}
    >>> [may_read_field(consents, "phone", reader=each, today=date(2026, 11, 20)) for each in CardVisibility]
    [False, True, True]
    """
    given = consents.get(name)
    if not given:
        return False
    return CardVisibility(given["for"]) in READERS[reader] and date.fromisoformat(given["until"]) >= today


def consents_hold(
    consents: Mapping[str, Mapping[str, str]], *, visibility: CardVisibility, valid_until: date, today: date
) -> Decision:
    """Whether consents name known fields, an end within a year, and nobody who does not find the card at all."""
    if not today <= valid_until or (valid_until - today).days > LONGEST_CONSENT_DAYS:
        return Decision.no(_("A card runs for a year at most. After that the person is asked again."))
    for name, given in consents.items():
        if name not in CONSENTED or set(given) != {"for", "until"}:
            return Decision.no(_("A consent names one field, a reader and a day."))
        until = date.fromisoformat(given["until"])
        if until > valid_until:
            return Decision.no(_("A consent does not outlive its card."))
        if (
            visibility not in READERS[CardVisibility(given["for"])]
            and CardVisibility(given["for"]) not in READERS[visibility]
        ):
            return Decision.no(_("Who does not find the card cannot read a field of it."))
    return Decision.yes()


def folded(text: str) -> str:
    """Bring a text into the one spelling in which a search compares it.

    Case, marks and the ways to write an umlaut are set aside, on both sides alike.

    >>> folded("Stadtteilbücherei") == folded("STADTTEILBUECHEREI") == folded("stadtteilbucherei")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    for spelled, letter in SPELLED_OUT:
        letters = letters.replace(spelled, letter)
    return BETWEEN_WORDS.sub(" ", letters).strip()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a question that a search looks for, each once; short ones carry nothing.

    >>> words_of("Fußball für Mädchen in der Nähe")
    ('fussball', 'fur', 'madchen', 'der', 'nahe')
    """
    return tuple(dict.fromkeys(word for word in folded(text).split() if len(word) >= SHORTEST_WORD))


def search_text(kind: PlaceKind, parts: Iterable[str]) -> str:
    """What a search reads of a place: its own words and what people call its kind."""
    return folded(" ".join((*parts, WORDS[kind])))


def may_be_located(
    visibility: Visibility, *, address: str, longitude: float | None, latitude: float | None, area_code: str
) -> Decision:
    """A confidential place has no address, no point and no area: what is not stored cannot get out.

    A point has both coordinates, in degrees (WGS 84).

    >>> bool(may_be_located(Visibility.CONFIDENTIAL, address="Kai 7", longitude=None, latitude=None, area_code=""))
    False
    """
    if visibility is Visibility.CONFIDENTIAL and (
        address or area_code or longitude is not None or latitude is not None
    ):
        return Decision.no(_("A confidential place has no address, no point on the map and no area."))
    if (longitude is None) != (latitude is None):
        return Decision.no(_("A point on the map has a longitude and a latitude."))
    if (
        longitude is not None
        and latitude is not None
        and not (-180 <= longitude <= 180 and -90 <= latitude <= 90)
    ):
        return Decision.no(_("This point does not lie on the earth."))
    return Decision.yes()


def ages_fit(age_from: int | None, age_to: int | None) -> Decision:
    """Whether the ages are in order; an open end is."""
    if any(age is not None and not 0 <= age <= OLDEST for age in (age_from, age_to)):
        return Decision.no(_("Ages are full years from 0 to 120."))
    if age_from is not None and age_to is not None and age_to < age_from:
        return Decision.no(_("The highest age lies below the lowest."))
    return Decision.yes()
