"""How an audit entry becomes a link of the chain: pure functions, the same for sealing and verifying."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

GENESIS = "0" * 64


def canonical(entry: Mapping[str, object]) -> bytes:
    """The entry as bytes that do not depend on the order of keys or on the time zone of the reader.

    >>> canonical({"b": 1, "a": None})
    b'{"a":null,"b":1}'
    """
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def link(previous: str, entry: Mapping[str, object]) -> str:
    """The digest (64 hexadecimal digits) of an entry that follows the link ``previous``.

    >>> link(GENESIS, {"a": 1}) == link(GENESIS, {"a": 2})
    False
    """
    return hashlib.sha256(bytes.fromhex(previous) + canonical(entry)).hexdigest()
