"""Reading genograms: only those that belong to the actor or are shown to her; the database lets no other through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.genograms import Family
from sozialraum.individual.models import Genogram, GenogramVersion, Member
from sozialraum.individual.queries.cases import Person
from sozialraum.individual.queries.network_maps import SharedWith, shares_of


@dataclass(frozen=True, slots=True)
class GenogramRow:
    """The genogram of one person of the family: its id, None where there is none or none is shown."""

    owner: Person
    id: UUID | None
    people: int
    own: bool


@dataclass(frozen=True, slots=True)
class GenogramView:
    """One genogram. ``own`` says that it belongs to the actor: only then it can be taken along or shown to others."""

    id: UUID
    owner: Person
    family: Family
    changed_at: datetime
    own: bool
    can_undo: bool
    shares: tuple[SharedWith, ...]


def genograms(grant: Grant) -> list[GenogramRow]:
    """Everybody of the family with the genogram that the actor may see."""
    shown = {each.owner_id: each for each in Genogram.objects.filter(case_id=grant.subject_id)}
    rows = []
    for member in Member.objects.filter(case_id=grant.subject_id).order_by("born_on", "full_name"):
        found = shown.get(member.id)
        rows.append(
            GenogramRow(
                Person.of(member), found.id if found else None, len(found.content["people"]) if found else 0,
                own=member.user_id is not None and member.user_id == grant.actor.user_id,
            )
        )  # fmt: skip
    return rows


def genogram(grant: Grant, genogram_id: UUID) -> GenogramView:
    """One genogram; raises :class:`gate.Denied` alike for one that is not there and for one that is not shown."""
    row = Genogram.objects.select_related("owner").filter(id=genogram_id, case_id=grant.subject_id).first()
    if row is None:
        raise gate.Denied(Decision.no("This case has no such genogram."))
    own = row.owner.user_id is not None and row.owner.user_id == grant.actor.user_id
    return GenogramView(
        id=row.id, owner=Person.of(row.owner), family=Family.from_json(row.content), changed_at=row.changed_at, own=own,
        can_undo=row.changed_by == grant.actor.user_id and GenogramVersion.objects.filter(genogram=row).exists(),
        shares=tuple(shares_of(grant, row.owner_id, SharedThing.GENOGRAM)) if own else (),
    )  # fmt: skip
