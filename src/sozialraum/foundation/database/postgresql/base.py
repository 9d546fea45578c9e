"""The connection of the house: Django's, which does not ask the server before every page whether it is there."""

from __future__ import annotations

import select
import time
from typing import Any, Final

from django.db.backends.postgresql import base

ASKED_AFTER_SECONDS: Final = 10.0
MOST_PLANS: Final = 200
"""Plans that a connection lets the server keep: those of the pages that are asked for most, a few megabytes."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks at the socket first: a server that has ended, or has closed the connection, has said so there.

    Only where something is to be read, or where nobody has asked for a while (another machine may have vanished
    without a word), the server is asked by a statement. A page spares two of them, one for each connection.
    """

    _asked_at = 0.0

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, with room for the plans of more statements than the driver's hundred."""
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = MOST_PLANS
        return connection

    def is_usable(self) -> bool:
        """Whether the connection still holds; asks nothing where the socket is silent and was used lately."""
        if self.connection is None or self.connection.closed:
            return False
        now = time.monotonic()
        if now - self._asked_at < ASKED_AFTER_SECONDS and not _has_news(self.connection.fileno()):
            return True
        self._asked_at = now
        return bool(super().is_usable())


def _has_news(number: int) -> bool:
    """Whether a file descriptor has something to read, an end or an error."""
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))
