"""The page of one organization: with whom it works, whom one asks there, and what may be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext

from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.privacy.actors import Actor, ScopeKind
from sozialraum.foundation.typed_names import SHOWN, Offered, enough, is_called, is_whole_name
from sozialraum.network.access import own_providers
from sozialraum.network.cooperations import queries, wording
from sozialraum.network.cooperations.access import KEEPERS
from sozialraum.network.cooperations.enums import Side
from sozialraum.network.cooperations.queries import ContactRow, CooperationRow, Organization
from sozialraum.network.presentation.places import KINDS
from sozialraum.organization.queries import provider_names, team_choices
from sozialraum.social_structure.queries import area_names, area_parents, planning_system


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One cooperation as it is told on the page of one of the two."""

    row: CooperationRow
    partner: Organization
    area: str
    kinds: str
    rhythm: str | Promise
    since: str
    confirmed: str
    fresh: bool
    side: Side
    own: bool
    both: bool
    published: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class HousePage:
    """All that the page of one organization shows."""

    house: Organization
    kind: str | Promise
    area: str
    running: tuple[PartnerLine, ...]
    ended: tuple[PartnerLine, ...]
    contacts: tuple[ContactRow, ...]
    may_write: bool
    speaks_as: str
    today: date

    @property
    def waiting(self) -> int:
        """How many cooperations ask this house for its word."""
        return sum(line.waits for line in self.running)


def house_page(actor: Actor, place_id: UUID, *, today: date) -> HousePage | None:
    """The page of one organization; ``None`` where there is none for this actor."""
    house = queries.organization(actor, place_id, today=today)
    if house is None:
        return None
    rows = queries.cooperations_of(actor, place_id, today=today)
    areas = area_names([house.area_code, *(row.partner(place_id).area_code for row in rows)])
    lines = [_line(actor, row, place_id, areas.get(row.partner(place_id).area_code, "")) for row in rows]
    return HousePage(
        house=house, kind=KINDS[house.kind], area=areas.get(house.area_code, ""),
        running=tuple(each for each in lines if each.row.ended_on is None),
        ended=tuple(each for each in lines if each.row.ended_on is not None),
        contacts=tuple(queries.contacts_of(actor, place_id, today=today)),
        may_write=queries.speaks_for(actor, house), speaks_as=speaks_as(actor, house), today=today,
    )  # fmt: skip


def _line(actor: Actor, row: CooperationRow, place_id: UUID, area: str) -> PartnerLine:
    side = row.side_of(place_id)
    own = side in queries.own_sides(actor, row)
    confirmed = row.one_confirmed_on if side is Side.ONE else row.other_confirmed_on
    return PartnerLine(
        row=row, partner=row.partner(place_id), area=area, kinds=wording.kinds_in_words(row.kinds),
        rhythm=wording.RHYTHMS[row.rhythm], since=date_format(row.since, "F Y"), confirmed=wording.confirmed_in_words(row),
        fresh=row.freshness is Freshness.CONFIRMED, side=side, own=own, both=row.public,
        published=row.one_public if side is Side.ONE else row.other_public,
        waits=own and (confirmed is None or row.freshness is not Freshness.CONFIRMED),
    )  # fmt: skip


def speaks_as(actor: Actor, house: Organization | None = None) -> str:
    """Under which name the actor writes: the own house, else the own team."""
    provider = own_providers(actor)
    if house is not None and house.provider_code in provider:
        return house.name
    if provider:
        return next(iter(provider_names(provider).values()), "")
    teams = dict(team_choices())
    return next((teams[code] for code in actor.keys(ScopeKind.TEAM, *KEEPERS) if code in teams), "")


@dataclass(frozen=True, slots=True)
class Partners:
    """With whom an organization may work: every other one of the city that the actor finds, by its name."""

    actor: Actor
    house: Organization
    today: date

    @property
    def address(self) -> str:
        """Where suggestions come from."""
        return reverse("network:partners", args=[self.house.id])

    def find(self, typed: str) -> Sequence[Offered]:
        """The likeliest that are called that, those of the own quarter first."""
        if not enough(typed):
            return ()
        found = queries.organizations_called(
            self.actor, typed, self._areas(), beside=self.house, limit=SHOWN + 1, today=self.today
        )
        return self._offered(found)

    def named(self, key: UUID) -> Offered | None:
        """Which one this is, if the house may work with it."""
        found = queries.organization(self.actor, key, today=self.today)
        if found is None or found.id == self.house.id or found.area_code not in self._areas():
            return None
        return self._offered([found])[0]

    def fits(self, typed: str, name: str) -> bool:
        """Whether every word begins one of the name, or stands in one that is put together."""
        return is_called(typed, name, inside=True)

    def refusal(self, typed: str, *, whole: bool) -> str:
        """A house works with others, not with itself."""
        fits = is_whole_name if whole else self.fits
        return gettext("That is the house itself.") if fits(typed, self.house.name) else ""

    def _areas(self) -> set[str]:
        system = planning_system()
        return {*(area_parents(system.id) if system else ()), self.house.area_code}

    def _offered(self, found: Sequence[Organization]) -> list[Offered]:
        names = area_names({each.area_code for each in found})
        return [Offered(each.id, each.name, names.get(each.area_code, "")) for each in found]
