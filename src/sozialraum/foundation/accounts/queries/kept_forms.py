"""Forms that were kept when a session ran out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sozialraum.foundation.accounts.models import KeptForm
from sozialraum.foundation.accounts.sealing import open_secret


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept form: where it was going and what was written, field by field in the order it was sent."""

    id: UUID
    path: str
    kept_at: datetime
    files_lost: bool
    fields: tuple[tuple[str, str], ...]


def has_kept_form(user_id: UUID, *, at: datetime) -> bool:
    """Whether something this person wrote is kept for her."""
    return KeptForm.objects.filter(owner_id=user_id, expires_at__gt=at).exists()


def kept_forms(owner_id: UUID, *, at: datetime) -> list[Kept]:
    """What is kept for this person, newest first; nobody else can open it."""
    rows = KeptForm.objects.filter(owner_id=owner_id, expires_at__gt=at).order_by("-kept_at")
    found = []
    for row in rows:
        written = json.loads(open_secret(row.sealed, place=f"accounts.KeptForm:{row.id}:{owner_id}"))
        fields = tuple((name, value) for name, values in written.items() for value in values)
        found.append(Kept(row.id, row.path, row.kept_at, row.files_lost, fields))
    return found
