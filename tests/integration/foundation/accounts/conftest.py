"""What tests of signing in share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.test import Client

from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.database.connection import OWNER
from sozialraum.foundation.database.embedded import Cluster

SignedIn = Callable[..., Client]


@pytest.fixture
def signed_in(client: Client) -> SignedIn:
    """Sign somebody in, with the second factor shown unless said otherwise."""

    def sign_in(user: User, *, second_factor: bool = True, browser: Client | None = None) -> Client:
        browser = browser or client
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = browser.session
        session[keys.SECOND_FACTOR] = second_factor
        session.save()
        return browser

    return sign_in


@pytest.fixture
def owner(cluster: Cluster) -> Iterator[psycopg.Connection]:
    """The owner of the database, beside the application."""
    with psycopg.connect(**cluster.connection.parameters(OWNER), autocommit=True) as connection:
        yield connection


@pytest.fixture
def demo_database(owner: psycopg.Connection) -> Iterator[None]:
    """A database that was marked as a demo while it was empty."""
    owner.execute("INSERT INTO accounts_demomarker (id, marked_at) VALUES (1, now())")
    yield
    owner.execute("DELETE FROM accounts_demomarker")
