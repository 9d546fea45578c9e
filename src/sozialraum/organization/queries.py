"""Reading teams, providers and offers: plain values, in German order."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.confirmation import Freshness, freshness_of
from sozialraum.foundation.database import statements
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.organization.access import (
    can_confirm_offer,
    can_edit_offer,
    can_see_contacts,
    can_see_members,
)
from sozialraum.organization.enums import (
    LegalBasis,
    MembershipFunction,
    OfferForm,
    OfferKind,
    ProviderKind,
    TeamKind,
)
from sozialraum.organization.models import Offer, Provider, Team, TeamMembership
from sozialraum.organization.rules import holds_on
from sozialraum.social_structure.queries import area_names, districts_by_area, planning_system

EDITION = "organization_edition"


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team of the office."""

    code: str
    name: str
    kind: TeamKind
    area_codes: tuple[str, ...]
    phone: str
    email: str
    office_address: str


@dataclass(frozen=True, slots=True)
class TeamPerson:
    """Somebody who works in a team today."""

    name: str
    function: MembershipFunction


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """A team with its people, as far as the reader may see them; ``providers`` work in one of its areas."""

    team: TeamRow
    people: tuple[TeamPerson, ...]
    people_hidden: bool
    providers: tuple[ProviderRow, ...]


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One provider, with the number of its offers that run today."""

    code: str
    name: str
    kind: ProviderKind
    recognized: bool
    association: str
    area_codes: tuple[str, ...]
    address: str
    phone: str
    email: str
    website: str
    contact_name: str
    offers: int


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer. ``capacity`` is ``None`` where nobody has said it: unknown is not zero."""

    id: UUID
    provider_code: str
    provider_name: str
    name: str
    kind: OfferKind
    legal_bases: tuple[LegalBasis, ...]
    form: OfferForm
    description: str
    area_code: str
    area_vintage: str
    capacity: int | None
    mainstream: bool
    direct_access: bool
    valid_from: date | None
    valid_until: date | None
    confirmed_on: date | None
    freshness: Freshness
    runs: bool
    begins_later: bool
    version: int


@dataclass(frozen=True, slots=True)
class ProviderSheet:
    """A provider with its offers; those that run today come first."""

    provider: ProviderRow
    offers: tuple[OfferRow, ...]
    can_edit: bool
    can_confirm: bool


@dataclass(frozen=True, slots=True)
class OrganizationCounts:
    """How much there is today: for the answer sentence and the house."""

    teams: int
    providers: int
    offers: int


def teams(*, kinds: Collection[TeamKind] = ()) -> list[TeamRow]:
    """Every team of the office (of these kinds), in German order of their names."""
    return [team for team in _every_team() if not kinds or team.kind in kinds]


@kept(EDITION, size=1)
def _every_team() -> tuple[TeamRow, ...]:
    return tuple(_team_row(team) for team in Team.objects.all())


def team_sheet(actor: Actor, code: str, *, today: date) -> TeamSheet | None:
    """One team with its people of today, leads first; ``None`` where there is none with this code.

    Partners of the office see the lead alone (``people_hidden``).
    """
    team = Team.objects.filter(code=code).first()
    if team is None:
        return None
    seen = TeamMembership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), team=team, valid_from__lte=today
    )
    everybody = bool(can_see_members(actor))
    if not everybody:
        seen = seen.filter(function=MembershipFunction.LEAD)
    memberships = list(seen)
    names = names_of(each.user_id for each in memberships)
    people = [TeamPerson(names[each.user_id], MembershipFunction(each.function)) for each in memberships]
    order = list(MembershipFunction)
    people.sort(key=lambda person: (order.index(person.function), german_sort_key(person.name)))
    return TeamSheet(
        team=_team_row(team),
        people=tuple(people),
        people_hidden=not everybody,
        providers=tuple(_provider_rows(_working_in(team.area_codes, today), today=today)),
    )


