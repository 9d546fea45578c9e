"""Which databases Django speaks to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def database_settings(environ: Mapping[str, str]) -> dict[str, Any]:
    """The three ways into the one database: the application, the audit trail, the owner."""

    def way(url: str) -> dict[str, Any]:
        parts = urlsplit(url)
        return {
            "ENGINE": "django.db.backends.postgresql", "HOST": parts.hostname or "", "PORT": str(parts.port or ""),
            "USER": parts.username or "", "PASSWORD": parts.password or "", "NAME": parts.path.lstrip("/"),
            "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False,
        }  # fmt: skip

    application = environ.get("DATABASE_URL", "")
    owner = environ.get("DATABASE_OWNER_URL", application)
    return {
        "default": way(application) | {"ATOMIC_REQUESTS": True},
        "audit": way(application),
        "owner": way(owner),
    }
