"""Counting guesses at codes, by the same counters as for passwords, shared by all processes; and strangers' questions."""

from __future__ import annotations

from typing import cast

from allauth.core.internal import ratelimit
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

from sozialraum.foundation.accounts.shared_cache import SharedCache

MINUTE = 60


def may_guess(request: HttpRequest, action: str) -> bool:
    """Count one guess of this sender (``ACCOUNT_RATE_LIMITS`` names the action); False where there were too many."""
    return ratelimit.consume(request, app="allauth.account", action=action) is not None


def has_failed(request: HttpRequest, action: str, *, most: int) -> bool:
    """Whether this sender has failed more than ``most`` times in this minute, at whichever process."""
    return int(caches["default"].get(_key(request, action), 0)) > most


def note_failure(request: HttpRequest, action: str) -> None:
    """Count one failure of this sender, for all processes together."""
    shared = cast("SharedCache", caches["default"])
    shared.count(_key(request, action), timeout=MINUTE)


def may_ask(request: HttpRequest, action: str, *, most: int) -> bool:
    """Count one question of this sender to what is open to everybody; False after ``most`` in the same minute.

    Counted in this process alone: a stranger's question must not write to the database. With several processes a
    sender may ask that many times more often.
    """
    counts = caches["process"]
    key = _key(request, action)
    counts.add(key, 0, timeout=MINUTE)
    try:
        return counts.incr(key) <= most
    except ValueError:  # run out between the two
        return True


def _key(request: HttpRequest, action: str) -> str:
    return f"asked:{action}:{ratelimit.get_ip(request)}:{timezone.now():%H%M}"
