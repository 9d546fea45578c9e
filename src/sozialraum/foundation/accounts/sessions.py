"""Sessions in the database, as Django keeps them, read by one short statement."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from sozialraum.foundation.database.editions import mark_columns, take_read, unread
from sozialraum.foundation.database.statements import rows

_LOAD = "SELECT {columns} FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's store; only the reading, which every request does, goes past the building of a query and brings the marks of
    editions along.
    """

    def load(self) -> dict[str, Any]:
        """What is kept for this key; empty, and the key forgotten, where nothing is kept or its time is over."""
        editions = unread()
        columns = ", ".join(["session_data", *mark_columns(editions)])
        found = rows(_LOAD.format(columns=columns), [self.session_key, timezone.now()])
        if not found:
            self._session_key = None
            return {}
        data, *marks = found[0]
        take_read(editions, marks)
        kept: dict[str, Any] = self.decode(data)
        return kept
