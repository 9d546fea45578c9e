"""Counting guesses at codes: the same counters as for passwords, shared by all processes."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def may_guess(request: HttpRequest, action: str) -> bool:
    """Count one guess of this sender (``ACCOUNT_RATE_LIMITS`` names the action); False where there were too many."""
    return ratelimit.consume(request, app="allauth.account", action=action) is not None
