"""Links by which the right person confirms an entry without an account: signed, for one entry, once, for a month."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says: which entry, as it stood in which version, and when the link was made."""

    place_id: UUID
    version: int
    made_at: datetime

    def used(self, confirmed_at: datetime | None) -> bool:
        """Whether somebody has answered since: a link holds once, for whoever it was that said it."""
        return confirmed_at is not None and confirmed_at >= self.made_at


def read_link(token: str, *, at: datetime) -> Link | None:
    """What a token says; ``None`` where it was changed, made up or is older than a month."""
    try:
        said = signing.loads(token, salt=SALT)
        made, place = datetime.fromtimestamp(float(said["at"]), tz=at.tzinfo), UUID(said["place"])
        version = int(said["version"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return None if aged(made, at) else Link(place, version, made)


def aged(made_at: datetime, at: datetime) -> bool:
    """Whether a link is older than a month, or from a day to come."""
    return not timedelta(0) <= at - made_at <= timedelta(days=DAYS)
