"""Links by which the right person confirms an entry without an account: signed, for one entry, for a month."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core import signing

SALT: Final = "network.confirmation"
DAYS: Final = 30


def link_token(place_id: UUID, *, version: int, at: datetime) -> str:
    """The token of a link; it says which entry, in which version, and when it was made."""
    return signing.dumps(
        {"place": str(place_id), "version": version, "at": at.timestamp()}, salt=SALT, compress=True
    )


def read_link(token: str, *, at: datetime) -> UUID | None:
    """The entry that a token is for; ``None`` where it was changed, made up or is older than a month."""
    try:
        said = signing.loads(token, salt=SALT)
        made, place = datetime.fromtimestamp(float(said["at"]), tz=at.tzinfo), UUID(said["place"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return place if timedelta(0) <= at - made <= timedelta(days=DAYS) else None
