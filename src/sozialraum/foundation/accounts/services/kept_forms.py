"""Forms whose session ran out: kept sealed for the person who wrote them, for a day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from sozialraum.foundation.accounts.models import KeptForm, User
from sozialraum.foundation.accounts.sealing import seal_secret

KEPT_FOR = timedelta(hours=24)
NEVER_KEPT = frozenset(
    {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "credential"}
)
KEPT_AT_MOST = 20


def place_of(form_id: UUID, owner_id: UUID) -> str:
    """Where a sealed form belongs: moved to another row or person it does not open."""
    return f"accounts.KeptForm:{form_id}:{owner_id}"


@transaction.atomic
def keep_form(
    *, owner_id: UUID, path: str, fields: Mapping[str, Sequence[str]], files: bool, at: datetime
) -> bool:
    """Keep the fields that were sent to ``path`` for this person; passwords and codes are left out.

    Returns whether anything was kept: nothing is for unknown people and for forms without any written field.
    """
    written = {name: list(values) for name, values in fields.items() if name not in NEVER_KEPT}
    if not any(value.strip() for values in written.values() for value in values):
        return False
    if len(path) > 500 or not User.objects.filter(id=owner_id, is_active=True).exists():
        return False
    KeptForm.objects.filter(expires_at__lte=at).delete()
    oldest = KeptForm.objects.filter(owner_id=owner_id).order_by("-kept_at").values_list("id", flat=True)
    KeptForm.objects.filter(id__in=list(oldest[KEPT_AT_MOST - 1 :])).delete()
    form_id = uuid4()
    KeptForm.objects.create(
        id=form_id, owner_id=owner_id, path=path, files_lost=files, kept_at=at, expires_at=at + KEPT_FOR,
        sealed=seal_secret(json.dumps(written), place=place_of(form_id, owner_id)),
    )  # fmt: skip
    return True


@transaction.atomic
def discard_kept_form(*, owner_id: UUID, form_id: UUID) -> None:
    """Throw a kept form away; nothing happens where it is not this person's."""
    KeptForm.objects.filter(id=form_id, owner_id=owner_id).delete()
