"""Secrets of the platform itself at rest: second factors and the fields of a form whose session ran out.

The keys are derived (HKDF-SHA256) from those of entrusted texts for this purpose alone: what is sealed here can
be opened without a grant, and no entrusted text can be opened with it.
"""

from __future__ import annotations

import base64
import hashlib
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from sozialraum.errors import SozialraumError

PURPOSE = b"sozialraum.accounts"


@lru_cache(maxsize=4)
def _ciphers(folder: str) -> dict[bytes, AESGCM]:
    found: dict[bytes, AESGCM] = {}
    for path in sorted(Path(folder).glob("*.key")):
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(
            bytes.fromhex(path.read_text("ascii").strip())
        )
        found[hashlib.sha256(derived).digest()[:4]] = AESGCM(derived)
    if not found:
        raise SozialraumError(
            "There is no key to seal secrets with.",
            "Start the platform with `sozialraum serve`, which makes one, or put the key file back.",
        )
    return found


def seal_secret(text: str, *, place: str) -> str:
    """Encrypt a secret for one place, for example ``accounts.KeptForm:<id>``; the result is ASCII text."""
    key_id, cipher = list(_ciphers(settings.ENCRYPTION_KEY_DIRECTORY).items())[-1]
    nonce = os.urandom(12)
    blob = key_id + nonce + cipher.encrypt(nonce, text.encode(), place.encode())
    return base64.b64encode(blob).decode("ascii")


def open_secret(sealed: str, *, place: str) -> str:
    """Decrypt what :func:`seal_secret` made for the same place.

    Raises :class:`SozialraumError` where key, place or content do not fit.
    """
    blob = base64.b64decode(sealed)
    cipher = _ciphers(settings.ENCRYPTION_KEY_DIRECTORY).get(blob[:4])
    try:
        if cipher is None:
            raise InvalidTag
        return cipher.decrypt(blob[4:16], blob[16:], place.encode()).decode()
    except InvalidTag:
        raise SozialraumError(
            "A sealed secret does not open.", "Put the key file back into the data directory."
        ) from None
