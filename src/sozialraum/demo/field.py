"""Teams, providers, offers and places of the city, entered by the one who keeps the registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sozialraum.demo.calendar import NOW, on
from sozialraum.demo.city.plan import City
from sozialraum.demo.people import Crowd
from sozialraum.network.enums import Cost, PlaceKind
from sozialraum.network.rules import folded
from sozialraum.network.services import NewPlace, add_places
from sozialraum.organization import services
from sozialraum.organization.enums import (
    LegalBasis,
    MembershipFunction,
    OfferForm,
    OfferKind,
    ProviderKind,
    TeamKind,
)
from sozialraum.organization.services import NewMembership, NewOffer, NewProvider, NewTeam

VINTAGE = "2023"
PROVIDERS: Mapping[str, ProviderKind] = {
    "association": ProviderKind.INDEPENDENT, "nonprofit_company": ProviderKind.INDEPENDENT,
    "foundation": ProviderKind.INDEPENDENT, "company": ProviderKind.COMMERCIAL, "municipality": ProviderKind.PUBLIC,
}  # fmt: skip
FORMS: Mapping[str, OfferForm] = {
    "ambulatory": OfferForm.AMBULANT, "open": OfferForm.OPEN, "residential": OfferForm.RESIDENTIAL,
    "counseling": OfferForm.COUNSELING, "day_group": OfferForm.SEMI_RESIDENTIAL, "home": OfferForm.AMBULANT,
    "foster_care": OfferForm.FOSTER_FAMILY, "mixed": OfferForm.AMBULANT,
}  # fmt: skip
OFFERS: Mapping[str, OfferKind] = {
    "11": OfferKind.YOUTH_WORK, "13": OfferKind.YOUTH_SOCIAL_WORK, "13a": OfferKind.SCHOOL_SOCIAL_WORK,
    "14": OfferKind.YOUTH_WORK, "16": OfferKind.FAMILY_EDUCATION, "17": OfferKind.COUNSELING,
    "18": OfferKind.COUNSELING, "19": OfferKind.RESIDENTIAL_CARE, "20": OfferKind.HELP_AT_HOME,
    "27": OfferKind.FLEXIBLE_HELP, "28": OfferKind.COUNSELING, "29": OfferKind.GROUP_WORK,
    "30": OfferKind.HELP_AT_HOME, "31": OfferKind.HELP_AT_HOME, "32": OfferKind.DAY_GROUP,
    "33": OfferKind.FOSTER_CARE, "34": OfferKind.RESIDENTIAL_CARE, "35": OfferKind.INTENSIVE_CARE,
    "35a": OfferKind.INTEGRATION, "41": OfferKind.FLEXIBLE_HELP, "42": OfferKind.PROTECTION,
}  # fmt: skip
BASES: Mapping[str, LegalBasis] = {each.value: each for each in LegalBasis}
DIRECT = frozenset({"11", "13", "13a", "14", "16", "17", "18", "28"})
PLACES: Mapping[str, PlaceKind] = {
    "daycare": PlaceKind.DAY_CARE, "pitch": PlaceKind.SPORTS_GROUND, "informal_place": PlaceKind.MEETING_PLACE,
    "faith_community": PlaceKind.FAITH, "primary_school": PlaceKind.SCHOOL, "secondary_school": PlaceKind.SCHOOL,
    "special_school": PlaceKind.SCHOOL, "neighborhood_meeting": PlaceKind.MEETING_PLACE,
    "pediatrician": PlaceKind.HEALTH, "counseling_center": PlaceKind.COUNSELING, "workshop": PlaceKind.LEARNING,
    "swimming_pool": PlaceKind.SPORTS_GROUND, "music_school": PlaceKind.CULTURE,
}  # fmt: skip
COSTS: Mapping[str, Cost] = dict.fromkeys(
    ("playground", "pitch", "youth_center", "library", "garden", "neighborhood_meeting", "counseling_center",
     "primary_school", "secondary_school", "family_center", "faith_community"),
    Cost.FREE,
) | {"swimming_pool": Cost.SMALL, "club": Cost.SMALL, "music_school": Cost.REGULAR}  # fmt: skip
LANGUAGES: Mapping[str, str] = {
    "Deutsch": "de", "Türkisch": "tr", "Arabisch": "ar", "Ukrainisch": "uk", "Russisch": "ru", "Polnisch": "pl",
    "Albanisch": "sq", "Englisch": "en", "Französisch": "fr",
}  # fmt: skip


def bring_in_organization(city: City, crowd: Crowd) -> None:
    """Enter teams with their members, providers and offers."""
    keeper = crowd.persona("administrator")
    quarters = _quarters_by_district(city)
    services.add_teams(
        [
            NewTeam(
                code=row["team_code"], name=row["name"], office_address=row["address"], area_vintage=VINTAGE,
                kind=TeamKind.SOCIAL_SERVICE if row["kind"] == "district" else _central_kind(row["team_code"]),
                area_codes=quarters.get(row["district_code"] or "", ()),
            )
            for row in city.teams.to_pylist()
        ],
        by=keeper, at=NOW,
    )  # fmt: skip
    services.add_memberships(
        [
            NewMembership(
                row["team_code"], crowd.staff[row["person_code"]], row["started_on"], _function(row["title"])
            )
            for row in city.staff.to_pylist()
        ],
        by=keeper, at=NOW,
    )  # fmt: skip
    services.add_providers(
        [
            NewProvider(
                code=row["provider_code"], name=row["name"], kind=PROVIDERS[row["kind"]],
                recognized=row["kind"] in {"association", "nonprofit_company", "foundation"}, area_vintage=VINTAGE,
                area_codes=quarters.get(row["district_code"] or "", ()),
            )
            for row in city.providers.to_pylist()
        ],
        by=keeper, at=NOW,
    )  # fmt: skip
    services.add_offers([_offer(row) for row in city.offers.to_pylist()], by=keeper, at=NOW)


def bring_in_places(city: City, crowd: Crowd) -> list[UUID]:
    """Enter the places with their coordinates, hours and languages; returns their ids in the order of the table."""
    return add_places(new_places(city), by=crowd.persona("administrator"), at=NOW)


def new_places(city: City) -> list[NewPlace]:
    """The places of the city as they are entered."""
    return [
            NewPlace(
                name=row["name"], kind=PLACES.get(row["kind"]) or PlaceKind(row["kind"]), area_code=row["area_code"],
                area_vintage=VINTAGE, longitude=row["longitude"], latitude=row["latitude"], address=row["address"],
                description=row["note"] or "", hours=row["hours"] or "", step_free=row["barrier_free"],
                languages=[LANGUAGES[name] for name in row["languages"] or ()], cost=COSTS.get(row["kind"], Cost.UNKNOWN),
                provider_code=row["provider_code"] or "", confirm_email=asked_at(row["name"]),
                confirmed_at=on(row["confirmed_on"]) if row["confirmed_on"] else None,
            )
            for row in city.places.to_pylist()
        ]  # fmt: skip


def asked_at(name: str) -> str:
    """Where one asks whether an entry still holds; for one in four nobody has named an address yet."""
    if sum(name.encode()) % 4 == 0:
        return ""
    return f"{folded(name).replace(' ', '-')[:60].strip('-')}@lindenfurt.example"


def _offer(row: Mapping[str, Any]) -> NewOffer:
    basis = row["legal_basis"].removesuffix("-2").split("-")[0]
    form = OfferForm.RESIDENTIAL if row["legal_basis"] == "35a-residential" else FORMS[row["form"]]
    return NewOffer(
        provider_code=row["provider_code"], name=row["name"], kind=OFFERS[basis], legal_bases=(BASES[basis],),
        form=form, area_code=row["area_code"] or "", area_vintage=VINTAGE, capacity=row["places"] or None,
        mainstream=basis in {"11", "13a", "16"}, direct_access=basis in DIRECT,
        confirmed_at=on(row["confirmed_on"]) if row["confirmed_on"] else None,
    )  # fmt: skip


def _quarters_by_district(city: City) -> dict[str, list[str]]:
    rows = [row for row in city.areas.to_pylist() if row["area_vintage"] == VINTAGE]
    above = {row["area_code"]: row["parent_code"] for row in rows}
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["level"] == "quarter":
            found.setdefault(above[above[row["area_code"]]], []).append(row["area_code"])
    return found


def _central_kind(code: str) -> TeamKind:
    return TeamKind.ECONOMIC_YOUTH_WELFARE if code == "WJH" else TeamKind.PLANNING


def _function(title: str) -> MembershipFunction:
    if title.startswith("Stellvertretende"):
        return MembershipFunction.DEPUTY_LEAD
    return MembershipFunction.LEAD if title.startswith("Teamleitung") else MembershipFunction.MEMBER
