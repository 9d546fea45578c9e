"""The municipality's own account (OpenID Connect) as the settings name it, and what a sign-in with it yields.

The sign-in itself stands in :mod:`sozialraum.foundation.accounts.openid_flow`, whose libraries take half a second to
load: only an installation that names a provider loads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from sozialraum.errors import SozialraumError


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider as the settings name it."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    directory_claim: str
    second_factor: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says somebody is: only what signing in needs."""

    issuer: str
    subject: str
    directory_key: str
    preferred_name: str
    second_factor: bool


class OpenIdRefused(SozialraumError):
    """A sign-in with the municipality's account that ends here, with the reason in plain words."""


def provider() -> Provider | None:
    """The provider of this installation; ``None`` where the settings name none."""
    named: dict[str, Any] = settings.OPENID
    return Provider(**named) if named.get("issuer") else None
