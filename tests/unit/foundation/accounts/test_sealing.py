"""Secrets of the platform open at their own place only, and never with the keys of entrusted texts."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.sealing import open_secret, seal_secret
from sozialraum.foundation.privacy.encryption import make_key


@pytest.fixture
def key(tmp_path: Path, settings: Any) -> Path:
    settings.ENCRYPTION_KEY_DIRECTORY = str(tmp_path)
    return make_key(tmp_path)


def test_opens_at_its_place_only(key: Path) -> None:
    sealed = seal_secret("Jonas", place="a:1")
    assert open_secret(sealed, place="a:1") == "Jonas"
    assert seal_secret("Jonas", place="a:1") != sealed
    with pytest.raises(SozialraumError, match="does not open"):
        open_secret(sealed, place="a:2")


def test_the_key_of_entrusted_texts_does_not_open_it(key: Path) -> None:
    blob = base64.b64decode(seal_secret("Jonas", place="a:1"))
    with pytest.raises(InvalidTag):
        AESGCM(bytes.fromhex(key.read_text().strip())).decrypt(blob[4:16], blob[16:], b"a:1")


def test_without_a_key_it_says_what_to_do(tmp_path: Path, settings: Any) -> None:
    settings.ENCRYPTION_KEY_DIRECTORY = str(tmp_path)
    with pytest.raises(SozialraumError, match="no key to seal"):
        seal_secret("Jonas", place="a:1")
