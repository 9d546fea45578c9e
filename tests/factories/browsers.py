"""Browsers in which somebody is signed in, at the moment that tests live in."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from factories.people import AT
from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.privacy.actors import Actor


def stop_clock(monkeypatch: pytest.MonkeyPatch, at: datetime = AT) -> None:
    """Let every page be answered at this moment."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def browser_of(actor: Actor) -> Client:
    """A browser in which this person is signed in, with the second factor the actor has shown."""
    client = Client(raise_request_exception=True)
    client.force_login(
        User.objects.get(id=actor.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    session = client.session
    session[keys.SECOND_FACTOR] = actor.second_factor
    session.save()
    return client
