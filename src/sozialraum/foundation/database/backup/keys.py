"""The keys of an installation in a backup: sealed under a passphrase, or known by their fingerprints."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sozialraum.foundation.database.backup.manifest import FORMAT
from sozialraum.foundation.database.errors import BackupRefused

SCRYPT_COST = 2**16


def key_fingerprints(keys: Path) -> list[str]:
    """Return short SHA-256 fingerprints of the keys of entrusted texts, to tell them apart without showing them."""
    folder = keys / "entrusted"
    return sorted(hashlib.sha256(path.read_bytes().strip()).hexdigest()[:16] for path in folder.glob("*.key"))


def seal_keys(keys: Path, passphrase: str) -> bytes:
    """Encrypt the folder of keys under a passphrase (scrypt, AES-256-GCM): ``salt (16) | nonce (12) | text``."""
    files = {
        path.relative_to(keys).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in sorted(keys.rglob("*"))
        if path.is_file()
    }
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    text = json.dumps(files).encode()
    return salt + nonce + AESGCM(_derived(passphrase, salt)).encrypt(nonce, text, FORMAT.encode())


def unseal_keys(sealed: bytes, passphrase: str) -> dict[str, bytes]:
    """Return the files that ``seal_keys`` encrypted; raises ``BackupRefused`` where the passphrase is wrong."""
    salt, nonce, text = sealed[:16], sealed[16:28], sealed[28:]
    try:
        found = json.loads(AESGCM(_derived(passphrase, salt)).decrypt(nonce, text, FORMAT.encode()))
    except InvalidTag:
        raise BackupRefused(
            "The passphrase does not open the keys of this backup; nothing was changed.",
            "Try again with the right one.",
        ) from None
    return {name: base64.b64decode(value) for name, value in found.items()}


def _derived(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=SCRYPT_COST, r=8, p=1).derive(passphrase.encode())
