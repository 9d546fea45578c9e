"""Links by which somebody told of looks at the own consent and takes it back, without an account."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core import signing

SALT: Final = "network.effect_consent"


def consent_token(consent_id: UUID) -> str:
    """The token of a link; it is signed, holds as long as the consent, and says nothing about the person."""
    return signing.dumps(str(consent_id), salt=SALT)


def read_consent_token(token: str) -> UUID | None:
    """Which consent a token belongs to; ``None`` where it was changed or made up."""
    try:
        return UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError, AttributeError):
        return None
