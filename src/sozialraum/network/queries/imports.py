"""Files that came into the directory, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import can_read_in
from sozialraum.network.models import ResourceImport


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import: where it came from, what it did, by whom; ``undone_at`` where it was taken back."""

    id: UUID
    source: str
    file: str
    added: int
    revised: int
    by: str
    made_at: datetime
    undone_at: datetime | None


def imports(actor: Actor, *, limit: int = 10) -> list[ImportRow]:
    """The latest imports, for those who bring files in. Raises :class:`gate.Denied` for everybody else."""
    decision = can_read_in(actor)
    if not decision:
        raise gate.Denied(decision)
    found = list(ResourceImport.objects.order_by("-made_at")[:limit])
    names = names_of(each.made_by for each in found if each.made_by)
    return [
        ImportRow(
            each.id, each.source, each.file, len(each.added), len(each.revised),
            names.get(each.made_by, "") if each.made_by else "", each.made_at, each.undone_at,
        )
        for each in found
    ]  # fmt: skip
