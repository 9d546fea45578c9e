"""Browsers in which somebody is signed in, at the moment that tests live in."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client

from factories.people import AT, TODAY, make_user
from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.queries import actor_of
from sozialraum.foundation.accounts.services import give_role
from sozialraum.foundation.privacy.actors import Actor, Role


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


def signed_in(role: Role) -> Client:
    """A browser of somebody who holds this one role in the whole office, since long ago."""
    user = make_user()
    give_role(user_id=user.id, role=role, at=AT, by=None, valid_from=date(2020, 1, 1))
    return browser_of(actor_of(user, today=TODAY, second_factor=True))