def districts_of(rows: Iterable[TeamRow]) -> dict[str, tuple[str, ...]]:
    """The names of the districts that each team serves, by the team's code.

    The district is the coarsest area below the whole; an area that the cut in force does not know stands with its
    key.
    """
    rows = list(rows)
    system = planning_system()
    districts = districts_by_area(system.id) if system else {}
    tops = {
        row.code: tuple(dict.fromkeys(districts.get(code, code) for code in row.area_codes)) for row in rows
    }
    names = area_names(code for codes in tops.values() for code in codes)
    return {team: tuple(names.get(code, code) for code in codes) for team, codes in tops.items()}


def teams_for_area(area_code: str) -> list[TeamRow]:
    """The teams that serve this area, in German order."""
    return [_team_row(team) for team in Team.objects.filter(area_codes__contains=[area_code])]


def areas_served(team_codes: Collection[str], provider_codes: Collection[str]) -> frozenset[str]:
    """The areas that these teams serve and these providers work in; empty codes ask nothing."""
    if not team_codes and not provider_codes:
        return frozenset()
    return _areas_served(frozenset(team_codes), frozenset(provider_codes))


@kept(EDITION, size=256)
def _areas_served(team_codes: frozenset[str], provider_codes: frozenset[str]) -> frozenset[str]:
    served = [
        *Team.objects.filter(code__in=team_codes).values_list("area_codes", flat=True),
        *Provider.objects.filter(code__in=provider_codes).values_list("area_codes", flat=True),
    ]
    return frozenset(code for codes in served for code in codes)


def providers(*, today: date) -> list[ProviderRow]:
    """Every provider with the number of its running offers, in German order; whom to ask there stands on its own page."""
    return list(_listed_providers(today))


@kept(EDITION, size=2)
def _listed_providers(today: date) -> tuple[ProviderRow, ...]:
    rows = _provider_rows(Provider.objects.all(), today=today)
    return tuple(replace(row, contact_name="") for row in rows)


def provider_sheet(actor: Actor, code: str, *, today: date) -> ProviderSheet | None:
    """One provider with all its offers, and what this actor may do with them; ``None`` for an unknown code."""
    found = _provider_rows(Provider.objects.filter(code=code), today=today)
    if not found:
        return None
    rows = _offer_rows(Offer.objects.filter(provider__code=code), today=today)
    return ProviderSheet(
        provider=found[0] if can_see_contacts(actor) else replace(found[0], contact_name=""),
        offers=tuple(sorted(rows, key=lambda offer: not offer.runs)),
        can_edit=bool(can_edit_offer(actor, code)),
        can_confirm=bool(can_confirm_offer(actor, code)),
    )


def team_choices() -> list[tuple[str, str]]:
    """Every team by code and name, in German order."""
    return list(_team_names())


@kept(EDITION, size=1)
def _team_names() -> tuple[tuple[str, str], ...]:
    return tuple(Team.objects.values_list("code", "name"))


def provider_choices() -> list[tuple[str, str]]:
    """Every provider by code and name, in German order."""
    return list(_provider_names())


@kept(EDITION, size=1)
def _provider_names() -> tuple[tuple[str, str], ...]:
    return tuple(Provider.objects.values_list("code", "name"))


