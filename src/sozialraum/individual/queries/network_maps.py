"""Reading network maps: only those that belong to the actor or are shown to her; the database lets no other through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from sozialraum.foundation.accounts.queries import holders_of, names_of
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.models import Member, NetworkSheet, NetworkSheetVersion, Share
from sozialraum.individual.queries.cases import Person
from sozialraum.network.network_maps import Sheet


@dataclass(frozen=True, slots=True)
class NetworkMapRow:
    """The maps of one person of the family: the latest one's id and day, None where there is none or none is shown."""

    owner: Person
    id: UUID | None
    drawn_on: date | None
    people: int
    own: bool


@dataclass(frozen=True, slots=True)
class SharedWith:
    """Somebody who sees the map."""

    id: UUID
    name: str
    until: date | None
    since: date


@dataclass(frozen=True, slots=True)
class NetworkMapView:
    """One map with the earlier one of the same person, where there is one.

    ``own`` says that it belongs to the actor: only then it can be taken along or shown to others. ``latest`` says
    that it can be changed, ``can_undo`` that a step of it can be taken back.
    """

    id: UUID
    owner: Person
    drawn_on: date
    sheet: Sheet
    version: int
    before: Sheet | None
    before_on: date | None
    own: bool
    latest: bool
    can_undo: bool
    days: tuple[tuple[UUID, date], ...]
    shares: tuple[SharedWith, ...]


def network_maps(grant: Grant) -> list[NetworkMapRow]:
    """Everybody of the family with the latest map that the actor may see."""
    latest: dict[UUID, NetworkSheet] = {}
    for sheet in NetworkSheet.objects.filter(case_id=grant.subject_id).order_by("drawn_on"):
        latest[sheet.owner_id] = sheet
    rows = []
    for member in Member.objects.filter(case_id=grant.subject_id).order_by("born_on", "full_name"):
        found = latest.get(member.id)
        rows.append(
            NetworkMapRow(
                Person.of(member), found.id if found else None, found.drawn_on if found else None,
                len(Sheet.from_json(found.content).people) if found else 0,
                own=member.user_id is not None and member.user_id == grant.actor.user_id,
            )
        )  # fmt: skip
    return rows


def network_map(grant: Grant, sheet_id: UUID) -> NetworkMapView:
    """One map; raises :class:`gate.Denied` alike for one that is not there and for one that is not shown."""
    row = NetworkSheet.objects.select_related("owner").filter(id=sheet_id, case_id=grant.subject_id).first()
    if row is None:
        raise gate.Denied(Decision.no("This case has no such map."))
    every = list(NetworkSheet.objects.filter(owner_id=row.owner_id).order_by("drawn_on"))
    earlier = next((each for each in reversed(every) if each.drawn_on < row.drawn_on), None)
    own = row.owner.user_id is not None and row.owner.user_id == grant.actor.user_id
    return NetworkMapView(
        id=row.id, owner=Person.of(row.owner), drawn_on=row.drawn_on, sheet=Sheet.from_json(row.content),
        version=row.version, before=Sheet.from_json(earlier.content) if earlier else None,
        before_on=earlier.drawn_on if earlier else None, own=own, latest=every[-1].id == row.id,
        can_undo=row.changed_by == grant.actor.user_id and NetworkSheetVersion.objects.filter(sheet=row).exists(),
        days=tuple((each.id, each.drawn_on) for each in every),
        shares=tuple(shares_of(grant, row.owner_id, SharedThing.NETWORK_MAP)) if own or row.owner.user_id is None else (),
    )  # fmt: skip


def shares_of(grant: Grant, owner_id: UUID, thing: SharedThing) -> list[SharedWith]:
    """Who is shown a thing of somebody today."""
    running = Share.objects.filter(
        Q(until__isnull=True) | Q(until__gte=timezone.localdate(grant.at)), owner_id=owner_id, thing=thing,
        withdrawn_at__isnull=True,
    ).order_by("given_at")  # fmt: skip
    names = names_of(each.recipient_id for each in running)
    return [
        SharedWith(each.id, names.get(each.recipient_id, ""), each.until, timezone.localdate(each.given_at))
        for each in running
    ]


def possible_recipients(grant: Grant, *, thing: SharedThing) -> list[tuple[UUID, str]]:
    """Who could be shown a thing of the actor or her family: everybody with a task in this case who does not see it yet."""
    running = Share.objects.filter(
        Q(until__isnull=True) | Q(until__gte=timezone.localdate(grant.at)), thing=thing, withdrawn_at__isnull=True,
        case_id=grant.subject_id,
    )  # fmt: skip
    if thing is not SharedThing.RESOURCE_CARD:
        running = running.filter(owner__user_id=grant.actor.user_id)
    seeing = set(running.values_list("recipient_id", flat=True))
    family = {
        each.user_id: Person.of(each).name
        for each in Member.objects.filter(case_id=grant.subject_id, user_id__isnull=False)
    }
    today, key = timezone.localdate(grant.at), str(grant.subject_id)
    # whom somebody trusts is nobody else's to know
    trusted = holders_of(ScopeKind.CASE, key, today=today, role=Role.TRUSTED_PERSON)
    on_case = holders_of(ScopeKind.CASE, key, today=today) - trusted
    people = {each: family.get(each) or name for each, name in names_of(on_case).items()}
    return sorted(
        ((each, name) for each, name in people.items() if each not in seeing and each != grant.actor.user_id),
        key=lambda pair: german_sort_key(pair[1]),
    )
