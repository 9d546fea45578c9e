"""The embedded PostgreSQL server of one data directory."""

from __future__ import annotations

from sozialraum.foundation.database.embedded.cluster import Cluster, Status
from sozialraum.foundation.database.embedded.settings import PORT, SOCKET_PATH_LIMIT

__all__ = ["PORT", "SOCKET_PATH_LIMIT", "Cluster", "Status"]
