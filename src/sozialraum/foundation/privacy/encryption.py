"""Entrusted text at rest (§ 65 SGB VIII): AES-256-GCM, bound to its row, opened only with a grant.

A sealed text is ``key id (4 bytes) | nonce (12 bytes) | ciphertext and tag``. The place it belongs to
(``model.field:row``) is authenticated with it: moved to another row it does not open. Keys are files of the
data directory, the newest seals, every one opens; a database dump without them tells nothing.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from sozialraum.errors import SozialraumError
from sozialraum.foundation.privacy.gate import Grant


class Unreadable(SozialraumError):
    """A sealed text cannot be opened: its key is not there or it was moved or changed."""


@lru_cache(maxsize=4)
def _keys(folder: str) -> dict[bytes, AESGCM]:
    keys: dict[bytes, AESGCM] = {}
    for path in sorted(Path(folder).glob("*.key")):
        raw = bytes.fromhex(path.read_text("ascii").strip())
        keys[hashlib.sha256(raw).digest()[:4]] = AESGCM(raw)
    if not keys:
        raise SozialraumError(
            "There is no key for entrusted texts.",
            "Start the platform with `sozialraum serve`, which makes one, or put the key file back.",
        )
    return keys


def make_key(folder: Path) -> Path:
    """Write a new random key file (mode 0600) into ``folder``; keys are ordered by name, the last one seals."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = len(list(folder.glob("*.key"))) + 1
    path = folder / f"{number:04d}.key"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(os.urandom(32).hex() + "\n")
    _keys.cache_clear()
    return path


def seal(text: str, *, place: str) -> bytes:
    """Encrypt a text for one place, for example ``individual.EntrustedNote.text:<row id>``."""
    key_id, cipher = list(_keys(settings.ENCRYPTION_KEY_DIRECTORY).items())[-1]
    nonce = os.urandom(12)
    return key_id + nonce + cipher.encrypt(nonce, text.encode("utf-8"), place.encode("utf-8"))


def unseal(grant: Grant, blob: bytes | memoryview, *, place: str) -> str:
    """Decrypt what :func:`seal` made for the same place; takes a grant, so that no path goes round the gate.

    Raises :class:`Unreadable` where key, place or content do not fit.
    """
    if type(grant) is not Grant:
        raise TypeError("unseal needs a Grant")
    blob = bytes(blob)
    cipher = _keys(settings.ENCRYPTION_KEY_DIRECTORY).get(blob[:4])
    if cipher is None:
        raise Unreadable(
            "The key of this text is not here.", "Put the key file back into the data directory."
        )
    try:
        return cipher.decrypt(blob[4:16], blob[16:], place.encode("utf-8")).decode("utf-8")
    except InvalidTag:
        raise Unreadable(
            "This text was changed or moved and does not open.", "Restore it from a backup."
        ) from None
