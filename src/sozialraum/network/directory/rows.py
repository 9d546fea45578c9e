"""Entries of the tables as rows of the directory: which words are searched, with which weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, Protocol
from uuid import UUID

from django.utils import timezone

from sozialraum.network.directory.columns import Row
from sozialraum.network.enums import (
    Audience,
    CardDirection,
    CardVisibility,
    Cost,
    PlaceKind,
    ResourceLevel,
    ResourceSort,
    Rubric,
    Visibility,
)
from sozialraum.network.matching import Source
from sozialraum.network.rules import WORDS, level_of
from sozialraum.network.schedules import bits, schedule_from
from sozialraum.organization.enums import OfferForm, OfferKind
from sozialraum.organization.queries import OfferRow

NAME, FOR, TEXT, KIND, BEHIND, WHERE = 3.0, 1.3, 1.0, 0.8, 0.6, 0.4
RUBRIC_WORDS: Final[Mapping[Rubric, str]] = {
    Rubric.HOUSEHOLD: "Haushalt", Rubric.HEALTH: "Gesundheit", Rubric.CHILD_CARE: "Kinderbetreuung",
    Rubric.CRAFTS: "Handwerk", Rubric.OFFICE: "Büro Schreiben Anträge", Rubric.SALES: "Verkaufen",
    Rubric.ORGANIZING: "Organisieren", Rubric.COOKING: "Kochen", Rubric.MUSIC: "Musik", Rubric.LANGUAGE: "Sprache",
    Rubric.LEARNING: "Lernen Schule", Rubric.SPORT: "Sport Bewegung", Rubric.NATURE: "Natur", Rubric.ART: "Kunst",
    Rubric.DIGITAL: "Computer", Rubric.GETTING_AROUND: "Wege", Rubric.COMPANY: "Gesellschaft", Rubric.ADVICE: "Rat",
}  # fmt: skip
OFFER_RUBRICS: Final[Mapping[OfferKind, tuple[Rubric, ...]]] = {
    OfferKind.YOUTH_WORK: (Rubric.COMPANY,), OfferKind.YOUTH_SOCIAL_WORK: (Rubric.ADVICE, Rubric.LEARNING),
    OfferKind.SCHOOL_SOCIAL_WORK: (Rubric.ADVICE, Rubric.LEARNING), OfferKind.FAMILY_EDUCATION: (Rubric.ADVICE, Rubric.CHILD_CARE),
    OfferKind.COUNSELING: (Rubric.ADVICE,), OfferKind.HELP_AT_HOME: (Rubric.ADVICE, Rubric.HOUSEHOLD, Rubric.CHILD_CARE),
    OfferKind.GROUP_WORK: (Rubric.COMPANY, Rubric.LEARNING), OfferKind.DAY_GROUP: (Rubric.LEARNING, Rubric.CHILD_CARE),
    OfferKind.INTEGRATION: (Rubric.HEALTH, Rubric.LEARNING), OfferKind.FLEXIBLE_HELP: (Rubric.ADVICE,),
}  # fmt: skip
OPEN_FORMS: Final = frozenset({OfferForm.OPEN, OfferForm.COUNSELING})


AUDIENCE_WORDS: Final[Mapping[Audience, str]] = {
    Audience.EVERYONE: "", Audience.GIRLS_AND_WOMEN: "Mädchen Frauen", Audience.BOYS_AND_MEN: "Jungen Männer Väter",
}  # fmt: skip


def age_words(age_from: int | None, age_to: int | None) -> str:
    """What people call those of these ages.

    >>> age_words(60, None), age_words(0, 1), age_words(6, 10)
    ('Senioren ältere Menschen', 'Babys', '')
    """
    if age_from is not None and age_from >= 55:
        return "Senioren ältere Menschen"
    if age_to is not None and age_to <= 1:
        return "Babys"
    return "Kleinkinder" if age_to is not None and age_to <= 4 else ""


class PlaceLike(Protocol):
    """An entry of the table of places, stored or about to be."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def sort(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def rubrics(self) -> Sequence[str]: ...
    @property
    def description(self) -> str: ...
    @property
    def schedule(self) -> Sequence[str]: ...
    @property
    def hours(self) -> str: ...
    @property
    def good_for(self) -> str: ...
    @property
    def not_for(self) -> str: ...
    @property
    def audience(self) -> str: ...
    @property
    def age_from(self) -> int | None: ...
    @property
    def age_to(self) -> int | None: ...
    @property
    def step_free(self) -> bool | None: ...
    @property
    def quiet(self) -> bool | None: ...
    @property
    def languages(self) -> Sequence[str]: ...
    @property
    def cost(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def longitude(self) -> float | None: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def area_code(self) -> str: ...
    @property
    def provider_code(self) -> str: ...
    @property
    def equipment(self) -> str: ...
    @property
    def gives(self) -> str: ...
    @property
    def visibility(self) -> str: ...
    @property
    def valid_until(self) -> date | None: ...
    @property
    def confirmed_at(self) -> datetime | None: ...


class CardLike(Protocol):
    """A resident's card, stored or about to be."""

    @property
    def id(self) -> UUID: ...
    @property
    def direction(self) -> str: ...
    @property
    def rubric(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def schedule(self) -> Sequence[str]: ...
    @property
    def age_from(self) -> int | None: ...
    @property
    def age_to(self) -> int | None: ...
    @property
    def languages(self) -> Sequence[str]: ...
    @property
    def area_code(self) -> str: ...
    @property
    def visibility(self) -> str: ...
    @property
    def valid_until(self) -> date: ...
    @property
    def confirmed_at(self) -> datetime | None: ...


def place_row(place: PlaceLike, *, provider: str = "", today: date) -> Row:
    """A place, an activity or an organization; ``provider`` is the name of who runs it."""
    kind = PlaceKind(place.kind)
    sort = ResourceSort(place.sort)
    rubrics = tuple(Rubric(each) for each in place.rubrics)
    # what a kind of place is called says nothing of a course that happens there
    called = WORDS[kind] if sort is ResourceSort.PLACE else ""
    return Row(
        source=Source.PLACE, id=place.id, name=place.name,
        words=(
            (NAME, place.name), (FOR, place.good_for), (TEXT, place.description), (KIND, called),
            (KIND, " ".join(RUBRIC_WORDS[each] for each in rubrics)), (TEXT, place.gives),
            (KIND, f"{AUDIENCE_WORDS[Audience(place.audience)]} {age_words(place.age_from, place.age_to)}"), (BEHIND, place.equipment),
            (BEHIND, provider), (WHERE, place.address),
        ),
        found_by=Visibility(place.visibility).value, sort=sort, kind=kind, level=level_of(kind, place.level),
        rubrics=rubrics, audience=Audience(place.audience), age_from=place.age_from, age_to=place.age_to,
        languages=place.languages, cost=Cost(place.cost), step_free=place.step_free, quiet=place.quiet,
        times=bits(schedule_from(list(place.schedule)), today=today), area_code=place.area_code,
        longitude=place.longitude, latitude=place.latitude, address=place.address,
        confirmed_on=_day(place.confirmed_at), valid_until=place.valid_until,
    )  # fmt: skip


def card_row(card: CardLike, *, today: date, point: tuple[float, float] | None = None) -> Row:
    """A resident's card: what is said, never who says it; ``point`` is the middle of the quarter."""
    rubric = Rubric(card.rubric)
    return Row(
        source=Source.CARD, id=card.id, name=card.title,
        words=((NAME, card.title), (TEXT, card.description), (KIND, RUBRIC_WORDS[rubric])),
        found_by=CardVisibility(card.visibility).value, sort=ResourceSort.ACTIVITY, kind=PlaceKind.EVERYDAY,
        level=ResourceLevel.NEIGHBORHOOD, rubrics=(rubric,), age_from=card.age_from, age_to=card.age_to,
        languages=card.languages, cost=Cost.FREE, times=bits(schedule_from(list(card.schedule)), today=today),
        area_code=card.area_code, longitude=point[0] if point else None, latitude=point[1] if point else None,
        confirmed_on=_day(card.confirmed_at), valid_until=card.valid_until,
        wish=CardDirection(card.direction) is CardDirection.WOULD_LIKE,
    )  # fmt: skip


def offer_row(offer: OfferRow, *, point: tuple[float, float] | None = None) -> Row:
    """An offer of a provider; ``point`` is the middle of its area, as offers have no address."""
    kind = PlaceKind.YOUTH_CENTER if offer.kind is OfferKind.YOUTH_WORK else PlaceKind.COUNSELING
    level = ResourceLevel.MAINSTREAM if offer.mainstream else ResourceLevel.PROFESSIONAL
    return Row(
        source=Source.OFFER, id=offer.id, name=offer.name,
        words=(
            (NAME, offer.name), (TEXT, offer.description), (TEXT, " ".join(basis.german for basis in offer.legal_bases)),
            (BEHIND, offer.provider_name),
        ),
        sort=ResourceSort.ACTIVITY, kind=kind, level=level, rubrics=OFFER_RUBRICS.get(offer.kind, ()),
        languages=("de",), cost=Cost.FREE if offer.form in OPEN_FORMS else Cost.UNKNOWN, area_code=offer.area_code,
        longitude=point[0] if point else None, latitude=point[1] if point else None,
        confirmed_on=offer.confirmed_on, valid_until=offer.valid_until,
    )  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
