"""The page of one organization: with whom it works, whom one asks there, and what may be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise

from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.privacy.actors import Actor, ScopeKind
from sozialraum.network.access import own_providers
from sozialraum.network.cooperations import queries, wording
from sozialraum.network.cooperations.access import KEEPERS
from sozialraum.network.cooperations.enums import Side
from sozialraum.network.cooperations.forms import Groups
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


def partner_choices(actor: Actor, house: Organization, *, today: date) -> Groups:
    """With whom an organization may work: those of its quarter first, then by district."""
    system = planning_system()
    parents = area_parents(system.id) if system else {}
    names = area_names([*parents, *parents.values()])
    found = queries.organizations(actor, [*parents, house.area_code], today=today)
    groups: dict[str, list[tuple[str, str]]] = {names.get(house.area_code, ""): []}
    for each in found:
        if each.id != house.id:
            group = (
                each.area_code if each.area_code == house.area_code else _district(each.area_code, parents)
            )
            groups.setdefault(names.get(group, group), []).append((str(each.id), each.name))
    first, *others = groups.items()
    return [(name, list(entries)) for name, entries in [first, *sorted(others)] if entries]


def _district(code: str, parents: dict[str, str]) -> str:
    above: Sequence[str] = [code]
    while above[-1] in parents:
        above = [*above, parents[above[-1]]]
    return above[-2] if len(above) > 1 else code
