"""Addresses of many things of one kind: what stands before and after the last part is looked up once."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

_NO_ID: Final = str(UUID(int=0))
_UNCHANGED: Final = "!$&'()*+,;=~:@"
"""What Django leaves as it is inside one part of an address (RFC 3986)."""


def address_of(name: str, *parts: object) -> str:
    """The same address as ``reverse(name, args=parts)``, ten times as fast for the second one that differs in its last part.

    For the rows of a list; the last part must be an id or a text that the pattern of the address takes. Without parts, the
    address that each row adds its own query to.
    """
    if not parts:
        return _alone(name, get_script_prefix(), get_urlconf())
    *leading, last = parts
    sample = _NO_ID if isinstance(last, UUID) else "0"
    before, after = _around(name, tuple(leading), sample, get_script_prefix(), get_urlconf())
    return f"{before}{quote(str(last), safe=_UNCHANGED)}{after}"


@lru_cache(maxsize=64)
def _alone(name: str, _prefix: str, _urlconf: str | None) -> str:
    return reverse(name)


@lru_cache(maxsize=512)
def _around(
    name: str, leading: tuple[object, ...], sample: str, _prefix: str, _urlconf: str | None
) -> tuple[str, str]:
    before, _, after = reverse(name, args=[*leading, sample]).rpartition(sample)
    return before, after