def provider_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of these providers by code."""
    return dict(Provider.objects.filter(code__in=set(codes)).values_list("code", "name"))


def provider_facts(codes: Iterable[str]) -> dict[str, tuple[str, str, bool]]:
    """Kind, association and recognition of these providers by code."""
    found = Provider.objects.filter(code__in=set(codes))
    return {each.code: (each.kind, each.association, each.recognized) for each in found}


def offers(*, today: date, area_codes: Collection[str] = (), running: bool = True) -> list[OfferRow]:
    """Offers (of these areas), those that run today or all, in German order."""
    rows = _running_offers(today) if running else _offer_rows(Offer.objects.all(), today=today)
    wanted = set(area_codes)
    return [row for row in rows if not wanted or row.area_code in wanted]


@kept(EDITION, size=2)
def _running_offers(today: date) -> tuple[OfferRow, ...]:
    return tuple(_offer_rows(Offer.objects.filter(_running(today)), today=today))


def offer(offer_id: UUID, *, today: date) -> OfferRow | None:
    """One offer, or ``None``."""
    return next(iter(_offer_rows(Offer.objects.filter(id=offer_id), today=today)), None)


def offers_by_id(ids: Collection[UUID], *, today: date) -> list[OfferRow]:
    """These offers, those that run today alone."""
    return _offer_rows(Offer.objects.filter(_running(today), id__in=set(ids)), today=today)


def offers_to_confirm(provider_codes: Collection[str], *, today: date, limit: int = 20) -> list[OfferRow]:
    """Running offers of these providers that nobody has confirmed for a year, the longest unconfirmed first."""
    if not provider_codes:
        return []
    found = _offer_rows(
        Offer.objects.filter(_running(today), provider__code__in=set(provider_codes)), today=today
    )
    stale = [each for each in found if each.freshness is not Freshness.CONFIRMED]
    return sorted(stale, key=lambda each: each.confirmed_on or date.min)[:limit]


def counts(*, today: date) -> OrganizationCounts:
    """How many teams, providers and running offers there are."""
    return _counts(today)


@kept(EDITION, size=2)
def _counts(today: date) -> OrganizationCounts:
    return OrganizationCounts(*statements.rows(_COUNTS, [today, today])[0])


_COUNTS = (
    "SELECT (SELECT count(*) FROM organization_team), (SELECT count(*) FROM organization_provider),"
    " (SELECT count(*) FROM organization_offer WHERE (valid_from IS NULL OR valid_from <= %s)"
    " AND (valid_until IS NULL OR valid_until >= %s))"
)


def _working_in(area_codes: Collection[str], today: date) -> QuerySet[Provider]:
    """Providers that have named one of these areas or run an offer there."""
    there = Offer.objects.filter(_running(today), area_code__in=area_codes).values("provider_id")
    return Provider.objects.filter(Q(area_codes__overlap=list(area_codes)) | Q(id__in=there))


def _running(today: date) -> Q:
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=today)) & (
        Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    )


def _team_row(team: Team) -> TeamRow:
    return TeamRow(
        code=team.code, name=team.name, kind=TeamKind(team.kind), area_codes=tuple(team.area_codes), phone=team.phone,
        email=team.email, office_address=team.office_address,
    )  # fmt: skip


def _provider_rows(found: QuerySet[Provider], *, today: date) -> list[ProviderRow]:
    running = (Q(offers__valid_from__isnull=True) | Q(offers__valid_from__lte=today)) & (
        Q(offers__valid_until__isnull=True) | Q(offers__valid_until__gte=today)
    )
    return [
        ProviderRow(
            code=each.code, name=each.name, kind=ProviderKind(each.kind), recognized=each.recognized,
            association=each.association, area_codes=tuple(each.area_codes), address=each.address, phone=each.phone,
            email=each.email, website=each.website, contact_name=each.contact_name, offers=each.running_offers,
        )
        for each in found.annotate(running_offers=Count("offers", filter=running)).order_by("name_sort")
    ]  # fmt: skip


def _offer_rows(found: QuerySet[Offer], *, today: date) -> list[OfferRow]:
    rows = []
    for each in found.select_related("provider"):
        confirmed_on = timezone.localdate(each.confirmed_at) if each.confirmed_at else None
        rows.append(
            OfferRow(
                id=each.id,
                provider_code=each.provider.code,
                provider_name=each.provider.name,
                name=each.name,
                kind=OfferKind(each.kind),
                legal_bases=tuple(LegalBasis(code) for code in each.legal_bases),  # type: ignore[call-arg]  # its value is the code
                form=OfferForm(each.form),
                description=each.description,
                area_code=each.area_code,
                area_vintage=each.area_vintage,
                capacity=each.capacity,
                mainstream=each.mainstream,
                direct_access=each.direct_access,
                valid_from=each.valid_from,
                valid_until=each.valid_until,
                confirmed_on=confirmed_on,
                freshness=freshness_of(confirmed_on, today=today),
                runs=holds_on(today, valid_from=each.valid_from, valid_until=each.valid_until),
                begins_later=each.valid_from is not None and each.valid_from > today,
                version=each.version,
            )
        )
    return rows
