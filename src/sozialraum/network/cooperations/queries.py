"""Reading who works with whom. A network is of an area and of a day; the same tables draw that of an earlier day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sozialraum.foundation.confirmation import Freshness, freshness_of
from sozialraum.foundation.database import statements
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.database.name_search import begun, begun_in, whole, whole_in
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import visible_to
from sozialraum.network.cooperations.access import can_speak_for, reads_all_cooperations, sides_of
from sozialraum.network.cooperations.enums import Confirmation, CooperationKind, Rhythm, Side
from sozialraum.network.cooperations.models import OrganizationContact
from sozialraum.network.cooperations.rules import SECTOR_OF, confirmation_of
from sozialraum.network.enums import PlaceKind, Visibility

EDITION = "cooperations_cooperationedition"


@dataclass(frozen=True, slots=True)
class Organization:
    """Somebody who stands in the network: a house, a club, an office. ``provider_code`` is empty where none keeps it."""

    id: UUID
    name: str
    kind: PlaceKind
    area_code: str
    provider_code: str


@dataclass(frozen=True, slots=True)
class CooperationRow:
    """Two organizations that work together, as a reader may see it."""

    id: UUID
    one: Organization
    other: Organization
    kinds: tuple[CooperationKind, ...]
    about: str
    rhythm: Rhythm
    since: date
    ended_on: date | None
    noted_as: str
    one_confirmed_on: date | None
    one_confirmed_as: str
    one_public: bool
    other_confirmed_on: date | None
    other_confirmed_as: str
    other_public: bool
    freshness: Freshness
    one_first: bool = True

    @property
    def ends(self) -> tuple[Organization, Organization]:
        """The two in the German order of their names, as lists show them."""
        return (self.one, self.other) if self.one_first else (self.other, self.one)

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids as the sheet of a map reads them."""
        first, second = sorted((str(self.one.id), str(self.other.id)))
        return first, second

    @property
    def confirmation(self) -> Confirmation:
        """Who has said that it holds."""
        return confirmation_of(self.one_confirmed_on, self.other_confirmed_on)

    @property
    def public(self) -> bool:
        """Whether both sides have published it."""
        return self.one_public and self.other_public

    @property
    def confirmed_on(self) -> date | None:
        """When somebody said last that it holds."""
        return max((day for day in (self.one_confirmed_on, self.other_confirmed_on) if day), default=None)

    def partner(self, place_id: UUID) -> Organization:
        """The other end, seen from one of the two."""
        return self.other if self.one.id == place_id else self.one

    def side_of(self, place_id: UUID) -> Side:
        """Which end an organization is."""
        return Side.ONE if self.one.id == place_id else Side.OTHER

    def runs_on(self, day: date) -> bool:
        """Whether the two worked together on a day."""
        return self.since <= day and (self.ended_on is None or self.ended_on > day)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Whom one asks at an organization."""

    id: UUID
    role: str
    about: str
    phone: str
    email: str
    public: bool
    confirmed_on: date
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Network:
    """The organizations of areas, and every cooperation that has one end there, ended ones included."""

    organizations: tuple[Organization, ...]
    cooperations: tuple[CooperationRow, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """What of all networks a reader sees: entries of this visibility, and what is not published only ``inside``."""

    visible: tuple[str, ...]
    inside: bool


def reader_of(actor: Actor) -> Reader:
    """What the actor sees: everybody what is published, office and providers all; nobody who is confidential."""
    seen = sorted(each.value for each in visible_to(actor) if each is not Visibility.CONFIDENTIAL)
    return Reader(tuple(seen), reads_all_cooperations(actor))


@kept(EDITION, size=4)
def network_of(reader: Reader, area_codes: frozenset[str], *, today: date) -> Network:
    """The network of these areas as a reader sees it."""
    codes = list(area_codes)
    here = "area_code = ANY(%s)"
    return Network(
        tuple(_organizations(reader, codes, today)),
        tuple(
            _rows(
                reader,
                _among(here) + " AND (one.area_code = ANY(%s) OR other.area_code = ANY(%s))",
                [codes] * 6,
                today,
            )
        ),
    )


def organizations(actor: Actor, area_codes: Collection[str], *, today: date) -> list[Organization]:
    """The organizations of these areas, in German order; whoever is confidential stands on no map."""
    return _organizations(reader_of(actor), list(area_codes), today)


def organizations_called(
    actor: Actor, typed: str, area_codes: Collection[str], *, beside: Organization, limit: int, today: date
) -> list[Organization]:
    """The other organizations of these areas that are called that: whole words first, then the quarter of ``beside``."""
    rows = statements.rows(
        _CALLED,
        [_KINDS, list(reader_of(actor).visible), today, list(area_codes), beside.id, begun(typed, inside=True), whole(typed), beside.area_code, limit],
    )  # fmt: skip
    return [_organization(each) for each in rows]


def organization(actor: Actor, place_id: UUID, *, today: date) -> Organization | None:
    """One organization; ``None`` where there is none for this actor."""
    rows = statements.rows(_ORGANIZATION, [_KINDS, list(reader_of(actor).visible), today, place_id])
    return next((_organization(each) for each in rows), None)


def own_organizations(actor: Actor, provider_codes: Collection[str], *, today: date) -> list[Organization]:
    """The organizations that these providers keep."""
    if not provider_codes:
        return []
    rows = statements.rows(_OWN, [_KINDS, list(reader_of(actor).visible), today, list(provider_codes)])
    return [_organization(each) for each in rows]


def cooperations_of(actor: Actor, place_id: UUID, *, today: date) -> list[CooperationRow]:
    """With whom an organization works or worked, as the actor may see it; what runs comes first."""
    found = _rows(
        reader_of(actor), _among("id = %s") + " AND (one.id = %s OR other.id = %s)", [place_id] * 6, today
    )
    return sorted(
        found, key=lambda row: (row.ended_on is not None, german_sort_key(row.partner(place_id).name))
    )


def cooperation(actor: Actor, cooperation_id: UUID, *, today: date) -> CooperationRow | None:
    """One cooperation as the actor may see it."""
    found = _rows(reader_of(actor), _COOPERATIONS + " AND c.id = %s", [cooperation_id], today)
    return next(iter(found), None)


def contacts_of(actor: Actor, place_id: UUID, *, today: date) -> list[ContactRow]:
    """Whom one asks at an organization: everybody what is public, office and providers all."""
    found = OrganizationContact.objects.filter(place_id=place_id).order_by("role", "id")
    if not reads_all_cooperations(actor):
        found = found.filter(public=True)
    return [
        ContactRow(
            each.id, each.role, each.about, each.phone, each.email, each.public, each.confirmed_on,
            freshness_of(each.confirmed_on, today=today),
        )
        for each in found
    ]  # fmt: skip


def speaks_for(actor: Actor, place: Organization) -> bool:
    """Whether the actor writes for this organization."""
    return bool(can_speak_for(actor, place.provider_code))


def own_sides(actor: Actor, row: CooperationRow) -> frozenset[Side]:
    """For which sides of a cooperation the actor writes."""
    return sides_of(actor, row.one.provider_code, row.other.provider_code)


def _organizations(reader: Reader, area_codes: list[str], today: date) -> list[Organization]:
    rows = statements.rows(_ORGANIZATIONS, [_KINDS, list(reader.visible), today, area_codes])
    return [_organization(each) for each in rows]


def _rows(reader: Reader, statement: str, values: list[Any], today: date) -> list[CooperationRow]:
    """In the order of names; what one has merged into another entry stands under that entry, and a tie of both with one partner stands once."""
    visible = list(reader.visible)
    rows = statements.rows(statement + _BY_NAME, [visible, visible, not reader.inside, *values])
    houses: dict[UUID, Organization] = {}
    found: dict[tuple[object, ...], CooperationRow] = {}
    for row in (_row(reader, each, houses, today) for each in rows):
        tie = (row.pair, row.ended_on)
        if row.one.id != row.other.id and (tie not in found or row.since < found[tie].since):
            found[tie] = row
    return list(found.values())


def _row(
    reader: Reader, values: Sequence[Any], houses: dict[UUID, Organization], today: date
) -> CooperationRow:
    (
        id_, kinds, about, rhythm, since, ended_on, noted_as, one_on, one_as, one_public, other_on, other_as,
        other_public, one_first, *ends,
    ) = values  # fmt: skip
    one, other = (
        houses.get(end[0]) or houses.setdefault(end[0], _organization(end)) for end in (ends[:5], ends[5:])
    )
    inside = reader.inside
    last = max((day for day in (one_on, other_on) if day), default=None)
    return CooperationRow(
        id=id_, one=one, other=other, kinds=tuple(CooperationKind(each) for each in kinds), about=about,
        rhythm=Rhythm(rhythm), since=since, ended_on=ended_on, noted_as=noted_as if inside else "",
        one_confirmed_on=one_on, one_confirmed_as=one_as if inside else "", one_public=one_public,
        other_confirmed_on=other_on, other_confirmed_as=other_as if inside else "", other_public=other_public,
        freshness=freshness_of(last, today=today), one_first=one_first,
    )  # fmt: skip


def _organization(values: Sequence[Any]) -> Organization:
    id_, name, kind, area_code, provider_code = values
    return Organization(id_, name, PlaceKind(kind), area_code, provider_code)


_KINDS = [kind.value for kind in SECTOR_OF]
_ORGANIZATION_COLUMNS = "SELECT id, name, kind, area_code, provider_code FROM network_place"
_STANDING = (
    " WHERE sort IN ('place', 'organization') AND kind = ANY(%s) AND visibility = ANY(%s)"
    " AND (valid_until IS NULL OR valid_until >= %s)"
)
_ORGANIZATIONS = f"{_ORGANIZATION_COLUMNS}{_STANDING} AND area_code = ANY(%s) ORDER BY name_sort, id"
_CALLED = (
    f"{_ORGANIZATION_COLUMNS}{_STANDING} AND area_code = ANY(%s) AND id <> %s AND {begun_in('name_sort', '%s')}"
    f" ORDER BY {whole_in('name_sort', '%s')} DESC, area_code <> %s, name_sort, id LIMIT %s"
)
_ORGANIZATION = f"{_ORGANIZATION_COLUMNS}{_STANDING} AND id = %s"
_OWN = f"{_ORGANIZATION_COLUMNS}{_STANDING} AND provider_code = ANY(%s) ORDER BY name_sort, id"
_END = (
    " LEFT JOIN network_placemerge {0}_merge ON {0}_merge.gone_id = c.{0}_id AND {0}_merge.undone_at IS NULL"
    " JOIN network_place {0} ON {0}.id = coalesce({0}_merge.kept_id, c.{0}_id) AND {0}.visibility = ANY(%s)"
)
_COOPERATIONS = f"""
    SELECT c.id, c.kinds, c.about, c.rhythm, c.since, c.ended_on, c.noted_as, c.one_confirmed_on, c.one_confirmed_as,
        c.one_public, c.other_confirmed_on, c.other_confirmed_as, c.other_public, one.name_sort <= other.name_sort,
        one.id, one.name, one.kind, one.area_code, one.provider_code,
        other.id, other.name, other.kind, other.area_code, other.provider_code
    FROM cooperations_cooperation c {_END.format("one")} {_END.format("other")}
    WHERE (NOT %s OR (c.one_public AND c.other_public))"""  # noqa: S608 - two constants of this module

_BY_NAME = " ORDER BY LEAST(one.name_sort, other.name_sort), GREATEST(one.name_sort, other.name_sort), c.since, c.about, c.id"


def _among(chosen: str) -> str:
    """The statement of cooperations, looked for by the ids of their ends, also of those merged into another entry."""
    houses = (
        f"SELECT id FROM network_place WHERE {chosen} UNION ALL SELECT m.gone_id FROM network_placemerge m"  # noqa: S608 - constants
        f" JOIN network_place p ON p.id = m.kept_id WHERE m.undone_at IS NULL AND p.{chosen}"
    )
    return (
        f"{_COOPERATIONS} AND c.id IN (SELECT id FROM cooperations_cooperation WHERE one_id IN ({houses})"  # noqa: S608 - constants
        f" UNION SELECT id FROM cooperations_cooperation WHERE other_id IN ({houses}))"
    )
